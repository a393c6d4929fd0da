//! `send_and_wait` waits for the change that a call began. Resources of every kind change at the pace of the service; the client and
//! the emulator share a clock that moves only when the client waits, so that minutes take no time.

use std::time::{Duration, SystemTime};

use acs_emulator::Emulator;
use acs_runtime::test::TestClock;
use acs_runtime::time::Clock;
use vpc_api::forward_entry::CreateForwardEntryRequired;
use vpc_api::vpn_route_entry::CreateVpnRouteEntryRequired;
use vpc_api::{Client, Error};

#[derive(Debug, Clone)]
struct Shared(TestClock);

impl acs_emulator::Clock for Shared {
    fn now(&self) -> SystemTime {
        self.0.now()
    }
}

async fn service() -> (Emulator, Client, TestClock) {
    let clock = TestClock::new();
    let emulator = Emulator::builder().clock(Shared(clock.clone())).time_scale(1.0).start().await.unwrap();
    let builder = Client::builder().region("cn-hangzhou").endpoint(emulator.endpoint()).access_key("testid", "testsecret");
    (emulator, builder.clock(clock.clone()).sleep(clock.clone()).build().unwrap(), clock)
}

/// A VPC with a vSwitch in it.
async fn network(client: &Client) -> Result<(String, String), Error> {
    let vpc = client
        .create_vpc()
        .cidr_block("10.0.0.0/8")
        .enable_ipv6(true)
        .send_and_wait()
        .await?
        .into_inner()
        .vpc_id
        .unwrap_or_default();
    let vswitch = client.create_vswitch("cn-hangzhou-h", &vpc).cidr_block("10.1.0.0/16").ipv6_cidr_block(1);
    Ok((vpc, vswitch.send_and_wait().await?.into_inner().vswitch_id.unwrap_or_default()))
}

#[tokio::test]
async fn networks_and_their_routes() -> Result<(), Error> {
    let (_emulator, client, clock) = service().await;
    let (vpc, vswitch) = network(&client).await?;
    assert!(clock.elapsed() >= Duration::from_secs(4), "it took its time: {:?}", clock.elapsed());
    let table = client.create_route_table(&vpc).send_and_wait().await?.into_inner().route_table_id.unwrap_or_default();
    client.associate_route_table(&table, &vswitch).send_and_wait().await?;
    let entry = client.create_route_entry(&table, "10.200.0.0/16").next_hop_type("Instance").next_hop_id("i-1");
    let entry = entry.send_and_wait().await?.into_inner().route_entry_id.unwrap_or_default();
    client.delete_route_entry().route_entry_id(&entry).route_table_id(&table).send_and_wait().await?;
    client.unassociate_route_table(&table, &vswitch).send_and_wait().await?;
    client.delete_route_table(&table).send_and_wait().await?;

    let acl = client.create_network_acl(&vpc).send_and_wait().await?.into_inner().network_acl_id.unwrap_or_default();
    let on_vswitch = |call: &str| {
        let call = client.call(call).param("RegionId", "cn-hangzhou").param("NetworkAclId", &acl);
        call.param("Resource.1.ResourceType", "VSwitch").param("Resource.1.ResourceId", &vswitch).send()
    };
    on_vswitch("AssociateNetworkAcl").await?;
    client.wait_until_network_acl_association_bound(&vswitch).also("NetworkAclId", &acl).await?;
    on_vswitch("UnassociateNetworkAcl").await?;
    client.wait_until_network_acl_association_removed(&vswitch).also("NetworkAclId", &acl).await?;
    client.delete_network_acl(&acl).send_and_wait().await?;
    let list = client.create_vpc_prefix_list().send_and_wait().await?.into_inner().prefix_list_id.unwrap_or_default();
    client.delete_vpc_prefix_list(&list).send_and_wait().await?;
    let log = client.create_flow_log("VPC", &vpc, "All").project_name("p").log_store_name("l");
    let log = log.send_and_wait().await?.into_inner().flow_log_id.unwrap_or_default();
    client.deactive_flow_log(&log).send_and_wait().await?;
    client.active_flow_log(&log).send_and_wait().await?;
    client.delete_flow_log(&log).send_and_wait().await?;
    client.delete_vswitch(&vswitch).send_and_wait().await?;
    client.delete_vpc(&vpc).send_and_wait().await?;
    assert_eq!(client.describe_vpcs().send().await?.vpcs.len(), 0);
    Ok(())
}

/// Only the caller can end a dependency, so waiting would not help.
#[tokio::test]
async fn what_others_depend_on_fails_at_once_with_advice() -> Result<(), Error> {
    let (_emulator, client, clock) = service().await;
    let (vpc, vswitch) = network(&client).await?;
    let before = clock.elapsed();
    let error = client.delete_vpc(&vpc).send().await.unwrap_err();
    assert_eq!((error.code(), error.attempts()), (Some("DependencyViolation.VSwitch"), 1));
    assert_eq!(clock.elapsed(), before, "it waited");
    assert_eq!(error.advice(), Some("Remove or detach what depends on the resource first"));
    client.delete_vswitch(&vswitch).send_and_wait().await?;
    client.delete_vpc(&vpc).send_and_wait().await?;
    Ok(())
}

