use acs_runtime::error::ErrorKind;
use acs_runtime::operation::ServiceInfo;
use acs_runtime::{Builder, Client};
use serde_json::json;

use crate::script::{Home, Script};

static SERVICE: ServiceInfo = ServiceInfo {
    product: "Vpc",
    version: "2016-04-28",
    endpoint_rule: "vpc.{region}.aliyuncs.com",
    network_rule: None,
    endpoint_map: &[],
    regions: &[],
    region_parameter: Some("RegionId"),
    retry: &[],
};

fn client(script: &Script, home: &Home, more: &[(&str, &str)]) -> Client {
    let builder: Builder = Client::builder(&SERVICE).env(home.env(more));
    builder.transport(script.clone()).clock(script.clock.clone()).sleep(script.clock.clone()).build().unwrap()
}

#[tokio::test]
async fn a_client_of_the_environment_takes_key_and_region_of_the_profile() {
    let script = Script::new();
    script.on("POST https://vpc.cn-beijing.aliyuncs.com/", 200, json!({ "RequestId": "R" }));
    let profile =
        json!({ "name": "a", "mode": "AK", "access_key_id": "LTAI1", "access_key_secret": "s", "region_id": "cn-beijing" });
    let home = Home::with(".aliyun/config.json", json!({ "current": "a", "profiles": [profile] }));
    let beijing = client(&script, &home, &[]);
    assert_eq!(beijing.region(), Some("cn-beijing"));
    beijing.raw_call("DescribeVpcs").send().await.unwrap();
    assert_eq!(script.requests()[0].query["AccessKeyId"], "LTAI1");

    let region = |more| client(&script, &home, more).region().map(str::to_owned);
    assert_eq!(region(&[("ALIBABA_CLOUD_REGION", "eu-central-1")]).as_deref(), Some("eu-central-1"));
    assert_eq!(region(&[("ALIBABA_CLOUD_CLI_PROFILE_DISABLED", "true")]), None);
    home.write(".alibabacloud/credentials", "[default]\nregion_id = cn-shanghai\n");
    assert_eq!(region(&[("ALIBABA_CLOUD_CLI_PROFILE_DISABLED", "true")]).as_deref(), Some("cn-shanghai"));
}

#[tokio::test]
async fn a_call_without_credentials_lists_what_was_tried() {
    let (script, home) = (Script::new(), Home::with("empty", ""));
    let client = client(&script, &home, &[("ALIBABA_CLOUD_REGION_ID", "cn-beijing")]);
    let error = client.raw_call("DescribeVpcs").send().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Credentials);
    let text = error.to_string();
    assert!(text.starts_with("DescribeVpcs: no credentials: none of 6 providers has any: environment variables: "), "{text}");
}
