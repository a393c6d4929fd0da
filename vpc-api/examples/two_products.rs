//! The clients of two products, made from one configuration: they share credentials, connections, the region and limits.

use std::error::Error;

use acs_emulator::Emulator;
use vpc_api::runtime::{Config, Limit};

/// The client of the Security Token Service, made from its specs.
mod sts {
    acs_macros::service!("examples/sts");
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    // A program for the cloud has `Config::from_env()?` here.
    let (network, tokens) = (Emulator::start().await?, Emulator::start().await?);
    let config = Config::builder()
        .region("cn-hangzhou")
        .access_key("testid", "testsecret")
        .endpoint_of("Vpc", network.endpoint())
        .endpoint_of("Sts", tokens.endpoint())
        .build()?;

    let sts = sts::Client::new(&config);
    let identity = sts.get_caller_identity().send().await?;
    println!("called as {}", identity.arn.unwrap_or_default());

    // This client has a limit of its own; the rest it shares.
    let vpc = vpc_api::Client::new(&config.with_limit(Limit::per_second(20.0)));
    let created = vpc.create_vpc().cidr_block("10.0.0.0/8").send().await?;
    println!("created {}", created.id()?);

    assert_eq!((network.requests().len(), tokens.requests().len()), (1, 1));
    Ok(())
}
