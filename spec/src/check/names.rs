//! Names: that each becomes a Rust name, and no two the same one.

use std::collections::HashMap;

use crate::diagnostic::{Applicability, Code, Diagnostic};
use crate::facts::{is_argument, is_dry_run};
use crate::names;
use crate::names::Unusable;
use crate::read::scalar::Plain;
use crate::read::{SourcedOperation, SpecTree};
use crate::types::{Named, Operation, Schema};

use super::pointer::{NodePath, Pointer};
use super::report::{Report, Unlocated};

/// Names of the fields of one object.
pub(super) fn fields(fields: &Named<Schema>, node: &NodePath<'_>, report: &mut Report) {
    let mut taken: HashMap<String, &str> = HashMap::with_capacity(fields.len());
    for (wire, schema) in fields.iter() {
        for (index, alias) in schema.aliases.iter().enumerate().filter(|(_, alias)| fields.get(alias).is_some()) {
            let location = node.key(wire).key("aliases").index(index).at_value();
            report.add(
                Diagnostic::error(Code::NameCollision, location, format!("`{alias}` is also the name of another field"))
                    .related(node.key(alias).at_key(), "the field"),
            );
        }
        let rust = match &schema.rust_name {
            Some(rust) if names::is_field(rust) => Ok(rust.clone()),
            Some(rust) => {
                report.add(
                    Diagnostic::error(
                        Code::InvalidName,
                        node.key(wire).key("rust_name").at_value(),
                        format!("`{rust}` cannot name a field"),
                    )
                    .label("a field is named with small ASCII letters, digits and underscores"),
                );
                continue;
            }
            None => names::usable_field(wire),
        };
        let rust = match rust {
            Ok(rust) => rust,
            Err(why) => {
                unusable(wire, "name", "field", why, node.key(wire).at_key(), report);
                continue;
            }
        };
        if let Some(first) = taken.insert(rust.clone(), wire) {
            report.add(collision(wire, first, &rust, node).help(format!("give one of them another with `rust_name: {rust}_2`")));
        }
    }
}

fn collision(wire: &str, first: &str, rust: &str, node: &NodePath<'_>) -> Unlocated {
    let message = format!("`{wire}` and `{first}` are both `{rust}` in Rust");
    Diagnostic::error(Code::NameCollision, node.key(wire).at_key(), message)
        .label("the second")
        .related(node.key(first).at_key(), "the first")
}

fn reserved(wire: &str, rust: &str, location: Pointer, why: &str) -> Unlocated {
    Diagnostic::error(Code::ReservedName, location, format!("`{wire}` becomes `{rust}` in Rust, {why}"))
}

/// Parameters that the client adds to every request for the protocol itself: what a caller sets would be overwritten or refused.
pub(super) fn common(parameters: &Named<Schema>, node: &NodePath<'_>, report: &mut Report) {
    for name in parameters.names().filter(|name| names::COMMON_PARAMETERS.contains(name)) {
        report.add(
            Diagnostic::error(
                Code::ReservedName,
                node.key(name).at_key(),
                format!("the protocol reserves the parameter `{name}`"),
            )
            .label("the client puts it into every request itself")
            .help("leave it out"),
        );
    }
}

/// Optional parameters become methods of the call, beside those that every call has and that are named otherwise because of
/// them: `Items` is set by `set_items`.
pub(super) fn setters(operation: &Operation, tree: &SpecTree, node: &NodePath<'_>, report: &mut Report) {
    let is_set = |wire: &str, schema: &Schema| !(is_argument(wire, schema, &tree.service) || is_dry_run(wire, schema, operation));
    let mut taken: HashMap<String, &str> = HashMap::new();
    for (wire, schema) in operation.parameters.iter().filter(|(wire, schema)| is_set(wire, schema)) {
        let field = names::field_of(wire, schema);
        let setter = names::setter(&field);
        let renamed = setter != field;
        if let Some(first) = taken.insert(setter.clone(), wire).filter(|_| renamed || setter.starts_with("set_")) {
            report
                .add(collision(wire, first, &setter, node).help(format!("give one of them another with `rust_name: {field}_2`")));
        }
    }
}

