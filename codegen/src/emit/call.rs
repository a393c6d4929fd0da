//! The call of an operation: the struct that the client's method returns, a setter per optional parameter, and what sends it.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};

use super::markdown::inert;
use super::{docs, ident, types};
use crate::model::{Field, Operation, Service, Struct, Type};
use acs_spec::{Format, names};

/// The struct that the method of a client returns, with its methods. `owner` is the type or trait of that method.
pub(super) fn call(operation: &Operation<'_>, service: &Service<'_>, owner: &str) -> TokenStream {
    let name = ident(&operation.types.call);
    let request = ident(&operation.request.type_name);
    let response = ident(&operation.response.type_name);
    let and_wait = send_and_wait(operation, service);
    let doc = docs::doc(&docs::operation(operation, service, owner, and_wait.is_some()));
    let required = operation.required(service.spec);
    let setters = operation
        .request
        .fields
        .iter()
        .filter(|field| !required.iter().any(|required| required.wire == field.wire))
        .filter(|field| !(operation.facts.dry_run && field.wire == names::DRY_RUN))
        .map(|field| setter(field, service));
    let dry_run = operation.facts.dry_run.then(|| {
        quote! {
            /// Asks the service whether the call would succeed, and changes nothing.
            #[inline]
            pub fn dry_run(self) -> rt::DryRun {
                self.call.dry_run(&self.request)
            }
        }
    });
    let pages = operation.pagination.as_ref().map(|_| {
        quote! {
            /// Returns the responses of all pages as a stream, which requests a page when it is polled for it.
            #[inline]
            pub fn pages(self) -> rt::Pages<#response> {
                self.call.pages(&self.request)
            }

            /// Returns the items of all pages as a stream.
            #[inline]
            pub fn items(self) -> rt::Items<#response> {
                self.call.items(&self.request)
            }
        }
    });
    let required_struct = required_struct(operation, service, &required);
    quote! {
        #doc
        #[derive(Debug)]
        #[must_use = "a call does nothing until it is sent"]
        pub struct #name {
            request: #request,
            call: rt::Call,
        }

        impl #name {
            #(#setters)*

            /// Sets a parameter by its wire name, in place of any other value for it.
            #[inline]
            pub fn param(mut self, name: impl Into<String>, value: impl ToString) -> Self {
                self.call.param(name.into(), value.to_string());
                self
            }

            /// Sets timeouts, retries and other options of this call.
            #[inline]
            pub fn options(mut self, options: rt::CallOptions) -> Self {
                self.call.options(options);
                self
            }

            /// Sends the request.
            #[inline]
            pub fn send(self) -> rt::CallFuture<#response> {
                self.call.send(&self.request)
            }

            /// Sends the request, and returns the response with its status, headers, attempts and duration.
            #[inline]
            pub fn send_with_metadata(self) -> rt::CallFuture<rt::WithMetadata<#response>> {
                self.call.send_with_metadata(&self.request)
            }

            #and_wait
            #dry_run
            #pages
        }

        #required_struct
    }
}

