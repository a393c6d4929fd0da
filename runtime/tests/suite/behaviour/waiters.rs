//! Waiting for a resource.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use acs_runtime::credentials::Chain;
use acs_runtime::error::ErrorKind;
use acs_runtime::facts::{List, Shared, Text};
use acs_runtime::operation::{Until, WaiterInfo};
use acs_runtime::test::MockTransport;
use acs_runtime::{Client, Credentials, RawList, RetryPolicy, Wait};
use serde_json::{Value, json};

use crate::behaviour::service::{DESCRIBE_VPCS, OF_VPC, Request, SERVICE, VPC_AVAILABLE, VPC_GONE, Vpcs, client};

const SECOND: Duration = Duration::from_secs(1);

fn vpc(id: &str, state: &str) -> Value {
    let vpcs = json!([{ "VpcId": "vpc-other", "Status": "Failed" }, { "VpcId": id, "Status": state }]);
    json!({ "TotalCount": 2, "Vpcs": { "Vpc": vpcs } })
}

#[tokio::test]
async fn a_wait_polls_with_growing_intervals_until_the_state_is_there() {
    let mock = MockTransport::new();
    mock.on("DescribeVpcs").with("VpcId", "vpc-1").times(5).reply(vpc("vpc-1", "Pending"));
    mock.on("DescribeVpcs").reply(vpc("vpc-1", "Available"));
    let seen = Arc::new(Mutex::new(Vec::new()));
    let states = seen.clone();
    let wait = client(&mock).wait(&VPC_AVAILABLE, "vpc-1");
    let waited = wait.on_state(move |seen| states.lock().unwrap().push(seen.state.clone().unwrap())).await.unwrap();
    assert_eq!((waited.state(), waited.polls()), (Some("Available"), 6));
    let seconds: Vec<_> = mock.clock().slept().iter().map(|wait| (wait.as_secs_f64() * 100.0).round() / 100.0).collect();
    // 5 s at first; then 3 s, half as much again each time up to 10 s, and a tenth more: half of a fifth.
    assert_eq!(seconds, [5.0, 3.3, 4.95, 7.43, 11.0, 11.0]);
    assert_eq!(waited.elapsed(), mock.clock().slept().iter().sum::<Duration>());
    assert_eq!(*seen.lock().unwrap(), ["Pending", "Pending", "Pending", "Pending", "Pending", "Available"]);
}

#[tokio::test]
async fn a_failed_resource_ends_it() {
    let mock = MockTransport::new();
    mock.on("DescribeVpcs").reply(vpc("vpc-1", "Failed"));
    let error = client(&mock).wait(&VPC_AVAILABLE, "vpc-1").await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Wait);
    assert_eq!(error.to_string(), "DescribeVpcs: `vpc-1` is Failed after 5s: it will not become Available");
}

#[tokio::test]
async fn the_deadline_error_has_the_last_state_and_the_time() {
    let mock = MockTransport::new();
    mock.on("DescribeVpcs").always().reply(vpc("vpc-1", "Pending"));
    let error = client(&mock).wait(&VPC_AVAILABLE, "vpc-1").deadline(60 * SECOND).await.unwrap_err();
    let text = error.to_string();
    assert!(text.starts_with("DescribeVpcs: `vpc-1` is Pending after 5") && text.contains("not Available"), "{text}");
    assert!(mock.clock().slept().iter().sum::<Duration>() <= 60 * SECOND);
}

#[tokio::test]
async fn a_wait_without_a_delay_polls_at_once_and_then_shortly_before_its_deadline() {
    let mock = MockTransport::new();
    mock.on("DescribeVpcs").reply(vpc("vpc-1", "Pending"));
    mock.on("DescribeVpcs").reply(vpc("vpc-1", "Available"));
    // The next poll would come after 3.3 s.
    let waited = client(&mock).wait(&VPC_AVAILABLE, "vpc-1").delay(Duration::ZERO).deadline(3 * SECOND).await.unwrap();
    assert_eq!((waited.polls(), waited.elapsed()), (2, 2 * SECOND));

    let mock = MockTransport::new();
    mock.on("DescribeVpcs").always().reply(vpc("vpc-1", "Pending"));
    let wait = client(&mock).wait(&VPC_AVAILABLE, "vpc-1").delay(Duration::ZERO).deadline(3 * SECOND);
    let error = wait.await.unwrap_err().to_string();
    assert!(error.contains("is Pending after 2s") && mock.requests().len() == 2, "{error}");

    // The service asked not to be called before the deadline.
    let mock = MockTransport::new();
    mock.on("DescribeVpcs").header("retry-after", "100").error(429, "Throttling.User", "");
    let wait = client(&mock).wait(&VPC_AVAILABLE, "vpc-1").delay(Duration::ZERO).deadline(60 * SECOND);
    assert_eq!(wait.await.unwrap_err().kind(), ErrorKind::Wait);
    mock.assert_done();
}

