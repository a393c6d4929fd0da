//! Lists the VPCs of a region.
//!
//! ```console
//! $ cargo add vpc-api@0.1.0
//! $ cargo add tokio --features macros,rt
//! ```

use vpc_api::Client;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), vpc_api::Error> {
    let client = Client::from_env()?;
    let reply = client
        .describe_vpcs()
        .region_id("cn-hangzhou")
        .is_default(false)
        .param("DryRun", "true")
        .page_size(50)
        .param("OwnerId", "1")
        .send()
        .await?;
    println!("{reply:#?}");
    Ok(())
}