/// The name of an operation.
pub(super) fn operation(name: &str, location: Pointer, report: &mut Report) {
    if !names::is_operation(name) {
        report.add(
            Diagnostic::error(Code::InvalidName, location, format!("`{name}` is not a valid name for an operation"))
                .label("an operation is named with ASCII letters, digits, `_` and `-`, the first a letter"),
        );
        return;
    }
    let method = names::method(name);
    if names::is_never_raw(&method) {
        report.add(reserved(name, &method, location, "which is a keyword that no method can have as its name"));
    }
}

/// The name of something that becomes a type: `what` is "a shape" or the like.
pub(super) fn type_like(name: &str, what: &str, location: Pointer, report: &mut Report) {
    if !names::is_type(name) {
        report.add(
            Diagnostic::error(Code::InvalidName, location, format!("`{name}` is not a valid name for a type"))
                .label(format!("{what} is named with ASCII letters and digits, the first a capital"))
                .helps(as_type(name).map(|name| format!("write `{name}`"))),
        );
    } else if names::is_never_raw(name) {
        report.add(reserved(name, name, location, "which is a keyword that no type can have as its name"));
    }
}

/// `thing_ready` and `Thing Ready` as a type is named.
fn as_type(name: &str) -> Option<String> {
    let words = name.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    let capital = |word: &str| word[..1].to_ascii_uppercase() + &word[1..];
    Some(words.map(capital).collect::<String>()).filter(|name| names::is_type(name))
}

/// The name of an error code's or a value's variant.
pub(super) fn variant(wire: &str, what: &str, location: Pointer, report: &mut Report) {
    if let Err(why) = names::usable_variant(wire) {
        unusable(wire, what, "variant", why, location, report);
    }
}

/// Reports a wire name of which no Rust name can be made: `what` it is on the wire and `becomes` in Rust.
fn unusable(wire: &str, what: &str, becomes: &str, why: Unusable, location: Pointer, report: &mut Report) {
    match why {
        Unusable::NoIdentifier => {
            report.add(
                Diagnostic::error(Code::InvalidName, location, format!("the {what} `{wire}` cannot become a Rust name"))
                    .label("a name is made of ASCII letters and digits"),
            );
        }
        Unusable::Space => {
            let held = names::unseen(wire.chars().find(|c| names::is_unseen(*c)).unwrap_or(' '));
            report.add(
                Diagnostic::error(Code::InvalidName, location, format!("the {what} `{}` holds {held}", wire.escape_debug()))
                    .label("a name is made of ASCII letters and digits")
                    .help(format!("write `{}`", names::visible(wire)))
                    .becomes(Some((names::visible(wire), Applicability::Certain)).filter(|(name, _)| !name.is_empty())),
            );
        }
        Unusable::Sign(sign) => {
            report.add(
                Diagnostic::error(Code::InvalidName, location, format!("the {what} `{}` contains {sign:?}", wire.escape_debug()))
                    .label(
                        "a name is made of ASCII letters and digits, with `_`, `-`, `.`, `:`, `/`, `@`, `+` or `~` between them",
                    ),
            );
        }
        Unusable::NoKey => {
            report.add(Diagnostic::error(Code::InvalidName, location, format!("the {what} `{wire}` cannot be a key")));
        }
        Unusable::Keyword(rust) => {
            let why = format!("which is a keyword that no {becomes} can have as its name");
            report.add(reserved(wire, &rust, location, &why));
        }
    }
}

/// The variants of a closed set.
pub(super) fn closed(values: &[String], node: &NodePath<'_>, report: &mut Report) {
    let mut taken: HashMap<String, usize> = HashMap::from([("Unknown".to_owned(), usize::MAX)]);
    for (index, value) in values.iter().enumerate() {
        let item = node.index(index);
        // What the types take for text may be something else to YAML.
        let other = match Plain::of(value) {
            Plain::Boolean(_) => Some("a boolean"),
            Plain::Integer(_) | Plain::Float(_) => Some("a number"),
            Plain::Null => Some("nothing"),
            Plain::Text => None,
        };
        if let Some(found) = other.filter(|_| !item.is_quoted()) {
            report.add(
                Diagnostic::error(Code::WrongValue, item.at_value(), "the value does not fit the type")
                    .label(format!("expected text, found {found}"))
                    .help(format!("quote it: `\"{value}\"`"))
                    .quoted(),
            );
            continue;
        }
        variant(value, "value", item.at_value(), report);
        let rust = names::variant(value);
        match taken.insert(rust.clone(), index) {
            None => {}
            Some(usize::MAX) => {
                report.add(
                    reserved(value, &rust, item.at_value(), "which stands for the values that the set does not have")
                        .help("list the values as `values`, which keeps them text"),
                );
            }
            Some(first) if values[first] == *value => {
                report.add(
                    Diagnostic::error(Code::DuplicateValue, item.at_value(), format!("the value `{value}` comes twice"))
                        .label("the second time")
                        .related(node.index(first).at_value(), "the first time"),
                );
            }
            Some(first) => {
                report.add(
                    Diagnostic::error(
                        Code::NameCollision,
                        item.at_value(),
                        format!("`{value}` and `{}` are both `{rust}` in Rust", values[first]),
                    )
                    .label("the second")
                    .related(node.index(first).at_value(), "the first")
                    .help("list the values as `values`, which keeps them text"),
                );
            }
        }
    }
}

