//! What the waiters of the specs wait for comes to pass at the service's own pace, through the states that they know.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;
use std::time::{Duration, SystemTime};

use crate::common::fixture::{Fixture, RECIPES, borrowed};
use acs_emulator::{Emulator, ManualClock};
use acs_spec::{Until, Waiter};
use serde_json::Value;

/// What is done after everything was made, in this order: the operation, its parameters, and the waiters for what follows.
const STEPS: &[(&str, &str, &[&str])] = &[
    ("ModifyRouteEntry", "RouteEntryId={RouteEntryId} RouteEntryName=changed", &["RouteEntryAvailable"]),
    ("AssociateRouteTable", "RouteTableId={RouteTableId} VSwitchId={VSwitchId}", &["RouteTableAvailable", "VSwitchAvailable"]),
    (
        "UnassociateRouteTable",
        "RouteTableId={RouteTableId} VSwitchId={VSwitchId}",
        &["RouteTableDetached", "RouteTableAvailable", "VSwitchAvailable"],
    ),
    ("ModifySnatEntry", "SnatTableId={SnatTableId} SnatEntryId={SnatEntryId} SnatEntryName=changed", &["SnatEntryAvailable"]),
    (
        "ModifyForwardEntry",
        "ForwardTableId={ForwardTableId} ForwardEntryId={ForwardEntryId} ForwardEntryName=changed",
        &["ForwardEntryAvailable"],
    ),
    ("ModifyNatGatewaySpec", "NatGatewayId={NatGatewayId} Spec=Large", &["NatGatewayAvailable"]),
    (
        "ModifyVpnConnectionAttribute",
        "VpnConnectionId={VpnConnectionId} Name=changed",
        &["VpnConnectionActive", "VpnGatewayActive"],
    ),
    ("AssociateHaVip", "HaVipId={HaVipId} InstanceId=i-1", &["HaVipInUse", "HaVipSettled"]),
    ("UnassociateHaVip", "HaVipId={HaVipId} InstanceId=i-1", &["HaVipAvailable", "HaVipSettled"]),
    (
        "ModifyCommonBandwidthPackageSpec",
        "BandwidthPackageId={BandwidthPackageId} Bandwidth=7",
        &["CommonBandwidthPackageAvailable"],
    ),
    (
        "AddCommonBandwidthPackageIp",
        "BandwidthPackageId={BandwidthPackageId} IpInstanceId={AllocationId}",
        &["CommonBandwidthPackageIpBound"],
    ),
    (
        "RemoveCommonBandwidthPackageIp",
        "BandwidthPackageId={BandwidthPackageId} IpInstanceId={AllocationId}",
        &["CommonBandwidthPackageIpRemoved"],
    ),
    (
        "AssociateNetworkAcl",
        "NetworkAclId={NetworkAclId} Resource.1.ResourceId={VSwitchId} Resource.1.ResourceType=VSwitch",
        &["NetworkAclAvailable", "NetworkAclAssociationBound"],
    ),
    (
        "UnassociateNetworkAcl",
        "NetworkAclId={NetworkAclId} Resource.1.ResourceId={VSwitchId} Resource.1.ResourceType=VSwitch",
        &["NetworkAclAvailable", "NetworkAclAssociationRemoved"],
    ),
    ("EnableVpcIpv4Gateway", "Ipv4GatewayId={Ipv4GatewayId}", &["Ipv4GatewayCreated"]),
    ("ModifyNetworkAclAttributes", "NetworkAclId={NetworkAclId} NetworkAclName=changed", &["NetworkAclAvailable"]),
    ("ModifyVpcPrefixList", "PrefixListId={PrefixListId} PrefixListName=changed", &["PrefixListCreated"]),
    ("DeactiveFlowLog", "FlowLogId={FlowLogId}", &["FlowLogInactive", "FlowLogSettled"]),
    ("ActiveFlowLog", "FlowLogId={FlowLogId}", &["FlowLogActive", "FlowLogSettled"]),
    ("AttachDhcpOptionsSetToVpc", "DhcpOptionsSetId={DhcpOptionsSetId} VpcId={VpcId}", &["VpcDhcpOptionsSetInUse"]),
    ("DetachDhcpOptionsSetFromVpc", "DhcpOptionsSetId={DhcpOptionsSetId} VpcId={VpcId}", &["VpcDhcpOptionsSetUnused"]),
    (
        "AssociateRouteTablesWithVpcGatewayEndpoint",
        "EndpointId={EndpointId} RouteTableIds.1={RouteTableId}",
        &["GatewayEndpointCreated"],
    ),
    (
        "DissociateRouteTablesFromVpcGatewayEndpoint",
        "EndpointId={EndpointId} RouteTableIds.1={RouteTableId}",
        &["GatewayEndpointCreated"],
    ),
    (
        "UpdateRouteTargetGroup",
        "RouteTargetGroupId={RouteTargetGroupId} RouteTargetGroupName=changed",
        &["RouteTargetGroupSettled"],
    ),
    ("SwitchActiveRouteTarget", "RouteTargetGroupId={RouteTargetGroupId}", &["RouteTargetGroupSettled"]),
    (
        "AddSourcesToTrafficMirrorSession",
        "TrafficMirrorSessionId={TrafficMirrorSessionId} TrafficMirrorSourceIds.1=eni-more",
        &["TrafficMirrorSessionCreated"],
    ),
    (
        "DeleteVcoRouteEntry",
        "VpnConnectionId={VpnAttachmentId} RouteDest={VcoRouteDest} NextHop={VpnAttachmentId} Weight=100",
        &["VpnAttachmentAttached"],
    ),
    ("ModifyRouterInterfaceAttribute", "RouterInterfaceId={RouterInterfaceId} OppositeInterfaceId=ri-other", &[]),
    ("ConnectRouterInterface", "RouterInterfaceId={RouterInterfaceId}", &["RouterInterfaceActive", "RouterInterfaceSettled"]),
    ("DeactivateRouterInterface", "RouterInterfaceId={RouterInterfaceId}", &["RouterInterfaceInactive"]),
    ("ActivateRouterInterface", "RouterInterfaceId={RouterInterfaceId}", &["RouterInterfaceActive"]),
    ("DeactivateRouterInterface", "RouterInterfaceId={RouterInterfaceId}", &["RouterInterfaceInactive"]),
    ("TerminateVirtualBorderRouter", "VbrId={VbrId}", &["VirtualBorderRouterTerminated"]),
    ("RecoverVirtualBorderRouter", "VbrId={VbrId}", &["VirtualBorderRouterActive"]),
    ("StartFailoverTestJob", "JobId={JobId}", &["FailoverTestJobTesting", "FailoverTestJobSettled"]),
    ("StopFailoverTestJob", "JobId={JobId}", &["FailoverTestJobStopped", "FailoverTestJobSettled"]),
    ("ModifyIPv6TranslatorAttribute", "Ipv6TranslatorId={Ipv6TranslatorId} Name=changed", &["IPv6TranslatorActive"]),
    (
        "UnassociateGlobalAccelerationInstance",
        "GlobalAccelerationInstanceId={GlobalAccelerationInstanceId}",
        &["GlobalAccelerationInstanceAvailable"],
    ),
    // Everything goes, children first.
    ("DeleteIPv6TranslatorEntry", "Ipv6TranslatorEntryId={Ipv6TranslatorEntryId}", &[]),
    ("DeleteIPv6TranslatorAclList", "AclId={AclId}", &[]),
    ("DeleteIPv6Translator", "Ipv6TranslatorId={Ipv6TranslatorId}", &["IPv6TranslatorDeleted"]),
    (
        "DeleteGlobalAccelerationInstance",
        "GlobalAccelerationInstanceId={GlobalAccelerationInstanceId}",
        &["GlobalAccelerationInstanceDeleted"],
    ),
    ("DeleteFailoverTestJob", "JobId={JobId}", &[]),
    (
        "DeleteExpressConnectTrafficQosRule",
        "QosId={QosId} QueueId={QueueId} RuleId={RuleId}",
        &["ExpressConnectTrafficQosRuleDeleted", "ExpressConnectTrafficQosNormal"],
    ),
    (
        "DeleteExpressConnectTrafficQosQueue",
        "QosId={QosId} QueueId={QueueId}",
        &["ExpressConnectTrafficQosQueueDeleted", "ExpressConnectTrafficQosNormal"],
    ),
    ("DeleteExpressConnectTrafficQos", "QosId={QosId}", &[]),
    ("DeleteRouterInterface", "RouterInterfaceId={RouterInterfaceId}", &["RouterInterfaceDeleted"]),
    ("DeleteBgpPeer", "BgpPeerId={BgpPeerId}", &["BgpPeerDeleted"]),
    ("DeleteBgpGroup", "BgpGroupId={BgpGroupId}", &["BgpGroupDeleted"]),
    ("DeleteBgpNetwork", "RouterId={VbrId} DstCidrBlock=10.40.0.0/16", &[]),
    ("DeleteVbrHa", "InstanceId={VbrHaId}", &["VbrHaDeleted"]),
    ("DeleteVirtualBorderRouter", "VbrId={VbrId}", &["VirtualBorderRouterDeleted"]),
    ("DeleteVirtualBorderRouter", "VbrId={PeerVbrId}", &[]),
    ("TerminatePhysicalConnection", "PhysicalConnectionId={PhysicalConnectionId}", &["PhysicalConnectionTerminated"]),
    ("DeletePhysicalConnection", "PhysicalConnectionId={PhysicalConnectionId}", &[]),
    ("DeleteVpnAttachment", "VpnConnectionId={VpnAttachmentId}", &[]),
    ("DeleteRouteTargetGroup", "RouteTargetGroupId={RouteTargetGroupId}", &["RouteTargetGroupDeleted"]),
    (
        "DeletePublicIpAddressPoolCidrBlock",
        "PublicIpAddressPoolId={PublicIpAddressPoolId} CidrBlock={CidrBlock}",
        &["PublicIpAddressPoolCidrBlockDeleted"],
    ),
    ("DeletePublicIpAddressPool", "PublicIpAddressPoolId={PublicIpAddressPoolId}", &["PublicIpAddressPoolDeleted"]),
    ("DeleteTrafficMirrorSession", "TrafficMirrorSessionId={TrafficMirrorSessionId}", &["TrafficMirrorSessionDeleted"]),
    ("DeleteTrafficMirrorFilter", "TrafficMirrorFilterId={TrafficMirrorFilterId}", &["TrafficMirrorFilterDeleted"]),
    ("DeleteVpcGatewayEndpoint", "EndpointId={EndpointId}", &["GatewayEndpointDeleted"]),
    ("DeleteDhcpOptionsSet", "DhcpOptionsSetId={DhcpOptionsSetId}", &["DhcpOptionsSetDeleted"]),
    (
        "DissociateVpnGatewayWithCertificate",
        "VpnGatewayId={VpnGatewayId} CertificateType=Encryption CertificateId=cert-0",
        &["VpnGatewayActive"],
    ),
    ("DeleteIpsecServer", "IpsecServerId={IpsecServerId}", &["IpsecServerDeleted", "VpnGatewayActive"]),
    ("DeleteFlowLog", "FlowLogId={FlowLogId}", &["FlowLogDeleted"]),
    ("DeleteVpcPrefixList", "PrefixListId={PrefixListId}", &["PrefixListDeleted"]),
    ("DeleteNetworkAcl", "NetworkAclId={NetworkAclId}", &["NetworkAclDeleted"]),
    ("DeleteIpv6EgressOnlyRule", "Ipv6EgressOnlyRuleId={Ipv6EgressRuleId}", &["Ipv6EgressOnlyRuleDeleted"]),
    ("DeleteIpv6InternetBandwidth", "Ipv6AddressId={Ipv6AddressId}", &[]),
    ("ReleaseIpv6Address", "Ipv6AddressId={Ipv6AddressId}", &["Ipv6AddressDeleted"]),
    ("DeleteIpv6Gateway", "Ipv6GatewayId={Ipv6GatewayId}", &["Ipv6GatewayDeleted"]),
    ("DeleteIpv4Gateway", "Ipv4GatewayId={Ipv4GatewayId}", &["Ipv4GatewayDeleted"]),
    ("DeleteCommonBandwidthPackage", "BandwidthPackageId={BandwidthPackageId}", &["CommonBandwidthPackageDeleted"]),
    ("DeleteHaVip", "HaVipId={HaVipId}", &["HaVipDeleted"]),
    ("DeleteSslVpnClientCert", "SslVpnClientCertId={SslVpnClientCertId}", &["SslVpnClientCertDeleted", "VpnGatewayActive"]),
    ("DeleteSslVpnServer", "SslVpnServerId={SslVpnServerId}", &["SslVpnServerDeleted", "VpnGatewayActive"]),
    ("DeleteVpnConnection", "VpnConnectionId={VpnConnectionId}", &["VpnConnectionDeleted", "VpnGatewayActive"]),
    ("DeleteCustomerGateway", "CustomerGatewayId={CustomerGatewayId}", &["CustomerGatewayDeleted"]),
    ("DeleteVpnGateway", "VpnGatewayId={VpnGatewayId}", &["VpnGatewayDeleted"]),
    ("DeleteFullNatEntry", "FullNatTableId={FullNatTableId} FullNatEntryId={FullNatEntryId}", &["FullNatEntryDeleted"]),
    ("DeleteVSwitchCidrReservation", "VSwitchCidrReservationId={VSwitchCidrReservationId}", &["VSwitchCidrReservationDeleted"]),
    ("DeleteNatIp", "NatIpId={NatIpId}", &["NatIpDeleted"]),
    ("DeleteNatIpCidr", "NatGatewayId={NatGatewayId} NatIpCidr=172.16.0.0/24", &["NatIpCidrDeleted"]),
    ("DeleteForwardEntry", "ForwardTableId={ForwardTableId} ForwardEntryId={ForwardEntryId}", &["ForwardEntryDeleted"]),
    ("DeleteSnatEntry", "SnatTableId={SnatTableId} SnatEntryId={SnatEntryId}", &["SnatEntryDeleted"]),
    ("UnassociateEipAddress", "AllocationId={AllocationId}", &["EipAddressAvailable", "EipAddressSettled"]),
    ("ReleaseEipAddress", "AllocationId={AllocationId}", &["EipAddressDeleted"]),
    ("ReleaseEipSegmentAddress", "SegmentInstanceId={EipSegmentInstanceId}", &["EipSegmentDeleted"]),
    ("DeleteNatGateway", "NatGatewayId={NatGatewayId}", &["NatGatewayDeleted"]),
    ("DeleteRouteEntry", "RouteEntryId={RouteEntryId}", &["RouteEntryDeleted"]),
    ("DeleteRouteTable", "RouteTableId={RouteTableId}", &["RouteTableDeleted"]),
    ("DeleteVSwitch", "VSwitchId={VSwitchId}", &["VSwitchDeleted"]),
    ("DeleteVpc", "VpcId={VpcId}", &["VpcDeleted"]),
];

