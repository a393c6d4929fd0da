//! A service for this crate's own tests.

use crate::operation::ServiceInfo;
use crate::retry::RetryClass;

pub(crate) static SERVICE: ServiceInfo = ServiceInfo {
    product: "Vpc",
    version: "2016-04-28",
    endpoint_rule: "vpc.{region}.aliyuncs.com",
    network_rule: Some("vpc-{network}.{region}.aliyuncs.com"),
    endpoint_map: &[("cn-hangzhou", "vpc.aliyuncs.com")],
    regions: &["cn-beijing", "cn-hangzhou", "eu-central-1"],
    region_parameter: Some("RegionId"),
    retry: &[("IncorrectStatus", RetryClass::Busy)],
};
