//! Waiting until a resource is ready, with progress and a deadline, and a call that waits by itself.

use std::error::Error;
use std::time::Duration;

use acs_emulator::Emulator;
use vpc_api::Client;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let emulator = Emulator::builder().delay(Duration::from_millis(300)).start().await?;
    let client: Client =
        Client::builder().region("cn-hangzhou").endpoint(emulator.endpoint()).access_key("testid", "testsecret").build()?;
    let (shortest, longest) = (Duration::from_millis(100), Duration::from_secs(1));

    let vpc = client.create_vpc().cidr_block("10.0.0.0/8").send_and_wait();
    let vpc = vpc.waiting(move |wait| wait.interval(shortest, longest)).await?;
    let created = client.create_vpn_gateway(vpc.id(), 5).send().await?;
    let gateway = created.id()?;
    let waited = client
        .wait_until_vpn_gateway_active(gateway)
        .interval(shortest, longest)
        .deadline(Duration::from_secs(30))
        .on_state(|seen| println!("{seen}"))
        .await?;
    println!("{gateway} was ready after {} polls", waited.polls());

    // A wait that cannot end well says how far it came.
    let never = client.wait_until_vpn_gateway_deleted(gateway).interval(shortest, longest).deadline(Duration::from_millis(500));
    match never.await {
        Err(error) => println!("{error}"),
        Ok(_) => return Err("the gateway is gone".into()),
    }
    Ok(())
}
