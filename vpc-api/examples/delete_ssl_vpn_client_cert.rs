//! Creates an SSL client certificate, deletes it, and waits until the VPN gateway is active again.
//!
//! ```console
//! $ cargo run --example delete_ssl_vpn_client_cert
//! ```
//!
//! talks to an emulator inside this program. With `--live SSL_VPN_SERVER_ID VPN_GATEWAY_ID` it talks to the real service, with the
//! credentials and the region of the environment; the certificate that it makes and deletes there costs nothing.

use std::error::Error;
use std::time::Duration;

use acs_emulator::Emulator;
use vpc_api::Client;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        [] => emulated().await,
        ["--live", server, gateway] => create_and_delete(&Client::from_env()?, server, gateway).await,
        _ => Err("usage: delete_ssl_vpn_client_cert [--live SSL_VPN_SERVER_ID VPN_GATEWAY_ID]".into()),
    }
}

async fn emulated() -> Result<(), Box<dyn Error>> {
    let emulator = Emulator::builder().delay(Duration::from_millis(300)).start().await?;
    println!("emulator listening on {}", emulator.endpoint());
    let client =
        Client::builder().region("cn-hangzhou").endpoint(emulator.endpoint()).access_key("testid", "testsecret").build()?;

    let vpc = client.create_vpc().cidr_block("10.0.0.0/8").vpc_name("office").send().await?;
    let vpc = vpc.id()?;
    println!("created the VPC {vpc}");
    client.wait_until_vpc_available(vpc).interval(Duration::from_millis(100), Duration::from_secs(1)).await?;
    let gateway = client.create_vpn_gateway(vpc, 5).enable_ssl(true).send().await?;
    let gateway = gateway.id()?;
    println!("created the VPN gateway {gateway}");
    wait(&client, gateway).await?;
    let server = client.create_ssl_vpn_server(gateway, "192.168.30.0/24", "10.0.0.0/8").name("office").send().await?;
    let server = server.id()?;
    println!("created the SSL server {server}");
    wait(&client, gateway).await?;
    create_and_delete(&client, server, gateway).await
}

async fn create_and_delete(client: &Client, server: &str, gateway: &str) -> Result<(), Box<dyn Error>> {
    let created = client.create_ssl_vpn_client_cert(server).name("laptop").send().await?;
    let cert = created.id()?;
    println!("created the certificate {cert}");
    wait(client, gateway).await?;

    let deleted = client.delete_ssl_vpn_client_cert(cert).send().await?;
    println!("asked to delete it: request {}", deleted.request_id.unwrap_or_default());
    wait(client, gateway).await?;

    match client.describe_ssl_vpn_client_cert(cert).send().await {
        Err(error) if error.is_not_found() => println!("the certificate is gone"),
        Err(error) => return Err(error.into()),
        Ok(_) => return Err("the certificate is still there".into()),
    }
    Ok(())
}

/// Waits until the gateway has done what it was asked for; meanwhile it is `updating` and takes nothing else.
async fn wait(client: &Client, gateway: &str) -> Result<(), vpc_api::Error> {
    let (shortest, longest) = (Duration::from_millis(100), Duration::from_secs(10));
    let progress =
        |seen: &vpc_api::runtime::waiter::PollOutcome| println!("  gateway: {}", seen.state.as_deref().unwrap_or("unknown"));
    client.wait_until_vpn_gateway_active(gateway).interval(shortest, longest).on_state(progress).await?;
    Ok(())
}
