//! One HTTP status or several.

use std::fmt;

use serde::de::{Deserialize, Deserializer, Error, SeqAccess, Unexpected, Visitor};
use serde::ser::{Serialize, Serializer};

#[cfg(feature = "schema")]
use schemars::JsonSchema;

/// One HTTP status or a list of them; a list of one is written as one.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "schema", derive(JsonSchema), schemars(untagged))]
pub enum OneOrMany {
    /// One HTTP status.
    One(u16),
    /// Several HTTP statuses.
    Many(Vec<u16>),
}

impl OneOrMany {
    /// The values as a slice.
    pub fn as_slice(&self) -> &[u16] {
        match self {
            OneOrMany::One(one) => std::slice::from_ref(one),
            OneOrMany::Many(many) => many,
        }
    }
}

impl<'de> Deserialize<'de> for OneOrMany {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct StatusVisitor;

        impl<'de> Visitor<'de> for StatusVisitor {
            type Value = OneOrMany;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an HTTP status or a list of them")
            }

            fn visit_u64<E: Error>(self, status: u64) -> Result<OneOrMany, E> {
                let status = u16::try_from(status).map_err(|_| E::invalid_value(Unexpected::Unsigned(status), &self))?;
                Ok(OneOrMany::One(status))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<OneOrMany, A::Error> {
                let mut statuses = Vec::new();
                while let Some(status) = list.next_element()? {
                    statuses.push(status);
                }
                Ok(OneOrMany::Many(statuses))
            }
        }

        deserializer.deserialize_any(StatusVisitor)
    }
}

impl Serialize for OneOrMany {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.as_slice() {
            [one] => one.serialize(serializer),
            many => many.serialize(serializer),
        }
    }
}
