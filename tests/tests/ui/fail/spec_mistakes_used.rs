//! What a spec with mistakes would have given is used: only the spec is found wrong.

acs_macros::operation!("specs/broken/DescribeBroken.yaml");

mod things {
    acs_macros::service!("specs");
}

use things::broken::{DescribeBrokenItemState as State, DescribeBrokenResponse as Reply};

async fn describe(client: &vpc_api::Client) -> Result<Vec<DescribeBrokenItem>, vpc_api::Error> {
    let call: DescribeBroken = client.describe_broken("thing-1".to_owned(), ["a", "b"]);
    let reply = call.limit(10).send().await?;
    for item in &reply.items {
        match &item.state {
            Some(State::Free) => println!("{}", item.name.as_deref().unwrap_or("-")),
            Some(State::Unknown(other)) => println!("{other}"),
            _ => {}
        }
    }
    Ok(reply.items)
}

async fn all(client: &things::Client) -> Option<Reply> {
    use things::ssl_vpn_client::DescribeNewThingThing;

    let request = things::broken::DescribeBrokenRequest { limit: Some(1), ..Default::default() };
    client.send::<things::broken::DescribeBroken>(&request).await.ok()?;
    let things: Vec<DescribeNewThingThing> = client.describe_new_thing("a").send().await.ok()?.things;
    let _ = (things, things::Client::from_env().ok()?.describe_broken("b", ["c"]).id());
    None
}

trait Short {
    fn short(&self) -> &str;
}

impl Short for DescribeBrokenItem {
    fn short(&self) -> &str {
        self.name.as_deref().unwrap_or_default()
    }
}

#[derive(Debug, Clone)]
struct Kept {
    reply: DescribeBrokenResponse,
    code: Option<DescribeBrokenCode>,
}

fn main() {
    let _ = (describe, all, Kept::clone);
}
