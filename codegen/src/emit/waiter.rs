//! Waiters: a static that says what to poll, and the client's method that begins the wait.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::{docs, ident};
use crate::model::Waiter;
use acs_spec::Until;
use acs_spec::names;

pub(super) fn info(waiter: &Waiter<'_>) -> TokenStream {
    let spec = waiter.spec;
    let wire = waiter.name;
    let constant = ident(&names::constant(waiter.name));
    let operation = ident(&spec.operation);
    let id = option(spec.id.as_deref());
    let with = spec.with.iter().map(|(name, value)| quote!((#name, #value)));
    let also = &spec.also;
    let (items, sub_items) = (&waiter.items, &waiter.sub_items);
    let matches = option(spec.matches.as_deref());
    let status = spec.status.iter().flat_map(|path| path.split('.'));
    let (success, failure, not_found) = (&spec.success, &spec.failure, &spec.not_found);
    let until = match spec.until {
        Some(Until::Present) => quote!(Some(rt::Until::Present)),
        Some(Until::Gone) => quote!(Some(rt::Until::Gone)),
        None => quote!(None),
    };
    let delay = spec.delay;
    quote! {
        pub(super) static #constant: rt::WaiterInfo = rt::WaiterInfo {
            name: #wire,
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
        None => format!("Polls `{}`, and looks for `{}`.", spec.operation, spec.id_name()),
    };
    let mut paragraphs = vec![spec.summary.clone(), polls];
    if !spec.also.is_empty() {
        let names = spec.also.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
        paragraphs.push(format!("Needs {names} as well: give it with `.also(name, value)`."));
    }
    paragraphs.push("Spec: `waiters.yaml`.".to_owned());
    let doc = docs::doc(&paragraphs);
    quote! {
        #doc
        #[inline]
        pub fn #method(&self, id: impl Into<String>) -> rt::Wait {
            self.inner.wait(&#constant, id.into())
        }
    }
}

fn option(value: Option<&str>) -> TokenStream {
    value.map_or_else(|| quote!(None), |value| quote!(Some(#value)))
}
