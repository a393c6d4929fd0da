//! From the fields of a request to flat parameters.

use std::borrow::Cow;

use super::json::write_json;
use super::node::{Hint, Node, Style};
use super::params::{Marks, Params};

/// Parameters in the making: fields are added under the name of what they are in.
#[derive(Debug, Default)]
pub(super) struct Flattening {
    params: Params,
    /// Name of the object or list that is being written; empty in the request itself.
    name: String,
    /// Marks that everything in it has.
    marks: Marks,
}

/// What to return to behind an object or a list.
#[must_use]
pub(super) struct Outside {
    length: usize,
    marks: Marks,
}

impl Params {
    /// The parameters that an object's fields make.
    ///
    /// - A scalar is one parameter; the empty string is sent, null is not.
    /// - A list becomes `Name.1`, `Name.2` and so on, an object `Name.Field`, to any depth. What holds nothing sends nothing,
    ///   but null or an empty object within a list uses up its index.
    /// - A field in JSON style is one parameter of compact JSON; one in simple style is its items joined with commas, also when
    ///   there are none.
    pub fn from_node(object: &Node<'_>) -> Self {
        let mut flat = Flattening::new();
        if let Node::Object(entries) = object {
            for entry in entries {
                flat.field(&entry.name, &entry.node, entry.hint);
            }
        }
        flat.into_params()
    }
}

impl Flattening {
    /// With room for most requests.
    pub(super) fn new() -> Self {
        Flattening { params: Params::with_capacity(12, 400), name: String::with_capacity(64), marks: Marks::default() }
    }

    pub(super) fn into_params(self) -> Params {
        self.params
    }

    /// Whether a field of such a hint is flat. Within an object all are.
    pub(super) fn is_flat(&self, hint: Hint) -> bool {
        hint.style == Style::Flat || !self.name.is_empty()
    }

    /// Adds a field.
    pub(super) fn field(&mut self, name: &str, node: &Node<'_>, hint: Hint) {
        if self.is_flat(hint) {
            let outside = self.enter(name, hint);
            self.node(node);
            return self.leave(outside);
        }
        let text = match (hint.style, node) {
            (_, Node::Null) => return,
            (Style::Simple, Node::List(items)) => Cow::Owned(items.iter().map(text_or_json).collect::<Vec<_>>().join(",")),
            (_, node) => text_or_json(node),
        };
        let sensitive = hint.sensitive || holds_sensitive(node);
        self.params.push(name, &text, Marks { form: hint.form, sensitive });
    }

    /// Adds a field that is a text, which is the same in every style. Most fields are, so they need no node.
    pub(super) fn text(&mut self, name: &str, text: &str, hint: Hint) {
        if self.name.is_empty() {
            let sensitive = self.marks.sensitive || hint.sensitive;
            return self.params.push(name, text, Marks { form: hint.form, sensitive });
        }
        let outside = self.enter(name, hint);
        self.params.push(&self.name, text, self.marks);
        self.leave(outside);
    }

    /// Begins a field whose contents follow.
    pub(super) fn enter(&mut self, name: &str, hint: Hint) -> Outside {
        let outside = Outside { length: self.name.len(), marks: self.marks };
        if outside.length == 0 {
            self.marks.form = hint.form;
        } else {
            self.name.push('.');
        }
        self.marks.sensitive |= hint.sensitive;
        self.name.push_str(name);
        outside
    }

    /// Begins an item of a list.
    pub(super) fn enter_item(&mut self, index: usize) -> Outside {
        let outside = Outside { length: self.name.len(), marks: self.marks };
        self.name.push('.');
        push_number(&mut self.name, index + 1);
        outside
    }

    pub(super) fn leave(&mut self, outside: Outside) {
        self.name.truncate(outside.length);
        self.marks = outside.marks;
    }

    /// Adds the contents of a node under the present name.
    pub(super) fn node(&mut self, node: &Node<'_>) {
        match node {
            Node::Null => {}
            Node::List(items) => {
                for (index, item) in items.iter().enumerate() {
                    let outside = self.enter_item(index);
                    self.node(item);
                    self.leave(outside);
                }
            }
            Node::Object(entries) => {
                for entry in entries {
                    let outside = self.enter(&entry.name, entry.hint);
                    self.node(&entry.node);
                    self.leave(outside);
                }
            }
            Node::Int(number) if usize::try_from(*number).is_ok() => {
                let number = usize::try_from(*number).unwrap_or_default();
                self.params.push_written(&self.name, self.marks, |text| push_number(text, number));
            }
            scalar => self.params.push(&self.name, &scalar.to_text().unwrap_or_default(), self.marks),
        }
    }
}

/// Appends a number in decimal. Formatting would take several times the instructions, and there is one in most requests.
fn push_number(text: &mut String, number: usize) {
    if number >= 10 {
        push_number(text, number / 10);
    }
    text.push(char::from(b'0' + (number % 10) as u8));
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
