use acs_runtime::credentials::{AssumeRoleProvider, CliProvider, Credentials, EnvProvider, ProfileFileProvider, UriProvider};
use acs_runtime::env::Env;
use acs_runtime::error::ErrorKind;
use acs_runtime::facts::Text;
use acs_runtime::operation::ServiceInfo;
use acs_runtime::{Builder, Client};
use serde_json::json;

use crate::credentials::script::{Home, Script, id, key, role_key};

pub(crate) static SERVICE: ServiceInfo = ServiceInfo {
    product: Text::Borrowed("Vpc"),
    version: Text::Borrowed("2016-04-28"),
    endpoint_rule: Text::Borrowed("vpc.{region}.aliyuncs.com"),
    region_parameter: Some(Text::Borrowed("RegionId")),
    ..ServiceInfo::DEFAULT
};

fn client(script: &Script, home: &Home, more: &[(&str, &str)]) -> Client {
    let builder: Builder = Client::builder(&SERVICE).env(home.env(more));
    builder.transport(script.clone()).clock(script.clock.clone()).sleep(script.clock.clone()).build().unwrap()
}

#[tokio::test]
async fn from_env_uses_the_key_and_the_region_of_the_profile() {
    let script = Script::new();
    script.on("POST https://vpc.cn-beijing.aliyuncs.com/", 200, json!({ "RequestId": "R" }));
    let profile =
        json!({ "name": "a", "mode": "AK", "access_key_id": "LTAI1", "access_key_secret": "s", "region_id": "cn-beijing" });
    let home = Home::with(".aliyun/config.json", json!({ "current": "a", "profiles": [profile] }));
    let beijing = client(&script, &home, &[]);
    assert_eq!(beijing.region(), Some("cn-beijing"));
    beijing.raw_call("DescribeVpcs").send().await.unwrap();
    assert_eq!(script.requests()[0].params["AccessKeyId"], "LTAI1");

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

#[tokio::test]
async fn a_faulty_profile_is_named_in_place_of_a_missing_region() {
    let script = Script::new();
    let profile = json!({ "name": "a", "mode": "AK", "access_key_id": "LTAI1", "access_key_secret": "s" });
    for (path, text, fault) in [
        (".aliyun/config.json", "{ \"profiles\": [], }".to_owned(), "config.json:1: column 19: not valid JSON: trailing comma"),
        (".aliyun/config.json", String::new(), "config.json is empty"),
        (
            ".aliyun/config.json",
            json!({ "current": "b", "profiles": [profile] }).to_string(),
            "config.json:1: `current` is `b`, but the profiles are `a`",
        ),
        (
            ".alibabacloud/credentials",
            "[default]\nregion_id = cn-beijing ; main".to_owned(),
            "credentials:2: the value of `region_id`",
        ),
    ] {
        let client = client(&script, &Home::with(path, text), &KEY);
        let error = client.raw_call("DescribeVpcs").send().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Config);
        let text = error.to_string();
        assert!(text.contains(fault) && !text.contains("no region is set"), "{text}");
    }
}

const KEY: [(&str, &str); 2] = [("ALIBABA_CLOUD_ACCESS_KEY_ID", "LTAI1"), ("ALIBABA_CLOUD_ACCESS_KEY_SECRET", "secret")];

#[tokio::test]
async fn white_space_and_byte_order_marks_around_a_key_are_removed() {
    let script = Script::new();
    let key = |id: &str| json!({ "name": "a", "mode": "AK", "access_key_id": id, "access_key_secret": "secret \r\n" });
    let profile = json!({ "current": "a", "profiles": [key("\u{feff}LTAI1\n")] });
    let expected = Ok(Credentials::access_key("LTAI1", "secret"));
    assert_eq!(script.ask(&CliProvider::reading(Home::with(".aliyun/config.json", profile).env(&[]))).await, expected);
    let env = Env::of([("ALIBABA_CLOUD_ACCESS_KEY_ID", " LTAI1\r\n"), ("ALIBABA_CLOUD_ACCESS_KEY_SECRET", "\u{feff}secret\n")]);
    assert_eq!(script.ask(&EnvProvider::reading(env)).await, expected);
    let ini = "\u{feff}[default]\r\ntype = access_key\r\naccess_key_id = LTAI1\r\naccess_key_secret = secret \r\n";
    let home = Home::with(".alibabacloud/credentials", ini);
    assert_eq!(script.ask(&ProfileFileProvider::reading(home.env(&[]))).await, expected);
    assert_eq!(Credentials::access_key("LTAI1\n", "secret\t").with_token("\u{feff}t\n"), {
        Credentials::access_key("LTAI1", "secret").with_token("t")
    });
    assert_eq!(Credentials::bearer("t\r\n"), Credentials::bearer("t"));
}

