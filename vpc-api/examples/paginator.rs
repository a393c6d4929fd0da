//! Goes through a long list: item by item, page by page, and on from where another program stopped.
//!
//! ```console
//! $ cargo run --example paginator
//! ```

use std::error::Error;

use acs_emulator::Emulator;
use vpc_api::Client;

#[tokio::main(flavor = "current_thread")]
pub(crate) async fn main() -> Result<(), Box<dyn Error>> {
    let emulator = Emulator::builder().quotas(false).start().await?;
    let client =
        Client::builder().region("cn-hangzhou").endpoint(emulator.endpoint()).access_key("testid", "testsecret").build()?;
    for number in 1..=25 {
        client.create_vpc().cidr_block("10.0.0.0/8").vpc_name(format!("vpc-{number}")).send().await?;
    }

    // Item by item. A page is asked for when the one before is used up.
    let mut vpcs = client.describe_vpcs().items();
    let mut count = 0;
    while let Some(vpc) = vpcs.next().await {
        println!("{}", vpc?.vpc_id.unwrap_or_default());
        count += 1;
    }
    assert_eq!(count, 25);

    // Page by page, with the next page on its way while this one is worked on.
    let mut pages = client.describe_vpcs().pages().page_size(10).prefetch(true);
    let first = pages.next().await.ok_or("there is no page")??;
    println!("the first page has {} of {} VPCs", first.vpcs.len(), first.total_count.unwrap_or_default());

    // A position can be kept, and the list gone on with later.
    let position = pages.position().ok_or("there is no second page")?;
    drop(pages);
    let rest = client.describe_vpcs().items().page_size(10).start_at(position).collect().await?;
    assert_eq!(rest.len(), 15);
    Ok(())
}
