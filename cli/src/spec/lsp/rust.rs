//! The Rust code that is generated from a spec.

use acs_codegen::model::{self, Field, Operation, Type};
use acs_codegen::{emit, format};
use acs_spec::fit::Step;
use acs_spec::names;
use acs_spec::read::SpecTree;
use proc_macro2::TokenStream;
use quote::quote;

use super::target::Target;
use crate::spec::preview;

/// Why no Rust code can be generated.
pub(super) type Refusal = String;

/// The code of the operation in a file.
pub(super) fn code(target: &Target<'_>) -> Result<(String, String), Refusal> {
    let tree = tree(target)?;
    let name = operation_name(target)?;
    let code = preview::code(&tree, name, false).ok_or("the operation's group is not one of the service")?;
    Ok((name.to_owned(), code?))
}

/// The declaration that a parameter or a field of the file's operation becomes.
pub(super) fn declaration(target: &Target<'_>, way: &[Step]) -> Option<String> {
    let tree = tree(target).ok()?;
    let service = model::service(&tree);
    let operation = service.operation(operation_name(target).ok()?)?;
    if let [Step::Key(top), Step::Key(name)] = way
        && top == "parameters"
    {
        let field = operation.request.fields.iter().find(|field| field.wire == name)?;
        let is_argument = operation.required(service.spec).iter().any(|required| required.wire == name);
        let tokens = if is_argument { emit::client_method(operation, &service) } else { emit::setter(field, &service) };
        return signature(tokens);
    }
    let field = find(operation, way)?;
    let tokens = emit::field(field);
    let text = format::pretty(quote!(struct S { #tokens })).ok()?;
    text.lines().map(str::trim).find(|line| line.starts_with("pub ")).map(|line| line.trim_end_matches(',').to_owned())
}

/// The methods that a waiter becomes.
pub(super) fn waiter_method(name: &str) -> String {
    format!("client.wait_until_{}(…)", names::field(name))
}

/// The method that an operation becomes.
pub(super) fn operation_method(name: &str) -> String {
    format!("client.{}(…)", names::field(name))
}

fn operation_name<'t>(target: &Target<'t>) -> Result<&'t str, Refusal> {
    let tree = target.service.tree.as_ref().ok_or("`service.yaml` cannot be read")?;
    let source = tree.operations.iter().find(|source| source.path == target.name);
    Ok(source.map(|source| source.operation.operation.as_str()).ok_or("the file describes no operation, or cannot be read")?)
}

/// The operation of a file, and what it needs of others, without errors: no code is made of a spec that has some.
fn tree(target: &Target<'_>) -> Result<SpecTree, Refusal> {
    let name = operation_name(target)?;
    let tree = target.service.tree.as_ref().ok_or("`service.yaml` cannot be read")?;
    let own = tree.operations.iter().find(|source| source.operation.operation == name);
    let waiter = own.and_then(|source| tree.waiters.get(source.operation.waiter.as_deref()?));
    let wanted: Vec<&str> = std::iter::once(name).chain(waiter.map(|waiter| waiter.operation.as_str())).collect();
    let part = tree.only(&wanted);
    acs_spec::check(&part).map_err(|found| found.one_lines().next().unwrap_or_default())?;
    Ok(part)
}

/// The part of a method before its body.
fn signature(method: TokenStream) -> Option<String> {
    let text = format::pretty(quote!(impl S { #method })).ok()?;
    let lines: Vec<&str> = text.lines().map(str::trim).skip_while(|line| !line.starts_with("pub fn ")).collect();
    let end = lines.iter().position(|line| line.ends_with('{'))?;
    let joined = lines[..=end].join(" ").replace("( ", "(").replace(", )", ")");
    Some(joined.trim_end_matches(['{', ' ']).to_owned())
}

/// The field that a way leads to: through structs, lists and maps, or from a shape.
fn find<'m, 's>(operation: &'m Operation<'s>, way: &[Step]) -> Option<&'m Field<'s>> {
    let names: Vec<&str> =
        way.iter().filter_map(|step| if let Step::Key(key) = step { Some(key.as_str()) } else { None }).collect();
    let (top, mut rest) = names.split_first()?;
    let mut fields = match *top {
        "parameters" => &operation.request.fields,
        "response" => &operation.response.fields,
        _ => {
            let (shape, inner) = rest.split_first()?;
            rest = inner.strip_prefix(&["fields"])?;
            let name = format!("{}{shape}", operation.name);
            &operation.shapes.iter().find(|known| known.type_name == name)?.fields
        }
    };
    loop {
        let (name, inner) = rest.split_first()?;
        let field = fields.iter().find(|field| field.wire == *name)?;
        let inner = inner.iter().position(|key| *key == "fields").map(|at| &inner[at + 1..]);
        let Some(inner) = inner else { return Some(field) };
        let name = struct_name(&field.ty)?;
        fields = &operation.shapes.iter().find(|known| known.type_name == name)?.fields;
        rest = inner;
    }
}

fn struct_name<'t>(ty: &'t Type<'_>) -> Option<&'t str> {
    match ty {
        Type::Struct { name, .. } => Some(name),
        Type::List { item, .. } | Type::Map(item) => struct_name(item),
        _ => None,
    }
}
