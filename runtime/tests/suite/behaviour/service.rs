//! A service of a few operations, as generated code would describe it.

use acs_runtime::Client;
use acs_runtime::generated::{
    Decode, DecodeError, Encode, Fields, List, Method, Operation, OperationInfo, Page, Pagination, Reader, RetryClass,
    ServiceInfo, Shared, Text, Until, WaiterInfo,
};
use acs_runtime::test::MockTransport;

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

pub(crate) const OF_SERVICE: OperationInfo = OperationInfo { service: Shared::Static(&SERVICE), ..OperationInfo::DEFAULT };

/// A read, paginated by number.
pub(crate) static DESCRIBE_VPCS: OperationInfo = OperationInfo {
    name: Text::Borrowed("DescribeVpcs"),
    read_only: true,
    pagination: Some(Pagination::Page { page: Text::Borrowed("PageNumber"), size: Text::Borrowed("PageSize"), default_size: 10 }),
    ..OF_SERVICE
};

/// A read, paginated by token.
pub(crate) static LIST_NAT_IPS: OperationInfo = OperationInfo {
    name: Text::Borrowed("ListNatIps"),
    read_only: true,
    pagination: Some(Pagination::Token { token: Text::Borrowed("NextToken"), size: Some(Text::Borrowed("MaxResults")) }),
    ..OF_SERVICE
};

/// A read, paginated by token, whose pages have the size that the service chooses.
pub(crate) static LIST_TAG_KEYS: OperationInfo = OperationInfo {
    name: Text::Borrowed("ListTagKeys"),
    read_only: true,
    pagination: Some(Pagination::Token { token: Text::Borrowed("NextToken"), size: None }),
    ..OF_SERVICE
};

/// An idempotent write.
pub(crate) static CREATE_VPC: OperationInfo = OperationInfo {
    name: Text::Borrowed("CreateVpc"),
    idempotency_token: Some(Text::Borrowed("ClientToken")),
    dry_run: true,
    ..OF_SERVICE
};

/// A write that is not idempotent.
pub(crate) static MODIFY_VPC: OperationInfo = OperationInfo {
    name: Text::Borrowed("ModifyVpc"),
    retry: List::Static(&[("Vpc.Configuring", RetryClass::Busy)]),
    ..OF_SERVICE
};

/// A deletion.
pub(crate) static DELETE_VPC: OperationInfo =
    OperationInfo { name: Text::Borrowed("DeleteVpc"), idempotency_token: Some(Text::Borrowed("ClientToken")), ..OF_SERVICE };

/// An operation that is the same in all regions.
pub(crate) static DESCRIBE_REGIONS: OperationInfo =
    OperationInfo { name: Text::Borrowed("DescribeRegions"), read_only: true, region: false, method: Method::Get, ..OF_SERVICE };

pub(crate) static VPC_AVAILABLE: WaiterInfo = WaiterInfo {
    name: Text::Borrowed("VpcAvailable"),
    success: List::Static(&["Available"]),
    failure: List::Static(&["Failed"]),
    delay: 5,
    ..OF_VPC
};

pub(crate) static VPC_GONE: WaiterInfo =
    WaiterInfo { name: Text::Borrowed("VpcGone"), failure: List::Static(&["Failed"]), until: Some(Until::Gone), ..OF_VPC };

pub(crate) const OF_VPC: WaiterInfo = WaiterInfo {
    operation: Shared::Static(&DESCRIBE_VPCS),
    id: Some(Text::Borrowed("VpcId")),
    items: List::Static(&["Vpcs", "Vpc"]),
    matches: List::Static(&["VpcId"]),
    status: List::Static(&["Status"]),
    not_found: List::Static(&["InvalidVpcId.NotFound"]),
    ..WaiterInfo::DEFAULT
};

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
        to.wrapped("Vpcs", "Vpc", &self.vpcs);
    }
}

impl Encode for Vpc {
    fn encode<'a>(&'a self, to: &mut Fields<'a>) {
        to.string("VpcId", &self.vpc_id);
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
