use acs_runtime::credentials::{Credentials, ProfileFileProvider};

use crate::credentials::script::{Home, Script, id, key, role_key};

const FILE: &str = "
[default]
type = access_key
access_key_id = LTAI1
access_key_secret = hidden-secret

[temporary]
type = sts
access_key_id = STS.1
access_key_secret = hidden-secret
security_token = hidden-token

[role]
type = ram_role_arn
access_key_id = LTAI1
access_key_secret = hidden-secret
role_arn = acs:ram::1:role/a
role_session_name = session # of the team
policy = {}

[instance]
type = ecs_ram_role
role_name = web

[pod]
type = oidc_role_arn
role_arn = acs:ram::1:role/pod
oidc_provider_arn = acs:ram::1:oidc-provider/ack
oidc_token_file_path = TOKEN_FILE

[ticket]
type = bearer
bearer_token = hidden-ticket

[pair]
type = rsa_key_pair

[strange]
type = hidden

[incomplete]
type = access_key
access_key_id = LTAI1
";

#[tokio::test]
async fn every_type_of_profile_is_supported() {
    let script = Script::new();
    script.on("POST https://sts.aliyuncs.com/", 200, role_key("STS.role", &script.clock, 3600));
    script.on("PUT http://100.100.100.200/", 200, "token");
    script.on(
        "GET http://100.100.100.200/latest/meta-data/ram/security-credentials/web",
        200,
        key("STS.ecs", &script.clock, 3600),
    );
    let home = Home::with("token", "identity");
    home.write(".alibabacloud/credentials", FILE.replace("TOKEN_FILE", &home.write("token", "identity")));
    let of = async |name: &str| {
        let provider = ProfileFileProvider::reading(home.env(&[("ALIBABA_CLOUD_PROFILE", name)]));
        script.ask(&provider).await
    };
    let lasting = Credentials::access_key("LTAI1", "hidden-secret");
    assert_eq!(of("").await, Ok(lasting));
    assert_eq!(of("temporary").await, Ok(Credentials::access_key("STS.1", "hidden-secret").with_token("hidden-token")));
    assert_eq!(id(of("role").await), "STS.role");
    let form = &script.requests()[0].form;
    assert_eq!(
        (form["RoleArn"].as_str(), form["RoleSessionName"].as_str(), form["Policy"].as_str()),
        ("acs:ram::1:role/a", "session", "{}")
    );
    assert_eq!(id(of("instance").await), "STS.ecs");
    assert_eq!(id(of("pod").await), "STS.role");
    assert_eq!(script.requests().last().unwrap().form["OIDCToken"], "identity");
    assert_eq!(of("ticket").await, Ok(Credentials::bearer("hidden-ticket")));

    for (name, reason) in [
        ("pair", "the `type` of profile `pair` is one that the service no longer supports (a pair of RSA keys)"),
        ("strange", "the `type` of profile `strange` is not one that this SDK knows"),
        ("incomplete", "has no `access_key_secret`"),
        (
            "nobody",
            "has no profile `nobody`, but the profiles are `default`, `temporary`, `role`, `instance`, `pod`, `ticket`, `pair`, \
             `strange`, `incomplete`",
        ),
    ] {
        let error = of(name).await.unwrap_err();
        assert!(error.ends_with(reason) && error.contains(".alibabacloud") && !error.contains("hidden"), "{error}");
    }
}

#[tokio::test]
async fn the_default_files_and_an_explicit_one() {
    let script = Script::new();
    let profile = |id: &str| format!("[default]\ntype=access_key\naccess_key_id={id}\naccess_key_secret=s\n");
    let home = Home::with(".alibabacloud/credentials.ini", profile("second"));
    let find = async |more: &[(&str, &str)]| id(script.ask(&ProfileFileProvider::reading(home.env(more))).await);
    assert_eq!(find(&[]).await, "second");
    home.write(".alibabacloud/credentials", profile("first"));
    assert_eq!(find(&[]).await, "first");
    let given = home.write("elsewhere.ini", profile("given"));
    assert_eq!(find(&[("ALIBABA_CLOUD_CREDENTIALS_FILE", &given)]).await, "given");
    let path = home.write("named.ini", "[x]\ntype=access_key\naccess_key_id=named\naccess_key_secret=s\n");
    let provider = ProfileFileProvider::reading(home.env(&[])).path(path).profile("x");
    assert_eq!(id(script.ask(&provider).await), "named");
}

#[tokio::test]
async fn file_errors_have_a_position_and_no_content() {
    let script = Script::new();
    let home = Home::with(".alibabacloud/credentials", "[default]\nhidden-secret\n");
    let error = script.ask(&ProfileFileProvider::reading(home.env(&[]))).await.unwrap_err();
    assert!(error.ends_with("credentials:2: expected `[section]` or `key = value`"), "{error}");
    let error = script.ask(&ProfileFileProvider::reading(acs_runtime::env::Env::of::<String, String>([]))).await.unwrap_err();
    assert_eq!(error, "there is no home directory: neither HOME nor USERPROFILE is set");
}
