use std::borrow::Cow;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
use std::time::Duration;

use acs_runtime::credentials::{
    Chain, Credentials, CredentialsError, CredentialsProvider, DefaultChain, RuntimeComponents, UriProvider,
};
use acs_runtime::future::BoxFuture;
use acs_runtime::time::Sleep;
use serde_json::json;

use crate::credentials::script::{Home, Script, id, key, role_key};

/// Has a key or not, as a test switches it.
#[derive(Debug)]
struct Switch {
    name: &'static str,
    on: AtomicBool,
}

impl Switch {
    fn new(name: &'static str, on: bool) -> Arc<Self> {
        Arc::new(Switch { name, on: AtomicBool::new(on) })
    }
}

impl CredentialsProvider for Switch {
    fn name(&self) -> Cow<'static, str> {
        self.name.into()
    }

    fn credentials<'a>(&'a self, _components: &'a RuntimeComponents) -> BoxFuture<'a, Result<Credentials, CredentialsError>> {
        Box::pin(async {
            match self.on.load(SeqCst) {
                true => Ok(Credentials::access_key(self.name, "secret")),
                false => Err(CredentialsError::new("switched off").with_source("by the test")),
            }
        })
    }
}

#[tokio::test]
async fn the_first_provider_with_credentials_is_kept() {
    let script = Script::new();
    let (a, b, c) = (Switch::new("a", false), Switch::new("b", true), Switch::new("c", true));
    let chain = Chain::new().then(a.clone()).then(b.clone()).then(c);
    assert_eq!(id(script.ask(&chain).await), "b");
    a.on.store(true, SeqCst);
    assert_eq!(id(script.ask(&chain).await), "b");
    b.on.store(false, SeqCst);
    assert_eq!(script.ask(&chain).await.unwrap_err(), "b: switched off: by the test");
}

#[tokio::test]
async fn the_error_lists_the_reason_of_each_provider() {
    let script = Script::new();
    let chain = Chain::new().then(Switch::new("a", false)).then(Switch::new("b", false));
    let error = script.ask(&chain).await.unwrap_err();
    assert_eq!(error, "none of 2 providers has any: a: switched off: by the test; b: switched off: by the test");
    assert_eq!(script.ask(&Chain::new()).await.unwrap_err(), "the chain has no provider");
}

/// Takes the sources of the default chain away one by one: what is found shows their order.
#[tokio::test]
async fn the_default_chain_has_the_official_order() {
    let script = Script::new();
    script.on("POST https://sts.aliyuncs.com/", 200, role_key("oidc", &script.clock, 3600));
    script.on("PUT http://100.100.100.200/", 200, "token");
    script.on("GET http://100.100.100.200/", 200, key("instance", &script.clock, 3600));
    script.on("GET http://127.0.0.1:7002/", 200, key("uri", &script.clock, 3600));

    let config = json!({ "current": "default", "profiles": [
        { "name": "default", "mode": "AK", "access_key_id": "cli", "access_key_secret": "secret" },
    ] });
    let home = Home::with(".aliyun/config.json", config);
    home.write(".alibabacloud/credentials", "[default]\ntype=access_key\naccess_key_id=file\naccess_key_secret=secret\n");
    let token_file = home.write("token", "identity");
    let empty = home.write("empty.ini", "");

    let mut variables = vec![
        ("ALIBABA_CLOUD_ECS_METADATA", "web"),
        ("ALIBABA_CLOUD_CREDENTIALS_URI", "http://127.0.0.1:7002/"),
        ("ALIBABA_CLOUD_ROLE_ARN", "acs:ram::1:role/pod"),
        ("ALIBABA_CLOUD_OIDC_PROVIDER_ARN", "acs:ram::1:oidc-provider/ack"),
        ("ALIBABA_CLOUD_OIDC_TOKEN_FILE", token_file.as_str()),
        ("ALIBABA_CLOUD_ACCESS_KEY_ID", "environment"),
        ("ALIBABA_CLOUD_ACCESS_KEY_SECRET", "secret"),
    ];
    let find = async |variables: &[(&str, &str)]| id(script.ask(&DefaultChain::reading(home.env(variables))).await);
    assert_eq!(find(&variables).await, "environment");
    variables.truncate(5);
    assert_eq!(find(&variables).await, "oidc");
    variables.truncate(4);
    assert_eq!(find(&variables).await, "cli");
    variables.push(("ALIBABA_CLOUD_CLI_PROFILE_DISABLED", "true"));
    assert_eq!(find(&variables).await, "file");
    variables.push(("ALIBABA_CLOUD_CREDENTIALS_FILE", &empty));
    assert_eq!(find(&variables).await, "instance");
    variables.push(("ALIBABA_CLOUD_ECS_METADATA_DISABLED", "true"));
    assert_eq!(find(&variables).await, "uri");
}

#[tokio::test]
async fn the_error_of_the_default_chain_lists_all_six_providers() {
    let script = Script::new();
    let home = Home::with("empty", "");
    let error =
        script.ask(&DefaultChain::reading(home.env(&[("ALIBABA_CLOUD_CLI_PROFILE_DISABLED", "true")]))).await.unwrap_err();
    let mut rest = error.as_str();
    for part in [
        "none of 6 providers has any: ",
        "environment variables: ALIBABA_CLOUD_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_SECRET are not set; ",
        "OIDC role: not set: ALIBABA_CLOUD_ROLE_ARN, ",
        "command line's configuration: disabled by ALIBABA_CLOUD_CLI_PROFILE_DISABLED; ",
        "profile file: there is no `credentials` or `credentials.ini` in ",
        "ECS instance role: http://100.100.100.200 gave no answer: connection refused; ",
        "credentials URI: ALIBABA_CLOUD_CREDENTIALS_URI is not set",
    ] {
        let at = rest.find(part).unwrap_or_else(|| panic!("`{part}` is not there, or out of order: {error}"));
        rest = &rest[at + part.len()..];
    }
    assert_eq!(rest, "");
}

#[tokio::test]
async fn a_search_outlives_the_calls_that_time_out() {
    let script = Script::new();
    script.slowly("GET http://127.0.0.1:1/", 404, "");
    script.slowly("GET http://127.0.0.1:2/", 200, key("STS.a", &script.clock, 3600));
    let chain = Chain::new().then(UriProvider::new("http://127.0.0.1:1/")).then(UriProvider::new("http://127.0.0.1:2/"));
    let mut found = 0;
    for _ in 0..30 {
        let components = script.components();
        tokio::select! {
            biased;
            credentials = chain.credentials(&components) => found += usize::from(credentials.is_ok()),
            () = script.clock.sleep(Duration::from_millis(300)) => {}
        }
    }
    assert_eq!(script.lines(), ["GET http://127.0.0.1:1/", "GET http://127.0.0.1:2/"]);
    assert!(found > 0);
}
