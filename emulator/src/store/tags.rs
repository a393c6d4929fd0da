//! The tags of a resource.

use serde::{Serialize, Serializer};

/// Values by their keys, in the order of keys. Most resources have few: a sorted list takes least memory.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Tags(Vec<(Box<str>, Box<str>)>);

impl Tags {
    pub(crate) fn get(&self, key: &str) -> Option<&str> {
        self.position(key).ok().map(|position| &*self.0[position].1)
    }

    pub(crate) fn insert(&mut self, key: &str, value: &str) {
        match self.position(key) {
            Ok(position) => self.0[position].1 = value.into(),
            Err(position) => {
                self.0.reserve_exact(1);
                self.0.insert(position, (key.into(), value.into()));
            }
        }
    }

    pub(crate) fn extend(&mut self, tags: impl IntoIterator<Item = (String, String)>) {
        tags.into_iter().for_each(|(key, value)| self.insert(&key, &value));
    }

    pub(crate) fn retain(&mut self, keep: impl Fn(&str) -> bool) {
        self.0.retain(|(key, _)| keep(key));
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(key, value)| (&**key, &**value))
    }

    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    fn position(&self, key: &str) -> Result<usize, usize> {
        self.0.binary_search_by(|(known, _)| (**known).cmp(key))
    }
}

impl FromIterator<(String, String)> for Tags {
    fn from_iter<I: IntoIterator<Item = (String, String)>>(tags: I) -> Self {
        let mut all = Tags::default();
        all.extend(tags);
        all
    }
}

impl Serialize for Tags {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.iter())
    }
}
