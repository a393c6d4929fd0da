//! Hooks into every attempt.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use acs_runtime::error::ErrorKind;
use acs_runtime::future::BoxFuture;
use acs_runtime::interceptor::{AttemptInfo, Headers, Interceptor};
use acs_runtime::reply::HttpReply;
use acs_runtime::test::{MockTransport, TestClock};
use acs_runtime::time::Sleep;
use acs_runtime::transport::HttpRequest;
use acs_runtime::{Client, Error, SignatureVersion};
use serde_json::json;

use crate::behaviour::service::{DESCRIBE_VPCS, MODIFY_VPC, Request, SERVICE, Vpcs};

fn client(mock: &MockTransport, interceptor: impl Interceptor + 'static) -> Client {
    Client::builder(&SERVICE).test(mock).signature(SignatureVersion::V3).interceptor(interceptor).build().unwrap()
}

#[tokio::test]
async fn headers_before_and_after_signing() {
    #[derive(Debug)]
    struct Marks;

    impl Interceptor for Marks {
        fn before_signing(&self, attempt: &AttemptInfo<'_>, headers: &mut Headers) -> Result<Option<HttpReply>, Error> {
            headers.add("X-Acs-Trace", format!("{}-{}", attempt.operation, attempt.attempt));
            headers.add("x-acs-action", "SomethingElse");
            Ok(None)
        }

        fn before_send(&self, attempt: &AttemptInfo<'_>, request: &mut HttpRequest) -> Result<(), Error> {
            assert_eq!((attempt.product, attempt.region, attempt.read_only), ("Vpc", Some("cn-hangzhou"), true));
            request.headers.insert("x-plain", "1".parse().unwrap());
            Ok(())
        }
    }

    let mock = MockTransport::new();
    mock.on("DescribeVpcs").lost();
    mock.on("DescribeVpcs").reply(json!({}));
    client(&mock, Marks).call(&DESCRIBE_VPCS).send::<Vpcs>(&Request::default()).await.unwrap();
    let requests = mock.requests();
    assert_eq!(requests[0].header("x-acs-trace"), Some("DescribeVpcs-1"));
    assert_eq!(requests[1].header("x-acs-trace"), Some("DescribeVpcs-2"));
    assert_eq!((requests[1].header("x-plain"), requests[1].header("x-acs-action")), (Some("1"), Some("DescribeVpcs")));
    let signature = requests[1].signature().unwrap();
    assert!(signature.contains(";x-acs-trace;") && !signature.contains("x-plain"), "{signature}");
}

#[tokio::test]
async fn a_cache_answers_in_place_of_the_service() {
    #[derive(Debug, Default)]
    struct Cache(Mutex<HashMap<String, HttpReply>>);

    fn key(attempt: &AttemptInfo<'_>) -> String {
        format!("{} {:?}", attempt.operation, attempt.params)
    }

    impl Interceptor for Cache {
        fn before_signing(&self, attempt: &AttemptInfo<'_>, _: &mut Headers) -> Result<Option<HttpReply>, Error> {
            Ok(self.0.lock().unwrap().get(&key(attempt)).filter(|_| attempt.read_only).cloned())
        }

        fn after_reply(&self, attempt: &AttemptInfo<'_>, reply: &HttpReply) -> Result<(), Error> {
            if reply.is_success() {
                self.0.lock().unwrap().insert(key(attempt), reply.clone());
            }
            Ok(())
        }
    }

    let mock = MockTransport::new();
    mock.on("DescribeVpcs").reply(json!({ "TotalCount": 5 }));
    let client = client(&mock, Cache::default());
    for _ in 0..3 {
        let reply: Vpcs = client.call(&DESCRIBE_VPCS).send(&Request::default()).await.unwrap();
        assert_eq!(reply.total_count, Some(5));
    }
    assert_eq!(mock.requests().len(), 1);
}