#[cfg(feature = "dynamic")]
#[test]
fn no_dependency_is_waited_for() {
    for operation in vpc_api::OPERATIONS.operations.iter() {
        for (code, class) in operation.info.retry.iter().filter(|(code, _)| code.starts_with("DependencyViolation")) {
            assert_ne!(class, acs_runtime::operation::RetryClass::Busy, "{} waits two minutes for {code}", operation.info.name);
        }
    }
}

/// Resources that several fields identify, that are one of several, or that are only associations.
#[tokio::test]
async fn associations_and_resources_without_an_id() -> Result<(), Error> {
    let (_emulator, client, clock) = service().await;
    let (vpc, vswitch) = network(&client).await?;
    let package = client.create_common_bandwidth_package(10).send_and_wait().await?.id().to_owned();
    let mut eips = Vec::new();
    for _ in 0..2 {
        eips.push(client.allocate_eip_address().send_and_wait().await?.id().to_owned());
    }
    let before = clock.elapsed();
    client.add_common_bandwidth_package_ips(&package, &eips).send_and_wait().await?;
    assert!(clock.elapsed() > before, "it took its time");
    let listed = client.describe_common_bandwidth_packages().bandwidth_package_id(&package).send().await?;
    let states = listed.common_bandwidth_packages.iter().flat_map(|package| &package.public_ip_addresses);
    let states: Vec<_> = states.filter_map(|eip| eip.bandwidth_package_ip_relation_status.as_deref()).collect();
    assert_eq!(states, ["BINDED", "BINDED"]);

    let table = client.create_route_table(&vpc).send_and_wait().await?.id().to_owned();
    client.associate_route_table(&table, &vswitch).send_and_wait().await?;
    client.unassociate_route_table(&table, &vswitch).send_and_wait().await?;
    let tables = client.describe_route_table_list().route_table_id(&table).send().await?.router_table_list;
    assert!(tables.iter().all(|table| table.vswitch_ids.is_empty()), "{tables:?}");

    let gateway = client.create_vpn_gateway(&vpc, 5).send_and_wait().await?.id().to_owned();
    let customer = client.create_customer_gateway("1.2.3.4").send().await?.customer_gateway_id.unwrap_or_default();
    let connection = client.create_vpn_connection(&gateway, "10.0.0.0/8", "192.168.0.0/16").customer_gateway_id(&customer);
    let connection = connection.send_and_wait().await?.into_inner().vpn_connection_id.unwrap_or_default();
    let route = || client.wait_until_vpn_route_entry_present("192.168.0.0/16").also("VpnGatewayId", &gateway);
    let new = CreateVpnRouteEntryRequired {
        vpn_gateway_id: gateway.clone(),
        route_dest: "192.168.0.0/16".into(),
        next_hop: connection.clone(),
        weight: 100,
        publish_vpc: false,
    };
    client.create_vpn_route_entry(new).send_and_wait().await?;
    route().also("NextHop", &connection).await?;
    let other = route().also("NextHop", "vco-other").missing_allowed(1).await.unwrap_err();
    assert!(other.to_string().contains("does not know it"), "{other}");
    Ok(())
}

