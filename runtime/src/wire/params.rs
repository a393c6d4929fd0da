//! Flattened parameters: what an RPC request is made of.

use std::fmt;
use std::ops::Range;

use super::secret_name::{holds_secret_name, is_secret_name};

/// A parameter of a request.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Param<'a> {
    name: &'a str,
    value: &'a str,
    marks: Marks,
}

/// The properties of a parameter besides its name and value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Marks {
    pub(super) form: bool,
    pub(super) sensitive: bool,
}

impl<'a> Param<'a> {
    /// A parameter that goes into the query.
    pub fn new(name: &'a str, value: &'a str) -> Self {
        Param { name, value, marks: Marks::default() }
    }

    /// Sends it in the form body.
    pub fn in_form(mut self) -> Self {
        self.marks.form = true;
        self
    }

    /// Keeps its value out of `Debug`, logs and traces.
    pub fn sensitive(mut self) -> Self {
        self.marks.sensitive = true;
        self
    }

    /// Name on the wire, like `Tag.1.Key`.
    pub fn name(self) -> &'a str {
        self.name
    }

    /// Value as text, not encoded.
    pub fn value(self) -> &'a str {
        self.value
    }

    /// Whether it goes into the form body of a POST rather than into the query. Signature version 1 sends all parameters of a POST
    /// in the form body.
    pub fn is_form(self) -> bool {
        self.marks.form
    }

    /// Whether its value must not be shown: it is marked so, or its name is that of a secret.
    pub fn is_sensitive(self) -> bool {
        self.marks.sensitive || is_secret_name(self.name) || holds_secret_name(self.value)
    }
}

/// The parameters of a request, in the order in which its fields list them.
///
/// ```
/// use acs_runtime::wire::Params;
///
/// let mut params = Params::new();
/// params.set("Tag.1.Key", "team");
/// params.set("RegionId", "cn-hangzhou");
/// params.set("RegionId", "eu-central-1");
/// assert!(params.contains("Tag"));
/// assert_eq!(params.get("RegionId"), Some("eu-central-1"));
/// assert_eq!(params.iter().count(), 2);
/// ```
#[derive(Clone, Default)]
pub struct Params {
    /// The names and values of all parameters, one after the other: one allocation instead of two per parameter.
    text: String,
    slots: Vec<Slot>,
}

/// The position of a parameter in the text.
#[derive(Clone)]
struct Slot {
    name: Range<usize>,
    value: Range<usize>,
    marks: Marks,
}

impl Params {
    /// No parameters.
    pub fn new() -> Self {
        Params::default()
    }

    /// Sets the value of `name`. An existing value is replaced in place, and the parameter keeps its location and its mark as
    /// sensitive.
    pub fn set(&mut self, name: impl AsRef<str>, value: impl AsRef<str>) {
        let (name, value) = (name.as_ref(), value.as_ref());
        let marks = self.index_of(name).and_then(|index| self.slots.get(index)).map_or_else(Marks::default, |slot| slot.marks);
        self.insert(Param { name, value, marks });
    }

    /// Adds a parameter, or replaces the one with the same name in place.
    pub fn insert(&mut self, param: Param<'_>) {
        let present = self.index_of(param.name);
        let slot = self.store(param.name, param.marks, |text| text.push_str(param.value));
        match present.and_then(|index| self.slots.get_mut(index)) {
            Some(present) => *present = slot,
            None => self.slots.push(slot),
        }
    }

    /// Removes a parameter and everything below it: `Tag` removes `Tag.1.Key`.
    pub fn remove(&mut self, name: &str) {
        let text = &self.text;
        self.slots.retain(|slot| !is_within(part(text, &slot.name), name));
    }

    /// The value of the parameter with exactly this name.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.index_of(name).and_then(|index| self.slots.get(index)).map(|slot| part(&self.text, &slot.value))
    }

    /// Whether there is a parameter with this name or below it: `Tag.1.Key` counts for `Tag`.
    pub fn contains(&self, name: &str) -> bool {
        self.iter().any(|param| is_within(param.name, name))
    }

    /// The parameters in order.
    pub fn iter(&self) -> Iter<'_> {
        Iter { text: &self.text, slots: self.slots.iter() }
    }

    /// How many parameters there are.
    pub fn len(&self) -> usize {
        self.slots.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.slots.is_empty()
    }

    fn index_of(&self, name: &str) -> Option<usize> {
        self.slots.iter().position(|slot| slot.name.len() == name.len() && part(&self.text, &slot.name) == name)
    }

    pub(super) fn with_capacity(params: usize, bytes: usize) -> Self {
        Params { text: String::with_capacity(bytes), slots: Vec::with_capacity(params) }
    }

    /// Adds a parameter of a name that is new.
    pub(super) fn push(&mut self, name: &str, value: &str, marks: Marks) {
        self.push_written(name, marks, |text| text.push_str(value));
    }

    /// Adds a parameter of a name that is new, whose value is appended by `write`.
    pub(super) fn push_written(&mut self, name: &str, marks: Marks, write: impl FnOnce(&mut String)) {
        let slot = self.store(name, marks, write);
        self.slots.push(slot);
    }

    fn store(&mut self, name: &str, marks: Marks, write: impl FnOnce(&mut String)) -> Slot {
        let begin = self.text.len();
        self.text.push_str(name);
        let middle = self.text.len();
        write(&mut self.text);
        Slot { name: begin..middle, value: middle..self.text.len(), marks }
    }
}

fn part<'t>(text: &'t str, range: &Range<usize>) -> &'t str {
    text.get(range.clone()).unwrap_or_default()
}

impl PartialEq for Params {
    fn eq(&self, other: &Self) -> bool {
        self.iter().eq(other.iter())
    }
}

impl Eq for Params {}

/// The parameters of a request, one after the other.
#[derive(Clone)]
pub struct Iter<'a> {
    text: &'a str,
    slots: std::slice::Iter<'a, Slot>,
}

impl<'a> Iterator for Iter<'a> {
    type Item = Param<'a>;

    #[inline]
    fn next(&mut self) -> Option<Param<'a>> {
        let Slot { name, value, marks } = self.slots.next()?;
        Some(Param { name: part(self.text, name), value: part(self.text, value), marks: *marks })
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.slots.size_hint()
    }
}

impl ExactSizeIterator for Iter<'_> {}

impl<'a> IntoIterator for &'a Params {
    type Item = Param<'a>;
    type IntoIter = Iter<'a>;

    fn into_iter(self) -> Iter<'a> {
        self.iter()
    }
}

impl fmt::Debug for Iter<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.clone()).finish()
    }
}

impl fmt::Debug for Param<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}=", self.name)?;
        if self.is_sensitive() { f.write_str("***") } else { write!(f, "{:?}", self.value) }
    }
}

impl fmt::Debug for Params {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Params ")?;
        f.debug_list().entries(self.iter()).finish()
    }
}

/// Whether `name` is `parent` or below it.
fn is_within(name: &str, parent: &str) -> bool {
    name.strip_prefix(parent).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}
