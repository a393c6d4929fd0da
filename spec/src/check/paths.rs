//! Paths of names with dots, as pagination and waiters write them.

use crate::types::{Kind, Named, Schema};

/// Why a path leads nowhere.
pub(super) enum Lost<'s> {
    /// There is no such name; these are there.
    NoName { step: String, known: Vec<&'s str> },
    /// The step before is not an object.
    NoObject { before: String },
    /// The step is the name inside a wrapper, which paths leave out.
    Wrapper { list: String },
}

/// Follows a path through the objects of a reply, or through the lists and objects of a request, where a number stands for an
/// item: `Filter.1.Value.1`.
pub(super) fn follow<'s>(path: &str, fields: &'s Named<Schema>, shapes: &'s Named<Schema>) -> Result<&'s Schema, Lost<'s>> {
    let mut fields = Some(fields);
    let mut here: Option<&'s Schema> = None;
    let mut before = String::new();
    for step in path.split('.') {
        let list = here.filter(|schema| schema.kind == Some(Kind::List));
        let next = match (list, fields) {
            (Some(list), _) if step.parse::<u32>().is_ok_and(|index| index > 0) => list.items.as_deref(),
            (Some(list), _) if list.wraps.as_deref() == Some(step) => return Err(Lost::Wrapper { list: before }),
            (None, Some(fields)) => {
                let known = || fields.names().collect();
                Some(fields.get(step).ok_or_else(|| Lost::NoName { step: step.to_owned(), known: known() })?)
            }
            _ => None,
        };
        let Some(next) = next.and_then(|next| next.resolved(shapes)) else {
            return Err(Lost::NoObject { before });
        };
        here = Some(next);
        fields = (next.kind == Some(Kind::Object)).then_some(&next.fields);
        if !before.is_empty() {
            before.push('.');
        }
        before.push_str(step);
    }
    here.ok_or_else(|| Lost::NoName { step: path.to_owned(), known: Vec::new() })
}
