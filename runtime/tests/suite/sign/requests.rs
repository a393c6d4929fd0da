//! Where parameters travel, what goes unsigned, and what `Debug` keeps to itself.

use acs_runtime::operation::Method;
use acs_runtime::sign::{
    Key, ReplyFormat, Secret, SignatureVersion, SignedRequest, SigningInput, canonical_query, parse_query, sign, v1, v3,
};
use acs_runtime::wire::{Param, Params};

use super::Outcome;

const BOTH: [SignatureVersion; 2] = [SignatureVersion::V1, SignatureVersion::V3];

fn request<'a>(method: Method, params: &'a Params, key: Key<'a>) -> SigningInput<'a> {
    SigningInput {
        method,
        host: "127.0.0.1:18080",
        version: "2016-04-28",
        action: "CreateVpnConnection",
        params,
        form: false,
        format: ReplyFormat::Json,
        timestamp: "2024-05-17T12:02:09Z",
        nonce: "c443821a99803289c9b00158932b29f0",
        key,
        headers: &[],
    }
}

fn header<'s>(signed: &'s SignedRequest, name: &str) -> Option<&'s str> {
    signed.headers.iter().find(|(other, _)| other == name).map(|(_, value)| &**value)
}

/// The values of a parameter in the query.
fn in_query(signed: &SignedRequest, name: &str) -> Result<Vec<String>, std::str::Utf8Error> {
    values(&signed.query, name)
}

/// The values of a parameter in the form body.
fn in_form(signed: &SignedRequest, name: &str) -> Result<Vec<String>, std::str::Utf8Error> {
    values(&signed.body, name)
}

fn values(pairs: &str, name: &str) -> Result<Vec<String>, std::str::Utf8Error> {
    Ok(parse_query(pairs)?.into_iter().filter(|(other, _)| other == name).map(|(_, value)| value).collect())
}

#[test]
fn version_3_sends_form_parameters_in_the_body_of_a_post_and_the_others_in_the_query() -> Outcome {
    let secret = Secret::from("secret");
    let params = name_and_options();
    let key = Key::AccessKey { id: "id", secret: &secret, token: None };
    let signed = sign(SignatureVersion::V3, &request(Method::Post, &params, key));
    assert_eq!(signed.body, "Options.1.Key=k%20%2B%2A~&Options.1.Empty=");
    assert_eq!(in_query(&signed, "Name")?, ["a b"]);
    assert!(!signed.query.contains("Options"), "{}", signed.query);
    assert_eq!(header(&signed, "content-type"), Some("application/x-www-form-urlencoded"));
    Ok(())
}

#[test]
fn version_1_sends_all_parameters_of_a_post_in_the_body_and_none_in_the_url() -> Outcome {
    let secret = Secret::from("secret");
    let params = name_and_options();
    let key = Key::AccessKey { id: "id", secret: &secret, token: None };
    let signed = sign(SignatureVersion::V1, &request(Method::Post, &params, key));
    assert_eq!(signed.query, "");
    assert_eq!((in_form(&signed, "Name")?, in_form(&signed, "Options.1.Key")?), (vec!["a b".into()], vec!["k +*~".into()]));
    for name in ["Action", "AccessKeyId", "Signature", "Options.1.Empty"] {
        assert_eq!(in_form(&signed, name)?.len(), 1, "{name}");
    }
    assert_eq!(header(&signed, "content-type"), Some("application/x-www-form-urlencoded"));
    Ok(())
}

#[test]
fn a_get_has_all_parameters_in_the_query_and_no_body() -> Outcome {
    let secret = Secret::from("secret");
    let params = name_and_options();
    for version in BOTH {
        let key = Key::AccessKey { id: "id", secret: &secret, token: None };
        let signed = sign(version, &request(Method::Get, &params, key));
        assert_eq!(signed.body, "");
        assert_eq!(in_query(&signed, "Options.1.Key")?, ["k +*~"]);
        assert_eq!(header(&signed, "content-type"), None);
    }
    Ok(())
}

fn name_and_options() -> Params {
    let mut params = Params::new();
    params.insert(Param::new("Name", "a b"));
    params.insert(Param::new("Options.1.Key", "k +*~").in_form());
    params.insert(Param::new("Options.1.Empty", "").in_form());
    params
}

#[test]
fn version_3_sends_the_content_type_of_an_operation_with_form_parameters_even_without_them() {
    let secret = Secret::from("secret");
    let key = Key::AccessKey { id: "id", secret: &secret, token: None };
    let params = Params::new();
    let signed = sign(SignatureVersion::V3, &request(Method::Post, &params, key));
    assert_eq!(header(&signed, "content-type"), None);
    let signed = sign(SignatureVersion::V3, &SigningInput { form: true, ..request(Method::Post, &params, key) });
    assert_eq!(signed.body, "");
    assert_eq!(header(&signed, "content-type"), Some("application/x-www-form-urlencoded"));
    let covered = header(&signed, "authorization").and_then(v3::parse_authorization).map(|parts| parts.signed_headers);
    assert!(covered.is_some_and(|names| names.starts_with("content-type;host;")), "{covered:?}");
}

