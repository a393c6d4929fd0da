//! Adds tags to VPC resources.
//!
//! ```console
//! $ cargo add vpc-api@0.1.0
//! $ cargo add tokio --features macros,rt
//! ```

use vpc_api::Client;
use vpc_api::tag::TagResourcesTag;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), vpc_api::Error> {
    let client = Client::from_env()?;
    let reply = client
        .tag_resources(
            "VPC",
            ["vpc-1", "vpc-2"],
            [
                TagResourcesTag {
                    key: Some("k".into()),
                    ..Default::default()
                },
            ],
        )
        .region_id("cn-hangzhou")
        .send()
        .await?;
    println!("{reply:#?}");
    Ok(())
}
