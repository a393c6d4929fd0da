//! Components become shapes of the operations that refer to them.

use std::collections::BTreeSet;

use crate::names;
use crate::types::{Named, Operation, Schema};

/// The shapes of one side of an operation.
#[derive(Debug, Default)]
pub(super) struct Shapes {
    /// Component and shape name, in the order in which they were met.
    names: Vec<(String, String)>,
    /// The shapes that are complete.
    pub(super) known: Named<Schema>,
}

impl Shapes {
    /// The name of a component's shape, and whether it is met for the first time.
    pub(super) fn name(&mut self, component: &str) -> (String, bool) {
        if let Some((_, shape)) = self.names.iter().find(|(known, _)| known == component) {
            return (shape.clone(), false);
        }
        let plain = type_name(component);
        let numbered = (2..).map(|number| format!("{plain}{number}"));
        let free = |name: &String| self.names.iter().all(|(_, shape)| shape != name);
        let shape = std::iter::once(plain.clone()).chain(numbered).find(free).unwrap_or(plain);
        self.names.push((component.to_owned(), shape.clone()));
        (shape, true)
    }

    pub(super) fn define(&mut self, shape: &str, schema: Schema) {
        self.known.0.push((shape.to_owned(), schema));
    }

    /// The shapes in the order in which they were met.
    fn ordered(mut self) -> Vec<(String, Schema)> {
        let place = |shape: &str| self.names.iter().position(|(_, name)| name == shape);
        let mut known = std::mem::take(&mut self.known.0);
        known.sort_by_key(|(name, _)| place(name));
        known
    }
}

/// The shapes of both sides as one list. A component that reads differently in a reply than in a request gets a second shape,
/// and the references in `response` are changed to it.
pub(super) fn unite(request: Shapes, response: Shapes, reply: &mut Named<Schema>) -> Named<Schema> {
    let mut shapes = request.ordered();
    let mut received = response.ordered();
    let shared = |name: &str| shapes.iter().find(|(known, _)| known == name);
    let mut apart: BTreeSet<String> = received
        .iter()
        .filter(|(name, schema)| shared(name).is_some_and(|(_, sent)| sent != schema))
        .map(|(name, _)| name.clone())
        .collect();
    // What refers to a shape that is apart is apart itself.
    loop {
        let more: Vec<String> = received
            .iter()
            .filter(|(name, schema)| shared(name).is_some() && !apart.contains(name) && refers(schema, &apart))
            .map(|(name, _)| name.clone())
            .collect();
        if more.is_empty() {
            break;
        }
        apart.extend(more);
    }
    for (name, schema) in &mut received {
        rename(schema, &apart);
        if apart.contains(name) {
            *name = second(name);
        }
    }
    for (_, field) in &mut reply.0 {
        rename(field, &apart);
    }
    let new: Vec<_> = received.into_iter().filter(|(name, _)| shared(name).is_none()).collect();
    shapes.extend(new);
    Named(shapes)
}

/// Leaves out shapes that nothing leads to: those of parameters that were left out.
pub(super) fn prune(operation: &mut Operation) {
    let mut used: BTreeSet<String> = BTreeSet::new();
    let mut open: Vec<&Schema> = operation.parameters.iter().chain(operation.response.iter()).map(|(_, schema)| schema).collect();
    while let Some(schema) = open.pop() {
        if let Some(shape) = &schema.shape
            && used.insert(shape.clone())
        {
            open.extend(operation.shapes.get(shape));
        }
        open.extend(schema.items.as_deref());
        open.extend(schema.fields.iter().map(|(_, field)| field));
    }
    operation.shapes.0.retain(|(name, _)| used.contains(name));
}

/// A component's name as that of a Rust type.
fn type_name(component: &str) -> String {
    let ascii: String = component.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { ' ' }).collect();
    let name = names::type_name(&ascii);
    let is_type = name.starts_with(|c: char| c.is_ascii_uppercase()) && !names::is_never_raw(&name);
    if is_type { name } else { format!("Shape{}", name.trim_start_matches('_')) }
}

fn second(name: &str) -> String {
    format!("{name}InReply")
}

fn refers(schema: &Schema, names: &BTreeSet<String>) -> bool {
    schema.shape.as_ref().is_some_and(|shape| names.contains(shape))
        || schema.items.as_ref().is_some_and(|items| refers(items, names))
        || schema.fields.iter().any(|(_, field)| refers(field, names))
}

fn rename(schema: &mut Schema, names: &BTreeSet<String>) {
    if let Some(shape) = schema.shape.as_mut().filter(|shape| names.contains(*shape)) {
        *shape = second(shape);
    }
    if let Some(items) = &mut schema.items {
        rename(items, names);
    }
    for (_, field) in &mut schema.fields.0 {
        rename(field, names);
    }
}
