//! Parameters and fields: from a way through a file to what a spec says there, and back.

use std::collections::BTreeMap;

#[cfg(feature = "full")]
use acs_spec::Kind;
use acs_spec::facts::Descriptions;
use acs_spec::fit::Step;
use acs_spec::{Named, Operation, Schema};

/// A parameter, a field or a shape of an operation.
pub(in crate::spec) struct Field<'s> {
    pub(in crate::spec) name: &'s str,
    pub(in crate::spec) schema: &'s Schema,
    /// What it may lie within: one name, or for a field of a shape those that refer to the shape. Empty at the top.
    pub(in crate::spec) parents: Vec<&'s str>,
    /// Whether it is one of the operation's shapes itself.
    pub(in crate::spec) is_shape: bool,
}

/// The parameter, field or shape whose key a way leads to.
pub(in crate::spec) fn field<'s>(operation: &'s Operation, way: &[Step]) -> Option<Field<'s>> {
    let [Step::Key(top), rest @ ..] = way else { return None };
    let (mut fields, mut is_shape) = match top.as_str() {
        "parameters" => (&operation.parameters, false),
        "response" => (&operation.response, false),
        "shapes" => (&operation.shapes, true),
        _ => return None,
    };
    let mut parents = Vec::new();
    let mut steps = rest.iter();
    loop {
        let Some(Step::Key(name)) = steps.next() else { return None };
        let (name, schema) = fields.0.iter().find(|(known, _)| known == name).map(|(name, schema)| (name.as_str(), schema))?;
        if steps.as_slice().is_empty() {
            return Some(Field { name, schema, parents, is_shape });
        }
        parents = if is_shape {
            referring(operation).remove(name).unwrap_or_default()
        } else {
            vec![schema.wraps.as_deref().unwrap_or(name)]
        };
        is_shape = false;
        let mut inner = schema;
        loop {
            match steps.next()? {
                Step::Key(key) if key == "items" => {
                    inner = inner.items.as_deref()?;
                    if let Some(wraps) = inner.wraps.as_deref() {
                        parents = vec![wraps];
                    }
                }
                Step::Key(key) if key == "fields" => break,
                _ => return None,
            }
        }
        fields = &inner.fields;
    }
}

/// The entry of the glossary that describes a field which does not describe itself.
pub(in crate::spec) fn entry<'s>(
    descriptions: &Descriptions<'s>,
    operation: &Operation,
    field: &Field<'_>,
) -> Option<(&'s str, &'s str)> {
    if field.is_shape || field.schema.description.is_some() {
        return None;
    }
    let parents = if field.parents.is_empty() { &[""][..] } else { &field.parents };
    parents.iter().find_map(|parent| descriptions.entry(&operation.operation, parent, field.name))
}

/// The names of the fields that refer to each shape.
fn referring(operation: &Operation) -> BTreeMap<&str, Vec<&str>> {
    fn visit<'s>(name: &'s str, schema: &'s Schema, found: &mut BTreeMap<&'s str, Vec<&'s str>>) {
        let name = schema.wraps.as_deref().unwrap_or(name);
        if let Some(shape) = &schema.shape {
            found.entry(shape).or_default().push(name);
        }
        schema.items.iter().for_each(|items| visit(name, items, found));
        schema.fields.iter().for_each(|(name, schema)| visit(name, schema, found));
    }
    let mut found = BTreeMap::new();
    for (name, schema) in [&operation.parameters, &operation.response, &operation.shapes].into_iter().flat_map(Named::iter) {
        visit(name, schema, &mut found);
    }
    found
}

/// The way to the key of a field that a path with dots names, as pagination and waiters write it.
pub(in crate::spec) fn way(operation: &Operation, top: &str, path: &str) -> Option<Vec<Step>> {
    let key = |text: &str| Step::Key(text.to_owned());
    let mut fields = if top == "parameters" { &operation.parameters } else { &operation.response };
    let mut way = vec![key(top)];
    let mut here: Option<&Schema> = None;
    for step in path.split('.') {
        if let Some(schema) = here {
            let (inner, mut steps) = inside(operation, schema, &way)?;
            // A number stands for an item.
            if step.parse::<u32>().is_ok() {
                here = Some(inner);
                way = steps;
                continue;
            }
            steps.push(key("fields"));
            (fields, way) = (&inner.fields, steps);
        }
        here = Some(fields.get(step)?);
        way.push(key(step));
    }
    here.map(|_| way)
}

/// What is inside of lists and behind references, and the way to it.
fn inside<'s>(operation: &'s Operation, mut schema: &'s Schema, way: &[Step]) -> Option<(&'s Schema, Vec<Step>)> {
    let mut way = way.to_vec();
    // References that lead in a circle end as well.
    for _ in 0..64 {
        if let Some(shape) = &schema.shape {
            schema = operation.shapes.get(shape)?;
            way = vec![Step::Key("shapes".to_owned()), Step::Key(shape.clone())];
        } else if let Some(items) = &schema.items {
            schema = items;
            way.push(Step::Key("items".to_owned()));
        } else {
            return Some((schema, way));
        }
    }
    None
}

/// The fields inside a path of the reply, or at its top.
#[cfg(feature = "full")]
pub(in crate::spec) fn inside_path<'s>(operation: &'s Operation, path: Option<&str>) -> Option<&'s Named<Schema>> {
    let mut fields = &operation.response;
    for step in path.into_iter().flat_map(|path| path.split('.')) {
        fields = &inside(operation, fields.get(step)?, &[])?.0.fields;
    }
    Some(fields)
}

/// A type in a few words: `list of string`.
#[cfg(feature = "full")]
pub(in crate::spec) fn described(schema: &Schema, shapes: &Named<Schema>) -> String {
    let of = |schema: &Schema| match &schema.items {
        Some(items) => format!(" of {}", described(items, &Named::default())),
        None => String::new(),
    };
    let target = schema.resolved(shapes).unwrap_or(schema);
    let kind = match target.kind {
        Some(Kind::String) => "string",
        Some(Kind::Integer) => "integer",
        Some(Kind::Number) => "number",
        Some(Kind::Boolean) => "boolean",
        Some(Kind::Object) => "object",
        Some(Kind::List) => "list",
        Some(Kind::Map) => "map",
        Some(Kind::Any) => "any",
        None => return schema.shape.clone().unwrap_or_default(),
    };
    let shape = schema.shape.as_ref().map(|shape| format!(" (shape {shape})")).unwrap_or_default();
    format!("{kind}{}{shape}", of(target))
}
