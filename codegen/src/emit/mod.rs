//! The fourth stage: from a model to Rust.
//!
//! The code is small and plain: data types, a list of the fields of each for the runtime, a setter per parameter, and a
//! client method. Its functions are `#[inline]`: the compiler then leaves each to the crate that calls it, and a crate that
//! calls twenty operations does not pay for four hundred. Everything that the code asks of the runtime is in
//! `acs_runtime::generated`, here called `rt`.

mod call;
mod codes;
mod docs;
mod example;
mod markdown;
mod method;
mod operation;
mod service;
mod types;
mod waiter;

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote};

use crate::model;
use acs_spec::names;

/// Options of the generated code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Options {
    /// Adds to each type the way from JSON, and to the service a table of its operations by name.
    pub dynamic: bool,
    /// Adds `Serialize` and `Deserialize` to each type.
    pub serde: bool,
    /// Groups are features of the crate: the documentation shows which feature an item needs, and the compiler names the feature
    /// of a module that is off.
    pub features: bool,
}

impl Options {
    /// Whether requests and their shapes can be decoded, which only replies need otherwise.
    fn decodes_requests(self) -> bool {
        self.dynamic || self.serde
    }
}

/// The items of one operation: its call, request, response, shapes, enums and error codes. They expect `rt` and `SERVICE` in scope.
pub fn operation(operation: &model::Operation<'_>, service: &model::Service<'_>, options: Options) -> TokenStream {
    operation::items(operation, service, options, CLIENT)
}

/// The client's method for an operation, as it stands in `impl Client`.
pub fn client_method(operation: &model::Operation<'_>, service: &model::Service<'_>) -> TokenStream {
    method::client_method(operation, service)
}

/// The method that sets an optional parameter, as it stands in the `impl` of the operation's call.
pub fn setter(field: &model::Field<'_>, service: &model::Service<'_>) -> TokenStream {
    call::setter(field, service)
}

/// A field as it stands in its struct, without its documentation.
pub fn field(field: &model::Field<'_>) -> TokenStream {
    let (name, ty) = (ident(&field.ident), types::slot(&field.ty));
    quote!(pub #name: #ty)
}

/// The items of one operation, and a trait that gives the client's method to every client, for operations that the client's own
/// crate does not have.
pub fn extension(operation: &model::Operation<'_>, service: &model::Service<'_>, options: Options) -> TokenStream {
    let items = operation::items(operation, service, options, &operation.types.extension);
    let extension = method::extension_trait(operation, service);
    quote!(#items #extension)
}

/// The documentation of a group's module, as it stands outside of the module.
pub fn group_docs(group: &model::Group<'_>) -> TokenStream {
    docs::doc(&docs::group(group.summary, &group.module, &group.operations))
}

/// Shows in the documentation that an item needs the group's feature.
pub fn feature_badge(group: &model::Group<'_>, options: Options) -> Option<TokenStream> {
    let name = group.name;
    options.features.then(|| quote!(#[cfg_attr(docsrs, doc(cfg(feature = #name)))]))
}

/// An example of a call, as its documentation has it; `client` is the client.
pub fn example(operation: &model::Operation<'_>, service: &model::Service<'_>) -> Option<String> {
    example::example(operation, service)
}

/// The content of a group's module.
pub fn group(group: &model::Group<'_>, service: &model::Service<'_>, options: Options) -> TokenStream {
    service::group(group, service, options)
}

/// The static that says what sending must know of the service.
pub fn service_info(service: &model::Service<'_>) -> TokenStream {
    service::info(service)
}

/// The code beside the groups: the service's static, its client and, with [`Options::dynamic`], the table of operations.
pub fn client(service: &model::Service<'_>, options: Options) -> TokenStream {
    service::client(service, options)
}

/// The type that has the methods of all operations.
const CLIENT: &str = "Client";

/// An identifier, raw if it has to be.
fn ident(name: &str) -> Ident {
    if names::is_keyword(name) { Ident::new_raw(name, Span::call_site()) } else { Ident::new(name, Span::call_site()) }
}

/// Text of a fact, as an expression.
fn text(text: &str) -> TokenStream {
    quote!(rt::Text::Borrowed(#text))
}

/// Text of a fact that may be absent, as an expression.
fn option(value: Option<&str>) -> TokenStream {
    value.map(text).map_or_else(|| quote!(None), |text| quote!(Some(#text)))
}

/// A list of facts, as an expression.
fn list(rows: impl IntoIterator<Item = impl ToTokens>) -> TokenStream {
    let rows = rows.into_iter();
    quote!(rt::List::Static(&[#(#rows),*]))
}