#[tokio::test]
async fn just_after_a_create_the_resource_may_be_unknown_for_a_while() {
    for missing in [
        (|mock: &MockTransport| mock.on("DescribeVpcs").times(20).reply(json!({ "Vpcs": { "Vpc": [] } }))) as fn(&MockTransport),
        |mock| mock.on("DescribeVpcs").times(20).error(404, "InvalidVpcId.NotFound", "No."),
        |mock| mock.on("DescribeVpcs").times(20).reply(vpc("vpc-2", "Available")),
    ] {
        let mock = MockTransport::new();
        missing(&mock);
        mock.on("DescribeVpcs").reply(vpc("vpc-1", "Available"));
        client(&mock).wait(&VPC_AVAILABLE, "vpc-1").await.unwrap();

        let mock = MockTransport::new();
        missing(&mock);
        let error = client(&mock).wait(&VPC_AVAILABLE, "vpc-1").missing_allowed(19).await.unwrap_err();
        assert!(error.to_string().contains("the service does not know it"), "{error}");
    }
}

#[tokio::test]
async fn gone_shows_in_several_ways() {
    for gone in [
        (|mock: &MockTransport| mock.on("DescribeVpcs").reply(json!({ "Vpcs": { "Vpc": [] } }))) as fn(&MockTransport),
        |mock| mock.on("DescribeVpcs").reply(json!({ "Vpcs": {} })),
        |mock| mock.on("DescribeVpcs").reply(json!({ "TotalCount": 0 })),
        |mock| mock.on("DescribeVpcs").reply(vpc("vpc-2", "Available")),
        |mock| mock.on("DescribeVpcs").error(404, "InvalidVpcId.NotFound", "No."),
        |mock| mock.on("DescribeVpcs").error(400, "InvalidVpcID.NotFound", "No."),
        |mock| mock.on("DescribeVpcs").raw(200, "<DescribeVpcsResponse><RequestId>R</RequestId><Vpcs/></DescribeVpcsResponse>"),
    ] {
        let mock = MockTransport::new();
        mock.on("DescribeVpcs").reply(vpc("vpc-1", "Deleting"));
        gone(&mock);
        let waited = client(&mock).wait(&VPC_GONE, "vpc-1").await.unwrap();
        assert_eq!((waited.polls(), waited.state()), (2, None));
    }
}

#[tokio::test]
async fn xml_is_understood() {
    let xml = |state: &str| {
        format!(
            "<DescribeVpcsResponse><RequestId>R</RequestId><Vpcs><Vpc><VpcId>vpc-2</VpcId><Status>Failed</Status></Vpc>\
             <Vpc><VpcId>vpc-1</VpcId><Status>{state}</Status></Vpc></Vpcs></DescribeVpcsResponse>"
        )
    };
    let mock = MockTransport::new();
    mock.on("DescribeVpcs").raw(200, xml("Pending"));
    mock.on("DescribeVpcs").raw(200, xml("Available"));
    assert_eq!(client(&mock).wait(&VPC_AVAILABLE, "vpc-1").await.unwrap().polls(), 2);
}

#[tokio::test]
async fn a_wait_survives_an_outage_but_not_a_rejection() {
    let mock = MockTransport::new();
    mock.on("DescribeVpcs").times(9).error(500, "InternalError", "");
    mock.on("DescribeVpcs").reply(vpc("vpc-1", "Available"));
    client(&mock).wait(&VPC_AVAILABLE, "vpc-1").await.unwrap();

    let mock = MockTransport::new();
    mock.on("DescribeVpcs").error(403, "Forbidden.RAM", "No.");
    assert!(client(&mock).wait(&VPC_AVAILABLE, "vpc-1").await.unwrap_err().is_permission_denied());
}

#[tokio::test]
async fn states_are_a_stream() {
    let mock = MockTransport::new();
    mock.on("DescribeVpcs").times(2).reply(vpc("vpc-1", "Pending"));
    mock.on("DescribeVpcs").reply(vpc("vpc-1", "Available"));
    mock.on("DescribeVpcs").reply(vpc("vpc-1", "Failed"));
    let mut states = client(&mock).wait(&VPC_AVAILABLE, "vpc-1").states();
    let mut seen = Vec::new();
    while let Some(state) = states.next().await {
        seen.push(state.unwrap().to_string());
    }
    assert_eq!(seen, ["Pending after 5s", "Pending after 8s 300ms", "Available after 13s"]);

    let mut states = client(&mock).wait(&VPC_AVAILABLE, "vpc-1").states();
    assert_eq!(states.next().await.unwrap().unwrap().state.as_deref(), Some("Failed"));
    assert!(states.next().await.unwrap().unwrap_err().to_string().contains("will not become Available"));
    assert!(states.next().await.is_none());
}

