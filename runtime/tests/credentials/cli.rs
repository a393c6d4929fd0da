use std::time::Duration;

use acs_runtime::credentials::{CliProvider, Credentials};
use acs_runtime::time::Clock;
use serde_json::{Value, json};

use crate::script::{Home, Script, end, id, key, role_key};

const FILE: &str = ".aliyun/config.json";

fn config(profiles: Value) -> Value {
    json!({ "current": "main", "profiles": profiles, "meta_path": "" })
}

/// The provider for a configuration of this one profile.
fn of(profile: Value) -> (Home, CliProvider) {
    let mut profile = profile;
    profile["name"] = "main".into();
    let home = Home::with(FILE, config(json!([profile])));
    let provider = CliProvider::reading(home.env(&[]));
    (home, provider)
}

fn seconds(clock: &impl Clock, more: u64) -> u64 {
    clock.now().duration_since(std::time::UNIX_EPOCH).unwrap().as_secs() + more
}

#[tokio::test]
async fn keys_tokens_and_nothing() {
    let script = Script::new();
    let key = json!({ "mode": "AK", "access_key_id": "LTAI1", "access_key_secret": "hidden", "sts_token": "" });
    assert_eq!(script.ask(&of(key).1).await, Ok(Credentials::access_key("LTAI1", "hidden")));
    let temporary = json!({ "mode": "StsToken", "access_key_id": "STS.1", "access_key_secret": "hidden", "sts_token": "t" });
    assert_eq!(script.ask(&of(temporary).1).await, Ok(Credentials::access_key("STS.1", "hidden").with_token("t")));
    assert_eq!(script.ask(&of(json!({ "mode": "BearerToken", "bearer_token": "t" })).1).await, Ok(Credentials::bearer("t")));
    assert_eq!(script.ask(&of(json!({ "mode": "Anonymous" })).1).await, Ok(Credentials::anonymous()));
    assert!(script.requests().is_empty());
}

#[tokio::test]
async fn a_role_by_a_key() {
    let script = Script::new();
    script.on("POST https://sts-vpc.cn-beijing.aliyuncs.com/", 200, role_key("STS.role", &script.clock, 1200));
    let (_home, provider) = of(json!({
        "mode": "RamRoleArn", "access_key_id": "LTAI1", "access_key_secret": "hidden", "sts_token": "source-token",
        "ram_role_arn": "acs:ram::1:role/a", "ram_session_name": "session", "expired_seconds": 1200, "external_id": "customer",
        "policy": "{}", "sts_region": "cn-beijing", "enable_vpc": true,
    }));
    assert_eq!(id(script.ask(&provider).await), "STS.role");
    let request = &script.requests()[0];
    assert_eq!((request.query["AccessKeyId"].as_str(), request.query["SecurityToken"].as_str()), ("LTAI1", "source-token"));
    let form: Vec<_> = request.form.iter().map(|(name, value)| format!("{name}={value}")).collect();
    let expected =
        ["DurationSeconds=1200", "ExternalId=customer", "Policy={}", "RoleArn=acs:ram::1:role/a", "RoleSessionName=session"];
    assert_eq!(form, expected);
}

#[tokio::test]
async fn the_instances_role_and_a_role_by_it() {
    let script = Script::new();
    script.on("PUT http://100.100.100.200/", 200, "token");
    script.on("GET http://100.100.100.200/latest/meta-data/ram/security-credentials/", 200, "found");
    script.on(
        "GET http://100.100.100.200/latest/meta-data/ram/security-credentials/found",
        200,
        key("STS.found", &script.clock, 3600),
    );
    script.on(
        "GET http://100.100.100.200/latest/meta-data/ram/security-credentials/web",
        200,
        key("STS.web", &script.clock, 3600),
    );
    script.on("POST https://sts.aliyuncs.com/", 200, role_key("STS.role", &script.clock, 3600));
    assert_eq!(id(script.ask(&of(json!({ "mode": "EcsRamRole", "ram_role_name": "" })).1).await), "STS.found");
    assert_eq!(id(script.ask(&of(json!({ "mode": "EcsRamRole", "ram_role_name": "web" })).1).await), "STS.web");
    let both = json!({ "mode": "RamRoleArnWithRoleName", "ram_role_name": "web", "ram_role_arn": "acs:ram::1:role/a" });
    assert_eq!(id(script.ask(&of(both).1).await), "STS.role");
    assert_eq!(script.requests().last().unwrap().query["AccessKeyId"], "STS.web");
}