#[tokio::test]
async fn metrics_see_every_attempt_and_every_call() {
    #[derive(Debug, Default)]
    struct Metrics(Mutex<Vec<String>>);

    impl Interceptor for Metrics {
        fn attempt_done(&self, attempt: &AttemptInfo<'_>, outcome: Result<&HttpReply, &Error>, took: Duration) {
            let outcome =
                outcome.map_or_else(|error| error.retry_class().as_str().to_owned(), |reply| reply.status().to_string());
            self.0.lock().unwrap().push(format!("attempt {} {outcome} {took:?}", attempt.attempt));
        }

        fn call_done(&self, attempt: &AttemptInfo<'_>, outcome: Result<&HttpReply, &Error>, took: Duration) {
            self.0.lock().unwrap().push(format!("call of {} {} {took:?}", attempt.attempt, outcome.is_ok()));
        }
    }

    let mock = MockTransport::new();
    mock.on("DescribeVpcs").after(Duration::from_millis(30)).error(500, "InternalError", "");
    mock.on("DescribeVpcs").after(Duration::from_millis(20)).reply(json!({}));
    mock.on("ModifyVpc").error(403, "Forbidden", "");
    let metrics = Arc::new(Metrics::default());
    let client = client(&mock, metrics.clone());
    client.call(&DESCRIBE_VPCS).send::<Vpcs>(&Request::default()).await.unwrap();
    client.call(&MODIFY_VPC).send::<Vpcs>(&Request::default()).await.unwrap_err();
    assert_eq!(
        *metrics.0.lock().unwrap(),
        ["attempt 1 server 30ms", "attempt 2 200 20ms", "call of 2 true 100ms", "attempt 1 none 0ns", "call of 1 false 0ns"]
    );
}

#[tokio::test]
async fn an_interceptor_can_stop_a_call() {
    #[derive(Debug)]
    struct ReadOnly;

    impl Interceptor for ReadOnly {
        fn before_signing(&self, attempt: &AttemptInfo<'_>, _: &mut Headers) -> Result<Option<HttpReply>, Error> {
            if attempt.read_only { Ok(None) } else { Err(Error::interceptor("this program only reads")) }
        }
    }

    let mock = MockTransport::new();
    let error = client(&mock, ReadOnly).call(&MODIFY_VPC).send::<Vpcs>(&Request::default()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Interceptor);
    assert_eq!(error.to_string(), "ModifyVpc: an interceptor stopped the call: this program only reads");
    assert!(mock.requests().is_empty());
}

/// A cache and a gatekeeper that have to be awaited.
#[derive(Debug)]
struct Remote {
    clock: TestClock,
    kept: Mutex<Option<HttpReply>>,
    slow: Duration,
}

impl Interceptor for Remote {
    fn before_signing_async<'a>(
        &'a self,
        attempt: &'a AttemptInfo<'a>,
        headers: &'a mut Headers,
    ) -> Option<BoxFuture<'a, Result<Option<HttpReply>, Error>>> {
        Some(Box::pin(async move {
            self.clock.sleep(self.slow).await;
            if !attempt.read_only {
                return Err(Error::interceptor("writes are closed"));
            }
            headers.add("x-acs-ticket", format!("{}-{}", attempt.operation, attempt.attempt));
            Ok(self.kept.lock().unwrap().clone())
        }))
    }

    fn after_reply_async<'a>(&'a self, _: &'a AttemptInfo<'a>, reply: &'a HttpReply) -> Option<BoxFuture<'a, Result<(), Error>>> {
        Some(Box::pin(async move {
            self.clock.sleep(self.slow).await;
            *self.kept.lock().unwrap() = Some(reply.clone());
            Ok(())
        }))
    }
}

