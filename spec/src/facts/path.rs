//! Paths through a reply.

use crate::{Named, Schema};

/// The steps of a path as the wire has them, and the fields at its end.
///
/// Paths in specs leave out the names of the lists inside the objects that wrap them; a reply has them.
pub fn wire_path<'p, 's: 'p>(
    path: Option<&'p str>,
    from: &'s Named<Schema>,
    shapes: &'s Named<Schema>,
) -> (Vec<&'p str>, &'s Named<Schema>) {
    let (mut steps, mut fields) = (Vec::new(), from);
    for step in path.into_iter().flat_map(|path| path.split('.')) {
        steps.push(step);
        if let Some(schema) = fields.get(step).and_then(|schema| schema.resolved(shapes)) {
            steps.extend(schema.wraps.as_deref());
            let item = schema.items.as_deref().and_then(|item| item.resolved(shapes));
            fields = &item.unwrap_or(schema).fields;
        }
    }
    (steps, fields)
}
