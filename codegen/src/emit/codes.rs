//! An operation's error codes as an enum.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::{docs, ident};
use crate::model::Operation;

/// The enum. An operation without documented codes has one without variants. Its variants and the rows of its [`table`] are
/// in one order.
pub(super) fn enumeration(operation: &Operation<'_>) -> TokenStream {
    let doc = docs::doc(&[format!("Error codes that the service documents for [`{}`]: see `Error::code_of`.", operation.name)]);
    let name = format_ident!("{}Code", operation.name);
    let operation_name = ident(operation.name);
    let variants = operation.codes.iter().filter_map(|code| {
        let doc = docs::doc(&[docs::error_code(code)]);
        let variant = ident(code.variant.as_ref()?);
        Some(quote! { #doc #variant })
    });
    quote! {
        #doc
        #[derive(Clone, Copy, PartialEq)]
        #[non_exhaustive]
        pub enum #name { #(#variants,)* }

        rt::code!(#name of #operation_name);
    }
}

/// The codes by their names on the wire, as the runtime looks them up.
pub(super) fn table(operation: &Operation<'_>) -> TokenStream {
    let name = format_ident!("{}Code", operation.name);
    let rows = operation.codes.iter().filter_map(|code| {
        let wire = &code.spec.code;
        let variant = ident(code.variant.as_ref()?);
        Some(quote! { (#wire, #name::#variant) })
    });
    quote! { &[#(#rows,)*] }
}
