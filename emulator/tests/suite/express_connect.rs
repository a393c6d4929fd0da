//! Circuits, routers and interfaces of Express Connect; and other kinds that hang together in ways of their own.

use crate::common::fixture::Fixture;
use crate::common::net::{count, net};
use crate::common::{Setup, text};
use serde_json::Value;

const LINE: [(&str, &str); 2] = [("AccessPointId", "ap-1"), ("LineOperator", "CT")];

async fn circuit(setup: &Setup) -> String {
    let id = setup.make("CreatePhysicalConnection", &LINE, "PhysicalConnectionId").await;
    setup.ok("ConfirmPhysicalConnection", &[("PhysicalConnectionId", &id)]).await;
    setup.ok("EnablePhysicalConnection", &[("PhysicalConnectionId", &id)]).await;
    id
}

async fn router(setup: &Setup, circuit: &str, vlan: &str) -> String {
    let parameters = [("PhysicalConnectionId", circuit), ("VbrOwnerId", "1234567890123456"), ("VlanId", vlan)];
    setup.make("CreateVirtualBorderRouter", &parameters, "VbrId").await
}

async fn first(setup: &Setup, operation: &str, list: &str, key: &str, id: &str) -> Value {
    let found = setup.ok(operation, &[("Filter.1.Key", key), ("Filter.1.Value.1", id)]).await;
    found.pointer(list).unwrap_or_else(|| panic!("{found}"))[0].clone()
}

#[tokio::test]
async fn a_circuit_goes_its_way_and_no_other() {
    let setup = Setup::new().await;
    let id = setup.make("CreatePhysicalConnection", &LINE, "PhysicalConnectionId").await;
    let named = [("PhysicalConnectionId", id.as_str())];
    assert_eq!(setup.code("EnablePhysicalConnection", &named).await, "Forbidden.NotAllowedInState");
    assert_eq!(setup.code("TerminatePhysicalConnection", &named).await, "Forbidden.NotAllowedInState");
    setup.ok("CancelPhysicalConnection", &named).await;
    assert_eq!(setup.code("ConfirmPhysicalConnection", &named).await, "IncorrectStatus.PhysicalConnection");
    setup.ok("DeletePhysicalConnection", &named).await;
    assert_eq!(setup.code("CancelPhysicalConnection", &named).await, "InvalidPhysicalConnectionId.NotFound");

    let id = circuit(&setup).await;
    let named = [("PhysicalConnectionId", id.as_str())];
    assert_eq!(setup.code("DeletePhysicalConnection", &named).await, "Forbidden.NotInAllowDeleteStatus");
    setup.ok("TerminatePhysicalConnection", &named).await;
    setup.ok("RecoverPhysicalConnection", &[("InstanceId", &id)]).await;
    let list = "/PhysicalConnectionSet/PhysicalConnectionType";
    assert_eq!(first(&setup, "DescribePhysicalConnections", list, "PhysicalConnectionId", &id).await["Status"], "Enabled");
}

#[tokio::test]
async fn a_router_needs_an_enabled_circuit_and_a_free_vlan_and_keeps_both() {
    let setup = Setup::new().await;
    let new = setup.make("CreatePhysicalConnection", &LINE, "PhysicalConnectionId").await;
    let parameters = [("PhysicalConnectionId", new.as_str()), ("VbrOwnerId", "1"), ("VlanId", "5")];
    assert_eq!(setup.code("CreateVirtualBorderRouter", &parameters).await, "InvalidPhysicalConnectionId.NotEnabled");
    let circuit = circuit(&setup).await;
    let vbr = router(&setup, &circuit, "5").await;
    let parameters = [("PhysicalConnectionId", circuit.as_str()), ("VbrOwnerId", "1"), ("VlanId", "5")];
    assert_eq!(setup.code("CreateVirtualBorderRouter", &parameters).await, "InvalidVlanId.Used");
    let group = setup.make("CreateBgpGroup", &[("RouterId", &vbr), ("PeerAsn", "65000")], "BgpGroupId").await;
    let peer = [("BgpGroupId", group.as_str()), ("PeerIpAddress", "10.0.0.2")];
    setup.ok("CreateBgpPeer", &peer).await;
    assert_eq!(setup.code("CreateBgpPeer", &peer).await, "InvalidParams.PeerIpAddressInUse");
    let listed = setup.ok("DescribeBgpPeers", &[("RouterId", &vbr)]).await;
    assert_eq!(text(&listed, "/BgpPeers/BgpPeer/0/PeerAsn"), "65000", "a peer has the settings of its group");
    assert_eq!(setup.code("DeleteBgpGroup", &[("BgpGroupId", &group)]).await, "DependencyViolation.BgpPeer");
    assert_eq!(setup.code("DeleteVirtualBorderRouter", &[("VbrId", &vbr)]).await, "DependencyViolation.BgpGroup");
    let foreign = router(&setup, &circuit, "6").await;
    let told =
        first(&setup, "DescribeVirtualBorderRouters", "/VirtualBorderRouterSet/VirtualBorderRouterType", "VbrId", &foreign);
    let told = told.await;
    assert_eq!(text(&told, "/AssociatedPhysicalConnections/AssociatedPhysicalConnection/0/PhysicalConnectionId"), circuit);
    let second = self::circuit(&setup).await;
    let more = [("VbrId", foreign.as_str()), ("PhysicalConnectionId", second.as_str()), ("VlanId", "7")];
    setup.ok("AssociatePhysicalConnectionToVirtualBorderRouter", &more).await;
    setup.ok("UnassociatePhysicalConnectionFromVirtualBorderRouter", &more[..2]).await;
    assert!(setup.code("UnassociatePhysicalConnectionFromVirtualBorderRouter", &more[..2]).await.contains("NotFound"));
    let ha = [("VbrId", vbr.as_str()), ("PeerVbrId", foreign.as_str())];
    setup.ok("CreateVbrHa", &ha).await;
    assert_eq!(setup.code("CreateVbrHa", &ha).await, "OperationFailed.VbrInUsedByOtherHa");
}

