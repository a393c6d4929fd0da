//! A program without `async`. In one's own crate: `vpc-api = { version = "0.1", features = ["blocking"] }`.
//!
//! ```console
//! $ cargo run --example blocking
//! ```

use std::error::Error;
use std::time::Duration;

use acs_emulator::Emulator;
use vpc_api::Client;

pub(crate) fn main() -> Result<(), Box<dyn Error>> {
    // The emulator is asynchronous, and works on a thread of its own.
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build()?;
    let emulator = runtime.block_on(Emulator::start())?;
    let client =
        Client::builder().region("cn-hangzhou").endpoint(emulator.endpoint()).access_key("testid", "testsecret").build()?;

    let vpc = client.create_vpc().cidr_block("10.0.0.0/8").send().wait()?.vpc_id.unwrap_or_default();
    let (shortest, longest) = (Duration::from_millis(20), Duration::from_millis(200));
    client.wait_until_vpc_available(&vpc).interval(shortest, longest).wait()?;
    for vpc in client.describe_vpcs().items().blocking() {
        println!("{}", vpc?.vpc_id.unwrap_or_default());
    }
    match client.delete_vpc("vpc-elsewhere").send().wait() {
        Err(error) if error.is_not_found() => println!("no such VPC"),
        other => println!("{other:?}"),
    }
    client.delete_vpc(&vpc).send().wait()?;
    Ok(())
}
