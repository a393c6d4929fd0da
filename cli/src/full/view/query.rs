//! `--query`.

use std::collections::HashMap;

use jmespath::Expression;
use jmespath::ast::Ast;
use serde_json::{Map, Value};

use crate::failure::Failure;

/// What an expression takes out of a value. Objects keep the order of their keys: that of the expression where it names them, that
/// of the value otherwise.
pub(super) fn apply(expression: &str, value: &Value) -> Result<Value, Failure> {
    let expression = compile(expression)?;
    let taken = expression.search(value).map_err(|error| wrong(&error))?;
    let taken = serde_json::to_value(&*taken)
        .map_err(|error| Failure::new(format!("the result of --query is not valid JSON: {error}")))?;
    let mut order = Order::default();
    order.note_keys(value);
    order.note_hashes(expression.as_ast());
    Ok(order.restore(taken))
}

/// Whether an expression is one.
pub(super) fn check(expression: &str) -> Result<(), Failure> {
    compile(expression).map(|_| ())
}

fn compile(expression: &str) -> Result<Expression<'static>, Failure> {
    jmespath::compile(expression).map_err(|error| wrong(&error))
}

fn wrong(error: &jmespath::JmespathError) -> Failure {
    Failure::usage(format!("--query: {}", error.to_string().trim_end()))
}

/// The order of keys. The crate that evaluates expressions sorts them.
#[derive(Default)]
struct Order {
    /// The keys of each object of the value, and of each `{…}` of the expression, by the same keys sorted.
    objects: HashMap<Vec<String>, Vec<String>>,
}

impl Order {
    fn note_keys(&mut self, value: &Value) {
        match value {
            Value::Object(fields) => {
                self.note(fields.keys().cloned().collect());
                fields.values().for_each(|value| self.note_keys(value));
            }
            Value::Array(items) => items.iter().for_each(|item| self.note_keys(item)),
            _ => {}
        }
    }

    fn note(&mut self, keys: Vec<String>) {
        let mut sorted = keys.clone();
        sorted.sort_unstable();
        self.objects.insert(sorted, keys);
    }

    fn note_hashes(&mut self, ast: &Ast) {
        match ast {
            Ast::MultiHash { elements, .. } => {
                self.note(elements.iter().map(|element| element.key.clone()).collect());
                elements.iter().for_each(|element| self.note_hashes(&element.value));
            }
            Ast::MultiList { elements, .. } | Ast::Function { args: elements, .. } => {
                elements.iter().for_each(|element| self.note_hashes(element));
            }
            Ast::Comparison { lhs, rhs, .. }
            | Ast::Projection { lhs, rhs, .. }
            | Ast::And { lhs, rhs, .. }
            | Ast::Or { lhs, rhs, .. }
            | Ast::Subexpr { lhs, rhs, .. }
            | Ast::Condition { predicate: lhs, then: rhs, .. } => {
                self.note_hashes(lhs);
                self.note_hashes(rhs);
            }
            Ast::Expref { ast: node, .. }
            | Ast::Flatten { node, .. }
            | Ast::Not { node, .. }
            | Ast::ObjectValues { node, .. } => self.note_hashes(node),
            Ast::Identity { .. } | Ast::Field { .. } | Ast::Index { .. } | Ast::Literal { .. } | Ast::Slice { .. } => {}
        }
    }

    fn restore(&self, value: Value) -> Value {
        match value {
            Value::Array(items) => items.into_iter().map(|item| self.restore(item)).collect(),
            Value::Object(fields) => {
                let mut fields: Vec<(String, Value)> =
                    fields.into_iter().map(|(name, value)| (name, self.restore(value))).collect();
                let mut sorted: Vec<String> = fields.iter().map(|(name, _)| name.clone()).collect();
                sorted.sort_unstable();
                if let Some(keys) = self.objects.get(&sorted) {
                    fields.sort_by_key(|(name, _)| keys.iter().position(|key| key == name));
                }
                Value::Object(Map::from_iter(fields))
            }
            scalar => scalar,
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn keys_keep_the_order_of_the_expression_and_of_the_value() {
        let value = json!({"Vpcs": [{"VpcId": "v", "Name": "n", "Cidr": "c"}], "A": 1});
        let apply = |expression: &str| apply(expression, &value).map(|taken| taken.to_string()).unwrap_or_default();
        assert_eq!(apply("Vpcs[].{Z: VpcId, A: Name, M: {Y: Cidr, B: Name}}"), r#"[{"Z":"v","A":"n","M":{"Y":"c","B":"n"}}]"#);
        assert_eq!(apply("Vpcs[0]"), r#"{"VpcId":"v","Name":"n","Cidr":"c"}"#);
        assert_eq!(apply("@"), value.to_string());
    }
}