#[tokio::test]
async fn the_wait_after_a_call_can_be_another() {
    let mock = MockTransport::new();
    mock.on("CreateVpc").reply(json!({ "VpcId": "vpc-1" }));
    mock.on("DescribeVpcs").times(3).reply(vpc("vpc-1", "Pending"));
    let client = client(&mock);
    let waiting = client.clone();
    let seen = Arc::new(Mutex::new(Vec::new()));
    let told = Arc::clone(&seen);
    let created = client.raw_call("CreateVpc").send();
    let created = created.and_wait(move |vpc| waiting.wait(&VPC_AVAILABLE, vpc["VpcId"].as_str().unwrap()));
    let created = created.waiting(|wait| wait.deadline(SECOND * 9));
    let error = created.waiting(move |wait| wait.on_state(move |seen| told.lock().unwrap().push(seen.polls))).await.unwrap_err();
    assert!(error.to_string().contains("is Pending after"), "{error}");
    assert_eq!(*seen.lock().unwrap(), [1, 2, 3]);
    mock.assert_done();
}

#[tokio::test]
async fn an_empty_id_is_rejected_before_anything_is_sent() {
    let mock = MockTransport::new();
    let client = client(&mock);
    for id in ["", "  "] {
        let error = client.wait(&VPC_GONE, id).await.unwrap_err();
        assert!(error.kind() == ErrorKind::Config && error.to_string().contains("empty id (VpcId)"), "{error}");
        let mut states = client.wait(&VPC_GONE, id).states();
        assert_eq!(states.next().await.unwrap().unwrap_err().kind(), ErrorKind::Config);
        let deletion = client.raw_call("DeleteVpc").send().then_wait(client.wait(&VPC_GONE, id));
        assert_eq!(deletion.await.unwrap_err().kind(), ErrorKind::Config);
    }
    for id in ["\u{200b}", "\u{feff}", "\0", "\u{ad}\n"] {
        let error = client.wait(&VPC_GONE, id).await.unwrap_err();
        assert!(error.to_string().contains("empty id (VpcId)"), "{error}");
    }
    for id in ["vpc-1 ", "vpc-1\u{200b}", "vpc-1,vpc-2", "vpc\n1"] {
        let error = client.wait(&VPC_GONE, id).await.unwrap_err();
        assert!(error.to_string().contains("is not an id (VpcId)"), "{error}");
    }
    assert!(client.wait_for_all(&VPC_GONE, ["vpc-1", ""]).await.unwrap_err().to_string().contains("empty id"));
    assert_eq!(mock.requests().len(), 0);
}

#[tokio::test]
async fn a_failed_wait_keeps_the_reply_of_the_call() {
    let mock = MockTransport::new();
    mock.on("CreateVpc").times(2).reply(json!({ "VpcId": "vpc-1" }));
    mock.on("CreateVpc").reply(json!({}));
    mock.on("DescribeVpcs").reply(vpc("vpc-1", "Failed"));
    mock.on("DescribeVpcs").error(403, "Forbidden", "");
    let client = client(&mock);
    for reason in ["will not become Available", "Forbidden", "empty id"] {
        let waiting = client.clone();
        let created = client.raw_call("CreateVpc").send();
        let created = created.and_wait(move |vpc| waiting.wait(&VPC_AVAILABLE, vpc["VpcId"].as_str().unwrap_or_default()));
        let error = created.await.unwrap_err();
        assert!(error.to_string().contains(reason), "{error}");
        let reply = error.created::<Value>().expect("the reply of the call");
        assert_eq!(reply.get("VpcId").and_then(Value::as_str), (reason != "empty id").then_some("vpc-1"));
        assert_eq!(error.created::<String>(), None);
    }
    let refused = client.wait(&VPC_GONE, "").await.unwrap_err();
    assert_eq!(refused.created::<Value>(), None);
}

