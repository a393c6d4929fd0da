//! Finds what a parameter or a field means: in its spec file, else in the glossary, the most specific entry first.

use std::collections::HashMap;

use acs_spec as spec;

/// The glossary, ready for many look-ups.
pub(super) struct Descriptions<'s> {
    entries: HashMap<&'s str, &'s str>,
}

impl<'s> Descriptions<'s> {
    pub(super) fn new(glossary: &'s spec::Glossary) -> Self {
        Descriptions { entries: glossary.iter().map(|(name, text)| (name, text.as_str())).collect() }
    }

    /// What `name` means inside `parent` in `operation`; `parent` is empty at the top of a request or a response.
    pub(super) fn find(&self, operation: &str, parent: &str, name: &str, schema: &'s spec::Schema) -> Option<&'s str> {
        if let Some(own) = &schema.description {
            return Some(own.trim_end());
        }
        let within = format!("{parent}.{name}");
        [format!("{operation}:{within}").as_str(), &format!("{operation}:{name}"), &within, name]
            .into_iter()
            .find_map(|key| self.entries.get(key).copied())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use acs_spec::{Named, Schema};

    #[test]
    fn the_most_specific_entry_wins() {
        let entry = |key: &str, text: &str| (key.to_owned(), text.to_owned());
        let glossary = Named(vec![
            entry("Key", "plain"),
            entry("Tag.Key", "within"),
            entry("CreateVpc:Key", "operation"),
            entry("TagResources:Tag.Key", "both"),
        ]);
        let descriptions = Descriptions::new(&glossary);
        let none = Schema::default();
        let own = Schema { description: Some("own\n".into()), ..Schema::default() };
        assert_eq!(descriptions.find("X", "", "Key", &none), Some("plain"));
        assert_eq!(descriptions.find("X", "Tag", "Key", &none), Some("within"));
        assert_eq!(descriptions.find("CreateVpc", "Tag", "Key", &none), Some("operation"));
        assert_eq!(descriptions.find("TagResources", "Tag", "Key", &none), Some("both"));
        assert_eq!(descriptions.find("TagResources", "Tag", "Key", &own), Some("own"));
        assert_eq!(descriptions.find("X", "", "Value", &none), None);
    }
}
