//! What stands in place of generated code when a spec has errors.
//!
//! The error is one `compile_error!`. Beside it are all names that the code would have had, as far as they are known, so that the
//! compiler does not go on to report each use of them. They are aliases of a type that is itself an error: the compiler says nothing
//! more of what is done with a value of such a type. An alias of what `compile_error!` produces for a type does not work, since
//! that is `()`; a projection from an array of such a length does.

use std::collections::BTreeSet;

use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote};

use acs_spec::facts::is_argument;
use acs_spec::names::{self, MAX_ARGUMENTS, TypeNames};
use acs_spec::read::{Outline, OutlinedOperation};
use acs_spec::{Kind, Named, Operation, Schema, Service};

/// The error, and the names of an operation with its extension trait.
pub fn extension(outline: &Outline, message: &str) -> TokenStream {
    let (failed, types) = (failed(message), type_names(outline));
    let can_be_method = |operation: &&OutlinedOperation| !names::is_never_raw(&names::method(&operation.name));
    let operations = outline.operations.iter().filter(can_be_method).map(|operation| {
        let own = types.own(&operation.name);
        let aliases = aliases(operation, &types);
        let (name, method) = (ident(&own.extension), ident(&names::method(&operation.name)));
        let arguments = arguments(operation, outline.service.as_ref());
        quote! {
            #aliases
            pub trait #name {
                fn #method(&self #(, #arguments: Failed)*) -> Failed;
            }
            impl<C> #name for C {
                fn #method(&self #(, #arguments: Failed)*) -> Failed {
                    loop {}
                }
            }
        }
    });
    let module = outline.operations.first().map_or_else(|| "no".to_owned(), |first| names::method(&first.name));
    let module = format_ident!("{module}_operation");
    quote! {
        #[allow(warnings)]
        mod #module {
            mod spec_errors {
                #failed
            }
            use spec_errors::Failed;
            #(#operations)*
        }
        #[allow(warnings)]
        pub use #module::*;
    }
}

/// The error, and the names of a client.
pub fn inline(outline: &Outline, message: &str) -> TokenStream {
    let (failed, types) = (failed(message), type_names(outline));
    let named = outline.service.iter().flat_map(|service| service.groups.names());
    let groups: BTreeSet<&str> = named.chain(outline.operations.iter().map(|operation| operation.group.as_str())).collect();
    let modules = groups.into_iter().filter(|group| names::is_group(group)).map(|group| {
        let module = ident(&names::field(group));
        let operations = outline.operations.iter().filter(|operation| operation.group == group);
        let aliases = operations.map(|operation| aliases(operation, &types));
        quote! {
            #[allow(warnings)]
            pub mod #module {
                use super::spec_errors::Failed;
                #(#aliases)*
            }
        }
    });
    quote! {
        #[allow(warnings)]
        mod spec_errors {
            #failed
            pub type Client = Failed;
        }
        pub use spec_errors::Client;
        #(#modules)*
    }
}

fn failed(message: &str) -> TokenStream {
    quote! {
        pub trait Of {
            type Type;
        }
        pub type Failed = <[(); compile_error!(#message)] as Of>::Type;
    }
}

fn type_names(outline: &Outline) -> TypeNames {
    let read = outline.operations.iter().filter_map(|one| Some((one.group.as_str(), one.operation.as_ref()?)));
    TypeNames::choose(read, outline.operations.iter().map(|one| one.name.as_str()))
}

fn aliases(operation: &OutlinedOperation, types: &TypeNames) -> TokenStream {
    let own = types.own(&operation.name);
    let mut all: BTreeSet<String> = own.iter().filter(|name| *name != own.extension).map(str::to_owned).collect();
    if let Some(spec) = &operation.operation {
        let chosen = types.get(&operation.name).into_iter().flat_map(|types| types.all_nested());
        all.extend(chosen.map(|(_, _, nested)| nested.name.clone()).filter(|name| is_identifier(name)));
        let mut walk = Walk { call: &own.call, names: &mut all };
        walk.fields(&spec.parameters, &mut Vec::new());
        walk.fields(&spec.response, &mut Vec::new());
        walk.shapes(spec);
    }
    let aliases = all.iter().map(|name| ident(name));
    quote!(#(pub type #aliases = Failed;)*)
}

/// Collects the names that objects and closed sets may get once the errors are gone: those that are chosen now may be others, since
/// what has errors is not always known.
struct Walk<'a> {
    call: &'a str,
    names: &'a mut BTreeSet<String>,
}

impl Walk<'_> {
    fn shapes(&mut self, spec: &Operation) {
        for (name, shape) in spec.shapes.iter() {
            self.add(name);
            self.schema(shape, &mut vec![name]);
        }
    }

    fn fields<'s>(&mut self, fields: &'s Named<Schema>, within: &mut Vec<&'s str>) {
        for (wire, schema) in fields.iter() {
            within.push(wire);
            self.schema(schema, within);
            within.pop();
        }
    }

    fn schema<'s>(&mut self, schema: &'s Schema, within: &mut Vec<&'s str>) {
        if schema.kind == Some(Kind::Object) || !schema.fields.is_empty() || !schema.closed.is_empty() {
            for depth in 0..within.len() {
                let path: String = within[depth..].iter().map(|wire| names::type_name(wire)).collect();
                self.add(&path);
            }
        }
        self.fields(&schema.fields, within);
        if let Some(items) = &schema.items {
            let wraps = schema.wraps.as_deref();
            within.extend(wraps);
            self.schema(items, within);
            if wraps.is_some() {
                within.pop();
            }
        }
    }

    fn add(&mut self, short: &str) {
        if is_identifier(short) {
            self.names.insert(format!("{}{short}", self.call));
        }
    }
}

fn is_identifier(name: &str) -> bool {
    name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

/// Names for the arguments of the client's method.
fn arguments(operation: &OutlinedOperation, service: Option<&Service>) -> Vec<Ident> {
    let Some(spec) = &operation.operation else { return vec![format_ident!("_id")] };
    let is_required = |(wire, schema): &(&str, &Schema)| match service {
        Some(service) => is_argument(wire, schema, service),
        None => schema.required && !schema.idempotency_token && *wire != "RegionId",
    };
    let required = spec.parameters.iter().filter(is_required).count();
    let count = if required > MAX_ARGUMENTS { 1 } else { required };
    (0..count).map(|number| format_ident!("_argument_{number}")).collect()
}

fn ident(name: &str) -> Ident {
    if names::is_keyword(name) { Ident::new_raw(name, Span::call_site()) } else { Ident::new(name, Span::call_site()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_no_method_can_have_is_left_out() {
        let named = |name: &str| OutlinedOperation { group: "vpc".to_owned(), name: name.to_owned(), operation: None };
        let outline = Outline { service: None, operations: vec![named("Self"), named("Match")] };
        let code = extension(&outline, "a mistake").to_string();
        assert!(!code.contains("fn self"), "{code}");
        assert!(code.contains("fn r#match"), "{code}");
    }

    #[test]
    fn a_type_that_gives_way_to_another_keeps_its_name() {
        let kinds = "parameters:\n  Kind: { type: string, enum: [a] }\nresponse:\n  Kind: { type: string, enum: [b] }\n";
        let text = format!("operation: TagRule\nsummary: Tags.\naccess: write\nwaiter: None\n{kinds}");
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("vpc")).unwrap();
        std::fs::write(folder.path().join("vpc/TagRule.yaml"), text).unwrap();
        let code = inline(&acs_spec::read::outline(folder.path()), "a mistake").to_string();
        assert!(code.contains("TagRuleKind2"), "{code}");
    }
}
