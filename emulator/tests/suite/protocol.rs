//! What the service asks of every request, whatever the operation.

use std::time::{Duration, SystemTime};

use crate::common::{Setup, text};
use acs_emulator::{AccessKey, Answer, Emulator};
use acs_runtime::sign::{ReplyFormat, Secret, SignatureVersion, canonical_query, percent_encode, v1};

/// A query for signature V1, signed now, with changes: `None` takes a parameter out before signing.
fn signed(method: &str, changes: &[(&str, Option<&str>)]) -> String {
    let now = humantime::format_rfc3339_seconds(SystemTime::now()).to_string();
    let nonce = format!("{:?}", std::time::Instant::now());
    let mut parameters = std::collections::BTreeMap::from([
        ("Action", "DescribeRegions"),
        ("Version", "2016-04-28"),
        ("Format", "JSON"),
        ("AccessKeyId", "testid"),
        ("SignatureMethod", "HMAC-SHA1"),
        ("SignatureVersion", "1.0"),
        ("SignatureNonce", &nonce),
        ("Timestamp", &now),
    ]);
    for (name, value) in changes {
        match value {
            Some(value) => parameters.insert(name, value),
            None => parameters.remove(name),
        };
    }
    let canonical = canonical_query(parameters.iter().map(|(name, value)| (*name, *value)));
    let signature = v1::signature(&Secret::from("testsecret"), &v1::string_to_sign(method, &canonical));
    format!("{canonical}&Signature={}", percent_encode(&signature))
}

async fn code_of(setup: &Setup, changes: &[(&str, Option<&str>)]) -> (u16, String) {
    let reply = setup.raw("GET", &format!("/?{}", signed("GET", changes)), &[], "").await;
    (reply.status, reply.json()["Code"].as_str().unwrap_or("").to_owned())
}

#[tokio::test]
async fn both_signatures_are_taken_wherever_the_parameters_travel() {
    let mut setup = Setup::new().await;
    for version in [SignatureVersion::V1, SignatureVersion::V3] {
        setup.version = version;
        assert!(setup.ok("DescribeRegions", &[]).await["Regions"]["Region"].as_array().unwrap().len() > 20);
    }
    let form = [("content-type", "application/x-www-form-urlencoded")];
    let body = signed("POST", &[]);
    assert_eq!(setup.raw("POST", "/", &form, &body).await.status, 200);
    // A space may be `+` on the wire, and parameters may be split between query and body.
    let (query, body) =
        (signed("POST", &[("Action", Some("CreateVpc")), ("RegionId", Some("cn-hangzhou")), ("VpcName", Some("a b"))]), "");
    let (first, rest) = query.split_once('&').unwrap();
    assert_eq!(setup.raw("POST", &format!("/?{}", rest.replace("%20", "+")), &form, &format!("{first}{body}")).await.status, 200);
    let described = setup.ok("DescribeVpcs", &[("VpcName", "a b")]).await;
    assert_eq!(text(&described, "/TotalCount"), "1");
}

#[tokio::test]
async fn each_part_of_a_signature_is_asked_for() {
    let setup = Setup::new().await;
    let expect = [
        ("Action", None, 400, "MissingParameter"),
        ("Version", None, 400, "MissingParameter"),
        ("AccessKeyId", None, 400, "MissingParameter"),
        ("Timestamp", None, 400, "MissingParameter"),
        ("SignatureNonce", None, 400, "MissingParameter"),
        ("Action", Some("DescribeNothing"), 404, "InvalidAction.NotFound"),
        ("Version", Some("2014-05-26"), 400, "InvalidVersion"),
        ("Format", Some("YAML"), 400, "InvalidParameter.Format"),
        ("AccessKeyId", Some("nobody"), 404, "InvalidAccessKeyId.NotFound"),
        ("SignatureMethod", Some("HMAC-MD5"), 400, "InvalidSignatureMethod"),
        ("SignatureVersion", Some("2.0"), 400, "InvalidSignatureVersion"),
        ("Timestamp", Some("yesterday"), 400, "InvalidTimeStamp.Format"),
        ("Timestamp", Some("2016-02-23T12:46:24Z"), 400, "InvalidTimeStamp.Expired"),
        ("SecurityToken", Some("token"), 400, "InvalidSecurityToken.MismatchWithAccessKey"),
    ];
    for (name, value, status, code) in expect {
        assert_eq!(code_of(&setup, &[(name, value)]).await, (status, code.into()), "{name}={value:?}");
    }
    assert_eq!(code_of(&setup, &[]).await, (200, String::new()));
    assert!(setup.emulator.requests().iter().take(expect.len()).all(|request| request.answer == Answer::Refused));
}

