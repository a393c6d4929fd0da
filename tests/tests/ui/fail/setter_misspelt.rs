//! A parameter that the operation does not have.

async fn delete(client: &vpc_api::Client) -> Result<(), vpc_api::Error> {
    client.delete_ssl_vpn_client_cert("vsc-1").client_tokn("t").send().await?;
    Ok(())
}

fn main() {}
