//! STS, instance metadata and credentials URI: where temporary keys come from, and how far they reach.

use std::time::{Duration, SystemTime};

use crate::common::{Reply, Setup, text};
use acs_emulator::{AccessKey, Emulator, ManualClock};
use acs_runtime::operation::Method;
use acs_runtime::sign::{Key, ReplyFormat, Secret, SignatureVersion, SigningInput, sign};
use acs_runtime::wire::Params;
use serde_json::Value;

/// A signed request of any service, with a token if there is one.
async fn send(
    setup: &Setup,
    at: SystemTime,
    version: &str,
    action: &str,
    parameters: &[(&str, &str)],
    key: (&str, &str, Option<&str>),
) -> Reply {
    let mut params = Params::new();
    parameters.iter().for_each(|(name, value)| params.set(*name, *value));
    let endpoint = setup.emulator.endpoint();
    let (secret, token) = (Secret::from(key.1), key.2.map(Secret::from));
    let (timestamp, nonce) = (humantime::format_rfc3339_seconds(at).to_string(), format!("{:?}", std::time::Instant::now()));
    let signed = sign(
        SignatureVersion::V3,
        &SigningInput {
            method: Method::Post,
            host: endpoint.strip_prefix("http://").unwrap(),
            version,
            action,
            params: &params,
            form: false,
            format: ReplyFormat::Json,
            timestamp: &timestamp,
            nonce: &nonce,
            key: Key::AccessKey { id: key.0, secret: &secret, token: token.as_ref() },
            headers: &[],
        },
    );
    let headers: Vec<_> = signed.headers.iter().map(|(name, value)| (&**name, &**value)).collect();
    setup.raw("POST", &format!("/?{}", signed.query), &headers, &signed.body).await
}

const ROLE: [(&str, &str); 2] = [("RoleArn", "acs:ram::1:role/reader"), ("RoleSessionName", "test")];

async fn describe(setup: &Setup, at: SystemTime, credentials: &Value, token: Option<&str>) -> (u16, String) {
    let (id, secret) = (text(credentials, "/AccessKeyId"), text(credentials, "/AccessKeySecret"));
    let reply = send(setup, at, "2016-04-28", "DescribeVpcs", &[("RegionId", "cn-hangzhou")], (&id, &secret, token)).await;
    (reply.status, reply.json()["Code"].as_str().unwrap_or("").to_owned())
}

#[tokio::test]
async fn an_assumed_role_signs_with_its_token_until_it_expires() {
    let now = SystemTime::now();
    let clock = ManualClock::new(now);
    let setup = Setup::with(Emulator::builder().clock(clock.clone())).await;
    let reply = send(&setup, now, "2015-04-01", "AssumeRole", &ROLE, ("testid", "testsecret", None)).await.json();
    assert!(text(&reply, "/AssumedRoleUser/Arn").ends_with("assumed-role/reader/test"), "{reply}");
    let credentials = &reply["Credentials"];
    let token = text(credentials, "/SecurityToken");

    assert_eq!(describe(&setup, now, credentials, Some(&token)).await, (200, String::new()));
    assert_eq!(describe(&setup, now, credentials, None).await, (400, "MissingSecurityToken".into()));
    assert_eq!(describe(&setup, now, credentials, Some("another")).await.1, "InvalidSecurityToken.MismatchWithAccessKey");
    clock.advance(Duration::from_secs(3601));
    let later = now + Duration::from_secs(3601);
    assert_eq!(describe(&setup, later, credentials, Some(&token)).await.1, "InvalidSecurityToken.Expired");
}

#[tokio::test]
async fn an_assumed_role_may_do_what_its_key_may() {
    let setup =
        Setup::with(Emulator::builder().limited_access_key(AccessKey::new("testid", "testsecret").deny("DescribeVpcs"))).await;
    let now = SystemTime::now();
    let reply = send(&setup, now, "2015-04-01", "AssumeRole", &ROLE, ("testid", "testsecret", None)).await.json();
    let token = text(&reply, "/Credentials/SecurityToken");
    assert_eq!(describe(&setup, now, &reply["Credentials"], Some(&token)).await, (403, "Forbidden.RAM".into()));
}

#[tokio::test]
async fn what_is_wrong_with_a_role_is_said() {
    let setup = Setup::new().await;
    let cases = [
        (vec![ROLE[1]], "MissingRoleArn"),
        (vec![("RoleArn", "reader"), ROLE[1]], "InvalidParameter.RoleArn"),
        (vec![ROLE[0], ("RoleSessionName", "a b")], "InvalidParameter.RoleSessionName"),
        (vec![ROLE[0], ROLE[1], ("DurationSeconds", "60")], "InvalidParameter.DurationSeconds"),
        (vec![ROLE[0], ROLE[1], ("Policy", "{")], "InvalidParameter.Policy"),
    ];
    for (parameters, code) in cases {
        let reply =
            send(&setup, SystemTime::now(), "2015-04-01", "AssumeRole", &parameters, ("testid", "testsecret", None)).await;
        assert_eq!(text(&reply.json(), "/Code"), code);
    }
    let wrong = send(&setup, SystemTime::now(), "2015-04-01", "AssumeRole", &ROLE, ("testid", "wrong", None)).await;
    assert_eq!(text(&wrong.json(), "/Code"), "SignatureDoesNotMatch");
}

