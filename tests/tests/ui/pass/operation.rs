//! An operation that no release has yet, on the client of a release.

acs_macros::operation!("specs/ssl-vpn-client/DescribeNewThing.yaml");

async fn describe(client: &vpc_api::Client) -> Result<Vec<DescribeNewThingThing>, vpc_api::Error> {
    let reply = client.describe_new_thing("thing-1").limit(10).send().await?;
    Ok(reply.things)
}

fn main() {
    let _ = describe;
}
