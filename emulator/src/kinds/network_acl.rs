//! Network ACLs: which traffic a vSwitch lets through.

use crate::store::{Kind, Quota, States};

pub(crate) static NETWORK_ACL: Kind = Kind {
    name: "NetworkAcl",
    id: "NetworkAclId",
    prefix: "nacl-",
    states: States {
        field: "Status",
        creating: "Modifying",
        ready: &["Available"],
        changing: "Modifying",
        deleting: "Modifying",
    },
    seconds: 3,
    filters: &["ResourceId", "ResourceType"],
    defaults: &[("NetworkAclName", r#""""#), ("Description", r#""""#), ("Resources", "[]")],
    not_found: &["InvalidNetworkAcl.NotFound"],
    busy: &["NetworkStatus.Modifying", "ResourceStatus.Error"],
    quota: Some(Quota { most: 20, per: "", codes: &["QuotaExceed.NetworkAcl"] }),
    tagged: "NETWORKACL",
    ..Kind::PLAIN
};
