//! One value against its schema: type, limits, allowed values.

use std::cell::RefCell;

use acs_spec::fit::{self, Misfit};
use acs_spec::{Kind, Schema, Style};
use serde_json::{Map, Value};

use super::tree::Tree;
use crate::catalog::Operation;
use crate::service_error::ServiceError;

/// Checks the values of one operation's parameters.
pub(super) struct Checker<'o> {
    pub(super) operation: &'o Operation,
    /// Whether parameters and fields that the spec does not know are ignored.
    pub(super) ignore_unknown: bool,
    /// The names of those that were ignored.
    pub(super) ignored: RefCell<Vec<String>>,
}

impl Checker<'_> {
    /// Notes an unknown parameter or field, or refuses it.
    pub(super) fn unknown(&self, path: &str, error: impl FnOnce() -> ServiceError) -> Result<(), ServiceError> {
        if !self.ignore_unknown {
            return Err(error());
        }
        self.ignored.borrow_mut().push(path.to_owned());
        Ok(())
    }

    /// The value of a parameter, field or item. `None` if nothing was sent for it.
    pub(super) fn value(&self, path: &str, schema: &Schema, tree: &Tree<'_>) -> Result<Option<Value>, ServiceError> {
        let schema = self.operation.resolve(schema);
        let kind = schema.kind.unwrap_or(Kind::Any);
        if let Some(style) = schema.style
            && let Some(text) = tree.text
        {
            match style {
                Style::Json => return self.json(path, schema, text),
                Style::Simple => return self.simple(path, schema, text),
                Style::Flat | Style::RepeatList => {}
            }
        }
        match kind {
            Kind::Object => self.object(path, schema, tree),
            Kind::List => self.list(path, schema, tree),
            Kind::Map | Kind::Any => Ok(free(tree)),
            Kind::String | Kind::Integer | Kind::Number | Kind::Boolean => {
                if !tree.below.is_empty() {
                    return Err(self.invalid(path, "it takes one value, without further parts"));
                }
                tree.text.map_or(Ok(None), |text| self.scalar(path, kind, schema, text))
            }
        }
    }

    /// The error for a parameter that must be there and is not.
    pub(super) fn missing(&self, path: &str) -> ServiceError {
        let name = path.split('.').next().unwrap_or(path);
        let candidates = ["MissingParam.", "MissingParameter.", "ParameterMissing.", "ParameterEmpty.", "Missing"];
        let codes: Vec<String> = candidates.iter().map(|start| format!("{start}{name}")).collect();
        let own = codes.iter().find(|code| self.operation.documents(code)).map(String::as_str);
        let message = format!("The input parameter \"{path}\" that is mandatory for processing this request is not supplied.");
        self.operation.error(&[own.unwrap_or("MissingParameter")], message)
    }

    fn object(&self, path: &str, schema: &Schema, tree: &Tree<'_>) -> Result<Option<Value>, ServiceError> {
        if tree.text.is_some_and(|text| !text.is_empty()) {
            return Err(self.invalid(path, "it is an object: send its fields, as Name.Field"));
        }
        let mut fields = Map::new();
        for (name, below) in &tree.below {
            let path = format!("{path}.{name}");
            let Some(field) = schema.fields.get(name) else {
                self.unknown(&path, || self.invalid(&path, "there is no such field"))?;
                continue;
            };
            if let Some(value) = self.value(&path, field, below)? {
                fields.insert((*name).to_owned(), value);
            }
        }
        if fields.is_empty() {
            return Ok(None);
        }
        match schema.fields.iter().find(|(name, field)| field.required && !fields.contains_key(*name)) {
            Some((name, _)) => Err(self.missing(&format!("{path}.{name}"))),
            None => Ok(Some(Value::Object(fields))),
        }
    }

    fn list(&self, path: &str, schema: &Schema, tree: &Tree<'_>) -> Result<Option<Value>, ServiceError> {
        if tree.text.is_some_and(|text| !text.is_empty()) {
            return Err(self.invalid(path, "it is a list: number its items from 1, as Name.1"));
        }
        let mut items = Vec::new();
        for (index, below) in &tree.below {
            let path = format!("{path}.{index}");
            // An index may be left out: a client does so for an item that has no value.
            let number = index.parse::<u32>().ok().filter(|number| *number > 0 && number.to_string() == *index);
            let Some(number) = number else { return Err(self.invalid(&path, "items are numbered from 1")) };
            let item = schema.items.as_deref().map_or_else(|| Ok(free(below)), |item| self.value(&path, item, below))?;
            items.extend(item.map(|item| (number, item)));
        }
        items.sort_by_key(|(number, _)| *number);
        if let Some(misfit) = fit::count_misfits(items.len(), schema).into_iter().next().filter(|_| !items.is_empty()) {
            return Err(self.invalid(path, &misfit.to_string()));
        }
        let items: Vec<Value> = items.into_iter().map(|(_, item)| item).collect();
        Ok((!items.is_empty()).then_some(Value::Array(items)))
    }

    fn json(&self, path: &str, schema: &Schema, text: &str) -> Result<Option<Value>, ServiceError> {
        if text.is_empty() {
            return Ok(None);
        }
        let value: Value = serde_json::from_str(text).map_err(|_| self.invalid(path, "it is not valid JSON"))?;
        let fits = matches!(
            (schema.kind, &value),
            (Some(Kind::Object | Kind::Map), Value::Object(_)) | (Some(Kind::List), Value::Array(_))
        );
        match (fits, schema.kind, &value) {
            (false, Some(Kind::Object | Kind::Map | Kind::List), _) => {
                Err(self.invalid(path, "its JSON text is of another type"))
            }
            (_, Some(Kind::Object), Value::Object(fields)) => {
                for name in fields.keys().filter(|name| schema.fields.get(name).is_none()) {
                    let path = format!("{path}.{name}");
                    self.unknown(&path, || self.invalid(&path, "there is no such field"))?;
                }
                Ok(Some(value))
            }
            _ => Ok(Some(value)),
        }
    }

    fn simple(&self, path: &str, schema: &Schema, text: &str) -> Result<Option<Value>, ServiceError> {
        let mut items = Vec::new();
        for item in text.split(',').filter(|item| !item.is_empty()) {
            let schema = schema.items.as_deref().map(|item| self.operation.resolve(item));
            let kind = schema.and_then(|schema| schema.kind).unwrap_or(Kind::String);
            let value = schema.map_or_else(|| Ok(Some(item.into())), |schema| self.scalar(path, kind, schema, item))?;
            items.extend(value);
        }
        Ok((!items.is_empty()).then_some(Value::Array(items)))
    }

    fn scalar(&self, path: &str, kind: Kind, schema: &Schema, text: &str) -> Result<Option<Value>, ServiceError> {
        if text.is_empty() {
            // It clears a string; anything else was not given.
            return Ok((kind == Kind::String).then(|| Value::from("")));
        }
        let refuse = |misfit: Misfit| self.invalid(path, &misfit.to_string());
        let value = fit::parse_scalar(text, schema).map_err(refuse)?;
        match fit::misfits(&value, schema, &self.operation.spec.shapes).into_iter().next() {
            Some((_, misfit)) => Err(refuse(misfit)),
            None => self.check_known(path, kind, schema, text).map(|()| serde_json::to_value(value).ok()),
        }
    }

    /// A set of words is open where the spec does not say that it has all of them. Even so the service refuses other words if the
    /// operation has a code for them, under the name of the parameter or of its field. Capitals differ from place to place. A word
    /// that the description names is known, too.
    fn check_known(&self, path: &str, kind: Kind, schema: &Schema, text: &str) -> Result<(), ServiceError> {
        let known: Vec<&str> = schema.values.iter().filter_map(|value| value.as_str()).collect();
        if kind != Kind::String || known.is_empty() || known.iter().any(|word| word.eq_ignore_ascii_case(text)) {
            return Ok(());
        }
        if schema.description.as_deref().is_some_and(|description| description.contains(&format!("`{text}`"))) {
            return Ok(());
        }
        let names = [path.rsplit('.').next(), path.split('.').next()];
        let candidates = names.into_iter().flatten().flat_map(|name| {
            let ends = ["ValueNotSupported", "NotSupported", "Malformed"].map(|end| format!("Invalid{name}.{end}"));
            let starts =
                ["ParameterIllegal.", "IllegalParam.", "InvalidParameter.", "Invalid"].map(|start| format!("{start}{name}"));
            ends.into_iter().chain(starts)
        });
        let has = |code: &String| self.operation.documented(|documented| documented == code).is_some();
        match candidates.into_iter().find(has) {
            Some(code) => {
                let message = format!("The specified parameter \"{path}\" is not valid: it must be one of {}.", known.join(", "));
                Err(self.operation.error(&[&code], message))
            }
            None => Ok(()),
        }
    }

    /// The error for a value that does not fit, under the name that the operation's own list of codes has for it.
    fn invalid(&self, path: &str, why: &str) -> ServiceError {
        let name = path.split('.').next().unwrap_or(path);
        let codes = [
            format!("Invalid{name}.Malformed"),
            format!("InvalidParameter.{name}"),
            format!("InvalidParameter.{name}.Malformed"),
            format!("IllegalParam.{name}"),
            format!("ParameterIllegal.{name}"),
            format!("Invalid{name}"),
        ];
        let own = codes.iter().find(|code| self.operation.documents(code)).map(String::as_str);
        let message = format!("The specified parameter \"{path}\" is not valid: {why}.");
        self.operation.error(&[own.unwrap_or("InvalidParameter")], message)
    }
}

/// A value that the spec says nothing about: text, or what its parts make.
fn free(tree: &Tree<'_>) -> Option<Value> {
    if tree.below.is_empty() {
        return tree.text.map(|text| serde_json::from_str(text).unwrap_or_else(|_| text.into()));
    }
    let fields = tree.below.iter().filter_map(|(name, below)| Some(((*name).to_owned(), free(below)?)));
    Some(Value::Object(fields.collect()))
}
