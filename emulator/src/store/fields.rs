//! The values of a resource by their names, in little memory.
//!
//! A state can hold a million resources, and most of what they say is the same for all: a field is kept once and shared.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

use imbl::HashMap;
use serde::{Serialize, Serializer};
use serde_json::{Map, Value};

/// How many fields are remembered to be shared. What is beyond that is kept for each resource.
const MAX_SHARED: usize = 10_000;

/// Longest text that is likely to be that of other resources, too.
const MAX_TEXT: usize = 24;

#[derive(Debug, PartialEq)]
struct Field {
    name: Arc<str>,
    value: Value,
}

/// Values by their names, in the order of names. A copy shares them.
#[derive(Debug, Clone, Default)]
pub(crate) struct Fields(Vec<Arc<Field>>);

impl Fields {
    pub(crate) fn get(&self, name: &str) -> Option<&Value> {
        self.position(name).ok().map(|position| &self.0[position].value)
    }

    pub(crate) fn insert(&mut self, name: &str, value: Value) {
        match self.position(name) {
            Ok(position) => self.0[position] = Arc::new(Field { name: Arc::clone(&self.0[position].name), value }),
            Err(position) => self.0.insert(position, Arc::new(Field { name: name.into(), value })),
        }
    }

    pub(crate) fn remove(&mut self, name: &str) -> Option<Value> {
        let position = self.position(name).ok()?;
        Some(self.0.remove(position).value.clone())
    }

    pub(crate) fn extend(&mut self, fields: Map<String, Value>) {
        fields.into_iter().for_each(|(name, value)| self.insert(&name, value));
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.0.iter().map(|field| (&*field.name, &field.value))
    }

    pub(crate) fn to_map(&self) -> Map<String, Value> {
        // A view adds to them.
        let mut map = Map::with_capacity(2 * self.0.len() + 16);
        map.extend(self.iter().map(|(name, value)| (name.to_owned(), value.clone())));
        map
    }

    fn position(&self, name: &str) -> Result<usize, usize> {
        self.0.binary_search_by(|field| (*field.name).cmp(name))
    }
}

impl From<Map<String, Value>> for Fields {
    fn from(map: Map<String, Value>) -> Self {
        let mut fields = Fields(Vec::with_capacity(map.len()));
        fields.extend(map);
        fields
    }
}

impl Serialize for Fields {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.iter())
    }
}

/// Fields and names that are likely to come again.
#[derive(Debug, Clone, Default)]
pub(super) struct Shared {
    fields: HashMap<u64, Arc<Field>>,
    names: HashMap<u64, Arc<str>>,
}

impl Shared {
    /// Makes fields share what others have, too.
    pub(super) fn share(&mut self, fields: &mut Fields) {
        for field in &mut fields.0 {
            if is_common(&field.value) {
                let known = self.fields.get(&hash((&*field.name, &field.value)));
                match known {
                    Some(known) if known == field => *field = Arc::clone(known),
                    None if self.fields.len() < MAX_SHARED => {
                        self.fields.insert(hash((&*field.name, &field.value)), Arc::clone(field));
                    }
                    _ => {}
                }
            } else if let Some(field) = Arc::get_mut(field) {
                let key = hash(&*field.name);
                match self.names.get(&key) {
                    Some(known) if *known == field.name => field.name = Arc::clone(known),
                    None if self.names.len() < MAX_SHARED => {
                        self.names.insert(key, Arc::clone(&field.name));
                    }
                    _ => {}
                }
            }
        }
        fields.0.shrink_to_fit();
    }
}

/// Whether other resources probably have the same value in the field. Ids and addresses are of one resource.
fn is_common(value: &Value) -> bool {
    match value {
        Value::String(text) => text.len() <= MAX_TEXT && !text.bytes().any(|byte| byte.is_ascii_digit()),
        Value::Array(items) => items.is_empty(),
        Value::Object(fields) => fields.is_empty(),
        Value::Null | Value::Bool(_) | Value::Number(_) => true,
    }
}

fn hash(key: impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    key.hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn fields(value: Value) -> Fields {
        value.as_object().cloned().unwrap_or_default().into()
    }

    #[test]
    fn what_is_the_same_is_kept_once() {
        let mut shared = Shared::default();
        let (mut one, mut other) =
            (fields(json!({"Status": "on", "Id": "a-1"})), fields(json!({"Status": "on", "Id": "a-2", "More": 1})));
        shared.share(&mut one);
        shared.share(&mut other);
        assert!(Arc::ptr_eq(&one.0[1], &other.0[2]), "the same value is one");
        assert!(Arc::ptr_eq(&one.0[0].name, &other.0[0].name), "a name is one, whatever the value");
        other.insert("Status", json!("off"));
        assert_eq!((one.get("Status"), other.get("Status")), (Some(&json!("on")), Some(&json!("off"))));
        assert_eq!(other.remove("More"), Some(json!(1)));
        assert_eq!(Value::Object(other.to_map()), json!({"Id": "a-2", "Status": "off"}));
    }

    #[test]
    fn what_is_remembered_to_be_shared_is_bounded() {
        let mut shared = Shared::default();
        for number in 0..2 * MAX_SHARED {
            shared.share(&mut fields(json!({ "Number": number })));
        }
        assert_eq!(shared.fields.len(), MAX_SHARED);
    }
}
