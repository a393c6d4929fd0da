//! Why a signature is wrong, as far as that can be determined.

use acs_runtime::sign::{Secret, canonical_query, v1 as runtime_v1, v3 as runtime_v3};

use super::{Keys, v1, v3};
use crate::envelope::{Envelope, Scheme};
use crate::incoming::Incoming;
use crate::log::SignatureCheck;

/// The replacement of a secret.
const HIDDEN: &str = "***";

/// Parameters and headers that are secret in every request.
const SECRET: [&str; 4] = ["SecurityToken", "BearerToken", "x-acs-security-token", "x-acs-bearer-token"];

/// What this side signed for a request whose signature was refused, with secrets hidden. `is_sensitive` tells which parameters
/// of the operation are.
pub(crate) fn explain(
    incoming: &Incoming,
    envelope: &Envelope,
    keys: &Keys,
    is_sensitive: impl Fn(&str) -> bool,
) -> Option<SignatureCheck> {
    let show = |(name, value): (&'_ str, &'_ str)| {
        let hidden = SECRET.contains(&name) || is_sensitive(name);
        (name.to_owned(), if hidden { HIDDEN.to_owned() } else { value.to_owned() })
    };
    match envelope.scheme {
        Scheme::V1 => explain_v1(incoming, keys, show),
        Scheme::V3 => explain_v3(incoming, keys, show),
    }
}

fn explain_v1(incoming: &Incoming, keys: &Keys, show: impl Fn((&str, &str)) -> (String, String)) -> Option<SignatureCheck> {
    let signature = incoming.parameter("Signature")?;
    let key_id = incoming.parameter("AccessKeyId")?;
    let canonical = v1::canonical(incoming);
    let signed_as = |method: &str, canonical: &str, secret: &Secret| {
        runtime_v1::verify(secret, &runtime_v1::string_to_sign(method, canonical), signature)
    };
    let own = keys.session(key_id).ok().map(|session| session.secret.clone());
    let own = |method: &str, canonical: &str| own.as_ref().is_some_and(|secret| signed_as(method, canonical, secret));
    let method = incoming.method.as_str();
    let other = if method == "GET" { "POST" } else { "GET" };
    let query = canonical_query(incoming.query.iter().map(|(name, value)| (name.as_str(), value.as_str())).filter(v1::is_signed));
    let cause = if own(other, &canonical) {
        format!("the client signed {other}, and sent {method}")
    } else if own(method, &canonical.replace("%20", "+")) {
        "the client wrote blanks as +, not as %20".to_owned()
    } else if own(method, &canonical.replace("%2A", "*")) || own(method, &canonical.replace('~', "%7E")) {
        "the client encoded * or ~ in another way: they are %2A and ~".to_owned()
    } else if !incoming.form.is_empty() && own(method, &query) {
        "the client did not sign the parameters of the form".to_owned()
    } else if let Some(id) = keys.ids().find(|id| keys.session(id).is_ok_and(|key| signed_as(method, &canonical, &key.secret))) {
        format!("it was signed with the secret of another key, {id}")
    } else {
        unknown_cause()
    };
    let shown: Vec<_> = incoming.parameters().filter(v1::is_signed).map(show).collect();
    let canonical = canonical_query(shown.iter().map(|(name, value)| (name.as_str(), value.as_str())));
    let string_to_sign = runtime_v1::string_to_sign(method, &canonical);
    Some(SignatureCheck { canonical_request: canonical, string_to_sign, received: signature.to_owned(), cause })
}

fn explain_v3(incoming: &Incoming, keys: &Keys, show: impl Fn((&str, &str)) -> (String, String)) -> Option<SignatureCheck> {
    let authorization = v3::authorization(incoming).ok()?;
    let hash = incoming.header("x-acs-content-sha256").unwrap_or_default();
    let headers = match v3::signed_headers(incoming, authorization.signed_headers) {
        Ok(headers) => headers,
        Err(error) => {
            let (canonical_request, string_to_sign) = (String::new(), String::new());
            let received = authorization.signature.to_owned();
            return Some(SignatureCheck { canonical_request, string_to_sign, received, cause: error.message });
        }
    };
    let query = incoming.query.iter().map(|(name, value)| (name.as_str(), value.as_str()));
    let method = incoming.method.as_str();
    let request = |method: &str, query: &str, headers: &[runtime_v3::Header<'_>], hash: &str| {
        runtime_v3::canonical_request(method, &incoming.path, query, headers, hash)
    };
    let canonical = request(method, &canonical_query(query.clone()), &headers, hash);
    let string_to_sign = runtime_v3::string_to_sign(&canonical);
    let signed_as = |canonical: &str, secret: &Secret| {
        runtime_v3::verify(secret, &runtime_v3::string_to_sign(canonical), authorization.signature)
    };
    let own = keys.session(authorization.key_id).ok().map(|session| session.secret.clone());
    let own = |canonical: &str| own.as_ref().is_some_and(|secret| signed_as(canonical, secret));
    let other = if method == "GET" { "POST" } else { "GET" };
    let without_port = headers.iter().map(|(name, value)| match name.as_ref() {
        "host" => (name.clone(), value.split(':').next().unwrap_or_default().to_owned().into()),
        _ => (name.clone(), value.clone()),
    });
    let without_port: Vec<_> = without_port.collect();
    let of_body = runtime_v3::hash(&incoming.body);
    let sorted = canonical_query(query.clone());
    let cause = if own(&canonical) {
        "the signature is right, but x-acs-content-sha256 is not the SHA-256 of the body that arrived".to_owned()
    } else if own(&request(other, &sorted, &headers, hash)) {
        format!("the client signed {other}, and sent {method}")
    } else if own(&request(method, &sorted, &without_port, hash)) {
        "the client signed the host without its port".to_owned()
    } else if own(&request(method, "", &headers, hash)) {
        "the client did not sign the query".to_owned()
    } else if own(&request(method, &sorted, &headers, &of_body)) {
        "the client signed another hash of the body than it sent in x-acs-content-sha256".to_owned()
    } else if let Some(id) = keys.ids().find(|id| keys.session(id).is_ok_and(|key| signed_as(&canonical, &key.secret))) {
        format!("it was signed with the secret of another key, {id}")
    } else {
        unknown_cause()
    };
    let shown: Vec<_> = query.map(&show).collect();
    let query = canonical_query(shown.iter().map(|(name, value)| (name.as_str(), value.as_str())));
    let headers: Vec<_> = headers.iter().map(|(name, value)| show((name, value))).map(|(n, v)| (n.into(), v.into())).collect();
    let canonical_request = request(method, &query, &headers, hash);
    Some(SignatureCheck { canonical_request, string_to_sign, received: authorization.signature.to_owned(), cause })
}

