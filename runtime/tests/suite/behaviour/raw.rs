//! Calls by name.

use std::time::Duration;

use acs_runtime::call::{Position, Preview};
use acs_runtime::error::ErrorKind;
use acs_runtime::operation::Method;
use acs_runtime::retry::RetryPolicy;
use acs_runtime::test::MockTransport;
use acs_runtime::transport::HttpRequest;
use acs_runtime::{CallOptions, Client, Credentials, RawList, SignatureVersion};
use serde_json::json;

use crate::behaviour::service::{DESCRIBE_VPCS, Request, SERVICE, client};

#[tokio::test]
async fn parameters_go_in_by_name_and_json_comes_out() {
    let mock = MockTransport::new();
    mock.on("NewAction")
        .header("x-acs-request-id", "R")
        .reply(json!({ "List": { "Item": [1, "2", null] }, "Big": 9007199254740993_i64 }));
    mock.on("NewAction").raw(200, "<NewActionResponse><RequestId>R</RequestId><Name>n</Name></NewActionResponse>");
    let client = client(&mock);
    assert_eq!(format!("{:?}", client.raw_call("NewAction").param("Psk", "s3cret")), "RawCall { operation: \"NewAction\", .. }");
    let call = || client.raw_call("NewAction").param("Tag.1.Key", "k").param("Count", 3).form_param("Text", "a&b");
    let reply = call().send_with_metadata().await.unwrap();
    assert_eq!((&reply["List"]["Item"], &reply["Big"]), (&json!([1, "2", null]), &json!(9007199254740993_i64)));
    assert_eq!((reply.metadata().request_id(), reply.metadata().attempts()), (Some("R"), 1));
    assert_eq!(call().method(Method::Post).send().await.unwrap(), json!({ "RequestId": "R", "Name": "n" }));

    let request = &mock.requests()[0];
    assert_eq!((request.param("Tag.1.Key"), request.param("Count"), request.param("Text")), (Some("k"), Some("3"), Some("a&b")));
    assert_eq!(request.header("content-type"), Some("application/x-www-form-urlencoded"));
}

#[tokio::test]
async fn the_name_decides_whether_a_raw_call_is_retried() {
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
        let sent = |preview: &Preview| {
            let HttpRequest { url, body, .. } = preview.request();
            // Version 1 sends parameters in the body of a POST, version 3 in the query.
            if version == SignatureVersion::V1 { String::from_utf8_lossy(body).into_owned() } else { url.clone() }
        };
        assert!(sent(&preview).contains("VpcName=a%20b") && preview.string_to_sign().is_some());
        let shown = preview.to_string();
        assert!(shown.contains("VpcName=a%20b") && shown.contains("string to sign:"), "{shown}");
        for secret in ["IdOfTheKey", "SecretOfTheKey", "TokenOfTheKey"] {
            assert!(
                format!("{preview:?}").starts_with("Preview")
                    && !shown.contains(secret)
                    && !format!("{preview:?}").contains(secret),
                "{shown}\n{preview:?}"
            );
        }
        // Marked for transports and interceptors that log headers as well.
        let is_hidden = |name: &str| preview.request().headers.get(name).is_none_or(|value| value.is_sensitive());
        for name in ["authorization", "x-acs-security-token", "x-acs-accesskey-id"] {
            assert!(is_hidden(name), "{name}");
        }
        assert!(!is_hidden("user-agent"));
        let known = client.call(&DESCRIBE_VPCS).preview(&Request::default()).await.unwrap();
        assert!(sent(&known).contains("RegionId=") && known.string_to_sign().is_some());
        assert!(mock.requests().is_empty());
    }
    let nowhere: Client = Client::builder(&SERVICE).access_key("a", "b").build().unwrap();
    assert_eq!(nowhere.raw_call("DescribeVpcs").preview().await.unwrap_err().kind(), ErrorKind::Config);
}

