//! Calls by name.

use acs_runtime::error::ErrorKind;
use acs_runtime::operation::Method;
use acs_runtime::test::MockTransport;
use acs_runtime::{Client, Credentials, SignatureVersion};
use serde_json::json;

use crate::service::{DESCRIBE_VPCS, Request, SERVICE, client};

#[tokio::test]
async fn parameters_go_in_by_name_and_json_comes_out() {
    let mock = MockTransport::new();
    mock.on("NewAction")
        .header("x-acs-request-id", "R")
        .reply(json!({ "List": { "Item": [1, "2", null] }, "Big": 9007199254740993_i64 }));
    mock.on("NewAction").raw(200, "<NewActionResponse><RequestId>R</RequestId><Name>n</Name></NewActionResponse>");
    let client = client(&mock);
    let call = || client.raw_call("NewAction").param("Tag.1.Key", "k").param("Count", 3).form_param("Text", "a&b");
    let reply = call().send_with_metadata().await.unwrap();
    assert_eq!((&reply["List"]["Item"], &reply["Big"]), (&json!([1, "2", null]), &json!(9007199254740993_i64)));
    assert_eq!((reply.metadata().request_id(), reply.metadata().attempts()), (Some("R"), 1));
    assert_eq!(call().method(Method::Post).send().await.unwrap(), json!({ "RequestId": "R", "Name": "n" }));

    let request = &mock.requests()[0];
    assert_eq!((request.param("Tag.1.Key"), request.param("Count"), request.body()), (Some("k"), Some("3"), "Text=a%26b"));
    assert_eq!(request.header("content-type"), Some("application/x-www-form-urlencoded"));
}

#[tokio::test]
async fn the_name_tells_whether_it_may_be_repeated() {
    let mock = MockTransport::new();
    for operation in ["ListThings", "ChangeThings"] {
        mock.on(operation).lost();
        mock.on(operation).reply(json!({}));
    }
    let client = client(&mock);
    client.raw_call("ListThings").send().await.unwrap();
    client.raw_call("ChangeThings").send().await.unwrap_err();
    mock.on("MakeThings").lost();
    mock.on("MakeThings").reply(json!({}));
    client.raw_call("MakeThings").param("ClientToken", "mine").send().await.unwrap();
    client.raw_call("ChangeThings").dry_run().await.unwrap();
    assert_eq!(mock.requests()[5].param("DryRun"), Some("true"));
}

#[tokio::test]
async fn a_preview_sends_nothing_and_shows_no_secret() {
    for version in [SignatureVersion::V1, SignatureVersion::V3] {
        let mock = MockTransport::new();
        let credentials = Credentials::access_key("IdOfTheKey", "SecretOfTheKey").with_token("TokenOfTheKey+/=");
        let client: Client = Client::builder(&SERVICE).test(&mock).credentials(credentials).signature(version).build().unwrap();
        let preview = client.raw_call("DescribeVpcs").param("VpcName", "a b").preview().await.unwrap();
        assert!(preview.request().url.contains("VpcName=a%20b") && preview.string_to_sign().is_some());
        let shown = preview.to_string();
        assert!(shown.contains("VpcName=a%20b") && shown.contains("string to sign:"), "{shown}");
        for secret in ["IdOfTheKey", "SecretOfTheKey", "TokenOfTheKey"] {
            assert!(!shown.contains(secret) && !format!("{preview:?}").contains(secret), "{shown}\n{preview:?}");
        }
        let known = client.call(&DESCRIBE_VPCS).preview(&Request::default()).await.unwrap();
        assert!(known.request().url.contains("RegionId=") && known.string_to_sign().is_some());
        assert!(mock.requests().is_empty());
    }
    let nowhere: Client = Client::builder(&SERVICE).access_key("a", "b").build().unwrap();
    assert_eq!(nowhere.raw_call("DescribeVpcs").preview().await.unwrap_err().kind(), ErrorKind::Config);
}
