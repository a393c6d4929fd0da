//! Credentials from environment variables.

use std::borrow::Cow;

use super::{Credentials, CredentialsError, CredentialsProvider, RuntimeComponents};
use crate::env::{ACCESS_KEY_ID as ID, ACCESS_KEY_SECRET as SECRET, Env, SECURITY_TOKEN as TOKEN};
use crate::future::BoxFuture;

/// An access key from `ALIBABA_CLOUD_ACCESS_KEY_ID` and `ALIBABA_CLOUD_ACCESS_KEY_SECRET`, a temporary one if
/// `ALIBABA_CLOUD_SECURITY_TOKEN` is set too.
#[derive(Debug, Clone)]
pub struct EnvProvider {
    env: Env,
}

impl EnvProvider {
    /// Reads the variables of this process.
    pub fn new() -> Self {
        Self::reading(Env::process())
    }

    /// Reads these variables.
    pub fn reading(env: Env) -> Self {
        EnvProvider { env }
    }

    fn find(&self) -> Result<Credentials, CredentialsError> {
        let (id, secret) = match (self.env.get(ID), self.env.get(SECRET)) {
            (Some(id), Some(secret)) => (id, secret),
            (None, None) => return Err(CredentialsError::new(format!("{ID} and {SECRET} are not set"))),
            (None, Some(_)) => return Err(CredentialsError::new(format!("{SECRET} is set, but {ID} is not"))),
            (Some(_), None) => return Err(CredentialsError::new(format!("{ID} is set, but {SECRET} is not"))),
        };
        let credentials = Credentials::access_key(id, secret);
        Ok(match self.env.get(TOKEN) {
            Some(token) => credentials.with_token(token),
            None => credentials,
        })
    }
}

impl Default for EnvProvider {
    fn default() -> Self {
        Self::new()
    }
}

impl CredentialsProvider for EnvProvider {
    fn name(&self) -> Cow<'static, str> {
        Cow::Borrowed("environment variables")
    }

    fn credentials<'a>(&'a self, _components: &'a RuntimeComponents) -> BoxFuture<'a, Result<Credentials, CredentialsError>> {
        Box::pin(async move { self.find() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn find(variables: &[(&str, &str)]) -> Result<Credentials, CredentialsError> {
        EnvProvider::reading(Env::of(variables.iter().copied())).find()
    }

    #[test]
    fn a_key_and_a_temporary_key() {
        assert_eq!(find(&[(ID, "id"), (SECRET, "secret")]).unwrap(), Credentials::access_key("id", "secret"));
        assert_eq!(
            find(&[(ID, "id"), (SECRET, "secret"), (TOKEN, "token")]).unwrap(),
            Credentials::access_key("id", "secret").with_token("token")
        );
    }

    #[test]
    fn the_error_names_what_is_missing() {
        let message = |variables: &[(&str, &str)]| find(variables).unwrap_err().to_string();
        assert_eq!(message(&[(ID, "id"), (SECRET, "")]), format!("{ID} is set, but {SECRET} is not"));
        assert_eq!(message(&[(SECRET, "hidden")]), format!("{SECRET} is set, but {ID} is not"));
        assert_eq!(message(&[]), format!("{ID} and {SECRET} are not set"));
    }
}
