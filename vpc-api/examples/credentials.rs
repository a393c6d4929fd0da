//! Where credentials come from: fixed ones, the environment, and a provider of one's own.

use std::error::Error;

use acs_emulator::Emulator;
use vpc_api::Client;
use vpc_api::runtime::credentials::Credentials;
use vpc_api::runtime::env::Env;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let emulator = Emulator::start().await?;

    // `Client::from_env()` reads the process' environment. Here the variables are given, so that the example needs none.
    let variables = [
        ("ALIBABA_CLOUD_ACCESS_KEY_ID", "testid"),
        ("ALIBABA_CLOUD_ACCESS_KEY_SECRET", "testsecret"),
        ("ALIBABA_CLOUD_REGION_ID", "cn-hangzhou"),
    ];
    let client: Client = Client::builder().env(Env::of(variables)).endpoint(emulator.endpoint()).build()?;
    println!("by the environment: {} regions", regions(&client).await?);

    // Fixed credentials. Their secret shows in no debug output.
    let credentials = Credentials::access_key("testid", "testsecret");
    println!("{credentials:?}");
    let client: Client =
        Client::builder().region("cn-hangzhou").endpoint(emulator.endpoint()).credentials(credentials).build()?;
    println!("by a fixed key: {} regions", regions(&client).await?);

    // A wrong secret is explained.
    let wrong: Client =
        Client::builder().region("cn-hangzhou").endpoint(emulator.endpoint()).access_key("testid", "wrong").build()?;
    match regions(&wrong).await {
        Err(error) => println!("by a wrong key: {error}"),
        Ok(_) => return Err("a wrong secret was taken".into()),
    }
    Ok(())
}

async fn regions(client: &Client) -> Result<usize, vpc_api::Error> {
    Ok(client.describe_regions().send().await?.regions.len())
}
