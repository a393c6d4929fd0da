//! Creates an IPsec connection on a VPN gateway.
//!
//! ```console
//! $ cargo add vpc-api@0.1.0
//! $ cargo add tokio --features macros,rt
//! ```

use vpc_api::Client;
use vpc_api::vpn_connection::{
    CreateVpnConnectionTunnelIkeConfig, CreateVpnConnectionTunnelOptionsSpecification,
};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), vpc_api::Error> {
    let client = Client::from_env()?;
    let reply = client
        .create_vpn_connection(
            "vpn-bp1q8bgx4xnkm****",
            "10.10.1.0/24,10.10.2.0/24",
            "10.10.3.0/24,10.10.4.0/24",
        )
        .region_id("cn-shanghai")
        .tunnel_options_specification([
            CreateVpnConnectionTunnelOptionsSpecification {
                enable_dpd: Some(true),
                tunnel_ike_config: Some(CreateVpnConnectionTunnelIkeConfig {
                    psk: Some("REDACTED".into()),
                    ..Default::default()
                }),
                ..Default::default()
            },
        ])
        .send()
        .await?;
    println!("{reply:#?}");
    Ok(())
}
