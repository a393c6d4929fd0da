//! What errors say, and what they never say.

use std::error::Error as _;

use acs_runtime::error::ErrorKind;
use acs_runtime::retry::RetryPolicy;
use acs_runtime::test::MockTransport;
use acs_runtime::{Client, Credentials, Error, SignatureVersion};
use serde_json::json;

use crate::behaviour::service::{
    CREATE_VPC, DELETE_VPC, DESCRIBE_VPCS, MODIFY_VPC, ModifyVpc, ModifyVpcCode, Request, SERVICE, VPC_AVAILABLE, Vpcs, client,
};

/// What must not show up in any error.
const SECRETS: [&str; 4] = ["SecretOfTheKey", "SecurityTokenOfTheKey", "PasswordOfTheCall", "PrivateKeyOfTheReply"];

fn secret_client(mock: &MockTransport, version: SignatureVersion) -> Client {
    let credentials = Credentials::access_key("testid", SECRETS[0]).with_token(SECRETS[1]);
    Client::builder(&SERVICE).test(mock).credentials(credentials).signature(version).retry(RetryPolicy::off()).build().unwrap()
}

fn secret_request() -> Request {
    Request { vpc_id: Some("vpc-1".to_owned()), password: Some(SECRETS[2].to_owned()) }
}

/// The error of a call with secrets in everything that is sent.
async fn error(set_up: impl FnOnce(&MockTransport)) -> Error {
    let mock = MockTransport::new();
    set_up(&mock);
    let client = secret_client(&mock, SignatureVersion::V1);
    client.call(&MODIFY_VPC).send::<Vpcs>(&secret_request()).await.unwrap_err()
}

/// Display, Debug and sources, for a snapshot.
fn told(error: &Error) -> String {
    let mut text = format!("{error}\n\n{error:#?}\n");
    let mut source = error.source();
    while let Some(below) = source {
        text += &format!("\nsource: {below}\n{below:?}\n");
        source = below.source();
    }
    for secret in SECRETS {
        assert!(!text.contains(secret), "`{secret}` shows in: {text}");
    }
    text
}

#[tokio::test]
async fn service() {
    let error = error(|mock| {
        let message = format!("{} is not a password; key {}.", SECRETS[2], SECRETS[0]);
        mock.on("ModifyVpc").header("x-acs-request-id", "in-the-header").error(400, "InvalidPassword.Malformed", &message);
    });
    insta::assert_snapshot!(told(&error.await));
}

#[tokio::test]
async fn service_in_xml_with_denied_access() {
    let error = error(|mock| {
        let body = format!(
            "<Error><RequestId>R-1</RequestId><HostId>vpc.aliyuncs.com</HostId><Code>NoPermission</Code>\
             <Message>No &lt;permission&gt;.</Message><Recommend>https://api.aliyun.com/?token={}</Recommend>\
             <AccessDeniedDetail><AuthAction>vpc:ModifyVpc</AuthAction><AuthPrincipalType>SubUser</AuthPrincipalType>\
             <AuthPrincipalDisplayName>alice</AuthPrincipalDisplayName><NoPermissionType>ExplicitDeny</NoPermissionType>\
             <PolicyType>AccountLevelIdentityBasedPolicy</PolicyType></AccessDeniedDetail></Error>",
            SECRETS[1]
        );
        mock.on("ModifyVpc").header("content-type", "text/xml;charset=utf-8").raw(403, body);
    });
    let error = error.await;
    assert_eq!(error.service().unwrap().access_denied().unwrap().action.as_deref(), Some("vpc:ModifyVpc"));
    insta::assert_snapshot!(told(&error));
}

#[tokio::test]
async fn transport() {
    insta::assert_snapshot!(told(&error(|mock| mock.on("ModifyVpc").lost()).await));
}

#[tokio::test]
async fn timeout() {
    insta::assert_snapshot!(told(&error(|mock| mock.on("ModifyVpc").hang()).await));
}

#[tokio::test]
async fn reply_of_a_gateway() {
    let error = error(|mock| {
        let page = format!(
            "<html><head>\n<title>502 Bad\r\nGateway /?AccessKeyId=testid&amp;SecurityToken={}&Password={}</title></head></html>",
            SECRETS[1], SECRETS[2]
        );
        mock.on("ModifyVpc").header("content-type", "text/html").raw(502, page);
    });
    insta::assert_snapshot!(told(&error.await));
}

#[tokio::test]
async fn reply_that_is_empty() {
    insta::assert_snapshot!(told(&error(|mock| mock.on("ModifyVpc").raw(503, "")).await));
}

