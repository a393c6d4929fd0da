//! Rust, with the crate that is generated from the specs, or with the client that a macro generates from a folder of specs.

use std::collections::BTreeSet;

use acs_codegen::format;
use acs_codegen::model::{Field, Type};
use acs_spec::names;
use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::quote;
use serde_json::Value;

use super::Sample;

pub(super) fn write(sample: &Sample<'_>) -> Result<String, String> {
    let mut program = Program { sample, types: BTreeSet::new() };
    let call = program.call();
    let types = program.types.iter().map(|name| ident(name));
    let module = ident(&sample.group.module);
    let types = (!program.types.is_empty()).then(|| quote!(#module::{#(#types),*}));
    let (client, error) = match sample.folder {
        None => {
            let types = types.map(|types| quote!(use vpc_api::#types;));
            (quote!(use vpc_api::Client; #types), quote!(vpc_api::Error))
        }
        Some(folder) => {
            let (folder, types) = (folder.to_string_lossy(), types.map(|types| quote!(use service::#types;)));
            let client = quote! {
                mod service {
                    acs_macros::service!(#folder);
                }
                use service::Client;
                #types
            };
            (client, quote!(acs_runtime::Error))
        }
    };
    let code = format::pretty(quote! {
        #client

        #[tokio::main(flavor = "current_thread")]
        async fn main() -> Result<(), #error> {
            let client = Client::from_env()?;
            let reply = #call.send().await?;
            println!("{reply:#?}");
            Ok(())
        }
    });
    let code = code.map_err(|error| format!("the program does not parse: {error}"))?;
    Ok(format!(
        "{}{}",
        head(sample),
        code.replace("#[tokio", "\n#[tokio").replace("use service::Client", "\nuse service::Client")
    ))
}

/// What the program does, and the crates that it needs.
fn head(sample: &Sample<'_>) -> String {
    let version = env!("CARGO_PKG_VERSION");
    let crates = match sample.folder {
        None => format!("vpc-api@{version}"),
        Some(_) => format!("acs-macros@{version} acs-runtime@{version}"),
    };
    format!(
        "//! {}\n//!\n//! ```console\n//! $ cargo add {crates}\n//! $ cargo add tokio --features macros,rt\n//! ```\n\n",
        sample.operation.spec.summary,
    )
}

struct Program<'a> {
    sample: &'a Sample<'a>,
    /// Types of the group's module that the program names.
    types: BTreeSet<String>,
}

impl Program<'_> {
    /// `client.create_vpc(…).vpc_name("…")`
    fn call(&mut self) -> TokenStream {
        let sample = self.sample;
        let operation = sample.operation;
        let method = ident(&operation.method);
        let required = operation.required(sample.service.spec);
        let arguments = self.required(&required);
        let mut calls = Vec::new();
        for field in operation.request.fields.iter().filter(|field| !required.iter().any(|required| required.wire == field.wire))
        {
            let Some(value) = sample.request.value(field.wire).filter(|value| !value.is_null()) else { continue };
            // `DryRun` has no setter.
            if operation.facts.dry_run && field.wire == names::DRY_RUN {
                let (name, text) = (field.wire, value.to_string());
                calls.push(quote!(.param(#name, #text)));
                continue;
            }
            let (name, value) = (ident(&names::setter(&field.ident)), self.argument(&field.ty, value));
            calls.push(quote!(.#name(#value)));
        }
        for name in sample.service.spec.parameters.names() {
            if let Some(value) = sample.params.get(name) {
                calls.push(quote!(.param(#name, #value)));
            }
        }
        quote!(client.#method(#arguments) #(#calls)*)
    }

    /// What the client's method takes.
    fn required(&mut self, required: &[&Field<'_>]) -> TokenStream {
        let values: Vec<(Ident, &Type<'_>, Value)> = required
            .iter()
            .map(|field| (ident(&field.ident), &field.ty, self.sample.request.value(field.wire).cloned().unwrap_or_default()))
            .collect();
        if required.len() <= names::MAX_ARGUMENTS {
            let arguments: Vec<TokenStream> = values.iter().map(|(_, ty, value)| self.argument(ty, value)).collect();
            return quote!(#(#arguments),*);
        }
        let name = self.sample.operation.types.required.clone();
        let fields: Vec<TokenStream> = values
            .iter()
            .map(|(name, ty, value)| {
                let value = self.owned(ty, value);
                quote!(#name: #value)
            })
            .collect();
        let ty = ident(&name);
        self.types.insert(name);
        quote!(#ty { #(#fields),* })
    }

    /// A value as an argument of a method, which accepts text and lists in any form.
    fn argument(&mut self, ty: &Type<'_>, value: &Value) -> TokenStream {
        match (ty, value) {
            (Type::String | Type::Enum(_), value) => {
                let text = text(value);
                quote!(#text)
            }
            (Type::List { item, .. }, value) => {
                let plain = matches!(**item, Type::String);
                let items: Vec<TokenStream> = items(value)
                    .iter()
                    .map(|value| if plain { self.argument(item, value) } else { self.owned(item, value) })
                    .collect();
                quote!([#(#items),*])
            }
            (ty, value) => self.owned(ty, value),
        }
    }

    /// A value of exactly its type.
    fn owned(&mut self, ty: &Type<'_>, value: &Value) -> TokenStream {
        match ty {
            Type::String | Type::Enum(_) => {
                let text = text(value);
                quote!(#text.into())
            }
            Type::Int32 | Type::Int64 => {
                let number = Literal::i64_unsuffixed(value.as_i64().unwrap_or_default());
                quote!(#number)
            }
            Type::Float | Type::Double => {
                let number = Literal::f64_unsuffixed(value.as_f64().unwrap_or_default());
                quote!(#number)
            }
            Type::Boolean => {
                let yes = value.as_bool().unwrap_or_default();
                quote!(#yes)
            }
            Type::Any => {
                let json = value.to_string();
                quote!(#json.parse().unwrap_or_default())
            }
            Type::Struct { name, boxed } => {
                let built = self.structure(name, value);
                if *boxed { quote!(Box::new(#built)) } else { built }
            }
            Type::List { item, .. } => {
                let items: Vec<TokenStream> = items(value).iter().map(|value| self.owned(item, value)).collect();
                quote!(vec![#(#items),*])
            }
            Type::Map(item) => {
                let fields = value.as_object().into_iter().flatten();
                let pairs: Vec<TokenStream> = fields
                    .map(|(name, value)| {
                        let value = self.owned(item, value);
                        quote!((#name.into(), #value))
                    })
                    .collect();
                quote!([#(#pairs),*].into())
            }
        }
    }

    fn structure(&mut self, name: &str, value: &Value) -> TokenStream {
        let ty = ident(name);
        self.types.insert(name.to_owned());
        let Some(shape) = self.sample.operation.shapes.iter().find(|shape| shape.type_name == name) else {
            return quote!(#ty::default());
        };
        let given: Vec<(&Field<'_>, &Value)> = shape
            .fields
            .iter()
            .filter_map(|field| Some((field, value.get(field.wire).filter(|value| !value.is_null())?)))
            .collect();
        let rest = (given.len() < shape.fields.len()).then(|| quote!(..Default::default()));
        let fields = given.into_iter().map(|(field, value)| {
            let (name, inner) = (ident(&field.ident), self.owned(&field.ty, value));
            match field.ty {
                Type::List { present: false, .. } | Type::Map(_) => quote!(#name: #inner,),
                _ => quote!(#name: Some(#inner),),
            }
        });
        let fields: TokenStream = fields.collect();
        quote!(#ty { #fields #rest })
    }
}

/// The items of a list. A single value is a list of one.
fn items(value: &Value) -> &[Value] {
    match value {
        Value::Array(items) => items,
        other => std::slice::from_ref(other),
    }
}

fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

fn ident(name: &str) -> Ident {
    let raw = names::is_keyword(name) && !names::is_never_raw(name);
    if raw { Ident::new_raw(name, Span::call_site()) } else { Ident::new(name, Span::call_site()) }
}
