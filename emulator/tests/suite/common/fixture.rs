//! Three of everything that the emulator keeps, made from a table.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use acs_emulator::{Builder, Emulator};
use acs_spec::{Kind, Operation, Schema, Service};
use serde_json::Value;

use super::{Setup, text};

/// How many of each kind there are.
pub(crate) const COUNT: usize = 3;

/// How to make one kind: the operation, the field of the reply that is the id, and parameters. `A>B` remembers the field A, under
/// the name B, and nothing else.
type Recipe = (&'static str, &'static str, &'static str);

/// How to make each kind, parents first.
///
/// `{n}` is the number of the one that is made; `{VpcId}` is what an earlier reply with the same number had under that name,
/// and `{VpcId.0}` what the first had: those are all in one parent.
pub(crate) const RECIPES: &[Recipe] = &[
    ("CreateVpc", "VpcId", "CidrBlock=10.{n}.0.0/16 VpcName=name-{n} Description=text-{n} EnableIpv6=true"),
    (
        "CreateVSwitch",
        "VSwitchId",
        "VpcId={VpcId} CidrBlock=10.{n}.1.0/24 ZoneId=cn-hangzhou-{letter} VSwitchName=name-{n} Ipv6CidrBlock=1",
    ),
    ("CreateRouteTable", "RouteTableId", "VpcId={VpcId} RouteTableName=name-{n}"),
    (
        "CreateRouteEntry",
        "RouteEntryId",
        "RouteTableId={RouteTableId.0} DestinationCidrBlock=192.168.{n}.0/24 NextHopType=Instance NextHopId=i-{n} RouteEntryName=name-{n}",
    ),
    ("AllocateEipAddress", "AllocationId", "Name=name-{n} Bandwidth=1{n}"),
    ("AllocateEipSegmentAddress", "EipSegmentInstanceId", "EipMask=28"),
    ("GrantInstanceToCen", "", "InstanceId={VpcId.0} InstanceType=VPC CenId=cen-{n} CenOwnerId=12{n}"),
    (
        "PublishVpcRouteEntries",
        "",
        "RouteEntries.1.RouteTableId={RouteTableId.0} RouteEntries.1.DestinationCidrBlock=192.168.{n}.0/24 TargetType=ECR TargetInstanceId=ecr-{n}",
    ),
    ("CreateNatGateway", "NatGatewayId", "VpcId={VpcId} VSwitchId={VSwitchId} Name=name-{n} NetworkType=internet"),
    ("AssociateEipAddress", "", "AllocationId={AllocationId} InstanceId={NatGatewayId} InstanceType=Nat"),
    (
        "CreateSnatEntry",
        "SnatEntryId",
        "SnatTableId={SnatTableId} SourceVSwitchId={VSwitchId} SnatIp={EipAddress} SnatEntryName=name-{n}",
    ),
    (
        "CreateForwardEntry",
        "ForwardEntryId",
        "ForwardTableId={ForwardTableId} ExternalIp={EipAddress} ExternalPort=8{n} InternalIp=10.{n}.1.9 InternalPort=9{n} IpProtocol=TCP ForwardEntryName=name-{n}",
    ),
    (
        "CreateNatIpCidr",
        "",
        "NatGatewayId={NatGatewayId.0} NatIpCidr=172.16.{n}.0/24 NatIpCidrName=name-{n} NatIpCidrDescription=text-{n}",
    ),
    ("CreateNatIp", "NatIpId", "NatGatewayId={NatGatewayId.0} NatIpCidr=172.16.{n}.0/24 NatIpName=name-{n}"),
    (
        "CreateFullNatEntry",
        "FullNatEntryId",
        "FullNatTableId={FullNatTableId.0} NatIp={NatIp} NetworkInterfaceId=eni-{n} AccessIp=10.{n}.1.9 AccessPort=8{n} IpProtocol=TCP FullNatEntryName=name-{n} NatIpPort=900{n}",
    ),
    (
        "CreateVSwitchCidrReservation",
        "VSwitchCidrReservationId",
        "VSwitchId={VSwitchId} VSwitchCidrReservationCidr=10.{n}.1.128/28 VSwitchCidrReservationName=name-{n}",
    ),
    (
        "CreateVpnGateway",
        "VpnGatewayId",
        "VpcId={VpcId} VSwitchId={VSwitchId} Bandwidth=10 EnableSsl=true EnableIpsec=true Name=name-{n}",
    ),
    ("CreateCustomerGateway", "CustomerGatewayId", "IpAddress=203.0.113.1{n} Name=name-{n} Asn=6500{n}"),
    (
        "CreateVpnConnection",
        "VpnConnectionId",
        "VpnGatewayId={VpnGatewayId} CustomerGatewayId={CustomerGatewayId} LocalSubnet=10.{n}.0.0/16 RemoteSubnet=192.168.0.0/16 Name=name-{n}",
    ),
    (
        "CreateSslVpnServer",
        "SslVpnServerId",
        "VpnGatewayId={VpnGatewayId} ClientIpPool=192.168.1{n}.0/24 LocalSubnet=10.{n}.0.0/16 Name=name-{n}",
    ),
    (
        "CreateVpnRouteEntry",
        "",
        "VpnGatewayId={VpnGatewayId.0} RouteDest=10.9{n}.0.0/16 NextHop={VpnConnectionId.0} Weight=100 PublishVpc=true",
    ),
    (
        "CreateVpnPbrRouteEntry",
        "",
        "VpnGatewayId={VpnGatewayId.0} RouteSource=10.{n}.0.0/16 RouteDest=10.9{n}.0.0/16 NextHop={VpnConnectionId.0} Weight=100 PublishVpc=false Priority=5",
    ),
    ("CreateSslVpnClientCert", "SslVpnClientCertId", "SslVpnServerId={SslVpnServerId} Name=name-{n}"),
    (
        "CreateVpnAttachment",
        "VpnConnectionId>VpnAttachmentId",
        "CustomerGatewayId={CustomerGatewayId} LocalSubnet=10.{n}.0.0/16 RemoteSubnet=192.168.{n}.0/24 Name=attached-{n}",
    ),
    (
        "CreateVcoRouteEntry",
        "RouteDest>VcoRouteDest",
        "VpnConnectionId={VpnAttachmentId.0} RouteDest=10.9{n}.0.0/16 NextHop={VpnAttachmentId.0} Weight=100",
    ),
    (
        "CreateIpsecServer",
        "IpsecServerId",
        "VpnGatewayId={VpnGatewayId} LocalSubnet=10.{n}.0.0/16 ClientIpPool=10.8{n}.0.0/24 IpSecServerName=name-{n}",
    ),
    ("AssociateVpnGatewayWithCertificate", "", "VpnGatewayId={VpnGatewayId} CertificateType=Encryption CertificateId=cert-{n}"),
    ("CreateHaVip", "HaVipId", "VSwitchId={VSwitchId} Name=name-{n}"),
    ("CreateCommonBandwidthPackage", "BandwidthPackageId", "Bandwidth=10{n} Name=name-{n}"),
    ("CreateIpv4Gateway", "Ipv4GatewayId", "VpcId={VpcId} Ipv4GatewayName=name-{n}"),
    ("CreateIpv6Gateway", "Ipv6GatewayId", "VpcId={VpcId} Name=name-{n}"),
    ("AllocateIpv6Address", "Ipv6AddressId", "VSwitchId={VSwitchId.0} Ipv6AddressName=name-{n}"),
    ("AllocateIpv6InternetBandwidth", "InternetBandwidthId", "Ipv6AddressId={Ipv6AddressId} Bandwidth=1{n}"),
    ("CreateIpv6EgressOnlyRule", "Ipv6EgressRuleId", "Ipv6GatewayId={Ipv6GatewayId.0} InstanceId={Ipv6AddressId} Name=name-{n}"),
    ("CreateNetworkAcl", "NetworkAclId", "VpcId={VpcId} NetworkAclName=name-{n}"),
    (
        "CreateVpcPrefixList",
        "PrefixListId",
        "PrefixListName=name-{n} PrefixListDescription=text-{n} PrefixListEntries.1.Cidr=10.{n}.0.0/16",
    ),
    (
        "CreateFlowLog",
        "FlowLogId",
        "FlowLogName=name-{n} ResourceType=VPC ResourceId={VpcId} TrafficType=All ProjectName=p{n} LogStoreName=l{n}",
    ),
    (
        "CreateDhcpOptionsSet",
        "DhcpOptionsSetId",
        "DhcpOptionsSetName=name-{n} DhcpOptionsSetDescription=text-{n} DomainName=d{n}.example DomainNameServers=10.{n}.0.2",
    ),
    (
        "CreateVpcGatewayEndpoint",
        "EndpointId",
        "VpcId={VpcId} ServiceName=com.aliyun.cn-hangzhou.oss EndpointName=name-{n} EndpointDescription=text-{n}",
    ),
    (
        "CreateTrafficMirrorFilter",
        "TrafficMirrorFilterId",
        "TrafficMirrorFilterName=name-{n} TrafficMirrorFilterDescription=text-{n} IngressRules.1.Action=accept IngressRules.1.Protocol=TCP IngressRules.1.Priority=1 IngressRules.1.SourceCidrBlock=10.{n}.0.0/16 IngressRules.1.DestinationCidrBlock=0.0.0.0/0",
    ),
    (
        "CreateTrafficMirrorSession",
        "TrafficMirrorSessionId",
        "TrafficMirrorSessionName=name-{n} TrafficMirrorTargetId=eni-t{n} TrafficMirrorTargetType=NetworkInterface TrafficMirrorFilterId={TrafficMirrorFilterId} Priority=1{n} VirtualNetworkId=2{n} TrafficMirrorSourceIds.1=eni-s{n}",
    ),
    ("CreatePublicIpAddressPool", "PublicIpAddressPoolId", "Name=name-{n} Description=text-{n}"),
    ("AddPublicIpAddressPoolCidrBlock", "CidrBlock", "PublicIpAddressPoolId={PublicIpAddressPoolId.0} CidrBlock=47.12{n}.0.0/24"),
    (
        "CreateRouteTargetGroup",
        "RouteTargetGroupId",
        "VpcId={VpcId} ConfigMode=Active-Standby RouteTargetGroupName=name-{n} RouteTargetMemberList.1.MemberId=gwlbe-a{n} RouteTargetMemberList.1.MemberType=GatewayLoadBalancerEndpoint RouteTargetMemberList.1.Weight=100 RouteTargetMemberList.2.MemberId=gwlbe-b{n} RouteTargetMemberList.2.MemberType=GatewayLoadBalancerEndpoint RouteTargetMemberList.2.Weight=0",
    ),
    (
        "CreatePhysicalConnection",
        "PhysicalConnectionId",
        "AccessPointId=ap-{n} LineOperator=CT PortType=10GBase-LR Name=name-{n} Description=text-{n} CircuitCode=code-{n}",
    ),
    ("ConfirmPhysicalConnection", "", "PhysicalConnectionId={PhysicalConnectionId}"),
    ("EnablePhysicalConnection", "", "PhysicalConnectionId={PhysicalConnectionId}"),
    (
        "CreateVirtualPhysicalConnection",
        "VirtualPhysicalConnection>VirtualPhysicalConnectionIds",
        "OrderMode=PayByPhysicalConnectionOwner VlanId=20{n} Spec=50M VpconnAliUid=12345678901234{n} PhysicalConnectionId={PhysicalConnectionId.0} Name=name-{n}",
    ),
    (
        "CreateVirtualBorderRouter",
        "VbrId",
        "PhysicalConnectionId={PhysicalConnectionId.0} VbrOwnerId=1234567890123456 VlanId=1{n} LocalGatewayIp=10.0.{n}.1 PeerGatewayIp=10.0.{n}.2 PeeringSubnetMask=255.255.255.252 Name=name-{n} Description=text-{n}",
    ),
    (
        "CreateVirtualBorderRouter",
        "VbrId>PeerVbrId",
        "PhysicalConnectionId={PhysicalConnectionId.0} VbrOwnerId=1234567890123456 VlanId=3{n} LocalGatewayIp=10.1.{n}.1 PeerGatewayIp=10.1.{n}.2 PeeringSubnetMask=255.255.255.252 Name=peer-{n}",
    ),
    ("CreateVbrHa", "VbrHaId", "VbrId={VbrId} PeerVbrId={PeerVbrId} Name=name-{n}"),
    ("CreateBgpGroup", "BgpGroupId", "RouterId={VbrId.0} PeerAsn=6500{n} Name=name-{n} Description=text-{n} RouteQuota=10{n}"),
    ("CreateBgpPeer", "BgpPeerId", "BgpGroupId={BgpGroupId} PeerIpAddress=10.0.{n}.2"),
    ("AddBgpNetwork", "", "RouterId={VbrId.0} DstCidrBlock=10.4{n}.0.0/16"),
    (
        "CreateRouterInterface",
        "RouterInterfaceId",
        "Role=InitiatingSide OppositeRegionId=cn-hangzhou Spec=Large.1 RouterType=VRouter RouterId={VRouterId} Name=name-{n} Description=text-{n}",
    ),
    ("CreateExpressConnectTrafficQos", "QosId", "QosName=name-{n} QosDescription=text-{n}"),
    ("CreateExpressConnectTrafficQosQueue", "QueueId", "QosId={QosId.0} QueueType=High QueueName=name-{n}"),
    (
        "CreateExpressConnectTrafficQosRule",
        "RuleId",
        "QosId={QosId.0} QueueId={QueueId.0} Priority={n} Protocol=TCP RuleName=name-{n} SrcCidr=10.{n}.0.0/16",
    ),
    (
        "CreateFailoverTestJob",
        "JobId",
        "ResourceType=PHYSICALCONNECTION ResourceId.1={PhysicalConnectionId} JobType=StartLater JobDuration=1{n} Name=name-{n} Description=text-{n}",
    ),
    ("CreateIPv6Translator", "Ipv6TranslatorId", "Name=name-{n} Bandwidth=1{n}"),
    ("CreateIPv6TranslatorAclList", "AclId", "AclName=name-{n}"),
    ("AddIPv6TranslatorAclListEntry", "AclEntryId", "AclId={AclId.0} AclEntryIp=10.{n}.0.0/16 AclEntryComment=text-{n}"),
    (
        "CreateIPv6TranslatorEntry",
        "Ipv6TranslatorEntryId",
        "Ipv6TranslatorId={Ipv6TranslatorId.0} AllocateIpv6Port=8{n} BackendIpv4Addr=10.0.0.{n} BackendIpv4Port=9{n} TransProtocol=tcp EntryName=name-{n}",
    ),
    (
        "CreateGlobalAccelerationInstance",
        "GlobalAccelerationInstanceId",
        "ServiceLocation=china-mainland Bandwidth=1{n} Name=name-{n} Description=text-{n}",
    ),
];

/// An emulator that holds three of each kind, and what the replies said.
pub(crate) struct Fixture {
    pub(crate) setup: Setup,
    /// Every text of the replies to the creations, by its name, for each number.
    pub(crate) known: BTreeMap<String, [String; COUNT]>,
    /// The creations: operation, parameters, reply.
    pub(crate) made: Vec<Made>,
}

/// A request that was answered.
type Made = (&'static str, Vec<(String, String)>, Value);

impl Fixture {
    pub(crate) async fn new() -> Self {
        Self::with(Emulator::builder()).await
    }

    pub(crate) async fn with(builder: Builder) -> Self {
        let mut fixture = Fixture::empty(builder).await;
        for recipe in RECIPES {
            for n in 0..COUNT {
                fixture.make(recipe, n).await;
            }
        }
        fixture
    }

    /// An emulator that holds nothing yet.
    pub(crate) async fn empty(builder: Builder) -> Self {
        Fixture { setup: Setup::with(builder).await, known: BTreeMap::new(), made: Vec::new() }
    }

    /// Makes one by its recipe.
    pub(crate) async fn make(&mut self, (operation, id, parameters): &Recipe, n: usize) {
        let spec = &operations()[*operation];
        let mut pairs = self.pairs(parameters, n);
        // What has no list of its own is not to be found by tags in the list of something else.
        for list in ["Tag", "Tags"].into_iter().filter(|name| !id.contains('>') && spec.parameters.get(name).is_some()) {
            pairs.push((format!("{list}.1.Key"), "number".to_owned()));
            pairs.push((format!("{list}.1.Value"), n.to_string()));
        }
        if spec.parameters.get("ClientToken").is_some() {
            pairs.push(("ClientToken".to_owned(), format!("{operation}-{}", self.made.len())));
        }
        let reply = self.setup.ok(operation, &borrowed(&pairs)).await;
        let (field, name) = id.split_once('>').unwrap_or((id, id));
        assert!(id.is_empty() || reply.get(field).is_some(), "{operation} tells no {id}: {reply}");
        match field == name {
            true => self.remember(&reply, n),
            false => self.known.entry(name.to_owned()).or_default()[n] = text(&reply, &format!("/{field}")),
        }
        self.made.push((operation, pairs, reply));
    }

    /// `Name=value` pairs with the placeholders filled in.
    pub(crate) fn pairs(&self, text: &str, n: usize) -> Vec<(String, String)> {
        let pair = |part: &str| {
            let (name, value) = part.split_once('=').unwrap();
            (name.to_owned(), self.filled(value, n))
        };
        text.split_whitespace().map(pair).collect()
    }

    fn filled(&self, value: &str, n: usize) -> String {
        let value = value.replace("{n}", &n.to_string()).replace("{letter}", ["h", "i", "j"][n]);
        // JSON text has braces, too, but quotes behind them.
        let Some((before, rest)) = value.split_once('{').filter(|(_, rest)| !rest.starts_with('"')) else { return value };
        let (name, after) = rest.split_once('}').unwrap();
        let (name, n) = name.split_once('.').map_or((name, n), |(name, n)| (name, n.parse().unwrap()));
        format!("{before}{}{after}", self.id(name, n))
    }

    /// What the reply to a creation had under a name.
    pub(crate) fn id(&self, name: &str, n: usize) -> &str {
        &self.known.get(name).unwrap_or_else(|| panic!("no reply had {name}"))[n]
    }

    fn remember(&mut self, value: &Value, n: usize) {
        let Some(fields) = value.as_object() else { return };
        for (name, value) in fields {
            let first = match value {
                Value::Array(items) => items.first(),
                value => Some(value),
            };
            match first {
                Some(Value::String(text)) => self.known.entry(name.clone()).or_default()[n].clone_from(text),
                Some(nested) => self.remember(nested, n),
                None => {}
            }
        }
    }

    /// The items of a list operation's reply.
    pub(crate) async fn list(&self, spec: &Operation, parameters: &[(&str, &str)]) -> Result<Vec<Value>, String> {
        let parameters: Vec<_> = std::iter::once(("RegionId", "cn-hangzhou")).chain(parameters.iter().copied()).collect();
        let reply = self.setup.send(&spec.operation, &parameters).await.unwrap();
        let body = reply.json();
        if reply.status != 200 {
            return Err(text(&body, "/Code"));
        }
        Ok(items(spec, &body))
    }
}

/// The items in the reply of a list operation.
pub(crate) fn items(spec: &Operation, reply: &Value) -> Vec<Value> {
    let name = &spec.pagination.as_ref().unwrap().items;
    let list = match &reply[name] {
        Value::Object(wrap) => wrap.values().next().unwrap(),
        list => list,
    };
    list.as_array().unwrap_or_else(|| panic!("no list {name} in {reply}")).clone()
}

/// Every operation of this crate, by name.
pub(crate) fn operations() -> &'static BTreeMap<String, Operation> {
    static OPERATIONS: LazyLock<BTreeMap<String, Operation>> = LazyLock::new(|| {
        let files = acs_emulator::specs().iter().filter(|(path, _)| path.contains('/'));
        let read = |(path, text): &(&str, &str)| serde_yaml::from_str(text).unwrap_or_else(|error| panic!("{path}: {error}"));
        files.map(read).map(|spec: Operation| (spec.operation.clone(), spec)).collect()
    });
    &OPERATIONS
}

/// What the specs say of the service as a whole.
pub(crate) fn service() -> &'static Service {
    static SERVICE: LazyLock<Service> = LazyLock::new(|| {
        let (_, text) = acs_emulator::specs().iter().find(|(path, _)| *path == "service.yaml").unwrap();
        serde_yaml::from_str(text).unwrap()
    });
    &SERVICE
}

/// A schema, or the shape that it refers to.
pub(crate) fn resolved<'s>(spec: &'s Operation, schema: &'s Schema) -> &'s Schema {
    schema.resolved(&spec.shapes).unwrap_or(schema)
}

/// The schema of the listed items' field.
pub(crate) fn item_field<'s>(spec: &'s Operation, name: &str) -> Option<&'s Schema> {
    let list = spec.response.get(&spec.pagination.as_ref()?.items)?;
    let item = resolved(spec, resolved(spec, list).items.as_deref()?);
    item.fields.get(name).map(|field| resolved(spec, field))
}

pub(crate) fn is_list(schema: &Schema) -> bool {
    schema.kind == Some(Kind::List)
}

pub(crate) fn borrowed(pairs: &[(String, String)]) -> Vec<(&str, &str)> {
    pairs.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect()
}
