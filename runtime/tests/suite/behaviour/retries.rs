//! When an attempt is repeated, after how long, and what the error tells of it.

use std::sync::Arc;
use std::time::Duration;

use acs_runtime::error::ErrorKind;
use acs_runtime::retry::{FailedAttempt, Retry, RetryBudget, RetryClass, RetryPolicy, StandardRetry, Stopped};
use acs_runtime::test::{MockTransport, TestRandom};
use acs_runtime::{CallOptions, Client};
use serde_json::json;

use crate::behaviour::service::{CREATE_VPC, DESCRIBE_VPCS, MODIFY_VPC, Request, SERVICE, Vpcs, client};

const MS: Duration = Duration::from_millis(1);

async fn describe(client: &Client) -> Result<Vpcs, acs_runtime::Error> {
    client.call(&DESCRIBE_VPCS).send(&Request::default()).await
}

async fn modify(client: &Client) -> Result<Vpcs, acs_runtime::Error> {
    client.call(&MODIFY_VPC).send(&Request::default()).await
}

#[tokio::test]
async fn each_attempt_has_its_own_nonce_timestamp_and_signature_and_the_call_one_token() {
    let mock = MockTransport::new();
    mock.on("CreateVpc").after(1500 * MS).error(503, "ServiceUnavailable", "");
    mock.on("CreateVpc").after(1500 * MS).lost();
    mock.on("CreateVpc").reply(json!({}));
    client(&mock).call(&CREATE_VPC).send::<Vpcs>(&Request::default()).await.unwrap();

    let requests = mock.requests();
    let distinct = |of: fn(&acs_runtime::test::RecordedRequest) -> Option<&str>| {
        let values: std::collections::BTreeSet<_> = requests.iter().map(of).collect();
        assert!(!values.contains(&None));
        values.len()
    };
    assert_eq!(requests.len(), 3);
    assert_eq!(distinct(|request| request.nonce()), 3);
    assert_eq!(distinct(|request| request.timestamp()), 3);
    assert_eq!(distinct(|request| request.signature()), 3);
    assert_eq!(distinct(|request| request.param("ClientToken")), 1);
}

#[tokio::test]
async fn reads_are_retried_after_any_failure() {
    let mock = MockTransport::new();
    mock.on("DescribeVpcs").lost();
    mock.on("DescribeVpcs").raw(502, "<html><title>Bad Gateway</title></html>");
    mock.on("DescribeVpcs").raw(200, "");
    mock.on("DescribeVpcs").reply(json!({ "TotalCount": 7 }));
    assert_eq!(describe(&client(&mock)).await.unwrap().total_count, Some(7));
    // Half of 100 ms, 200 ms and 400 ms: the test's random numbers are one half.
    assert_eq!(mock.clock().slept(), [50 * MS, 100 * MS, 200 * MS]);
}

#[tokio::test]
async fn a_write_without_token_is_retried_only_if_nothing_was_done() {
    for refuse in [
        |mock: &MockTransport| mock.on("ModifyVpc").error(400, "Throttling.User", ""),
        |mock: &MockTransport| mock.on("ModifyVpc").error(400, "Vpc.Configuring", ""),
        |mock: &MockTransport| mock.on("ModifyVpc").error(400, "IncorrectStatus", ""),
        |mock: &MockTransport| mock.on("ModifyVpc").refused(),
    ] {
        let mock = MockTransport::new();
        refuse(&mock);
        mock.on("ModifyVpc").reply(json!({}));
        modify(&client(&mock)).await.unwrap();
    }
    for fail in [
        |mock: &MockTransport| mock.on("ModifyVpc").lost(),
        |mock: &MockTransport| mock.on("ModifyVpc").hang(),
        |mock: &MockTransport| mock.on("ModifyVpc").error(500, "InternalError", ""),
        |mock: &MockTransport| mock.on("ModifyVpc").raw(504, ""),
    ] {
        let mock = MockTransport::new();
        fail(&mock);
        let error = modify(&client(&mock)).await.unwrap_err();
        assert_eq!((error.attempts(), error.stopped()), (1, Some(Stopped::NotSafe)), "{error}");
        assert!(error.to_string().contains("may have been done"), "{error}");
    }
}

#[tokio::test]
async fn other_rejections_are_final() {
    let mock = MockTransport::new();
    mock.on("DescribeVpcs").error(404, "InvalidVpcId.NotFound", "No.");
    let error = describe(&client(&mock)).await.unwrap_err();
    assert_eq!((error.attempts(), error.stopped()), (1, Some(Stopped::NotRetryable)));
    assert_eq!(error.retry_class(), RetryClass::None);
}