#[tokio::test]
async fn an_identity_token_needs_no_signature() {
    let setup = Setup::new().await;
    let query = "/?Action=AssumeRoleWithOIDC&Version=2015-04-01&Format=JSON&Timestamp=2024-05-17T12:02:09Z&SignatureNonce=n";
    let form = [("content-type", "application/x-www-form-urlencoded")];
    let body = "OIDCProviderArn=acs%3Aram%3A%3A1%3Aoidc-provider%2Fp&OIDCToken=t&RoleArn=acs%3Aram%3A%3A1%3Arole%2Freader&RoleSessionName=test";
    let reply = setup.raw("POST", query, &form, body).await.json();
    let token = text(&reply, "/Credentials/SecurityToken");
    assert_eq!(describe(&setup, SystemTime::now(), &reply["Credentials"], Some(&token)).await.0, 200);
}

#[tokio::test]
async fn an_instance_gets_a_key_from_its_metadata() {
    let setup = Setup::new().await;
    let ttl = [("X-aliyun-ecs-metadata-token-ttl-seconds", "21600")];
    assert_eq!(setup.raw("PUT", "/latest/api/token", &[], "").await.status, 400);
    let token = setup.raw("PUT", "/latest/api/token", &ttl, "").await.text;
    let header = [("X-aliyun-ecs-metadata-token", token.as_str())];
    let role = setup.raw("GET", "/latest/meta-data/ram/security-credentials/", &header, "").await.text;
    let wrong = [("X-aliyun-ecs-metadata-token", "wrong")];
    assert_eq!(setup.raw("GET", "/latest/meta-data/ram/security-credentials", &header, "").await.text, role);
    assert_eq!(setup.raw("GET", "/latest/meta-data/ram/security-credentials/", &wrong, "").await.status, 403);
    assert_eq!(setup.raw("GET", "/latest/meta-data/ram/security-credentials/other", &header, "").await.status, 404);
    let from_metadata = setup.raw("GET", &format!("/latest/meta-data/ram/security-credentials/{role}"), &header, "").await.json();
    let from_uri = setup.raw("GET", "/_emulator/credentials", &[], "").await.json();
    for credentials in [from_metadata, from_uri] {
        assert_eq!(text(&credentials, "/Code"), "Success");
        let token = text(&credentials, "/SecurityToken");
        assert_eq!(describe(&setup, SystemTime::now(), &credentials, Some(&token)).await.0, 200);
    }
}

#[tokio::test]
async fn metadata_describes_the_instance_with_and_without_a_token() {
    let setup = Setup::new().await;
    let ttl = [("X-aliyun-ecs-metadata-token-ttl-seconds", "60")];
    let token = setup.raw("PUT", "/latest/api/token", &ttl, "").await.text;
    let with_token = [("X-aliyun-ecs-metadata-token", token.as_str())];
    let expected =
        [("region-id", "cn-hangzhou"), ("zone-id", "cn-hangzhou-h"), ("instance-id", "i-"), ("vpc-id", "vpc-"), ("mac", "00:16")];
    for headers in [&[][..], &with_token[..]] {
        for (name, start) in expected {
            let reply = setup.raw("GET", &format!("/latest/meta-data/{name}"), headers, "").await;
            assert!(reply.status == 200 && reply.text.starts_with(start), "{name}: {}", reply.text);
        }
    }
    let names = setup.raw("GET", "/latest/meta-data/", &[], "").await.text;
    assert!(expected.iter().all(|(name, _)| names.lines().any(|line| line == *name)), "{names}");
    assert_eq!(setup.raw("GET", "/latest/meta-data/colour", &[], "").await.status, 404);
    let wrong = [("X-aliyun-ecs-metadata-token", "wrong")];
    assert_eq!(setup.raw("GET", "/latest/meta-data/mac", &wrong, "").await.status, 403);
}

#[tokio::test]
async fn the_caller_identity_names_the_user_or_the_assumed_role() {
    let (setup, now) = (Setup::new().await, SystemTime::now());
    let own = ("testid", "testsecret", None);
    let user = send(&setup, now, "2015-04-01", "GetCallerIdentity", &[], own).await.json();
    assert_eq!((text(&user, "/IdentityType").as_str(), text(&user, "/UserId").as_str()), ("RAMUser", "testid"));
    let assumed = send(&setup, now, "2015-04-01", "AssumeRole", &ROLE, own).await.json();
    let part = |name: &str| text(&assumed, &format!("/Credentials/{name}"));
    let (id, secret, token) = (part("AccessKeyId"), part("AccessKeySecret"), part("SecurityToken"));
    let role = send(&setup, now, "2015-04-01", "GetCallerIdentity", &[], (&id, &secret, Some(&token))).await.json();
    assert_eq!(text(&role, "/IdentityType"), "AssumedRoleUser");
    assert!(text(&role, "/Arn").ends_with("assumed-role/reader/test"), "{role}");
    assert_eq!(text(&role, "/PrincipalId"), text(&assumed, "/AssumedRoleUser/AssumedRoleId"));
}