#[tokio::test]
async fn a_role_by_an_identity_token() {
    let script = Script::new();
    script.on("POST https://sts.aliyuncs.com/", 200, role_key("STS.role", &script.clock, 3600));
    let home = Home::with("token", "identity");
    let profile = json!({
        "name": "main", "mode": "OIDC", "oidc_provider_arn": "acs:ram::1:oidc-provider/ack",
        "oidc_token_file": home.write("token", "identity"), "ram_role_arn": "acs:ram::1:role/pod", "role_session_name": "python",
    });
    home.write(FILE, config(json!([profile])));
    assert_eq!(id(script.ask(&CliProvider::reading(home.env(&[]))).await), "STS.role");
    let form = &script.requests()[0].form;
    assert_eq!((form["OIDCToken"].as_str(), form["RoleSessionName"].as_str()), ("identity", "python"));
}

#[tokio::test]
async fn roles_by_profiles_and_no_loops() {
    let script = Script::new();
    script.on("POST https://sts.cn-beijing.aliyuncs.com/", 200, role_key("STS.middle", &script.clock, 3600));
    script.on("POST https://sts.aliyuncs.com/", 200, role_key("STS.last", &script.clock, 3600));
    let role = |name: &str, source: &str, region: &str| {
        json!({ "name": name, "mode": "ChainableRamRoleArn", "source_profile": source,
                "ram_role_arn": format!("acs:ram::1:role/{name}"), "sts_region": region })
    };
    let home = Home::with(
        FILE,
        config(json!([
            role("main", "middle", ""),
            role("middle", "base", "cn-beijing"),
            { "name": "base", "mode": "AK", "access_key_id": "LTAI1", "access_key_secret": "hidden" },
            role("a", "b", ""),
            role("b", "c", ""),
            role("c", "b", ""),
            role("self", "self", ""),
        ])),
    );
    assert_eq!(id(script.ask(&CliProvider::reading(home.env(&[]))).await), "STS.last");
    let senders: Vec<_> = script.requests().iter().map(|request| request.query["AccessKeyId"].clone()).collect();
    assert_eq!(senders, ["LTAI1", "STS.middle"]);

    for (name, path) in [("a", "a -> b -> c -> b"), ("self", "self -> self")] {
        let error = script.ask(&CliProvider::reading(home.env(&[])).profile(name)).await.unwrap_err();
        assert!(error.ends_with(&format!("leads back to itself: {path}")), "{error}");
    }
    assert_eq!(script.requests().len(), 2);
}

#[tokio::test]
async fn a_credentials_uri() {
    let script = Script::new();
    script.on("GET http://127.0.0.1:7002/", 200, key("STS.uri", &script.clock, 3600));
    let (home, provider) = of(json!({ "mode": "CredentialsURI", "credentials_uri": "http://127.0.0.1:7002/" }));
    assert_eq!(id(script.ask(&provider).await), "STS.uri");
    home.write(FILE, config(json!([{ "name": "main", "mode": "CredentialsURI" }])));
    let env = home.env(&[("ALIBABA_CLOUD_CREDENTIALS_URI", "http://127.0.0.1:7002/")]);
    assert_eq!(id(script.ask(&CliProvider::reading(env)).await), "STS.uri");
}

