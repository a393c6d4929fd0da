//! Traffic mirrors: filters with their rules, and sessions that copy what passes them.

use crate::store::{Blocker, Kind, Quota, States};

pub(crate) static TRAFFIC_MIRROR_FILTER: Kind = Kind {
    name: "TrafficMirrorFilter",
    id: "TrafficMirrorFilterId",
    prefix: "tmf-",
    states: States {
        field: "TrafficMirrorFilterStatus",
        creating: "Creating",
        ready: &["Created"],
        changing: "Modifying",
        deleting: "Deleting",
    },
    seconds: 3,
    defaults: &[("TrafficMirrorFilterName", r#""""#), ("TrafficMirrorFilterDescription", r#""""#)],
    not_found: &["ResourceNotFound.TrafficMirrorFilter"],
    busy: &["IncorrectStatus.TrafficMirrorFilter"],
    blockers: &[Blocker {
        kind: &TRAFFIC_MIRROR_SESSION,
        field: "TrafficMirrorFilterId",
        code: "DependencyViolation.TrafficMirrorSession",
    }],
    quota: Some(Quota { most: 100, per: "", codes: &["QuotaExceeded.TrafficMirrorFilter"] }),
    tagged: "TRAFFICMIRRORFILTER",
    ..Kind::PLAIN
};

pub(crate) static TRAFFIC_MIRROR_RULE: Kind = Kind {
    name: "TrafficMirrorRule",
    id: "TrafficMirrorFilterRuleId",
    prefix: "tmr-",
    states: States {
        field: "TrafficMirrorFilterRuleStatus",
        creating: "Creating",
        ready: &["Created"],
        changing: "Modifying",
        deleting: "Deleting",
    },
    seconds: 3,
    renames: &[("RuleAction", "Action")],
    defaults: &[("IpVersion", r#""IPv4""#), ("DestinationPortRange", r#""-1/-1""#), ("SourcePortRange", r#""-1/-1""#)],
    not_found: &["ResourceNotFound.TrafficMirrorRule"],
    busy: &["IncorrectStatus.TrafficMirrorRule"],
    ..Kind::PLAIN
};

pub(crate) static TRAFFIC_MIRROR_SESSION: Kind = Kind {
    name: "TrafficMirrorSession",
    id: "TrafficMirrorSessionId",
    prefix: "tms-",
    states: States {
        field: "TrafficMirrorSessionStatus",
        creating: "Creating",
        ready: &["Created"],
        changing: "Modifying",
        deleting: "Deleting",
    },
    seconds: 3,
    filters: &["TrafficMirrorSourceId"],
    defaults: &[
        ("TrafficMirrorSessionName", r#""""#),
        ("TrafficMirrorSessionDescription", r#""""#),
        ("TrafficMirrorSessionBusinessStatus", r#""Normal""#),
        ("Enabled", "false"),
        ("PacketLength", "1500"),
        ("VirtualNetworkId", "1"),
    ],
    not_found: &["ResourceNotFound.TrafficMirrorSession"],
    busy: &["IncorrectStatus.TrafficMirrorSession"],
    quota: Some(Quota { most: 100, per: "", codes: &["QuotaExceeded.SessionNum"] }),
    tagged: "TRAFFICMIRRORSESSION",
    ..Kind::PLAIN
};

/// That the service is open, which is so for good.
pub(crate) static TRAFFIC_MIRROR_SERVICE: Kind =
    Kind { name: "TrafficMirrorService", id: "TrafficMirrorServiceId", prefix: "tmv-", ..Kind::PLAIN };