/// The names of groups: folders, modules and features.
pub(super) fn groups(groups: &Named<String>, node: &NodePath<'_>, report: &mut Report) {
    let mut taken: HashMap<String, &str> = HashMap::new();
    for name in groups.names() {
        let location = || node.key(name).at_key();
        let rust = names::field(name);
        if !names::is_group(name) {
            report.add(
                Diagnostic::error(Code::InvalidName, location(), format!("`{name}` is not a valid name for a group"))
                    .label("a group has small letters, digits and dashes, and begins with a letter")
                    .help(format!("write `{}`", group_like(name)))
                    .becomes(Some((group_like(name), Applicability::Maybe)).filter(|(name, _)| names::is_group(name))),
            );
        } else if names::is_never_raw(&rust) {
            report.add(reserved(name, &rust, location(), "which is a keyword that no module can have as its name"));
        } else if names::FEATURES.contains(&name) {
            report.add(
                Diagnostic::error(Code::ReservedName, location(), format!("the crate has a feature `{name}` of its own"))
                    .label("a group is a feature of the crate"),
            );
        } else if let Some(first) = taken.insert(rust.clone(), name) {
            report.add(collision(name, first, &rust, node));
        }
    }
}

/// A name as groups are named.
pub(super) fn group_like(name: &str) -> String {
    names::field(name).trim_matches('_').replace('_', "-")
}

/// The names of operations, whose methods are all in one client, and of their types.
pub(super) fn operations(tree: &SpecTree, report: &mut Report) {
    let mut methods: HashMap<String, &SourcedOperation> = HashMap::new();
    let mut types: HashMap<&str, &SourcedOperation> = HashMap::new();
    for source in &tree.operations {
        let name = source.operation.operation.as_str();
        let location = || NodePath::top(&source.source).key("operation").at_value();
        let method = names::method(name);
        if let Some(first) = types.insert(name, source) {
            // A copied file that still names the old operation is already reported.
            let is_copy = |source: &SourcedOperation| !source.path.ends_with(&format!("/{name}.yaml"));
            if is_copy(source) || is_copy(first) {
                continue;
            }
            report.add(
                Diagnostic::error(Code::DuplicateOperation, location(), format!("the operation `{name}` is described twice"))
                    .label("the second time")
                    .related(NodePath::top(&first.source).key("operation").at_value(), "the first time")
                    .help("delete one of the two files"),
            );
        } else if let Some(first) = methods.get(&method) {
            let other = &first.operation.operation;
            report.add(
                Diagnostic::error(Code::NameCollision, location(), format!("`{name}` and `{other}` are both `{method}` in Rust"))
                    .label("the second")
                    .related(NodePath::top(&first.source).key("operation").at_value(), "the first"),
            );
        }
        methods.entry(method).or_insert(source);
    }
    own_types(tree, report);
}

/// The types of operations, which are all named after one.
fn own_types(tree: &SpecTree, report: &mut Report) {
    let calls: HashMap<String, &SourcedOperation> =
        tree.operations.iter().map(|source| (names::operation_type(&source.operation.operation), source)).collect();
    for source in &tree.operations {
        let name = source.operation.operation.as_str();
        let types = names::OwnTypes::of(name, |name| calls.contains_key(name));
        for other in types.iter().skip(1).filter_map(|own| calls.get(own)) {
            report.add(
                Diagnostic::error(
                    Code::NameCollision,
                    NodePath::top(&other.source).key("operation").at_value(),
                    format!("`{}` is also the name of a type of `{name}`", other.operation.operation),
                )
                .label("the second")
                .related(NodePath::top(&source.source).key("operation").at_value(), "the first"),
            );
        }
    }
}
