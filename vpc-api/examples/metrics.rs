//! Metrics of all calls of a client: how many are in flight, how long they take, how many attempts they need.

use std::error::Error;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering::Relaxed};
use std::time::Duration;

use acs_emulator::Emulator;
use vpc_api::Client;
use vpc_api::runtime::Interceptor;
use vpc_api::runtime::interceptor::AttemptInfo;
use vpc_api::runtime::reply::HttpReply;

/// Counters in place of a metrics library's gauges and histograms.
#[derive(Debug, Default)]
struct Metrics {
    in_flight: AtomicI64,
    calls: AtomicU64,
    failed: AtomicU64,
    cancelled: AtomicU64,
    attempts: AtomicU64,
    microseconds: AtomicU64,
}

impl Interceptor for Metrics {
    fn call_started(&self, _: &AttemptInfo<'_>) {
        self.in_flight.fetch_add(1, Relaxed);
    }

    fn attempt_started(&self, _: &AttemptInfo<'_>) {
        self.attempts.fetch_add(1, Relaxed);
    }

    fn call_done(&self, _: &AttemptInfo<'_>, outcome: Result<&HttpReply, &vpc_api::Error>, took: Duration) {
        self.in_flight.fetch_sub(1, Relaxed);
        self.calls.fetch_add(1, Relaxed);
        self.failed.fetch_add(outcome.is_err().into(), Relaxed);
        self.microseconds.fetch_add(took.as_micros().try_into().unwrap_or(u64::MAX), Relaxed);
    }

    // Without this the gauge would stay up after every call that a timeout of the program's own has dropped.
    fn call_cancelled(&self, _: &AttemptInfo<'_>, _: Duration) {
        self.in_flight.fetch_sub(1, Relaxed);
        self.cancelled.fetch_add(1, Relaxed);
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let emulator = Emulator::start().await?;
    let metrics = Arc::new(Metrics::default());
    let client: Client = Client::builder()
        .region("cn-hangzhou")
        .endpoint(emulator.endpoint())
        .access_key("testid", "testsecret")
        .interceptor(metrics.clone())
        .build()?;

    client.create_vpc().cidr_block("10.0.0.0/8").send().await?;
    let unknown = client.describe_vpc_attribute("vpc-unknown").send().await;
    println!("a call that fails: {}", unknown.is_err());
    let dropped = tokio::time::timeout(Duration::ZERO, client.describe_vpcs().send()).await;
    println!("a call that is dropped: {}", dropped.is_err());

    let read = |counter: &AtomicU64| counter.load(Relaxed);
    println!(
        "{} calls, {} failed, {} cancelled, {} attempts, {} µs on average, {} in flight",
        read(&metrics.calls),
        read(&metrics.failed),
        read(&metrics.cancelled),
        read(&metrics.attempts),
        read(&metrics.microseconds) / read(&metrics.calls).max(1),
        metrics.in_flight.load(Relaxed),
    );
    Ok(())
}
