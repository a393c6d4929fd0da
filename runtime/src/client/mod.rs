//! A client: a service, how to reach it, and who calls.

use crate::env::Env;
use crate::error::Error;
use crate::facts::Shared;
use crate::operation::ServiceInfo;

mod builder;
mod config;
mod connection;
mod settings;

pub use crate::context::Client;
pub use builder::Builder;
pub use config::{ClientOf, Config, ServiceClient};

impl Client {
    /// Returns a builder for a client of `service`.
    pub fn builder(service: impl Into<Shared<ServiceInfo>>) -> Builder<Client> {
        Builder::new(service)
    }

    /// A client set up by the environment, as [`Builder::env`] says.
    ///
    /// # Errors
    /// A variable has an invalid value.
    pub fn from_env(service: impl Into<Shared<ServiceInfo>>) -> Result<Self, Error> {
        Self::builder(service).env(Env::process()).build()
    }
}
