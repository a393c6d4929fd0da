//! An operation by its name, for what no release knows yet; and a parameter that no release knows yet.

use std::error::Error;

use acs_emulator::Emulator;
use vpc_api::Client;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let emulator = Emulator::start().await?;
    let client: Client =
        Client::builder().region("cn-hangzhou").endpoint(emulator.endpoint()).access_key("testid", "testsecret").build()?;

    let reply = client.call("DescribeZones").param("RegionId", "cn-hangzhou").param("AcceptLanguage", "en-US").send().await?;
    println!("{}", reply["Zones"]);

    let typed = client.describe_zones().param("AcceptLanguage", "en-US").send().await?;
    println!("{} zones", typed.zones.len());
    Ok(())
}
