//! Flattened parameters: what an RPC request is made of.

use std::borrow::Cow;
use std::fmt;

use super::encode::{Encode, Fields};
use super::json::write_json;
use super::node::{Entry, Node, Style};
use super::secret_name::{holds_secret_name, is_secret_name};

/// A parameter of a request.
#[derive(Clone, PartialEq, Eq)]
pub struct Param {
    name: String,
    value: String,
    form: bool,
    sensitive: bool,
}

impl Param {
    /// A parameter that goes into the query.
    pub fn new(name: impl Into<String>, value: impl Into<String>) -> Self {
        Param { name: name.into(), value: value.into(), form: false, sensitive: false }
    }

    /// Sends it in the form body.
    pub fn in_form(mut self) -> Self {
        self.form = true;
        self
    }

    /// Keeps its value out of `Debug`, logs and traces.
    pub fn sensitive(mut self) -> Self {
        self.sensitive = true;
        self
    }

    /// Name on the wire, like `Tag.1.Key`.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Value as text, not encoded.
    pub fn value(&self) -> &str {
        &self.value
    }

    /// Whether it goes into the form body of a POST rather than into the query.
    pub fn is_form(&self) -> bool {
        self.form
    }

    /// Whether its value must not be shown: it is marked so, or its name is that of a secret.
    pub fn is_sensitive(&self) -> bool {
        self.sensitive || is_secret_name(&self.name) || holds_secret_name(&self.value)
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
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Params {
    params: Vec<Param>,
}

impl Params {
    /// No parameters.
    pub fn new() -> Self {
        Params::default()
    }

    /// The parameters of a request.
    pub fn of(request: &dyn Encode) -> Self {
        Params::from_node(&Fields::of(request))
    }

    /// The parameters that an object's fields make.
    ///
    /// - A scalar is one parameter; the empty string is sent, null is not.
    /// - A list becomes `Name.1`, `Name.2` and so on, an object `Name.Field`, to any depth. What holds nothing sends nothing,
    ///   but null or an empty object within a list uses up its index.
    /// - A field in JSON style is one parameter of compact JSON; one in simple style is its items joined with commas, also when
    ///   there are none.
    pub fn from_node(object: &Node<'_>) -> Self {
        let mut params = Params::new();
        if let Node::Object(entries) = object {
            for entry in entries {
                params.add_field(entry);
            }
        }
        params
    }

    /// Gives `name` one value. If it has one already, that one is replaced where it stands, and stays in the form or
    /// sensitive as it was.
    pub fn set(&mut self, name: impl Into<String>, value: impl Into<String>) {
        let (name, value) = (name.into(), value.into());
        match self.params.iter_mut().find(|param| param.name == name) {
            Some(param) => param.value = value,
            None => self.params.push(Param::new(name, value)),
        }
    }

    /// Adds a parameter, or replaces the one of its name where that stands.
    pub fn insert(&mut self, param: Param) {
        match self.params.iter_mut().find(|present| present.name == param.name) {
            Some(present) => *present = param,
            None => self.params.push(param),
        }
    }

    /// Takes a parameter away, with all that is below it: `Tag` takes away `Tag.1.Key`.
    pub fn remove(&mut self, name: &str) {
        self.params.retain(|param| !is_within(&param.name, name));
    }

    /// The value of the parameter of just this name.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.params.iter().find(|param| param.name == name).map(|param| param.value.as_str())
    }

    /// Whether there is a parameter of this name or below it: `Tag` is there if `Tag.1.Key` is.
    pub fn contains(&self, name: &str) -> bool {
        self.params.iter().any(|param| is_within(&param.name, name))
    }

    /// The parameters in order.
    pub fn iter(&self) -> std::slice::Iter<'_, Param> {
        self.params.iter()
    }

    /// How many parameters there are.
    pub fn len(&self) -> usize {
        self.params.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.params.is_empty()
    }

    fn add_field(&mut self, entry: &Entry<'_>) {
        let text = match (entry.hint.style, &entry.node) {
            (Style::Flat, node) => {
                let mut name = entry.name.clone().into_owned();
                return self.flatten(&mut name, node, entry.hint.form, entry.hint.sensitive);
            }
            (_, Node::Null) => return,
            (Style::Json, node) => text_or_json(node),
            (Style::Simple, Node::List(items)) => Cow::Owned(items.iter().map(text_or_json).collect::<Vec<_>>().join(",")),
            (Style::Simple, node) => text_or_json(node),
        };
        self.params.push(Param {
            name: entry.name.clone().into_owned(),
            value: text.into_owned(),
            form: entry.hint.form,
            sensitive: entry.hint.sensitive || holds_sensitive(&entry.node),
        });
    }

    /// Adds what `node` holds under `name`, which is as before at the end.
    fn flatten(&mut self, name: &mut String, node: &Node<'_>, form: bool, sensitive: bool) {
        let length = name.len();
        match node {
            Node::Null => {}
            Node::List(items) => {
                for (index, item) in items.iter().enumerate() {
                    name.push('.');
                    name.push_str(&(index + 1).to_string());
                    self.flatten(name, item, form, sensitive);
                    name.truncate(length);
                }
            }
            Node::Object(entries) => {
                for entry in entries {
                    name.push('.');
                    name.push_str(&entry.name);
                    self.flatten(name, &entry.node, form, sensitive || entry.hint.sensitive);
                    name.truncate(length);
                }
            }
            scalar => {
                let value = scalar.to_text().unwrap_or_default().into_owned();
                self.params.push(Param { name: name.clone(), value, form, sensitive });
            }
        }
    }
}

impl<'a> IntoIterator for &'a Params {
    type Item = &'a Param;
    type IntoIter = std::slice::Iter<'a, Param>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl fmt::Debug for Param {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}=", self.name)?;
        if self.is_sensitive() { f.write_str("***") } else { write!(f, "{:?}", self.value) }
    }
}

impl fmt::Debug for Params {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Params ")?;
        f.debug_list().entries(&self.params).finish()
    }
}

/// Whether `name` is `parent` or below it.
fn is_within(name: &str, parent: &str) -> bool {
    name.strip_prefix(parent).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

/// A scalar's text, JSON of anything else, nothing for null.
fn text_or_json<'n>(node: &'n Node<'_>) -> Cow<'n, str> {
    match node {
        Node::Null => Cow::Borrowed(""),
        Node::List(_) | Node::Object(_) => Cow::Owned(write_json(node)),
        scalar => scalar.to_text().unwrap_or_default(),
    }
}

fn holds_sensitive(node: &Node<'_>) -> bool {
    match node {
        Node::List(items) => items.iter().any(holds_sensitive),
        Node::Object(entries) => entries.iter().any(|entry| entry.hint.sensitive || holds_sensitive(&entry.node)),
        _ => false,
    }
}