#[tokio::test]
async fn a_wrong_signature_error_contains_the_signed_text() {
    let mut setup = Setup::new().await;
    setup.secret = "wrong".into();
    for version in [SignatureVersion::V1, SignatureVersion::V3] {
        setup.version = version;
        let reply = setup.send("DescribeRegions", &[]).await.unwrap().json();
        assert_eq!(text(&reply, "/Code"), "SignatureDoesNotMatch");
        assert!(text(&reply, "/Message").contains("server string to sign is:"), "{reply}");
    }
    let query = signed("GET", &[]);
    let unsigned = query.split("&Signature=").next().unwrap();
    assert_eq!(text(&setup.raw("GET", &format!("/?{unsigned}"), &[], "").await.json(), "/Code"), "IncompleteSignature");
    let method = [
        ("x-acs-action", "DescribeRegions"),
        ("x-acs-version", "2016-04-28"),
        ("authorization", "ACS3-RSA-SHA256 Credential=testid"),
    ];
    assert_eq!(text(&setup.raw("POST", "/", &method, "").await.json(), "/Code"), "InvalidSignatureMethod");
}

#[tokio::test]
async fn a_nonce_serves_once() {
    let setup = Setup::new().await;
    let path = format!("/?{}", signed("GET", &[]));
    assert_eq!(setup.raw("GET", &path, &[], "").await.status, 200);
    assert_eq!(text(&setup.raw("GET", &path, &[], "").await.json(), "/Code"), "SignatureNonceUsed");
}

#[tokio::test]
async fn the_clock_may_be_a_quarter_of_an_hour_off() {
    let setup = Setup::new().await;
    let at = |minutes: u64| {
        [SystemTime::now() - Duration::from_secs(minutes * 60), SystemTime::now() + Duration::from_secs(minutes * 60)]
    };
    for time in at(14) {
        assert_eq!(setup.send_at("DescribeRegions", &[], time).await.unwrap().status, 200);
    }
    for time in at(16) {
        let reply = setup.send_at("DescribeRegions", &[], time).await.unwrap();
        assert_eq!(text(&reply.json(), "/Code"), "InvalidTimeStamp.Expired");
        assert!(reply.headers.contains_key("date"));
    }
}

#[tokio::test]
async fn errors_have_the_form_of_the_service_in_both_formats() {
    let mut setup = Setup::new().await;
    let reply = setup.send("DescribeVpcAttribute", &[("RegionId", "cn-hangzhou"), ("VpcId", "vpc-<none>")]).await.unwrap();
    let body = reply.json();
    assert_eq!(reply.headers["content-type"], "application/json;charset=utf-8");
    assert_eq!(reply.headers["x-acs-request-id"].to_str().unwrap(), text(&body, "/RequestId"));
    assert_eq!(text(&body, "/HostId"), "127.0.0.1");
    assert!(text(&body, "/Recommend").contains(&text(&body, "/RequestId")));

    setup.version = SignatureVersion::V1;
    setup.format = ReplyFormat::Xml;
    let reply = setup.send("DescribeVpcAttribute", &[("RegionId", "cn-hangzhou"), ("VpcId", "vpc-<none>")]).await.unwrap();
    assert_eq!(reply.headers["content-type"], "text/xml;charset=utf-8");
    assert!(reply.text.contains("<Error><RequestId>") && reply.text.contains("(vpc-&lt;none&gt;)"), "{}", reply.text);
    let reply = setup.send("DescribeVpcs", &[("RegionId", "cn-hangzhou")]).await.unwrap();
    assert!(reply.text.contains("<DescribeVpcsResponse>") && reply.text.contains("<Vpcs></Vpcs>"), "{}", reply.text);
    // Version 1 without Format is answered in XML, even if it is refused.
    let reply = setup.raw("GET", "/?Action=DescribeVpcs", &[], "").await;
    assert!(reply.text.starts_with("<?xml"), "{}", reply.text);
}

