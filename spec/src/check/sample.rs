//! The sample reply of an operation: that it is JSON, and that the decoder finds what the response says.

use serde_json::{Map, Value as Json};

use crate::diagnostic::{Code, Diagnostic};
use crate::fit::Step;
use crate::read::node::{Data, Node};
use crate::suggest;
use crate::types::{Format, Kind, Named, Operation, Schema, Value};

use super::pointer::{NodePath, Pointer};
use super::report::{Report, Unlocated};

pub(super) fn check(operation: &Operation, node: &NodePath<'_>, report: &mut Report) {
    let Some(text) = operation.sample.as_deref() else { return };
    let written = Written { text, node };
    match serde_json::from_str::<Json>(text) {
        Ok(Json::Object(reply)) => {
            let mut reader = Reader { operation, written, way: Vec::new(), report };
            reader.fields(&reply, &operation.response);
        }
        Ok(_) => {
            report.add(
                Diagnostic::error(Code::WrongValue, node.at_value(), "the sample is not a reply as JSON")
                    .label("a reply is an object: it begins with `{` and ends with `}`"),
            );
        }
        Err(error) => {
            let label = error.to_string();
            let bare = label.rsplit_once(" at line").map_or(label.as_str(), |(bare, _)| bare);
            report.add(
                Diagnostic::error(
                    Code::WrongValue,
                    written.line_of_error(&error).unwrap_or_else(|| node.at_value()),
                    "the sample is not valid JSON",
                )
                .label(if bare == TRAILING { "nothing may follow the object" } else { bare })
                .help(if bare == TRAILING {
                    "leave it out"
                } else {
                    "names and texts are in double quotes in JSON"
                }),
            );
        }
    }
}

/// What the JSON parser says of a text that goes on after its value.
const TRAILING: &str = "trailing characters";

/// Compares a reply with the response, as leniently as the decoder of a client reads it: null fits everything, numbers and booleans may
/// be text, and fields that nobody described are skipped.
struct Reader<'s, 'r> {
    operation: &'s Operation,
    written: Written<'s>,
    way: Vec<Step>,
    report: &'r mut Report,
}

impl<'s> Reader<'s, '_> {
    fn fields(&mut self, object: &Map<String, Json>, fields: &'s Named<Schema>) {
        for (name, value) in object {
            let schema = fields.iter().find(|(field, schema)| *field == name || schema.aliases.iter().any(|alias| alias == name));
            match schema {
                Some((_, schema)) => self.part(Step::Key(name.clone()), |reader| reader.value(value, schema)),
                None => self.part(Step::Key(name.clone()), |reader| reader.unknown(name, object, fields)),
            }
        }
    }

    fn part(&mut self, step: Step, look: impl FnOnce(&mut Self)) {
        self.way.push(step);
        look(self);
        self.way.pop();
    }

    /// A field that the response does not have is skipped, unless it is spelled like a missing one. A name that differs only in
    /// case is reported separately.
    fn unknown(&mut self, name: &str, object: &Map<String, Json>, fields: &Named<Schema>) {
        let missing = fields.names().filter(|field| !object.contains_key(*field));
        if let Some(near) = suggest::nearest(name, missing)
            && suggest::is_slip(name, near)
            && !name.eq_ignore_ascii_case(near)
        {
            let place = self.written.place(&self.way, true);
            let message = format!("the response has no field `{name}`");
            let found = Diagnostic::warning(Code::SampleDiffers, place, message);
            self.report.add(found.label("the decoder skips it").help(format!("did you mean `{near}`?")));
        }
    }

    fn value(&mut self, value: &Json, schema: &'s Schema) {
        let Some(schema) = schema.resolved(&self.operation.shapes) else { return };
        let blank = matches!(value, Json::Null) || value.as_str().is_some_and(|text| text.trim().is_empty());
        match (schema.kind, value) {
            _ if blank => {}
            (Some(Kind::Object), Json::Object(object)) if !schema.fields.is_empty() => self.fields(object, &schema.fields),
            (Some(Kind::Map), Json::Object(entries)) => {
                let Some(items) = schema.items.as_deref() else { return };
                for (name, value) in entries {
                    self.part(Step::Key(name.clone()), |reader| reader.value(value, items));
                }
            }
            (Some(Kind::List), Json::Array(items)) => self.items(items, schema),
            (Some(Kind::List), Json::Object(object)) => self.wrapped(object, schema),
            (Some(Kind::String), Json::String(text)) if !schema.closed.is_empty() => self.closed(text, schema),
            (Some(Kind::String), Json::String(text)) if !schema.values.is_empty() => self.known(text, schema),
            _ if fits(value, schema) => {}
            _ => {
                let (expected, found) = (expected(schema), shown(value));
                let warning = self.warning("the sample does not fit the type".to_owned());
                self.report.add(warning.label(format!("expected {expected}, found {found}")));
            }
        }
    }

    /// A value that differs only in case from one that the field is known to have.
    fn known(&mut self, text: &str, schema: &'s Schema) {
        let mut known = schema.values.iter().filter_map(Value::as_str);
        if known.clone().all(|value| value != text)
            && let Some(near) = known.find(|value| value.eq_ignore_ascii_case(text))
        {
            let warning = self.warning("the sample has another value".to_owned());
            self.report.add(warning.label("this differs only in case from a known one").help(format!("did you mean `{near}`?")));
        }
    }

    fn items(&mut self, list: &[Json], schema: &'s Schema) {
        let Some(items) = schema.items.as_deref() else { return };
        for (index, item) in list.iter().enumerate() {
            self.part(Step::Index(index), |reader| reader.value(item, items));
        }
    }

    /// A list in an object, which wraps it.
    fn wrapped(&mut self, object: &Map<String, Json>, schema: &'s Schema) {
        let inner = schema.wraps.as_deref().and_then(|inner| Some((inner, object.get(inner)?)));
        match (inner, &schema.wraps) {
            (Some((inner, Json::Array(items))), _) => {
                self.part(Step::Key(inner.to_owned()), |reader| reader.items(items, schema));
            }
            (Some(_), _) => {}
            (None, _) if object.is_empty() => {}
            (None, wraps) => {
                let label = match wraps {
                    Some(inner) => format!("expected a list, or an object that holds one as `{inner}`"),
                    None => "expected a list, found an object".to_owned(),
                };
                let lists: Vec<&str> =
                    object.iter().filter(|(_, value)| value.is_array()).map(|(name, _)| name.as_str()).collect();
                let help = match lists.as_slice() {
                    [one] => Some(format!("say `wraps: {one}`, if the service calls the list so")),
                    _ => None,
                };
                let warning = self.warning("the sample does not fit the type".to_owned());
                self.report.add(warning.label(label).helps(help));
            }
        }
    }

    fn closed(&mut self, text: &str, schema: &Schema) {
        if !schema.closed.iter().any(|value| value == text) {
            let warning = self.warning(format!("the sample has a value that is not in `enum`: `{}`", text.escape_debug()));
            let known = schema.closed.iter().map(String::as_str);
            self.report.add(warning.help(suggest::help(text, "values", known)));
        }
    }

    fn warning(&self, message: String) -> Unlocated {
        Diagnostic::warning(Code::SampleDiffers, self.written.place(&self.way, false), message)
    }
}

