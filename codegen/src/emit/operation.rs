//! All items of one operation.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::{Options, call, codes, docs, ident, list, option, text, types};
use crate::model::{Field, Operation, Service, Struct, Type};
use acs_spec::facts::{OperationFacts, PageParameters};
use acs_spec::{Method, Retry};

/// `owner` is the type or trait whose method begins the call.
pub(super) fn items(operation: &Operation<'_>, service: &Service<'_>, options: Options, owner: &str) -> TokenStream {
    let call = call::call(operation, service, owner);
    let implementation = implementation(operation);
    let page = page(operation);
    let structure = |model: &Struct<'_>| types::structure(model, model.received || options.decodes_requests(), &docs::field);
    // A parameter is documented where it is set.
    let describe = |field: &Field<'_>| docs::request_field(field, service);
    let request = types::structure(&operation.request, options.decodes_requests(), &describe);
    let response = match operation.response.is_request_id() {
        true => types::request_id_response(&operation.response),
        false => structure(&operation.response),
    };
    let shapes = operation.shapes.iter().map(structure);
    let enums = operation.enums.iter().map(types::enumeration);
    let codes = codes::enumeration(operation, service);
    let created_id = call::created_id(operation);
    let serde = options.serde.then(|| serde(operation));
    quote! {
        #call
        #implementation
        #request
        #response
        #created_id
        #page
        #(#shapes)*
        #(#enums)*
        #codes
        #serde
    }
}

/// `Serialize` and `Deserialize` of all types of the operation.
fn serde(operation: &Operation<'_>) -> TokenStream {
    // A response of a request id alone is a type of the runtime.
    let response = Some(&operation.response).filter(|response| !response.is_request_id());
    let structs = std::iter::once(&operation.request).chain(response).chain(&operation.shapes);
    let names = structs.map(|model| &model.type_name).chain(operation.enums.iter().map(|set| &set.type_name));
    let names = names.map(|name| ident(name));
    quote!(rt::serde!(#(#names),*);)
}

/// What ties the operation's types together, and the facts that sending needs.
fn implementation(operation: &Operation<'_>) -> TokenStream {
    let name = ident(&operation.types.call);
    let wire = text(operation.name);
    let request = ident(&operation.request.type_name);
    let response = ident(&operation.response.type_name);
    let code = ident(&operation.types.code);
    let codes = codes::table(operation);
    let differences = differences(&operation.facts);
    quote! {
        impl rt::Operation for #name {
            type Request = #request;
            type Response = #response;
            type Code = #code;
            const CODES: &'static [(&'static str, Self::Code)] = #codes;
            const INFO: &'static rt::OperationInfo = &rt::OperationInfo {
                service: rt::Shared::Static(&SERVICE),
                name: #wire,
                #(#differences,)*
                ..rt::OperationInfo::DEFAULT
            };
        }
    }
}

/// The fields in which the operation differs from `OperationInfo::DEFAULT`.
fn differences(facts: &OperationFacts<'_>) -> Vec<TokenStream> {
    let mut differences = Vec::new();
    if facts.method == Method::Get {
        differences.push(quote!(method: rt::Method::Get));
    }
    if facts.anonymous {
        differences.push(quote!(anonymous: true));
    }
    if facts.read_only {
        differences.push(quote!(read_only: true));
    }
    if !facts.region {
        differences.push(quote!(region: false));
    }
    if facts.dry_run {
        differences.push(quote!(dry_run: true));
    }
    if facts.form {
        differences.push(quote!(form: true));
    }
    if !facts.request_id {
        differences.push(quote!(request_id: false));
    }
    if let Some(token) = facts.idempotency_token.map(text) {
        differences.push(quote!(idempotency_token: Some(#token)));
    }
    if !facts.required.is_empty() {
        let names = list(&facts.required);
        differences.push(quote!(required: #names));
    }
    if !facts.retry.is_empty() {
        let retry = retry(&facts.retry);
        differences.push(quote!(retry: #retry));
    }
    if let Some(pagination) = &facts.pagination {
        let parameters = match pagination.parameters {
            PageParameters::Page { page, size, default_size } => {
                let (page, size, default_size) = (text(page), text(size), Literal::u32_unsuffixed(default_size));
                quote!(rt::Pagination::Page { page: #page, size: #size, default_size: #default_size })
            }
            PageParameters::Token { token, size } => {
                let (token, size) = (text(token), option(size));
                quote!(rt::Pagination::Token { token: #token, size: #size })
            }
        };
        differences.push(quote!(pagination: Some(#parameters)));
    }
    if !facts.sensitive.is_empty() {
        let names = list(&facts.sensitive);
        differences.push(quote!(sensitive: #names));
    }
    differences
}

/// A table of error codes with the retry class of each.
pub(super) fn retry(table: &[(&str, Retry)]) -> TokenStream {
    let rows = table.iter().map(|(code, class)| {
        let class = match class {
            Retry::Throttled => quote!(Throttled),
            Retry::Busy => quote!(Busy),
            Retry::Server => quote!(Server),
            Retry::Clock => quote!(Clock),
            Retry::None => quote!(None),
        };
        quote!((#code, rt::RetryClass::#class))
    });
    list(rows)
}

/// The response as a page of a list.
fn page(operation: &Operation<'_>) -> Option<TokenStream> {
    let pagination = operation.pagination.as_ref()?;
    let response = ident(&operation.response.type_name);
    let item = types::value(&pagination.item);
    let (last, above) = pagination.items.split_last()?;
    let last = ident(last);
    let above: Vec<_> = above.iter().map(|step| ident(step)).collect();
    let count = if above.is_empty() {
        quote!(self.#last.len())
    } else {
        quote!(Some(self) #(.and_then(|at| at.#above.as_ref()))* .map_or(0, |at| at.#last.len()))
    };
    // The value at the end of a path, of which all but the last are objects.
    let at = |path: &[String], value: TokenStream| {
        let (last, above) = path.split_last()?;
        let (last, above) = (ident(last), above.iter().map(|step| ident(step)));
        Some(match path.len() {
            1 => quote!(self.#last #value),
            _ => quote!(Some(self) #(.and_then(|at| at.#above.as_ref()))* .and_then(|at| at.#last #value)),
        })
    };
    let total = pagination.total.as_ref().and_then(|(path, ty)| {
        let total = match ty {
            Type::String => at(path, quote!(.as_deref().and_then(|total| total.parse().ok()))),
            _ => at(path, TokenStream::new()),
        }?;
        Some(quote! {
            #[inline]
            fn total(&self) -> Option<i64> {
                #total
            }
        })
    });
    let next_token = pagination.next.as_ref().and_then(|path| {
        let next = at(path, quote!(.as_deref()))?;
        Some(quote! {
            #[inline]
            fn next_token(&self) -> Option<&str> {
                #next
            }
        })
    });
    Some(quote! {
        impl rt::Page for #response {
            type Item = #item;

            #[inline]
            fn into_items(self) -> Vec<Self::Item> {
                self #(.#above.unwrap_or_default())* .#last
            }

            #[inline]
            fn count(&self) -> usize {
                #count
            }

            #total
            #next_token
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_that_a_spec_declares_final_is_in_the_table() {
        let table = retry(&[("InternalError", Retry::None)]).to_string();
        assert!(table.contains(r#"[("InternalError" , rt :: RetryClass :: None)]"#), "{table}");
    }
}
