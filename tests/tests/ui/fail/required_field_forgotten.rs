//! More than three required parameters are fields of a struct, so that none is forgotten or swapped.

use vpc_api::forward_entry::CreateForwardEntryRequired;

async fn create(client: &vpc_api::Client) -> Result<(), vpc_api::Error> {
    let required = CreateForwardEntryRequired {
        external_ip: "47.0.0.1".into(),
        external_port: "80".into(),
        forward_table_id: "ftb-1".into(),
        internal_ip: "10.0.0.1".into(),
        internal_port: "80".into(),
    };
    client.create_forward_entry(required).send().await?;
    Ok(())
}

fn main() {}
