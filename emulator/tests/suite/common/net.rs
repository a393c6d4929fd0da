//! A network to begin with.

use serde_json::Value;

use super::Setup;

/// What most tests build on.
pub(crate) struct Net {
    pub(crate) setup: Setup,
    pub(crate) vpc: String,
    pub(crate) vswitch: String,
}

/// A VPC `10.0.0.0/16` with IPv6 and a vSwitch `10.0.1.0/24` in it.
pub(crate) async fn net() -> Net {
    let setup = Setup::new().await;
    let vpc = setup.make("CreateVpc", &[("CidrBlock", "10.0.0.0/16"), ("EnableIpv6", "true")], "VpcId").await;
    let parameters = [("VpcId", vpc.as_str()), ("CidrBlock", "10.0.1.0/24"), ("ZoneId", "cn-hangzhou-h"), ("Ipv6CidrBlock", "1")];
    let vswitch = setup.make("CreateVSwitch", &parameters, "VSwitchId").await;
    Net { setup, vpc, vswitch }
}

/// How many items there are at a JSON pointer.
pub(crate) fn count(value: &Value, pointer: &str) -> usize {
    value.pointer(pointer).and_then(Value::as_array).map_or(0, Vec::len)
}