#[tokio::test]
async fn interval_and_deadline_can_be_set_for_a_client() {
    let mock = MockTransport::new();
    mock.on("DescribeVpcs").always().reply(vpc("vpc-1", "Pending"));
    let builder = Client::builder(&SERVICE).test(&mock);
    let client: Client = builder.wait_interval(SECOND, SECOND).wait_deadline(SECOND * 5).build().unwrap();
    let error = client.wait(&VPC_AVAILABLE, "vpc-1").await.unwrap_err();
    assert!(error.kind() == ErrorKind::Wait && (3..=5).contains(&mock.requests().len()), "{error}");
    let before = mock.requests().len();
    client.wait(&VPC_AVAILABLE, "vpc-1").deadline(SECOND * 50).await.unwrap_err();
    assert!(mock.requests().len() - before > 20);

    let mock = MockTransport::new();
    mock.on("DescribeVpcs").always().reply(json!({ "Vpcs": {} }));
    let client: Client = Client::builder(&SERVICE).test(&mock).wait_missing_allowed(2).build().unwrap();
    client.wait(&VPC_AVAILABLE, "vpc-1").await.unwrap_err();
    assert_eq!(mock.requests().len(), 3);
}

#[tokio::test]
async fn a_call_and_a_wait_are_one_future() {
    let mock = MockTransport::new();
    mock.on("CreateVpc").reply(json!({ "VpcId": "vpc-1" }));
    mock.on("DescribeVpcs").with("VpcId", "vpc-1").with("RegionId", "cn-beijing").reply(vpc("vpc-1", "Available"));
    let client = client(&mock);
    let waiting = client.clone();
    let created = client.raw_call("CreateVpc").param("RegionId", "cn-beijing").send();
    let created = created.and_wait(move |vpc| waiting.wait(&VPC_AVAILABLE, vpc["VpcId"].as_str().unwrap()));
    let created = created.await.unwrap();
    assert_eq!((created.id(), &created["VpcId"], created.waited().state()), ("vpc-1", &json!("vpc-1"), Some("Available")));
    assert_eq!(created.into_inner()["VpcId"], "vpc-1");
    mock.assert_done();
}

const PART_OPEN: WaiterInfo = WaiterInfo {
    name: Text::Borrowed("PartOpen"),
    operation: Shared::Static(&DESCRIBE_VPCS),
    with: List::Static(&[("Filter.1", "{Vpc}"), ("Filter.2", "{Zone}")]),
    also: List::Static(&["Vpc", "Zone", "Hop"]),
    unsent: List::Static(&["Vpc", "Zone", "Hop"]),
    items: List::Static(&["Vpcs", "Vpc"]),
    sub_items: List::Static(&["In", "Out.Part"]),
    matches: List::Static(&["Dest", "Hop"]),
    status: List::Static(&["State"]),
    success: List::Static(&["Open"]),
    failure: List::Static(&["Broken"]),
    ..WaiterInfo::DEFAULT
};

fn parts(dest: &str, hop: &str, state: &str) -> Value {
    let part = json!({ "Dest": dest, "Hop": hop, "State": state });
    json!({ "Vpcs": { "Vpc": [{ "In": [{ "Dest": "a", "Hop": "h1", "State": "Open" }], "Out": { "Part": [part] } }] } })
}

/// What has no id of its own is found by several fields, in whichever of two lists it is.
#[tokio::test]
async fn several_fields_identify_a_resource() {
    static INFO: WaiterInfo = PART_OPEN;
    let mock = MockTransport::new();
    mock.on("DescribeVpcs").with("Filter.1", "vpc-1").reply(parts("a", "h2", "New"));
    mock.on("DescribeVpcs").reply(parts("a", "h2", "Open"));
    let wait = || client(&mock).wait(&INFO, "a").also("Vpc", "vpc-1").also("Zone", "z");
    assert_eq!(wait().also("Hop", "h2").await.unwrap().polls(), 2);
    // A field that the caller leaves out may be any.
    mock.on("DescribeVpcs").reply(parts("b", "h2", "New"));
    assert_eq!(wait().await.unwrap().polls(), 1);
}

#[tokio::test]
async fn a_wait_for_several_ends_with_the_last_and_fails_with_the_first() {
    static INFO: WaiterInfo = PART_OPEN;
    let mock = MockTransport::new();
    mock.on("DescribeVpcs").reply(parts("b", "h2", "New"));
    mock.on("DescribeVpcs").reply(parts("b", "h2", "Open"));
    fn all<const N: usize>(mock: &MockTransport, ids: [&str; N]) -> Wait {
        client(mock).wait_for_all(&INFO, ids).also("Vpc", "vpc-1").also("Zone", "z")
    }
    let waited = all(&mock, ["a", "b"]).await.unwrap();
    assert_eq!((waited.polls(), waited.state()), (2, Some("Open")));

    mock.on("DescribeVpcs").reply(parts("b", "h2", "Broken"));
    let error = all(&mock, ["a", "b"]).await.unwrap_err();
    assert!(error.to_string().starts_with("DescribeVpcs: `b` is Broken"), "{error}");

    let error = all(&mock, [""]).await.unwrap_err();
    assert!(error.kind() == ErrorKind::Config && error.to_string().contains("empty id (Dest)"), "{error}");
}

