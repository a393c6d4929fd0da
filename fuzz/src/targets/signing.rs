//! Signatures, against a second signer.

use std::collections::BTreeMap;

use acs_runtime::operation::Method;
use acs_runtime::sign::{COMMON_PARAMETERS, Key, ReplyFormat, Secret, SignatureVersion, SigningInput, sign};
use acs_runtime::wire::{Param, Params};

use super::{head, second, texts};
use crate::Target;

const WORDS: &[&str] =
    &["=", "\n", "!", "Tag.1.Key=", "RegionId=cn-hangzhou", "Signature=", "%2F", "%", "+", "*", "~", "\u{1}", "ä", "🚀", " "];

pub(super) const V1: Target = Target { name: "sign_v1", seeds, words: WORDS, cases: 3_000, run: v1 };
pub(super) const V3: Target = Target { name: "sign_v3", seeds, words: WORDS, cases: 3_000, run: v3 };

/// A secret on the first line, then a parameter a line; `!` puts it in the form.
fn seeds() -> Vec<Vec<u8>> {
    texts(&[
        "testsecret\nRegionId=cn-hangzhou\nVpcId=vpc-1",
        "a+b/c==\n!IkeConfig={\"Psk\":\"x\"}\nTag.1.Key=team\nTag.1.Value=a b*c~d",
        "s\nName=专有网络\nEmpty=\n!Form=é",
        "s\na=1\nA=2\na.1=3\na-1=4\nÄ=5",
    ])
}

struct Case {
    secret: String,
    params: Params,
    form: bool,
}

impl Case {
    fn of(input: &[u8]) -> Self {
        let (secret, rest) = head(input);
        let mut params = Params::new();
        for line in String::from_utf8_lossy(rest).split('\n') {
            let (name, value) = line.split_once('=').unwrap_or((line, ""));
            match name.strip_prefix('!') {
                Some(name) => params.insert(Param::new(name, value).in_form()),
                None => params.insert(Param::new(name, value)),
            }
        }
        let form = params.iter().any(Param::is_form);
        Case { secret: String::from_utf8_lossy(secret).into_owned(), params, form }
    }

    fn sign(&self, version: SignatureVersion, check: impl FnOnce(&acs_runtime::sign::SignedRequest<'_>)) {
        let secret = Secret::from(self.secret.as_str());
        check(&sign(
            version,
            &SigningInput {
                method: if self.form { Method::Post } else { Method::Get },
                host: "vpc.cn-hangzhou.aliyuncs.com",
                version: "2016-04-28",
                action: "DescribeVpcs",
                params: &self.params,
                form: self.form,
                format: ReplyFormat::Json,
                timestamp: "2024-05-17T12:02:09Z",
                nonce: "nonce",
                key: Key::AccessKey { id: "testid", secret: &secret, token: None },
                headers: &[],
            },
        ));
    }
}

/// What the service would see: the parameters of the query and of the form.
fn parameters(query: &str, body: &str) -> BTreeMap<String, String> {
    second::parse(query).into_iter().chain(second::parse(body)).collect()
}

fn v1(input: &[u8]) {
    let case = Case::of(input);
    case.sign(SignatureVersion::V1, |signed| {
        let mut seen = parameters(&signed.query, &signed.body);
        let signature = seen.remove("Signature").expect("a signature");
        assert_eq!(signature, second::v1(signed.method.as_str(), &seen, &case.secret));
        for param in &case.params {
            if !is_common(param.name()) {
                assert_eq!(seen.get(param.name()).map(String::as_str), Some(param.value()), "{}", param.name());
            }
        }
    });
}

fn v3(input: &[u8]) {
    let case = Case::of(input);
    case.sign(SignatureVersion::V3, |signed| {
        let mut headers: BTreeMap<String, String> =
            signed.headers.iter().map(|(name, value)| (name.to_string(), value.to_string())).collect();
        headers.insert("host".to_owned(), "vpc.cn-hangzhou.aliyuncs.com".to_owned());
        let authorization = headers.remove("authorization").expect("a signature");
        let query = second::parse(&signed.query).into_iter().collect();
        let expected = second::v3(signed.method.as_str(), &query, &headers, signed.body.as_bytes(), &case.secret);
        assert!(authorization.ends_with(&format!("Signature={expected}")), "{authorization} is not {expected}");
        let seen = parameters(&signed.query, &signed.body);
        for param in &case.params {
            if !is_common(param.name()) {
                assert_eq!(seen.get(param.name()).map(String::as_str), Some(param.value()), "{}", param.name());
            }
        }
    });
}

/// Whether a caller's value for the name is never sent: the protocol sets the common parameters, and an empty name is ignored.
fn is_common(name: &str) -> bool {
    name.is_empty() || COMMON_PARAMETERS.contains(&name)
}
