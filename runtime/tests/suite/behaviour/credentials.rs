//! What requests prove their sender with.

use std::borrow::Cow;

use acs_runtime::credentials::{Credentials, CredentialsError, CredentialsProvider, RuntimeComponents};
use acs_runtime::error::ErrorKind;
use acs_runtime::facts::Text;
use acs_runtime::future::BoxFuture;
use acs_runtime::operation::OperationInfo;
use acs_runtime::test::{MockTransport, RecordedRequest};
use acs_runtime::wire::RequestIdResponse;
use acs_runtime::{Client, SignatureVersion};
use serde_json::json;

use crate::behaviour::service::{DESCRIBE_VPCS, OF_SERVICE, Request, SERVICE, Vpcs};

async fn sent(credentials: Credentials, version: SignatureVersion) -> RecordedRequest {
    let mock = MockTransport::new();
    mock.on("DescribeVpcs").reply(json!({}));
    let client: Client = Client::builder(&SERVICE).test(&mock).credentials(credentials).signature(version).build().unwrap();
    client.call(&DESCRIBE_VPCS).send::<Vpcs>(&Request::default()).await.unwrap();
    mock.requests().remove(0)
}

#[tokio::test]
async fn both_versions_of_the_signature() {
    let key = || Credentials::access_key("testid", "testsecret").with_token("testtoken");
    let v1 = sent(key(), SignatureVersion::V1).await;
    assert!(v1.body().contains("AccessKeyId=testid&") && v1.body().contains("SecurityToken=testtoken&"), "{}", v1.body());
    assert_eq!(v1.url(), "https://vpc.aliyuncs.com/", "nothing that identifies the caller is in the URL");
    let v3 = sent(key(), SignatureVersion::V3).await;
    assert!(v3.signature().unwrap().starts_with("ACS3-HMAC-SHA256 Credential=testid,SignedHeaders="));
    assert_eq!(v3.header("x-acs-security-token"), Some("testtoken"));
    assert!(v1.header("user-agent").unwrap().starts_with("AlibabaCloud ("));
}

#[tokio::test]
async fn tokens_and_nothing_at_all() {
    let bearer = sent(Credentials::bearer("ticket"), SignatureVersion::V3).await;
    assert_eq!((bearer.header("x-acs-bearer-token"), bearer.signature()), (Some("ticket"), None));
    assert_eq!(sent(Credentials::anonymous(), SignatureVersion::V1).await.signature(), None);
}

#[derive(Debug)]
struct Nobody;

impl CredentialsProvider for Nobody {
    fn name(&self) -> Cow<'static, str> {
        "nobody".into()
    }

    fn credentials<'a>(&'a self, _: &'a RuntimeComponents) -> BoxFuture<'a, Result<Credentials, CredentialsError>> {
        Box::pin(async { Err(CredentialsError::new("nobody is signed in")) })
    }
}

#[tokio::test]
async fn anonymous_operations_are_sent_unsigned_and_ask_for_no_credentials() {
    static LOG_IN: OperationInfo = OperationInfo { name: Text::Borrowed("LogIn"), anonymous: true, ..OF_SERVICE };
    for version in [SignatureVersion::V1, SignatureVersion::V3] {
        let mock = MockTransport::new();
        mock.on("LogIn").reply(json!({ "RequestId": "r" }));
        let client: Client = Client::builder(&SERVICE).test(&mock).credentials(Nobody).signature(version).build().unwrap();
        client.call(&LOG_IN).send::<RequestIdResponse>(&Request::default()).await.unwrap();
        let sent = mock.requests().remove(0);
        assert_eq!((sent.signature(), sent.header("authorization")), (None, None));
        let preview = client.call(&LOG_IN).preview(&Request::default()).await.unwrap();
        assert_eq!(preview.string_to_sign(), None);
    }
}

#[tokio::test]
async fn a_provider_that_has_none_ends_the_call_with_its_reason() {
    let mock = MockTransport::new();
    let client: Client = Client::builder(&SERVICE).test(&mock).credentials(Nobody).build().unwrap();
    let error = client.call(&DESCRIBE_VPCS).send::<Vpcs>(&Request::default()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Credentials);
    assert_eq!(error.to_string(), "DescribeVpcs: no credentials: nobody is signed in");
    assert!(mock.requests().is_empty());
}
