//! A network with a way out to the Internet, from nothing and back to nothing. Each call waits for what it began.

use std::error::Error;

use acs_emulator::Emulator;
use vpc_api::Client;
use vpc_api::runtime::test::TestClock;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let emulator = Emulator::start().await?;
    let client: Client = Client::builder()
        .region("cn-hangzhou")
        .endpoint(emulator.endpoint())
        .access_key("testid", "testsecret")
        // The service takes seconds to minutes for each step; here a wait takes no time.
        .sleep(TestClock::new())
        .build()?;

    let vpc = client.create_vpc().vpc_name("web").cidr_block("10.0.0.0/8").send_and_wait().await?;
    let vpc = vpc.id();
    let vswitch = client.create_vswitch("cn-hangzhou-h", vpc).cidr_block("10.1.0.0/16").send_and_wait().await?;
    let vswitch = vswitch.id();
    let gateway = client.create_nat_gateway(vpc).vswitch_id(vswitch).nat_type("Enhanced").send_and_wait().await?;
    let table = gateway.snat_table_ids.first().ok_or("the gateway has no SNAT table")?;
    let gateway = gateway.id();
    let eip = client.allocate_eip_address().bandwidth("5").send_and_wait().await?;
    let address = eip.eip_address.as_deref().ok_or("the EIP has no address")?;
    let eip = eip.id();
    client.associate_eip_address(eip, gateway).instance_type("Nat").send_and_wait().await?;
    let entry = client.create_snat_entry(table).source_vswitch_id(vswitch).snat_ip(address).send_and_wait().await?;
    println!("{vswitch} reaches the Internet through {gateway} as {address}");

    // In the opposite order, since the service refuses to delete what something depends on.
    client.delete_snat_entry(table, entry.id()).send_and_wait().await?;
    client.unassociate_eip_address(eip).instance_id(gateway).instance_type("Nat").send_and_wait().await?;
    client.release_eip_address(eip).send_and_wait().await?;
    client.delete_nat_gateway(gateway).send_and_wait().await?;
    client.delete_vswitch(vswitch).send_and_wait().await?;
    client.delete_vpc(vpc).send_and_wait().await?;
    println!("{} VPCs are left", client.describe_vpcs().send().await?.vpcs.len());
    Ok(())
}
