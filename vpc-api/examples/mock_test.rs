//! How a program that uses a client is tested: no network, no account, no time that passes.

use std::error::Error;

use serde_json::json;
use vpc_api::Client;
use vpc_api::runtime::test::MockTransport;

/// The code under test: deletes a certificate, and takes one that is gone already for deleted.
async fn revoke(client: &Client, cert: &str) -> Result<bool, vpc_api::Error> {
    match client.delete_ssl_vpn_client_cert(cert).send().await {
        Ok(_) => Ok(true),
        Err(error) if error.is_not_found() => Ok(false),
        Err(error) => Err(error),
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let mock = MockTransport::new();
    let client: Client = Client::builder().region("cn-hangzhou").test(&mock).build()?;

    // The gateway is busy at first; the client waits for it by the mock's clock, which takes no time.
    mock.on("DeleteSslVpnClientCert").error(400, "VpnGateway.Configuring", "The specified service is configuring.");
    mock.on("DeleteSslVpnClientCert").with("SslVpnClientCertId", "vsc-1").reply(json!({}));
    assert!(revoke(&client, "vsc-1").await?);
    println!("deleted after waiting {:?} of no time at all", mock.clock().slept());

    mock.on("DeleteSslVpnClientCert").error(404, "InvalidSslVpnClientCertId.NotFound", "The certificate does not exist.");
    assert!(!revoke(&client, "vsc-1").await?);
    println!("a certificate that is gone counts as deleted");

    // Both attempts of the first call carried the same idempotency token.
    let tokens: Vec<_> = mock.requests().iter().map(|request| request.param("ClientToken").map(str::to_owned)).collect();
    assert_eq!(tokens[0], tokens[1]);
    mock.assert_done();
    Ok(())
}
