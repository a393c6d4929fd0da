//! Where credentials come from: fixed, temporary, the environment, or a provider of one's own.
//!
//! ```console
//! $ cargo run --example credentials
//! ```

use std::borrow::Cow;
use std::error::Error;
use std::sync::atomic::{AtomicU32, Ordering};

use acs_emulator::Emulator;
use vpc_api::Client;
use vpc_api::runtime::credentials::{Credentials, CredentialsError, CredentialsProvider, Means};
use vpc_api::runtime::env::Env;
use vpc_api::runtime::future::BoxFuture;

/// Asks a vault for a key. The client asks before each attempt, so a real one keeps the key until it is about to end.
#[derive(Debug, Default)]
struct Vault {
    asked: AtomicU32,
}

impl CredentialsProvider for Vault {
    fn name(&self) -> Cow<'static, str> {
        "vault".into()
    }

    fn credentials<'a>(&'a self, _means: &'a Means) -> BoxFuture<'a, Result<Credentials, CredentialsError>> {
        Box::pin(async {
            match self.asked.fetch_add(1, Ordering::Relaxed) {
                0 => Ok(Credentials::access_key("testid", "testsecret")),
                _ => Err(CredentialsError::new("the vault is sealed")),
            }
        })
    }
}

#[tokio::main(flavor = "current_thread")]
pub(crate) async fn main() -> Result<(), Box<dyn Error>> {
    let emulator = Emulator::start().await?;
    let builder = || Client::builder().region("cn-hangzhou").endpoint(emulator.endpoint());

    // A fixed key; `Credentials::access_key(..).with_token(..)` is a temporary one.
    let client = builder().access_key("testid", "testsecret").build()?;
    client.describe_vpcs().send().await?;

    // From the environment: `Client::from_env()` reads the process's, this one is given.
    let env = Env::of([("ALIBABA_CLOUD_ACCESS_KEY_ID", "testid"), ("ALIBABA_CLOUD_ACCESS_KEY_SECRET", "testsecret")]);
    builder().env(env).build()?.describe_vpcs().send().await?;

    // A provider of one's own. Its reason is part of the error.
    let client = builder().credentials(Vault::default()).build()?;
    client.describe_vpcs().send().await?;
    println!("{}", client.describe_vpcs().send().await.err().ok_or("the vault should have been sealed")?);

    // A wrong secret is told from a request that was changed on its way.
    let client = builder().access_key("testid", "wrong").build()?;
    println!("{}", client.describe_vpcs().send().await.err().ok_or("the secret should have been wrong")?);
    Ok(())
}
