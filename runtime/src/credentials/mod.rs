//! Credentials and the providers that find them.
//!
//! [`Credentials`] identify the sender of a request, and a [`CredentialsProvider`] finds them. [`DefaultChain`] searches the same
//! sources as every Alibaba Cloud SDK, in the same order; each of its providers can also be used alone, or in a custom [`Chain`].
//! Fixed credentials, such as a bearer token, are themselves a provider.
//!
//! | provider | finds |
//! | --- | --- |
//! | [`EnvProvider`] | a key in environment variables |
//! | [`OidcProvider`] | a role, for the identity token of a pod |
//! | [`CliProvider`] | the credentials that a profile of the command line `aliyun` describes |
//! | [`ProfileFileProvider`] | the credentials that a profile of the SDKs' INI file describes |
//! | [`EcsRoleProvider`] | the role of the instance |
//! | [`UriProvider`] | a key that a URL returns |
//! | [`AssumeRoleProvider`] | a role, assumed with what another provider finds |
//! | [`ExternalProvider`] | a key that a program prints |
//! | [`Refreshing`] | what your own provider finds, kept until shortly before it expires |
//!
//! Providers read files and query services during the first call of a client, when credentials are about to expire, and when the
//! service rejects credentials as expired. An error says which providers were tried and why each of them failed. It never contains a
//! secret, nor the content of a file or a reply.
//!
//! White space and byte-order marks around ids, secrets and tokens are removed, since copying often adds them. Credentials with
//! other invalid characters cause an error that names the part.

mod assume_role;
mod cache;
mod chain;
mod default;
mod ecs;
mod env;
mod error;
mod external;
mod flight;
mod http;
mod key;
mod oidc;
mod profile;
mod profile_providers;
mod provider;
mod refresh;
mod sts;
mod uri;

pub use assume_role::AssumeRoleProvider;
pub use chain::Chain;
pub use default::DefaultChain;
pub(crate) use default::profile_region;
pub use ecs::EcsRoleProvider;
pub use env::EnvProvider;
pub use error::CredentialsError;
pub use external::ExternalProvider;
pub use key::Credentials;
pub use oidc::OidcProvider;
pub use profile_providers::{CliProvider, ProfileFileProvider, ProfileProvider};
pub(crate) use provider::usable;
pub use provider::{CredentialsProvider, RuntimeComponents};
pub use refresh::Refreshing;
pub use sts::Sts;
pub use uri::UriProvider;
