//! A path that leads to no file, and the file that is meant.

acs_macros::operation!("specs/ssl-vpn-client/DescribeNewThings.yaml");

async fn describe(client: &vpc_api::Client) {
    let _ = client.describe_new_thing("thing-1").limit(1).send().await;
}

fn main() {
    let _ = describe;
}
