//! The code around the operations: a group's module, the service's static, and its client.

use proc_macro2::TokenStream;
use quote::quote;

use super::markdown::inert;
use super::{Options, docs, ident, list, method, operation, option, text, waiter};
use crate::model::{Group, Service};
use acs_spec::facts::ServiceFacts;

/// The content of a group's module.
pub(super) fn group(group: &Group<'_>, service: &Service<'_>, options: Options) -> TokenStream {
    let methods = group.operations.iter().map(|operation| method::client_method(operation, service));
    let items = group.operations.iter().map(|operation| operation::items(operation, service, options, super::CLIENT));
    let infos = group.waiters.iter().map(waiter::info);
    let waits = group.waiters.iter().map(waiter::client_method);
    let doc = docs::doc(&[format!("# {}", group.name), inert(group.summary)]);
    let feature = super::feature_badge(group, options);
    quote! {
        #doc
        #feature
        impl Client {
            #(#methods)*
            #(#waits)*
        }

        #(#items)*
        #(#infos)*
    }
}

/// What sending must know of the service.
pub(super) fn info(service: &Service<'_>) -> TokenStream {
    let ServiceFacts { product, version, endpoint_rule, network_rule, endpoint_map, regions, region_parameter, retry } =
        ServiceFacts::of(service.spec);
    let (network_rule, region_parameter) = (option(network_rule), option(region_parameter));
    let (product, version, endpoint_rule) = (text(product), text(version), text(endpoint_rule));
    let map = list(endpoint_map.into_iter().map(|(region, host)| quote!((#region, #host))));
    let regions = list(regions);
    let retry = operation::retry(&retry);
    quote! {
        /// The facts about the service that its client needs. Spec: `service.yaml`.
        pub static SERVICE: rt::ServiceInfo = rt::ServiceInfo {
            product: #product,
            version: #version,
            endpoint_rule: #endpoint_rule,
            network_rule: #network_rule,
            endpoint_map: #map,
            regions: #regions,
            region_parameter: #region_parameter,
            retry: #retry,
        };
    }
}

/// The service's client, without the methods that its groups add, and the table of operations.
pub(super) fn client(service: &Service<'_>, options: Options) -> TokenStream {
    let info = info(service);
    let summary = docs::doc(&[
        format!("A client of {} ({}).", service.spec.product, service.spec.version),
        inert(&service.spec.summary),
        "Cloning is cheap: clones share connections, credentials and limits.".to_owned(),
    ]);
    let table = options.dynamic.then(|| table(service));
    quote! {
        #info

        #summary
        #[derive(Clone, Debug)]
        pub struct Client {
            inner: rt::Client,
        }

        impl Client {
            /// Creates a client with the credentials and the region of the environment.
            ///
            /// # Errors
            /// If a setting in the environment is not valid.
            pub fn from_env() -> Result<Self, rt::Error> {
                Self::builder().env(rt::Env::process()).build()
            }

            /// Creates a client with settings that it shares with the clients of other services.
            pub fn new(config: &rt::Config) -> Self {
                rt::ServiceClient::wrap(rt::ClientOf::new(config))
            }

            /// Returns a builder, to configure the client.
            pub fn builder() -> rt::Builder<Self> {
                rt::Builder::of_service()
            }

            /// Calls an operation by its wire name, whether or not a spec describes it.
            pub fn call(&self, operation: impl Into<String>) -> rt::RawCall {
                self.inner.raw_call(operation.into())
            }

            /// Sends a request that was built or stored as data. The type argument is the operation's call, such as `DeleteVpc` for
            /// a `DeleteVpcRequest`. If a required parameter is not set, the service says so.
            pub fn send<O: rt::Operation>(&self, request: &O::Request) -> rt::CallFuture<O::Response> {
                self.inner.call(O::INFO).send(request)
            }

            /// Checks credentials, endpoint, proxy, certificates, clock and permission, and reports on each.
            pub fn check(&self) -> rt::Check {
                self.inner.check()
            }
        }

        impl rt::ServiceClient for Client {
            const SERVICE: &'static rt::ServiceInfo = &SERVICE;

            fn wrap(client: rt::ClientOf<Self>) -> Self {
                Client { inner: client.into_inner() }
            }
        }

        impl AsRef<rt::Client> for Client {
            fn as_ref(&self) -> &rt::Client {
                &self.inner
            }
        }

        #table
    }
}

fn table(service: &Service<'_>) -> TokenStream {
    let mut operations: Vec<_> = service.operations().collect();
    operations.sort_by_key(|(_, operation)| operation.name);
    let rows = operations.into_iter().map(|(group, operation)| {
        let module = ident(&group.module);
        let name = ident(&operation.types.call);
        quote!(rt::DynamicOperation::of::<#module::#name>())
    });
    let parameters = service.spec.parameters.names();
    quote! {
        /// The operations by name, with conversion to and from JSON.
        pub static OPERATIONS: rt::DynamicService =
            rt::DynamicService { operations: &[#(#rows),*], parameters: &[#(#parameters),*] };
    }
}
