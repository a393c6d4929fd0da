//! Lets another account's virtual border routers connect to a VPC.
//!
//! ```console
//! $ cargo add vpc-api@0.1.0
//! $ cargo add tokio --features macros,rt
//! ```

use vpc_api::Client;
use vpc_api::router_interface::GrantInstanceToVbrRequired;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), vpc_api::Error> {
    let client = Client::from_env()?;
    let reply = client
        .grant_instance_to_vbr(GrantInstanceToVbrRequired {
            vbr_owner_uid: 1210123456123456,
            instance_id: "vpc-bp1lqhq93q8evjpky****".into(),
            grant_type: "All".into(),
            vbr_region_no: "cn-hangzhou".into(),
        })
        .region_id("cn-hangzhou")
        .vbr_instance_ids(["vbr-1", "vbr-2"])
        .send()
        .await?;
    println!("{reply:#?}");
    Ok(())
}