#[tokio::test]
async fn both_ends_of_a_connection_become_active() {
    let net = net().await;
    let setup = &net.setup;
    let vpc = setup.ok("DescribeVpcAttribute", &[("VpcId", &net.vpc)]).await;
    let vrouter = text(&vpc, "/VRouterId");
    let circuit = circuit(setup).await;
    let vbr = router(setup, &circuit, "5").await;
    let interface = async |role, kind, id: &str| {
        // The accepting side has no bandwidth of its own.
        let spec = if role == "AcceptingSide" { "Negative" } else { "Large.1" };
        let parameters =
            [("Role", role), ("RouterType", kind), ("RouterId", id), ("OppositeRegionId", "cn-hangzhou"), ("Spec", spec)];
        setup.make("CreateRouterInterface", &parameters, "RouterInterfaceId").await
    };
    let (a, b) = (interface("InitiatingSide", "VBR", &vbr).await, interface("AcceptingSide", "VRouter", &vrouter).await);
    let initiating = [
        ("Role", "InitiatingSide"),
        ("RouterType", "VRouter"),
        ("RouterId", &vrouter),
        ("OppositeRegionId", "cn-hangzhou"),
        ("Spec", "Negative"),
    ];
    assert_eq!(setup.code("CreateRouterInterface", &initiating).await, "IllegalParam.Spec");
    assert_eq!(setup.code("ConnectRouterInterface", &[("RouterInterfaceId", &a)]).await, "IncorrectOppositeInterfaceInfo.NotSet");
    for (one, other) in [(&a, &b), (&b, &a)] {
        setup.ok("ModifyRouterInterfaceAttribute", &[("RouterInterfaceId", one), ("OppositeInterfaceId", other)]).await;
    }
    assert_eq!(setup.code("ConnectRouterInterface", &[("RouterInterfaceId", &b)]).await, "IncorrectRole.NotInitiatingSide");
    setup.ok("ConnectRouterInterface", &[("RouterInterfaceId", &a)]).await;
    let told = setup.ok("DescribeRouterInterfaceAttribute", &[("InstanceId", &b)]).await;
    assert_eq!((text(&told, "/Status").as_str(), text(&told, "/OppositeInterfaceStatus").as_str()), ("Active", "Active"));
    assert_eq!(text(&told, "/VpcInstanceId"), net.vpc);
    assert_eq!(setup.code("DeleteRouterInterface", &[("RouterInterfaceId", &a)]).await, "InvalidInstance.StatusError");
    setup.ok("DeleteVSwitch", &[("VSwitchId", &net.vswitch)]).await;
    assert_eq!(setup.code("DeleteVpc", &[("VpcId", &net.vpc)]).await, "DependencyViolation.RouterInterface");
    setup.ok("DeleteExpressConnect", &[("RouterInterfaceId", &a), ("Force", "true")]).await;
    setup.ok("DeleteVpc", &[("VpcId", &net.vpc)]).await;
}

#[tokio::test]
async fn a_vpc_is_granted_to_routers_and_taken_back() {
    let net = net().await;
    let grant = [
        ("VbrOwnerUid", "7"),
        ("InstanceId", net.vpc.as_str()),
        ("VbrRegionNo", "cn-beijing"),
        ("VbrInstanceIds", "vbr-a,vbr-b"),
    ];
    let specify = [&grant[..], &[("GrantType", "Specify")]].concat();
    net.setup.ok("GrantInstanceToVbr", &specify).await;
    let relation = [("InstanceType", "VPC"), ("InstanceId", net.vpc.as_str())];
    assert_eq!(count(&net.setup.ok("DescribeEcGrantRelation", &relation).await, "/EcGrantRelations"), 2);
    net.setup.ok("RevokeInstanceFromVbr", &specify).await;
    assert_eq!(count(&net.setup.ok("DescribeEcGrantRelation", &relation).await, "/EcGrantRelations"), 0);
}

