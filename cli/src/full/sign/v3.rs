//! Version 3.

use std::collections::BTreeMap;

use acs_runtime::sign::{FORM, Secret, canonical_query, v3, write_query};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{Params, pairs};

/// Content type of a form body.
/// What is signed.
#[derive(Deserialize)]
pub(super) struct Request {
    #[serde(default = "post")]
    method: String,
    host: String,
    #[serde(default = "root")]
    path: String,
    action: String,
    version: String,
    timestamp: String,
    nonce: String,
    access_key_id: String,
    access_key_secret: String,
    security_token: Option<String>,
    #[serde(default)]
    query_params: Params,
    /// The body as it is sent.
    body: Option<String>,
    /// The parameters of a form body, where the body itself is not given.
    form_params: Option<Params>,
    content_type: Option<String>,
    #[serde(default)]
    extra_headers: BTreeMap<String, String>,
}

impl Request {
    pub(super) fn sign(&self) -> Value {
        let method = self.method.to_ascii_uppercase();
        let form = self.form_params.as_ref().map(|params| write_query(pairs(params)));
        let body = self.body.as_deref().or(form.as_deref()).unwrap_or_default();
        let hashed_payload = v3::hash(body.as_bytes());
        let query = canonical_query(pairs(&self.query_params));
        let headers = v3::headers_to_sign(self.headers(&hashed_payload));
        let canonical_request = v3::canonical_request(&method, &self.path, &query, &headers, &hashed_payload);
        let string_to_sign = v3::string_to_sign(&canonical_request);
        let signed_headers = v3::signed_headers(&headers);
        let signature = v3::signature(&Secret::from(self.access_key_secret.as_str()), &string_to_sign);
        let authorization = v3::authorization(&self.access_key_id, &signed_headers, &signature);
        json!({
            "hashed_payload": hashed_payload,
            "canonical_query": query,
            "canonical_request": canonical_request,
            "string_to_sign": string_to_sign,
            "signed_headers": signed_headers,
            "signature": signature,
            "authorization": authorization,
        })
    }

    /// The headers that are sent, each once.
    fn headers<'a>(&'a self, hashed_payload: &'a str) -> BTreeMap<&'a str, &'a str> {
        let own_form = self.form_params.is_some() && self.body.is_none();
        let content_type = self.content_type.as_deref().or(own_form.then_some(FORM));
        let token = self.security_token.as_deref();
        let own = [
            ("host", Some(self.host.as_str())),
            ("x-acs-action", Some(&self.action)),
            ("x-acs-version", Some(&self.version)),
            ("x-acs-date", Some(&self.timestamp)),
            ("x-acs-signature-nonce", Some(&self.nonce)),
            ("x-acs-content-sha256", Some(hashed_payload)),
            ("x-acs-accesskey-id", token.is_some().then_some(self.access_key_id.as_str())),
            ("x-acs-security-token", token),
            ("content-type", content_type),
        ];
        let extra = self.extra_headers.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        extra.chain(own.into_iter().filter_map(|(name, value)| Some((name, value?)))).collect()
    }
}

fn post() -> String {
    "POST".to_owned()
}

fn root() -> String {
    "/".to_owned()
}
