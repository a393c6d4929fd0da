//! QoS policies of Express Connect, their queues and rules; and failover tests.

use crate::store::{Blocker, Kind, Quota, States};

const STATES: States =
    States { field: "Status", creating: "Configuring", ready: &["Normal"], changing: "Configuring", deleting: "Deleting" };

pub(crate) static EXPRESS_QOS: Kind = Kind {
    name: "Qos",
    id: "QosId",
    prefix: "qos-",
    // A policy is there at once, and goes at once.
    states: States { creating: "", deleting: "", ..STATES },
    seconds: 3,
    defaults: &[("QosName", r#""""#), ("QosDescription", r#""""#), ("AssociatedInstanceList", "[]"), ("Progressing", "100")],
    not_found: &["ResourceNotFound.Qos"],
    busy: &["IncorrectStatus.Qos"],
    blockers: &[Blocker { kind: &EXPRESS_QOS_QUEUE, field: "QosId", code: "EcQoSConflict" }],
    quota: Some(Quota { most: 50, per: "", codes: &["QuotaExceeded.Qos"] }),
    tagged: "TRAFFICQOS",
    ..Kind::PLAIN
};

pub(crate) static EXPRESS_QOS_QUEUE: Kind = Kind {
    name: "QosQueue",
    id: "QueueId",
    prefix: "qosqueue-",
    states: STATES,
    seconds: 3,
    defaults: &[("QueueName", r#""""#), ("QueueDescription", r#""""#), ("BandwidthPercent", r#""100""#)],
    not_found: &["ResourceNotFound.QosQueue"],
    busy: &["IncorrectStatus.Qos", "IncorrectStatus.QosQueue"],
    blockers: &[Blocker { kind: &EXPRESS_QOS_RULE, field: "QueueId", code: "EcQoSConflict" }],
    quota: Some(Quota { most: 8, per: "QosId", codes: &["QuotaExceeded.QosMediumPriorityQueueCount"] }),
    ..Kind::PLAIN
};

pub(crate) static EXPRESS_QOS_RULE: Kind = Kind {
    name: "QosRule",
    id: "RuleId",
    prefix: "qosrule-",
    states: STATES,
    seconds: 3,
    defaults: &[
        ("RuleName", r#""""#),
        ("RuleDescription", r#""""#),
        ("MatchDscp", "-1"),
        ("RemarkingDscp", "-1"),
        ("SrcCidr", r#""""#),
        ("DstCidr", r#""""#),
        ("SrcIPv6Cidr", r#""""#),
        ("DstIPv6Cidr", r#""""#),
        ("SrcPortRange", r#""-1/-1""#),
        ("DstPortRange", r#""-1/-1""#),
    ],
    not_found: &["ResourceNotFound.QosRule"],
    busy: &["IncorrectStatus.Qos", "IncorrectStatus.QosRule"],
    quota: Some(Quota { most: 50, per: "QueueId", codes: &["QuotaExceeded.QosRule"] }),
    ..Kind::PLAIN
};

pub(crate) static FAILOVER_TEST: Kind = Kind {
    name: "FailoverTestJob",
    id: "JobId",
    prefix: "ftj-",
    states: States { field: "Status", creating: "", ready: &["Init", "Testing", "Stopped"], changing: "", deleting: "" },
    seconds: 5,
    filters: &["JobName", "JobStatus"],
    defaults: &[("Name", r#""""#), ("Description", r#""""#)],
    not_found: &["IllegalParam.JobId"],
    busy: &["IncorrectStatus.OnlyForInit", "IncorrectStatus.OnlyForTesting"],
    quota: Some(Quota { most: 50, per: "", codes: &["QuotaExceeded"] }),
    ..Kind::PLAIN
};