#[tokio::test]
async fn parameters_are_checked_against_the_spec() {
    let setup = Setup::new().await;
    let vpc = setup.make("CreateVpc", &[], "VpcId").await;
    // Operation, parameters, code.
    type Case<'c> = (&'c str, &'c [(&'c str, &'c str)], &'c str);
    let cases: &[Case<'_>] = &[
        ("DescribeVpcAttribute", &[], "MissingParameter"),
        ("DescribeVpcAttribute", &[("VpcId", "")], "MissingParameter"),
        ("DescribeVpcs", &[("PageSize", "ten")], "InvalidParameter"),
        ("DescribeVpcs", &[("PageSize", "51")], "InvalidParameter"),
        ("DescribeVpcs", &[("PageNumber", "0")], "InvalidParameter"),
        ("DescribeVpcs", &[("PageNumber", "4294967296")], "InvalidParameter"),
        ("DescribeVpcs", &[("IsDefault", "maybe")], "InvalidParameter"),
        ("DescribeVpcs", &[("VpcNane", "typo")], "InvalidParameter"),
        ("DescribeVpcs", &[("VpcName.1", "no list")], "InvalidParameter"),
        ("DescribeVpcs", &[("Tag", "no list")], "InvalidParameter"),
        ("DescribeVpcs", &[("Tag.0.Key", "a")], "InvalidParameter"),
        ("DescribeVpcs", &[("Tag.01.Key", "a")], "InvalidParameter"),
        ("DescribeVpcs", &[("Tag.1.Kye", "a")], "InvalidParameter"),
        ("DescribeVpcs", &[("RegionId", "cn-nowhere")], "InvalidRegionId.NotFound"),
        ("CreateNetworkAcl", &[], "ParameterMissing.VpcId"),
        ("CreateVpc", &[("VpcName", "https://x")], "InvalidVpcName.Malformed"),
    ];
    for (action, parameters, code) in cases {
        assert_eq!(setup.code(action, parameters).await, *code, "{action} {parameters:?}");
    }
    // What the service takes, too: an index that is left out, booleans in any case, an empty value.
    setup.ok("DescribeVpcs", &[("Tag.1.Key", "a"), ("Tag.3.Key", "b")]).await;
    assert_eq!(
        text(&setup.ok("DescribeVpcs", &[("IsDefault", "False"), ("VpcId", &vpc), ("VpcName", "")]).await, "/TotalCount"),
        "1"
    );

    let setup = Setup::with(Emulator::builder().ignore_unknown_parameters(true)).await;
    setup.ok("DescribeVpcs", &[("VpcNane", "typo")]).await;
}

#[tokio::test]
async fn duplicate_parameters_are_rejected() {
    let setup = Setup::new().await;
    let reply = setup
        .raw(
            "POST",
            &format!("/?{}", signed("POST", &[])),
            &[("content-type", "application/x-www-form-urlencoded")],
            "Action=DescribeVpcs",
        )
        .await;
    assert_eq!(text(&reply.json(), "/Code"), "InvalidParameter");
}

#[tokio::test]
async fn methods_and_paths_other_than_the_protocols_are_refused() {
    let setup = Setup::new().await;
    let json = [("x-acs-action", "DescribeRegions")];
    assert_eq!(text(&setup.raw("DELETE", "/", &json, "").await.json(), "/Code"), "UnsupportedHTTPMethod");
    assert_eq!(text(&setup.raw("POST", "/vpcs", &json, "").await.json(), "/Code"), "InvalidApi.NotFound");
}

#[tokio::test]
async fn rules_of_a_key_are_kept_and_explained() {
    let key = AccessKey::new("testid", "testsecret").allow("Describe*").deny("DescribeVpcs");
    let setup = Setup::with(Emulator::builder().limited_access_key(key)).await;
    setup.ok("DescribeVSwitches", &[]).await;
    let reply = setup.send("CreateVpc", &[("RegionId", "cn-hangzhou")]).await.unwrap();
    let body = reply.json();
    assert_eq!((reply.status, text(&body, "/Code").as_str()), (403, "Forbidden.RAM"));
    assert_eq!(text(&body, "/AccessDeniedDetail/AuthAction"), "vpc:CreateVpc");
    assert_eq!(text(&body, "/AccessDeniedDetail/NoPermissionType"), "ImplicitDeny");
    let body = setup.send("DescribeVpcs", &[("RegionId", "cn-hangzhou")]).await.unwrap().json();
    assert_eq!(text(&body, "/AccessDeniedDetail/NoPermissionType"), "ExplicitDeny");
}

