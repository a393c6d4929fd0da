//! What may stand where in a spec file: its JSON Schema, which comes from the types that read the file.

use acs_spec::fit::Step;
pub(super) use acs_spec::layout::FileKind;
use serde_json::Value;

use crate::spec::schema::schema;

pub(super) use crate::spec::symbols::kind;

/// The schemas of all kinds of file.
#[derive(Debug)]
pub(super) struct Grammar {
    operation: Value,
    service: Value,
    glossary: Value,
    waiters: Value,
}

/// A place in a file, and what the format says of it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place<'g> {
    root: &'g Value,
    /// The type that has the key, like `Schema` or `Pagination`.
    pub(super) owner: &'g str,
    /// The last key of the format on the way.
    pub(super) key: &'g str,
    /// Whether the last step is a name that the author chose, in the mapping of `key`.
    pub(super) is_name: bool,
    /// The schema of what stands there, before references are followed.
    schema: &'g Value,
}

/// A word of the format and what it means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Term {
    pub(super) word: String,
    pub(super) meaning: String,
}

impl Grammar {
    pub(super) fn new() -> Grammar {
        let parsed = |kind: FileKind| serde_json::from_str(schema(kind)).unwrap_or_default();
        Grammar {
            operation: parsed(FileKind::Operation),
            service: parsed(FileKind::Service),
            glossary: parsed(FileKind::Glossary),
            waiters: parsed(FileKind::Waiters),
        }
    }

    /// The place at the end of a way; none if the format has no such way.
    pub(super) fn place(&self, kind: FileKind, way: &[Step]) -> Option<Place<'_>> {
        let root = match kind {
            FileKind::Operation => &self.operation,
            FileKind::Service => &self.service,
            FileKind::Glossary => &self.glossary,
            FileKind::Waiters => &self.waiters,
        };
        let mut place = Place { root, owner: "", key: "", is_name: false, schema: root };
        for step in way {
            place = place.step(step)?;
        }
        Some(place)
    }
}

impl<'g> Place<'g> {
    fn step(self, step: &Step) -> Option<Place<'g>> {
        let (owner, schema) = self.resolved();
        match step {
            Step::Index(_) => Some(Place { schema: schema.get("items")?, is_name: false, ..self }),
            Step::Key(key) => {
                let known = schema.get("properties").and_then(Value::as_object).and_then(|known| known.get_key_value(key));
                match known {
                    Some((key, schema)) => {
                        Some(Place { owner: owner.unwrap_or(self.owner), key, is_name: false, schema, ..self })
                    }
                    None => {
                        let schema = schema.get("additionalProperties").filter(|schema| schema.is_object())?;
                        Some(Place { schema, is_name: true, ..self })
                    }
                }
            }
        }
    }

    /// The schema behind references and beside `null`, and the name of its type.
    fn resolved(&self) -> (Option<&'g str>, &'g Value) {
        let mut name = self.root.get("title").and_then(Value::as_str).filter(|_| std::ptr::eq(self.schema, self.root));
        let mut schema = self.schema;
        loop {
            let is_null = |schema: &&Value| schema.get("type").and_then(Value::as_str) == Some("null");
            let inner = ["anyOf", "allOf"].iter().find_map(|key| schema.get(key)?.as_array()?.iter().find(|one| !is_null(one)));
            // Rules beside the keys of a type are not types themselves.
            if let Some(inner) = inner.filter(|_| schema.get("properties").is_none()) {
                schema = inner;
            } else if let Some(target) = schema.get("$ref").and_then(Value::as_str) {
                let Some(found) = self.root.pointer(target.trim_start_matches('#')) else { return (name, schema) };
                (name, schema) = (target.rsplit('/').next(), found);
            } else {
                return (name, schema);
            }
        }
    }

    /// The type of what stands here, if it is a mapping of known keys.
    pub(super) fn type_name(&self) -> Option<&'g str> {
        self.resolved().0
    }

    /// What the format says of the last key.
    pub(super) fn meaning(&self) -> &'g str {
        self.schema.get("description").and_then(Value::as_str).unwrap_or_default()
    }

    /// The keys that a mapping here may have.
    pub(super) fn keys(&self) -> Vec<Term> {
        let properties = self.resolved().1.get("properties").and_then(Value::as_object);
        let term = |(key, schema): (&String, &Value)| Term { word: key.clone(), meaning: described(schema) };
        properties.into_iter().flatten().map(term).collect()
    }

    /// The words that may stand here, if only some may.
    pub(super) fn words(&self) -> Vec<Term> {
        let schema = self.resolved().1;
        if schema.get("type").and_then(Value::as_str) == Some("boolean") {
            return ["true", "false"].map(|word| Term { word: word.to_owned(), meaning: String::new() }).into();
        }
        let all = schema.get("enum").or_else(|| schema.get("oneOf")).and_then(Value::as_array);
        let term = |one: &Value| {
            let word = one.as_str().or_else(|| one.get("const")?.as_str())?;
            Some(Term { word: word.to_owned(), meaning: described(one) })
        };
        all.into_iter().flatten().filter_map(term).collect()
    }

    /// Whether a list stands here.
    pub(super) fn is_list(&self) -> bool {
        self.resolved().1.get("items").is_some()
    }

    /// Whether a mapping stands here.
    pub(super) fn is_mapping(&self) -> bool {
        let schema = self.resolved().1;
        schema.get("properties").is_some() || schema.get("additionalProperties").is_some_and(Value::is_object)
    }
}

