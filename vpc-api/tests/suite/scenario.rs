//! A network with Internet access is created and deleted: the result is the same under every fault, and nothing is created twice.
//! Over real HTTP, against the emulator; the client's waits take no time.

use acs_emulator::{Emulator, Fault, FaultRule};
use acs_runtime::test::TestClock;
use vpc_api::vpc::{CreateVpc, CreateVpcRequest, DescribeVpcs, DescribeVpcsRequest};
use vpc_api::{Client, Error};

/// Retried after any fault: it reads only, or its token makes sure that it is done once.
const SAFE: [&str; 12] = [
    "CreateVpc",
    "CreateVSwitch",
    "CreateNatGateway",
    "AllocateEipAddress",
    "AssociateEipAddress",
    "CreateSnatEntry",
    "DeleteSnatEntry",
    "UnassociateEipAddress",
    "DeleteVpc",
    "DescribeVpcAttribute",
    "DescribeVSwitches",
    "DescribeNatGateways",
];

/// Retried only if the service says that nothing was done.
const UNSAFE: [&str; 3] = ["ReleaseEipAddress", "DeleteNatGateway", "DeleteVSwitch"];

#[tokio::test]
async fn a_request_that_was_built_as_data_is_sent() {
    let emulator = Emulator::start().await.unwrap();
    let builder = Client::builder().region("cn-hangzhou").endpoint(emulator.endpoint()).access_key("testid", "testsecret");
    let client: Client = builder.build().unwrap();
    let create = CreateVpcRequest { vpc_name: Some("data".to_owned()), ..Default::default() };
    let created = client.send::<CreateVpc>(&create).await.unwrap();
    let describe = DescribeVpcsRequest { vpc_id: created.vpc_id, ..Default::default() };
    let found = client.send::<DescribeVpcs>(&describe).await.unwrap();
    assert_eq!(found.vpcs[0].vpc_name.as_deref(), Some("data"));
}

#[tokio::test]
async fn a_network_is_built_the_same_under_every_fault() {
    let well = run(None, &[]).await;
    assert_eq!(well, [Kept { vpcs: 1, vswitches: 3, gateways: 1, eips: 1, entries: 1 }, Kept::default()]);

    let nothing_done = [Fault::Throttle { retry_after_ms: Some(1500) }, Fault::Throttle { retry_after_ms: None }];
    let nothing_done = nothing_done.into_iter().chain([Fault::busy("OperationConflict")]);
    let unclear = [
        Fault::internal_error(),
        Fault::BadGateway,
        Fault::Unavailable,
        Fault::DropBefore,
        Fault::DropAfter,
        Fault::DropWithin,
        Fault::Truncated,
    ];
    for fault in nothing_done {
        assert_eq!(run(Some(&fault), &[&SAFE[..], &UNSAFE[..]].concat()).await, well, "{fault:?}");
    }
    for fault in unclear {
        assert_eq!(run(Some(&fault), &SAFE).await, well, "{fault:?}");
    }
}

/// The number of resources of each kind.
#[derive(Debug, Default, PartialEq)]
struct Kept {
    vpcs: usize,
    vswitches: usize,
    gateways: usize,
    eips: usize,
    entries: usize,
}

/// The resources after creation and after deletion, with two faults for each of these operations.
async fn run(fault: Option<&Fault>, operations: &[&str]) -> [Kept; 2] {
    let emulator = Emulator::start().await.unwrap();
    if let Some(fault) = fault {
        operations.iter().for_each(|one| emulator.fault(FaultRule::new(fault.clone()).operation(*one).times(2)));
    }
    let builder = Client::builder().region("cn-hangzhou").endpoint(emulator.endpoint()).access_key("testid", "testsecret");
    let client = builder.sleep(TestClock::new()).build().unwrap();
    let kept = build_and_tear_down(&client).await.unwrap_or_else(|error| panic!("{fault:?}: {error}"));
    for operation in operations {
        let came = emulator.requests().iter().filter(|request| request.operation == **operation).count();
        assert!(came >= 3, "two requests of {operation} fail and one succeeds, of {came}");
    }
    kept
}

async fn build_and_tear_down(client: &Client) -> Result<[Kept; 2], Error> {
    let vpc = client.create_vpc().vpc_name("scenario").cidr_block("10.0.0.0/8").send_and_wait().await?;
    let vpc = vpc.id().to_owned();
    let mut vswitches = Vec::new();
    for number in 1..=3 {
        let call = client.create_vswitch("cn-hangzhou-h", &vpc).cidr_block(format!("10.{number}.0.0/16"));
        vswitches.push(call.send_and_wait().await?.into_inner().vswitch_id.unwrap_or_default());
    }
    let gateway = client.create_nat_gateway(&vpc).vswitch_id(&vswitches[0]).nat_type("Enhanced").send_and_wait().await?;
    let table = gateway.snat_table_ids.first().cloned().unwrap_or_default();
    let gateway = gateway.id().to_owned();
    let eip = client.allocate_eip_address().bandwidth("5").send_and_wait().await?;
    let (address, eip) = (eip.eip_address.clone().unwrap_or_default(), eip.id().to_owned());
    client.associate_eip_address(&eip, &gateway).instance_type("Nat").send_and_wait().await?;
    let entry = client.create_snat_entry(&table).snat_ip(&address).source_vswitch_id(&vswitches[0]).send_and_wait().await?;
    let entry = entry.id().to_owned();
    let built = kept(client, &vpc, &table).await?;

    client.delete_snat_entry(&table, &entry).send_and_wait().await?;
    client.unassociate_eip_address(&eip).instance_id(&gateway).instance_type("Nat").send_and_wait().await?;
    client.release_eip_address(&eip).send_and_wait().await?;
    client.delete_nat_gateway(&gateway).send_and_wait().await?;
    for vswitch in &vswitches {
        client.delete_vswitch(vswitch).send_and_wait().await?;
    }
    client.delete_vpc(&vpc).send_and_wait().await?;
    Ok([built, kept(client, &vpc, &table).await?])
}

async fn kept(client: &Client, vpc: &str, table: &str) -> Result<Kept, Error> {
    Ok(Kept {
        vpcs: client.describe_vpcs().items().collect().await?.len(),
        vswitches: client.describe_vswitches().vpc_id(vpc).items().page_size(1).collect().await?.len(),
        gateways: client.describe_nat_gateways().items().collect().await?.len(),
        eips: client.describe_eip_addresses().items().collect().await?.len(),
        entries: client.describe_snat_table_entries().snat_table_id(table).items().collect().await?.len(),
    })
}