/// A poll that takes a list of ids is asked once for all, one that takes a single id once for each.
#[tokio::test]
async fn several_ids_are_asked_for_as_the_poll_takes_them() {
    static LIST: WaiterInfo =
        WaiterInfo { id: Some(Text::Borrowed("VpcIds.1")), success: List::Static(&["Available"]), ..OF_VPC };
    let both = json!({ "Vpcs": { "Vpc": [
        { "VpcId": "vpc-1", "Status": "Available" }, { "VpcId": "vpc-2", "Status": "Available" },
    ] } });
    let mock = MockTransport::new();
    mock.on("DescribeVpcs").with("VpcIds.1", "vpc-1").with("VpcIds.2", "vpc-2").reply(both.clone());
    client(&mock).wait_for_all(&LIST, ["vpc-1", "vpc-2"]).await.unwrap();
    mock.on("DescribeVpcs").with("VpcId", "vpc-1").reply(both.clone());
    mock.on("DescribeVpcs").with("VpcId", "vpc-2").reply(both);
    client(&mock).wait_for_all(&VPC_AVAILABLE, ["vpc-1", "vpc-2"]).await.unwrap();
}

#[tokio::test]
async fn an_association_is_over_when_its_id_is_listed_no_longer() {
    static INFO: WaiterInfo = WaiterInfo {
        name: Text::Borrowed("Detached"),
        matches: List::EMPTY,
        sub_items: List::Static(&["VSwitchIds.VSwitchId"]),
        status: List::EMPTY,
        until: Some(Until::Detached),
        ..OF_VPC
    };
    let table =
        |ids: Value| json!({ "TotalCount": 1, "Vpcs": { "Vpc": [{ "VpcId": "vpc-1", "VSwitchIds": { "VSwitchId": ids } }] } });
    let mock = MockTransport::new();
    mock.on("DescribeVpcs").reply(table(json!(["vsw-1", "vsw-2"])));
    mock.on("DescribeVpcs")
        .raw(200, "<DescribeVpcsResponse><RequestId>R</RequestId><TotalCount>1</TotalCount><Vpcs><Vpc><VSwitchIds><VSwitchId>vsw-1</VSwitchId></VSwitchIds></Vpc></Vpcs>\
         </DescribeVpcsResponse>");
    mock.on("DescribeVpcs").reply(table(json!(["vsw-2"])));
    assert_eq!(client(&mock).wait(&INFO, "vsw-1").await.unwrap().polls(), 3);
    mock.on("DescribeVpcs").always().reply(table(json!(["vsw-1"])));
    let error = client(&mock).wait(&INFO, "vsw-1").deadline(30 * SECOND).await.unwrap_err();
    assert!(error.to_string().contains("not detached"), "{error}");
}

#[tokio::test]
async fn a_resource_is_searched_for_on_every_page() {
    // The first page is full and lacks it.
    let page = |first: usize, wanted: Option<&str>| {
        let others = (first..first + 10).map(|index| json!({ "VpcId": format!("vpc-other-{index}"), "Status": "Available" }));
        let wanted = wanted.map(|state| json!({ "VpcId": "vpc-1", "Status": state }));
        json!({ "Vpcs": { "Vpc": wanted.into_iter().chain(others).take(10).collect::<Vec<_>>() } })
    };
    let mock = MockTransport::new();
    mock.on("DescribeVpcs").reply(page(0, None));
    mock.on("DescribeVpcs").with("PageNumber", "2").reply(page(10, Some("Deleting")));
    mock.on("DescribeVpcs").reply(page(0, None));
    mock.on("DescribeVpcs").with("PageNumber", "2").reply(json!({ "Vpcs": { "Vpc": [] } }));
    let waited = client(&mock).wait(&VPC_GONE, "vpc-1").await.unwrap();
    assert_eq!(waited.polls(), 2);
    mock.assert_done();

    // One full page again and again does not tell what is on the others.
    mock.on("DescribeVpcs").always().reply(page(0, None));
    let error = client(&mock).wait(&VPC_GONE, "vpc-1").await.unwrap_err();
    assert!(error.kind() == ErrorKind::Wait && format!("{error:?}").contains("same full page"), "{error:?}");
}