/// What follows the creations.
const CREATED: &[(&str, &[&str])] = &[
    ("CreateVpc", &["VpcAvailable"]),
    ("CreateVSwitch", &["VSwitchAvailable"]),
    ("CreateRouteTable", &["RouteTableAvailable"]),
    ("CreateRouteEntry", &["RouteEntryAvailable"]),
    ("AllocateEipAddress", &["EipAddressAvailable"]),
    ("AllocateEipSegmentAddress", &["EipSegmentAllocated"]),
    ("CreateNatGateway", &["NatGatewayAvailable"]),
    ("AssociateEipAddress", &["EipAddressInUse", "EipAddressSettled"]),
    ("CreateSnatEntry", &["SnatEntryAvailable"]),
    ("CreateForwardEntry", &["ForwardEntryAvailable"]),
    ("CreateNatIpCidr", &["NatIpCidrAvailable"]),
    ("CreateNatIp", &["NatIpAvailable"]),
    ("CreateFullNatEntry", &["FullNatEntryAvailable"]),
    ("CreateVSwitchCidrReservation", &["VSwitchCidrReservationAssigned"]),
    ("CreateVpnGateway", &["VpnGatewayActive"]),
    ("CreateCustomerGateway", &["CustomerGatewayPresent"]),
    ("CreateVpnConnection", &["VpnConnectionActive", "VpnGatewayActive"]),
    ("CreateSslVpnServer", &["SslVpnServerPresent", "VpnGatewayActive"]),
    ("CreateSslVpnClientCert", &["SslVpnClientCertNormal", "VpnGatewayActive"]),
    ("CreateHaVip", &["HaVipAvailable"]),
    ("CreateCommonBandwidthPackage", &["CommonBandwidthPackageAvailable"]),
    ("CreateIpv4Gateway", &["Ipv4GatewayCreated"]),
    ("CreateIpv6Gateway", &["Ipv6GatewayAvailable"]),
    ("AllocateIpv6Address", &["Ipv6AddressAvailable"]),
    ("CreateIpv6EgressOnlyRule", &["Ipv6EgressOnlyRuleAvailable"]),
    ("CreateNetworkAcl", &["NetworkAclAvailable"]),
    ("CreateVpcPrefixList", &["PrefixListCreated"]),
    ("CreateFlowLog", &["FlowLogActive"]),
    ("CreatePhysicalConnection", &["PhysicalConnectionAllocated"]),
    ("ConfirmPhysicalConnection", &["PhysicalConnectionConfirmed"]),
    ("EnablePhysicalConnection", &["PhysicalConnectionEnabled"]),
    ("CreateVirtualPhysicalConnection", &["VirtualPhysicalConnectionConfirmed"]),
    ("CreateVirtualBorderRouter", &["VirtualBorderRouterSettled", "VirtualBorderRouterActive"]),
    ("CreateVbrHa", &["VbrHaActive"]),
    ("CreateBgpGroup", &["BgpGroupAvailable"]),
    ("CreateBgpPeer", &["BgpPeerAvailable"]),
    ("CreateRouterInterface", &["RouterInterfaceSettled"]),
    ("CreateExpressConnectTrafficQosQueue", &["ExpressConnectTrafficQosQueueNormal", "ExpressConnectTrafficQosNormal"]),
    ("CreateExpressConnectTrafficQosRule", &["ExpressConnectTrafficQosRuleNormal", "ExpressConnectTrafficQosNormal"]),
    ("CreateFailoverTestJob", &["FailoverTestJobSettled"]),
    ("CreateIPv6Translator", &["IPv6TranslatorActive"]),
    ("CreateGlobalAccelerationInstance", &["GlobalAccelerationInstanceAvailable"]),
    ("CreateVpnAttachment", &["VpnAttachmentAttached", "VpnAttachmentCreated"]),
    ("AllocateIpv6InternetBandwidth", &["Ipv6AddressBandwidthNormal"]),
    ("CreateVcoRouteEntry", &["VpnAttachmentAttached"]),
    ("CreateIpsecServer", &["IpsecServerPresent", "VpnGatewayActive"]),
    ("AssociateVpnGatewayWithCertificate", &["VpnGatewayActive"]),
    ("CreateDhcpOptionsSet", &["DhcpOptionsSetAvailable"]),
    ("CreateVpcGatewayEndpoint", &["GatewayEndpointCreated"]),
    ("CreateTrafficMirrorFilter", &["TrafficMirrorFilterCreated"]),
    ("CreateTrafficMirrorSession", &["TrafficMirrorSessionCreated"]),
    ("CreatePublicIpAddressPool", &["PublicIpAddressPoolCreated"]),
    ("AddPublicIpAddressPoolCidrBlock", &["PublicIpAddressPoolCidrBlockCreated"]),
    ("CreateRouteTargetGroup", &["RouteTargetGroupSettled"]),
];

