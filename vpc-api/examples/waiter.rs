//! Creates a VPN gateway and waits for it in four ways.
//!
//! ```console
//! $ cargo run --example waiter
//! ```

use std::error::Error;
use std::time::Duration;

use acs_emulator::Emulator;
use vpc_api::Client;

const SHORTEST: Duration = Duration::from_millis(20);
const LONGEST: Duration = Duration::from_millis(200);

#[tokio::main(flavor = "current_thread")]
pub(crate) async fn main() -> Result<(), Box<dyn Error>> {
    let emulator = Emulator::builder().delay(Duration::from_millis(100)).start().await?;
    let client =
        Client::builder().region("cn-hangzhou").endpoint(emulator.endpoint()).access_key("testid", "testsecret").build()?;

    // Until it is done. The interval suits an emulator; the default is 3 s to 10 s.
    let vpc = client.create_vpc().cidr_block("10.0.0.0/8").send().await?.vpc_id.unwrap_or_default();
    let waited = client.wait_until_vpc_available(&vpc).interval(SHORTEST, LONGEST).await?;
    println!("{vpc} is {} after {} polls", waited.state().unwrap_or("there"), waited.polls());

    // With a call at every poll.
    let gateway = client.create_vpn_gateway(&vpc, 5).enable_ssl(true).send().await?.vpn_gateway_id.unwrap_or_default();
    let progress = |seen: &vpc_api::runtime::waiter::Seen| println!("{seen}");
    client.wait_until_vpn_gateway_active(&gateway).interval(SHORTEST, LONGEST).on_state(progress).await?;

    // As a stream of states.
    client.modify_vpn_gateway_attribute(&gateway).name("renamed").send().await?;
    let mut states = client.wait_until_vpn_gateway_active(&gateway).interval(SHORTEST, LONGEST).states();
    while let Some(seen) = states.next().await {
        println!("{}", seen?);
    }

    // Not for ever: the error has the last state and the time.
    client.modify_vpn_gateway_attribute(&gateway).name("again").send().await?;
    let hasty = client.wait_until_vpn_gateway_active(&gateway).interval(SHORTEST, LONGEST).deadline(SHORTEST).await;
    println!("{}", hasty.err().ok_or("the gateway should not have been ready")?);
    Ok(())
}