#[test]
fn signed_requests_verify_under_both_versions() -> Outcome {
    let (secret, token) = (Secret::from("secret"), Secret::from("to/ken+=="));
    let mut params = Params::new();
    params.set("Description", "网络 +*~%\n");
    params.insert(Param::new("Options.1.Key", "a&b=c").in_form());
    let key = Key::AccessKey { id: "id", secret: &secret, token: Some(&token) };
    let request = request(Method::Post, &params, key);

    let signed = sign(SignatureVersion::V1, &request);
    let mut received = parse_query(&signed.query)?;
    received.extend(parse_query(&signed.body)?);
    let signature = received.iter().position(|(name, _)| name == "Signature").map(|index| received.remove(index));
    let text = v1::string_to_sign("POST", &canonical_query(received.iter().map(|(name, value)| (&**name, &**value))));
    assert!(signature.is_some_and(|(_, signature)| v1::verify(&secret, &text, &signature)));

    let signed = sign(SignatureVersion::V3, &request);
    let Some(parts) = header(&signed, "authorization").and_then(v3::parse_authorization) else { panic!("no authorization") };
    let mut headers: Vec<_> = signed.headers.iter().map(|(name, value)| (&**name, &**value)).collect();
    headers.push(("host", "127.0.0.1:18080"));
    let headers = v3::headers_to_sign(headers);
    assert_eq!(parts.signed_headers, v3::signed_headers(&headers));
    let received = parse_query(&signed.query)?;
    let query = canonical_query(received.iter().map(|(name, value)| (&**name, &**value)));
    let canonical = v3::canonical_request("POST", signed.path, &query, &headers, &v3::hash(signed.body.as_bytes()));
    assert!(v3::verify(&secret, &v3::string_to_sign(&canonical), parts.signature));
    Ok(())
}

#[test]
fn a_bearer_token_is_sent_in_place_of_a_signature() -> Outcome {
    let token = Secret::from("bearer-token");
    let params = Params::new();
    let request = request(Method::Post, &params, Key::Bearer(&token));

    let signed = sign(SignatureVersion::V1, &request);
    assert_eq!(in_form(&signed, "SignatureType")?, ["BEARERTOKEN"]);
    assert_eq!(in_form(&signed, "BearerToken")?, ["bearer-token"]);
    for absent in ["Signature", "AccessKeyId", "SignatureMethod", "SignatureVersion"] {
        assert!(in_form(&signed, absent)?.is_empty(), "{absent}");
    }
    assert_eq!(signed.string_to_sign, None);

    let signed = sign(SignatureVersion::V3, &request);
    assert_eq!(signed.query, "SignatureType=BEARERTOKEN");
    assert_eq!(header(&signed, "x-acs-bearer-token"), Some("bearer-token"));
    assert_eq!(header(&signed, "authorization"), None);
    assert_eq!(signed.string_to_sign, None);
    Ok(())
}

#[test]
fn an_anonymous_request_has_no_key_and_no_signature() -> Outcome {
    let params = Params::new();
    let request = request(Method::Post, &params, Key::Anonymous);

    let signed = sign(SignatureVersion::V1, &request);
    let names: Vec<_> = parse_query(&signed.body)?.into_iter().map(|(name, _)| name).collect();
    assert_eq!(names, ["Action", "Format", "SignatureNonce", "Timestamp", "Version"]);

    let signed = sign(SignatureVersion::V3, &request);
    assert_eq!(signed.query, "Format=JSON");
    assert_eq!(header(&signed, "authorization"), None);
    assert_eq!(header(&signed, "x-acs-accesskey-id"), None);
    Ok(())
}

#[test]
fn the_request_names_the_format_of_the_reply() -> Outcome {
    let secret = Secret::from("secret");
    let params = Params::new();
    for (format, parameter, accept) in [(ReplyFormat::Json, "JSON", "application/json"), (ReplyFormat::Xml, "XML", "text/xml")] {
        let key = Key::AccessKey { id: "id", secret: &secret, token: None };
        let request = SigningInput { format, ..request(Method::Post, &params, key) };
        assert_eq!(in_form(&sign(SignatureVersion::V1, &request), "Format")?, [parameter]);
        assert_eq!(header(&sign(SignatureVersion::V3, &request), "accept"), Some(accept));
    }
    Ok(())
}

