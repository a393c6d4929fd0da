use std::time::Duration;

use acs_runtime::credentials::{Credentials, DefaultChain};
use acs_runtime::future::BoxFuture;
use acs_runtime::reply::HttpReply;
use acs_runtime::time::Clock;
use acs_runtime::transport::{HttpRequest, Transport, TransportError};
use acs_runtime::{Builder, Client};
use serde_json::json;

use crate::credentials::client::SERVICE;
use crate::credentials::script::{Home, Script, end, key};

/// Adds the service's time to the replies of a script.
#[derive(Debug)]
struct Dated {
    script: Script,
    ahead: Duration,
}

impl Transport for Dated {
    fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<HttpReply, TransportError>> {
        Box::pin(async move {
            let reply = self.script.send(request).await?;
            let date = httpdate::fmt_http_date(self.script.clock.now() + self.ahead);
            let headers = [("date".parse().unwrap(), date.parse().unwrap())].into_iter().collect();
            Ok(HttpReply::new(reply.status(), headers, reply.body().to_vec()))
        })
    }
}

fn builder(script: &Script, ahead: u64) -> Builder {
    let transport = Dated { script: script.clone(), ahead: Duration::from_secs(ahead) };
    Client::builder(&SERVICE).transport(transport).clock(script.clock.clone()).sleep(script.clock.clone())
}

#[tokio::test]
async fn a_check_reports_everything_that_a_call_depends_on() {
    let script = Script::new();
    script.on("GET http://127.0.0.1:7002/", 200, key("STS.uri", &script.clock, 3600));
    script.on("POST https://vpc.cn-beijing.aliyuncs.com/", 200, json!({ "RequestId": "R-1" }));
    let home = Home::with(".aliyun/config.json", "{ \"profiles\": [], }");
    let env = home.env(&[
        ("ALIBABA_CLOUD_CREDENTIALS_URI", "http://127.0.0.1:7002/"),
        ("ALIBABA_CLOUD_ECS_METADATA_DISABLED", "true"),
        ("ALIBABA_CLOUD_REGION_ID", "cn-beijing"),
    ]);
    let client: Client = builder(&script, 600).env(env).build().unwrap();
    let report = client.check().await;
    assert!(report.is_ok());
    assert_eq!(script.requests().last().unwrap().params["Action"], "DescribeRegions");
    let found = report.credentials.as_ref().unwrap();
    assert_eq!((found.provider.as_str(), found.access_key_id.as_deref()), ("credentials URI", Some("STS.uri")));
    assert_eq!((found.expires, report.clock_skew), (Some(end(&script.clock, 3600)), Some(600)));
    let text = report.to_string();
    for part in [
        "credentials  credentials URI, access key STS.uri, valid until 2024-05-17T13:02:09Z\n",
        "config.json:1: column 19: not valid JSON: trailing comma\n",
        "endpoint     https://vpc.cn-beijing.aliyuncs.com/ (region cn-beijing, network public)\n",
        "clock        10m behind the service: set it\n",
        "call         DescribeRegions succeeded (request id R-1)\n",
    ] {
        assert!(text.contains(part), "{text}");
    }
    assert!(!text.contains("hidden") && !format!("{report:?}").contains("hidden"), "{text}");
}

#[tokio::test]
async fn a_check_without_credentials_or_region_says_so() {
    let (script, home) = (Script::new(), Home::with("empty", ""));
    let client: Client = builder(&script, 0).credentials(DefaultChain::reading(home.env(&[]))).build().unwrap();
    let report = client.check().await;
    assert!(!report.is_ok() && report.faults.is_empty());
    let text = report.to_string();
    for part in ["credentials  none: none of 6 providers has any", "endpoint     none: no region is set", "call         failed: "]
    {
        assert!(text.contains(part), "{text}");
    }
}

#[tokio::test]
async fn a_check_tells_a_missing_permission_from_wrong_credentials() {
    let script = Script::new();
    let client: Client = builder(&script, 0).region("cn-beijing").access_key("LTAI1", "hidden").build().unwrap();
    let refuse = |code: &str| {
        script.on("POST https://vpc.", 403, json!({ "RequestId": "R-1", "Code": code, "Message": "No.", "HostId": "h" }));
    };
    refuse("Forbidden.RAM");
    let report = client.check().operation("DescribeVpcs").param("VpcId", "vpc-1").await;
    let request = script.requests().pop().unwrap();
    assert_eq!((request.params["Action"].as_str(), request.params["VpcId"].as_str()), ("DescribeVpcs", "vpc-1"));
    let text = report.to_string();
    assert!(text.contains("call         the service knows the caller, but does not allow the call: DescribeVpcs: "), "{text}");
    assert!(text.contains("clock        agrees with the service\n"), "{text}");
    refuse("InvalidAccessKeyId.NotFound");
    let text = client.check().await.to_string();
    assert!(text.contains("call         failed: DescribeRegions: "), "{text}");

    let faulty = builder(&script, 0).region("cn-beijing").credentials(Credentials::access_key("LTAI 1", "hidden"));
    let client: Client = faulty.build().unwrap();
    let report = client.check().await;
    assert_eq!(report.faults[0].to_string(), "the access key id contains a blank");
}

#[test]
fn a_blocking_program_can_wait_for_a_check() {
    let script = Script::new();
    script.on("POST https://vpc.", 200, json!({ "RequestId": "R-1" }));
    let client: Client = builder(&script, 0).region("cn-beijing").access_key("LTAI1", "hidden").build().unwrap();
    assert!(client.check().wait().unwrap().is_ok());
}
