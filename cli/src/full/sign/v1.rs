//! Version 1.

use std::collections::BTreeMap;

use acs_runtime::sign::{Secret, canonical_query, v1};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{Params, pairs};

/// What is signed.
#[derive(Deserialize)]
pub(super) struct Request {
    #[serde(default = "get")]
    method: String,
    action: Option<String>,
    version: Option<String>,
    format: Option<String>,
    timestamp: Option<String>,
    nonce: Option<String>,
    access_key_id: String,
    access_key_secret: String,
    security_token: Option<String>,
    /// Sent and signed when it is there, also when it is empty.
    signature_type: Option<String>,
    #[serde(default)]
    query_params: Params,
    #[serde(default)]
    body_params: Params,
}

impl Request {
    pub(super) fn sign(&self) -> Value {
        let common = [
            ("Action", self.action.as_deref()),
            ("Version", self.version.as_deref()),
            ("Format", self.format.as_deref()),
            ("Timestamp", self.timestamp.as_deref()),
            ("SignatureNonce", self.nonce.as_deref()),
            ("AccessKeyId", Some(self.access_key_id.as_str())),
            ("SignatureMethod", Some("HMAC-SHA1")),
            ("SignatureVersion", Some("1.0")),
            ("SignatureType", self.signature_type.as_deref()),
            ("SecurityToken", self.security_token.as_deref()),
        ];
        // Of a name in several places the later one counts, as in the official SDKs: query, body, common parameters.
        let params: BTreeMap<&str, &str> = pairs(&self.query_params)
            .chain(pairs(&self.body_params))
            .filter(|(name, _)| *name != "Signature")
            .chain(common.into_iter().filter_map(|(name, value)| Some((name, value?))))
            .collect();
        let canonical_query = canonical_query(params);
        let string_to_sign = v1::string_to_sign(&self.method.to_ascii_uppercase(), &canonical_query);
        let signature = v1::signature(&Secret::from(self.access_key_secret.as_str()), &string_to_sign);
        json!({ "canonical_query": canonical_query, "string_to_sign": string_to_sign, "signature": signature })
    }
}

fn get() -> String {
    "GET".to_owned()
}
