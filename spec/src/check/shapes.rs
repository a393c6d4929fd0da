//! Shapes: that each is used, and none is made of itself alone.

use std::collections::HashSet;

use crate::diagnostic::{Code, Diagnostic};
use crate::types::{Kind, Named, Operation, Schema};

use super::keys::Role;
use super::names;
use super::pointer::NodePath;
use super::report::Report;
use super::schema::Checker;

pub(super) fn check(operation: &Operation, node: &NodePath<'_>, report: &mut Report) {
    if operation.shapes.is_empty() {
        return;
    }
    let sent = reachable(&operation.parameters, &operation.shapes);
    let received = reachable(&operation.response, &operation.shapes);
    let are_all_found = !has_unknown(operation);
    let mut circles: HashSet<String> = HashSet::new();
    for (name, shape) in operation.shapes.iter() {
        let key = node.key(name);
        names::type_like(name, "a shape", key.at_key(), report);
        if are_all_found && !sent.contains(name) && !received.contains(name) {
            report.add(
                Diagnostic::warning(Code::UnusedShape, key.at_key(), format!("the shape `{name}` is not used"))
                    .label("no parameter and no field of the response leads to it"),
            );
        }
        let role = if sent.contains(name) { Role::SentShape } else { Role::ReceivedShape };
        Checker { shapes: &operation.shapes, report }.schema(shape, &key, role);
        // Shapes that hold each other are one mistake.
        if !circles.contains(name) {
            circles.extend(endless(name, shape, &operation.shapes, &key, sent.contains(name), report));
        }
    }
}

/// Whether some reference leads to no shape: then a shape that is not used may be the one that was meant.
fn has_unknown(operation: &Operation) -> bool {
    let mut open: Vec<&Schema> = Vec::new();
    for fields in [&operation.parameters, &operation.response, &operation.shapes] {
        open.extend(fields.iter().map(|(_, schema)| schema));
    }
    while let Some(schema) = open.pop() {
        if schema.shape.as_ref().is_some_and(|name| operation.shapes.get(name).is_none()) {
            return true;
        }
        open.extend(schema.items.as_deref());
        open.extend(schema.fields.iter().map(|(_, schema)| schema));
    }
    false
}

/// The shapes that one of the fields leads to.
fn reachable<'s>(fields: &'s Named<Schema>, shapes: &'s Named<Schema>) -> HashSet<&'s str> {
    let mut found = HashSet::new();
    let mut open: Vec<&Schema> = fields.iter().map(|(_, schema)| schema).collect();
    while let Some(schema) = open.pop() {
        if let Some((name, shape)) = schema.shape.as_deref().and_then(|name| shapes.iter().find(|(known, _)| *known == name))
            && found.insert(name)
        {
            open.push(shape);
        }
        open.extend(schema.items.as_deref());
        open.extend(schema.fields.iter().map(|(_, schema)| schema));
    }
    found
}

/// Reports a shape that holds itself in a way that no value can end: by reference alone, or in a request through fields that
/// are all required. Returns the shapes of the circle.
fn endless(
    name: &str,
    shape: &Schema,
    shapes: &Named<Schema>,
    key: &NodePath<'_>,
    sent: bool,
    report: &mut Report,
) -> Vec<String> {
    let Some(way) = way_back(name, shape, shapes, sent) else { return Vec::new() };
    let shown = way.join("` → `");
    let only_references = shape.shape.is_some();
    let why = if only_references { "it is a reference to itself" } else { "each on the way is required" };
    report.add(
        Diagnostic::error(Code::EndlessShape, key.at_key(), format!("the shape `{name}` must contain itself without end"))
            .label(why)
            .note(format!("the way: `{shown}`"))
            .help(if only_references { "give one of them a type" } else { "make one of the fields optional, or a list" }),
    );
    way
}

/// The shapes on the way from a shape to itself.
fn way_back(name: &str, shape: &Schema, shapes: &Named<Schema>, sent: bool) -> Option<Vec<String>> {
    let mut seen = HashSet::new();
    let mut open = vec![(shape, vec![name.to_owned()])];
    while let Some((schema, way)) = open.pop() {
        for next in needed(schema, sent) {
            let Some(target) = shapes.get(next) else { continue };
            let mut way = way.clone();
            way.push(next.to_owned());
            if next == name {
                return Some(way);
            }
            if seen.insert(next.to_owned()) {
                open.push((target, way));
            }
        }
    }
    None
}

/// The shapes that every value of a schema contains.
fn needed(schema: &Schema, sent: bool) -> Vec<&str> {
    if let Some(name) = &schema.shape {
        return vec![name];
    }
    if schema.kind != Some(Kind::Object) || !sent {
        return Vec::new();
    }
    schema.fields.iter().filter(|(_, field)| field.required).flat_map(|(_, field)| needed(field, sent)).collect()
}
