//! Repeats failed attempts: by default, more patiently, not at all, and by a policy of one's own.
//!
//! ```console
//! $ cargo run --example retry_policy
//! ```

use std::error::Error;
use std::time::Duration;

use acs_emulator::{Emulator, Fault, FaultRule};
use vpc_api::runtime::retry::{Failure, Retry, RetryClass, RetryPolicy, StandardRetry};
use vpc_api::{CallOptions, Client};

/// Repeats what was throttled, after just the wait that the service states, and nothing else.
#[derive(Debug)]
struct OnlyThrottled;

impl Retry for OnlyThrottled {
    fn wait(&self, failure: &Failure<'_>) -> Option<Duration> {
        if failure.class == RetryClass::Throttled { failure.stated } else { None }
    }
}

#[tokio::main(flavor = "current_thread")]
pub(crate) async fn main() -> Result<(), Box<dyn Error>> {
    let emulator = Emulator::start().await?;
    let builder = || Client::builder().region("cn-hangzhou").endpoint(emulator.endpoint()).access_key("testid", "testsecret");

    // The standard policy: four attempts.
    emulator.fault(FaultRule::new(Fault::Unavailable).times(2));
    let reply = builder().build()?.describe_vpcs().send_with_metadata().await?;
    println!("answered at attempt {}", reply.metadata().attempts());

    // More attempts, shorter waits.
    emulator.fault(FaultRule::new(Fault::BadGateway).times(7));
    let policy = StandardRetry::new().attempts(8).longest_wait(Duration::from_millis(50));
    let reply = builder().retry(policy).build()?.describe_vpcs().send_with_metadata().await?;
    println!("answered at attempt {}", reply.metadata().attempts());

    // None, for one call.
    emulator.fault(FaultRule::new(Fault::Unavailable).times(1));
    let once = CallOptions::new().retry(RetryPolicy::off());
    let error = builder().build()?.describe_vpcs().options(once).send().await.err().ok_or("it should have failed")?;
    println!("{error}");

    // One's own.
    emulator.fault(FaultRule::new(Fault::Throttle { retry_after_ms: Some(30) }).times(3));
    let reply = builder().retry(OnlyThrottled).build()?.describe_vpcs().send_with_metadata().await?;
    println!("answered at attempt {}", reply.metadata().attempts());
    Ok(())
}