#[tokio::test]
async fn express_connect_has_its_own_tags_and_groups() {
    let fixture = Fixture::new().await;
    for (kind, id) in [
        ("PHYSICALCONNECTION", "PhysicalConnectionId"),
        ("VIRTUALBORDERROUTER", "VbrId"),
        ("ROUTERINTERFACE", "RouterInterfaceId"),
        ("TRAFFICQOS", "QosId"),
    ] {
        let one = fixture.id(id, 1);
        let named = [("ResourceType", kind), ("ResourceId.1", one)];
        let tags = [("Tag.1.Key", "colour"), ("Tag.1.Value", "green")];
        fixture.setup.ok("TagResourcesForExpressConnect", &[&named[..], &tags].concat()).await;
        let wanted = [("ResourceType", kind), tags[0], tags[1]];
        let listed = fixture.setup.ok("ListTagResourcesForExpressConnect", &wanted).await;
        assert_eq!(text(&listed, "/TagResources/TagResource/0/ResourceId"), one, "{kind}");
        fixture.setup.ok("UntagResourcesForExpressConnect", &[&named[..], &[("TagKey.1", "colour")]].concat()).await;
        let listed = fixture.setup.ok("ListTagResourcesForExpressConnect", &wanted).await;
        assert_eq!(count(&listed, "/TagResources/TagResource"), 0, "{kind}");
        let moved = [("ResourceType", kind), ("ResourceId", one), ("NewResourceGroupId", "rg-other")];
        fixture.setup.ok("ChangeResourceGroup", &moved).await;
    }
}

#[tokio::test]
async fn rules_of_a_mirror_filter_are_added_changed_and_removed() {
    let setup = Setup::new().await;
    let filter = setup.make("CreateTrafficMirrorFilter", &[], "TrafficMirrorFilterId").await;
    let rule = |cidr| {
        [
            ("TrafficMirrorFilterId", filter.clone()),
            ("IngressRules.1.Action", "accept".to_owned()),
            ("IngressRules.1.Priority", "1".to_owned()),
            ("IngressRules.1.Protocol", "TCP".to_owned()),
            ("IngressRules.1.SourceCidrBlock", String::from(cidr)),
            ("IngressRules.1.DestinationCidrBlock", "0.0.0.0/0".to_owned()),
        ]
    };
    let add = async |cidr| {
        let pairs = rule(cidr);
        let pairs: Vec<_> = pairs.iter().map(|(name, value)| (*name, value.as_str())).collect();
        setup.send("CreateTrafficMirrorFilterRules", &[&[("RegionId", "cn-hangzhou")], &pairs[..]].concat()).await.unwrap().json()
    };
    let made = text(&add("10.0.0.0/8").await, "/IngressRules/0/InstanceId");
    assert_eq!(text(&add("10.0.0.0/8").await, "/Code"), "DuplicatedParam.Priority");
    assert_eq!(text(&add("10.0.0.1/40").await, "/Code"), "IllegalParam.CidrBlock");
    let change = [("TrafficMirrorFilterRuleId", made.as_str()), ("RuleAction", "drop"), ("Priority", "9")];
    setup.ok("UpdateTrafficMirrorFilterRuleAttribute", &change).await;
    let told = setup.ok("ListTrafficMirrorFilters", &[]).await;
    let told = &told["TrafficMirrorFilters"][0]["IngressRules"][0];
    assert_eq!((&told["Action"], told["Priority"].to_string().as_str()), (&"drop".into(), "9"));
    let gone = [("TrafficMirrorFilterId", filter.as_str()), ("TrafficMirrorFilterRuleIds.1", made.as_str())];
    setup.ok("DeleteTrafficMirrorFilterRules", &gone).await;
    let told = setup.ok("ListTrafficMirrorFilters", &[]).await;
    assert_eq!(count(&told, "/TrafficMirrorFilters/0/IngressRules"), 0);
}

#[tokio::test]
async fn a_dhcp_options_set_stays_as_long_as_a_vpc_has_it() {
    let net = net().await;
    let set = net.setup.make("CreateDhcpOptionsSet", &[("DomainName", "a.example")], "DhcpOptionsSetId").await;
    let pair = [("DhcpOptionsSetId", set.as_str()), ("VpcId", net.vpc.as_str())];
    assert_eq!(net.setup.code("DetachDhcpOptionsSetFromVpc", &pair).await, "OperationFailed.AttachmentNotExist");
    assert_eq!(net.setup.code("ReplaceVpcDhcpOptionsSet", &pair).await, "OperationFailed.AttachmentNotExist");
    net.setup.ok("AttachDhcpOptionsSetToVpc", &pair).await;
    assert_eq!(net.setup.code("AttachDhcpOptionsSetToVpc", &pair).await, "OperationFailed.AttachmentExist");
    let told = net.setup.ok("GetDhcpOptionsSet", &pair[..1]).await;
    assert_eq!((text(&told, "/Status").as_str(), text(&told, "/DhcpOptions/DomainName").as_str()), ("InUse", "a.example"));
    assert_eq!(net.setup.code("DeleteDhcpOptionsSet", &pair[..1]).await, "DependencyViolation.VpcAttachment");
    net.setup.ok("DetachDhcpOptionsSetFromVpc", &pair).await;
    net.setup.ok("DeleteDhcpOptionsSet", &pair[..1]).await;
}
