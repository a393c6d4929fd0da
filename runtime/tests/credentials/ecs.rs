use std::time::Duration;

use acs_runtime::credentials::EcsRoleProvider;
use acs_runtime::env::Env;

use crate::script::{Script, id, key};

const TOKEN: &str = "PUT http://100.100.100.200/latest/api/token";
const ROLES: &str = "GET http://100.100.100.200/latest/meta-data/ram/security-credentials/";

fn role(name: &str) -> String {
    format!("{ROLES}{name}")
}

#[tokio::test]
async fn a_token_then_the_role_then_its_key() {
    let script = Script::new();
    script.on(TOKEN, 200, "metadata-token").on(ROLES, 200, "web\n");
    script.on(&role("web"), 200, key("STS.a", &script.clock, 21_600));
    assert_eq!(id(script.ask(&EcsRoleProvider::new()).await), "STS.a");
    assert_eq!(script.lines(), [TOKEN, ROLES, &role("web")]);
    let requests = script.requests();
    assert_eq!(requests[0].headers["x-aliyun-ecs-metadata-token-ttl-seconds"], "21600");
    for request in &requests[1..] {
        assert_eq!(request.headers["x-aliyun-ecs-metadata-token"], "metadata-token");
    }
}

#[tokio::test]
async fn a_role_that_is_named_is_not_asked_for() {
    let script = Script::new();
    script.on(TOKEN, 200, "metadata-token").on(&role("web"), 200, key("STS.a", &script.clock, 21_600));
    let env = Env::of([("ALIBABA_CLOUD_ECS_METADATA", "web")]);
    assert_eq!(id(script.ask(&EcsRoleProvider::reading(&env)).await), "STS.a");
    assert_eq!(script.lines(), [TOKEN, &role("web")]);
}

#[tokio::test]
async fn without_a_token_it_goes_on_unless_that_is_switched_off() {
    let script = Script::new();
    script.on(TOKEN, 404, "").on(ROLES, 200, "web").on(&role("web"), 200, key("STS.a", &script.clock, 21_600));
    assert_eq!(id(script.ask(&EcsRoleProvider::new()).await), "STS.a");
    assert!(script.requests()[1..].iter().all(|request| !request.headers.contains_key("x-aliyun-ecs-metadata-token")));

    let script = Script::new();
    script.on(TOKEN, 404, "");
    let env = Env::of([("ALIBABA_CLOUD_IMDSV1_DISABLED", "true")]);
    let error = script.ask(&EcsRoleProvider::reading(&env)).await.unwrap_err();
    assert_eq!((error.as_str(), script.lines().len()), ("the metadata service gave no token, but status 404", 1));
}

#[tokio::test]
async fn each_request_has_one_second() {
    let script = Script::new();
    script.hang("");
    let error = script.ask(&EcsRoleProvider::new()).await.unwrap_err();
    assert_eq!(error, "http://100.100.100.200 gave no answer within 1s");
    assert_eq!(script.lines(), [TOKEN, ROLES]);
    assert_eq!(acs_runtime::time::Clock::elapsed(&script.clock), Duration::from_secs(2));
}

#[tokio::test]
async fn an_instance_without_role_says_so() {
    let script = Script::new();
    script.on(TOKEN, 200, "metadata-token").on(ROLES, 404, "");
    assert_eq!(script.ask(&EcsRoleProvider::new()).await.unwrap_err(), "the instance has no role");
    let error = script.ask(&EcsRoleProvider::new().role("we/b")).await.unwrap_err();
    assert_eq!((error.as_str(), script.lines().pop()), ("the instance has no role `we/b`", Some(role("we%2Fb"))));
    script.on(ROLES, 500, "");
    let error = script.ask(&EcsRoleProvider::new()).await.unwrap_err();
    assert_eq!(error, "the metadata service named no role, but gave status 500");
    script.on(ROLES, 200, "<html> hidden");
    let error = script.ask(&EcsRoleProvider::new()).await.unwrap_err();
    assert_eq!(error, "the metadata service's reply is not the name of a role");
}
