//! Flow logs: records of the traffic of a VPC, vSwitch or network interface.

use crate::store::{Kind, Quota, States};

pub(crate) static FLOW_LOG: Kind = Kind {
    name: "FlowLog",
    id: "FlowLogId",
    prefix: "fl-",
    states: States {
        field: "Status",
        creating: "Activating",
        ready: &["Active", "Inactive"],
        changing: "",
        deleting: "Deleting",
    },
    seconds: 3,
    filters: &["VpcId"],
    defaults: &[
        ("FlowLogName", r#""""#),
        ("Description", r#""""#),
        ("ServiceType", r#""""#),
        ("FlowLogDeliverErrorMessage", r#""""#),
        ("BusinessStatus", r#""Normal""#),
        ("AggregationInterval", "10"),
        ("IpVersion", r#""IPv4""#),
        ("FlowLogDeliverStatus", r#""SUCCESS""#),
        ("TrafficPath", r#"["all"]"#),
    ],
    not_found: &["InvalidInstanceId.NotFound"],
    busy: &["IncorrectStatus.flowlog", "InvalidStatus"],
    quota: Some(Quota { most: 100, per: "", codes: &["QuotaExceeded.FlowlogCount"] }),
    tagged: "FLOWLOG",
    ..Kind::PLAIN
};

/// That the service is open, which is so for good: there is one in each region, or none.
pub(crate) static FLOW_LOG_SERVICE: Kind = Kind { name: "FlowLogService", id: "FlowLogServiceId", prefix: "fls-", ..Kind::PLAIN };