/// Sends the request, then waits for the change that the spec names. The id of the resource comes from the reply or
/// the request; if neither has it, the caller passes it.
pub(super) fn send_and_wait(operation: &Operation<'_>, service: &Service<'_>) -> Option<TokenStream> {
    let (group, waiter) = service.waiter(operation.spec.waiter.as_deref()?)?;
    let response = ident(&operation.response.type_name);
    let module = ident(&group.module);
    let constant = ident(&names::constant(waiter.name));
    let field =
        |fields: &[Field<'_>], wire: &str| fields.iter().find(|field| field.wire == wire).map(|field| ident(&field.ident));
    let arguments = waiter.spec.arguments(operation.spec);
    let take = arguments.iter().map(|name| ident(&names::field(name)));
    let given = |name: &str| match arguments.contains(&name) {
        true => Some(ident(&names::field(name)).into_token_stream()),
        false => field(&operation.request.fields, name).map(|field| quote!(self.request.#field.clone().unwrap_or_default())),
    };
    let also: Vec<&str> = waiter.spec.given().collect();
    let values = also.iter().map(|name| given(name)).collect::<Option<Vec<_>>>()?;
    let (in_reply, in_request) = (waiter.spec.ids_in_reply(operation.spec), waiter.spec.ids_in_request(operation.spec));
    let begin = |source: Ids<'_, '_>, paths: &[&str]| match paths {
        [name] if source.has_one(name) => {
            let (of, id) = (&source.of, field(&source.fields.fields, name)?);
            Some(quote!(wait(&super::#module::#constant, #of.#id.clone().unwrap_or_default())))
        }
        paths => {
            let ids = paths.iter().map(|path| source.at(path)).collect::<Option<Vec<_>>>()?;
            Some(quote!(wait_for_all(&super::#module::#constant, ::std::iter::empty()#(.chain(#ids))*)))
        }
    };
    let wait = if in_reply.is_empty() {
        let begin = match arguments.contains(&waiter.spec.id_name()) {
            true => {
                let id = given(waiter.spec.id_name())?;
                quote!(wait(&super::#module::#constant, #id))
            }
            false => begin(Ids { of: quote!(self.request), fields: &operation.request, operation }, &in_request)?,
        };
        quote! {
            let wait = self.call.client().#begin #(.also(#also, #values))*;
            self.send().then_wait(wait)
        }
    } else {
        let begin = begin(Ids { of: quote!(reply), fields: &operation.response, operation }, &in_reply)?;
        // The wait begins after the call, so it owns its text.
        let kept: Vec<_> = also.iter().map(|name| ident(&names::field(name))).collect();
        let texts = also.iter().zip(&values).map(|(name, value)| match arguments.contains(name) {
            true => quote!(#value.into()),
            false => value.clone(),
        });
        quote! {
            let client = self.call.client().clone();
            #(let #kept: String = #texts;)*
            self.send().and_wait(move |reply| client.#begin #(.also(#also, #kept))*)
        }
    };
    let mut doc = vec![format!("Sends the request, then {}.", inert(&waiter.goal()))];
    if !arguments.is_empty() {
        let names: Vec<_> = arguments.iter().map(|name| format!("`{name}`")).collect();
        doc.push(format!("Neither the request nor the response identifies what to wait for: pass its {}.", names.join(" and ")));
    }
    let doc = docs::doc(&doc);
    Some(quote! {
        #doc
        #[inline]
        pub fn send_and_wait(self #(, #take: impl Into<String>)*) -> rt::CallAndWait<#response> {
            #wait
        }
    })
}

/// Where a request or a reply has ids.
struct Ids<'a, 'm> {
    of: TokenStream,
    fields: &'a Struct<'m>,
    operation: &'a Operation<'m>,
}

impl Ids<'_, '_> {
    /// Whether a name is that of a single text.
    fn has_one(&self, name: &str) -> bool {
        self.fields.fields.iter().any(|field| field.wire == name && field.ty == Type::String)
    }

    /// An iterator over the texts at a path through objects and lists.
    fn at(&self, path: &str) -> Option<TokenStream> {
        let of = &self.of;
        let (mut fields, mut iterator) = (self.fields, quote!(::std::iter::once(&#of)));
        for step in path.split('.') {
            let field = fields.fields.iter().find(|field| field.wire == step)?;
            let name = ident(&field.ident);
            iterator = quote!(#iterator.flat_map(|item| item.#name.iter()));
            let inner = match &field.ty {
                Type::List { item, .. } => item.as_ref(),
                other => other,
            };
            match inner {
                Type::Struct { name, .. } => fields = self.operation.shapes.iter().find(|shape| shape.type_name == *name)?,
                Type::String => return Some(quote!(#iterator.cloned())),
                _ => return None,
            }
        }
        None
    }
}

/// The id of what was created, as a method of the reply.
pub(super) fn created_id(operation: &Operation<'_>) -> Option<TokenStream> {
    let wire = operation.created?;
    let field = operation.response.fields.iter().find(|field| field.wire == wire)?;
    let (name, ident) = (ident(&operation.response.type_name), ident(&field.ident));
    let doc =
        docs::doc(&[format!("The ID of what was created, `{wire}`."), "# Errors\nIf the response does not have it.".to_owned()]);
    Some(quote! {
        impl #name {
            #doc
            #[inline]
            pub fn id(&self) -> Result<&str, rt::Error> {
                rt::created_id(&self.#ident, #wire)
            }
        }
    })
}

/// The struct that takes many required parameters by name.
fn required_struct(operation: &Operation<'_>, service: &Service<'_>, required: &[&Field<'_>]) -> Option<TokenStream> {
    if required.len() <= names::MAX_ARGUMENTS {
        return None;
    }
    let doc = docs::doc(&[format!("The required parameters of [`{}`].", operation.types.call)]);
    let name = ident(&operation.types.required);
    let fields = required.iter().map(|field| {
        let doc = docs::doc(&[docs::parameter(field, service)]);
        let ident = ident(&field.ident);
        let ty = types::value(&field.ty);
        quote! { #doc pub #ident: #ty }
    });
    Some(quote! {
        #doc
        #[derive(Clone)]
        pub struct #name { #(#fields,)* }
    })
}

pub(super) fn setter(field: &Field<'_>, service: &Service<'_>) -> TokenStream {
    let doc = docs::doc(&[docs::parameter(field, service)]);
    let (setter, ident) = (ident(&names::setter(&field.ident)), ident(&field.ident));
    let argument = argument(field);
    let value = converted(field);
    quote! {
        #doc
        #[inline]
        pub fn #setter(mut self, #argument) -> Self {
            self.request.#ident = #value;
            self
        }
    }
}

/// A parameter of a method: text, lists and closed sets are taken in whatever form the caller has them.
pub(super) fn argument(field: &Field<'_>) -> TokenStream {
    let ident = ident(&field.ident);
    let ty = types::value(&field.ty);
    match &field.ty {
        Type::String if field.schema.format == Some(Format::Json) => quote!(#ident: impl Into<rt::JsonText>),
        Type::String | Type::Enum(_) => quote!(#ident: impl Into<#ty>),
        Type::List { item, .. } => {
            let of = types::value(item);
            match **item {
                Type::String => quote!(#ident: impl IntoIterator<Item = impl Into<#of>>),
                _ => quote!(#ident: impl IntoIterator<Item = #of>),
            }
        }
        _ => quote!(#ident: #ty),
    }
}

/// That parameter as the value of its field.
pub(super) fn converted(field: &Field<'_>) -> TokenStream {
    let ident = ident(&field.ident);
    let value = match &field.ty {
        Type::String if field.schema.format == Some(Format::Json) => quote!(#ident.into().into()),
        Type::String | Type::Enum(_) => quote!(#ident.into()),
        Type::List { item, .. } if **item == Type::String => quote!(#ident.into_iter().map(Into::into).collect()),
        Type::List { .. } => quote!(#ident.into_iter().collect()),
        _ => quote!(#ident),
    };
    filled(field, value)
}

/// A value as its field holds it.
pub(super) fn filled(field: &Field<'_>, value: TokenStream) -> TokenStream {
    match &field.ty {
        Type::List { present: false, .. } | Type::Map(_) => value,
        Type::Struct { boxed: true, .. } => quote!(Some(Box::new(#value))),
        _ => quote!(Some(#value)),
    }
}