#[tokio::test]
async fn hooks_may_await_within_the_time_of_the_call() {
    let mock = MockTransport::new();
    mock.on("DescribeVpcs").reply(json!({ "Vpcs": { "Vpc": [{ "VpcId": "vpc-1" }] } }));
    let remote = |slow| Remote { clock: mock.clock().clone(), kept: Mutex::new(None), slow };
    let client = client(&mock, remote(Duration::from_secs(1)));
    for _ in 0..2 {
        assert_eq!(client.call(&DESCRIBE_VPCS).send::<Vpcs>(&Request::default()).await.unwrap().vpcs.len(), 1);
    }
    // The second answer came from the cache.
    assert_eq!(mock.requests().len(), 1);
    assert_eq!(mock.requests()[0].header("x-acs-ticket"), Some("DescribeVpcs-1"));
    let error = client.call(&MODIFY_VPC).send::<Vpcs>(&Request::default()).await.unwrap_err();
    assert_eq!((error.kind(), error.status()), (ErrorKind::Interceptor, None));

    let slow = self::client(&mock, remote(Duration::from_secs(3600)));
    let error = slow.call(&DESCRIBE_VPCS).send::<Vpcs>(&Request::default()).await.unwrap_err();
    assert_eq!((error.kind(), error.elapsed()), (ErrorKind::Timeout, Duration::from_secs(120)));
    assert_eq!(mock.requests().len(), 1);
}

/// Waits forever, before or after.
#[derive(Debug)]
struct Stuck {
    before: bool,
    done: Arc<Mutex<Vec<Duration>>>,
}

impl Interceptor for Stuck {
    fn before_signing_async<'a>(
        &'a self,
        _: &'a AttemptInfo<'a>,
        _: &'a mut Headers,
    ) -> Option<BoxFuture<'a, Result<Option<HttpReply>, Error>>> {
        self.before.then(|| Box::pin(std::future::pending()) as _)
    }

    fn after_reply_async<'a>(&'a self, _: &'a AttemptInfo<'a>, _: &'a HttpReply) -> Option<BoxFuture<'a, Result<(), Error>>> {
        (!self.before).then(|| Box::pin(std::future::pending()) as _)
    }

    fn attempt_done(&self, _: &AttemptInfo<'_>, outcome: Result<&HttpReply, &Error>, took: Duration) {
        assert!(outcome.is_err());
        self.done.lock().unwrap().push(took);
    }
}

fn stuck(before: bool) -> (Stuck, Arc<Mutex<Vec<Duration>>>) {
    let done = Arc::default();
    (Stuck { before, done: Arc::clone(&done) }, done)
}

#[tokio::test]
async fn a_hook_that_never_ends_takes_the_time_of_an_attempt() {
    let mock = MockTransport::new();
    mock.on("ModifyVpc").always().reply(json!({}));
    let builder = |hook: Stuck| Client::builder(&SERVICE).test(&mock).interceptor(hook).attempt_timeout(Duration::from_secs(9));
    // Nothing was sent, so there is another attempt, even of a write.
    let (hook, done) = stuck(true);
    let client: Client = builder(hook).retry(acs_runtime::retry::StandardRetry::new().attempts(2)).build().unwrap();
    let error = client.call(&MODIFY_VPC).send::<Vpcs>(&Request::default()).await.unwrap_err();
    assert_eq!((error.kind(), error.attempts(), mock.requests().len()), (ErrorKind::Timeout, 2, 0));
    assert!(error.to_string().contains("not done with `before_signing_async` within 9s (attempt timeout)"), "{error}");
    assert_eq!(*done.lock().unwrap(), [Duration::from_secs(9); 2]);
    // The service has done its work: a write is not repeated.
    let (hook, done) = stuck(false);
    let client: Client = builder(hook).build().unwrap();
    let error = client.call(&MODIFY_VPC).send::<Vpcs>(&Request::default()).await.unwrap_err();
    assert_eq!((error.kind(), error.attempts(), mock.requests().len()), (ErrorKind::Timeout, 1, 1));
    assert!(error.to_string().contains("`after_reply_async`") && error.status() == Some(200), "{error}");
    assert_eq!(*done.lock().unwrap(), [Duration::from_secs(9)]);
}

#[tokio::test]
async fn a_hook_that_never_ends_is_bounded_by_the_operation_timeout() {
    let mock = MockTransport::new();
    let (hook, _) = stuck(true);
    let client: Client =
        Client::builder(&SERVICE).test(&mock).interceptor(hook).operation_timeout(Duration::from_secs(7)).build().unwrap();
    let error = client.call(&DESCRIBE_VPCS).send::<Vpcs>(&Request::default()).await.unwrap_err();
    assert_eq!((error.kind(), error.elapsed()), (ErrorKind::Timeout, Duration::from_secs(7)));
    assert!(error.to_string().contains("within 7s (operation timeout)"), "{error}");
}

