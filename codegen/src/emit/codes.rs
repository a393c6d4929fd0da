//! An operation's error codes as an enum.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::{docs, ident};
use crate::model::{Code, Operation, Service};

/// The enum. An operation without documented codes has one without variants. A template's variant holds what stands in place of
/// each `%s`.
pub(super) fn enumeration(operation: &Operation<'_>, service: &Service<'_>) -> TokenStream {
    let doc = docs::doc(&[
        format!("Error codes that the service documents for [`{}`].", operation.types.call),
        "See [`Error::code_of`](rt::Error::code_of) and, for what to do, [`advice_for`](rt::advice_for).".to_owned(),
    ]);
    let name = ident(&operation.types.code);
    let operation_name = ident(&operation.types.call);
    let variants = operation.codes.iter().filter_map(|code| {
        let doc = docs::doc(&[docs::error_code(code, service)]);
        let variant = ident(code.variant.as_ref()?);
        let fields = vec![quote!(String); arguments(code)];
        let fields = (!fields.is_empty()).then(|| quote!((#(#fields),*)));
        Some(quote! { #doc #variant #fields })
    });
    let templates = operation.codes.iter().filter(|code| arguments(code) > 0).filter_map(|code| {
        let variant = ident(code.variant.as_ref()?);
        let names = (1..=arguments(code)).map(|number| format_ident!("argument{number}"));
        Some(quote!(#variant(#(#names),*)))
    });
    let templates: Vec<_> = templates.collect();
    let (copy, templates) = match templates.as_slice() {
        [] => (Some(quote!(Copy,)), None),
        templates => (None, Some(quote!(, #(#templates),*))),
    };
    quote! {
        #doc
        #[derive(Clone, #copy PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum #name { #(#variants,)* }

        rt::code!(#name of #operation_name #templates);
    }
}

/// The codes as the service documents them, as the runtime looks them up.
pub(super) fn table(operation: &Operation<'_>) -> TokenStream {
    let name = ident(&operation.types.code);
    let rows = operation.codes.iter().filter_map(|code| {
        let wire = &code.spec.code;
        let variant = ident(code.variant.as_ref()?);
        let empty = vec![quote!(String::new()); arguments(code)];
        let empty = (!empty.is_empty()).then(|| quote!((#(#empty),*)));
        Some(quote! { (#wire, #name::#variant #empty) })
    });
    quote! { &[#(#rows,)*] }
}

/// How many texts a template leaves open.
fn arguments(code: &Code<'_>) -> usize {
    code.spec.code.matches("%s").count()
}