#[tokio::test]
async fn credentials_that_cannot_be_valid_name_the_part_and_the_fault() {
    let script = Script::new();
    for (credentials, fault) in [
        (Credentials::access_key("LTAI 1", "hidden"), "the access key id contains a blank"),
        (Credentials::access_key("LTAI1", "hidden\nhidden"), "the access key secret contains a line break"),
        (Credentials::access_key("LTAI1", "\"hidden\""), "the access key secret is enclosed in quotation marks"),
        (
            Credentials::access_key("LTAI1", "hid\u{200b}den"),
            "the access key secret contains a character that is not visible ASCII",
        ),
        (Credentials::access_key("LTAI1", "hidden").with_token(" "), "the security token is empty"),
        (Credentials::bearer("hid\0den"), "the bearer token contains a character that is not visible ASCII"),
    ] {
        let builder: Builder = Client::builder(&SERVICE).region("cn-beijing").credentials(credentials);
        let client = builder.transport(script.clone()).clock(script.clock.clone()).sleep(script.clock.clone()).build().unwrap();
        let error = client.raw_call("DescribeVpcs").send().await.unwrap_err();
        let text = format!("{error} {error:?}");
        assert!(text.contains(fault) && text.contains("fixed credentials") && !text.contains("hid"), "{text}");
    }
    assert!(script.requests().is_empty());
}

const ADDRESS: &str = "POST https://vpc.cn-beijing.aliyuncs.com/";
const URI: &str = "GET http://127.0.0.1:7002/";

/// A client with the credentials of a URI, which the service refuses as expired until `accepted` is used.
fn refusing(script: &Script, code: &str) -> Client {
    script.on(ADDRESS, 400, json!({ "RequestId": "R", "HostId": "h", "Code": code, "Message": "No." }));
    script.on(URI, 200, key("STS.a", &script.clock, 3600));
    let builder: Builder = Client::builder(&SERVICE).region("cn-beijing").credentials(UriProvider::new("http://127.0.0.1:7002/"));
    builder.transport(script.clone()).clock(script.clock.clone()).sleep(script.clock.clone()).build().unwrap()
}

fn senders(script: &Script) -> Vec<String> {
    let calls = script.requests().into_iter().filter(|request| ADDRESS.starts_with(&request.line));
    calls.map(|request| request.params["AccessKeyId"].clone()).collect()
}

#[tokio::test]
async fn a_key_that_the_service_calls_expired_is_replaced_and_the_call_retried_once() {
    for code in ["InvalidSecurityToken.Expired", "SecurityTokenExpired"] {
        // A write without token, which nothing else would retry.
        let script = Script::new();
        let client = refusing(&script, code);
        script.once(URI, 200, key("STS.old", &script.clock, 3600));
        client.raw_call("ModifyVpcAttribute").send().await.unwrap_err();
        assert_eq!(senders(&script), ["STS.old", "STS.a"], "one retry and no more");
        assert_eq!(script.lines().iter().filter(|line| line.as_str() == URI).count(), 3, "each refused key is fetched anew");

        let script = Script::new();
        let client = refusing(&script, code);
        script.once(URI, 200, key("STS.old", &script.clock, 3600));
        script.on_param(ADDRESS, ("AccessKeyId", "STS.a"), 200, json!({ "RequestId": "R" }));
        client.raw_call("ModifyVpcAttribute").send().await.unwrap();
        client.raw_call("ModifyVpcAttribute").send().await.unwrap();
        assert_eq!(senders(&script), ["STS.old", "STS.a", "STS.a"]);
        assert_eq!(script.lines().iter().filter(|line| line.as_str() == URI).count(), 2);
    }
}

#[tokio::test]
async fn without_other_credentials_an_expired_key_is_not_retried() {
    let script = Script::new();
    let client = refusing(&script, "InvalidSecurityToken.Expired");
    let error = client.raw_call("DescribeVpcs").send().await.unwrap_err();
    assert_eq!((error.code(), error.attempts(), error.is_retryable()), (Some("InvalidSecurityToken.Expired"), 1, false));
    assert_eq!(senders(&script), ["STS.a"]);

    let script = Script::new();
    let client = refusing(&script, "InvalidSecurityToken.Expired");
    script.refuse(URI).once(URI, 200, key("STS.old", &script.clock, 3600));
    let text = client.raw_call("DescribeVpcs").send().await.unwrap_err().to_string();
    assert!(text.contains("There are no new credentials") && text.contains("connection refused"), "{text}");
}

#[tokio::test]
async fn a_source_that_the_token_service_calls_expired_is_replaced_once() {
    let script = Script::new();
    script.on(URI, 200, key("STS.new", &script.clock, 3600)).once(URI, 200, key("STS.old", &script.clock, 3600));
    let sts = "POST https://sts.aliyuncs.com/";
    script.on(sts, 400, json!({ "Code": "InvalidSecurityToken.Expired", "Message": "No." }));
    script.on_param(sts, ("AccessKeyId", "STS.new"), 200, role_key("STS.role", &script.clock, 3600));
    let provider = AssumeRoleProvider::new(UriProvider::new("http://127.0.0.1:7002/"), "acs:ram::1:role/a");
    assert_eq!(id(script.ask(&provider).await), "STS.role");
    assert_eq!(script.lines(), [URI, sts, URI, sts]);
}
