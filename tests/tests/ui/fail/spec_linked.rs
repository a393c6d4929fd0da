//! Paths are those that the macro is given, also through a link.

acs_macros::operation!("linked/broken/DescribeBroken.yaml");

async fn describe(client: &vpc_api::Client) {
    let _ = client.describe_broken("thing-1", ["a"]).send().await;
}

fn main() {
    let _ = describe;
}