fn described(schema: &Value) -> String {
    schema.get("description").and_then(Value::as_str).unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn way(path: &str) -> Vec<Step> {
        let step = |part: &str| part.parse().map(Step::Index).unwrap_or_else(|_| Step::Key(part.to_owned()));
        path.split('/').filter(|part| !part.is_empty()).map(step).collect()
    }

    #[test]
    fn every_place_of_the_format_has_its_type_and_words() {
        let grammar = Grammar::new();
        let at = |path: &str| grammar.place(FileKind::Operation, &way(path)).map(|place| (place.owner, place.key, place.is_name));
        assert_eq!(at("access"), Some(("Operation", "access", false)));
        assert_eq!(at("parameters/Tag"), Some(("Operation", "parameters", true)));
        assert_eq!(at("parameters/Tag/items/fields/Key/type"), Some(("Schema", "type", false)));
        assert_eq!(at("errors/0/retry"), Some(("ErrorCode", "retry", false)));
        assert_eq!(at("replaced_by/0"), Some(("Operation", "replaced_by", false)));
        assert_eq!(at("pagination/size"), Some(("Pagination", "size", false)));
        assert_eq!(at("parameters/shape/colour"), None);
        let words = |path: &str| {
            let place = grammar.place(FileKind::Operation, &way(path)).unwrap();
            place.words().into_iter().map(|term| term.word).collect::<Vec<_>>()
        };
        assert_eq!(words("access"), ["read", "write"]);
        assert!(words("response/A/type").contains(&"list".to_owned()));
        assert_eq!(words("parameters/A/required"), ["true", "false"]);
        assert!(words("summary").is_empty());
    }

    #[test]
    fn other_files_have_their_own_format() {
        let grammar = Grammar::new();
        let at =
            |kind: FileKind, path: &str| grammar.place(kind, &way(path)).map(|place| (place.owner, place.key, place.is_name));
        assert_eq!(at(FileKind::Waiters, "A/operation"), Some(("Waiter", "operation", false)));
        assert_eq!(at(FileKind::Waiters, "A").map(|place| place.2), Some(true));
        assert_eq!(at(FileKind::Service, "groups/vpc"), Some(("Service", "groups", true)));
        assert_eq!(at(FileKind::Service, "endpoints/rule"), Some(("Endpoints", "rule", false)));
        assert_eq!(at(FileKind::Glossary, "A").map(|place| place.2), Some(true));
    }

    /// What names something is found without the schemas: both ways lead to the same.
    #[test]
    fn symbols_have_the_same_places() {
        let grammar = Grammar::new();
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("api-spec");
        let texts = acs_spec::read::texts(&folder, &acs_spec::read::Overlay::new());
        let mut compared = 0;
        for (name, source) in texts.iter() {
            let kind = kind(name).unwrap_or_else(|| panic!("{name}"));
            for word in crate::spec::symbols::words::words(&source.text) {
                let known = grammar.place(kind, &word.steps).map(|place| (place.owner, place.key));
                let found = crate::spec::symbols::place(kind, &word.steps);
                // The schema lets some keys be one text or a list, which it does not look into.
                let is_value = word.part == crate::spec::symbols::words::Part::Value;
                if let (Some(found), Some(known), true) = (found, known, is_value) {
                    assert_eq!(found, known, "{name} {word:?}");
                    compared += 1;
                }
            }
        }
        assert!(compared > 10_000, "{compared}");
    }
}
