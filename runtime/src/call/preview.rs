//! The request that a call would send.

use std::fmt;

use super::PreparedCall;
use super::execute::Execution;
use super::secrets::Secrets;
use crate::error::Error;
use crate::sanitize::hide;
use crate::transport::HttpRequest;

/// The signed request that a call would send. `Display` shows it for people, with the sender's key, tokens, signature and parameters
/// marked sensitive replaced by `***`.
#[derive(Clone)]
pub struct Preview {
    request: HttpRequest,
    string_to_sign: Option<String>,
    shown: String,
}

impl Preview {
    /// The request. It is valid once and for a few minutes, and lets anyone who has it make the call.
    pub fn request(&self) -> &HttpRequest {
        &self.request
    }

    /// The text that was signed; `None` if nothing was signed. It holds all parameters, and the security token if there is one.
    pub fn string_to_sign(&self) -> Option<&str> {
        self.string_to_sign.as_deref()
    }
}

impl fmt::Display for Preview {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.shown)
    }
}

impl fmt::Debug for Preview {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Preview").field("request", &self.request).finish_non_exhaustive()
    }
}

/// Does everything that precedes sending.
pub(super) async fn preview(call: PreparedCall) -> Result<Preview, Error> {
    let PreparedCall { client, operation, params, options, decode } = call;
    let work = async {
        let mut execution = Execution::new(client.context(), &operation, decode, params, &options);
        let endpoint = execution.complete()?;
        let credentials = execution.credentials().await?;
        let nonce = execution.nonce()?;
        let (request, string_to_sign) = execution.request_input(&endpoint, &credentials, &nonce, &[]).build()?;
        let mut secrets = Secrets { credentials: Some(&credentials), params: &execution.params }.all();
        secrets.extend(credentials.access_key_id());
        let shown = shown(&request, string_to_sign.as_deref(), &secrets);
        Ok(Preview { request, string_to_sign, shown })
    };
    work.await.map_err(|error: Error| error.with_operation(operation.name.clone()))
}

fn shown(request: &HttpRequest, string_to_sign: Option<&str>, secrets: &[&str]) -> String {
    let mut text = format!("{} {}\n", request.method, request.url);
    for (name, value) in &request.headers {
        let value = if value.is_sensitive() { "***" } else { value.to_str().unwrap_or("***") };
        text += &format!("{name}: {value}\n");
    }
    if !request.body.is_empty() {
        text += &format!("\n{}\n", String::from_utf8_lossy(&request.body));
    }
    if let Some(string_to_sign) = string_to_sign {
        text += &format!("\nstring to sign:\n{string_to_sign}\n");
    }
    hide(&text, secrets)
}
