use std::time::Duration;

use acs_runtime::credentials::{Credentials, OidcProvider, Sts};
use acs_runtime::env::Env;
use serde_json::json;

use crate::credentials::script::{Home, Script, end, id, role_key};

#[tokio::test]
async fn the_request_is_unsigned_and_contains_the_variables() {
    let (script, home) = (Script::new(), Home::with("token", "identity-1\n"));
    let token_file = home.write("token", "identity-1\n");
    script.on("POST https://sts-vpc.cn-beijing.aliyuncs.com/", 200, role_key("STS.a", &script.clock, 3600));
    let env = Env::of([
        ("ALIBABA_CLOUD_ROLE_ARN", "acs:ram::1:role/pod"),
        ("ALIBABA_CLOUD_OIDC_PROVIDER_ARN", "acs:ram::1:oidc-provider/ack"),
        ("ALIBABA_CLOUD_OIDC_TOKEN_FILE", &token_file),
        ("ALIBABA_CLOUD_ROLE_SESSION_NAME", "job-7"),
        ("ALIBABA_CLOUD_STS_REGION", "cn-beijing"),
        ("ALIBABA_CLOUD_VPC_ENDPOINT_ENABLED", "true"),
    ]);
    let found = script.ask(&OidcProvider::reading(&env)).await.unwrap();
    let expected = Credentials::access_key("STS.a", "hidden-secret").with_token("hidden-token");
    assert_eq!(found, expected.with_expiry(end(&script.clock, 3600)));

    let [request] = &script.requests()[..] else { panic!("one request") };
    let common = request.params.keys().filter(|name| !request.form.contains_key(*name));
    assert_eq!(common.collect::<Vec<_>>(), ["Action", "Format", "SignatureNonce", "Timestamp", "Version"]);
    assert_eq!((request.params["Action"].as_str(), request.params["Version"].as_str()), ("AssumeRoleWithOIDC", "2015-04-01"));
    let form: Vec<_> = request.form.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    assert_eq!(
        form,
        [
            ("DurationSeconds", "3600"),
            ("OIDCProviderArn", "acs:ram::1:oidc-provider/ack"),
            ("OIDCToken", "identity-1"),
            ("RoleArn", "acs:ram::1:role/pod"),
            ("RoleSessionName", "job-7"),
        ]
    );
}

#[tokio::test]
async fn the_token_file_is_read_at_each_renewal() {
    let (script, home) = (Script::new(), Home::with("token", "identity-1"));
    let provider = OidcProvider::of("acs:ram::1:role/pod", "acs:ram::1:oidc-provider/ack", home.write("token", "identity-1"))
        .duration(Duration::from_secs(900))
        .policy("{}")
        .sts(Sts::new());
    script.on("POST https://sts.aliyuncs.com/", 200, role_key("STS.a", &script.clock, 900));
    assert_eq!(id(script.ask(&provider).await), "STS.a");

    home.write("token", "identity-2");
    script.clock.advance(Duration::from_secs(1000));
    script.on("POST https://sts.aliyuncs.com/", 200, role_key("STS.b", &script.clock, 900));
    assert_eq!(id(script.ask(&provider).await), "STS.b");
    let tokens: Vec<_> = script.requests().iter().map(|request| request.form["OIDCToken"].clone()).collect();
    assert_eq!(tokens, ["identity-1", "identity-2"]);
    assert_eq!(
        (script.requests()[0].form["DurationSeconds"].as_str(), script.requests()[0].form["Policy"].as_str()),
        ("900", "{}")
    );
}

#[tokio::test]
async fn errors_name_missing_settings_and_redact_the_token() {
    let script = Script::new();
    let env = Env::of([("ALIBABA_CLOUD_ROLE_ARN", "acs:ram::1:role/pod")]);
    let error = script.ask(&OidcProvider::reading(&env)).await.unwrap_err();
    assert_eq!(error, "not set: ALIBABA_CLOUD_OIDC_PROVIDER_ARN, ALIBABA_CLOUD_OIDC_TOKEN_FILE");

    let home = Home::with("token", "");
    let gone = OidcProvider::of("a", "b", "/nowhere/token");
    assert!(script.ask(&gone).await.unwrap_err().starts_with("/nowhere/token cannot be read: "));

    let refusal =
        json!({ "Code": "AuthenticationFail.OIDCToken.Expired", "Message": "Token hidden-identity expired.", "RequestId": "R" });
    script.on("POST https://sts.aliyuncs.com/", 400, refusal);
    let provider = OidcProvider::of("a", "b", home.write("token", "hidden-identity"));
    assert_eq!(
        script.ask(&provider).await.unwrap_err(),
        "the token service refused AssumeRoleWithOIDC with status 400: AuthenticationFail.OIDCToken.Expired: \
         Token *** expired (request id R)"
    );
}
