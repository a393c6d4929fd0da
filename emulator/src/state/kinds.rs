//! The kinds of resource that have a state, and what is special about each.

/// A kind of resource. What is the same for all is in [`actions`](super::actions).
#[derive(Debug)]
pub(super) struct Kind {
    /// Its name, as dependency codes spell it.
    pub(super) name: &'static str,
    /// What its ids begin with.
    pub(super) prefix: &'static str,
    /// Name of its id in requests and replies.
    pub(super) id: &'static str,
    /// The operation that makes one.
    pub(super) create: &'static str,
    /// Operations whose reply is one of them.
    pub(super) get: &'static [&'static str],
    /// Operations whose reply lists them.
    pub(super) list: &'static [&'static str],
    /// Operations that change fields of one.
    pub(super) modify: &'static [&'static str],
    /// The operation that deletes one.
    pub(super) delete: &'static str,
    /// Field that holds the state.
    pub(super) status: &'static str,
    /// States: while it is made, when it is ready, while something of it changes, while it is deleted.
    pub(super) states: States,
    /// Parameters that name another resource, which must exist: the parameter and the kind.
    pub(super) within: &'static [(&'static str, &'static str)],
    /// Whether changing it, or what is within it, keeps it busy for a while, in which others are refused.
    pub(super) one_at_a_time: bool,
    /// The code for one that does not exist.
    pub(super) not_found: &'static str,
    /// Fields that the service fills in.
    pub(super) given: &'static [(&'static str, &'static str)],
}

/// The names of a resource's states.
#[derive(Debug)]
pub(super) struct States {
    pub(super) making: &'static str,
    pub(super) ready: &'static str,
    pub(super) changing: &'static str,
    pub(super) deleting: &'static str,
}

const PENDING: States = States { making: "Pending", ready: "Available", changing: "Available", deleting: "Deleting" };

/// The code of a request that comes while a VPN gateway is busy.
pub(super) const BUSY: &str = "VpnGateway.Configuring";