#[tokio::test]
async fn the_services_own_wait_goes_first() {
    let mock = MockTransport::new();
    mock.on("ModifyVpc").header("x-acs-retry-after", "1234").error(400, "Throttling.Api", "");
    mock.on("ModifyVpc").header("Retry-After", "2").error(429, "Whatever", "");
    mock.on("ModifyVpc").header("X-RateLimit-User", "Remain:0,TimeLeft:77").error(400, "Throttling", "");
    mock.on("ModifyVpc").reply(json!({}));
    modify(&client(&mock)).await.unwrap();
    assert_eq!(mock.clock().slept(), [1234 * MS, 2000 * MS, 77 * MS]);
}

#[tokio::test]
async fn busy_resources_are_waited_for_until_the_deadline() {
    let mock = MockTransport::new();
    mock.on("ModifyVpc").always().error(400, "Vpc.Configuring", "The specified service is configuring.");
    let error = modify(&client(&mock)).await.unwrap_err();
    let waits = mock.clock().slept();
    assert!(waits[0] == 3000 * MS && waits[1] == 4500 * MS && waits.iter().max() == Some(&(15_000 * MS)), "{waits:?}");
    assert_eq!(error.stopped(), Some(Stopped::Deadline));
    assert!(error.is_busy() && error.attempts() > 8, "{error}");
    assert!(error.elapsed() <= Duration::from_secs(120) && error.elapsed() > Duration::from_secs(100));
    assert_eq!(error.waits().iter().map(|(_, wait)| *wait).collect::<Vec<_>>(), waits);
    assert!(error.to_string().contains(&format!("{} attempts in 1m ", error.attempts())), "{error}");
}

#[tokio::test]
async fn the_standard_policy_makes_four_attempts() {
    let mock = MockTransport::new();
    mock.on("DescribeVpcs").always().error(500, "InternalError", "");
    let error = describe(&client(&mock)).await.unwrap_err();
    assert_eq!((error.attempts(), error.stopped(), mock.requests().len()), (4, Some(Stopped::Policy), 4));
}

#[tokio::test]
async fn policies_are_set_for_the_client_or_for_a_call() {
    let mock = MockTransport::new();
    mock.on("DescribeVpcs").always().error(500, "InternalError", "");
    let client: Client = Client::builder(&SERVICE).test(&mock).retry(StandardRetry::new().attempts(2)).build().unwrap();
    assert_eq!(describe(&client).await.unwrap_err().attempts(), 2);

    let mut call = client.call(&DESCRIBE_VPCS);
    call.options(CallOptions::new().retry(RetryPolicy::off()));
    let error = call.send::<Vpcs>(&Request::default()).await.unwrap_err();
    assert_eq!((error.attempts(), error.stopped()), (1, Some(Stopped::Policy)));
}

#[tokio::test]
async fn an_own_policy_sees_the_failure_and_decides() {
    #[derive(Debug)]
    struct Twice;

    impl Retry for Twice {
        fn wait(&self, failure: &FailedAttempt<'_>) -> Option<Duration> {
            assert_eq!(failure.error.code(), Some("Throttling"));
            assert_eq!((failure.class, failure.stated), (RetryClass::Throttled, Some(9 * MS)));
            (failure.earlier.len() < 2).then_some(7 * MS)
        }
    }

    let mock = MockTransport::new();
    mock.on("ModifyVpc").always().header("x-acs-retry-after", "9").error(400, "Throttling", "");
    let client: Client = Client::builder(&SERVICE).test(&mock).retry(Twice).build().unwrap();
    assert_eq!(modify(&client).await.unwrap_err().attempts(), 3);
    assert_eq!(mock.clock().slept(), [7 * MS, 7 * MS]);
}

#[tokio::test]
async fn clones_share_a_retry_budget() {
    let mock = MockTransport::new();
    mock.on("DescribeVpcs").always().error(500, "InternalError", "");
    let client = client(&mock);
    let mut stops = Vec::new();
    for _ in 0..20 {
        stops.push(describe(&client.clone()).await.unwrap_err().stopped());
    }
    // 500 tokens, 10 for each of 3 repeats a call: 16 calls, then one of 2 repeats, then none.
    assert_eq!(stops.iter().filter(|stop| **stop == Some(Stopped::Budget)).count(), 4);
    assert_eq!(mock.requests().len(), 16 * 4 + 3 + 3);

    let unbounded: Client = Client::builder(&SERVICE).test(&mock).retry_budget(RetryBudget::unlimited()).build().unwrap();
    for _ in 0..20 {
        assert_eq!(describe(&unbounded).await.unwrap_err().stopped(), Some(Stopped::Policy));
    }
}

