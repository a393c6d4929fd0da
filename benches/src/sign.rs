//! Encoding and signing, and the hashes alone.

use std::hint::black_box;

use acs_runtime::operation::Method;
use acs_runtime::sign::{Key, ReplyFormat, Secret, SignatureVersion, SigningInput, sign};
use acs_runtime::wire::Params;
use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;
use sha2::{Digest, Sha256};
use vpc_api::vpc::{DescribeVpcsRequest, DescribeVpcsTag};

pub(crate) fn request() -> DescribeVpcsRequest {
    let tag = |key: &str, value: &str| DescribeVpcsTag { key: Some(key.into()), value: Some(value.into()) };
    DescribeVpcsRequest {
        region_id: Some("cn-hangzhou".into()),
        vpc_name: Some("production network".into()),
        page_number: Some(1),
        page_size: Some(50),
        resource_group_id: Some("rg-acfmxazb4ph6aiy".into()),
        tag: vec![tag("team", "network"), tag("stage", "production")],
        ..Default::default()
    }
}

fn input<'a>(params: &'a Params, secret: &'a Secret) -> SigningInput<'a> {
    SigningInput {
        method: Method::Post,
        host: "vpc.aliyuncs.com",
        version: "2016-04-28",
        action: "DescribeVpcs",
        params,
        form: false,
        format: ReplyFormat::Json,
        timestamp: "2024-05-17T12:02:09Z",
        nonce: "c443821a99803289c9b00158932b29f0",
        key: Key::AccessKey { id: "LTAI5tFake0Fake0Fake0Fak", secret, token: None },
        headers: &[],
    }
}

pub(crate) fn v1() -> Box<dyn FnMut()> {
    encode_and_sign(SignatureVersion::V1)
}

pub(crate) fn v3() -> Box<dyn FnMut()> {
    encode_and_sign(SignatureVersion::V3)
}

fn encode_and_sign(version: SignatureVersion) -> Box<dyn FnMut()> {
    let (request, secret) = (request(), Secret::from("testsecret-testsecret-12345678"));
    Box::new(move || {
        let params = Params::of(black_box(&request));
        black_box(sign(version, &input(&params, &secret)));
    })
}

/// The hashes that version 1 needs.
pub(crate) fn hash_v1() -> Box<dyn FnMut()> {
    let text = string_to_sign(SignatureVersion::V1);
    Box::new(move || {
        let mut mac = Hmac::<Sha1>::new_from_slice(b"testsecret-testsecret-12345678&").unwrap();
        mac.update(black_box(text.as_bytes()));
        black_box(mac.finalize().into_bytes());
    })
}

/// The hashes that version 3 needs: of the body, of the canonical request, and the keyed one.
pub(crate) fn hash_v3() -> Box<dyn FnMut()> {
    let text = string_to_sign(SignatureVersion::V3);
    // What is hashed is about as long as the string to sign of version 1.
    let canonical = string_to_sign(SignatureVersion::V1);
    Box::new(move || {
        black_box(Sha256::digest(black_box(b"")));
        black_box(Sha256::digest(black_box(canonical.as_bytes())));
        let mut mac = Hmac::<Sha256>::new_from_slice(b"testsecret-testsecret-12345678").unwrap();
        mac.update(black_box(text.as_bytes()));
        black_box(mac.finalize().into_bytes());
    })
}

fn string_to_sign(version: SignatureVersion) -> String {
    let (params, secret) = (Params::of(&request()), Secret::from("testsecret"));
    sign(version, &input(&params, &secret)).string_to_sign.unwrap()
}
