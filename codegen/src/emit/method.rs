//! The client's method that begins the call of an operation, in `impl Client` or as an extension trait.

use proc_macro2::TokenStream;
use quote::quote;

use super::call::{argument, converted, filled};
use super::{docs, ident};
use crate::model::{Operation, Service};
use acs_spec::names;

/// The client's method, as it stands in `impl Client`.
pub(super) fn client_method(operation: &Operation<'_>, service: &Service<'_>) -> TokenStream {
    let body = body(operation, service, &quote!(self.inner));
    let doc = docs::doc(&docs::client_method(operation));
    let signature = signature(operation, service);
    let deprecated = operation.spec.deprecated.then(|| quote!(#[deprecated]));
    quote! {
        #doc
        #deprecated
        #[inline]
        pub #signature {
            #body
        }
    }
}

/// The client's method as a trait that every client of the runtime has.
pub(super) fn extension_trait(operation: &Operation<'_>, service: &Service<'_>) -> TokenStream {
    let body = body(operation, service, &quote!(self.as_ref()));
    let doc = docs::doc(&docs::client_method(operation));
    let signature = signature(operation, service);
    let name = ident(&operation.types.extension);
    let about = docs::doc(&[format!("Adds `{}` to every client.", operation.method)]);
    quote! {
        #about
        pub trait #name: AsRef<rt::Client> {
            #doc
            #signature {
                #body
            }
        }

        impl<C: AsRef<rt::Client>> #name for C {}
    }
}

fn signature(operation: &Operation<'_>, service: &Service<'_>) -> TokenStream {
    let method = ident(&operation.method);
    let name = ident(&operation.types.call);
    let required = operation.required(service.spec);
    if required.len() > names::MAX_ARGUMENTS {
        let required = ident(&operation.types.required);
        return quote! { fn #method(&self, required: #required) -> #name };
    }
    let arguments = required.iter().map(|field| argument(field));
    quote! { fn #method(&self, #(#arguments),*) -> #name }
}

fn body(operation: &Operation<'_>, service: &Service<'_>, client: &TokenStream) -> TokenStream {
    let name = ident(&operation.types.call);
    let request = ident(&operation.request.type_name);
    let required = operation.required(service.spec);
    let named = required.len() > names::MAX_ARGUMENTS;
    let fields = required.iter().map(|field| {
        let ident = ident(&field.ident);
        if named {
            let value = filled(field, quote!(required.#ident));
            return quote! { #ident: #value };
        }
        let value = converted(field);
        quote! { #ident: #value }
    });
    let rest = (required.len() < operation.request.fields.len()).then(|| quote!(..Default::default()));
    let value = match required.is_empty() {
        true => quote!(#request::default()),
        false => quote!(#request { #(#fields,)* #rest }),
    };
    quote! {
        #name { request: #value, call: #client.call(<#name as rt::Operation>::INFO) }
    }
}
