//! Waiters: a static that says what to poll, and the client's method that begins the wait.

use proc_macro2::{Literal, TokenStream};
use quote::{format_ident, quote};

use super::markdown::inert;
use super::{docs, ident, list, text};
use crate::model::Waiter;
use acs_spec::facts::WaiterFacts;
use acs_spec::{Until, names};

pub(super) fn info(waiter: &Waiter<'_>) -> TokenStream {
    let name = text(waiter.facts.name);
    let constant = ident(&names::constant(waiter.facts.name));
    let operation = ident(waiter.facts.operation);
    let differences = differences(&waiter.facts);
    quote! {
        pub(super) static #constant: rt::WaiterInfo = rt::WaiterInfo {
            name: #name,
            operation: rt::Shared::Static(<#operation as rt::Operation>::INFO),
            #(#differences,)*
            ..rt::WaiterInfo::DEFAULT
        };
    }
}

/// The fields in which the waiter differs from `WaiterInfo::DEFAULT`.
fn differences(facts: &WaiterFacts<'_>) -> Vec<TokenStream> {
    let optional = |field: TokenStream, value: Option<&str>| {
        let value = text(value?);
        Some(quote!(#field: Some(#value)))
    };
    let names = |field: TokenStream, names: &[&str]| {
        let rows = list(names);
        (!names.is_empty()).then(|| quote!(#field: #rows))
    };
    let with = list(facts.with.iter().map(|(name, value)| quote!((#name, #value))));
    let until = facts.until.map(|until| match until {
        Until::Present => quote!(until: Some(rt::Until::Present)),
        Until::Gone => quote!(until: Some(rt::Until::Gone)),
        Until::Detached => quote!(until: Some(rt::Until::Detached)),
    });
    let delay = Literal::u32_unsuffixed(facts.delay);
    let differences = [
        optional(quote!(id), facts.id),
        (!facts.with.is_empty()).then(|| quote!(with: #with)),
        names(quote!(also), &facts.also),
        names(quote!(unsent), &facts.unsent),
        names(quote!(items), &facts.items),
        names(quote!(sub_items), &facts.sub_items.iter().map(String::as_str).collect::<Vec<_>>()),
        names(quote!(matches), &facts.matches),
        names(quote!(status), &facts.status),
        names(quote!(success), &facts.success),
        names(quote!(failure), &facts.failure),
        until,
        names(quote!(not_found), &facts.not_found),
        (facts.delay > 0).then(|| quote!(delay: #delay)),
    ];
    differences.into_iter().flatten().collect()
}

pub(super) fn client_method(waiter: &Waiter<'_>) -> TokenStream {
    let method = format_ident!("{}", names::waiter_method(waiter.name));
    let constant = ident(&names::constant(waiter.name));
    let spec = waiter.spec;
    let polls = match &spec.id {
        Some(id) => format!("Polls `{}` with `{id}`.", spec.operation),
        None => format!("Polls `{}`, and searches for `{}`.", spec.operation, spec.id_name()),
    };
    let mut paragraphs = vec![inert(&spec.summary), polls];
    let given: Vec<String> = spec.given().map(|name| format!("`{name}`")).collect();
    if !given.is_empty() {
        let names = given.join(", ");
        paragraphs.push(format!("Also requires {names}: pass it with `.also(name, value)`."));
    }
    let doc = docs::doc(&paragraphs);
    quote! {
        #doc
        #[inline]
        pub fn #method(&self, id: impl Into<String>) -> rt::Wait {
            self.inner.wait(&#constant, id.into())
        }
    }
}
