//! Lists: which resources, in which parts.

use std::time::{Duration, SystemTime};

use crate::common::{Setup, text};
use acs_emulator::{Clock, ManualClock};
use serde_json::Value;

#[tokio::test]
async fn pages_by_number_cover_a_list_once() {
    let setup = Setup::with(acs_emulator::Emulator::builder().quotas(false)).await;
    for number in 0..25 {
        setup.ok("CreateVpc", &[("VpcName", &format!("vpc-{number:02}"))]).await;
    }
    let mut names = Vec::new();
    for page in ["1", "2", "3", "4"] {
        let reply = setup.ok("DescribeVpcs", &[("PageNumber", page), ("PageSize", "10")]).await;
        assert_eq!(
            (text(&reply, "/PageNumber").as_str(), text(&reply, "/PageSize").as_str(), text(&reply, "/TotalCount").as_str()),
            (page, "10", "25")
        );
        names.extend(reply["Vpcs"]["Vpc"].as_array().unwrap().iter().map(|vpc| vpc["VpcName"].as_str().unwrap().to_owned()));
    }
    assert_eq!(names, (0..25).map(|number| format!("vpc-{number:02}")).collect::<Vec<_>>());
    assert_eq!(setup.ok("DescribeVpcs", &[]).await["Vpcs"]["Vpc"].as_array().unwrap().len(), 10, "the default of the spec");
}

#[tokio::test]
async fn pages_by_token_cover_a_list_once() {
    let setup = Setup::new().await;
    for number in 0..7 {
        setup.ok("CreateVpcPrefixList", &[("PrefixListName", &format!("list-{number}"))]).await;
    }
    let (mut names, mut token) = (Vec::new(), None::<String>);
    loop {
        let mut parameters = vec![("MaxResults", "3")];
        parameters.extend(token.as_deref().map(|token| ("NextToken", token)));
        let reply = setup.ok("ListPrefixLists", &parameters).await;
        assert_eq!(text(&reply, "/TotalCount"), "7");
        names.extend(
            reply["PrefixLists"].as_array().unwrap().iter().map(|list| list["PrefixListName"].as_str().unwrap().to_owned()),
        );
        token = reply["NextToken"].as_str().map(str::to_owned);
        if token.is_none() {
            break;
        }
    }
    assert_eq!(names, (0..7).map(|number| format!("list-{number}")).collect::<Vec<_>>());
    assert_eq!(setup.code("ListPrefixLists", &[("NextToken", "never given")]).await, "IllegalParam.NextToken");
}

#[tokio::test]
async fn lists_are_searched_by_id_name_parent_and_state() {
    let setup = Setup::new().await;
    let a = setup.make("CreateVpc", &[("VpcName", "alpha")], "VpcId").await;
    let b = setup.make("CreateVpc", &[("VpcName", "beta"), ("CidrBlock", "10.0.0.0/8")], "VpcId").await;
    setup.ok("CreateVpc", &[("RegionId", "cn-beijing"), ("VpcName", "gamma")]).await;
    let found = async |parameters: &[(&str, &str)]| {
        let reply = setup.ok("DescribeVpcs", parameters).await;
        let names = reply["Vpcs"]["Vpc"].as_array().unwrap().iter().map(|vpc| vpc["VpcName"].as_str().unwrap().to_owned());
        names.collect::<Vec<_>>()
    };
    assert_eq!(found(&[]).await, ["alpha", "beta"], "a region has its own");
    assert_eq!(found(&[("VpcId", &a)]).await, ["alpha"]);
    assert_eq!(found(&[("VpcId", &format!("{a},{b}"))]).await, ["alpha", "beta"]);
    assert_eq!(found(&[("VpcName", "beta")]).await, ["beta"]);
    assert_eq!(found(&[("VpcName", "alpha"), ("VpcId", &b)]).await, Vec::<String>::new());
    assert_eq!(found(&[("VpcId", "vpc-none")]).await, Vec::<String>::new(), "an unknown id is no error in a list");
    assert_eq!(found(&[("RegionId", "cn-beijing")]).await, ["gamma"]);
    assert_eq!(setup.code("DescribeVpcAttribute", &[("RegionId", "cn-beijing"), ("VpcId", &a)]).await, "InvalidVpcId.NotFound");

    for (vpc, cidr) in [(&a, "172.16.0.0/24"), (&b, "10.0.0.0/24"), (&b, "10.0.1.0/24")] {
        setup.ok("CreateVSwitch", &[("VpcId", vpc), ("CidrBlock", cidr), ("ZoneId", "cn-hangzhou-h")]).await;
    }
    assert_eq!(text(&setup.ok("DescribeVSwitches", &[("VpcId", &b)]).await, "/TotalCount"), "2");
    setup.ok("AllocateEipAddress", &[]).await;
    assert_eq!(text(&setup.ok("DescribeEipAddresses", &[("Status", "Available")]).await, "/TotalCount"), "1");
    assert_eq!(text(&setup.ok("DescribeEipAddresses", &[("Status", "InUse")]).await, "/TotalCount"), "0");
}

