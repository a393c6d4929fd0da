//! What others take for the same.

use std::hint::black_box;

use serde::Deserialize;

use crate::reply;

pub(crate) fn serde_50() -> Box<dyn FnMut()> {
    serde(50)
}

pub(crate) fn serde_10000() -> Box<dyn FnMut()> {
    serde(10_000)
}

fn serde(count: usize) -> Box<dyn FnMut()> {
    let text = reply::json(count);
    Box::new(move || {
        let response: Response = serde_json::from_slice(black_box(&text)).unwrap();
        assert_eq!(response.vpcs.vpc.len(), count);
        black_box(response);
    })
}

/// All events of the XML, nothing kept.
pub(crate) fn xml_events_50() -> Box<dyn FnMut()> {
    let text = reply::xml(50);
    Box::new(move || {
        let mut reader = quick_xml::Reader::from_str(std::str::from_utf8(black_box(&text)).unwrap());
        while !matches!(black_box(reader.read_event().unwrap()), quick_xml::events::Event::Eof) {}
    })
}

/// A request with a form made beforehand, through reqwest alone.
pub(crate) fn reqwest(address: &str) -> Box<dyn FnMut()> {
    let (client, url) = client(address);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    Box::new(move || {
        let bytes = runtime.block_on(async { request(&client, &url).send().await.unwrap().bytes().await.unwrap() });
        black_box(bytes);
    })
}

pub(crate) fn client(address: &str) -> (reqwest::Client, String) {
    // reqwest asks for TLS also where the URL is of plain http.
    let provider = std::sync::Arc::new(rustls::crypto::ring::default_provider());
    let tls = rustls::ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions().unwrap();
    let tls = tls.with_root_certificates(rustls::RootCertStore::empty()).with_no_client_auth();
    let client = reqwest::Client::builder().no_proxy().tls_backend_preconfigured(tls).build().unwrap();
    (client, format!("http://{address}/"))
}

pub(crate) fn request(client: &reqwest::Client, url: &str) -> reqwest::RequestBuilder {
    const FORM: &str = "AccessKeyId=LTAI5tFake0Fake0Fake0Fak&Action=DescribeVpcs&Format=JSON&PageNumber=1&PageSize=50\
        &RegionId=cn-hangzhou&ResourceGroupId=rg-acfmxazb4ph6aiy&SignatureMethod=HMAC-SHA1&SignatureNonce=c443821a99803289\
        &SignatureVersion=1.0&Tag.1.Key=team&Tag.1.Value=network&Tag.2.Key=stage&Tag.2.Value=production\
        &Timestamp=2024-05-17T12%3A02%3A09Z&Version=2016-04-28&VpcName=production%20network&Signature=OLeaidS1JvxuMvnyHOwuJ";
    client.post(url).header("content-type", "application/x-www-form-urlencoded").body(FORM)
}

#[derive(Deserialize)]
struct Response {
    #[serde(rename = "RequestId")]
    _request_id: Option<String>,
    #[serde(rename = "PageNumber")]
    _page_number: Option<i64>,
    #[serde(rename = "PageSize")]
    _page_size: Option<i64>,
    #[serde(rename = "TotalCount")]
    _total_count: Option<i64>,
    #[serde(rename = "Vpcs")]
    vpcs: Vpcs,
}

#[derive(Deserialize)]
struct Vpcs {
    #[serde(rename = "Vpc")]
    vpc: Vec<Vpc>,
}

#[derive(Deserialize)]
struct Tag {
    #[serde(rename = "Key")]
    _key: Option<String>,
    #[serde(rename = "Value")]
    _value: Option<String>,
}

#[derive(Deserialize)]
struct Ipv6CidrBlock {
    #[serde(rename = "Ipv6CidrBlock")]
    _block: Option<String>,
    #[serde(rename = "Ipv6Isp")]
    _isp: Option<String>,
}

#[derive(Deserialize)]
struct Vpc {
    #[serde(rename = "CenStatus")]
    _cen_status: Option<String>,
    #[serde(rename = "CidrBlock")]
    _cidr_block: Option<String>,
    #[serde(rename = "CreationTime")]
    _creation_time: Option<String>,
    #[serde(rename = "Description")]
    _description: Option<String>,
    #[serde(rename = "DhcpOptionsSetId")]
    _dhcp_options_set_id: Option<String>,
    #[serde(rename = "DhcpOptionsSetStatus")]
    _dhcp_options_set_status: Option<String>,
    #[serde(rename = "DnsHostnameStatus")]
    _dns_hostname_status: Option<String>,
    #[serde(rename = "EnabledIpv6")]
    _enabled_ipv6: Option<bool>,
    #[serde(rename = "Ipv6CidrBlock")]
    _ipv6_cidr_block: Option<String>,
    #[serde(rename = "Ipv6CidrBlocks")]
    _ipv6_cidr_blocks: Option<WrappedIpv6CidrBlocks>,
    #[serde(rename = "IsDefault")]
    _is_default: Option<bool>,
    #[serde(rename = "NatGatewayIds")]
    _nat_gateway_ids: Option<WrappedNatGatewayIds>,
    #[serde(rename = "OwnerId")]
    _owner_id: Option<i64>,
    #[serde(rename = "RegionId")]
    _region_id: Option<String>,
    #[serde(rename = "ResourceGroupId")]
    _resource_group_id: Option<String>,
    #[serde(rename = "RouterTableIds")]
    _router_table_ids: Option<WrappedRouterTableIds>,
    #[serde(rename = "SecondaryCidrBlocks")]
    _secondary_cidr_blocks: Option<WrappedSecondaryCidrBlocks>,
    #[serde(rename = "Status")]
    _status: Option<String>,
    #[serde(rename = "Tags")]
    _tags: Option<WrappedTags>,
    #[serde(rename = "UserCidrs")]
    _user_cidrs: Option<WrappedUserCidrs>,
    #[serde(rename = "VRouterId")]
    _v_router_id: Option<String>,
    #[serde(rename = "VSwitchIds")]
    _v_switch_ids: Option<WrappedVSwitchIds>,
    #[serde(rename = "VpcId")]
    _vpc_id: Option<String>,
    #[serde(rename = "VpcName")]
    _vpc_name: Option<String>,
}

#[derive(Deserialize)]
struct WrappedIpv6CidrBlocks {
    #[serde(rename = "Ipv6CidrBlock")]
    _items: Vec<Ipv6CidrBlock>,
}

#[derive(Deserialize)]
struct WrappedNatGatewayIds {
    #[serde(rename = "NatGatewayIds")]
    _items: Vec<String>,
}

#[derive(Deserialize)]
struct WrappedRouterTableIds {
    #[serde(rename = "RouterTableIds")]
    _items: Vec<String>,
}

#[derive(Deserialize)]
struct WrappedSecondaryCidrBlocks {
    #[serde(rename = "SecondaryCidrBlock")]
    _items: Vec<String>,
}

#[derive(Deserialize)]
struct WrappedTags {
    #[serde(rename = "Tag")]
    _items: Vec<Tag>,
}

#[derive(Deserialize)]
struct WrappedUserCidrs {
    #[serde(rename = "UserCidr")]
    _items: Vec<String>,
}

#[derive(Deserialize)]
struct WrappedVSwitchIds {
    #[serde(rename = "VSwitchId")]
    _items: Vec<String>,
}