fn unknown_cause() -> String {
    "the secret differs, or the client signed something else: compare canonical_request with the client's".to_owned()
}

#[cfg(test)]
mod tests {
    use http::Request;

    use super::*;
    use crate::auth::AccessKey;

    fn keys() -> Keys {
        let mut keys = Keys::default();
        keys.add(AccessKey::new("testid", "testsecret"));
        keys.add(AccessKey::new("other", "othersecret"));
        keys
    }

    fn check(incoming: &Incoming) -> SignatureCheck {
        let envelope = Envelope::read(incoming).unwrap();
        explain(incoming, &envelope, &keys(), |name| name == "Psk").unwrap()
    }

    fn v1(sent: &str, signed: &str, secret: &str) -> SignatureCheck {
        let pairs = "AccessKeyId=testid&Action=X&Psk=hush&Version=1&SecurityToken=tok&Name=a%20b";
        let parsed = acs_runtime::sign::parse_query(pairs).unwrap();
        let canonical = canonical_query(parsed.iter().map(|(name, value)| (name.as_str(), value.as_str())));
        let canonical = if signed == "plus" { canonical.replace("%20", "+") } else { canonical };
        let method = if signed == "plus" { sent } else { signed };
        let signature = runtime_v1::signature(&Secret::from(secret), &runtime_v1::string_to_sign(method, &canonical));
        let signature = acs_runtime::sign::percent_encode(&signature);
        let request = Request::builder().method(sent).uri(format!("/?{pairs}&Signature={signature}"));
        Incoming::new(request.body(()).unwrap().into_parts().0, Vec::new()).map(|incoming| check(&incoming)).unwrap()
    }

    #[test]
    fn causes_of_version_1_are_reported_without_secrets() {
        for (sent, signed, secret, cause) in [
            ("GET", "POST", "testsecret", "signed POST, and sent GET"),
            ("GET", "plus", "testsecret", "blanks as +"),
            ("GET", "GET", "othersecret", "another key, other"),
            ("GET", "GET", "none", "the secret differs"),
        ] {
            let check = v1(sent, signed, secret);
            assert!(check.cause.contains(cause), "{check:?}");
            assert!(!format!("{check:?}").contains("hush") && !format!("{check:?}").contains("tok&"), "{check:?}");
            assert!(check.canonical_request.contains("Psk=%2A%2A%2A&SecurityToken=%2A%2A%2A"), "{check:?}");
            assert!(check.string_to_sign.starts_with("GET&%2F&AccessKeyId%3Dtestid"), "{check:?}");
        }
    }

    #[test]
    fn causes_of_version_3_are_reported_without_secrets() {
        let hash = runtime_v3::hash(b"");
        for (method, query, host, secret, cause) in [
            ("GET", "Name=a", "h:80", "testsecret", "signed GET, and sent POST"),
            ("POST", "Name=a", "h", "testsecret", "without its port"),
            ("POST", "", "h:80", "testsecret", "did not sign the query"),
            ("POST", "Name=a", "h:80", "othersecret", "another key, other"),
            ("POST", "Name=a", "h:80", "none", "the secret differs"),
        ] {
            let headers = [
                ("host", "h:80"),
                ("x-acs-action", "X"),
                ("x-acs-content-sha256", &hash),
                ("x-acs-security-token", "hush"),
                ("x-acs-version", "1"),
            ];
            let signed = headers.map(|(name, value)| (name, if name == "host" { host } else { value }));
            let signed = runtime_v3::headers_to_sign(signed);
            let canonical = runtime_v3::canonical_request(method, "/", query, &signed, &hash);
            let signature = runtime_v3::signature(&Secret::from(secret), &runtime_v3::string_to_sign(&canonical));
            let value = runtime_v3::authorization("testid", &runtime_v3::signed_headers(&signed), &signature);
            let mut request = Request::builder().method("POST").uri("/?Name=a").header("authorization", value);
            for (name, value) in headers {
                request = request.header(name, value);
            }
            let check = check(&Incoming::new(request.body(()).unwrap().into_parts().0, Vec::new()).unwrap());
            assert!(check.cause.contains(cause), "{check:?}");
            assert!(!format!("{check:?}").contains("hush"), "{check:?}");
            assert!(check.canonical_request.contains("x-acs-security-token:***\n"), "{check:?}");
        }
    }
}
