//! Waiters: a static that says what to poll, and the client's method that begins the wait.

use proc_macro2::{Literal, TokenStream};
use quote::{format_ident, quote};

use super::markdown::inert;
use super::{docs, ident, option};
use crate::model::Waiter;
use acs_spec::facts::WaiterFacts;
use acs_spec::{Until, names};

pub(super) fn info(waiter: &Waiter<'_>) -> TokenStream {
    let WaiterFacts { name, operation, id, with, also, items, sub_items, matches, status, success, failure, .. } = &waiter.facts;
    let constant = ident(&names::constant(name));
    let operation = ident(operation);
    let (id, matches) = (option(*id), option(*matches));
    let with = with.iter().map(|(name, value)| quote!((#name, #value)));
    let until = match waiter.facts.until {
        Some(Until::Present) => quote!(Some(rt::Until::Present)),
        Some(Until::Gone) => quote!(Some(rt::Until::Gone)),
        None => quote!(None),
    };
    let (not_found, delay) = (&waiter.facts.not_found, Literal::u32_unsuffixed(waiter.facts.delay));
    quote! {
        pub(super) static #constant: rt::WaiterInfo = rt::WaiterInfo {
            name: #name,
            operation: <#operation as rt::Operation>::INFO,
            id: #id,
            with: &[#(#with),*],
            also: &[#(#also),*],
            items: &[#(#items),*],
            sub_items: &[#(#sub_items),*],
            matches: #matches,
            status: &[#(#status),*],
            success: &[#(#success),*],
            failure: &[#(#failure),*],
            until: #until,
            not_found: &[#(#not_found),*],
            delay: #delay,
        };
    }
}

pub(super) fn client_method(waiter: &Waiter<'_>) -> TokenStream {
    let method = format_ident!("wait_until_{}", names::field(waiter.name));
    let constant = ident(&names::constant(waiter.name));
    let spec = waiter.spec;
    let polls = match &spec.id {
        Some(id) => format!("Polls `{}` with `{id}`.", spec.operation),
        None => format!("Polls `{}`, and searches for `{}`.", spec.operation, spec.id_name()),
    };
    let mut paragraphs = vec![inert(&spec.summary), polls];
    if !spec.also.is_empty() {
        let names = spec.also.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
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
