//! A reply as it came, in JSON.

use acs_runtime::wire::{Decode, DecodeError, Encode, Fields, Reader};
use serde_json::{Map, Value};

/// A reply of any operation.
#[derive(Default)]
pub(super) struct Reply(pub(super) Map<String, Value>);

impl Decode for Reply {
    fn field(&mut self, name: &str, value: Reader<'_>) -> Result<(), DecodeError> {
        let mut read = None;
        value.value(&mut read)?;
        self.0.insert(name.to_owned(), read.unwrap_or_default());
        Ok(())
    }
}

impl Encode for Reply {
    fn encode<'a>(&'a self, to: &mut Fields<'a>) {
        self.0.iter().for_each(|(name, value)| to.value(name, Some(value)));
    }
}

impl Reply {
    /// The text of a field at the top.
    pub(super) fn text(&self, name: &str) -> Option<&str> {
        self.0.get(name)?.as_str().filter(|text| !text.is_empty())
    }
}
