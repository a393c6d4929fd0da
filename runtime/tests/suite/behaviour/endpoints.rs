//! Where requests go, and how region and endpoint are set.

use acs_runtime::env::Env;
use acs_runtime::error::ErrorKind;
use acs_runtime::test::MockTransport;
use acs_runtime::{Builder, Client, Error};
use serde_json::json;

use crate::behaviour::service::{DESCRIBE_REGIONS, DESCRIBE_VPCS, Request, SERVICE, Vpcs, client};

fn mock() -> MockTransport {
    let mock = MockTransport::new();
    mock.on("DescribeVpcs").always().reply(json!({}));
    mock.on("DescribeRegions").always().reply(json!({}));
    mock
}

/// Host and region of a request by a client so set up.
async fn sent(set_up: impl FnOnce(Builder) -> Builder) -> (String, Option<String>) {
    let mock = mock();
    let client = set_up(Client::builder(&SERVICE).test(&mock)).build().unwrap();
    client.call(&DESCRIBE_VPCS).send::<Vpcs>(&Request::default()).await.unwrap();
    let request = mock.requests().remove(0);
    let address = request.url().split('?').next().unwrap().to_owned();
    (address, request.param("RegionId").map(str::to_owned))
}

#[tokio::test]
async fn the_region_chooses_the_endpoint_and_fills_the_parameter() {
    let expect = |address: &str, region: &str| (address.to_owned(), Some(region.to_owned()));
    assert_eq!(sent(|builder| builder).await, expect("https://vpc.aliyuncs.com/", "cn-hangzhou"));
    assert_eq!(
        sent(|builder| builder.region("eu-central-1")).await,
        expect("https://vpc.eu-central-1.aliyuncs.com/", "eu-central-1")
    );
    assert_eq!(
        sent(|builder| builder.region("eu-central-1").network("vpc")).await,
        expect("https://vpc-vpc.eu-central-1.aliyuncs.com/", "eu-central-1")
    );
    assert_eq!(
        sent(|builder| builder.network("vpc")).await,
        expect("https://vpc-vpc.cn-hangzhou.aliyuncs.com/", "cn-hangzhou"),
        "the map of the public network does not overrule the one that is asked for"
    );
    assert_eq!(
        sent(|builder| builder.region("eu-central-1").network("public")).await,
        expect("https://vpc.eu-central-1.aliyuncs.com/", "eu-central-1")
    );
    assert_eq!(sent(|builder| builder.endpoint("http://127.0.0.1:8080")).await, expect("http://127.0.0.1:8080/", "cn-hangzhou"));
}

#[tokio::test]
async fn a_call_may_name_its_own_region() {
    let mock = mock();
    let mut call = client(&mock).call(&DESCRIBE_VPCS);
    call.param("RegionId".to_owned(), "eu-central-1".to_owned());
    call.send::<Vpcs>(&Request::default()).await.unwrap();
    let request = &mock.requests()[0];
    assert_eq!(request.url(), "https://vpc.eu-central-1.aliyuncs.com/");
    assert_eq!(request.param("RegionId"), Some("eu-central-1"));

    let mut call = client(&mock).call(&DESCRIBE_VPCS);
    call.param("RegionId".to_owned(), "evil.example/".to_owned());
    assert_eq!(call.send::<Vpcs>(&Request::default()).await.unwrap_err().kind(), ErrorKind::Config);
    assert_eq!(mock.requests().len(), 1);
}

#[tokio::test]
async fn operations_without_a_region_send_none() {
    let mock = mock();
    client(&mock).call(&DESCRIBE_REGIONS).send::<Vpcs>(&Request::default()).await.unwrap();
    assert_eq!(mock.requests()[0].param("RegionId"), None);
}

fn from_env(variables: &[(&str, &str)]) -> Result<Client, Error> {
    Client::builder(&SERVICE).env(Env::of(variables.iter().copied())).transport(mock()).build()
}

const KEY: [(&str, &str); 2] = [("ALIBABA_CLOUD_ACCESS_KEY_ID", "id"), ("ALIBABA_CLOUD_ACCESS_KEY_SECRET", "secret")];

#[tokio::test]
async fn without_a_region_the_error_names_the_ways_to_set_one() {
    let client = from_env(&KEY).unwrap();
    let error = client.call(&DESCRIBE_VPCS).send::<Vpcs>(&Request::default()).await.unwrap_err();
    assert_eq!((error.kind(), error.operation()), (ErrorKind::Config, Some("DescribeVpcs")));
    for way in [".region(", "ALIBABA_CLOUD_REGION_ID", "region_id"] {
        assert!(error.to_string().contains(way), "{error}");
    }
}

