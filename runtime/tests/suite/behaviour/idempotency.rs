//! Idempotency tokens and dry runs.

use acs_runtime::Client;
use acs_runtime::test::MockTransport;
use serde_json::json;

use crate::behaviour::service::{CREATE_VPC, MODIFY_VPC, Request, SERVICE, Vpcs, client};

#[tokio::test]
async fn a_token_is_made_for_each_call_that_has_none() {
    let mock = MockTransport::new();
    mock.on("CreateVpc").always().reply(json!({}));
    mock.on("ModifyVpc").reply(json!({}));
    let builder = Client::builder(&SERVICE).test(&mock).random(acs_runtime::random::SystemRandom);
    let client: Client = builder.build().unwrap();
    for _ in 0..2 {
        client.call(&CREATE_VPC).send::<Vpcs>(&Request::default()).await.unwrap();
    }
    let mut call = client.call(&CREATE_VPC);
    call.param("ClientToken".to_owned(), "mine".to_owned());
    call.send::<Vpcs>(&Request::default()).await.unwrap();
    client.call(&MODIFY_VPC).send::<Vpcs>(&Request::default()).await.unwrap();

    let requests = mock.requests();
    let token = |index: usize| requests[index].param("ClientToken");
    let (first, second) = (token(0).unwrap(), token(1).unwrap());
    assert_ne!(first, second);
    assert!(first.is_ascii() && (1..=64).contains(&first.len()));
    assert_eq!((token(2), token(3)), (Some("mine"), None));
}

#[tokio::test]
async fn a_blank_token_is_rejected() {
    let mock = MockTransport::new();
    mock.on("CreateVpc").always().lost();
    let client = client(&mock);
    for blank in ["", " ", "\u{200b}"] {
        let mut call = client.call(&CREATE_VPC);
        call.param("ClientToken".to_owned(), blank.to_owned());
        let error = call.send::<Vpcs>(&Request::default()).await.unwrap_err();
        assert!(error.to_string().contains("the idempotency token `ClientToken` is empty"), "{error}");
        client.raw_call("CreateVpc").param("ClientToken", blank).send().await.unwrap_err();
    }
    assert!(mock.requests().is_empty());
}

#[tokio::test]
async fn a_used_token_is_explained() {
    let mock = MockTransport::new();
    mock.on("CreateVpc").error(400, "IdempotentParameterMismatch", "The token was used.");
    let error = client(&mock).call(&CREATE_VPC).send::<Vpcs>(&Request::default()).await.unwrap_err();
    assert!(error.to_string().contains("use a new one"), "{error}");
}

#[tokio::test]
async fn a_token_that_is_being_processed_is_waited_for() {
    let mock = MockTransport::new();
    mock.on("CreateVpc").lost();
    mock.on("CreateVpc").error(400, "LastTokenProcessing", "");
    mock.on("CreateVpc").reply(json!({}));
    client(&mock).call(&CREATE_VPC).send::<Vpcs>(&Request::default()).await.unwrap();
    assert_eq!(mock.clock().slept().last().unwrap().as_secs(), 3);
}

#[tokio::test]
async fn a_dry_run_that_would_succeed_is_ok() {
    let mock = MockTransport::new();
    mock.on("CreateVpc").with("DryRun", "true").error(400, "DryRunOperation", "Request validation has been passed.");
    mock.on("CreateVpc").with("DryRun", "true").error(403, "Forbidden.RAM", "No.");
    let client = client(&mock);
    client.call(&CREATE_VPC).dry_run(&Request::default()).await.unwrap();
    let error = client.call(&CREATE_VPC).dry_run(&Request::default()).await.unwrap_err();
    assert!(error.is_permission_denied());
    mock.assert_done();
}
