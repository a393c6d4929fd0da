//! Adds a DNAT entry to a NAT gateway.
//!
//! ```console
//! $ cargo add vpc-api@0.1.0
//! $ cargo add tokio --features macros,rt
//! ```

use vpc_api::Client;
use vpc_api::forward_entry::CreateForwardEntryRequired;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), vpc_api::Error> {
    let client = Client::from_env()?;
    let reply = client
        .create_forward_entry(CreateForwardEntryRequired {
            forward_table_id: "ftb-bp1mbjubq34hlcqpa****".into(),
            external_ip: "116.28.XX.XX".into(),
            external_port: "8080".into(),
            internal_ip: "192.168.XX.XX".into(),
            internal_port: "80".into(),
            ip_protocol: "TCP".into(),
        })
        .region_id("cn-hangzhou")
        .send()
        .await?;
    println!("{reply:#?}");
    Ok(())
}
