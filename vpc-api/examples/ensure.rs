//! A VPC that is there exactly once, however often the program runs: found by its tag, else created.
//!
//! A tag is not a lock: two concurrent programs may both find nothing. The idempotency token, derived from the tag, makes the service
//! take their two requests for one.

use std::error::Error;

use acs_emulator::Emulator;
use vpc_api::Client;
use vpc_api::runtime::test::TestClock;
use vpc_api::vpc::{CreateVpcTag, DescribeVpcsTag};

const TAG: (&str, &str) = ("environment", "production");

async fn ensure_vpc(client: &Client) -> Result<(String, bool), vpc_api::Error> {
    let (key, value) = TAG;
    let tag = DescribeVpcsTag { key: Some(key.to_owned()), value: Some(value.to_owned()) };
    let found = client.describe_vpcs().tag([tag]).send().await?;
    if let Some(id) = found.vpcs.into_iter().find_map(|vpc| vpc.vpc_id) {
        return Ok((id, false));
    }
    let tag = CreateVpcTag { key: Some(key.to_owned()), value: Some(value.to_owned()) };
    let token = format!("ensure-vpc-{key}-{value}");
    let created = client.create_vpc().cidr_block("10.0.0.0/16").tag([tag]).client_token(token).send_and_wait().await?;
    Ok((created.id().to_owned(), true))
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let emulator = Emulator::start().await?;
    let client: Client = Client::builder()
        .region("cn-hangzhou")
        .endpoint(emulator.endpoint())
        .access_key("testid", "testsecret")
        .sleep(TestClock::new())
        .build()?;

    // Two programs at the same time, and a third later.
    let (one, other) = tokio::join!(ensure_vpc(&client), ensure_vpc(&client));
    let later = ensure_vpc(&client).await?;
    for (id, created) in [one?, other?, later] {
        println!("{id} {}", if created { "created" } else { "found" });
    }
    println!("{} VPC in all", client.describe_vpcs().send().await?.vpcs.len());
    Ok(())
}
