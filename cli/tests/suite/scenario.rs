//! What people build first, with one command line after the other: the same end whether the service is well or not.

use crate::common::Emulator;

#[test]
fn a_network_is_built_and_torn_down() {
    build_and_tear_down(&Emulator::start(&[]));
}

/// Each creation is throttled, and fails once after its work was done; nothing may be there twice.
#[test]
fn faults_do_not_change_the_end() {
    let folder = tempfile::tempdir().unwrap();
    let faults = folder.path().join("faults.json");
    let rules = r#"[
        {"operation": "CreateV*", "fault": {"kind": "throttle", "retry_after_ms": 1}, "times": 2},
        {"operation": "CreateVSwitch", "fault": {"kind": "drop_after"}, "times": 1},
        {"operation": "DescribeVpcs", "fault": {"kind": "bad_gateway"}, "times": 1},
        {"operation": "DeleteVpc", "fault": {"kind": "throttle", "retry_after_ms": 1}, "times": 1}
    ]"#;
    std::fs::write(&faults, rules).unwrap();
    build_and_tear_down(&Emulator::start(&["--faults", faults.to_str().unwrap()]));
}

fn build_and_tear_down(emulator: &Emulator) {
    let vpc = call(emulator, &["CreateVpc", "--VpcName", "scenario", "--CidrBlock", "10.0.0.0/8", "--query", "VpcId"]);
    let zone = ["--ZoneId", "cn-hangzhou-b"];
    let vswitch = ["CreateVSwitch", "--VpcId", &vpc, "--CidrBlock", "10.1.0.0/16", "--query", "VSwitchId"];
    let vswitch = call(emulator, &[&vswitch[..], &zone].concat());
    let nat =
        ["CreateNatGateway", "--VpcId", &vpc, "--VSwitchId", &vswitch, "--NatType", "Enhanced", "--NetworkType", "internet"];
    let nat = call(emulator, &[&nat[..], &["--query", "[NatGatewayId, SnatTableIds.SnatTableId[0]]"]].concat());
    let (nat, snat_table) = nat.split_once('\n').unwrap();
    let eip = call(emulator, &["AllocateEipAddress", "--Bandwidth", "5", "--query", "[AllocationId, EipAddress]"]);
    let (eip, address) = eip.split_once('\n').unwrap();
    call(emulator, &["AssociateEipAddress", "--AllocationId", eip, "--InstanceId", nat, "--InstanceType", "Nat"]);
    let snat = ["CreateSnatEntry", "--SnatTableId", snat_table, "--SourceVSwitchId", &vswitch, "--SnatIp", address];
    let snat = call(emulator, &[&snat[..], &["--query", "SnatEntryId"]].concat());

    assert_eq!(count(emulator, &["DescribeVpcs"], "length(Vpcs.Vpc[?VpcName=='scenario'])"), "1");
    assert_eq!(count(emulator, &["DescribeVSwitches", "--VpcId", &vpc], "length(VSwitches.VSwitch)"), "1");
    assert_eq!(count(emulator, &["DescribeNatGateways", "--VpcId", &vpc], "length(NatGateways.NatGateway)"), "1");
    assert_eq!(count(emulator, &["DescribeEipAddresses", "--AllocationId", eip], "EipAddresses.EipAddress[0].Status"), "InUse");
    let refused = emulator.run(&["call", "DeleteVpc", "--VpcId", &vpc, "--no-retry"]);
    assert_eq!(refused.status.code(), Some(3), "a VPC with a vSwitch is not deleted");

    call(emulator, &["DeleteSnatEntry", "--SnatTableId", snat_table, "--SnatEntryId", &snat]);
    call(emulator, &["UnassociateEipAddress", "--AllocationId", eip, "--InstanceId", nat, "--InstanceType", "Nat"]);
    call(emulator, &["ReleaseEipAddress", "--AllocationId", eip]);
    call(emulator, &["DeleteNatGateway", "--NatGatewayId", nat]);
    call(emulator, &["DeleteVSwitch", "--VSwitchId", &vswitch]);
    call(emulator, &["DeleteVpc", "--VpcId", &vpc]);
    assert_eq!(count(emulator, &["DescribeVpcs"], "length(Vpcs.Vpc[?VpcName=='scenario'])"), "0");
}

/// What a call that must succeed prints as text.
fn call(emulator: &Emulator, arguments: &[&str]) -> String {
    let output = emulator.run(&[&["call", "--output", "text"], arguments].concat());
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap().trim_end().to_owned()
}

fn count(emulator: &Emulator, arguments: &[&str], query: &str) -> String {
    call(emulator, &[arguments, &["--all-pages", "--query", query]].concat())
}
