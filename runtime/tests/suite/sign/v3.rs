//! Every vector of signature V3: step by step, and as a whole request.

use std::collections::BTreeMap;

use acs_runtime::operation::Method;
use acs_runtime::sign::{Key, ReplyFormat, Secret, SignatureVersion, SigningInput, canonical_query, sign, v3};
use acs_runtime::wire::{Param, Params};
use serde::Deserialize;

use super::Outcome;

#[derive(Deserialize)]
struct Vector {
    note: String,
    access_key_id: String,
    access_key_secret: String,
    security_token: Option<String>,
    method: String,
    action: String,
    version: String,
    host: String,
    path: String,
    timestamp: String,
    nonce: String,
    query_params: BTreeMap<String, String>,
    #[serde(default)]
    form_params: BTreeMap<String, String>,
    body: String,
    content_type: Option<String>,
    extra_headers: BTreeMap<String, String>,
    hashed_payload: String,
    headers: BTreeMap<String, String>,
    canonical_query: String,
    canonical_request: String,
    string_to_sign: String,
    signed_headers: String,
    signature: String,
    authorization: String,
}

fn vectors() -> serde_json::Result<Vec<Vector>> {
    serde_json::from_str(include_str!("../../fixtures/signature-v3.json"))
}

fn pairs(map: &BTreeMap<String, String>) -> impl Iterator<Item = (&str, &str)> {
    map.iter().map(|(name, value)| (name.as_str(), value.as_str()))
}

#[test]
fn each_step_agrees_with_the_official_sdks() -> Outcome {
    let vectors = vectors()?;
    assert_eq!(vectors.len(), 110);
    for vector in vectors {
        let note = &vector.note;
        let secret = Secret::new(vector.access_key_secret);
        let query = canonical_query(pairs(&vector.query_params));
        assert_eq!(query, vector.canonical_query, "{note}");
        let hash = v3::hash(vector.body.as_bytes());
        assert_eq!(hash, vector.hashed_payload, "{note}");

        let headers = v3::headers_to_sign(pairs(&vector.headers));
        let names = v3::signed_headers(&headers);
        assert_eq!(names, vector.signed_headers, "{note}");
        let canonical = v3::canonical_request(&vector.method, &vector.path, &query, &headers, &hash);
        assert_eq!(canonical, vector.canonical_request, "{note}");

        let text = v3::string_to_sign(&canonical);
        assert_eq!(text, vector.string_to_sign, "{note}");
        let signature = v3::signature(&secret, &text);
        assert_eq!(signature, vector.signature, "{note}");
        assert_eq!(v3::authorization(&vector.access_key_id, &names, &signature), vector.authorization, "{note}");
    }
    Ok(())
}

#[test]
fn authorization_headers_are_parsed() -> Outcome {
    for vector in vectors()? {
        let Some(parts) = v3::parse_authorization(&vector.authorization) else { panic!("{}", vector.note) };
        assert_eq!(parts.key_id, vector.access_key_id, "{}", vector.note);
        assert_eq!(parts.signed_headers, vector.signed_headers, "{}", vector.note);
        let secret = Secret::new(vector.access_key_secret);
        assert!(v3::verify(&secret, &vector.string_to_sign, parts.signature), "{}", vector.note);
        assert!(!v3::verify(&Secret::from("another"), &vector.string_to_sign, parts.signature), "{}", vector.note);
        assert!(!v3::verify(&secret, &vector.canonical_request, parts.signature), "{}", vector.note);
        assert!(!v3::verify(&secret, &vector.string_to_sign, &parts.signature[..63]), "{}", vector.note);
    }
    for broken in [
        "",
        "Basic dGVzdA==",
        "ACS3-HMAC-SHA256",
        "ACS3-HMAC-SHA256Credential=a,SignedHeaders=b,Signature=c",
        "ACS3-HMAC-SM3 Credential=a,SignedHeaders=b,Signature=c",
        "ACS3-HMAC-SHA256 Credential=a,SignedHeaders=b",
        "ACS3-HMAC-SHA256 Credential,SignedHeaders=b,Signature=c",
    ] {
        assert_eq!(v3::parse_authorization(broken).map(|parts| parts.key_id), None, "{broken}");
    }
    Ok(())
}

/// But for paths other than `/` and for bodies that are not forms: RPC operations have neither.
#[test]
fn whole_requests_agree_with_the_official_sdks() -> Outcome {
    let mut compared = 0;
    for vector in vectors()? {
        let rpc = vector.path == "/" && (vector.content_type.is_none() || !vector.form_params.is_empty());
        if !rpc {
            continue;
        }
        let mut params = Params::new();
        for (name, value) in pairs(&vector.query_params) {
            params.insert(Param::new(name, value));
        }
        for (name, value) in pairs(&vector.form_params) {
            params.insert(Param::new(name, value).in_form());
        }
        let token = vector.security_token.as_deref().map(Secret::from);
        let secret = Secret::from(vector.access_key_secret.as_str());
        let extra: Vec<_> = vector.extra_headers.clone().into_iter().collect();
        let signed = sign(
            SignatureVersion::V3,
            &SigningInput {
                method: if vector.method == "GET" { Method::Get } else { Method::Post },
                host: &vector.host,
                version: &vector.version,
                action: &vector.action,
                params: &params,
                form: false,
                format: ReplyFormat::Json,
                timestamp: &vector.timestamp,
                nonce: &vector.nonce,
                key: Key::AccessKey { id: &vector.access_key_id, secret: &secret, token: token.as_ref() },
                headers: &extra,
            },
        );

        let note = &vector.note;
        assert_eq!(signed.query, vector.canonical_query, "{note}");
        assert_eq!(signed.body, vector.body, "{note}");
        assert_eq!(signed.string_to_sign.as_deref(), Some(vector.string_to_sign.as_str()), "{note}");
        let mut expected: BTreeMap<_, _> =
            vector.headers.iter().map(|(name, value)| (name.to_lowercase(), value.trim())).collect();
        expected.remove("host");
        expected.insert("accept".to_owned(), "application/json");
        expected.insert("authorization".to_owned(), &vector.authorization);
        let sent: BTreeMap<_, _> = signed.headers.iter().map(|(name, value)| (name.to_string(), &**value)).collect();
        assert_eq!(sent.len(), signed.headers.len(), "{note}: a header is sent twice");
        assert_eq!(sent, expected, "{note}");
        compared += 1;
    }
    assert_eq!(compared, 98);
    Ok(())
}