/// What is there at once.
const AT_ONCE: &[&str] = &[
    "AllocateEipAddress",
    "CreateNatIpCidr",
    "CreateVpcPrefixList",
    "CreateSslVpnClientCert",
    "CreatePublicIpAddressPool",
    "AddPublicIpAddressPoolCidrBlock",
    "ConfirmPhysicalConnection",
    "EnablePhysicalConnection",
    "CreateVirtualPhysicalConnection",
    "CreateVirtualBorderRouter",
    "CreateRouterInterface",
    "CreateFailoverTestJob",
    "CreateGlobalAccelerationInstance",
];

/// Waiters that poll an operation which is kept, for something that is not, or that another test brings about.
const NOT_KEPT: &[&str] = &["VpnAttachmentDetached", "PhysicalConnectionCanceled", "GlobalAccelerationInstanceInUse"];

/// Waiters for parts and associations that no recipe makes.
const NOT_MADE: &[&str] = &[
    "TrafficMirrorFilterRuleCreated",
    "TrafficMirrorFilterRuleDeleted",
    "VirtualBorderRouterPhysicalConnectionAssociated",
    "VirtualBorderRouterPhysicalConnectionDetached",
];

fn waiters() -> &'static BTreeMap<String, Waiter> {
    static WAITERS: LazyLock<BTreeMap<String, Waiter>> = LazyLock::new(|| {
        let (_, text) = acs_emulator::specs().iter().find(|(path, _)| *path == "waiters.yaml").unwrap();
        serde_yaml::from_str(text).unwrap()
    });
    &WAITERS
}