#[tokio::test]
async fn types_are_those_of_the_spec() {
    let setup = Setup::new().await;
    let acls = setup.ok("DescribeNetworkAcls", &[]).await;
    assert_eq!(acls["TotalCount"], Value::from("0"), "a string in this operation");
    let vpcs = setup.ok("DescribeVpcs", &[]).await;
    assert_eq!(vpcs["TotalCount"], Value::from(0));
    assert_eq!(vpcs["Vpcs"]["Vpc"], Value::Array(Vec::new()), "an empty list is there");
}

#[tokio::test]
async fn eips_are_searched_by_the_time_of_their_creation() {
    let clock = ManualClock::new(SystemTime::now());
    let setup = Setup::with(acs_emulator::Emulator::builder().clock(clock.clone())).await;
    let time = |clock: &ManualClock| humantime::format_rfc3339_seconds(clock.now()).to_string();
    let first = setup.make("AllocateEipAddress", &[], "AllocationId").await;
    clock.advance(Duration::from_secs(60));
    let between = time(&clock);
    clock.advance(Duration::from_secs(60));
    let second = setup.make("AllocateEipAddress", &[], "AllocationId").await;
    for (key, found) in [("CreationStartTime", &second), ("CreationEndTime", &first)] {
        // The service's own example leaves out the seconds.
        for time in [between.clone(), format!("{}Z", &between[..16])] {
            let told = setup.ok("DescribeEipAddresses", &[("Filter.1.Key", key), ("Filter.1.Value", &time)]).await;
            assert_eq!(text(&told, "/TotalCount"), "1", "{key} {time}");
            assert_eq!(text(&told, "/EipAddresses/EipAddress/0/AllocationId"), *found, "{key} {time}");
        }
    }
}

#[tokio::test]
async fn words_are_found_however_they_are_written() {
    let fixture = crate::common::fixture::Fixture::new().await;
    for protocol in ["TCP", "tcp"] {
        let told = fixture.setup.ok("DescribeForwardTableEntries", &[("IpProtocol", protocol)]).await;
        assert_eq!(text(&told, "/TotalCount"), "3", "{protocol}");
    }
    assert_eq!(text(&fixture.setup.ok("DescribeForwardTableEntries", &[("IpProtocol", "udp")]).await, "/TotalCount"), "0");
    let name = [("VpcName", "NAME-1")];
    assert_eq!(text(&fixture.setup.ok("DescribeVpcs", &name).await, "/TotalCount"), "0", "a name is not a word");
}

#[tokio::test]
async fn parameters_that_every_operation_takes_search_for_nothing() {
    let setup = Setup::new().await;
    setup.ok("CreateVpc", &[("OwnerId", "42"), ("ResourceOwnerAccount", "me")]).await;
    let told = setup.ok("DescribeVpcs", &[("OwnerId", "42"), ("ResourceOwnerId", "42"), ("OwnerAccount", "me")]).await;
    assert_eq!(text(&told, "/TotalCount"), "1");
    assert_eq!(text(&setup.ok("DescribeVpcs", &[("VpcOwnerId", "42")]).await, "/TotalCount"), "0");
}
