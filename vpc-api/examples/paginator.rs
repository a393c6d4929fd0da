//! A list that comes in pages, as items, as pages, and from where one stopped.

use std::error::Error;
use std::time::Duration;

use acs_emulator::Emulator;
use vpc_api::Client;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let emulator = Emulator::builder().delay(Duration::ZERO).start().await?;
    let client: Client =
        Client::builder().region("cn-hangzhou").endpoint(emulator.endpoint()).access_key("testid", "testsecret").build()?;
    let gateway = emulator.create_vpn_gateway();
    let server = client.create_ssl_vpn_server(gateway, "192.168.30.0/24", "10.0.0.0/8").send().await?;
    let server = server.ssl_vpn_server_id.unwrap_or_default();
    for number in 1..=7 {
        client.create_ssl_vpn_client_cert(&server).name(format!("laptop-{number}")).send().await?;
    }

    // Item by item: pages are asked for as they are needed.
    let mut certs = client.describe_ssl_vpn_client_certs().items().page_size(3);
    while let Some(cert) = certs.next().await {
        println!("{}", cert?.name.unwrap_or_default());
    }

    // Page by page, and later on from the same place.
    let mut pages = client.describe_ssl_vpn_client_certs().pages().page_size(3);
    let first = pages.next().await.ok_or("there is a first page")??;
    println!("first page: {} of {}", first.ssl_vpn_client_cert_keys.len(), first.total_count.unwrap_or_default());
    let position = pages.position().ok_or("there is a second page")?;
    let rest = client.describe_ssl_vpn_client_certs().items().page_size(3).start_at(position).collect().await?;
    println!("the rest: {}", rest.len());
    Ok(())
}
