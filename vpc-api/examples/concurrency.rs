//! Many calls at once, within limits that keep them under the service's flow control.
//!
//! ```console
//! $ cargo run --example concurrency
//! ```

use std::error::Error;

use acs_emulator::Emulator;
use vpc_api::Client;
use vpc_api::runtime::Limit;

#[tokio::main(flavor = "current_thread")]
pub(crate) async fn main() -> Result<(), Box<dyn Error>> {
    let emulator = Emulator::builder().quotas(false).start().await?;
    // All clones of a client share its limits, its connections and its retry budget.
    let client = Client::builder()
        .region("cn-hangzhou")
        .endpoint(emulator.endpoint())
        .access_key("testid", "testsecret")
        .limit(Limit::in_flight(16))
        .limit_operation("CreateVpc", Limit::in_flight(4).and_per_second(200.0))
        .build()?;

    let create = |number: u32| client.create_vpc().cidr_block("10.0.0.0/8").vpc_name(format!("vpc-{number}")).send();
    let created: Vec<_> = (1..=20).map(|number| tokio::spawn(create(number))).collect();
    for vpc in created {
        println!("created {}", vpc.await??.vpc_id.unwrap_or_default());
    }

    // Two different calls side by side.
    let (vpcs, regions) = tokio::try_join!(client.describe_vpcs().send(), client.describe_regions().send())?;
    println!("{} VPCs, {} regions", vpcs.total_count.unwrap_or_default(), regions.regions.len());
    Ok(())
}
