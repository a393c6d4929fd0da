//! All items of one operation.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::{Options, call, codes, docs, ident, types};
use crate::model::{Operation, Service, Struct, Type};
use acs_spec::{Access, Method, PageStyle, Place, Retry};

pub(super) fn items(operation: &Operation<'_>, service: &Service<'_>, options: Options) -> TokenStream {
    let call = call::call(operation, service);
    let implementation = implementation(operation, service);
    let page = page(operation);
    let structure = |model: &Struct<'_>| {
        let decoded = model.received || options.dynamic;
        types::structure(model, &[model.doc.clone(), docs::source(operation)], decoded)
    };
    let request = structure(&operation.request);
    let response = structure(&operation.response);
    let shapes = operation.shapes.iter().map(structure);
    let enums = operation.enums.iter().map(|set| types::enumeration(set, docs::source(operation)));
    let codes = codes::enumeration(operation);
    quote! {
        #call
        #implementation
        #request
        #response
        #page
        #(#shapes)*
        #(#enums)*
        #codes
    }
}

/// What ties the operation's types together, and the facts that sending needs.
fn implementation(operation: &Operation<'_>, service: &Service<'_>) -> TokenStream {
    let name = ident(operation.name);
    let wire = operation.name;
    let request = ident(&operation.request.type_name);
    let response = ident(&operation.response.type_name);
    let code = format_ident!("{}Code", operation.name);
    let codes = codes::table(operation);
    let differences = differences(operation, service);
    let base = quote!(rt::OperationInfo::new(&SERVICE, #wire));
    let info = if differences.is_empty() { base } else { quote!(rt::OperationInfo { #(#differences,)* ..#base }) };
    quote! {
        impl rt::Operation for #name {
            type Request = #request;
            type Response = #response;
            type Code = #code;
            const CODES: &'static [(&'static str, Self::Code)] = #codes;
            const INFO: &'static rt::OperationInfo = &#info;
        }
    }
}

/// In what the operation differs from what `OperationInfo::new` assumes.
fn differences(operation: &Operation<'_>, service: &Service<'_>) -> Vec<TokenStream> {
    let spec = operation.spec;
    let mut differences = Vec::new();
    if spec.method == Method::Get {
        differences.push(quote!(method: rt::Method::Get));
    }
    if spec.access == Access::Read {
        differences.push(quote!(read_only: true));
    }
    let region = service.spec.region_parameter.as_ref().is_some_and(|region| spec.parameters.get(region).is_some());
    if !region {
        differences.push(quote!(region: false));
    }
    if operation.has_dry_run() {
        differences.push(quote!(dry_run: true));
    }
    if spec.parameters.iter().any(|(_, parameter)| parameter.place == Place::Form) {
        differences.push(quote!(form: true));
    }
    if let Some((token, _)) = spec.parameters.iter().find(|(_, parameter)| parameter.idempotency_token) {
        differences.push(quote!(idempotency_token: Some(#token)));
    }
    let retry: Vec<TokenStream> = spec.errors.iter().filter_map(|error| retry(&error.code, error.retry?)).collect();
    if !retry.is_empty() {
        differences.push(quote!(retry: &[#(#retry,)*]));
    }
    if let Some(pagination) = &operation.pagination {
        let size = &pagination.spec.size;
        let style = match (pagination.spec.style, &pagination.spec.page, &pagination.spec.token) {
            (PageStyle::Token, _, Some(token)) => Some(quote!(rt::Pagination::Token { token: #token, size: #size })),
            (PageStyle::Page, Some(page), _) => {
                let default_size = pagination.spec.default_size.unwrap_or_default();
                Some(quote!(rt::Pagination::Page { page: #page, size: #size, default_size: #default_size }))
            }
            _ => None,
        };
        differences.extend(style.map(|style| quote!(pagination: Some(&#style))));
    }
    differences
}

/// A row of a table of codes that may be retried.
pub(super) fn retry(code: &str, class: Retry) -> Option<TokenStream> {
    let class = match class {
        Retry::Throttled => quote!(Throttled),
        Retry::Busy => quote!(Busy),
        Retry::Server => quote!(Server),
        Retry::Clock => quote!(Clock),
        Retry::None => return None,
    };
    Some(quote! { (#code, rt::RetryClass::#class) })
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
    let total = match &pagination.total {
        Some((field, Type::Int32)) => optional(field, quote!(.map(i64::from))),
        Some((field, Type::String)) => optional(field, quote!(.as_deref().and_then(|total| total.parse().ok()))),
        Some((field, _)) => optional(field, TokenStream::new()),
        None => quote!(None),
    };
    let next = pagination.next.as_ref().map_or_else(|| quote!(None), |field| optional(field, quote!(.as_deref())));
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

            #[inline]

            fn total(&self) -> Option<i64> {
                #total
            }

            #[inline]

            fn next_token(&self) -> Option<&str> {
                #next
            }
        }
    })
}

fn optional(field: &str, then: TokenStream) -> TokenStream {
    let field = ident(field);
    quote!(self.#field #then)
}
