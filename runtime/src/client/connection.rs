//! Settings for the built-in transport.

use std::sync::Arc;

use crate::env::Env;
use crate::error::Error;
use crate::transport::Transport;

#[cfg(feature = "reqwest")]
mod built_in {
    use super::*;
    use crate::sign::Secret;
    use crate::transport::{Proxy, ReqwestTransport};

    /// Proxy and certificates.
    #[derive(Default)]
    pub(in crate::client) struct Connection {
        env: Option<Env>,
        proxy: Option<Proxy>,
        roots: Vec<Vec<u8>>,
        identity: Option<(Vec<u8>, Secret)>,
    }

    impl Connection {
        pub(in crate::client) fn env(&mut self, env: Env) {
            self.env = Some(env);
        }

        pub(in crate::client) fn proxy(&mut self, proxy: Proxy) {
            self.proxy = Some(proxy);
        }

        pub(in crate::client) fn root_certificates(&mut self, certificates: Vec<u8>) {
            self.roots.push(certificates);
        }

        pub(in crate::client) fn client_identity(&mut self, certificates: Vec<u8>, key: Secret) {
            self.identity = Some((certificates, key));
        }

        /// The transport: the one that was given, or the built-in one with these settings.
        pub(in crate::client) fn transport(self, given: Option<Arc<dyn Transport>>) -> Result<Arc<dyn Transport>, Error> {
            let is_set = self.proxy.is_some() || !self.roots.is_empty() || self.identity.is_some();
            if let Some(given) = given {
                return match is_set {
                    false => Ok(given),
                    true => Err(Error::config("`proxy`, `root_certificates` and `client_identity` need the built-in transport")
                        .advise("Leave `transport` out, or set them on the `ReqwestTransport` that it is given")),
                };
            }
            let mut transport = ReqwestTransport::reading(self.env.unwrap_or_else(Env::process));
            if let Some(proxy) = self.proxy {
                transport = transport.proxy(proxy);
            }
            for certificates in self.roots {
                transport = transport.root_certificates(certificates);
            }
            if let Some((certificates, key)) = self.identity {
                transport = transport.client_identity(certificates, key);
            }
            transport.check().map_err(|error| Error::config("the connection cannot be set up").with_source(error))?;
            Ok(Arc::new(transport))
        }
    }
}

#[cfg(feature = "reqwest")]
pub(super) use built_in::Connection;

/// Without the built-in transport there are no settings.
#[cfg(not(feature = "reqwest"))]
#[derive(Default)]
pub(super) struct Connection {}

#[cfg(not(feature = "reqwest"))]
impl Connection {
    pub(super) fn env(&mut self, _env: Env) {}

    pub(super) fn transport(self, given: Option<Arc<dyn Transport>>) -> Result<Arc<dyn Transport>, Error> {
        given.ok_or_else(|| {
            Error::config("no transport is set: call `.transport(...)` on the builder, or enable the feature `reqwest`")
        })
    }
}
