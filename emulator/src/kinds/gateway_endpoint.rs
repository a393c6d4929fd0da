//! Gateway endpoints: ways from a VPC to a service of the cloud.

use crate::store::{Kind, Quota, States};

pub(crate) static GATEWAY_ENDPOINT: Kind = Kind {
    name: "GatewayEndpoint",
    id: "EndpointId",
    prefix: "vpce-",
    states: States {
        field: "EndpointStatus",
        creating: "Creating",
        ready: &["Created"],
        changing: "Modifying",
        deleting: "Deleting",
    },
    seconds: 3,
    defaults: &[
        ("EndpointName", r#""""#),
        ("EndpointDescription", r#""""#),
        ("RouteTables", "[]"),
        (
            "PolicyDocument",
            r#""{\"Version\":\"1\",\"Statement\":[{\"Effect\":\"Allow\",\"Resource\":[\"*\"],\"Action\":[\"*\"],\"Principal\":[\"*\"]}]}""#,
        ),
    ],
    not_found: &["ResourceNotFound.GatewayEndpoint"],
    busy: &["IncorrectStatus.GatewayEndpoint"],
    quota: Some(Quota { most: 20, per: "VpcId", codes: &["ResourceAlreadyExist.GatewayEndpoint"] }),
    tagged: "GATEWAYENDPOINT",
    ..Kind::PLAIN
};
