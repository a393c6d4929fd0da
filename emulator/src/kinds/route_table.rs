//! Route tables: of a VPC's router, and those that are made for single vSwitches.

use crate::store::{Kind, Quota, States};

pub(crate) static ROUTE_TABLE: Kind = Kind {
    name: "RouteTable",
    id: "RouteTableId",
    prefix: "vtb-",
    states: States { field: "Status", creating: "Pending", ready: &["Available"], changing: "", deleting: "Deleting" },
    seconds: 3,
    renames: &[("VRouterId", "RouterId"), ("Type", "RouteTableType")],
    filters: &["RouteTableName", "RouterId", "RouterType"],
    defaults: &[
        ("RouteTableName", r#""""#),
        ("Description", r#""""#),
        ("RouteTableType", r#""Custom""#),
        ("AssociateType", r#""VSwitch""#),
        ("RouterType", r#""VRouter""#),
        ("RoutePropagationEnable", "true"),
    ],
    not_found: &[
        "InvalidRouteTableId.NotFound",
        "InvalidRouteTable.NotFound",
        "Abs.InvalidRouteTableId.NotExist",
        "InvalidVRouter.NotFound",
    ],
    busy: &["IncorrectStatus.RouteTable", "IncorrectRouteTableStatus", "IncorrectStatus.RouteTableStatus"],
    quota: Some(Quota { most: 10, per: "VpcId", codes: &["QuotaExceeded.RouteTable"] }),
    tagged: "ROUTETABLE",
    ..Kind::PLAIN
};