impl Fixture {
    /// The resource that a waiter polls for; `None` if it is not there.
    async fn polled(&self, name: &str, waiter: &Waiter) -> Option<Value> {
        let id = match name {
            _ if name.starts_with("VpnAttachment") => self.id("VpnAttachmentId", 0),
            "VirtualPhysicalConnectionConfirmed" => self.id("VirtualPhysicalConnectionIds", 0),
            _ => self.waited_for(waiter),
        };
        let mut parameters = vec![("RegionId", "cn-hangzhou")];
        parameters.extend(waiter.id.as_deref().map(|name| (name, id)));
        parameters.extend(waiter.with.iter().map(|(name, value)| (name, value.as_str())));
        parameters.extend(waiter.also.iter().map(|name| (name.as_str(), self.id(name, 0))));
        let reply = self.setup.send(&waiter.operation, &parameters).await.unwrap();
        let body = reply.json();
        if reply.status != 200 {
            let code = body["Code"].as_str().unwrap().to_owned();
            assert!(code.contains("NotFound") || waiter.not_found.contains(&code), "{parameters:?}: {code}");
            return None;
        }
        let Some(path) = &waiter.items else { return Some(body) };
        let mut items = unwrapped(&body[path.split('.').next().unwrap()], path.split('.').skip(1));
        if let Some(inner) = waiter.sub_items.first() {
            items = items.iter().flat_map(|item| unwrapped(&item[inner], [])).collect();
        }
        let is_it = |item: &Value| match waiter.matches.first() {
            Some(field) => item[field] == id,
            None => item == id,
        };
        items.into_iter().find(is_it)
    }

