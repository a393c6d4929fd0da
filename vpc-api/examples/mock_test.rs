//! How a program that uses a client is tested without an account and without waiting. In one's own crate the tests go into
//! `#[cfg(test)]`, and `Cargo.toml` says:
//!
//! ```toml
//! [dev-dependencies]
//! vpc-api = { version = "0.1", features = ["test-util"] }
//! ```
//!
//! ```console
//! $ cargo run --example mock_test
//! ```

use std::error::Error;
use std::time::Duration;

use serde_json::json;
use vpc_api::Client;
use vpc_api::runtime::test::{MockTransport, RecordingTransport, ReplayTransport};

/// What is to be tested: deletes a VPC unless it is gone already.
async fn ensure_deleted(client: &Client, vpc: &str) -> Result<bool, vpc_api::Error> {
    match client.delete_vpc(vpc).send().await {
        Ok(_) => Ok(true),
        Err(error) if error.is_not_found() => Ok(false),
        Err(error) => Err(error),
    }
}

/// A mock: what each operation is to answer, and what was sent.
async fn a_missing_vpc_counts_as_deleted() -> Result<(), Box<dyn Error>> {
    let mock = MockTransport::new();
    mock.on("DeleteVpc").with("VpcId", "vpc-1").reply(json!({}));
    mock.on("DeleteVpc").error(404, "InvalidVpcId.NotFound", "The specified VPC does not exist.");
    let client = Client::builder().test(&mock).build()?;

    assert!(ensure_deleted(&client, "vpc-1").await?);
    assert!(!ensure_deleted(&client, "vpc-2").await?);
    assert_eq!(mock.requests()[1].param("VpcId"), Some("vpc-2"));
    mock.assert_done();
    Ok(())
}

/// Canned errors and a clock that takes no time: the client repeats what the service throttles.
async fn a_throttled_delete_is_repeated() -> Result<(), Box<dyn Error>> {
    let mock = MockTransport::new();
    mock.on("DeleteVpc").header("x-acs-retry-after", "1500").error(400, "Throttling.User", "");
    mock.on("DeleteVpc").reply(json!({}));
    let client = Client::builder().test(&mock).build()?;

    assert!(ensure_deleted(&client, "vpc-1").await?);
    assert_eq!(mock.clock().slept(), [Duration::from_millis(1500)]);
    Ok(())
}

/// Record once, replay in every test. To record from the real service, give `RecordingTransport` a `ReqwestTransport`.
async fn a_recorded_answer_is_given_again() -> Result<(), Box<dyn Error>> {
    let mock = MockTransport::new();
    mock.on("DeleteVpc").error(404, "InvalidVpcId.NotFound", "The specified VPC does not exist.");
    let recording = RecordingTransport::new(mock.clone());
    let client = Client::builder().test(&mock).transport(recording.clone()).build()?;
    ensure_deleted(&client, "vpc-1").await?;

    let replay = ReplayTransport::from_json(&recording.to_json())?;
    let client = Client::builder().test(&replay).build()?;
    assert!(!ensure_deleted(&client, "vpc-1").await?);
    replay.assert_done();
    Ok(())
}

#[tokio::main(flavor = "current_thread")]
pub(crate) async fn main() -> Result<(), Box<dyn Error>> {
    a_missing_vpc_counts_as_deleted().await?;
    a_throttled_delete_is_repeated().await?;
    a_recorded_answer_is_given_again().await?;
    println!("three tests passed");
    Ok(())
}
