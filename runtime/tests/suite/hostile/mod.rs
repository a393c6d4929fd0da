//! Servers that break every rule: each call ends with an error that is fit to be shown, within its deadline, whatever arrives.

mod cases;
mod server;
mod tls;

mod suite {
    use std::time::Duration;

    use acs_runtime::facts::Text;
    use acs_runtime::operation::ServiceInfo;
    use acs_runtime::retry::RetryPolicy;
    use acs_runtime::sanitize::is_unprintable;
    use acs_runtime::{Client, Error, ErrorKind};
    use serde_json::Value;

    use crate::hostile::cases::{Case, Expected, cases};
    use crate::hostile::server::Server;

    static SERVICE: ServiceInfo = ServiceInfo {
        version: Text::Borrowed("2016-04-28"),
        region_parameter: Some(Text::Borrowed("RegionId")),
        ..ServiceInfo::DEFAULT
    };

    const SECRET: &str = "planted-secret";

    async fn call(server: &Server, deadline: Duration, retry: RetryPolicy) -> Result<Value, Error> {
        let client: Client = Client::builder(&SERVICE)
            .region("cn-hangzhou")
            .endpoint(format!("http://{}", server.address))
            .access_key("testid", SECRET)
            .retry(retry)
            .max_reply_bytes(1 << 20)
            .operation_timeout(deadline)
            .build()
            .unwrap();
        let call = client.raw_call("DescribeVpcs").read_only(true).param("Password", "hunter2-planted").send();
        // A call that outlives its deadline by that much hangs.
        tokio::time::timeout(Duration::from_secs(30), call).await.unwrap_or_else(|_| panic!("the call hangs"))
    }

    fn check(case: &Case, result: Result<Value, Error>) {
        let name = case.name;
        match (case.expected, result) {
            (Expected::Success, Ok(_)) => {}
            (Expected::Success, Err(error)) => panic!("{name}: {error}"),
            (_, Ok(value)) => panic!("{name}: taken for a success: {value}"),
            (expected, Err(error)) => {
                let kinds: &[ErrorKind] = match expected {
                    Expected::Silence => &[ErrorKind::Timeout],
                    Expected::Lost => &[ErrorKind::Transport],
                    Expected::Foreign => &[ErrorKind::Reply],
                    Expected::Refusal => &[ErrorKind::Service],
                    Expected::Success | Expected::Failure => {
                        &[ErrorKind::Transport, ErrorKind::Reply, ErrorKind::Decode, ErrorKind::Service]
                    }
                };
                assert!(kinds.contains(&error.kind()), "{name}: {error:?}");
                let line = error.to_string();
                assert!(!line.contains(is_unprintable), "{name}: {line:?}");
                assert!(line.len() < 8 << 10, "{name}: {} bytes", line.len());
                let all = format!("{line} {error:?}");
                assert!(!all.contains(SECRET) && !all.contains("hunter2-planted"), "{name}: {all}");
            }
        }
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn every_reply_ends_the_call_as_it_should() {
        let cases = cases();
        assert!(cases.len() > 75, "{} cases", cases.len());
        let running = cases.into_iter().map(|case| {
            tokio::spawn(async move {
                let server = Server::start(case.behaviour.clone()).await;
                // What goes on forever ends at the deadline; everything else long before.
                let deadline =
                    if case.expected == Expected::Silence { Duration::from_millis(400) } else { Duration::from_secs(25) };
                check(&case, call(&server, deadline, RetryPolicy::off()).await);
            })
        });
        for case in running.collect::<Vec<_>>() {
            case.await.unwrap();
        }
    }

    /// Whatever a server does, retries end at the deadline.
    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn retries_end_at_the_deadline() {
        let running = cases().into_iter().filter(|case| case.expected != Expected::Success).map(|case| {
            tokio::spawn(async move {
                let server = Server::start(case.behaviour.clone()).await;
                let result = call(&server, Duration::from_millis(300), RetryPolicy::standard()).await;
                assert!(result.is_err(), "{}", case.name);
            })
        });
        for case in running.collect::<Vec<_>>() {
            case.await.unwrap();
        }
    }
}
