//! What is wrong with a request before it is sent, by the rules of `acs_spec::fit`.

use acs_spec::facts::is_argument;
use acs_spec::fit::{self, Misfit, Step};
use acs_spec::{Kind, Operation, Schema, Service, Style};
use serde_json::{Map, Value};

/// What is wrong in one place of a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Problem {
    /// The flat name of the parameter, `Tag.1.Key`.
    pub(crate) path: String,
    pub(crate) text: String,
    /// Whether the value is not wrong but not there.
    pub(crate) missing: bool,
}

/// All that is wrong with a request, in the order of the parameters. Values come as a form has them: scalars are text.
pub(crate) fn problems(given: &Map<String, Value>, operation: &Operation, service: &Service) -> Vec<Problem> {
    let mut check = Check { operation, found: Vec::new() };
    for (name, schema) in operation.parameters.iter() {
        match given.get(name) {
            Some(value) if !value.is_null() => check.value(name, value, schema),
            _ if is_argument(name, schema, service) => check.add(name, "is required".to_owned(), true),
            _ => {}
        }
    }
    for (name, value) in given.iter().filter(|(name, _)| operation.parameters.get(name).is_none()) {
        match service.parameters.get(name) {
            Some(schema) => check.value(name, value, schema),
            None => check.add(name, "is not a parameter of the operation".to_owned(), false),
        }
    }
    check.found
}

struct Check<'a> {
    operation: &'a Operation,
    found: Vec<Problem>,
}

impl Check<'_> {
    fn value(&mut self, path: &str, value: &Value, schema: &Schema) {
        let schema = schema.resolved(&self.operation.shapes).unwrap_or(schema);
        match (schema.kind, value) {
            (_, Value::Null) => {}
            (Some(Kind::List), Value::Array(items)) => {
                for misfit in fit::count_misfits(items.len(), schema) {
                    self.add(path, misfit.to_string(), false);
                }
                if let Some(item) = schema.items.as_deref() {
                    for (index, value) in items.iter().enumerate() {
                        self.value(&format!("{path}.{}", index + 1), value, item);
                    }
                }
            }
            (Some(Kind::Object), Value::Object(fields)) if !schema.fields.is_empty() => self.fields(path, fields, schema),
            (Some(Kind::List), Value::String(_)) if schema.style == Some(Style::Simple) => {}
            (Some(Kind::List | Kind::Object | Kind::Map), Value::String(text)) => self.json(path, text, schema),
            (_, Value::String(text)) => self.scalar(path, text, schema),
            (_, Value::Number(_) | Value::Bool(_)) => self.scalar(path, &value.to_string(), schema),
            _ => self.whole(path, value, schema),
        }
    }

    fn fields(&mut self, path: &str, fields: &Map<String, Value>, schema: &Schema) {
        for (name, value) in fields {
            let path = format!("{path}.{name}");
            match schema.fields.get(name) {
                Some(field) => self.value(&path, value, field),
                None => self.add(&path, Misfit::UnknownField { name: name.clone(), known: Vec::new() }.to_string(), false),
            }
        }
        for (name, _) in schema.fields.iter().filter(|(name, field)| field.required && !fields.contains_key(*name)) {
            self.add(&format!("{path}.{name}"), "is required".to_owned(), true);
        }
    }

    /// Text in place of a list or an object is JSON.
    fn json(&mut self, path: &str, text: &str, schema: &Schema) {
        match serde_json::from_str::<Value>(text) {
            Ok(parsed) if !parsed.is_string() => self.value(path, &parsed, schema),
            Ok(_) => self.add(path, format!("expected {}", fit::expected(schema)), false),
            Err(error) => self.add(path, format!("is not valid JSON: {error}"), false),
        }
    }

    fn scalar(&mut self, path: &str, text: &str, schema: &Schema) {
        match fit::parse_scalar(text, schema) {
            Err(misfit) => self.add(path, misfit.to_string(), false),
            Ok(parsed) => {
                for (_, misfit) in fit::misfits(&parsed, schema, &self.operation.shapes) {
                    self.add(path, misfit.to_string(), false);
                }
            }
        }
        // A text parameter whose example is JSON takes JSON.
        let example = schema.example.as_ref().and_then(|example| example.as_str()).unwrap_or_default();
        if schema.kind == Some(Kind::String)
            && takes_json(example)
            && let Err(error) = serde_json::from_str::<Value>(text)
        {
            self.add(path, format!("is not valid JSON: {error}"), false);
        }
    }

    /// A value that has no text: each misfit with its way from here.
    fn whole(&mut self, path: &str, value: &Value, schema: &Schema) {
        let Ok(value) = serde_yaml::to_value(value) else { return };
        for (way, misfit) in fit::misfits(&value, schema, &self.operation.shapes) {
            let steps = way.iter().map(|step| match step {
                Step::Key(name) => format!(".{name}"),
                Step::Index(index) => format!(".{}", index + 1),
            });
            self.add(&format!("{path}{}", steps.collect::<String>()), misfit.to_string(), false);
        }
    }

    fn add(&mut self, path: &str, text: String, missing: bool) {
        self.found.push(Problem { path: path.to_owned(), text, missing });
    }
}

