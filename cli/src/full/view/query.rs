//! `--query`.

use jmespath::Expression;
use serde_json::Value;

use crate::failure::Failure;

/// What an expression takes out of a value.
pub(super) fn apply(expression: &str, value: &Value) -> Result<Value, Failure> {
    let taken = compile(expression)?.search(value).map_err(|error| wrong(&error))?;
    serde_json::to_value(&*taken).map_err(|error| Failure::new(format!("what --query gives is no JSON: {error}")))
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
