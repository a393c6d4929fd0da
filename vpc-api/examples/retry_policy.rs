//! Retries: the standard policy with other figures, none for one call, and a policy of one's own.

use std::error::Error;
use std::time::Duration;

use acs_emulator::{Emulator, Fault, FaultRule};
use vpc_api::runtime::retry::{RetryPolicy, StandardRetry};
use vpc_api::{CallOptions, Client};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let emulator = Emulator::start().await?;
    let patient = StandardRetry::new().attempts(6).first_wait(Duration::from_millis(5)).longest_wait(Duration::from_millis(50));
    let client: Client = Client::builder()
        .region("cn-hangzhou")
        .endpoint(emulator.endpoint())
        .access_key("testid", "testsecret")
        .retry(patient)
        .build()?;

    // The service fails twice; the call succeeds all the same.
    emulator.fault(FaultRule::new(Fault::internal_error()).operation("DescribeRegions").times(2));
    let reply = client.describe_regions().send_with_metadata().await?;
    println!("answered after {} attempts", reply.metadata().attempts());

    // Without retries the first failure is the end.
    emulator.fault(FaultRule::new(Fault::internal_error()).operation("DescribeRegions").times(1));
    let once = CallOptions::new().retry(RetryPolicy::off());
    match client.describe_regions().options(once).send().await {
        Err(error) => println!("{error}"),
        Ok(_) => return Err("the service did not fail".into()),
    }
    Ok(())
}