#[tokio::test]
async fn by_the_machines_clock_a_hook_that_never_ends_is_bounded_as_well() {
    let mock = MockTransport::new();
    mock.on("DescribeVpcs").always().reply(json!({}));
    for before in [true, false] {
        let (hook, done) = stuck(before);
        let builder =
            Client::builder(&SERVICE).access_key("a", "b").region("cn-hangzhou").transport(mock.clone()).interceptor(hook);
        let builder = builder.attempt_timeout(Duration::from_millis(20)).operation_timeout(Duration::from_millis(200));
        let client: Client = builder.build().unwrap();
        let error = client.call(&DESCRIBE_VPCS).send::<Vpcs>(&Request::default()).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Timeout);
        assert!(!done.lock().unwrap().is_empty());
    }
}

#[tokio::test]
async fn a_hook_may_wait_for_what_the_tests_clock_does_not_know() {
    #[derive(Debug)]
    struct Elsewhere;

    impl Interceptor for Elsewhere {
        fn before_signing_async<'a>(
            &'a self,
            _: &'a AttemptInfo<'a>,
            headers: &'a mut Headers,
        ) -> Option<BoxFuture<'a, Result<Option<HttpReply>, Error>>> {
            Some(Box::pin(async move {
                let thread = tokio::task::spawn_blocking(|| std::thread::sleep(Duration::from_millis(50)));
                tokio::time::sleep(Duration::from_millis(50)).await;
                thread.await.map_err(Error::interceptor)?;
                headers.add("x-acs-ticket", "1");
                Ok(None)
            }))
        }
    }

    let mock = MockTransport::new();
    mock.on("DescribeVpcs").reply(json!({}));
    client(&mock, Elsewhere).call(&DESCRIBE_VPCS).send::<Vpcs>(&Request::default()).await.unwrap();
    assert_eq!(mock.requests()[0].header("x-acs-ticket"), Some("1"));
    assert_eq!(acs_runtime::time::Clock::elapsed(mock.clock()), Duration::ZERO);
}

#[tokio::test]
async fn a_header_that_cannot_be_sent_is_named_on_one_line() {
    #[derive(Debug)]
    struct Adds(&'static str, &'static str);

    impl Interceptor for Adds {
        fn before_signing(&self, _: &AttemptInfo<'_>, headers: &mut Headers) -> Result<Option<HttpReply>, Error> {
            headers.add(self.0, self.1);
            Ok(None)
        }
    }

    let mock = MockTransport::new();
    for (name, value) in
        [("x-a\r\nx-b", "1"), ("x-a\u{200b}", "1"), ("", "1"), ("x-a", "1\r\nx-b: 2"), ("x-acs-a", "\0"), ("x-\u{1b}[31m", "\n")]
    {
        for version in [SignatureVersion::V1, SignatureVersion::V3] {
            let builder = Client::builder(&SERVICE).test(&mock).signature(version).interceptor(Adds(name, value));
            let client: Client = builder.build().unwrap();
            let error = client.call(&DESCRIBE_VPCS).send::<Vpcs>(&Request::default()).await.unwrap_err();
            let text = error.to_string();
            assert!(!text.contains(['\r', '\n', '\u{1b}', '\u{200b}', '\0']) && text.contains("header"), "{text:?}");
            assert_eq!(error.kind(), ErrorKind::Config);
        }
    }
    assert!(mock.requests().is_empty());
}

#[tokio::test]
async fn caller_input_stays_on_one_line_of_an_error() {
    let mock = MockTransport::new();
    let client: Client = Client::builder(&SERVICE).test(&mock).build().unwrap();
    let error = client.raw_call("Describe\nVpcs\u{202e}").param("RegionId", "cn\r\n-x\u{200b}").send().await.unwrap_err();
    assert!(!error.to_string().contains(['\r', '\n', '\u{202e}', '\u{200b}']), "{error}");
    let error = Error::interceptor("a\nb\u{200b}");
    assert_eq!(error.to_string(), "an interceptor stopped the call: a b\u{fffd}");
}
