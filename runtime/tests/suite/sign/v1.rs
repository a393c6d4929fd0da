//! Every vector of signature V1: step by step, as a verifier meets it, and as a whole request.

use std::collections::BTreeMap;

use acs_runtime::operation::Method;
use acs_runtime::sign::{Key, ReplyFormat, Secret, SignatureVersion, SigningInput, canonical_query, parse_query, sign, v1};
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
    format: String,
    timestamp: String,
    nonce: String,
    signature_type: Option<String>,
    query_params: BTreeMap<String, String>,
    body_params: BTreeMap<String, String>,
    signed_params: BTreeMap<String, String>,
    canonical_query: String,
    string_to_sign: String,
    signature: String,
    wire_query: String,
    wire_body: String,
}

fn vectors() -> serde_json::Result<Vec<Vector>> {
    serde_json::from_str(include_str!("../../fixtures/signature-v1.json"))
}

#[test]
fn each_step_agrees_with_the_official_sdks() -> Outcome {
    let vectors = vectors()?;
    assert_eq!(vectors.len(), 103);
    for vector in vectors {
        let secret = Secret::new(vector.access_key_secret);
        let parameters = vector.signed_params.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        let canonical = canonical_query(parameters);
        assert_eq!(canonical, vector.canonical_query, "{}", vector.note);

        let text = v1::string_to_sign(&vector.method, &canonical);
        assert_eq!(text, vector.string_to_sign, "{}", vector.note);
        assert_eq!(v1::signature(&secret, &text), vector.signature, "{}", vector.note);
    }
    Ok(())
}

/// HMAC-SHA1 hashes a key that is longer than 64 bytes, and `&` counts. The signatures are Python's.
#[test]
fn secrets_about_as_long_as_a_block_sign_too() {
    for (length, signature) in [
        (62, "pPnfj4seBtbqV6taRQ52+Hclb6Q="),
        (63, "L2zYOSKSRef0vaw0PnTCl/fPv4E="),
        (64, "t76WiRWOkJUd/JQuQwOvng7ZL/g="),
        (65, "Vyp6B+/DQJMRYCT0ujz+OLAmpPk="),
    ] {
        assert_eq!(v1::signature(&Secret::new("k".repeat(length)), "text"), signature, "{length}");
    }
}

#[test]
fn a_verifier_recomputes_the_signature_from_what_was_sent() -> Outcome {
    for vector in vectors()? {
        let mut received = parse_query(&vector.wire_query)?;
        received.extend(parse_query(&vector.wire_body)?);
        let (signature, signed): (Vec<_>, Vec<_>) = received.iter().partition(|(name, _)| name == "Signature");
        let canonical = canonical_query(signed.iter().map(|(name, value)| (name.as_str(), value.as_str())));
        assert_eq!(canonical, vector.canonical_query, "{}", vector.note);

        let secret = Secret::new(vector.access_key_secret);
        let text = v1::string_to_sign(&vector.method, &canonical);
        assert!(v1::verify(&secret, &text, &signature[0].1), "{}", vector.note);
        assert!(!v1::verify(&Secret::from("another"), &text, &signature[0].1), "{}", vector.note);
        assert!(!v1::verify(&secret, &format!("{text}x"), &signature[0].1), "{}", vector.note);
        assert!(!v1::verify(&secret, &text, &signature[0].1[1..]), "{}", vector.note);
        assert!(!v1::verify(&secret, &text, ""), "{}", vector.note);
    }
    Ok(())
}

/// But for those that sign an empty `SignatureType`, which is never sent here, or spell the format in lower case.
#[test]
fn whole_requests_agree_with_the_official_sdks() -> Outcome {
    let mut compared = 0;
    for vector in vectors()?.iter().filter(|vector| vector.signature_type.is_none()) {
        let format = match vector.format.as_str() {
            "JSON" => ReplyFormat::Json,
            "XML" => ReplyFormat::Xml,
            _ => continue,
        };
        let mut params = Params::new();
        for (name, value) in &vector.query_params {
            params.insert(Param::new(name, value));
        }
        for (name, value) in &vector.body_params {
            params.insert(Param::new(name, value).in_form());
        }
        let token = vector.security_token.as_deref().map(Secret::from);
        let secret = Secret::from(vector.access_key_secret.as_str());
        let signed = sign(
            SignatureVersion::V1,
            &SigningInput {
                method: if vector.method == "GET" { Method::Get } else { Method::Post },
                host: "vpc.aliyuncs.com",
                version: &vector.version,
                action: &vector.action,
                params: &params,
                form: false,
                format,
                timestamp: &vector.timestamp,
                nonce: &vector.nonce,
                key: Key::AccessKey { id: &vector.access_key_id, secret: &secret, token: token.as_ref() },
                headers: &[],
            },
        );

        assert_eq!(signed.string_to_sign.as_deref(), Some(vector.string_to_sign.as_str()), "{}", vector.note);
        let content_type = signed.headers.iter().find(|(name, _)| name == "content-type").map(|(_, value)| &**value);
        if vector.method == "GET" {
            assert_eq!((signed.query.as_str(), signed.body.as_str(), content_type), (vector.wire_query.as_str(), "", None));
        } else {
            // The official SDKs split a POST between query and body, which does not change what is signed.
            let pairs = |texts: [&str; 2]| {
                let pairs: Result<Vec<_>, _> = texts.into_iter().map(parse_query).collect();
                pairs.map(|pairs| pairs.concat().into_iter().collect::<BTreeMap<_, _>>())
            };
            assert_eq!(pairs([&signed.body, ""])?, pairs([&vector.wire_query, &vector.wire_body])?, "{}", vector.note);
            assert_eq!((signed.query.as_str(), content_type), ("", Some("application/x-www-form-urlencoded")));
        }
        compared += 1;
    }
    assert_eq!(compared, 72);
    Ok(())
}
