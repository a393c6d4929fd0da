//! Finds what a parameter or a field means: in its spec file, else in the glossary, the most specific entry first.

use std::collections::HashMap;

use crate::{Glossary, Schema};

/// The glossary, ready for many look-ups.
#[derive(Debug)]
pub struct Descriptions<'s> {
    entries: HashMap<&'s str, &'s str>,
}

impl<'s> Descriptions<'s> {
    /// The entries of a glossary.
    pub fn new(glossary: &'s Glossary) -> Self {
        Descriptions { entries: glossary.iter().map(|(name, text)| (name, text.as_str())).collect() }
    }

    /// What `name` means inside `parent` in `operation`; `parent` is empty at the top of a request or a response.
    pub fn find(&self, operation: &str, parent: &str, name: &str, schema: &'s Schema) -> Option<&'s str> {
        if let Some(own) = &schema.description {
            return Some(own.trim_end());
        }
        self.entry(operation, parent, name).map(|(_, text)| text)
    }

    /// The entry that describes `name`, where the spec file does not: its key and its text.
    pub fn entry(&self, operation: &str, parent: &str, name: &str) -> Option<(&'s str, &'s str)> {
        let within = format!("{parent}.{name}");
        [format!("{operation}:{within}").as_str(), &format!("{operation}:{name}"), &within, name]
            .into_iter()
            .find_map(|key| self.entries.get_key_value(key).map(|(key, text)| (*key, *text)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Named;

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