    /// The id of what a waiter is about.
    fn waited_for(&self, waiter: &Waiter) -> &str {
        match waiter.id_name() {
            "NatIpCidrs" | "NatIpCidr" => "172.16.0.0/24",
            "ResourceId" => self.id("VSwitchId", 0),
            "Ipv6EgressOnlyRuleId" => self.id("Ipv6EgressRuleId", 0),
            "SegmentInstanceId" | "InstanceId" => self.id("EipSegmentInstanceId", 0),
            name if self.known.contains_key(name) => self.id(name, 0),
            _ => self.id(waiter.matches.first().unwrap(), 0),
        }
    }

    /// Asserts that a wait is over, or that it is not and the state is one to wait in.
    async fn expect(&self, step: &str, name: &str, over: bool) {
        let waiter = &waiters()[name];
        let found = self.polled(name, waiter).await;
        let status = waiter.status.as_deref().map(|path| format!("/{}", path.replace('.', "/")));
        let status = found.as_ref().zip(status).and_then(|(found, path)| found.pointer(&path)?.as_str().map(str::to_owned));
        match (&waiter.until, over) {
            (Some(Until::Gone | Until::Detached), true) => assert!(found.is_none(), "{step}: {name}: {found:?}"),
            (Some(Until::Present), _) => assert!(found.is_some(), "{step}: {name}"),
            (None, true) => {
                assert!(status.as_ref().is_some_and(|status| waiter.success.contains(status)), "{step}: {name}: {status:?}")
            }
            (None, false) => {
                assert!(status.as_ref().is_some_and(|status| waiter.transient.contains(status)), "{step}: {name}: {status:?}");
            }
            _ => {}
        }
    }
}

