//! A program without `async`.

use std::error::Error;
use std::thread;
use std::time::Duration;

use acs_emulator::Emulator;
use vpc_api::Client;

fn main() -> Result<(), Box<dyn Error>> {
    let (endpoint, gateway) = emulator()?;
    let client: Client = Client::builder().region("cn-hangzhou").endpoint(endpoint).access_key("testid", "testsecret").build()?;

    let server = client.create_ssl_vpn_server(gateway, "192.168.30.0/24", "10.0.0.0/8").send().wait()?;
    let server = server.ssl_vpn_server_id.unwrap_or_default();
    for number in 1..=3 {
        client.create_ssl_vpn_client_cert(&server).name(format!("laptop-{number}")).send().wait()?;
    }
    for cert in client.describe_ssl_vpn_client_certs().items().blocking() {
        println!("{}", cert?.name.unwrap_or_default());
    }
    Ok(())
}

/// The endpoint of an emulator, and a VPN gateway on it. It is asynchronous, so it gets a thread of its own.
fn emulator() -> Result<(String, String), Box<dyn Error>> {
    let (sender, receiver) = std::sync::mpsc::channel();
    thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        runtime.block_on(async {
            let emulator = Emulator::builder().delay(Duration::ZERO).start().await.map_err(std::io::Error::other)?;
            let _ = sender.send((emulator.endpoint(), emulator.create_vpn_gateway()));
            emulator.serve().await;
            Ok::<(), std::io::Error>(())
        })
    });
    Ok(receiver.recv()?)
}
