//! Thousands of concurrent calls under random faults: each returns, none is done twice, and none is lost.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use acs_emulator::{Emulator, Fault, FaultRule};
use acs_runtime::retry::{RetryBudget, StandardRetry};
use acs_runtime::test::TestClock;
use tokio::sync::Semaphore;
use vpc_api::Client;

const IN_FLIGHT: usize = 64;

/// Every fault of the emulator, each at a low rate.
fn rules(operation: &str) -> Vec<FaultRule> {
    let rare = [
        Fault::Throttle { retry_after_ms: Some(1500) },
        Fault::Throttle { retry_after_ms: None },
        Fault::internal_error(),
        Fault::busy("OperationConflict"),
        Fault::busy("TaskConflict"),
        Fault::Error { status: 503, code: "ServiceUnavailable".into() },
        Fault::BadGateway,
        Fault::Unavailable,
        Fault::DropBefore,
        Fault::DropAfter,
        Fault::DropWithin,
        Fault::Truncated,
        Fault::Malformed,
        Fault::Duplicated,
        Fault::WrongContentType,
        Fault::Oversize { bytes: 1 << 12 },
        Fault::SlowStart { ms: 2 },
        Fault::SlowBody { ms: 2 },
    ];
    rare.into_iter().map(|fault| FaultRule::new(fault).operation(operation).rate(0.02)).collect()
}

async fn emulator() -> Emulator {
    let builder = Emulator::builder().quotas(false).log_size(1).max_resources(50_000).delay(Duration::ZERO);
    builder.start().await.unwrap_or_else(|error| panic!("{error}"))
}

/// A client that retries for long, and whose waits take no time.
fn client(emulator: &Emulator) -> Client {
    let builder = Client::builder().region("cn-hangzhou").endpoint(emulator.endpoint()).access_key("testid", "testsecret");
    let patient = builder.retry(StandardRetry::new().attempts(20)).retry_budget(RetryBudget::unlimited()).sleep(TestClock::new());
    patient.build().unwrap_or_else(|error| panic!("{error}"))
}

/// Creates VPCs of these names, `IN_FLIGHT` at once. Returns the id of each.
async fn create(client: &Client, names: Vec<String>) -> BTreeMap<String, String> {
    let turns = Arc::new(Semaphore::new(IN_FLIGHT));
    let calls = names.into_iter().map(|name| {
        let (client, turns) = (client.clone(), turns.clone());
        tokio::spawn(async move {
            let _turn = turns.acquire().await;
            let created = client.create_vpc().vpc_name(&name).cidr_block("10.0.0.0/8").send();
            // Nothing hangs: the client's own deadline is two minutes.
            let created =
                tokio::time::timeout(Duration::from_secs(180), created).await.unwrap_or_else(|_| panic!("{name} hangs"));
            let created = created.unwrap_or_else(|error| panic!("{name}: {error}"));
            let id = created.id().unwrap_or_else(|error| panic!("{name}: {error}")).to_owned();
            (name, id)
        })
    });
    let mut ids = BTreeMap::new();
    for call in calls.collect::<Vec<_>>() {
        let (name, id) = call.await.unwrap_or_else(|error| panic!("{error}"));
        ids.insert(name, id);
    }
    ids
}

async fn check(client: &Client, expected: &BTreeMap<String, String>) {
    let all = client.describe_vpcs().items().page_size(50).collect().await.unwrap_or_else(|error| panic!("{error}"));
    let mut seen: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for vpc in all {
        seen.entry(vpc.vpc_name.unwrap_or_default()).or_default().push(vpc.vpc_id.unwrap_or_default());
    }
    let duplicates: Vec<_> = seen.iter().filter(|(_, ids)| ids.len() > 1).collect();
    assert!(duplicates.is_empty(), "created twice: {duplicates:?}");
    let seen: BTreeMap<String, String> =
        seen.into_iter().filter_map(|(name, ids)| Some((name, ids.into_iter().next()?))).collect();
    assert!(seen == *expected, "{} are there, {} were created", seen.len(), expected.len());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn five_thousand_creates_are_done_once_each() {
    let emulator = emulator().await;
    rules("CreateVpc").into_iter().for_each(|rule| emulator.fault(rule));
    let client = client(&emulator);
    let names: Vec<String> = (0..5_000).map(|number| format!("vpc-{number}")).collect();
    let created = create(&client, names).await;
    emulator.clear_faults();
    check(&client, &created).await;
}

/// `ACS_SOAK_MINUTES=30 cargo test -p vpc-api --release --test suite fault_mix -- --ignored --nocapture`: the same again and again.
/// Memory, sockets and tasks are printed, and must not grow.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "takes as long as one wants"]
async fn soak() {
    let minutes = std::env::var("ACS_SOAK_MINUTES").ok().and_then(|text| text.parse::<f64>().ok()).unwrap_or(30.0);
    let end = Instant::now() + Duration::from_secs_f64(minutes * 60.0);
    let emulator = emulator().await;
    let client = client(&emulator);
    let (mut round, mut calls, mut first) = (0_u64, 0_usize, None);
    while Instant::now() < end {
        rules("CreateVpc").into_iter().chain(rules("DeleteVpc")).for_each(|rule| emulator.fault(rule));
        let created = create(&client, (0..1_000).map(|number| format!("vpc-{round}-{number}")).collect()).await;
        emulator.clear_faults();
        check(&client, &created).await;
        for id in created.values() {
            client.delete_vpc(id).send().await.unwrap_or_else(|error| panic!("{error}"));
        }
        (round, calls) = (round + 1, calls + 2 * created.len());
        let now = Usage::now();
        println!("round {round}: {calls} calls, {now:?}");
        // The first rounds fill pools and caches.
        if round == 3 {
            first = Some(now);
        } else if let Some(first) = &first {
            assert!(now.sockets <= first.sockets + 64 && now.tasks <= first.tasks + 64, "{now:?} after {first:?}");
            assert!(now.kilobytes < first.kilobytes * 2, "{now:?} after {first:?}");
        }
    }
}

#[derive(Debug)]
struct Usage {
    kilobytes: usize,
    sockets: usize,
    tasks: usize,
}

impl Usage {
    fn now() -> Self {
        let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
        let resident =
            status.lines().find_map(|line| line.strip_prefix("VmRSS:")?.trim().strip_suffix(" kB")?.trim().parse().ok());
        Usage {
            kilobytes: resident.unwrap_or_default(),
            sockets: std::fs::read_dir("/proc/self/fd").map(Iterator::count).unwrap_or_default(),
            tasks: tokio::runtime::Handle::current().metrics().num_alive_tasks(),
        }
    }
}
