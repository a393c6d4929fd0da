//! A whole client from a folder.

mod things {
    acs_macros::service!("whole");
}

async fn describe(client: &things::Client) -> Result<usize, acs_runtime::Error> {
    Ok(client.describe_new_thing("thing-1").send().await?.things.len())
}

fn main() {
    let _ = describe;
}