/// All kinds.
pub(super) static KINDS: &[Kind] = &[
    Kind {
        name: "Vpc",
        prefix: "vpc-",
        id: "VpcId",
        create: "CreateVpc",
        get: &["DescribeVpcAttribute"],
        list: &["DescribeVpcs"],
        modify: &["ModifyVpcAttribute"],
        delete: "DeleteVpc",
        status: "Status",
        states: PENDING,
        within: &[],
        one_at_a_time: false,
        not_found: "InvalidVpcId.NotFound",
        given: &[("CidrBlock", "172.16.0.0/12"), ("IsDefault", "false")],
    },
    Kind {
        name: "VSwitch",
        prefix: "vsw-",
        id: "VSwitchId",
        create: "CreateVSwitch",
        get: &["DescribeVSwitchAttributes"],
        list: &["DescribeVSwitches"],
        modify: &["ModifyVSwitchAttribute"],
        delete: "DeleteVSwitch",
        status: "Status",
        states: PENDING,
        within: &[("VpcId", "Vpc")],
        one_at_a_time: false,
        not_found: "InvalidVSwitchId.NotFound",
        given: &[("IsDefault", "false")],
    },
    Kind {
        name: "NatGateway",
        prefix: "ngw-",
        id: "NatGatewayId",
        create: "CreateNatGateway",
        get: &["GetNatGatewayAttribute"],
        list: &["DescribeNatGateways"],
        modify: &["ModifyNatGatewayAttribute"],
        delete: "DeleteNatGateway",
        status: "Status",
        states: States { making: "Creating", ready: "Available", changing: "Modifying", deleting: "Deleting" },
        within: &[("VpcId", "Vpc"), ("VSwitchId", "VSwitch")],
        one_at_a_time: false,
        not_found: "InvalidNatGatewayId.NotFound",
        given: &[("NatType", "Enhanced"), ("NetworkType", "internet"), ("BusinessStatus", "Normal")],
    },
    Kind {
        name: "VpnGateway",
        prefix: "vpn-",
        id: "VpnGatewayId",
        create: "CreateVpnGateway",
        get: &["DescribeVpnGateway"],
        list: &["DescribeVpnGateways"],
        modify: &["ModifyVpnGatewayAttribute"],
        delete: "DeleteVpnGateway",
        status: "Status",
        states: States { making: "provisioning", ready: "active", changing: "updating", deleting: "deleting" },
        within: &[("VpcId", "Vpc"), ("VSwitchId", "VSwitch")],
        one_at_a_time: true,
        not_found: "InvalidVpnGatewayInstanceId.NotFound",
        given: &[("BusinessStatus", "Normal"), ("SslVpn", "enable"), ("IpsecVpn", "enable"), ("SslMaxConnections", "5")],
    },
    Kind {
        name: "CustomerGateway",
        prefix: "cgw-",
        id: "CustomerGatewayId",
        create: "CreateCustomerGateway",
        get: &["DescribeCustomerGateway"],
        list: &["DescribeCustomerGateways"],
        modify: &["ModifyCustomerGatewayAttribute"],
        delete: "DeleteCustomerGateway",
        status: "Status",
        states: PENDING,
        within: &[],
        one_at_a_time: false,
        not_found: "InvalidCustomerGatewayInstanceId.NotFound",
        given: &[],
    },
    Kind {
        name: "VpnConnection",
        prefix: "vco-",
        id: "VpnConnectionId",
        create: "CreateVpnConnection",
        get: &["DescribeVpnConnection"],
        list: &["DescribeVpnConnections"],
        modify: &["ModifyVpnConnectionAttribute"],
        delete: "DeleteVpnConnection",
        status: "State",
        states: States { making: "updating", ready: "active", changing: "updating", deleting: "deleting" },
        within: &[("VpnGatewayId", "VpnGateway"), ("CustomerGatewayId", "CustomerGateway")],
        one_at_a_time: false,
        not_found: "InvalidVpnConnectionInstanceId.NotFound",
        given: &[("Status", "ike_sa_not_established")],
    },
    Kind {
        name: "SslVpnServer",
        prefix: "vss-",
        id: "SslVpnServerId",
        create: "CreateSslVpnServer",
        get: &[],
        list: &["DescribeSslVpnServers"],
        modify: &["ModifySslVpnServer"],
        delete: "DeleteSslVpnServer",
        status: "",
        states: States { making: "", ready: "", changing: "", deleting: "" },
        within: &[("VpnGatewayId", "VpnGateway")],
        one_at_a_time: false,
        not_found: "InvalidSslVpnServerId.NotFound",
        given: &[("Cipher", "AES-128-CBC"), ("Compress", "false"), ("Port", "1194"), ("Proto", "UDP"), ("MaxConnections", "5"), ("Connections", "0")],
    },
    Kind {
        name: "SslVpnClientCert",
        prefix: "vsc-",
        id: "SslVpnClientCertId",
        create: "CreateSslVpnClientCert",
        get: &["DescribeSslVpnClientCert"],
        list: &["DescribeSslVpnClientCerts"],
        modify: &["ModifySslVpnClientCert"],
        delete: "DeleteSslVpnClientCert",
        status: "Status",
        states: States { making: "normal", ready: "normal", changing: "normal", deleting: "normal" },
        within: &[("SslVpnServerId", "SslVpnServer")],
        one_at_a_time: false,
        not_found: "InvalidSslVpnClientCertId.NotFound",
        given: &[
            ("CaCert", "-----BEGIN CERTIFICATE-----\nof the emulator\n-----END CERTIFICATE-----"),
            ("ClientCert", "-----BEGIN CERTIFICATE-----\nof the emulator\n-----END CERTIFICATE-----"),
            ("ClientKey", "-----BEGIN PRIVATE KEY-----\nof the emulator\n-----END PRIVATE KEY-----"),
            ("ClientConfig", "client\ndev tun\nproto udp\n"),
        ],
    },
];

/// What an operation does with a kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verb {
    Create,
    Get,
    List,
    Modify,
    Delete,
}

/// The kind that an operation works on, and what it does with it.
pub(super) fn of_operation(operation: &str) -> Option<(&'static Kind, Verb)> {
    KINDS.iter().find_map(|kind| {
        let verb = if kind.create == operation {
            Verb::Create
        } else if kind.delete == operation {
            Verb::Delete
        } else if kind.get.contains(&operation) {
            Verb::Get
        } else if kind.list.contains(&operation) {
            Verb::List
        } else if kind.modify.contains(&operation) {
            Verb::Modify
        } else {
            return None;
        };
        Some((kind, verb))
    })
}

/// A kind by its name.
pub(super) fn named(name: &str) -> Option<&'static Kind> {
    KINDS.iter().find(|kind| kind.name == name)
}
