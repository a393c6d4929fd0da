//! Creates a vSwitch, the subnet of a VPC in one zone.
//!
//! ```console
//! $ cargo add vpc-api@0.1.0
//! $ cargo add tokio --features macros,rt
//! ```

use vpc_api::Client;
use vpc_api::vswitch::CreateVSwitchTag;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), vpc_api::Error> {
    let client = Client::from_env()?;
    let reply = client
        .create_vswitch("cn-hangzhou-b", "vpc-257gqcdfvx6n****")
        .tag([
            CreateVSwitchTag {
                key: Some("k".into()),
                ..Default::default()
            },
            CreateVSwitchTag {
                value: Some("\"\\".into()),
                ..Default::default()
            },
        ])
        .region_id("cn-hangzhou")
        .cidr_block("172.16.0.0/24")
        .vswitch_name("it's")
        .cidr_mask(24)
        .send()
        .await?;
    println!("{reply:#?}");
    Ok(())
}
