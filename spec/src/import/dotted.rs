//! Parameters whose names have dots become what they are parts of: `SystemDisk.Size` a field of the object `SystemDisk`,
//! `Filter.1.Key` a field of the items of the list `Filter`. What is sent is the same.

use crate::names;
use crate::types::{Kind, Named, ParameterLocation, Schema};

/// Puts the parts together. A part that contradicts what is there stays a parameter of its own.
pub(super) fn unite(parameters: Named<Schema>) -> Named<Schema> {
    let (parts, plain): (Vec<_>, Vec<_>) = parameters.0.iter().cloned().partition(|(name, _)| steps(name).is_some());
    let mut united = Named(plain.clone());
    for (name, part) in &parts {
        let Some((base, steps)) = steps(name) else { continue };
        let mut whole = united.get(base).cloned().unwrap_or_else(|| Schema { location: part.location, ..Schema::default() });
        let fits = whole.location == part.location && whole.style.is_none_or(|style| style == crate::types::Style::Flat);
        if !fits || part.style.is_some_and(|style| style != crate::types::Style::Flat) || add(&mut whole, &steps, part).is_none()
        {
            united.0.push((name.clone(), part.clone()));
            continue;
        }
        whole.required |= part.required;
        whole.needed = (whole.needed || part.needed) && !whole.required;
        match united.0.iter_mut().find(|(known, _)| known == base) {
            Some((_, known)) => *known = whole,
            None => united.0.push((base.to_owned(), whole)),
        }
    }
    // Each where it, or the first of its parts, was.
    let place = |name: &str| {
        let is_it = |known: &str| known == name || steps(known).is_some_and(|(base, _)| base == name);
        parameters.names().position(is_it)
    };
    united.0.sort_by_key(|(name, _)| place(name));
    united
}

/// The first part of a name and the others; `None` for a name without dots, or with nothing between two.
fn steps(name: &str) -> Option<(&str, Vec<&str>)> {
    let (base, rest) = name.split_once('.')?;
    let rest: Vec<&str> = rest.split('.').collect();
    let is_name = |step: &&str| !step.is_empty() && (is_index(step) || names::usable_field(step).is_ok());
    (names::usable_field(base).is_ok() && !is_index(base) && rest.iter().all(is_name)).then_some((base, rest))
}

/// `1`, or the `N` that stands for a number.
fn is_index(step: &str) -> bool {
    step == "N" || step.bytes().all(|byte| byte.is_ascii_digit())
}

/// Adds a part below a schema. `None` if there is something else.
fn add(whole: &mut Schema, steps: &[&str], part: &Schema) -> Option<()> {
    let [step, rest @ ..] = steps else {
        let part = Schema {
            required: false,
            needed: false,
            location: ParameterLocation::Query,
            style: None,
            idempotency_token: false,
            ..part.clone()
        };
        return match whole.kind {
            None if whole.shape.is_none() => {
                *whole = part;
                Some(())
            }
            _ => (whole.kind == part.kind && whole.shape == part.shape).then_some(()),
        };
    };
    if whole.shape.is_some() {
        return None;
    }
    let is_list = is_index(step);
    let kind = *whole.kind.get_or_insert(if is_list { Kind::List } else { Kind::Object });
    match (kind, is_list) {
        (Kind::List, true) => add(whole.items.get_or_insert_default(), rest, part),
        (Kind::Object, false) => {
            let mut field = whole.fields.get(step).cloned().unwrap_or_default();
            add(&mut field, rest, part)?;
            field.required |= rest.is_empty() && part.required;
            match whole.fields.0.iter_mut().find(|(known, _)| known == step) {
                Some((_, known)) => *known = field,
                None => whole.fields.0.push(((*step).to_owned(), field)),
            }
            names::choose(&mut whole.fields);
            Some(())
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parameters(text: &str) -> Named<Schema> {
        serde_yaml::from_str(text).unwrap_or_else(|error| panic!("{error}"))
    }

    #[test]
    fn parts_become_fields_and_items() {
        let parts = "
Filter.1.Key: { type: string }
Name: { type: string }
Filter.2.Key: { type: string }
Filter.1.Value: { type: string }
SystemDisk.Size: { type: integer, required: true }
AddGroup.1: { type: string }
SystemDisk: { type: object, fields: { Category: { type: string } } }
A.B.C: { type: boolean }
";
        let whole = "
Filter: { type: list, items: { type: object, fields: { Key: { type: string }, Value: { type: string } } } }
Name: { type: string }
SystemDisk: { type: object, required: true, fields: { Category: { type: string }, Size: { type: integer, required: true } } }
AddGroup: { type: list, items: { type: string } }
A: { type: object, fields: { B: { type: object, fields: { C: { type: boolean } } } } }
";
        assert_eq!(unite(parameters(parts)), parameters(whole));
    }

    #[test]
    fn parts_that_contradict_stay_as_they_are() {
        let parts = "
Size: { type: integer }
Size.Unit: { type: string }
Disk: { type: object, style: json, fields: { A: { type: string } } }
Disk.B: { type: string }
Tag.Key: { type: string }
Tag.1: { type: string }
X..Y: { type: string }
Form.A: { type: string, in: form }
Form.B: { type: string }
";
        let united = unite(parameters(parts));
        let names: Vec<_> = united.names().collect();
        assert_eq!(names, ["Size", "Size.Unit", "Disk", "Disk.B", "Tag", "Tag.1", "X..Y", "Form", "Form.B"]);
    }
}