#[tokio::test]
async fn only_a_reply_that_shows_it_says_that_a_resource_is_gone() {
    let item = |item: Value| json!({ "TotalCount": 1, "Vpcs": { "Vpc": [item] } });
    for (reply, reason) in [
        (json!({}), "the reply has no list `Vpcs.Vpc`"),
        (json!({ "Vpc": [] }), "the reply has no list `Vpcs.Vpc`"),
        (json!({ "Vpcs": "none" }), "the reply has no list `Vpcs.Vpc`"),
        (json!({ "Vpcs": { "VpcSet": [] } }), "the reply has no list `Vpcs.Vpc`"),
        (item(json!({ "Name": "vpc-1" })), "an item of the list has no `VpcId`"),
        (item(json!("vpc-2")), "an item of the list has no `VpcId`"),
        (item(Value::Null), "an item of the list has no `VpcId`"),
    ] {
        let mock = MockTransport::new();
        mock.on("DescribeVpcs").reply(reply);
        let error = client(&mock).wait(&VPC_GONE, "vpc-1").await.unwrap_err();
        assert!(
            error.kind() == ErrorKind::Decode && error.to_string().starts_with(&format!("DescribeVpcs: {reason}")),
            "{error}"
        );
    }
    // A list that announces what it does not give may be complete at the next poll.
    let mock = MockTransport::new();
    mock.on("DescribeVpcs").times(4).reply(json!({ "TotalCount": 1, "Vpcs": { "Vpc": [] } }));
    mock.on("DescribeVpcs").reply(json!({ "TotalCount": 0, "Vpcs": { "Vpc": [] } }));
    assert_eq!(client(&mock).wait(&VPC_GONE, "vpc-1").await.unwrap().polls(), 2);
    // Something else is missing.
    for code in
        ["InvalidRegionId.NotFound", "InvalidResourceGroup.NotFound", "InvalidZoneId.NotFound", "InvalidNatGatewayId.NotFound"]
    {
        mock.on("DescribeVpcs").error(404, code, "No.");
        assert_eq!(client(&mock).wait(&VPC_GONE, "vpc-1").await.unwrap_err().code(), Some(code));
    }
    for code in
        ["InvalidVpcId.NotFound", "InvalidVPC.NotFound", "ResourceNotFound.VpcId", "ResourceNotFound", "InvalidInstance.NotExist"]
    {
        mock.on("DescribeVpcs").error(404, code, "No.");
        client(&mock).wait(&VPC_GONE, "vpc-1").await.unwrap();
    }
}

#[tokio::test]
async fn a_reply_that_describes_one_resource_shows_whether_it_is_there() {
    static INFO: WaiterInfo = WaiterInfo { items: List::EMPTY, matches: List::EMPTY, until: Some(Until::Gone), ..OF_VPC };
    for gone in [json!({}), json!({ "VpcId": "", "Status": "" }), json!({ "Status": null, "CidrBlock": "10.0.0.0/8" })] {
        let mock = MockTransport::new();
        mock.on("DescribeVpcs").reply(gone);
        client(&mock).wait(&INFO, "vpc-1").await.unwrap();
    }
    for (unclear, reason) in [
        (json!({ "CidrBlock": "10.0.0.0/8" }), "the reply has no `Status`"),
        (json!({ "VpcId": "vpc-2", "Status": "" }), "the reply describes `vpc-2`, not `vpc-1`"),
        (json!({ "VpcId": "", "Status": "Available" }), "the reply describes something without an id"),
        (json!({ "VpcId": "vpc-2" }), "the reply describes `vpc-2`, not `vpc-1`"),
    ] {
        let mock = MockTransport::new();
        mock.on("DescribeVpcs").reply(unclear);
        let error = client(&mock).wait(&INFO, "vpc-1").await.unwrap_err();
        assert!(error.to_string().starts_with(&format!("DescribeVpcs: {reason}")), "{error}");
    }
}