#[tokio::test]
async fn lists_are_paged_by_the_parameters_that_are_given() {
    let mock = MockTransport::new();
    for (number, names) in [("1", ["a", "b"]), ("2", ["c", "d"])] {
        mock.on("ListThings").with("PageNo", number).with("Limit", "2").reply(json!({ "All": 4, "Things": { "Thing": names } }));
    }
    let client = client(&mock);
    let list = RawList::by_page("Things.Thing").page_parameter("PageNo").size_parameter("Limit").total_field("All");
    let things = client.raw_call("ListThings").items(list).page_size(2).collect().await.unwrap();
    assert_eq!(things, ["a", "b", "c", "d"]);

    mock.on("ListThings").reply(json!({ "Things": ["a"], "NextToken": "t" }));
    mock.on("ListThings").with("NextToken", "t").reply(json!({ "Things": [] }));
    let mut pages = client.raw_call("ListThings").pages(RawList::by_token("Things"));
    assert_eq!(pages.next().await.unwrap().unwrap()["Things"], json!(["a"]));
    assert_eq!(pages.position(), Some(Position::Token(Some("t".to_owned()))));
    assert!(pages.next().await.unwrap().is_ok() && pages.next().await.is_none());

    // XML has neither lists of one item nor empty ones.
    mock.on("ListThings").raw(
        200,
        "<ListThingsResponse><RequestId>R</RequestId><TotalCount>1</TotalCount><Things><Thing><Id>x</Id></Thing></Things></ListThingsResponse>",
    );
    mock.on("ListThings").raw(200, "<ListThingsResponse><RequestId>R</RequestId><Things/></ListThingsResponse>");
    let list = || RawList::described(&DESCRIBE_VPCS, "Things.Thing");
    assert_eq!(client.raw_call("ListThings").items(list()).collect().await.unwrap(), [json!({ "Id": "x" })]);
    assert_eq!(client.raw_call("ListThings").items(list()).collect().await.unwrap(), [] as [serde_json::Value; 0]);
    mock.assert_done();
}

#[tokio::test]
async fn a_path_that_leads_to_no_list_is_an_error_and_not_an_empty_list() {
    let mock = MockTransport::new();
    mock.on("DescribeVpcs").reply(json!({ "TotalCount": 1, "Vpcs": { "Vpc": [{}] } }));
    mock.on("DescribeVpcs").reply(json!({ "TotalCount": 1, "Vpcs": { "Vpc": [{}] } }));
    let mut pages = client(&mock).raw_call("DescribeVpcs").pages(RawList::by_page("Vpc.Vpc"));
    let error = pages.next().await.unwrap().unwrap_err();
    assert!(error.kind() == ErrorKind::Decode && error.to_string().contains("Did you mean `Vpcs` in place of `Vpc`?"), "{error}");
    assert!(pages.next().await.is_none());
    let error = client(&mock).raw_call("DescribeVpcs").items(RawList::by_page("Vpcs.Vpcs")).collect().await.unwrap_err();
    assert!(error.to_string().contains("no list `Vpcs.Vpcs`. Did you mean `Vpc` in place of `Vpcs`?"), "{error}");
}

#[tokio::test]
async fn a_token_may_be_a_number_and_nothing_else_that_is_not_text() {
    let mock = MockTransport::new();
    mock.on("ListThings").reply(json!({ "Things": ["a"], "NextToken": 7 }));
    mock.on("ListThings").with("NextToken", "7").reply(json!({ "Things": ["b"] }));
    let things = || client(&mock).raw_call("ListThings").items(RawList::by_token("Things"));
    assert_eq!(things().collect().await.unwrap(), ["a", "b"]);
    for token in [json!({ "Next": "t" }), json!(["t"]), json!(true)] {
        mock.on("ListThings").reply(json!({ "Things": ["a"], "NextToken": token }));
        let error = things().collect().await.unwrap_err();
        assert!(error.to_string().starts_with("ListThings: `NextToken` of the reply is not a token"), "{error}");
    }
}

#[tokio::test]
async fn an_empty_token_is_not_sent_and_tokens_that_take_turns_have_an_end() {
    let mock = MockTransport::new();
    mock.on("ListThings").reply(json!({ "Things": ["a"], "NextToken": "1" }));
    mock.on("ListThings").with("NextToken", "1").reply(json!({ "Things": ["b"], "NextToken": "2" }));
    mock.on("ListThings").with("NextToken", "2").reply(json!({ "Things": ["c"], "NextToken": "1" }));
    let things = client(&mock).raw_call("ListThings").param("NextToken", "").items(RawList::by_token("Things"));
    let error = things.collect().await.unwrap_err();
    assert!(error.to_string().contains("the service gave the same token twice"), "{error}");
    let asked: Vec<_> = mock.requests().iter().map(|request| request.param("NextToken").map(str::to_owned)).collect();
    assert_eq!(asked, [None, Some("1".to_owned()), Some("2".to_owned())]);
}

