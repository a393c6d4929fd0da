//! NAT gateways, for the Internet and between VPCs.

use super::eip::EIP;
use super::full_nat::FULL_NAT_ENTRY;
use super::nat_entries::{FORWARD_ENTRY, SNAT_ENTRY};
use super::route_entry::ROUTE_ENTRY;
use crate::store::{Blocker, Kind, Quota, States};

pub(crate) static NAT_GATEWAY: Kind = Kind {
    name: "NatGateway",
    id: "NatGatewayId",
    prefix: "ngw-",
    states: States { field: "Status", creating: "Creating", ready: &["Available"], changing: "Modifying", deleting: "Deleting" },
    seconds: 20,
    filters: &["ZoneId"],
    defaults: &[
        ("Name", r#""""#),
        ("Description", r#""""#),
        ("NatType", r#""Enhanced""#),
        ("NetworkType", r#""internet""#),
        ("Spec", r#""""#),
        ("InstanceChargeType", r#""PostPaid""#),
        ("InternetChargeType", r#""PayByLcu""#),
        ("BusinessStatus", r#""Normal""#),
        ("ExpiredTime", r#""""#),
        ("EipBindMode", r#""MULTI_BINDED""#),
        ("DeletionProtection", "false"),
        ("EcsMetricEnabled", "false"),
        ("IcmpReplyEnabled", "true"),
        ("SecurityProtectionEnabled", "false"),
        ("PrivateLinkMode", r#""""#),
        ("EnableSessionLog", "false"),
        ("PrivateLinkEnabled", "false"),
        ("AutoPay", "false"),
    ],
    not_found: &["InvalidNatGatewayId.NotFound", "ResourceNotFound.NatGateway", "NATGW_NOT_EXIST", "Invalid.natgwNotExist"],
    busy: &["IncorrectStatus.NatGateway", "IncorrectStatus.NATGW"],
    blockers: &[
        Blocker { kind: &SNAT_ENTRY, field: "NatGatewayId", code: "DependencyViolation.SnatEntry" },
        Blocker { kind: &FORWARD_ENTRY, field: "NatGatewayId", code: "DependencyViolation.ForwardEntry" },
        Blocker { kind: &FULL_NAT_ENTRY, field: "NatGatewayId", code: "DependencyViolation.FullNatEntry" },
        Blocker { kind: &EIP, field: "InstanceId", code: "DependencyViolation.EIPS" },
        Blocker { kind: &ROUTE_ENTRY, field: "NextHopId", code: "DependencyViolation.RouterEntry" },
    ],
    quota: Some(Quota { most: 5, per: "VpcId", codes: &["OperationFailed.EnhancedQuotaExceed"] }),
    tagged: "NATGATEWAY",
    ..Kind::PLAIN
};