#[tokio::test]
async fn one_missing_id_does_not_speak_for_the_others() {
    static LIST: WaiterInfo = WaiterInfo { id: Some(Text::Borrowed("VpcIds.1")), until: Some(Until::Gone), ..OF_VPC };
    let mock = MockTransport::new();
    let there = |state: &str| json!({ "TotalCount": 1, "Vpcs": { "Vpc": [{ "VpcId": "vpc-2", "Status": state }] } });
    mock.on("DescribeVpcs").with("VpcIds.2", "vpc-2").always().error(404, "InvalidVpcId.NotFound", "vpc-1 is not there");
    mock.on("DescribeVpcs").with("VpcIds.1", "vpc-1").always().error(404, "InvalidVpcId.NotFound", "vpc-1 is not there");
    mock.on("DescribeVpcs").with("VpcIds.1", "vpc-2").reply(there("Deleting"));
    mock.on("DescribeVpcs").with("VpcIds.1", "vpc-2").reply(json!({ "TotalCount": 0, "Vpcs": { "Vpc": [] } }));
    assert_eq!(client(&mock).wait_for_all(&LIST, ["vpc-1", "vpc-2"]).await.unwrap().polls(), 2);
    // Some operations take no more than five.
    mock.on("DescribeVpcs").always().reply(json!({ "TotalCount": 0, "Vpcs": { "Vpc": [] } }));
    let before = mock.requests().len();
    client(&mock).wait_for_all(&LIST, (0..12).map(|id| format!("vpc-x{id}"))).await.unwrap();
    assert_eq!(mock.requests().len() - before, 3);
}

#[tokio::test]
async fn what_is_sensible_is_known_before_anything_is_sent() {
    static INFO: WaiterInfo = PART_OPEN;
    let mock = MockTransport::new();
    let client = client(&mock);
    for id in ["null", "None", "undefined", "*", "[\"vpc-1\"]", "vpc-1;vpc-2", "%20", "\"\""] {
        let error = client.wait(&VPC_GONE, id).await.unwrap_err();
        assert!(error.kind() == ErrorKind::Config && error.to_string().contains("is not an id"), "{error}");
    }
    for (wait, reason) in [
        (client.wait(&INFO, "a").also("Vpc", "vpc-1"), "needs `Zone`"),
        (client.wait(&INFO, "a").also("Vpc", "vpc-1").also("Zone", ""), "needs `Zone`"),
        (client.wait(&VPC_GONE, "vpc-1").also("VpcId", "vpc-2"), "sets `VpcId` itself"),
        (client.wait(&VPC_GONE, "vpc-1").also("PageNumber", "7"), "sets `PageNumber` itself"),
        (client.raw_call("CreateVpc").wait_until("", "Status", ["Available"]), "may do more than read"),
    ] {
        let error = wait.await.unwrap_err();
        assert!(error.kind() == ErrorKind::Config && error.to_string().contains(reason), "{error}");
    }
    assert_eq!(mock.requests().len(), 0);
}

#[tokio::test]
async fn odd_intervals_and_deadlines_are_survived() {
    let mock = MockTransport::new();
    mock.on("DescribeVpcs").reply(vpc("vpc-1", "Available"));
    // The first poll would come after 5 s.
    let hasty = client(&mock).wait(&VPC_AVAILABLE, "vpc-1").deadline(SECOND).await.unwrap();
    assert!(hasty.elapsed() < SECOND);
    mock.on("DescribeVpcs").always().reply(vpc("vpc-1", "Pending"));
    for interval in [Duration::MAX, Duration::ZERO] {
        let wait = client(&mock).wait(&VPC_AVAILABLE, "vpc-1").interval(interval, interval).deadline(5 * SECOND);
        assert_eq!(wait.await.unwrap_err().kind(), ErrorKind::Wait);
    }
}

#[tokio::test]
async fn a_state_is_shown_on_one_short_line() {
    let mock = MockTransport::new();
    mock.on("DescribeVpcs").always().reply(vpc("vpc-1", &format!("Pen\u{1b}[31m\n\u{202e}ding{}", "x".repeat(100_000))));
    let error = client(&mock).wait(&VPC_AVAILABLE, "vpc-1").deadline(9 * SECOND).await.unwrap_err().to_string();
    assert!(error.len() < 400 && !error.contains(['\u{1b}', '\n', '\u{202e}']), "{error}");
    let mut states = client(&mock).wait(&VPC_AVAILABLE, "vpc-1").states();
    let shown = states.next().await.unwrap().unwrap().to_string();
    assert!(shown.len() < 200 && !shown.contains(['\u{1b}', '\n', '\u{202e}']), "{shown}");
}

/// The service writes some states in lower case that it documents with a capital.
#[tokio::test]
async fn the_case_of_a_state_does_not_matter() {
    let mock = MockTransport::new();
    mock.on("DescribeVpcs").reply(vpc("vpc-1", "available"));
    client(&mock).wait(&VPC_AVAILABLE, "vpc-1").await.unwrap();
}

#[tokio::test]
async fn a_wait_respects_the_delay_of_a_throttling_service() {
    let mock = MockTransport::new();
    mock.on("DescribeVpcs").header("retry-after", "300").error(429, "Throttling.User", "");
    mock.on("DescribeVpcs").reply(vpc("vpc-1", "Available"));
    assert_eq!(client(&mock).wait(&VPC_AVAILABLE, "vpc-1").await.unwrap().polls(), 2);
    assert!(mock.clock().slept().iter().sum::<Duration>() >= 120 * SECOND, "two minutes at most");
    mock.assert_done();
}

