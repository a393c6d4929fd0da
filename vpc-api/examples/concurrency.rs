//! Many calls at once, held below the service's flow control.

use std::error::Error;
use std::time::Duration;

use acs_emulator::Emulator;
use vpc_api::Client;
use vpc_api::runtime::Limit;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let emulator = Emulator::builder().delay(Duration::ZERO).start().await?;
    let client: Client = Client::builder()
        .region("cn-hangzhou")
        .endpoint(emulator.endpoint())
        .access_key("testid", "testsecret")
        .limit(Limit::in_flight(4).and_per_second(200.0))
        .build()?;

    let server = client.create_ssl_vpn_server(emulator.create_vpn_gateway(), "192.168.30.0/24", "10.0.0.0/8").send().await?;
    let server = server.id()?;

    // Clones are cheap, and share connections, credentials and limits.
    let calls = (1..=20).map(|number| {
        let call = client.clone().create_ssl_vpn_client_cert(server).name(format!("laptop-{number}"));
        tokio::spawn(async move { call.send().await })
    });
    for call in calls.collect::<Vec<_>>() {
        call.await??;
    }
    let certs = client.describe_ssl_vpn_client_certs().items().collect().await?;
    println!("{} certificates, 4 requests in flight at most", certs.len());
    Ok(())
}