#[tokio::test]
async fn a_wrong_clock_is_corrected_once_and_stays_so() {
    let mock = MockTransport::new();
    // The test's clock begins on 17 May 2024 at 12:02:09; the service is an hour ahead.
    let date = "Fri, 17 May 2024 13:02:09 GMT";
    mock.on("ModifyVpc").header("Date", date).error(400, "InvalidTimeStamp.Expired", "");
    mock.on("ModifyVpc").times(2).reply(json!({}));
    let client = client(&mock);
    modify(&client).await.unwrap();
    modify(&client.clone()).await.unwrap();
    let times: Vec<_> = mock.requests().iter().map(|request| request.timestamp().unwrap().to_owned()).collect();
    assert_eq!(times, ["2024-05-17T12:02:09Z", "2024-05-17T13:02:09Z", "2024-05-17T13:02:09Z"]);

    mock.on("ModifyVpc").always().header("Date", date).error(400, "InvalidTimeStamp.Expired", "");
    assert_eq!(modify(&client).await.unwrap_err().attempts(), 1, "the same date again corrects nothing");
    let without_date = MockTransport::new();
    without_date.on("ModifyVpc").always().error(400, "InvalidTimeStamp.Expired", "");
    assert_eq!(modify(&crate::behaviour::service::client(&without_date)).await.unwrap_err().attempts(), 1);
}

#[tokio::test]
async fn a_wrong_date_corrects_no_other_call() {
    const RIGHT: &str = "Fri, 17 May 2024 12:02:09 GMT";
    // Dates of a proxy or of a broken server; this machine's clock is right.
    for wrong in ["Thu, 01 Jan 1970 00:00:00 GMT", "Fri, 31 Dec 9999 23:59:59 GMT", "Fri, 17 May 2024 13:02:09 GMT"] {
        let mock = MockTransport::new();
        let client = client(&mock);
        for date in [wrong, RIGHT] {
            mock.on("ModifyVpc").header("Date", date).error(400, "InvalidTimeStamp.Expired", "");
        }
        mock.on("ModifyVpc").times(2).reply(json!({}));
        modify(&client).await.unwrap();
        modify(&client).await.unwrap();
        assert_eq!(mock.requests().last().unwrap().timestamp(), Some("2024-05-17T12:02:09Z"), "after {wrong}");

        mock.on("ModifyVpc").times(2).header("Date", wrong).error(400, "InvalidTimeStamp.Expired", "");
        modify(&client).await.unwrap_err();
        mock.on("ModifyVpc").reply(json!({}));
        modify(&client).await.unwrap();
        assert_eq!(mock.requests().last().unwrap().timestamp(), Some("2024-05-17T12:02:09Z"), "after a call that failed");
    }
}

#[tokio::test]
async fn a_reply_cut_short_is_asked_for_again_by_reads() {
    let mock = MockTransport::new();
    mock.on("DescribeVpcs").raw(200, r#"{"RequestId":"R","Vpcs":{"Vpc":[{"VpcId":"v"#);
    mock.on("DescribeVpcs").reply(json!({ "TotalCount": 1 }));
    assert_eq!(describe(&client(&mock)).await.unwrap().total_count, Some(1));

    mock.on("ModifyVpc").header("x-acs-request-id", "R").raw(200, r#"{"Secret":"hid"#);
    let error = modify(&client(&mock)).await.unwrap_err();
    assert_eq!((error.kind(), error.request_id()), (ErrorKind::Reply, Some("R")));
    assert!(!error.to_string().contains("hid"), "{error}");
}

#[tokio::test]
async fn random_waits_are_between_nothing_and_their_bound() {
    for (fraction, expected) in [(0.0, vec![]), (1.0, vec![100 * MS, 200 * MS, 400 * MS])] {
        let mock = MockTransport::new();
        mock.on("DescribeVpcs").always().lost();
        let builder = Client::builder(&SERVICE).test(&mock).random(Arc::new(TestRandom::with_fraction(fraction)));
        let client: Client = builder.build().unwrap();
        assert_eq!(describe(&client).await.unwrap_err().attempts(), 4);
        assert_eq!(mock.clock().slept(), expected);
    }
}