#[tokio::test]
async fn a_bearer_token_takes_the_place_of_a_signature() {
    let setup = Setup::with(Emulator::builder().bearer_token("open-sesame")).await;
    let send = async |token| {
        let headers = [("x-acs-action", "DescribeRegions"), ("x-acs-version", "2016-04-28"), ("x-acs-bearer-token", token)];
        setup.raw("POST", "/?SignatureType=BEARERTOKEN", &headers, "").await
    };
    assert_eq!(send("open-sesame").await.status, 200);
    assert_eq!(text(&send("open-barley").await.json(), "/Code"), "InvalidSecurityToken.Malformed");
    let query = "Action=DescribeRegions&Version=2016-04-28&Format=JSON&SignatureType=BEARERTOKEN&BearerToken=open-sesame";
    assert_eq!(setup.raw("GET", &format!("/?{query}"), &[], "").await.status, 200);
}

#[tokio::test]
async fn a_client_token_gives_the_first_result_again() {
    let setup = Setup::new().await;
    let create = [("VpcName", "web"), ("ClientToken", "token-1")];
    let first = setup.make("CreateVpc", &create, "VpcId").await;
    assert_eq!(setup.make("CreateVpc", &create, "VpcId").await, first);
    assert_eq!(setup.code("CreateVpc", &[("VpcName", "other"), ("ClientToken", "token-1")]).await, "IdempotentParameterMismatch");
    assert_ne!(setup.make("CreateVpc", &[("VpcName", "web"), ("ClientToken", "token-2")], "VpcId").await, first);
    assert_eq!(text(&setup.ok("DescribeVpcs", &[]).await, "/TotalCount"), "2");
    // A refused request does not use its token up.
    let delete = [("VpcId", "vpc-none"), ("ClientToken", "token-3")];
    assert_eq!(setup.code("DeleteVpc", &delete).await, "InvalidVpcId.NotFound");
    setup.ok("DeleteVpc", &[("VpcId", &first), ("ClientToken", "token-3")]).await;
    setup.ok("DeleteVpc", &[("VpcId", &first), ("ClientToken", "token-3")]).await;
}

#[tokio::test]
async fn a_dry_run_says_what_would_be_and_changes_nothing() {
    let setup = Setup::new().await;
    assert_eq!(setup.refused("CreateVpc", &[("DryRun", "true")]).await, (400, "DryRunOperation".into()));
    assert_eq!(setup.code("CreateVpc", &[("DryRun", "true"), ("CidrBlock", "x")]).await, "InvalidParameter");
    assert_eq!(setup.code("DeleteVpc", &[("DryRun", "true"), ("VpcId", "vpc-none")]).await, "InvalidVpcId.NotFound");
    assert_eq!(text(&setup.ok("DescribeVpcs", &[]).await, "/TotalCount"), "0");
}

#[tokio::test]
async fn the_log_shows_requests_without_secrets() {
    let setup = Setup::with(Emulator::builder().log_size(2)).await;
    setup.ok("DescribeVpcs", &[]).await;
    setup.ok("CreateVpc", &[("VpcName", "web")]).await;
    setup.code("CreateCustomerGateway", &[("IpAddress", "x"), ("AuthKey", "swordfish")]).await;
    let requests = setup.emulator.requests();
    let seen: Vec<_> = requests.iter().map(|request| (request.operation.as_str(), request.status)).collect();
    assert_eq!(seen, [("CreateVpc", 200), ("CreateCustomerGateway", 400)]);
    assert!(requests[0].parameters.contains(&("VpcName".into(), "web".into())));
    assert_eq!((requests[0].answer, requests[0].access_key_id.as_str()), (Answer::State, "testid"));
    let shown = format!("{requests:?}");
    assert!(
        !shown.contains("swordfish") && !shown.contains("testsecret") && shown.contains("InvalidIpAddress.WrongFormat"),
        "{shown}"
    );
}

#[tokio::test]
async fn other_operations_are_answered_with_examples_that_say_so() {
    let mut setup = Setup::new().await;
    let reply = setup.send("DescribeAccessPoints", &[("RegionId", "cn-hangzhou"), ("PageSize", "7")]).await.unwrap();
    let body = reply.json();
    assert_eq!(reply.headers["x-acs-emulator"], "example");
    assert_eq!((text(&body, "/TotalCount").as_str(), text(&body, "/PageSize").as_str()), ("1", "7"));
    assert_eq!(body["AccessPointSet"]["AccessPointType"].as_array().unwrap().len(), 1);
    assert_eq!(setup.emulator.requests()[0].answer, Answer::Example);
    setup.format = ReplyFormat::Xml;
    let reply = setup.send("DescribeAccessPoints", &[("RegionId", "cn-hangzhou")]).await.unwrap();
    assert!(reply.text.contains("<AccessPointSet><AccessPointType>"), "{}", reply.text);
}
