//! All fields of a schema, at any depth.

use crate::types::{Kind, Named, Schema};

use super::pointer::NodePath;

/// Visits fields and all that is inside them: each with the name of what holds it, its own name, itself and its place.
pub(super) fn each_field<'s>(
    fields: &'s Named<Schema>,
    parent: &'s str,
    node: &NodePath<'_>,
    visit: &mut dyn FnMut(&'s str, &'s str, &'s Schema, &NodePath<'_>),
) {
    for (name, schema) in fields.iter() {
        let here = node.key(name);
        visit(parent, name, schema, &here);
        inside(schema, name, &here, visit);
    }
}

fn inside<'s>(
    schema: &'s Schema,
    name: &'s str,
    node: &NodePath<'_>,
    visit: &mut dyn FnMut(&'s str, &'s str, &'s Schema, &NodePath<'_>),
) {
    if schema.kind == Some(Kind::Object) {
        each_field(&schema.fields, name, &node.key("fields"), visit);
    }
    if let Some(items) = schema.items.as_deref() {
        inside(items, schema.wraps.as_deref().unwrap_or(name), &node.key("items"), visit);
    }
}
