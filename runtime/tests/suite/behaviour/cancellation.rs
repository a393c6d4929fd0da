//! A call that is dropped: at every point where it can be.

use std::future::{Future, IntoFuture};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicUsize, Ordering::SeqCst};
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use acs_runtime::interceptor::{AttemptInfo, Interceptor};
use acs_runtime::reply::HttpReply;
use acs_runtime::test::MockTransport;
use acs_runtime::{Client, Error, Limit};
use serde_json::json;

use crate::behaviour::service::{DESCRIBE_VPCS, Request, SERVICE, VPC_AVAILABLE, Vpcs};

/// What has started and not ended, and how often something was cancelled.
#[derive(Debug, Default)]
struct Gauge {
    calls: AtomicI64,
    attempts: AtomicI64,
    cancelled: AtomicUsize,
}

impl Gauge {
    fn open(&self) -> (i64, i64) {
        (self.calls.load(SeqCst), self.attempts.load(SeqCst))
    }
}

impl Interceptor for Gauge {
    fn call_started(&self, _: &AttemptInfo<'_>) {
        self.calls.fetch_add(1, SeqCst);
    }

    fn attempt_started(&self, _: &AttemptInfo<'_>) {
        self.attempts.fetch_add(1, SeqCst);
    }

    fn attempt_done(&self, _: &AttemptInfo<'_>, _: Result<&HttpReply, &Error>, _: Duration) {
        self.attempts.fetch_sub(1, SeqCst);
    }

    fn attempt_cancelled(&self, _: &AttemptInfo<'_>, _: Duration) {
        self.attempts.fetch_sub(1, SeqCst);
    }

    fn call_done(&self, _: &AttemptInfo<'_>, _: Result<&HttpReply, &Error>, _: Duration) {
        self.calls.fetch_sub(1, SeqCst);
    }

    fn call_cancelled(&self, _: &AttemptInfo<'_>, _: Duration) {
        self.calls.fetch_sub(1, SeqCst);
        self.cancelled.fetch_add(1, SeqCst);
    }
}

/// Polls a call `polls` times and drops it; whether it was ready by then.
fn dropped_after(polls: usize, call: impl Future) -> bool {
    let mut call = Box::pin(call);
    let mut context = Context::from_waker(Waker::noop());
    (0..polls).any(|_| matches!(call.as_mut().poll(&mut context), Poll::Ready(_)))
}

#[tokio::test]
async fn a_call_dropped_at_any_point_leaves_nothing_behind() {
    let gauge = Arc::new(Gauge::default());
    let mut points = 0;
    loop {
        let mock = MockTransport::new();
        // Throttled once, then a slow reply: the call waits for a turn, for a reply, between attempts, and for a reply again.
        mock.on("DescribeVpcs").after(Duration::from_secs(1)).error(400, "Throttling.User", "");
        mock.on("DescribeVpcs").always().after(Duration::from_secs(1)).reply(json!({}));
        let limit = Limit::in_flight(1).and_per_second(1.0);
        let client: Client = Client::builder(&SERVICE).test(&mock).limit(limit).interceptor(gauge.clone()).build().unwrap();
        let call = || client.call(&DESCRIBE_VPCS).send::<Vpcs>(&Request::default());

        let done = dropped_after(points, call());
        assert_eq!(gauge.open(), (0, 0), "dropped after {points} polls");
        // The limit of one request in flight and of its turn is free again.
        call().await.unwrap();
        assert_eq!(gauge.open(), (0, 0));
        if done {
            break;
        }
        points += 1;
    }
    assert!(points >= 4, "the call has {points} points at which it can be dropped");
    assert_eq!(gauge.cancelled.load(SeqCst), points - 1, "a call that was never polled has not started");
}

/// Whether the limit is free again, and no call, attempt or hook is open.
async fn as_before(client: &Client, gauge: &Gauge) {
    assert_eq!(gauge.open(), (0, 0));
    client.call(&DESCRIBE_VPCS).send::<Vpcs>(&Request::default()).await.unwrap();
    assert_eq!(gauge.open(), (0, 0));
}

fn limited(mock: &MockTransport, gauge: &Arc<Gauge>) -> Client {
    let limit = Limit::in_flight(1).and_per_second(1.0);
    Client::builder(&SERVICE).test(mock).limit(limit).interceptor(gauge.clone()).build().unwrap()
}