#[tokio::test]
async fn an_id_in_another_case_is_not_another_id() {
    let mock = MockTransport::new();
    for id in ["VPC-1", " vpc-1 "] {
        mock.on("DescribeVpcs").reply(json!({ "TotalCount": 1, "Vpcs": { "Vpc": [{ "VpcId": id, "Status": "Available" }] } }));
        let error = client(&mock).wait(&VPC_GONE, "vpc-1").await.unwrap_err();
        assert!(error.to_string().contains("differs from `vpc-1` only in case or blanks"), "{error}");
    }
    // No total, and a token that names a next page.
    mock.on("DescribeVpcs").always().reply(json!({ "NextToken": "abc", "Vpcs": { "Vpc": [] } }));
    assert_eq!(client(&mock).wait(&VPC_GONE, "vpc-1").await.unwrap_err().kind(), ErrorKind::Wait);
}

/// Only who waits for an absence must know that nothing else can be meant.
#[tokio::test]
async fn items_that_cannot_be_told_apart_do_not_end_a_wait_for_a_state() {
    let mock = MockTransport::new();
    mock.on("DescribeVpcs")
        .reply(json!({ "TotalCount": 2, "Vpcs": { "Vpc": [{ "Status": "Failed" }, { "VpcId": "VPC-1", "Status": "Failed" }] } }));
    mock.on("DescribeVpcs").reply(vpc("vpc-1", "Available"));
    assert_eq!(client(&mock).wait(&VPC_AVAILABLE, "vpc-1").await.unwrap().polls(), 2);

    static ONE: WaiterInfo =
        WaiterInfo { items: List::EMPTY, matches: List::EMPTY, success: List::Static(&["Available"]), ..OF_VPC };
    let mock = MockTransport::new();
    mock.on("DescribeVpcs").reply(json!({ "VpcId": "", "CidrBlock": "10.0.0.0/8" }));
    mock.on("DescribeVpcs").reply(json!({ "VpcId": "vpc-1", "Status": "Available" }));
    assert_eq!(client(&mock).wait(&ONE, "vpc-1").await.unwrap().polls(), 2);
}

#[tokio::test]
async fn goals_are_named() {
    for (until, goal) in [(Until::Gone, "not gone"), (Until::Detached, "not detached")] {
        let mock = MockTransport::new();
        mock.on("DescribeVpcs").always().reply(vpc("vpc-1", "Deleting"));
        let info = WaiterInfo { until: Some(until), ..OF_VPC };
        let error = client(&mock).wait(info, "vpc-1").deadline(30 * SECOND).await.unwrap_err();
        assert!(error.to_string().contains(goal), "{error}");
    }
}

#[tokio::test]
async fn what_is_under_way_says_what_it_is_and_hides_what_it_sends() {
    let mock = MockTransport::new();
    let client = client(&mock);
    let request = Request { password: Some("s3cret".to_owned()), ..Request::default() };
    let raw = || client.raw_call("ListThings").param("Psk", "s3cret");
    let call = || client.call(&DESCRIBE_VPCS);
    let sent = || call().send::<Vpcs>(&request);
    let wait = || client.wait(&VPC_AVAILABLE, "vpc-1");
    for (shown, part) in [
        (format!("{:?}", call()), "DescribeVpcs"),
        (format!("{:?}", sent()), "CallFuture"),
        (format!("{:?}", call().dry_run(&request)), "DryRun"),
        (format!("{:?}", call().pages::<Vpcs>(&request)), "Pages"),
        (format!("{:?}", call().items::<Vpcs>(&request)), "Items"),
        (format!("{:?}", raw().pages(RawList::by_token("Things"))), "RawPages"),
        (format!("{:?}", raw().items(RawList::by_token("Things"))), "RawItems"),
        (format!("{:?}", wait()), "VpcAvailable"),
        (format!("{:?}", wait().states()), "States"),
        (
            format!(
                "{:?}",
                sent().and_wait({
                    let wait = wait();
                    move |_| wait
                })
            ),
            "CallAndWait",
        ),
        (format!("{:?}", RetryPolicy::off()), "Off"),
        (format!("{:?}", Chain::new().then(Credentials::access_key("id", "s3cret"))), "Chain"),
    ] {
        assert!(shown.contains(part) && !shown.contains("s3cret"), "{shown}");
    }
}
