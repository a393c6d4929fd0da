//! A service for this crate's own tests.

use crate::facts::{List, Text};
use crate::operation::{RetryClass, ServiceInfo};

pub(crate) static SERVICE: ServiceInfo = ServiceInfo {
    product: Text::Borrowed("Vpc"),
    version: Text::Borrowed("2016-04-28"),
    endpoint_rule: Text::Borrowed("vpc.{region}.aliyuncs.com"),
    network_rule: Some(Text::Borrowed("vpc-{network}.{region}.aliyuncs.com")),
    endpoint_map: List::Static(&[("cn-hangzhou", "vpc.aliyuncs.com")]),
    regions: List::Static(&["cn-beijing", "cn-hangzhou", "eu-central-1"]),
    region_parameter: Some(Text::Borrowed("RegionId")),
    retry: List::Static(&[("IncorrectStatus", RetryClass::Busy)]),
};
