//! Creates an Internet or VPC NAT gateway in a vSwitch.
//!
//! ```console
//! $ cargo add vpc-api@0.1.0
//! $ cargo add tokio --features macros,rt
//! ```

use vpc_api::Client;
use vpc_api::nat_gateway::CreateNatGatewayAccessMode;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), vpc_api::Error> {
    let client = Client::from_env()?;
    let reply = client
        .create_nat_gateway("vpc-bp1di7uewzmtvfuq8****")
        .region_id("cn-hangzhou")
        .vswitch_id("vsw-bp1e3se98n9fq8hle****")
        .nat_type("Enhanced")
        .access_mode(CreateNatGatewayAccessMode {
            mode_value: Some("route".into()),
            ..Default::default()
        })
        .send()
        .await?;
    println!("{reply:#?}");
    Ok(())
}
