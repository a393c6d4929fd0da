//! Values with what stands around them.

use serde_yaml::Value;

/// An entry of a mapping or an item of a list.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Item {
    /// None for an item of a list.
    pub(super) key: Option<Scalar>,
    pub(super) data: Data,
    pub(super) notes: Notes,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Data {
    Scalar(Scalar),
    List(Vec<Item>),
    Map(Vec<Item>),
}

#[derive(Debug, Clone, PartialEq)]
pub(super) struct Scalar {
    pub(super) value: Value,
    /// How it is written, where that is kept: numbers, what is left out, and folded text.
    pub(super) written: Written,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Written {
    /// As the layout has it.
    Anyhow,
    /// So.
    So(String),
    /// With `>`: the mark, and the lines without their common indentation.
    Folded(String, Vec<String>),
}

/// Comments around an item, each with its `#`. An empty one is a blank line.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Notes {
    pub(super) before: Vec<String>,
    pub(super) beside: Option<String>,
    pub(super) after: Vec<String>,
}

impl Notes {
    pub(super) fn has_comments(&self) -> bool {
        let mut lines = self.before.iter().chain(&self.after);
        self.beside.is_some() || lines.any(|line| !line.is_empty())
    }
}

impl Item {
    /// A value without anything around it.
    #[cfg(feature = "import")]
    pub(super) fn of(value: Value) -> Item {
        let data = match value {
            Value::Mapping(map) => {
                Data::Map(map.into_iter().map(|(key, value)| Item { key: Some(Scalar::of(key)), ..Item::of(value) }).collect())
            }
            Value::Sequence(items) => Data::List(items.into_iter().map(Item::of).collect()),
            value => Data::Scalar(Scalar::of(value)),
        };
        Item { key: None, data, notes: Notes::default() }
    }
}

#[cfg(feature = "import")]
impl Scalar {
    pub(super) fn of(value: Value) -> Scalar {
        Scalar { value, written: Written::Anyhow }
    }
}

impl Data {
    pub(super) fn items(&self) -> &[Item] {
        match self {
            Data::Scalar(_) => &[],
            Data::List(items) | Data::Map(items) => items,
        }
    }
}
