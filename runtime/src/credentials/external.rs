//! A key that a program prints.

use std::borrow::Cow;
use std::process::Stdio;
use std::time::Duration;

use serde_json::Value;
use tokio::process::Command;

use super::cache::Cache;
use super::http::{object, text, time};
use super::{Credentials, CredentialsError, CredentialsProvider, RuntimeComponents};
use crate::future::BoxFuture;
use crate::sign::Secret;
use crate::time::{Sleep, within};

/// A key that a program prints: a JSON object of `mode` (`AK` or `StsToken`), `access_key_id`, `access_key_secret`, `sts_token`
/// and, if the key expires, `expiration`. This is the mode `External` of the command line's configuration.
///
/// The program runs without a shell and is killed after 60 s. Its standard error is that of the calling program. The provider must
/// be used inside a tokio runtime with I/O enabled.
#[derive(Debug)]
pub struct ExternalProvider {
    /// Arguments may hold passwords.
    command: Secret,
    cache: Cache,
}

const LIMIT: Duration = Duration::from_secs(60);

impl ExternalProvider {
    /// Runs this command: a program and its arguments, separated by blanks. There is no quoting, as in the official SDKs.
    pub fn new(command: impl Into<Secret>) -> Self {
        ExternalProvider { command: command.into(), cache: Cache::default() }
    }

    fn fetch(&self, components: &RuntimeComponents) -> BoxFuture<'static, Result<Credentials, CredentialsError>> {
        let (command, sleep) = (self.command.clone(), components.sleep.clone());
        Box::pin(async move { run(command.expose(), &*sleep).await })
    }
}

async fn run(command: &str, sleep: &(dyn Sleep + 'static)) -> Result<Credentials, CredentialsError> {
    if tokio::runtime::Handle::try_current().is_err() {
        return Err(CredentialsError::new("a program for credentials can run only inside a tokio runtime"));
    }
    let mut words = command.split_whitespace();
    let program = words.next().ok_or_else(|| CredentialsError::new("the command for credentials is empty"))?;
    let mut command = Command::new(program);
    command.args(words).stdin(Stdio::null()).stderr(Stdio::inherit()).stdout(Stdio::piped()).kill_on_drop(true);
    let wrong = |error| CredentialsError::new(format!("the program `{program}` cannot be run")).with_source(error);
    let running = command.spawn().map_err(wrong)?.wait_with_output();
    let output = within(LIMIT, sleep, running).await;
    let output = output
        .ok_or_else(|| CredentialsError::new(format!("the program `{program}` did not end within 60 s, and was killed")))?;
    let output = output.map_err(wrong)?;
    if !output.status.success() {
        return Err(CredentialsError::new(format!("the program `{program}` failed ({})", output.status)));
    }
    key(&output.stdout, &format!("the output of the program `{program}`"))
}

/// The key in a program's output.
fn key(output: &[u8], what: &str) -> Result<Credentials, CredentialsError> {
    let object = object(output, what)?;
    let field = |name| text(&object, name).ok_or_else(|| CredentialsError::new(format!("{what} has no `{name}`")));
    let credentials = Credentials::access_key(field("access_key_id")?, field("access_key_secret")?);
    let credentials = match field("mode")? {
        "AK" => credentials,
        "StsToken" => credentials.with_token(field("sts_token")?),
        _ => return Err(CredentialsError::new(format!("the `mode` of {what} is neither `AK` nor `StsToken`"))),
    };
    let expires = match object.get("expiration") {
        None | Some(Value::Null) => return Ok(credentials),
        Some(Value::String(text)) if text.is_empty() => return Ok(credentials),
        Some(Value::String(text)) => time(text),
        Some(value) => time(&value.to_string()),
    };
    let wrong = || CredentialsError::new(format!("the `expiration` of {what} is not a time like 2024-05-17T12:02:09Z"));
    Ok(credentials.with_expiry(expires.ok_or_else(wrong)?))
}

impl CredentialsProvider for ExternalProvider {
    fn name(&self) -> Cow<'static, str> {
        Cow::Borrowed("external program")
    }

    fn credentials<'a>(&'a self, components: &'a RuntimeComponents) -> BoxFuture<'a, Result<Credentials, CredentialsError>> {
        self.cache.get(self.name(), components, || self.fetch(components))
    }

    fn discard(&self, refused: &Credentials) {
        self.cache.discard(refused);
    }
}
