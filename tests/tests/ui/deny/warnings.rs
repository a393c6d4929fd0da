//! The environment denies what a spec is warned of.

acs_macros::operation!("warned/thing/GetThing.yaml");

async fn get(client: &vpc_api::Client) -> Result<String, vpc_api::Error> {
    Ok(client.get_thing("thing-1").send().await?.request_id.unwrap_or_default())
}

fn main() {
    let _ = get;
}
