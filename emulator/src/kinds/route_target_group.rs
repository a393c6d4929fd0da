//! Route target groups: an active and a standby target of routes.

use crate::store::{Kind, Quota, States};

pub(crate) static ROUTE_TARGET_GROUP: Kind = Kind {
    name: "RouteTargetGroup",
    id: "RouteTargetGroupId",
    prefix: "rtg-",
    states: States {
        field: "Status",
        creating: "Pending",
        ready: &["Available", "Switched"],
        changing: "Updating",
        deleting: "Deleting",
    },
    seconds: 3,
    filters: &["MemberId"],
    defaults: &[("RouteTargetGroupName", r#""""#), ("RouteTargetGroupDescription", r#""""#)],
    quota: Some(Quota { most: 20, per: "VpcId", codes: &["QuotaExceeded"] }),
    ..Kind::PLAIN
};
