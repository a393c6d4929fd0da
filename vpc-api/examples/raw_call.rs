//! Calls operations by name: also those that this version of the crate does not know.
//!
//! ```console
//! $ cargo run --example raw_call
//! ```

use std::error::Error;

use acs_emulator::Emulator;
use vpc_api::Client;

#[tokio::main(flavor = "current_thread")]
pub(crate) async fn main() -> Result<(), Box<dyn Error>> {
    let emulator = Emulator::start().await?;
    let client =
        Client::builder().region("cn-hangzhou").endpoint(emulator.endpoint()).access_key("testid", "testsecret").build()?;

    let call = client.call("CreateVpc").param("CidrBlock", "10.0.0.0/8").param("VpcName", "by name");
    let created = call.send().await?;
    println!("created {}", created["VpcId"]);

    let found = client.call("DescribeVpcs").param("VpcId", created["VpcId"].as_str().unwrap_or_default()).send().await?;
    println!("{:#}", found["Vpcs"]["Vpc"][0]);

    // A parameter that a typed call has no method for.
    let typed = client.describe_vpcs().param("OwnerId", 1234567890).send().await?;
    println!("{} VPCs", typed.total_count.unwrap_or_default());

    // What would be sent, without sending it. Keys and signature are hidden.
    println!("{}", client.call("DeleteVpc").param("VpcId", "vpc-1").preview().await?);
    Ok(())
}