/// The items of a list below a path, which may be wrapped.
fn unwrapped<'p>(value: &Value, path: impl IntoIterator<Item = &'p str>) -> Vec<Value> {
    let list = path.into_iter().fold(value, |value, name| &value[name]);
    let list = list.as_object().map_or(list, |wrap| wrap.values().next().unwrap());
    list.as_array().unwrap_or_else(|| panic!("no list: {value}")).clone()
}

#[tokio::test]
async fn every_wait_passes_its_states_and_ends() {
    let clock = ManualClock::new(SystemTime::now());
    let mut fixture = Fixture::empty(Emulator::builder().clock(clock.clone()).time_scale(1.0)).await;
    fixture.setup.clock = Some(clock.clone());
    let mut waited = BTreeSet::new();
    let minutes = Duration::from_secs(300);
    for recipe in RECIPES {
        fixture.make(recipe, 0).await;
        let names = CREATED.iter().find(|(operation, _)| *operation == recipe.0).map_or(&[][..], |(_, names)| *names);
        for over in [false, true] {
            let is_pending = |name: &&&str| match **name {
                "VpnGatewayActive" => true,
                // A connection that is attached to nothing stays as it was created, and bandwidth is there at once.
                "VpnAttachmentCreated" | "Ipv6AddressBandwidthNormal" => false,
                _ => !AT_ONCE.contains(&recipe.0),
            };
            for name in names.iter().filter(|name| over || is_pending(name)) {
                fixture.expect(recipe.0, name, over).await;
                waited.insert(*name);
            }
            if !over {
                clock.advance(minutes);
            }
        }
    }
    for (operation, parameters, names) in STEPS {
        let parameters = fixture.pairs(parameters, 0);
        fixture.setup.ok(operation, &borrowed(&parameters)).await;
        for over in [false, true] {
            for name in *names {
                fixture.expect(operation, name, over).await;
                waited.insert(*name);
            }
            clock.advance(minutes);
        }
    }
    let kept = waiters().iter().filter(|(_, waiter)| !is_example(waiter)).map(|(name, _)| name.clone()).collect::<BTreeSet<_>>();
    let known = waited.into_iter().chain(NOT_KEPT.iter().chain(NOT_MADE).copied()).map(str::to_owned).collect::<BTreeSet<_>>();
    assert_eq!(kept, known);
}

/// Whether a waiter polls an operation of which no state is kept: it makes none of what the recipes make.
fn is_example(waiter: &Waiter) -> bool {
    let polled = CREATED.iter().flat_map(|(_, names)| names.iter()).map(|name| waiters()[*name].operation.clone());
    !polled.collect::<BTreeSet<_>>().contains(&waiter.operation)
}
