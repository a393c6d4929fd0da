//! `acs describe`.

mod fields;
mod lay_out;

use std::process::ExitCode;

use acs_codegen::model::{self, Operation, Service};
use acs_explorer::codes::retry;
use acs_spec::ErrorCode;
use acs_spec::read::SpecTree;
use clap::Args;
use clap_complete::ArgValueCandidates;
use serde_json::{Map, Value, json};

use crate::failure::Failure;
use crate::full::completions;
use crate::full::specs::Specs;
use crate::full::view::View;

#[derive(Args)]
#[command(after_help = "Examples:\n  acs describe CreateVpc\n  acs describe DescribeVpcs --query parameters[].name -o text")]
pub(crate) struct Arguments {
    /// Name of the operation, like `CreateVpc`.
    #[arg(add = ArgValueCandidates::new(completions::operations))]
    operation: String,
    #[command(flatten)]
    specs: Specs,
    #[command(flatten)]
    view: View,
}

pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode, Failure> {
    arguments.view.check()?;
    let tree = arguments.specs.of(&arguments.operation)?;
    let service = model::service(&tree);
    let (group, operation) = service
        .operations()
        .find(|(_, operation)| operation.name == arguments.operation)
        .ok_or_else(|| arguments.specs.unknown_operation(&arguments.operation))?;
    let described = describe(group.name, operation, &service, &tree);
    arguments.view.show(described, lay_out::blocks)?;
    Ok(ExitCode::SUCCESS)
}

/// All that is known of an operation.
fn describe(group: &str, operation: &Operation<'_>, service: &Service<'_>, tree: &SpecTree) -> Value {
    let spec = operation.spec;
    let mut described = Map::new();
    let mut add = |name: &str, value: Value| {
        if !value.is_null() {
            described.insert(name.to_owned(), value);
        }
    };
    add("operation", json!(operation.name));
    add("product", json!(service.spec.product));
    add("version", json!(service.spec.version));
    add("group", json!(group));
    add("summary", json!(spec.summary));
    add("description", json!(spec.description.as_ref().map(|text| text.trim_end())));
    add("access", json!(spec.access));
    add("method", json!(spec.method));
    add("auth", if operation.facts.anonymous { json!(spec.auth) } else { Value::Null });
    add("deprecated", if spec.deprecated { json!(true) } else { Value::Null });
    add("replaced_by", if spec.replaced_by.is_empty() { Value::Null } else { json!(spec.replaced_by) });
    add("asynchronous", json!(spec.asynchronous));
    add("waiter", spec.waiter.as_ref().map_or(Value::Null, |name| waiter(name, tree)));
    add("pagination", json!(spec.pagination));
    add("dry_run", json!(operation.facts.dry_run));
    add("parameters", fields::list(&operation.request.fields, operation));
    add("response", fields::list(&operation.response.fields, operation));
    add("errors", spec.errors.iter().map(error).collect());
    add("common_errors", service.spec.errors.iter().map(error).collect());
    Value::Object(described)
}

fn waiter(name: &str, tree: &SpecTree) -> Value {
    let Some(waiter) = tree.waiters.get(name) else { return json!({ "name": name }) };
    let mut described = json!(waiter);
    if let Value::Object(fields) = &mut described {
        fields.shift_insert(0, "name".to_owned(), json!(name));
    }
    described
}

fn error(code: &ErrorCode) -> Value {
    let mut described = Map::new();
    described.insert("code".to_owned(), json!(code.code));
    described.insert("status".to_owned(), json!(code.status.as_slice()));
    described.insert("retry".to_owned(), json!(retry::name(code.retry)));
    if let Some(text) = &code.description {
        described.insert("description".to_owned(), json!(text.trim_end()));
    }
    Value::Object(described)
}