#[test]
fn no_parameter_is_sent_twice() -> Outcome {
    let secret = Secret::from("secret");
    let key = Key::AccessKey { id: "id", secret: &secret, token: None };
    let mut params = Params::new();
    params.set("Action", "DeleteEverything");
    params.insert(Param::new("Timestamp", "1970-01-01T00:00:00Z").in_form());
    params.set("Signature", "forged");
    let extra = [
        ("X-Acs-Action".to_owned(), "DeleteEverything".to_owned()),
        ("Host".to_owned(), "elsewhere".to_owned()),
        ("Authorization".to_owned(), "forged".to_owned()),
        ("X-Acs-Trace".to_owned(), "0".to_owned()),
        ("x-acs-trace".to_owned(), " 1 ".to_owned()),
    ];

    let signed = sign(SignatureVersion::V1, &SigningInput { headers: &extra, ..request(Method::Post, &params, key) });
    assert_eq!(in_form(&signed, "Action")?, ["CreateVpnConnection"]);
    assert_eq!(in_form(&signed, "Timestamp")?, ["2024-05-17T12:02:09Z"]);
    assert_eq!(in_form(&signed, "Signature")?.len(), 1);

    let signed = sign(SignatureVersion::V3, &SigningInput { headers: &extra, ..request(Method::Post, &params, key) });
    let actions: Vec<_> = signed.headers.iter().filter(|(name, _)| name == "x-acs-action").collect();
    assert_eq!(actions, [&("x-acs-action".into(), "CreateVpnConnection".into())]);
    assert_eq!(header(&signed, "host"), None);
    let traces: Vec<_> = signed.headers.iter().filter(|(name, _)| name == "x-acs-trace").collect();
    assert_eq!(traces, [&("x-acs-trace".into(), "1".into())]);
    assert_eq!(in_query(&signed, "Signature")?, ["forged"], "version 3 has no such parameter of its own");
    assert!(header(&signed, "authorization").is_some_and(|value| value.starts_with("ACS3-HMAC-SHA256 ")));
    Ok(())
}

#[test]
fn a_new_nonce_or_time_gives_a_new_signature_and_the_same_input_the_same_one() {
    let secret = Secret::from("secret");
    let params = Params::new();
    for version in BOTH {
        let first = request(Method::Post, &params, Key::AccessKey { id: "id", secret: &secret, token: None });
        assert_eq!(sign(version, &first), sign(version, &first));
        for other in [SigningInput { nonce: "other", ..first }, SigningInput { timestamp: "2024-05-17T12:02:10Z", ..first }] {
            assert_ne!(sign(version, &first).string_to_sign, sign(version, &other).string_to_sign);
        }
    }
}

#[test]
fn debug_shows_no_secret_token_signature_or_value() {
    let (secret, token) = (Secret::from("the-secret"), Secret::from("the-token"));
    let mut params = Params::new();
    params.set("Description", "shown");
    params.insert(Param::new("Psk", "the-psk").sensitive());
    params.insert(Param::new("Options.1.Psk", "the-form-psk").in_form().sensitive());
    let headers = [("X-Secret".to_owned(), "the-header".to_owned())];
    let keys = [Key::AccessKey { id: "id", secret: &secret, token: Some(&token) }, Key::Bearer(&token), Key::Anonymous];
    for (version, key) in BOTH.into_iter().flat_map(|version| keys.map(|key| (version, key))) {
        let unsigned = SigningInput { headers: &headers, ..request(Method::Post, &params, key) };
        let shown = format!("{unsigned:?} {unsigned:#?}");
        assert!(shown.contains("shown") && shown.contains("X-Secret") && shown.contains("***"), "{shown}");
        assert!(!shown.contains("the-"), "{shown}");

        let signed = sign(version, &unsigned);
        let shown = format!("{signed:?} {signed:#?}");
        assert!(!shown.contains("the-") && !shown.contains("shown"), "{shown}");
        assert!(shown.contains(&format!("{} bytes", signed.body.len())) && shown.contains("x-secret"), "{shown}");
        let signature = in_form(&signed, "Signature").unwrap_or_default();
        assert!(signature.iter().all(|signature| !shown.contains(signature)), "{shown}");
        if let Some(authorization) = header(&signed, "authorization").and_then(v3::parse_authorization) {
            assert!(!shown.contains(authorization.signature), "{shown}");
            let shown = format!("{authorization:?}");
            assert!(shown.contains("x-acs-date") && !shown.contains(authorization.signature), "{shown}");
        }
    }
    assert_eq!(format!("{secret:?} {:?}", Some(&token)), "*** Some(***)");
}

#[test]
fn secrets_are_equal_when_their_text_is() {
    assert_eq!(Secret::from("a"), Secret::new(String::from("a")));
    for other in ["", "b", "ab"] {
        assert_ne!(Secret::from("a"), Secret::from(other));
    }
    assert!(Secret::from("").is_empty() && !Secret::from("a").is_empty());
}