#[tokio::test]
async fn empty_pages_are_followed_by_their_tokens() {
    let mock = MockTransport::new();
    mock.on("ListThings").reply(json!({ "Things": [], "NextToken": "1" }));
    for number in 1..10 {
        let next = (number + 1).to_string();
        mock.on("ListThings").with("NextToken", number.to_string()).reply(json!({ "Things": [], "NextToken": next }));
    }
    mock.on("ListThings").with("NextToken", "10").reply(json!({ "Things": ["a"] }));
    let things = client(&mock).raw_call("ListThings").items(RawList::by_token("Things")).collect().await.unwrap();
    assert_eq!(things, ["a"]);
}

#[tokio::test]
async fn items_are_resumed_and_accepted_as_they_are() {
    let mock = MockTransport::new();
    let list = || RawList::by_page("Things");
    mock.on("ListThings")
        .with("PageNumber", "3")
        .with("PageSize", "5")
        .times(2)
        .reply(json!({ "TotalCount": 11, "Things": ["k"] }));
    mock.on("ListThings").with("PageNumber", "4").times(2).reply(json!({ "TotalCount": 11, "Things": [] }));
    let position = Position::Page { number: 3, size: Some(5) };
    let things = client(&mock).raw_call("ListThings").items(list()).start_at(position.clone()).collect().await.unwrap();
    assert_eq!(things, ["k"]);
    // The size that it began with may be said again.
    let again = client(&mock).raw_call("ListThings").param("PageSize", 5).items(list()).start_at(position);
    assert_eq!(again.collect().await.unwrap(), ["k"]);
    mock.on("ListThings").times(4).reply(json!({ "TotalCount": 2, "Things": [] }));
    let all = client(&mock).raw_call("ListThings").items(list()).allow_incomplete(true).collect().await.unwrap();
    assert!(all.is_empty());
}

#[tokio::test]
async fn an_invalid_list_is_rejected_before_anything_is_sent() {
    let mock = MockTransport::new();
    for list in [RawList::by_page("Things").page_parameter(""), RawList::by_token("Things").size_parameter("")] {
        let error = client(&mock).raw_call("ListThings").items(list).collect().await.unwrap_err();
        assert!(error.to_string().contains("a parameter of the list has an empty name"), "{error}");
    }
    let list = || client(&mock).raw_call("ListThings").param("PageNumber", "two").items(RawList::by_page("Things"));
    assert!(list().collect().await.unwrap_err().to_string().contains("not a number from 1"));
    assert_eq!(mock.requests().len(), 0);
}

#[tokio::test]
async fn a_state_is_waited_for_by_its_name() {
    let mock = MockTransport::new();
    let vpc = |state: &str| json!({ "Vpcs": { "Vpc": [{ "VpcId": "vpc-1", "Status": state }] } });
    mock.on("DescribeVpcs").with("VpcId", "vpc-1").reply(vpc("Pending"));
    mock.on("DescribeVpcs").reply(vpc("Available"));
    mock.on("DescribeVpcs").reply(vpc("Deleting"));
    mock.on("DescribeVpcs").reply(json!({ "Vpcs": { "Vpc": [] } }));
    let client = client(&mock);
    let call = || client.raw_call("DescribeVpcs").param("VpcId", "vpc-1");
    let waited = call().wait_until("Vpcs.Vpc", "Status", ["Available"]).await.unwrap();
    assert_eq!((waited.state(), waited.polls()), (Some("Available"), 2));
    assert_eq!(call().wait_until_gone("Vpcs.Vpc").await.unwrap().polls(), 2);
    mock.on("DescribeVpcs").always().reply(vpc("Pending"));
    let error = call().wait_until("Vpcs.Vpc", "Status", ["Available"]).await.unwrap_err();
    assert!(error.to_string().contains("`DescribeVpcs` is Pending"), "{error}");

    // A field that is not there cannot have the state.
    let error = call().wait_until("Vpcs.Vpc", "Statos", ["Available"]).await.unwrap_err();
    assert!(error.to_string().contains("the reply has no `Statos`. Did you mean `Status`?"), "{error}");
    let error = call().wait_until("Vpcs.Vpc", "Phase", ["Available"]).await.unwrap_err();
    assert!(error.to_string().contains("`DescribeVpcs` has no `Phase` after"), "{error}");
}

