//! What finds credentials.

use std::borrow::Cow;
use std::fmt::Debug;
use std::sync::Arc;

use super::{Credentials, CredentialsError};
use crate::future::BoxFuture;
use crate::random::Random;
use crate::time::{Clock, Sleep};
use crate::transport::Transport;

/// Finds credentials.
///
/// A client calls this before each attempt, so a provider that calls a service keeps the result until it is about to expire:
/// [`Refreshing`](super::Refreshing) does that for any provider.
pub trait CredentialsProvider: Send + Sync + Debug {
    /// The name of the provider in errors, like `environment variables`.
    fn name(&self) -> Cow<'static, str>;

    /// Credentials that are valid now.
    ///
    /// # Errors
    /// There are none, and why. The text contains no secret.
    fn credentials<'a>(&'a self, components: &'a RuntimeComponents) -> BoxFuture<'a, Result<Credentials, CredentialsError>>;

    /// The service refused these credentials as expired: they must not be returned again if there can be others. The client asks
    /// again and retries the call once if it gets others.
    fn discard(&self, refused: &Credentials) {
        let _ = refused;
    }

    /// The faults of the files and settings of the provider that can be found without calling a service. An absent source is not a
    /// fault. Reports of a client's check show them.
    fn faults(&self) -> Vec<CredentialsError> {
        Vec::new()
    }
}

/// The credentials of a provider, if a request can be sent with them.
pub(crate) async fn usable(
    provider: &dyn CredentialsProvider,
    components: &RuntimeComponents,
) -> Result<Credentials, CredentialsError> {
    let credentials = provider.credentials(components).await?;
    let wrong = |fault| CredentialsError::new(format!("unusable credentials from {}", provider.name())).with_source(fault);
    credentials.check().map_err(wrong)?;
    Ok(credentials)
}

/// What a provider may use to find credentials: the client's own, so that a test controls all of it.
#[derive(Debug, Clone)]
pub struct RuntimeComponents {
    /// Sends requests, such as to the token service.
    pub transport: Arc<dyn Transport>,
    /// The clock.
    pub clock: Arc<dyn Clock>,
    /// The timer.
    pub sleep: Arc<dyn Sleep>,
    /// Generates nonces.
    pub random: Arc<dyn Random>,
    /// The client's region.
    pub region: Option<String>,
}

impl<T: CredentialsProvider + ?Sized> CredentialsProvider for Arc<T> {
    fn name(&self) -> Cow<'static, str> {
        (**self).name()
    }

    fn credentials<'a>(&'a self, components: &'a RuntimeComponents) -> BoxFuture<'a, Result<Credentials, CredentialsError>> {
        (**self).credentials(components)
    }

    fn discard(&self, refused: &Credentials) {
        (**self).discard(refused);
    }

    fn faults(&self) -> Vec<CredentialsError> {
        (**self).faults()
    }
}

impl CredentialsProvider for Credentials {
    fn name(&self) -> Cow<'static, str> {
        Cow::Borrowed("fixed credentials")
    }

    fn credentials<'a>(&'a self, _: &'a RuntimeComponents) -> BoxFuture<'a, Result<Credentials, CredentialsError>> {
        Box::pin(async move { Ok(self.clone()) })
    }

    fn faults(&self) -> Vec<CredentialsError> {
        self.check().err().into_iter().collect()
    }
}
