//! An example call of an operation, filled from the examples of the spec.

use super::ident;
use crate::model::{Field, Operation, Service, Type};
use acs_spec::facts::scalar_text;
use acs_spec::names::MAX_ARGUMENTS;
use acs_spec::{Schema, Value};

/// Longest line that is not broken, in columns.
const WIDTH: usize = 100;

/// The lines of the example, or `None` if a required parameter has no short value.
pub(super) fn example(operation: &Operation<'_>, service: &Service<'_>) -> Option<String> {
    let required = operation.required(service.spec);
    let begin = format!("client.{}", ident(&operation.method));
    let (arguments, broken) = if required.len() > MAX_ARGUMENTS {
        let name = &operation.types.required;
        let fields = required.iter().map(|field| Some(format!("{}: {}", ident(&field.ident), owned(field)?)));
        let fields = fields.collect::<Option<Vec<_>>>()?;
        let lines: String = fields.iter().map(|field| format!("        {field},\n")).collect();
        (format!("{name} {{ {} }}", fields.join(", ")), format!("{name} {{\n{lines}    }}"))
    } else {
        let values = required.iter().map(|field| borrowed(field)).collect::<Option<Vec<_>>>()?.join(", ");
        (values.clone(), values)
    };
    // A parameter without a brief value is left to the reader.
    let setters: Vec<String> = operation
        .needed(service.spec)
        .into_iter()
        .filter_map(|field| Some(format!(".{}({})", ident(&field.ident), borrowed(field)?)))
        .collect();
    let (chain, chain_broken) = (setters.concat(), setters.iter().map(|setter| format!("\n    {setter}")).collect::<String>());
    if operation.pagination.is_some() {
        let line = format!("let mut items = {begin}({arguments}){chain}.items();");
        let first = match line.len() <= WIDTH {
            true => line,
            false => {
                format!("let mut items = client\n    .{}({broken}){chain_broken}\n    .items();", ident(&operation.method))
            }
        };
        return Some(format!("{first}\nwhile let Some(item) = items.next().await {{\n    println!(\"{{:?}}\", item?);\n}}"));
    }
    let line = format!("let response = {begin}({arguments}){chain}.send().await?;");
    if line.len() <= WIDTH {
        return Some(line);
    }
    Some(format!("let response = client\n    .{}({broken}){chain_broken}\n    .send()\n    .await?;", ident(&operation.method)))
}

/// A value for an argument, which is taken in whatever form it has.
fn borrowed(field: &Field<'_>) -> Option<String> {
    match &field.ty {
        Type::String | Type::Enum(_) => Some(literal(field.schema)),
        Type::List { item, .. } if **item == Type::String => Some(format!("[{}]", item_literal(field.schema))),
        _ => number(field),
    }
}

/// A value for a field.
fn owned(field: &Field<'_>) -> Option<String> {
    match &field.ty {
        Type::String | Type::Enum(_) => Some(format!("{}.into()", literal(field.schema))),
        Type::List { item, .. } if **item == Type::String => Some(format!("vec![{}.into()]", item_literal(field.schema))),
        _ => number(field),
    }
}

fn number(field: &Field<'_>) -> Option<String> {
    let schema = field.schema;
    let stated = || stated(schema).and_then(scalar_text);
    match field.ty {
        Type::Boolean => Some(stated().and_then(|text| text.parse().ok()).unwrap_or(true).to_string()),
        Type::Int32 => Some(stated().and_then(|text| text.parse::<i32>().ok()).unwrap_or(1).to_string()),
        Type::Int64 => Some(stated().and_then(|text| text.parse::<i64>().ok()).unwrap_or(1).to_string()),
        _ => None,
    }
}

fn literal(schema: &Schema) -> String {
    let fits = |text: &String| text.len() <= 60 && text.chars().all(|c| !c.is_control());
    let text = stated(schema).and_then(scalar_text).filter(fits).or_else(|| schema.closed.first().cloned());
    format!("{:?}", text.unwrap_or_else(|| "...".to_owned()))
}

fn item_literal(schema: &Schema) -> String {
    match (&schema.items, &schema.example) {
        (Some(item), None) => literal(item),
        _ => literal(schema),
    }
}

/// A value that the spec says the parameter may have.
fn stated(schema: &Schema) -> Option<&Value> {
    let first = |value: &'_ Value| matches!(value, Value::String(_) | Value::Number(_) | Value::Bool(_));
    [schema.example.as_ref(), schema.default.as_ref(), schema.values.first()].into_iter().flatten().find(|value| first(value))
}
