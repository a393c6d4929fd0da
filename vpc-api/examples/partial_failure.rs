//! Several resources, or none: what was made before a step failed is deleted again, in the opposite order.

use std::error::Error;

use acs_emulator::Emulator;
use vpc_api::Client;
use vpc_api::runtime::test::TestClock;

/// What has been made so far.
#[derive(Default)]
struct Network {
    vpc: Option<String>,
    vswitches: Vec<String>,
}

impl Network {
    /// Makes a VPC with a vSwitch for each CIDR block. What was made is in `self` even when a step fails.
    async fn create(&mut self, client: &Client, vswitches: &[&str]) -> Result<(), vpc_api::Error> {
        let created = client.create_vpc().cidr_block("10.0.0.0/16").send().await?;
        // The id is kept before the wait, which may fail, too.
        let vpc = self.vpc.insert(created.id()?.to_owned());
        client.wait_until_vpc_available(&*vpc).await?;
        for cidr_block in vswitches {
            let created = client.create_vswitch("cn-hangzhou-h", &*vpc).cidr_block(*cidr_block).send().await?;
            self.vswitches.push(created.id()?.to_owned());
            client.wait_until_vswitch_available(created.id()?).await?;
        }
        Ok(())
    }

    /// Deletes what was made. Something that is gone already is as good as deleted.
    async fn delete(self, client: &Client) -> Result<(), vpc_api::Error> {
        for vswitch in self.vswitches.iter().rev() {
            gone(client.delete_vswitch(vswitch).send_and_wait().await)?;
        }
        match &self.vpc {
            Some(vpc) => gone(client.delete_vpc(vpc).send_and_wait().await),
            None => Ok(()),
        }
    }
}

fn gone<R>(deleted: Result<R, vpc_api::Error>) -> Result<(), vpc_api::Error> {
    match deleted {
        Err(error) if !error.is_not_found() => Err(error),
        _ => Ok(()),
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let emulator = Emulator::start().await?;
    let client: Client = Client::builder()
        .region("cn-hangzhou")
        .endpoint(emulator.endpoint())
        .access_key("testid", "testsecret")
        // Waits take no time here.
        .sleep(TestClock::new())
        .build()?;

    // The second block is not inside the VPC's, so the service refuses it.
    let mut network = Network::default();
    if let Err(error) = network.create(&client, &["10.0.1.0/24", "192.168.0.0/24"]).await {
        println!("{error}");
        println!("deleting {} vSwitch and the VPC", network.vswitches.len());
        network.delete(&client).await?;
    }
    println!("{} VPCs are left", client.describe_vpcs().send().await?.vpcs.len());
    Ok(())
}
