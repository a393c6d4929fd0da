//! The verifier against requests that other SDKs signed.

use http::Request;
use serde::Deserialize;

use super::*;
use crate::clock::parse;

/// A request as it was sent.
#[derive(Deserialize)]
struct Vector {
    note: String,
    method: String,
    access_key_id: String,
    access_key_secret: String,
    security_token: Option<String>,
    timestamp: String,
    #[serde(default)]
    wire_query: String,
    #[serde(default)]
    wire_body: String,
    #[serde(default)]
    path: String,
    #[serde(default)]
    canonical_query: String,
    #[serde(default)]
    headers: std::collections::BTreeMap<String, String>,
    #[serde(default)]
    body: String,
    #[serde(default)]
    authorization: String,
}

impl Vector {
    fn v1(&self) -> Incoming {
        let mut request = Request::builder().method(self.method.as_str()).uri(format!("/?{}", self.wire_query));
        if !self.wire_body.is_empty() {
            request = request.header("content-type", "application/x-www-form-urlencoded; charset=utf-8");
        }
        let (parts, ()) = request.body(()).unwrap().into_parts();
        Incoming::new(parts, self.wire_body.clone().into_bytes()).unwrap()
    }

    fn v3(&self) -> Incoming {
        let mut request = Request::builder().method(self.method.as_str()).uri(format!("{}?{}", self.path, self.canonical_query));
        for (name, value) in &self.headers {
            request = request.header(name, value);
        }
        let (parts, ()) = request.header("authorization", &self.authorization).body(()).unwrap().into_parts();
        Incoming::new(parts, self.body.clone().into_bytes()).unwrap()
    }

    fn verify(&self, incoming: &Incoming, secret: &str) -> Result<(), ServiceError> {
        let token = self.security_token.as_deref().map(Secret::from);
        let keys = Keys::with_session(Session::new(&self.access_key_id, secret, token));
        let envelope = Envelope::read(incoming)?;
        let now = parse(&self.timestamp).unwrap();
        let nonces = &mut Nonces::default();
        let claimant = identify(incoming, &envelope, &keys, nonces, Times { wire: now, state: now })?;
        claimant.verify(incoming)?;
        claimant.accept(nonces).map(drop)
    }
}

fn vectors(text: &str) -> Vec<Vector> {
    serde_json::from_str(text).unwrap()
}

fn check(vectors: &[Vector], incoming: impl Fn(&Vector) -> Incoming, tamper: impl Fn(&mut Incoming)) {
    assert!(vectors.len() > 100);
    for vector in vectors {
        let mut incoming = incoming(vector);
        vector.verify(&incoming, &vector.access_key_secret).unwrap_or_else(|error| panic!("{}: {error:?}", vector.note));
        let code = |result: Result<(), ServiceError>| result.map_err(|error| error.code);
        assert_eq!(code(vector.verify(&incoming, "another")), Err("SignatureDoesNotMatch".into()), "{}", vector.note);
        tamper(&mut incoming);
        assert_eq!(
            code(vector.verify(&incoming, &vector.access_key_secret)),
            Err("SignatureDoesNotMatch".into()),
            "{}",
            vector.note
        );
    }
}

fn add_parameter(incoming: &mut Incoming) {
    incoming.query.push(("Added".into(), "later".into()));
}

#[test]
fn requests_of_other_sdks_verify_in_version_1() {
    check(&vectors(include_str!("../../tests/fixtures/signature-v1.json")), Vector::v1, add_parameter);
}

#[test]
fn requests_of_other_sdks_verify_in_version_3() {
    let vectors = vectors(include_str!("../../tests/fixtures/signature-v3.json"));
    let rpc: Vec<Vector> = vectors.into_iter().filter(|vector| vector.path == "/").collect();
    check(&rpc, Vector::v3, add_parameter);
}

#[test]
fn a_body_other_than_the_one_signed_is_noticed() {
    let vectors = vectors(include_str!("../../tests/fixtures/signature-v3.json"));
    let vector = vectors.iter().find(|vector| !vector.body.is_empty()).unwrap();
    let mut incoming = vector.v3();
    incoming.body.push(b'x');
    let error = vector.verify(&incoming, &vector.access_key_secret).unwrap_err();
    assert_eq!(error.code, "IncompleteSignature");
}

#[test]
fn a_header_that_must_be_signed_and_is_not_is_noticed() {
    let vectors = vectors(include_str!("../../tests/fixtures/signature-v3.json"));
    let mut incoming = vectors[0].v3();
    incoming.headers.insert("x-acs-added", "later".parse().unwrap());
    let error = vectors[0].verify(&incoming, &vectors[0].access_key_secret).unwrap_err();
    assert_eq!(error.code, "IncompleteSignature");
}
