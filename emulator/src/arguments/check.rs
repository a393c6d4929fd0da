//! One value against its schema: type, limits, allowed values.

use acs_spec::{Format, Kind, Number, Schema, Style};
use serde_json::{Map, Value};

use super::tree::Tree;
use crate::catalog::Operation;
use crate::service_error::ServiceError;

/// Checks the values of one operation's parameters.
pub(super) struct Checker<'o> {
    pub(super) operation: &'o Operation,
}

impl Checker<'_> {
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
            let Some(field) = schema.fields.get(name) else { return Err(self.invalid(&path, "there is no such field")) };
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
        let count = items.len() as u64;
        if schema.max_items.is_some_and(|most| count > most) || schema.min_items.is_some_and(|least| count < least && count > 0) {
            return Err(self.invalid(path, &format!("{count} items are {}", bounds(schema.min_items, schema.max_items))));
        }
        let items: Vec<Value> = items.into_iter().map(|(_, item)| item).collect();
        Ok((!items.is_empty()).then_some(Value::Array(items)))
    }

    fn json(&self, path: &str, schema: &Schema, text: &str) -> Result<Option<Value>, ServiceError> {
        if text.is_empty() {
            return Ok(None);
        }
        let value: Value = serde_json::from_str(text).map_err(|_| self.invalid(path, "it is no JSON text"))?;
        let fits = matches!(
            (schema.kind, &value),
            (Some(Kind::Object | Kind::Map), Value::Object(_)) | (Some(Kind::List), Value::Array(_))
        );
        match (fits, schema.kind, &value) {
            (false, Some(Kind::Object | Kind::Map | Kind::List), _) => {
                Err(self.invalid(path, "its JSON text is of another type"))
            }
            (_, Some(Kind::Object), Value::Object(fields)) => {
                match fields.keys().find(|name| schema.fields.get(name).is_none()) {
                    Some(name) => Err(self.invalid(&format!("{path}.{name}"), "there is no such field")),
                    None => Ok(Some(value)),
                }
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
        match kind {
            Kind::Integer => {
                let number: i64 = text.parse().map_err(|_| self.invalid(path, "it is no whole number"))?;
                if schema.format == Some(Format::Int32) && i32::try_from(number).is_err() {
                    return Err(self.invalid(path, "it does not fit 32 bits"));
                }
                self.check_range(path, schema, number as f64)?;
                Ok(Some(number.into()))
            }
            Kind::Number => {
                let number: f64 = text.parse().map_err(|_| self.invalid(path, "it is no number"))?;
                self.check_range(path, schema, number)?;
                let number = serde_json::Number::from_f64(number).ok_or_else(|| self.invalid(path, "it is no number"))?;
                Ok(Some(number.into()))
            }
            // Python writes True.
            Kind::Boolean if text.eq_ignore_ascii_case("true") => Ok(Some(true.into())),
            Kind::Boolean if text.eq_ignore_ascii_case("false") => Ok(Some(false.into())),
            Kind::Boolean => Err(self.invalid(path, "it must be true or false")),
            _ => {
                self.check_text(path, schema, text)?;
                Ok(Some(text.into()))
            }
        }
    }

    fn check_range(&self, path: &str, schema: &Schema, number: f64) -> Result<(), ServiceError> {
        let least = schema.minimum.as_ref().and_then(Number::as_f64);
        let most = schema.maximum.as_ref().and_then(Number::as_f64);
        match least.is_some_and(|least| number < least) || most.is_some_and(|most| number > most) {
            true => Err(self.invalid(path, &format!("{number} is {}", bounds(least, most)))),
            false => Ok(()),
        }
    }

    fn check_text(&self, path: &str, schema: &Schema, text: &str) -> Result<(), ServiceError> {
        if !schema.closed.is_empty() && !schema.closed.iter().any(|allowed| allowed == text) {
            return Err(self.invalid(path, &format!("it must be one of {}", schema.closed.join(", "))));
        }
        let length = text.chars().count() as u64;
        if schema.max_length.is_some_and(|most| length > most) || schema.min_length.is_some_and(|least| length < least) {
            let bounds = bounds(schema.min_length, schema.max_length);
            return Err(self.invalid(path, &format!("{length} characters are {bounds}")));
        }
        // A pattern that cannot be compiled here uses syntax of another engine, and checks nothing.
        match schema.pattern.as_deref().and_then(|pattern| regex_lite::Regex::new(pattern).ok()) {
            Some(pattern) if !pattern.is_match(text) => Err(self.invalid(path, &format!("it must match {}", pattern.as_str()))),
            _ => Ok(()),
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

fn bounds<T: std::fmt::Display>(least: Option<T>, most: Option<T>) -> String {
    match (least, most) {
        (Some(least), Some(most)) => format!("not from {least} to {most}"),
        (Some(least), None) => format!("less than {least}"),
        (None, Some(most)) => format!("more than {most}"),
        (None, None) => "not allowed".to_owned(),
    }
}
