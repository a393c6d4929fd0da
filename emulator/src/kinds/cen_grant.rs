//! Grants of a VPC to a Cloud Enterprise Network instance of another account.

use crate::store::Kind;

pub(crate) static CEN_GRANT: Kind = Kind {
    name: "CenGrant",
    id: "CenGrantId",
    prefix: "cengr-",
    filters: &["InstanceId", "InstanceType", "ResourceGroupId"],
    ..Kind::PLAIN
};