#[tokio::test]
async fn addresses_and_what_they_are_for() -> Result<(), Error> {
    let (_emulator, client, _) = service().await;
    let (vpc, vswitch) = network(&client).await?;
    let eip = client.allocate_eip_address().send_and_wait().await?;
    let (address, eip) = (eip.eip_address.clone().unwrap_or_default(), eip.id().to_owned());
    let package =
        client.create_common_bandwidth_package(10).send_and_wait().await?.into_inner().bandwidth_package_id.unwrap_or_default();
    client.add_common_bandwidth_package_ip(&package, &eip).send_and_wait().await?;
    client.remove_common_bandwidth_package_ip(&package, &eip).send_and_wait().await?;
    client.delete_common_bandwidth_package(&package).send_and_wait().await?;

    let vip = client.create_ha_vip(&vswitch).send_and_wait().await?.into_inner().ha_vip_id.unwrap_or_default();
    client.associate_ha_vip(&vip, "i-1").send_and_wait().await?;
    client.unassociate_ha_vip(&vip, "i-1").send_and_wait().await?;
    client.delete_ha_vip(&vip).send_and_wait().await?;

    let gateway = client.create_nat_gateway(&vpc).vswitch_id(&vswitch).nat_type("Enhanced").send_and_wait().await?;
    let (snat, dnat) = (gateway.snat_table_ids[0].clone(), gateway.forward_table_ids[0].clone());
    let gateway = gateway.id().to_owned();
    client.associate_eip_address(&eip, &gateway).instance_type("Nat").send_and_wait().await?;
    let entry = client.create_snat_entry(&snat).source_vswitch_id(&vswitch).snat_ip(&address).send_and_wait().await?;
    client.delete_snat_entry(&snat, entry.id()).send_and_wait().await?;
    let entry = CreateForwardEntryRequired {
        forward_table_id: dnat.clone(),
        external_ip: address,
        external_port: "80".to_owned(),
        internal_ip: "10.1.0.9".to_owned(),
        internal_port: "8080".to_owned(),
        ip_protocol: "TCP".to_owned(),
    };
    let entry = client.create_forward_entry(entry).send_and_wait().await?;
    client.delete_forward_entry(&dnat, entry.id()).send_and_wait().await?;
    client.unassociate_eip_address(&eip).instance_id(&gateway).instance_type("Nat").send_and_wait().await?;
    client.release_eip_address(&eip).send_and_wait().await?;
    client.delete_nat_gateway(&gateway).send_and_wait().await?;

    let gateway = client.create_nat_gateway(&vpc).vswitch_id(&vswitch).network_type("intranet").send_and_wait().await?;
    let gateway = gateway.id().to_owned();
    client.create_nat_ip_cidr(&gateway, "172.30.0.0/28").send().await?;
    let ip = client.create_nat_ip(&gateway, "172.30.0.0/28").send_and_wait().await?.into_inner().nat_ip_id.unwrap_or_default();
    client.delete_nat_ip().nat_ip_id(&ip).nat_gateway_id(&gateway).send_and_wait().await?;
    client.delete_nat_ip_cidr("172.30.0.0/28", &gateway).send().await?;
    client.delete_nat_gateway(&gateway).send_and_wait().await?;
    Ok(())
}

#[tokio::test]
async fn gateways_to_the_internet() -> Result<(), Error> {
    let (_emulator, client, _) = service().await;
    let (vpc, vswitch) = network(&client).await?;
    let gateway = client.create_ipv4_gateway(&vpc).send_and_wait().await?.into_inner().ipv4_gateway_id.unwrap_or_default();
    client.enable_vpc_ipv4_gateway(&gateway).send_and_wait().await?;
    client.delete_ipv4_gateway(&gateway).send_and_wait().await?;

    let gateway = client.create_ipv6_gateway(&vpc).send_and_wait().await?.into_inner().ipv6_gateway_id.unwrap_or_default();
    let address = client.allocate_ipv6_address(&vswitch).send_and_wait().await?.into_inner().ipv6_address_id.unwrap_or_default();
    let bandwidth = client.allocate_ipv6_internet_bandwidth(&address, 5).send().await?;
    let bandwidth = bandwidth.id()?.to_owned();
    let rule = client.create_ipv6_egress_only_rule(&gateway, &address).send_and_wait().await?;
    let rule = rule.id().to_owned();
    client.delete_ipv6_egress_only_rule(&rule).send_and_wait(&gateway).await?;
    client.delete_ipv6_internet_bandwidth().ipv6_internet_bandwidth_id(&bandwidth).send().await?;
    client.release_ipv6_address(&address).send_and_wait().await?;
    client.delete_ipv6_gateway(&gateway).send_and_wait().await?;
    Ok(())
}

/// A VPN gateway is busy for a while after every change of anything in it; calls wait for that as well.
#[tokio::test]
async fn private_networks() -> Result<(), Error> {
    let (_emulator, client, clock) = service().await;
    let (vpc, _vswitch) = network(&client).await?;
    let gateway = client
        .create_vpn_gateway(&vpc, 5)
        .enable_ssl(true)
        .send_and_wait()
        .await?
        .into_inner()
        .vpn_gateway_id
        .unwrap_or_default();
    assert!(clock.elapsed() >= Duration::from_secs(60), "it took its time: {:?}", clock.elapsed());
    let customer = client.create_customer_gateway("1.2.3.4").send().await?.customer_gateway_id.unwrap_or_default();
    let connection = client.create_vpn_connection(&gateway, "10.0.0.0/8", "192.168.0.0/16").customer_gateway_id(&customer);
    let connection = connection.send().await?.vpn_connection_id.unwrap_or_default();
    let server = client.create_ssl_vpn_server(&gateway, "192.168.30.0/24", "10.0.0.0/8").send().await?;
    let server = server.id()?.to_owned();
    let certificate =
        client.create_ssl_vpn_client_cert(&server).send_and_wait().await?.into_inner().ssl_vpn_client_cert_id.unwrap_or_default();
    client.delete_ssl_vpn_client_cert(&certificate).send_and_wait(&gateway).await?;
    client.delete_ssl_vpn_server(&server).send_and_wait(&gateway).await?;
    client.delete_vpn_connection(&connection).send_and_wait(&gateway).await?;
    client.delete_customer_gateway(&customer).send().await?;
    client.delete_vpn_gateway(&gateway).send_and_wait().await?;
    Ok(())
}