#[tokio::test]
async fn keys_that_the_command_line_cached_while_they_are_valid() {
    for mode in ["CloudSSO", "OAuth"] {
        let script = Script::new();
        let profile = |id: &str, expires: u64| {
            json!({ "name": "main", "mode": mode, "access_key_id": id, "access_key_secret": "hidden", "sts_token": "hidden-token",
                    "sts_expiration": seconds(&script.clock, expires) })
        };
        let (home, provider) = of(profile("STS.a", 3600));
        let expected = Credentials::access_key("STS.a", "hidden").with_token("hidden-token");
        assert_eq!(script.ask(&provider).await, Ok(expected.with_expiry(end(&script.clock, 3600))));

        // The command line has signed in anew: its new key is taken before the old one ends.
        home.write(FILE, config(json!([profile("STS.b", 7200)])));
        script.clock.advance(Duration::from_secs(3000));
        assert_eq!(id(script.ask(&provider).await), "STS.b");

        script.clock.advance(Duration::from_secs(4200));
        let error = script.ask(&provider).await.unwrap_err();
        let advice = format!("sign in with `aliyun configure --mode {mode} --profile main`");
        assert!(error.contains(&format!("holds a key of {mode} that ended at 2024-05-17T14:02:09Z: {advice}")), "{error}");

        home.write(FILE, config(json!([{ "name": "main", "mode": mode }])));
        let error = script.ask(&provider).await.unwrap_err();
        assert!(error.ends_with(&format!("holds no key of {mode}: {advice}")), "{error}");
        assert!(script.requests().is_empty());
    }
}

#[tokio::test]
async fn which_profile_and_which_file() {
    let script = Script::new();
    let key = |name: &str| json!({ "name": name, "mode": "AK", "access_key_id": name, "access_key_secret": "hidden" });
    let profiles = json!([key("default"), key("main"), key("other")]);
    let home = Home::with(FILE, config(profiles.clone()));
    let given = home.write("given.json", json!({ "profiles": profiles }));
    let find = async |more: &[(&str, &str)]| id(script.ask(&CliProvider::reading(home.env(more))).await);
    assert_eq!(find(&[]).await, "main");
    assert_eq!(find(&[("ALIBABA_CLOUD_PROFILE", "other")]).await, "other");
    assert_eq!(find(&[("ALIBABA_CLOUD_CONFIG_FILE", &given)]).await, "default");
    let provider = CliProvider::reading(home.env(&[("ALIBABA_CLOUD_PROFILE", "other")])).path(given).profile("main");
    assert_eq!(id(script.ask(&provider).await), "main");
}

#[tokio::test]
async fn errors_name_profile_and_field_and_hide_the_file() {
    let script = Script::new();
    for (profile, reason) in [
        (json!({ "mode": "AK", "access_key_id": "hidden" }), "has no `access_key_secret`"),
        (json!({ "access_key_id": "hidden" }), "has no `mode`"),
        (json!({ "mode": "hidden" }), "has a `mode` that this SDK does not know"),
        (json!({ "mode": "RsaKeyPair" }), "is of mode `RsaKeyPair`, which the service has given up"),
    ] {
        let error = script.ask(&of(profile).1).await.unwrap_err();
        assert!(error.starts_with("profile `main` of ") && error.ends_with(reason) && !error.contains("hidden"), "{error}");
    }
    let home = Home::with(FILE, config(json!([{ "name": "a", "mode": "hidden" }])));
    let error = script.ask(&CliProvider::reading(home.env(&[]))).await.unwrap_err();
    assert!(error.ends_with("config.json has no profile `main`, but: a"), "{error}");
    home.write(FILE, r#"{ "access_key_secret": "hidden", hidden"#);
    let error = script.ask(&CliProvider::reading(home.env(&[]))).await.unwrap_err();
    assert!(error.contains("config.json is not JSON: ") && !error.contains("hidden"), "{error}");
    let nowhere = CliProvider::reading(home.env(&[])).path("/nowhere/config.json");
    assert!(script.ask(&nowhere).await.unwrap_err().starts_with("/nowhere/config.json cannot be read: "));
}
