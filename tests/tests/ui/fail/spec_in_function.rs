//! The macro stands in a function.

async fn describe(client: &vpc_api::Client) {
    acs_macros::operation!("specs/broken/DescribeBroken.yaml");

    let reply: DescribeBrokenResponse = client.describe_broken("thing-1", ["a"]).send().await.unwrap();
    println!("{}", reply.items.len());
}

fn main() {
    let _ = describe;
}