/// Whether the decoder takes a value for what the schema says.
fn fits(value: &Json, schema: &Schema) -> bool {
    let text = value.as_str();
    match schema.kind {
        Some(Kind::String) => !(value.is_object() || value.is_array()) || schema.format == Some(Format::Json),
        Some(Kind::Integer) => {
            let is_whole = value.as_f64().is_some_and(|number| number.fract() == 0.0);
            is_whole || text.is_some_and(|text| text.trim().parse::<i64>().is_ok())
        }
        Some(Kind::Number) => value.is_number() || text.is_some_and(|text| text.trim().parse::<f64>().is_ok()),
        Some(Kind::Boolean) => {
            let is_word = |text: &str| ["true", "false", "0", "1"].iter().any(|word| word.eq_ignore_ascii_case(text.trim()));
            value.is_boolean() || matches!(value.as_u64(), Some(0 | 1)) || text.is_some_and(is_word)
        }
        Some(Kind::Object) => schema.fields.is_empty() || value.is_object(),
        Some(Kind::List | Kind::Map) => false,
        Some(Kind::Any) | None => true,
    }
}

fn expected(schema: &Schema) -> &'static str {
    match schema.kind {
        Some(Kind::Object | Kind::Map) => "an object",
        _ => crate::fit::expected(schema),
    }
}

fn shown(value: &Json) -> String {
    match value {
        Json::Array(_) => "a list".to_owned(),
        Json::Object(_) => "an object".to_owned(),
        Json::String(text) if text.chars().count() > 40 => "text".to_owned(),
        value => format!("`{value}`"),
    }
}

/// The sample as it stands in its file.
#[derive(Clone, Copy)]
struct Written<'s> {
    text: &'s str,
    node: &'s NodePath<'s>,
}

impl Written<'_> {
    /// Where a part of the reply stands, or its name, or else the sample as a whole.
    fn place(&self, way: &[Step], is_name: bool) -> Pointer {
        // JSON is YAML.
        let root = Node::parse(self.text).ok();
        let part = way.iter().try_fold((None, root.as_ref()), |(_, node), step| match (step, &node?.data) {
            (Step::Key(name), Data::Map(_)) => node?.entry(name).map(|entry| (Some(&entry.key), Some(&entry.value))),
            (Step::Index(index), Data::List(items)) => Some((None, items.get(*index))),
            _ => None,
        });
        let part = part.and_then(|(name, part)| if is_name { name } else { part });
        let span = part.map(|part| part.span.clone());
        let place = span.and_then(|span| self.node.inside(self.text, span));
        place.unwrap_or_else(|| self.node.at_value())
    }

    /// Where the JSON is not valid.
    fn line_of_error(&self, error: &serde_json::Error) -> Option<Pointer> {
        let before: usize = self.text.split_inclusive('\n').take(error.line().checked_sub(1)?).map(str::len).sum();
        let line = self.text[before..].lines().next()?;
        let at = (error.column().saturating_sub(1)..line.len()).find(|at| line.is_char_boundary(*at)).unwrap_or(line.len());
        let end = line[at..].chars().next().map_or(at, |c| at + c.len_utf8());
        self.node.inside(self.text, before + at..before + end)
    }
}
