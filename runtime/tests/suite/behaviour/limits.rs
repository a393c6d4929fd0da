//! Bounds on requests.

use std::future::Future;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use acs_runtime::error::ErrorKind;
use acs_runtime::interceptor::{AttemptInfo, Interceptor};
use acs_runtime::reply::HttpReply;
use acs_runtime::test::MockTransport;
use acs_runtime::time::Clock;
use acs_runtime::transport::HttpRequest;
use acs_runtime::{Builder, Client, Error, Limit};
use serde_json::json;

use crate::behaviour::service::{DESCRIBE_VPCS, MODIFY_VPC, Request, SERVICE, Vpcs};

const SECOND: Duration = Duration::from_secs(1);

/// Counts how many requests are in flight, and how many were at most.
#[derive(Debug, Default)]
struct InFlight {
    now: AtomicUsize,
    most: AtomicUsize,
}

impl Interceptor for InFlight {
    fn before_send(&self, _: &AttemptInfo<'_>, _: &mut HttpRequest) -> Result<(), Error> {
        let now = self.now.fetch_add(1, SeqCst) + 1;
        self.most.fetch_max(now, SeqCst);
        Ok(())
    }

    fn attempt_done(&self, _: &AttemptInfo<'_>, _: Result<&HttpReply, &Error>, _: Duration) {
        self.now.fetch_sub(1, SeqCst);
    }
}

/// Makes 12 calls of two operations at once: how many were in flight at most, and how long it took.
async fn twelve(set_up: impl FnOnce(Builder) -> Builder) -> (usize, Duration) {
    let mock = MockTransport::new();
    mock.on("DescribeVpcs").always().after(SECOND).reply(json!({}));
    mock.on("ModifyVpc").always().after(SECOND).reply(json!({}));
    let counter = Arc::new(InFlight::default());
    let client: Client = set_up(Client::builder(&SERVICE).test(&mock).interceptor(counter.clone())).build().unwrap();
    let calls: Vec<_> = (0..12)
        .map(|index| {
            let operation = if index % 2 == 0 { &DESCRIBE_VPCS } else { &MODIFY_VPC };
            tokio::spawn(client.clone().call(operation).send::<Vpcs>(&Request::default()))
        })
        .collect();
    for call in calls {
        call.await.unwrap().unwrap();
    }
    (counter.most.load(SeqCst), acs_runtime::time::Clock::elapsed(mock.clock()))
}

#[tokio::test]
async fn without_limits_all_go_at_once() {
    assert_eq!(twelve(|builder| builder).await, (12, SECOND));
}

#[tokio::test]
async fn requests_in_flight() {
    assert_eq!(twelve(|builder| builder.limit(Limit::in_flight(4))).await, (4, 3 * SECOND));
    assert_eq!(twelve(|builder| builder.limit_each_operation(Limit::in_flight(3))).await, (6, 2 * SECOND));
    let one = |builder: Builder| builder.limit_operation("ModifyVpc", Limit::in_flight(1));
    assert_eq!(twelve(one).await, (7, 6 * SECOND));
}

#[tokio::test]
async fn requests_a_second() {
    // The twelfth begins after 11 intervals, and takes a second.
    let (most, took) = twelve(|builder| builder.limit(Limit::per_second(2.0))).await;
    assert_eq!((most, took), (3, 6500 * Duration::from_millis(1)));
    let (_, took) = twelve(|builder| builder.limit_operation("ModifyVpc", Limit::per_second(1.0))).await;
    assert_eq!(took, 6 * SECOND);
    assert_eq!(twelve(|builder| builder.limit(Limit::per_second(0.0))).await, (12, SECOND));
}

#[tokio::test]
async fn the_deadline_bounds_the_wait_for_a_turn() {
    let mock = MockTransport::new();
    mock.on("DescribeVpcs").always().reply(json!({}));
    let builder = Client::builder(&SERVICE).test(&mock).limit(Limit::per_second(0.01)).operation_timeout(10 * SECOND);
    let client: Client = builder.build().unwrap();
    client.call(&DESCRIBE_VPCS).send::<Vpcs>(&Request::default()).await.unwrap();
    let error = client.call(&DESCRIBE_VPCS).send::<Vpcs>(&Request::default()).await.unwrap_err();
    assert_eq!((error.kind(), error.elapsed(), mock.requests().len()), (ErrorKind::Timeout, Duration::ZERO, 1));
    assert!(error.to_string().contains("no turn under the client's limit"), "{error}");
}

#[tokio::test]
async fn dropped_calls_give_their_turns_back() {
    let mock = MockTransport::new();
    mock.on("DescribeVpcs").always().reply(json!({}));
    let builder = Client::builder(&SERVICE).test(&mock).limit(Limit::per_second(2.0)).operation_timeout(3 * SECOND);
    let client: Client = builder.build().unwrap();
    let call = || client.call(&DESCRIBE_VPCS).send::<Vpcs>(&Request::default());
    call().await.unwrap();

    // Five turns before the deadline are reserved, and the calls beyond have none.
    let mut waiting: Vec<_> = (0..20).map(|_| Box::pin(call())).collect();
    let mut context = Context::from_waker(Waker::noop());
    let failed = waiting.iter_mut().map(|call| call.as_mut().poll(&mut context)).filter(Poll::is_ready).count();
    assert_eq!(failed, 15);
    drop(waiting);

    let before = Clock::elapsed(mock.clock());
    for _ in 0..3 {
        call().await.unwrap();
    }
    assert_eq!(
        Clock::elapsed(mock.clock()) - before,
        1500 * Duration::from_millis(1),
        "the turns are those that were given back"
    );
    assert_eq!(mock.requests().len(), 4);
}