#[tokio::test]
async fn reply_that_is_cut_short() {
    let error = error(|mock| {
        let body = format!(r#"{{"PrivateKey":"{}"#, SECRETS[3]);
        mock.on("ModifyVpc").header("x-acs-request-id", "R-2").raw(200, body);
    });
    insta::assert_snapshot!(told(&error.await));
}

#[tokio::test]
async fn reply_that_leads_elsewhere() {
    let error = error(|mock| {
        mock.on("ModifyVpc").header("location", &format!("https://elsewhere.example/?{}", SECRETS[1])).raw(302, "");
    });
    insta::assert_snapshot!(told(&error.await));
}

#[tokio::test]
async fn decode() {
    let error = error(|mock| {
        let body = format!(r#"{{"RequestId":"R-3","Vpcs":{{"Vpc":["{}"]}}}}"#, SECRETS[3]);
        mock.on("ModifyVpc").header("x-acs-request-id", "R-3").raw(200, body);
    });
    let error = error.await;
    assert!(String::from_utf8_lossy(error.reply().unwrap().body()).contains(SECRETS[3]));
    insta::assert_snapshot!(told(&error));
}

#[tokio::test]
async fn config() {
    let mock = MockTransport::new();
    let client: Client = Client::builder(&SERVICE)
        .access_key("testid", SECRETS[0])
        .endpoint("http://127.0.0.1:1")
        .transport(mock)
        .build()
        .unwrap();
    insta::assert_snapshot!(told(&client.call(&MODIFY_VPC).send::<Vpcs>(&secret_request()).await.unwrap_err()));
}

#[tokio::test]
async fn credentials() {
    let mock = MockTransport::new();
    let env = acs_runtime::env::Env::of([("ALIBABA_CLOUD_ACCESS_KEY_SECRET", SECRETS[0])]);
    let provider = acs_runtime::credentials::EnvProvider::reading(env);
    let client: Client = Client::builder(&SERVICE).test(&mock).credentials(provider).build().unwrap();
    insta::assert_snapshot!(told(&client.call(&MODIFY_VPC).send::<Vpcs>(&secret_request()).await.unwrap_err()));
}

#[tokio::test]
async fn wait() {
    let mock = MockTransport::new();
    mock.on("DescribeVpcs").always().reply(json!({ "Vpcs": { "Vpc": [{ "VpcId": "vpc-1", "Status": "Pending" }] } }));
    let client = secret_client(&mock, SignatureVersion::V1);
    insta::assert_snapshot!(told(&client.wait(&VPC_AVAILABLE, "vpc-1").await.unwrap_err()));
}

#[tokio::test]
async fn interceptor() {
    insta::assert_snapshot!(told(&Error::interceptor("the cache is on fire")));
}

#[tokio::test]
async fn history() {
    let mock = MockTransport::new();
    mock.on("DescribeVpcs").times(2).error(503, "ServiceUnavailable", "The request has failed.");
    mock.on("DescribeVpcs").times(2).error(400, "Throttling.User", "Request was denied due to user flow control.");
    insta::assert_snapshot!(told(&client(&mock).call(&DESCRIBE_VPCS).send::<Vpcs>(&secret_request()).await.unwrap_err()));
}

/// The error of a request whose signature the service does not accept, after `change` on what the service says it signed.
async fn not_signed(version: SignatureVersion, change: fn(String) -> String) -> String {
    let probe = MockTransport::new();
    probe.on("ModifyVpc").always().reply(json!({}));
    secret_client(&probe, version).call(&MODIFY_VPC).send::<Vpcs>(&secret_request()).await.unwrap();
    let signed = match version {
        SignatureVersion::V1 => {
            let request = probe.requests().remove(0);
            let params = acs_runtime::sign::parse_query(request.body()).unwrap();
            let params =
                params.iter().filter(|(name, _)| name != "Signature").map(|(name, value)| (name.as_str(), value.as_str()));
            acs_runtime::sign::v1::string_to_sign("POST", &acs_runtime::sign::canonical_query(params))
        }
        _ => "ACS3-HMAC-SHA256\n0000".to_owned(),
    };
    let mock = MockTransport::new();
    let message = format!("Specified signature is not matched with our calculation. server string to sign is:{}", change(signed));
    mock.on("ModifyVpc").error(400, "SignatureDoesNotMatch", &message);
    told(&secret_client(&mock, version).call(&MODIFY_VPC).send::<Vpcs>(&secret_request()).await.unwrap_err())
}

#[tokio::test]
async fn a_wrong_signature_is_explained() {
    let text = not_signed(SignatureVersion::V1, |text| text).await;
    assert!(text.contains("so the access key's secret is wrong") && !text.contains("POST&"), "{text}");
    let text = not_signed(SignatureVersion::V1, |text| text.replace("vpc-1", "vpc-2")).await;
    assert!(text.contains("what differs: `VpcId`") && !text.contains("vpc-2"), "{text}");
    let text = not_signed(SignatureVersion::V3, |text| text).await;
    assert!(text.contains("something between them changed the request") && !text.contains("ACS3"), "{text}");
}

#[tokio::test]
async fn a_deletion_found_done_after_an_unclear_attempt_is_explained() {
    let mock = MockTransport::new();
    mock.on("DeleteVpc").lost();
    mock.on("DeleteVpc").error(404, "InvalidVpcId.NotFound", "No.");
    let error = client(&mock).call(&DELETE_VPC).send::<Vpcs>(&Request::default()).await.unwrap_err();
    assert!(error.is_not_found() && error.to_string().contains("has probably done it"), "{error}");
}

#[tokio::test]
async fn codes_of_an_operation_are_an_enum() {
    let mock = MockTransport::new();
    mock.on("ModifyVpc").error(400, "Vpc.Configuring", "");
    mock.on("ModifyVpc").error(400, "Vpc.Elsewhere", "");
    let client = secret_client(&mock, SignatureVersion::V1);
    let first = client.call(&MODIFY_VPC).send::<Vpcs>(&Request::default()).await.unwrap_err();
    assert_eq!(first.code_of::<ModifyVpc>(), Some(ModifyVpcCode::VpcConfiguring));
    let second = client.call(&MODIFY_VPC).send::<Vpcs>(&Request::default()).await.unwrap_err();
    assert_eq!((second.code_of::<ModifyVpc>(), second.code()), (None, Some("Vpc.Elsewhere")));
}

#[tokio::test]
async fn a_code_that_matches_a_template_contains_the_text_of_its_placeholder() {
    let any = |text: &str| text.to_owned();
    for (code, expected) in [
        ("IllegalParam.CidrBlock", Some(ModifyVpcCode::IllegalParamAny(any("CidrBlock")))),
        // The template with the most text of its own wins.
        ("IllegalParam.Tag.Key", Some(ModifyVpcCode::IllegalParamTagAny(any("Key")))),
        ("Mismatch.VpcAndVSwitch", Some(ModifyVpcCode::MismatchAnyAndAny(any("Vpc"), any("VSwitch")))),
        ("IllegalParam.", None),
        ("Mismatch.Vpc", None),
    ] {
        let mock = MockTransport::new();
        mock.on("ModifyVpc").error(400, code, "");
        let error = client(&mock).call(&MODIFY_VPC).send::<Vpcs>(&Request::default()).await.unwrap_err();
        let found = error.code_of::<ModifyVpc>();
        assert_eq!(found, expected, "{code}");
        // As text a code is what the service sent, and codes can be keys of a map.
        assert!(found.as_ref().is_none_or(|found| found.to_string() == code && format!("{found:?}") == code), "{code}");
        assert_eq!(std::collections::HashSet::from([found.clone()]), std::collections::HashSet::from([expected]));
    }
}

#[tokio::test]
async fn questions_are_answered_by_the_code() {
    for (code, status, not_found, denied) in [
        ("InvalidVpcId.NotFound", 400, true, false),
        ("Forbidden.VpcNotFound", 404, true, false),
        ("InvalidAction.NotFound", 404, false, false),
        ("InvalidAccessKeyId.NotFound", 404, false, false),
        ("Forbbiden.SubUser", 403, false, true),
        ("NoPermission", 403, false, true),
        ("InvalidVpcId.Malformed", 404, false, false),
    ] {
        let mock = MockTransport::new();
        mock.on("CreateVpc").error(status, code, "");
        let error = client(&mock).call(&CREATE_VPC).send::<Vpcs>(&Request::default()).await.unwrap_err();
        assert_eq!((error.is_not_found(), error.is_permission_denied()), (not_found, denied), "{code}");
        assert_eq!((error.kind(), error.status()), (ErrorKind::Service, Some(status)));
    }
}

#[tokio::test]
async fn nothing_else_shows_secrets_either() {
    let mock = MockTransport::new();
    mock.on("ModifyVpc").always().reply(json!({ "PrivateKey": SECRETS[3] }));
    let client = secret_client(&mock, SignatureVersion::V1);
    let builder = Client::builder(&SERVICE).access_key("testid", SECRETS[0]);
    let call = client.call(&MODIFY_VPC);
    let mut text = format!("{client:?} {builder:?} {call:?}");
    let sending = call.send_with_metadata::<Vpcs>(&secret_request());
    text += &format!("{sending:?}");
    let reply = sending.await.unwrap();
    text += &format!("{reply:?}");
    text += &format!("{:?}", client.raw_call("ModifyVpc").param("Password", SECRETS[2]));
    for secret in SECRETS {
        assert!(!text.contains(secret), "`{secret}` shows in: {text}");
    }
}

#[test]
fn an_error_is_one_pointer_and_crosses_threads() {
    fn crosses<T: Send + Sync + std::error::Error + 'static>() {}
    crosses::<Error>();
    assert_eq!(size_of::<Error>(), size_of::<usize>());
    assert_eq!(size_of::<Result<(), Error>>(), size_of::<usize>());
}
