//! What an operation cannot do without is an argument.

async fn delete(client: &vpc_api::Client) -> Result<(), vpc_api::Error> {
    client.delete_ssl_vpn_client_cert().send().await?;
    Ok(())
}

fn main() {}