/// Whether a text parameter takes JSON, as its example shows.
pub(crate) fn takes_json(example: &str) -> bool {
    example.starts_with(['{', '[']) && serde_json::from_str::<Value>(example).is_ok()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn problems_of(given: Value) -> Vec<(String, String)> {
        let operation: Operation = serde_yaml::from_str(
            "
operation: X
summary: S.
access: write
parameters:
  RegionId: { type: string, required: true }
  Name: { type: string, required: true, max_length: 3 }
  Size: { type: integer, maximum: 9 }
  Proto: { type: string, enum: [TCP, UDP] }
  Policy: { type: string, example: '{\"a\":1}' }
  Tag: { type: list, max_items: 1, items: { type: object, fields: { Key: { type: string, required: true }, Count: { type: integer } } } }
",
        )
        .unwrap();
        let service: Service = serde_yaml::from_str(
            "{ product: P, version: v, summary: S., endpoints: { rule: r }, region_parameter: RegionId, groups: {} }",
        )
        .unwrap();
        let found = problems(given.as_object().unwrap(), &operation, &service);
        found.into_iter().map(|problem| (problem.path, problem.text)).collect()
    }

    #[test]
    fn a_right_request_has_no_problem() {
        let given = json!({"Name": "abc", "Size": "9", "Proto": "TCP", "Policy": "{}", "Tag": [{"Key": "k", "Count": "1"}]});
        assert_eq!(problems_of(given), []);
    }

    #[test]
    fn each_wrong_value_is_reported_at_its_path() {
        let given = json!({
            "Name": "abcd", "Size": "x", "Proto": "ICMP", "Policy": "{", "Tag": [{"Count": "1.5"}, {"Key": "k", "Kye": "v"}], "Other": "1",
        });
        let paths: Vec<String> = problems_of(given).into_iter().map(|(path, _)| path).collect();
        assert_eq!(paths, ["Name", "Size", "Proto", "Policy", "Tag", "Tag.1.Count", "Tag.1.Key", "Tag.2.Kye", "Other"]);
    }

    #[test]
    fn missing_parameters_are_reported_except_those_that_the_client_fills() {
        assert_eq!(problems_of(json!({})), [("Name".to_owned(), "is required".to_owned())]);
    }

    #[test]
    fn json_text_stands_for_a_list() {
        assert_eq!(problems_of(json!({"Name": "a", "Tag": "[{\"Key\": \"k\"}]"})), []);
        assert_eq!(problems_of(json!({"Name": "a", "Tag": "[{]"})).len(), 1);
        assert_eq!(problems_of(json!({"Name": "a", "Tag": "[{\"Count\": 1, \"Key\": \"k\"}, {}]"})).len(), 2);
    }
}