#[tokio::test]
async fn the_environment_fills_what_is_not_set() {
    let region = |more: &[(&'static str, &'static str)]| {
        let variables: Vec<_> = KEY.iter().chain(more).copied().collect();
        from_env(&variables).unwrap().region().map(str::to_owned)
    };
    assert_eq!(region(&[("ALICLOUD_REGION", "cn-beijing")]).as_deref(), Some("cn-beijing"));
    let both = [("ALICLOUD_REGION", "cn-beijing"), ("ALIBABA_CLOUD_REGION_ID", "eu-central-1")];
    assert_eq!(region(&both).as_deref(), Some("eu-central-1"));

    let mock = mock();
    let variables = KEY
        .into_iter()
        .chain(both)
        .chain([("ALIBABA_CLOUD_ENDPOINT", "http://127.0.0.1:1"), ("ALIBABA_CLOUD_USER_AGENT", "tool/1")]);
    let builder: Builder = Client::builder(&SERVICE).env(Env::of(variables)).region("cn-hangzhou");
    let client = builder.transport(mock.clone()).build().unwrap();
    client.call(&DESCRIBE_VPCS).send::<Vpcs>(&Request::default()).await.unwrap();
    let request = &mock.requests()[0];
    assert_eq!(request.param("RegionId"), Some("cn-hangzhou"));
    assert_eq!(request.url(), "http://127.0.0.1:1/");
    assert!(request.header("user-agent").unwrap().ends_with(" tool/1"));
}

#[tokio::test]
async fn the_environment_never_overrules_the_builder() {
    let env = || {
        Env::of([
            ("ALIBABA_CLOUD_REGION_ID", "eu-central-1"),
            ("ALIBABA_CLOUD_ENDPOINT", "http://127.0.0.1:1"),
            ("ALIBABA_CLOUD_ENDPOINT_TYPE", "vpc"),
        ])
    };
    for (set_up, address) in [
        ((|builder| builder) as fn(Builder) -> Builder, "http://127.0.0.1:1/"),
        (|builder| builder.network("vpc"), "https://vpc-vpc.cn-hangzhou.aliyuncs.com/"),
        (|builder| builder.network("public"), "https://vpc.aliyuncs.com/"),
        (|builder| builder.endpoint("vpc.example"), "https://vpc.example/"),
    ] {
        let sent = sent(|builder| set_up(builder.region("cn-hangzhou").env(env()))).await;
        assert_eq!(sent, (address.to_owned(), Some("cn-hangzhou".to_owned())));
    }
}

#[test]
fn invalid_settings_are_rejected_when_the_client_is_built() {
    let build = |set_up: fn(Builder) -> Builder| set_up(Client::builder(&SERVICE).access_key("id", "secret")).build();
    for (set_up, part) in [
        ((|builder| builder.region("CN Hangzhou")) as fn(Builder) -> Builder, "is not the name of a region"),
        (|builder| builder.network("a.b"), "is not the name of a network"),
        (|builder| builder.endpoint("http://vpc.aliyuncs.com"), "plain http"),
        (|builder| builder.user_agent("a\nb"), "user agent"),
        (|builder| builder.endpoint("vpc.example").network("vpc"), "`endpoint` and `network` are both set"),
    ] {
        let error = build(set_up).unwrap_err();
        assert!(error.kind() == ErrorKind::Config && error.to_string().contains(part), "{error}");
    }
    assert!(build(|builder| builder.endpoint("http://vpc.aliyuncs.com").allow_http(true)).is_ok());
    let error = Client::builder(&SERVICE).region("cn-hangzhou").build().unwrap_err();
    assert!(error.to_string().contains("access_key"), "{error}");
}

#[tokio::test]
async fn an_unknown_region_is_named_when_it_leads_nowhere() {
    for fail in [(|mock: &MockTransport| mock.on("DescribeVpcs").always().refused()) as fn(&MockTransport), |mock| {
        mock.on("DescribeVpcs").always().error(404, "InvalidRegionId.NotFound", "No.")
    }] {
        let mock = MockTransport::new();
        fail(&mock);
        let client: Client = Client::builder(&SERVICE).test(&mock).region("cn-hangzou").build().unwrap();
        let error = client.call(&DESCRIBE_VPCS).send::<Vpcs>(&Request::default()).await.unwrap_err();
        assert!(error.to_string().contains("is it `cn-hangzhou`?"), "{error}");
    }
}
