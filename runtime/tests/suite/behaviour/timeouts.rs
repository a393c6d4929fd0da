//! How long things may take.

use std::time::Duration;

use acs_runtime::error::ErrorKind;
use acs_runtime::retry::{RetryPolicy, Stopped};
use acs_runtime::test::MockTransport;
use acs_runtime::{CallOptions, Client};
use serde_json::json;

use crate::behaviour::service::{DESCRIBE_VPCS, Request, SERVICE, Vpcs, client};

const SECOND: Duration = Duration::from_secs(1);

#[tokio::test]
async fn an_attempt_without_reply_times_out_and_is_retried() {
    let mock = MockTransport::new();
    mock.on("DescribeVpcs").times(1).hang();
    mock.on("DescribeVpcs").after(29 * SECOND).reply(json!({ "TotalCount": 1 }));
    client(&mock).call(&DESCRIBE_VPCS).send::<Vpcs>(&Request::default()).await.unwrap();
    assert_eq!(mock.requests().len(), 2);
}

#[tokio::test]
async fn the_operation_timeout_bounds_all_attempts() {
    let mock = MockTransport::new();
    mock.on("DescribeVpcs").hang();
    let client: Client =
        Client::builder(&SERVICE).test(&mock).attempt_timeout(4 * SECOND).operation_timeout(10 * SECOND).build().unwrap();
    let error = client.call(&DESCRIBE_VPCS).send::<Vpcs>(&Request::default()).await.unwrap_err();
    assert_eq!((error.kind(), error.stopped(), error.attempts()), (ErrorKind::Timeout, Some(Stopped::Deadline), 3));
    assert_eq!(error.elapsed(), 10 * SECOND);
    assert!(error.to_string().contains("not done within 10s (operation timeout)"), "{error}");
}

#[tokio::test]
async fn a_call_may_have_its_own_timeouts() {
    let mock = MockTransport::new();
    mock.on("DescribeVpcs").hang();
    let mut call = client(&mock).call(&DESCRIBE_VPCS);
    call.options(CallOptions::new().attempt_timeout(2 * SECOND).retry(RetryPolicy::off()));
    let error = call.send::<Vpcs>(&Request::default()).await.unwrap_err();
    assert!(error.is_timeout() && error.is_retryable());
    assert!(error.to_string().contains("no reply within 2s (attempt timeout)"), "{error}");
    assert_eq!(error.elapsed(), 2 * SECOND);
}

#[tokio::test]
async fn a_wait_that_would_end_too_late_is_not_begun() {
    let mock = MockTransport::new();
    mock.on("DescribeVpcs").header("x-acs-retry-after", "60000").error(429, "Throttling", "");
    let mut call = client(&mock).call(&DESCRIBE_VPCS);
    call.options(CallOptions::new().operation_timeout(59 * SECOND));
    let error = call.send::<Vpcs>(&Request::default()).await.unwrap_err();
    assert_eq!((error.stopped(), error.elapsed()), (Some(Stopped::Deadline), Duration::ZERO));
    assert!(error.is_throttling());
}

#[tokio::test]
async fn nothing_is_sent_before_the_first_poll_nor_after_a_drop() {
    let mock = MockTransport::new();
    mock.on("DescribeVpcs").hang();
    let client = client(&mock);
    drop(client.call(&DESCRIBE_VPCS).send::<Vpcs>(&Request::default()));
    assert!(mock.requests().is_empty());

    tokio::select! {
        biased;
        _ = client.call(&DESCRIBE_VPCS).send::<Vpcs>(&Request::default()) => unreachable!(),
        () = std::future::ready(()) => {}
    }
    for _ in 0..10 {
        tokio::task::yield_now().await;
    }
    assert_eq!((mock.requests().len(), mock.clock().slept().len()), (1, 0));
}

#[tokio::test]
async fn the_time_to_connect_reaches_the_transport() {
    use std::sync::{Arc, Mutex};

    use acs_runtime::Error;
    use acs_runtime::interceptor::{AttemptInfo, Interceptor};
    use acs_runtime::transport::HttpRequest;

    #[derive(Debug, Default)]
    struct Look(Mutex<Vec<Duration>>);

    impl Interceptor for Look {
        fn before_send(&self, _: &AttemptInfo<'_>, request: &mut HttpRequest) -> Result<(), Error> {
            self.0.lock().unwrap().push(request.connect_timeout);
            Ok(())
        }
    }

    let mock = MockTransport::new();
    mock.on("DescribeVpcs").always().reply(json!({}));
    let look = Arc::new(Look::default());
    for set_up in [|builder: acs_runtime::Builder| builder, |builder: acs_runtime::Builder| builder.connect_timeout(2 * SECOND)] {
        let client = set_up(Client::builder(&SERVICE).test(&mock).interceptor(look.clone())).build().unwrap();
        client.call(&DESCRIBE_VPCS).send::<Vpcs>(&Request::default()).await.unwrap();
        let mut call = client.call(&DESCRIBE_VPCS);
        call.options(CallOptions::new().connect_timeout(SECOND));
        call.send::<Vpcs>(&Request::default()).await.unwrap();
    }
    assert_eq!(*look.0.lock().unwrap(), [5 * SECOND, SECOND, 2 * SECOND, SECOND]);
}
