//! Pagination: that it points to parameters and fields that are there and of the right type.

use crate::diagnostic::{Applicability, Code, Diagnostic};
use crate::suggest;
use crate::types::{Kind, Named, Operation, PageStyle, Pagination, Schema, Value};

use super::keys::{any_of, kind_name};
use super::paths::{self, Lost};
use super::pointer::{NodePath, Pointer};
use super::report::Report;

/// What numbers are written as: some services write them as text.
const COUNT: &[Kind] = &[Kind::Integer, Kind::String];
const TEXT: &[Kind] = &[Kind::String];

pub(super) fn check(operation: &Operation, node: &NodePath<'_>, report: &mut Report) {
    let Some(pagination) = &operation.pagination else { return };
    let mut targets = Targets { operation, node, report };
    targets.list(&pagination.items);
    targets.parameter("size", pagination.size.as_deref(), COUNT);
    targets.field("total", pagination.total.as_deref(), COUNT);
    // Keys that the style does not use are reported once, and not checked further.
    match pagination.style {
        PageStyle::Page => targets.parameter("page", pagination.page.as_deref(), COUNT),
        PageStyle::Token => {
            targets.parameter("token", pagination.token.as_deref(), TEXT);
            targets.field("next", pagination.next.as_deref(), TEXT);
        }
    }
    style(pagination, node, report);
    roles(pagination, node, report);
    sizes(pagination, node, report);
}

struct Targets<'s, 't, 'r> {
    operation: &'s Operation,
    node: &'t NodePath<'t>,
    report: &'r mut Report,
}

impl<'s> Targets<'s, '_, '_> {
    fn parameter(&mut self, key: &str, name: Option<&str>, fitting: &[Kind]) {
        self.target(key, name, "parameter", &self.operation.parameters, fitting);
    }

    /// A field of the response, or a path to one inside its objects.
    fn field(&mut self, key: &str, name: Option<&str>, fitting: &[Kind]) {
        const FIELD: &str = "field of the response";
        match name.filter(|path| path.contains('.')) {
            None => self.target(key, name, FIELD, &self.operation.response, fitting),
            Some(path) => match paths::follow(path, &self.operation.response, &self.operation.shapes) {
                Ok(schema) => self.kind(key, path, schema, FIELD, fitting),
                Err(lost) => lead_nowhere(path, &lost, self.node.key(key).at_value(), self.report),
            },
        }
    }

    fn target(&mut self, key: &str, name: Option<&str>, what: &str, among: &'s Named<Schema>, fitting: &[Kind]) {
        let Some(name) = name else { return };
        match among.get(name) {
            Some(schema) => self.kind(key, name, schema, what, fitting),
            None => {
                self.report.add(
                    Diagnostic::error(Code::UnknownTarget, self.node.key(key).at_value(), format!("there is no {what} `{name}`"))
                        .label(format!("`{key}` names a {what}"))
                        .did_you_mean(name, "names", among.names()),
                );
            }
        }
    }

    fn kind(&mut self, key: &str, name: &str, schema: &Schema, what: &str, fitting: &[Kind]) {
        let Some(kind) = schema.resolved(&self.operation.shapes).and_then(|schema| schema.kind) else { return };
        if fitting.contains(&kind) {
            self.number(key, name, schema, what, fitting);
            return;
        }
        let wanted = any_of(fitting);
        let found = kind_name(kind);
        self.report.add(
            Diagnostic::error(
                Code::WrongTarget,
                self.node.key(key).at_value(),
                format!("the {what} `{name}` has the wrong type"),
            )
            .label(format!("expected {wanted}, found `{found}`")),
        );
    }

    /// A number that is written as text has a number for its example.
    fn number(&mut self, key: &str, name: &str, schema: &Schema, what: &str, fitting: &[Kind]) {
        let shown = schema.example.as_ref().or(schema.default.as_ref()).and_then(Value::as_str);
        if fitting == COUNT && schema.kind == Some(Kind::String) && is_no_number(name, shown) {
            self.report.add(
                Diagnostic::error(
                    Code::WrongTarget,
                    self.node.key(key).at_value(),
                    format!("the {what} `{name}` does not hold a number"),
                )
                .label(match shown {
                    Some(text) => format!("its example is `{text}`"),
                    None => "it is a text without an example".to_owned(),
                }),
            );
        }
    }

    fn list(&mut self, path: &str) {
        match paths::follow(path, &self.operation.response, &self.operation.shapes) {
            Ok(schema) => self.kind("items", path, schema, "field of the response", &[Kind::List]),
            Err(lost) => lead_nowhere(path, &lost, self.node.key("items").at_value(), self.report),
        }
    }
}

/// Whether a text hardly holds a number: its example has no digit, or there is none, and its name says nothing of numbers.
fn is_no_number(name: &str, example: Option<&str>) -> bool {
    const WORDS: &[&str] = &[
        "count", "current", "length", "limit", "max", "most", "num", "offset", "page", "row", "size", "start", "token", "total",
    ];
    match example {
        Some(text) => !text.contains(|c: char| c.is_ascii_digit()),
        None => !WORDS.iter().any(|word| name.to_ascii_lowercase().contains(word)),
    }
}