#[tokio::test]
async fn what_is_not_gone_is_not_taken_for_gone() {
    let mock = MockTransport::new();
    let call = || client(&mock).raw_call("DescribeVpcs").param("VpcId", "vpc-1");
    for (path, reply, reason) in [
        ("Vpc.Vpc", json!({ "Vpcs": { "Vpc": [] } }), "the reply has no list `Vpc.Vpc`"),
        ("Vpcs.Vpcs", json!({ "Vpcs": { "Vpc": [] } }), "the reply has no list `Vpcs.Vpcs`"),
        ("Vpcs.Vpc", json!({}), "the reply has no list `Vpcs.Vpc`"),
        ("Vpcs.Vpc", json!({ "Vpcs": "none" }), "the reply has no list `Vpcs.Vpc`"),
    ] {
        mock.on("DescribeVpcs").reply(reply);
        let error = call().wait_until_gone(path).await.unwrap_err();
        assert!(error.to_string().starts_with(&format!("DescribeVpcs: {reason}")), "{error}");
    }
    for reply in [json!({ "TotalCount": 5, "Vpcs": { "Vpc": [] } }), json!({ "TotalCount": 5, "Vpcs": {} })] {
        mock.on("DescribeVpcs").always().reply(reply);
        let error = call().wait_until_gone("Vpcs.Vpc").await.unwrap_err();
        assert!(error.to_string().contains("`DescribeVpcs` could not be polled after"), "{error}");
        assert!(format!("{error:?}").contains("announced 5 items and gave 0"), "{error:?}");
    }
    let mock = MockTransport::new();
    mock.on("DescribeVpcs").error(404, "InvalidRegionId.NotFound", "No.");
    let call = client(&mock).raw_call("DescribeVpcs");
    assert_eq!(call.wait_until_gone("Vpcs.Vpc").await.unwrap_err().code(), Some("InvalidRegionId.NotFound"));
}

#[tokio::test]
async fn a_wait_without_a_value_is_rejected_before_anything_is_sent() {
    let mock = MockTransport::new();
    let call = || client(&mock).raw_call("DescribeVpcs");
    for empty in ["", " ", "\u{200b}", "\0", "\u{feff}"] {
        let error = call().param("VpcId", empty).wait_until_gone("Vpcs.Vpc").await.unwrap_err();
        assert!(error.to_string().contains("was given an empty `VpcId`"), "{error}");
    }
    let error = call().wait_until("Vpcs.Vpc", "Status", <[&str; 0]>::default()).await.unwrap_err();
    assert!(error.to_string().contains("no state to wait for"), "{error}");
    assert_eq!(mock.requests().len(), 0);
}

#[tokio::test]
async fn a_wait_polls_with_the_parameters_and_options_of_the_call() {
    let mock = MockTransport::new();
    let filter = r#"{"Name":"a"}"#;
    mock.on("DescribeVpcs").with("Filter", filter).after(Duration::from_secs(9)).times(2).reply(json!({ "Vpcs": { "Vpc": [] } }));
    let options = CallOptions::new().attempt_timeout(Duration::from_secs(5)).retry(RetryPolicy::off());
    let call = client(&mock).raw_call("DescribeVpcs").param("Filter", filter).options(options);
    let error = call.wait_until_gone("Vpcs.Vpc").deadline(Duration::from_secs(8)).await.unwrap_err();
    assert_eq!(mock.requests().len(), 2, "{error}");
    mock.assert_done();
}

#[tokio::test]
async fn a_wait_is_for_one_item() {
    let mock = MockTransport::new();
    mock.on("DescribeVpcs").reply(json!({ "Vpcs": [{ "Status": "Available" }, { "Status": "Pending" }] }));
    let error = client(&mock).raw_call("DescribeVpcs").wait_until("Vpcs", "Status", ["Available"]).await.unwrap_err();
    assert!(error.to_string().contains("the reply lists 2 items"), "{error}");
    // A next page is announced, so what is asked for may be on it.
    mock.on("ListThings").always().reply(json!({ "Things": [], "NextToken": "t" }));
    let error = client(&mock).raw_call("ListThings").wait_until_gone("Things").await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Wait);
}

/// 25 items in pages of a size that nobody asked for: two pages are read, and then the last.
#[tokio::test]
async fn the_last_page_is_resumed_without_its_size() {
    let mock = MockTransport::new();
    mock.on("ListThings").with("PageNumber", "3").reply(json!({ "TotalCount": 25, "Things": [1, 2, 3, 4, 5] }));
    mock.on("ListThings").with("PageNumber", "4").reply(json!({ "TotalCount": 25, "Things": [] }));
    let list = client(&mock).raw_call("ListThings").items(RawList::by_page("Things"));
    assert_eq!(list.start_at(Position::Page { number: 3, size: None }).collect().await.unwrap().len(), 5);
}
