use std::time::Duration;

use acs_runtime::credentials::EcsRoleProvider;
use acs_runtime::env::Env;

use crate::credentials::script::{Script, id, key};

const TOKEN: &str = "PUT http://100.100.100.200/latest/api/token";
const ROLES: &str = "GET http://100.100.100.200/latest/meta-data/ram/security-credentials/";

fn role(name: &str) -> String {
    format!("{ROLES}{name}")
}

#[tokio::test]
async fn the_token_the_role_and_its_key_are_requested_in_turn() {
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
async fn a_configured_role_name_saves_a_request() {
    let script = Script::new();
    script.on(TOKEN, 200, "metadata-token").on(&role("web"), 200, key("STS.a", &script.clock, 21_600));
    let env = Env::of([("ALIBABA_CLOUD_ECS_METADATA", "web")]);
    assert_eq!(id(script.ask(&EcsRoleProvider::reading(&env)).await), "STS.a");
    assert_eq!(script.lines(), [TOKEN, &role("web")]);
}

#[tokio::test]
async fn without_a_token_imdsv1_is_used_unless_disabled() {
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
async fn an_instance_without_a_role_is_an_error() {
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

#[tokio::test]
async fn a_token_that_is_granted_and_then_refused_falls_back_to_imdsv1_unless_disabled() {
    for refused in ["", "web"] {
        let script = Script::new();
        script.on(TOKEN, 200, "metadata-token").on(ROLES, 200, "web").on(&role("web"), 200, key("STS.a", &script.clock, 21_600));
        script.on_header(&role(refused), "x-aliyun-ecs-metadata-token", 403, "");
        assert_eq!(id(script.ask(&EcsRoleProvider::new()).await), "STS.a");
        let last = script.requests().pop().unwrap();
        assert_eq!(last.line, role("web"));
        assert!(!last.headers.contains_key("x-aliyun-ecs-metadata-token"));

        let error = script.ask(&EcsRoleProvider::new().without_token(false)).await.unwrap_err();
        assert_eq!(error, "the metadata service refused the token that it had given, with status 403");
    }
}

#[tokio::test]
async fn a_service_that_is_not_ready_yet_is_asked_again() {
    let script = Script::new();
    script.on(TOKEN, 200, "metadata-token").on(ROLES, 200, "web").on(&role("web"), 200, key("STS.a", &script.clock, 21_600));
    for line in [TOKEN.to_owned(), ROLES.to_owned(), role("web")] {
        script.once(&line, 503, "").once(&line, 503, "");
    }
    assert_eq!(id(script.ask(&EcsRoleProvider::new().without_token(false)).await), "STS.a");
    assert_eq!(script.lines().len(), 9);
    // Half a second and a second, three times; of each, a half and a random part of the other half, here of one half.
    assert_eq!(acs_runtime::time::Clock::elapsed(&script.clock), Duration::from_millis(3375));
}