/// Drops what `begin` begins after no poll, after one, and so on until it ends; how many points there are.
async fn walk<F: IntoFuture>(script: impl Fn(&MockTransport), begin: impl Fn(&Client) -> F) -> usize {
    for points in 0.. {
        let (mock, gauge) = (MockTransport::new(), Arc::new(Gauge::default()));
        script(&mock);
        mock.on("DescribeVpcs").always().reply(json!({}));
        let client = limited(&mock, &gauge);
        let done = dropped_after(points, begin(&client).into_future());
        as_before(&client, &gauge).await;
        if done {
            return points;
        }
    }
    unreachable!("a future that never ends")
}

#[tokio::test]
async fn a_wait_dropped_at_any_point_leaves_nothing_behind() {
    let vpc = |state: &str| json!({ "Vpcs": { "Vpc": [{ "VpcId": "vpc-1", "Status": state }] } });
    let script = |mock: &MockTransport| {
        mock.on("DescribeVpcs").after(Duration::from_secs(1)).reply(vpc("Pending"));
        mock.on("DescribeVpcs").after(Duration::from_secs(1)).error(400, "Throttling.User", "");
        mock.on("DescribeVpcs").after(Duration::from_secs(1)).reply(vpc("Available"));
    };
    let points = walk(script, |client| client.wait(&VPC_AVAILABLE, "vpc-1")).await;
    assert!(points >= 6, "the wait has {points} points at which it can be dropped");

    let create = |mock: &MockTransport| {
        mock.on("CreateVpc").after(Duration::from_secs(1)).reply(json!({ "VpcId": "vpc-1" }));
        script(mock);
    };
    let created = |client: &Client| client.raw_call("CreateVpc").send().then_wait(client.wait(&VPC_AVAILABLE, "vpc-1"));
    let more = walk(create, created).await;
    assert!(more > points, "the call and the wait have {more} points at which they can be dropped");
}

#[tokio::test]
async fn a_list_dropped_at_any_point_leaves_nothing_behind() {
    let page = |first: usize| {
        let items: Vec<_> = (first..first + 10).map(|index| json!({ "VpcId": format!("vpc-{index}") })).collect();
        json!({ "TotalCount": 30, "Vpcs": { "Vpc": items } })
    };
    let script = |mock: &MockTransport| {
        for first in [0, 10, 20] {
            mock.on("DescribeVpcs").after(Duration::from_secs(1)).reply(page(first));
        }
    };
    let all = |client: &Client| client.call(&DESCRIBE_VPCS).items::<Vpcs>(&Request::default()).collect();
    let points = walk(script, all).await;
    assert!(points >= 3, "the list has {points} points at which it can be dropped");

    // A page that is asked for ahead is driven by a task of its own.
    for points in 0..40 {
        let (mock, gauge) = (MockTransport::new(), Arc::new(Gauge::default()));
        script(&mock);
        mock.on("DescribeVpcs").always().reply(json!({ "TotalCount": 0, "Vpcs": {} }));
        let client = limited(&mock, &gauge);
        let mut list = Box::pin(client.call(&DESCRIBE_VPCS).items::<Vpcs>(&Request::default()).prefetch(true).collect());
        for _ in 0..points {
            if list.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_ready() {
                break;
            }
            tokio::task::yield_now().await;
        }
        drop(list);
        // The task hears of it when it is its turn.
        tokio::task::yield_now().await;
        as_before(&client, &gauge).await;
    }
}

#[tokio::test]
async fn hooks_come_in_pairs_where_a_call_fails_before_it_is_sent() {
    let (mock, gauge) = (MockTransport::new(), Arc::new(Gauge::default()));
    let client: Client =
        Client::builder(&SERVICE).access_key("testid", "testsecret").transport(mock).interceptor(gauge.clone()).build().unwrap();
    client.call(&DESCRIBE_VPCS).send::<Vpcs>(&Request::default()).await.unwrap_err();
    assert_eq!((gauge.open(), gauge.cancelled.load(SeqCst)), ((0, 0), 0));
}

#[tokio::test]
async fn dropped_calls_give_back_what_their_retry_cost() {
    let mock = MockTransport::new();
    mock.on("DescribeVpcs").times(200).error(503, "ServiceUnavailable", "");
    mock.on("DescribeVpcs").reply(json!({}));
    let client: Client = Client::builder(&SERVICE).test(&mock).build().unwrap();
    let call = || client.call(&DESCRIBE_VPCS).send::<Vpcs>(&Request::default());
    // Each fails once and is dropped while it waits for the next attempt. The budget is good for 50 retries.
    for _ in 0..199 {
        assert!(!dropped_after(1, call()));
    }
    assert_eq!(mock.requests().len(), 199);
    call().await.unwrap();
}