/// Reports a path that leads nowhere.
pub(super) fn lead_nowhere(path: &str, lost: &Lost<'_>, location: Pointer, report: &mut Report) {
    let diagnostic = Diagnostic::error(Code::UnknownTarget, location, format!("the path `{path}` leads nowhere"));
    if let Some(item) = indexed(path) {
        let becomes = (item.clone(), Applicability::Maybe);
        report.add(
            diagnostic.label("items have numbers from 1, after a dot").help(format!("write `{item}`")).becomes(Some(becomes)),
        );
        return;
    }
    report.add(match lost {
        Lost::NoName { step, known } => {
            let meant = suggest::meant(step, known.iter().copied());
            diagnostic
                .label(format!("there is no `{step}`"))
                .help(suggest::help(step, "names", known.iter().copied()))
                .becomes(meant.map(|(name, applicability)| (with_step(path, step, name), applicability)))
        }
        Lost::NoObject { before } => diagnostic.label(format!("`{before}` is not an object, so it has no fields")),
        Lost::Wrapper { list } => diagnostic
            .label("paths leave the name inside a wrapper out")
            .help(format!("write `{list}`: that is the list"))
            .becomes(Some((list.as_str(), Applicability::Certain))),
    });
}

/// `Ids[0]` and `Ids.0` as paths say it: `Ids.1`.
fn indexed(path: &str) -> Option<String> {
    let (before, number) = match path.strip_suffix(']') {
        Some(open) => open.split_once('[')?,
        None => (path.strip_suffix(".0")?, "0"),
    };
    let number: u32 = number.parse().ok()?;
    (!before.is_empty()).then(|| format!("{before}.{}", number.max(1)))
}

/// A path with another name in place of one of its steps.
fn with_step(path: &str, step: &str, name: &str) -> String {
    path.split('.').map(|part| if part == step { name } else { part }).collect::<Vec<_>>().join(".")
}

/// The keys of one style are there, and those of the other are not.
fn style(pagination: &Pagination, node: &NodePath<'_>, report: &mut Report) {
    if pagination.size.is_none() && pagination.style == PageStyle::Page {
        report.add(
            Diagnostic::error(Code::MissingKey, node.at_key(), "missing key `size`")
                .related(node.key("style").at_value(), "the style `page` needs the key `size`"),
        );
    }
    let keys = [
        ("page", pagination.page.is_some(), PageStyle::Page),
        ("token", pagination.token.is_some(), PageStyle::Token),
        ("next", pagination.next.is_some(), PageStyle::Token),
    ];
    let name = match pagination.style {
        PageStyle::Page => "page",
        PageStyle::Token => "token",
    };
    // `token` in place of `page`, or the other way round, is one mistake.
    let missing = keys.iter().find(|(_, is_there, style)| *style == pagination.style && !is_there).map(|(key, ..)| *key);
    let has_other = keys.iter().any(|(key, is_there, style)| *style != pagination.style && *is_there && *key != "next");
    let swap = missing.filter(|missing| has_other && *missing != "next");
    for (key, is_there, style) in keys {
        let is_needed = style == pagination.style;
        if is_needed && !is_there && swap != Some(key) {
            report.add(
                Diagnostic::error(Code::MissingKey, node.at_key(), format!("missing key `{key}`"))
                    .related(node.key("style").at_value(), format!("the style `{name}` needs the key `{key}`")),
            );
        } else if is_there && !is_needed && !(swap.is_some() && key == "next") {
            report.add(
                Diagnostic::error(
                    Code::Meaningless,
                    node.key(key).at_key(),
                    format!("`{key}` has no meaning for the style `{name}`"),
                )
                .related(node.key("style").at_value(), "the style")
                .helps(swap.map(|needed| format!("write `{needed}` in its place"))),
            );
        }
    }
}

/// A parameter and a field have one role each.
fn roles(pagination: &Pagination, node: &NodePath<'_>, report: &mut Report) {
    let [page, token] = [&pagination.page, &pagination.token].map(Option::as_deref);
    let number = if pagination.style == PageStyle::Page { ("page", page) } else { ("token", token) };
    let fields = [("total", pagination.total.as_deref()), ("next", pagination.next.as_deref())];
    for [(key, name), (other_key, other)] in [[number, ("size", pagination.size.as_deref())], fields] {
        let Some(name) = name.filter(|name| Some(*name) == other) else { continue };
        report.add(
            Diagnostic::error(
                Code::WrongTarget,
                node.key(other_key).at_value(),
                format!("`{name}` is both `{key}` and `{other_key}`"),
            )
            .label("the second role")
            .related(node.key(key).at_value(), "the first role")
            .help("name two different ones, since each has its own meaning"),
        );
    }
}

fn sizes(pagination: &Pagination, node: &NodePath<'_>, report: &mut Report) {
    for (key, size) in [("default_size", pagination.default_size), ("max_size", pagination.max_size)] {
        if size == Some(0) {
            report.add(Diagnostic::error(Code::OutsideLimits, node.key(key).at_value(), format!("`{key}` is not positive")));
        }
    }
    if let (Some(default), Some(most)) = (pagination.default_size, pagination.max_size)
        && default > most
    {
        report.add(
            Diagnostic::error(
                Code::LimitsCross,
                node.key("default_size").at_value(),
                "`default_size` is greater than `max_size`",
            )
            .related(node.key("max_size").at_value(), "the greatest size"),
        );
    }
}
