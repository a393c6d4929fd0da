//! A service of a few operations, as generated code would describe it.

use acs_runtime::Client;
use acs_runtime::generated::{
    Decode, DecodeError, Encode, Fields, Method, Operation, OperationInfo, Page, Pagination, Reader, RetryClass, ServiceInfo,
    Until, WaiterInfo,
};
use acs_runtime::test::MockTransport;

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

/// A read in pages.
pub(crate) static DESCRIBE_VPCS: OperationInfo = OperationInfo {
    read_only: true,
    pagination: Some(&Pagination::Page { page: "PageNumber", size: "PageSize", default_size: 10 }),
    ..OperationInfo::new(&SERVICE, "DescribeVpcs")
};

/// A read by tokens.
pub(crate) static LIST_NAT_IPS: OperationInfo = OperationInfo {
    read_only: true,
    pagination: Some(&Pagination::Token { token: "NextToken", size: "MaxResults" }),
    ..OperationInfo::new(&SERVICE, "ListNatIps")
};

/// A write that may be repeated.
pub(crate) static CREATE_VPC: OperationInfo =
    OperationInfo { idempotency_token: Some("ClientToken"), dry_run: true, ..OperationInfo::new(&SERVICE, "CreateVpc") };

/// A write that may not.
pub(crate) static MODIFY_VPC: OperationInfo =
    OperationInfo { retry: &[("Vpc.Configuring", RetryClass::Busy)], ..OperationInfo::new(&SERVICE, "ModifyVpc") };

/// An operation that is the same in all regions.
pub(crate) static DESCRIBE_REGIONS: OperationInfo =
    OperationInfo { read_only: true, region: false, method: Method::Get, ..OperationInfo::new(&SERVICE, "DescribeRegions") };

pub(crate) static VPC_AVAILABLE: WaiterInfo = WaiterInfo {
    name: "VpcAvailable",
    operation: &DESCRIBE_VPCS,
    id: Some("VpcId"),
    with: &[],
    also: &[],
    items: &["Vpcs", "Vpc"],
    sub_items: &[],
    matches: Some("VpcId"),
    status: &["Status"],
    success: &["Available"],
    failure: &["Failed"],
    until: None,
    not_found: &["InvalidVpcId.NotFound"],
    delay: 5,
};

pub(crate) static VPC_GONE: WaiterInfo =
    WaiterInfo { name: "VpcGone", success: &[], until: Some(Until::Gone), delay: 0, ..copy(&VPC_AVAILABLE) };

const fn copy(waiter: &WaiterInfo) -> WaiterInfo {
    WaiterInfo {
        name: waiter.name,
        operation: waiter.operation,
        id: waiter.id,
        with: waiter.with,
        also: waiter.also,
        items: waiter.items,
        sub_items: waiter.sub_items,
        matches: waiter.matches,
        status: waiter.status,
        success: waiter.success,
        failure: waiter.failure,
        until: waiter.until,
        not_found: waiter.not_found,
        delay: waiter.delay,
    }
}

/// A client of the mock.
pub(crate) fn client(mock: &MockTransport) -> Client {
    Client::builder(&SERVICE).test(mock).build().unwrap()
}

/// A request of one parameter; a secret one besides.
#[derive(Default, Clone)]
pub(crate) struct Request {
    pub(crate) vpc_id: Option<String>,
    pub(crate) password: Option<String>,
}

impl Encode for Request {
    fn encode<'a>(&'a self, to: &mut Fields<'a>) {
        to.string("VpcId", &self.vpc_id);
        to.sensitive().string("Password", &self.password);
    }
}

#[derive(Debug, Default, Clone, PartialEq)]
pub(crate) struct Vpcs {
    pub(crate) request_id: Option<String>,
    pub(crate) total_count: Option<i64>,
    pub(crate) next_token: Option<String>,
    pub(crate) vpcs: Vec<Vpc>,
}

#[derive(Debug, Default, Clone, PartialEq)]
pub(crate) struct Vpc {
    pub(crate) vpc_id: Option<String>,
}

impl Decode for Vpcs {
    fn field(&mut self, name: &str, value: Reader<'_>) -> Result<(), DecodeError> {
        match name {
            "RequestId" => value.string(&mut self.request_id),
            "TotalCount" => value.int64(&mut self.total_count),
            "NextToken" => value.string(&mut self.next_token),
            "Vpcs" => value.wrapped("Vpc", &mut self.vpcs),
            _ => value.skip(),
        }
    }
}

impl Decode for Vpc {
    fn field(&mut self, name: &str, value: Reader<'_>) -> Result<(), DecodeError> {
        match name {
            "VpcId" => value.string(&mut self.vpc_id),
            _ => value.skip(),
        }
    }
}

impl Encode for Vpcs {
    fn encode<'a>(&'a self, to: &mut Fields<'a>) {
        to.string("RequestId", &self.request_id);
    }
}

impl Page for Vpcs {
    type Item = Vpc;

    fn into_items(self) -> Vec<Vpc> {
        self.vpcs
    }

    fn count(&self) -> usize {
        self.vpcs.len()
    }

    fn total(&self) -> Option<i64> {
        self.total_count
    }

    fn next_token(&self) -> Option<&str> {
        self.next_token.as_deref()
    }
}

/// The type that stands for an operation.
pub(crate) struct ModifyVpc;

#[derive(Clone, PartialEq, Eq, Hash)]
pub(crate) enum ModifyVpcCode {
    VpcConfiguring,
    IllegalParamAny(String),
    IllegalParamTagAny(String),
    MismatchAnyAndAny(String, String),
}

acs_runtime::generated::code!(
    ModifyVpcCode of ModifyVpc,
    IllegalParamAny(argument1),
    IllegalParamTagAny(argument1),
    MismatchAnyAndAny(argument1, argument2)
);

impl Operation for ModifyVpc {
    type Request = Request;
    type Response = Vpcs;
    type Code = ModifyVpcCode;
    const CODES: &'static [(&'static str, ModifyVpcCode)] = &[
        ("Vpc.Configuring", ModifyVpcCode::VpcConfiguring),
        ("IllegalParam.%s", ModifyVpcCode::IllegalParamAny(String::new())),
        ("IllegalParam.Tag.%s", ModifyVpcCode::IllegalParamTagAny(String::new())),
        ("Mismatch.%sAnd%s", ModifyVpcCode::MismatchAnyAndAny(String::new(), String::new())),
    ];
    const INFO: &'static OperationInfo = &MODIFY_VPC;
}
