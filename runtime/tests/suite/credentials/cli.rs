use std::time::Duration;

use acs_runtime::credentials::{CliProvider, Credentials, CredentialsProvider};
use acs_runtime::env::Env;
use acs_runtime::time::Clock;
use serde_json::{Value, json};

use crate::credentials::script::{Home, Script, end, id, key, role_key};

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
async fn fixed_credentials_of_every_kind() {
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
async fn a_role_assumed_with_a_key() {
    let script = Script::new();
    script.on("POST https://sts-vpc.cn-beijing.aliyuncs.com/", 200, role_key("STS.role", &script.clock, 1200));
    let (_home, provider) = of(json!({
        "mode": "RamRoleArn", "access_key_id": "LTAI1", "access_key_secret": "hidden", "sts_token": "source-token",
        "ram_role_arn": "acs:ram::1:role/a", "ram_session_name": "session", "expired_seconds": 1200, "external_id": "customer",
        "policy": "{}", "sts_region": "cn-beijing", "enable_vpc": true,
    }));
    assert_eq!(id(script.ask(&provider).await), "STS.role");
    let request = &script.requests()[0];
    assert_eq!((request.params["AccessKeyId"].as_str(), request.params["SecurityToken"].as_str()), ("LTAI1", "source-token"));
    let form: Vec<_> = request.form.iter().map(|(name, value)| format!("{name}={value}")).collect();
    let expected =
        ["DurationSeconds=1200", "ExternalId=customer", "Policy={}", "RoleArn=acs:ram::1:role/a", "RoleSessionName=session"];
    assert_eq!(form, expected);
}

#[tokio::test]
async fn the_instance_role_and_a_role_assumed_with_it() {
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
    assert_eq!(script.requests().last().unwrap().params["AccessKeyId"], "STS.web");
}

#[tokio::test]
async fn a_role_assumed_with_an_identity_token() {
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
async fn chained_profiles_and_their_loops() {
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
    let senders: Vec<_> = script.requests().iter().map(|request| request.params["AccessKeyId"].clone()).collect();
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

/// A sign-in whose key lasts `key` seconds and whose token lasts `token` seconds.
fn signed_in(mode: &str, script: &Script, key: u64, token: u64) -> Value {
    json!({
        "name": "main", "mode": mode, "region_id": "cn-beijing", "unknown_setting": [1],
        "access_key_id": "STS.old", "access_key_secret": "hidden-old", "sts_token": "hidden-old-token",
        "sts_expiration": seconds(&script.clock, key),
        "cloud_sso_sign_in_url": "https://signin-cn-shanghai.alibabacloudsso.com/team/login",
        "cloud_sso_account_id": "1234567890123456", "cloud_sso_access_config": "ac-1",
        "access_token": "hidden-access", "cloud_sso_access_token_expire": seconds(&script.clock, token),
        "oauth_site_type": "CN", "oauth_access_token": "hidden-access", "oauth_refresh_token": "hidden-refresh",
        "oauth_access_token_expire": seconds(&script.clock, token),
    })
}

fn main_profile(home: &Home) -> Value {
    serde_json::from_str::<Value>(&home.read(FILE)).unwrap()["profiles"][0].clone()
}

#[tokio::test]
async fn a_key_of_a_sign_in_is_used_while_it_is_valid() {
    for mode in ["CloudSSO", "OAuth"] {
        let script = Script::new();
        let (home, provider) = of(signed_in(mode, &script, 3600, 0));
        let expected = Credentials::access_key("STS.old", "hidden-old").with_token("hidden-old-token");
        assert_eq!(script.ask(&provider).await, Ok(expected.with_expiry(end(&script.clock, 3600))));

        // The command line has signed in again: its new key is used before the old one expires.
        let mut profile = signed_in(mode, &script, 7200, 0);
        profile["access_key_id"] = "STS.new".into();
        home.write(FILE, config(json!([profile])));
        script.clock.advance(Duration::from_secs(3000));
        assert_eq!(id(script.ask(&provider).await), "STS.new");
        assert!(script.requests().is_empty());
    }
}

#[tokio::test]
async fn an_expired_cloud_sso_key_is_renewed_with_the_access_token() {
    let script = Script::new();
    let url = "POST https://signin-cn-shanghai.alibabacloudsso.com/cloud-credentials";
    script.on(url, 200, json!({ "CloudCredential": key("STS.sso", &script.clock, 3600), "RequestId": "R" }));
    let (home, provider) = of(signed_in("CloudSSO", &script, 0, 600));
    assert_eq!(id(script.ask(&provider).await), "STS.sso");
    let [request] = &script.requests()[..] else { panic!("one request") };
    assert_eq!(request.headers["authorization"], "Bearer hidden-access");
    let body: Value = serde_json::from_str(&request.body).unwrap();
    assert_eq!(body, json!({ "AccountId": "1234567890123456", "AccessConfigurationId": "ac-1" }));
    let written = main_profile(&home);
    assert_eq!(
        (written["access_key_id"].as_str(), written["sts_expiration"].as_u64(), &written["unknown_setting"]),
        (Some("STS.sso"), Some(seconds(&script.clock, 3595)), &json!([1]))
    );
}

#[tokio::test]
async fn an_expired_oauth_key_is_renewed_and_the_new_tokens_are_written_back() {
    let script = Script::new();
    let tokens = json!({ "access_token": "hidden-access-2", "refresh_token": "hidden-refresh-2", "expires_in": 900 });
    script.on("POST https://oauth.aliyun.com/v1/token", 200, tokens);
    let exchanged = json!({
        "requestId": "R", "accessKeyId": "STS.oauth", "accessKeySecret": "hidden-secret", "securityToken": "hidden-token",
        "expiration": "2024-05-17T13:02:09Z",
    });
    script.on("POST https://oauth.aliyun.com/v1/exchange", 200, exchanged);
    let (home, provider) = of(signed_in("OAuth", &script, 0, 0));
    let expected = Credentials::access_key("STS.oauth", "hidden-secret").with_token("hidden-token");
    assert_eq!(script.ask(&provider).await, Ok(expected.with_expiry(end(&script.clock, 3600))));
    let requests = script.requests();
    let form = &requests[0].form;
    assert_eq!((form["grant_type"].as_str(), form["refresh_token"].as_str()), ("refresh_token", "hidden-refresh"));
    assert_eq!(requests[1].headers["authorization"], "Bearer hidden-access-2");
    let written = main_profile(&home);
    for (field, value) in [
        ("oauth_access_token", json!("hidden-access-2")),
        ("oauth_refresh_token", json!("hidden-refresh-2")),
        ("oauth_access_token_expire", json!(seconds(&script.clock, 900))),
        ("access_key_id", json!("STS.oauth")),
        ("sts_expiration", json!(seconds(&script.clock, 3600))),
        ("region_id", json!("cn-beijing")),
    ] {
        assert_eq!(written[field], value, "{field}");
    }

    // While the access token lasts it is exchanged as it is.
    script.clock.advance(Duration::from_secs(60));
    let (_home, provider) = of(signed_in("OAuth", &script, 0, 600));
    assert_eq!(id(script.ask(&provider).await), "STS.oauth");
    assert_eq!(script.lines()[2..], ["POST https://oauth.aliyun.com/v1/exchange"]);
}

#[tokio::test]
async fn a_lost_exchange_keeps_the_new_oauth_tokens() {
    let script = Script::new();
    script.on("POST https://oauth.aliyun.com/v1/token", 200, json!({ "access_token": "a", "refresh_token": "hidden-refresh-2" }));
    let (home, provider) = of(signed_in("OAuth", &script, 0, 0));
    assert!(script.ask(&provider).await.is_err());
    assert_eq!(main_profile(&home)["oauth_refresh_token"], "hidden-refresh-2");
}

#[tokio::test]
async fn a_sign_in_that_has_ended_names_the_command_that_signs_in() {
    for mode in ["CloudSSO", "OAuth"] {
        let script = Script::new();
        let mut profile = signed_in(mode, &script, 0, 0);
        profile["oauth_refresh_token"] = "".into();
        let error = script.ask(&of(profile).1).await.unwrap_err();
        let advice = format!("sign in with `aliyun configure --mode {mode} --profile main`");
        let reason = format!("its key expired at 2024-05-17T12:02:09Z, and there is no valid access token to renew it: {advice}");
        assert!(error.ends_with(&reason), "{error}");
        script.on("POST https://", 401, "hidden");
        let error = script.ask(&of(signed_in(mode, &script, 0, 600)).1).await.unwrap_err();
        assert!(error.ends_with(&format!("{mode} refused its token with status 401: {advice}")), "{error}");
    }
}

#[tokio::test]
async fn a_refused_key_of_a_sign_in_is_renewed_before_it_expires() {
    let script = Script::new();
    let url = "POST https://signin-cn-shanghai.alibabacloudsso.com/cloud-credentials";
    script.on(url, 200, json!({ "CloudCredential": key("STS.sso", &script.clock, 3600), "RequestId": "R" }));
    let (_home, provider) = of(signed_in("CloudSSO", &script, 3600, 600));
    let old = script.ask(&provider).await.unwrap();
    provider.discard(&old);
    assert_eq!(id(script.ask(&provider).await), "STS.sso");
}

#[tokio::test]
async fn file_faults_have_a_line_and_no_content() {
    let script = Script::new();
    let profile = r#"{ "name": "main", "mode": "AK", "access_key_id": "hidden", "access_key_secret": "hidden" }"#;
    for (text, fault) in [
        (format!("{{\n\"profiles\": [\n{profile},\n]}}"), "config.json:4: column 1: not valid JSON: trailing comma"),
        (r#"{ "access_key_secret": "hidden", hidden"#.to_owned(), "config.json:1: column 34: not valid JSON: key must be a string"),
        (
            "{ \"profiles\": [{ \"region_id\": \"hidden\"; }] }".to_owned(),
            "config.json:1: column 39: not valid JSON: expected `,` or `}`",
        ),
        (String::new(), "config.json is empty"),
        ("\n \n".to_owned(), "config.json is empty"),
        (format!("\n[{profile}]"), "config.json:2: expected an object with `profiles`, found a list"),
        ("{\n\"profiles\": {}}".to_owned(), "config.json:2: expected a list as `profiles`, found an object"),
        ("{\"profiles\": [\n\"hidden\"]}".to_owned(), "config.json:2: expected a profile, which is an object, found text"),
        (
            format!("{{\n\"current\": \"staging\",\n\"profiles\": [{profile}]}}"),
            "config.json:2: `current` is `staging`, but the profiles are `main`",
        ),
        ("{\n\"current\": \"main\" }".to_owned(), "config.json:2: `current` is `main`, and there are no profiles"),
        (
            "{ \"profiles\": [{ \"name\": \"default\", \"mode\": \"RamRoleArn\", \"access_key_id\": \"a\",\n\"access_key_secret\": \
             \"hidden\", \"ram_role_arn\": \"a\",\n\"expired_seconds\": \"hidden\" }] }"
                .to_owned(),
            "config.json:3: the `expired_seconds` of profile `default` is not a number of seconds",
        ),
    ] {
        let home = Home::with(FILE, &text);
        let provider = CliProvider::reading(home.env(&[]));
        let error = script.ask(&provider).await.unwrap_err();
        assert!(error.ends_with(fault) && !error.contains("hidden"), "{error}");
        assert_eq!(provider.faults().len(), 1, "{text}");
    }

    let utf16: Vec<u8> = "\u{feff}{}".encode_utf16().flat_map(u16::to_le_bytes).collect();
    for (bytes, fault) in [
        (utf16.clone(), "config.json is encoded in UTF-16; save it in UTF-8"),
        (utf16[2..].to_vec(), "config.json is encoded in UTF-16; save it in UTF-8"),
        (vec![b' '; 2 << 20], "config.json is larger than a file that people edit"),
        (b"{\n\n\"current\": \"\xff\"}".to_vec(), "config.json:3: is not valid UTF-8"),
    ] {
        let home = Home::with("config", "");
        home.write_bytes(FILE, &bytes);
        let error = script.ask(&CliProvider::reading(home.env(&[]))).await.unwrap_err();
        assert!(error.ends_with(fault), "{error}");
    }
    let (home, provider) = of(json!({ "mode": "AK", "access_key_id": "a", "access_key_secret": "s" }));
    home.write(FILE, format!("\u{feff}{}", home.read(FILE)));
    assert!(script.ask(&provider).await.is_ok(), "a byte-order mark of UTF-8 is no fault");
}

/// What is read from a device has no end, and reading a pipe waits for whoever may write it.
#[cfg(unix)]
#[tokio::test]
async fn a_device_is_not_read() {
    let (home, provider) = of(json!({ "mode": "AK", "access_key_id": "a", "access_key_secret": "s" }));
    std::fs::remove_file(home.path(FILE)).unwrap();
    std::os::unix::fs::symlink("/dev/zero", home.path(FILE)).unwrap();
    let error = Script::new().ask(&provider).await.unwrap_err();
    assert!(error.contains("is not a regular file"), "{error}");
}

#[cfg(unix)]
#[tokio::test]
async fn a_world_writable_file_is_a_fault_and_an_absent_one_is_not() {
    use std::os::unix::fs::PermissionsExt;
    let (home, provider) = of(json!({ "mode": "AK", "access_key_id": "a", "access_key_secret": "s" }));
    let permissions = |mode| std::fs::set_permissions(home.path(FILE), std::fs::Permissions::from_mode(mode)).unwrap();
    permissions(0o644);
    assert!(provider.faults().is_empty());
    permissions(0o666);
    assert!(provider.faults()[0].to_string().ends_with("every user of this machine can change the file"));
    assert!(CliProvider::reading(Home::with("other", "").env(&[])).faults().is_empty());
}

#[tokio::test]
async fn the_profile_and_the_file_can_be_chosen() {
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
async fn errors_name_the_profile_and_the_field_and_redact_the_file() {
    let script = Script::new();
    for (profile, reason) in [
        (json!({ "mode": "AK", "access_key_id": "hidden" }), "has no `access_key_secret`"),
        (json!({ "access_key_id": "hidden" }), "has no `mode`"),
        (
            json!({ "mode": "AK", "access_key_id": "a", "access_key_secret": "", "sts_token": "hidden" }),
            "has no `access_key_secret`",
        ),
        (json!({ "mode": "hidden" }), "is not one that this SDK knows"),
        (json!({ "mode": "RsaKeyPair" }), "is one that the service no longer supports (a pair of RSA keys)"),
    ] {
        let error = script.ask(&of(profile).1).await.unwrap_err();
        assert!(
            error.contains(".aliyun/config.json:1: ")
                && error.contains("profile `main`")
                && error.ends_with(reason)
                && !error.contains("hidden"),
            "{error}"
        );
    }
    let nowhere = CliProvider::reading(Env::of::<String, String>([])).path("/nowhere/config.json");
    assert!(script.ask(&nowhere).await.unwrap_err().starts_with("/nowhere/config.json cannot be read: "));
    let missing = of(json!({ "mode": "AK", "access_key_id": "a", "access_key_secret": "s" }));
    let error = script.ask(&missing.1.profile("staging")).await.unwrap_err();
    assert!(error.ends_with("config.json has no profile `staging`, but the profiles are `main`"), "{error}");
}
