//! Which key of the format a value belongs to. The whole format is in the JSON Schemas, which the language server asks; here is what
//! names something, so that no command needs them. A test of the language server holds the two to each other.

use acs_spec::fit::Step;
use acs_spec::layout::FileKind;

/// What a file of a tree is, by its path from the root; none for a file that has no place in it.
pub(in crate::spec) fn kind(name: &str) -> Option<FileKind> {
    match FileKind::of(name) {
        FileKind::Operation => (name.split('/').count() == 2).then_some(FileKind::Operation),
        shared => (!name.contains('/')).then_some(shared),
    }
}

/// The type that has the key of a value and the key, like `Pagination` and `size`.
pub(in crate::spec) fn place(kind: FileKind, steps: &[Step]) -> Option<(&'static str, &str)> {
    use Step::{Index, Key};
    match (kind, steps) {
        (FileKind::Operation, [Key(key)]) => Some(("Operation", key)),
        (FileKind::Operation, [Key(key), Index(_)]) if key == "replaced_by" || key == "columns" => Some(("Operation", key)),
        (FileKind::Operation, [Key(top), Key(key)]) if top == "pagination" => Some(("Pagination", key)),
        (FileKind::Operation | FileKind::Service, [Key(top), Index(_), Key(key)]) if top == "errors" => Some(("ErrorCode", key)),
        (FileKind::Operation | FileKind::Service, [Key(top), Key(_), rest @ ..])
            if ["parameters", "response", "shapes"].contains(&top.as_str()) =>
        {
            schema(rest)
        }
        (FileKind::Waiters, [Key(_), Key(key)] | [Key(_), Key(key), Index(_)]) => Some(("Waiter", key)),
        _ => None,
    }
}

/// A key in a schema, through the schemas inside it.
fn schema(mut steps: &[Step]) -> Option<(&'static str, &str)> {
    loop {
        match steps {
            [Step::Key(key), rest @ ..] if key == "items" && !rest.is_empty() => steps = rest,
            [Step::Key(key), Step::Key(_), rest @ ..] if key == "fields" && !rest.is_empty() => steps = rest,
            [Step::Key(key)] | [Step::Key(key), Step::Index(_)] => return Some(("Schema", key)),
            _ => return None,
        }
    }
}
