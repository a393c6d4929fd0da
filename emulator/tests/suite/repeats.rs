//! Idempotency tokens, for every operation that takes one.

use std::time::{Duration, SystemTime};

use crate::common::fill::filled;
use crate::common::fixture::{Fixture, borrowed, operations};
use crate::common::{Setup, text};
use acs_emulator::{Answer, Emulator, Fault, FaultRule};
use acs_runtime::sign::ReplyFormat;
use serde_json::Value;

/// A reply without what is new in each.
fn kept(mut reply: Value) -> Value {
    reply.as_object_mut().unwrap().shift_remove("RequestId");
    reply
}

/// Parameters with another value for the token.
fn with_token(parameters: &[(String, String)], token: &str) -> Vec<(String, String)> {
    let others = parameters.iter().filter(|(name, _)| name != "ClientToken").cloned();
    others.chain([("ClientToken".to_owned(), token.to_owned())]).collect()
}

#[tokio::test]
async fn a_creation_with_a_known_token_makes_nothing_new() {
    let fixture = Fixture::new().await;
    let mut repeated = 0;
    for (operation, parameters, reply) in &fixture.made {
        if !parameters.iter().any(|(name, _)| name == "ClientToken") {
            continue;
        }
        let again = fixture.setup.ok(operation, &borrowed(parameters)).await;
        assert_eq!(kept(again), kept(reply.clone()), "{operation}");
        let mut other = parameters.clone();
        other.push(("ResourceOwnerAccount".to_owned(), "another".to_owned()));
        assert_eq!(fixture.setup.code(operation, &borrowed(&other)).await, "IdempotentParameterMismatch", "{operation}");
        repeated += 1;
    }
    assert!(repeated > 60, "{repeated}");
}

#[tokio::test]
async fn every_operation_with_a_token_knows_it_again() {
    let setup = Setup::with(Emulator::builder().quotas(false)).await;
    let (mut known, mut wrong) = (0, Vec::new());
    for (name, spec) in operations().iter().filter(|(_, spec)| spec.parameters.get("ClientToken").is_some()) {
        let parameters = with_token(&filled(spec), &format!("t-{name}"));
        let send = async |parameters: &[(String, String)]| setup.send(name, &borrowed(parameters)).await.unwrap();
        let first = send(&parameters).await;
        if first.status != 200 {
            // What the examples name is not there: the token is not used up.
            continue;
        }
        let again = send(&parameters).await;
        if (again.status, kept(again.json())) != (200, kept(first.json())) {
            wrong.push(format!("{name}: {}\n{}", first.text, again.text));
        }
        if first.headers.get("x-acs-emulator") != again.headers.get("x-acs-emulator") {
            wrong.push(format!("{name}: marked differently"));
        }
        let mut other = parameters.clone();
        other.push(("OwnerId".to_owned(), "42".to_owned()));
        let code = text(&send(&other).await.json(), "/Code");
        if code != "IdempotentParameterMismatch" {
            wrong.push(format!("{name}: {code}"));
        }
        known += 1;
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(known > 30, "{known}");
}

#[tokio::test]
async fn changes_that_are_put_together_from_parts_can_be_repeated() {
    let fixture = Fixture::new().await;
    for (operation, parameters) in [
        ("ModifyVpnConnectionAttribute", r#"VpnConnectionId={VpnConnectionId} IkeConfig={"IkeVersion":"ikev1"} ClientToken=a"#),
        ("ModifyVpcPrefixList", "PrefixListId={PrefixListId} AddPrefixListEntry.1.Cidr=10.99.0.0/16 ClientToken=b"),
        ("CopyNetworkAclEntries", "NetworkAclId={NetworkAclId} SourceNetworkAclId={NetworkAclId.1} ClientToken=c"),
        (
            "UpdateNetworkAclEntries",
            "NetworkAclId={NetworkAclId} UpdateIngressAclEntries=true IngressAclEntries.1.Policy=drop IngressAclEntries.1.Protocol=all IngressAclEntries.1.Port=-1/-1 IngressAclEntries.1.SourceCidrIp=10.0.0.0/8 ClientToken=d",
        ),
    ] {
        let parameters = fixture.pairs(parameters, 0);
        let first = fixture.setup.ok(operation, &borrowed(&parameters)).await;
        let again = fixture.setup.ok(operation, &borrowed(&parameters)).await;
        assert_eq!(kept(first), kept(again), "{operation}");
    }
}

#[tokio::test]
async fn a_retry_during_the_first_request_is_reported() {
    let setup = Setup::new().await;
    let slow = FaultRule::new(Fault::SlowStart { ms: 600_000 }).operation("CreateVpc").times(1);
    setup.emulator.fault(slow);
    let create = [("RegionId", "cn-hangzhou"), ("ClientToken", "slow")];
    // The first one is left alone before it is answered.
    let waited = tokio::time::timeout(Duration::from_millis(300), setup.send("CreateVpc", &create)).await;
    assert!(waited.is_err());
    while setup.emulator.requests().is_empty() {
        tokio::task::yield_now().await;
    }
    let reply = setup.send_at("CreateVpc", &create, SystemTime::now()).await.unwrap();
    assert_eq!((reply.status, text(&reply.json(), "/Code").as_str()), (400, "LastTokenProcessing"));
    assert_eq!(text(&setup.ok("DescribeVpcs", &[]).await, "/TotalCount"), "1");
}

#[tokio::test]
async fn the_same_question_gets_its_own_request_id_and_sees_each_change() {
    let mut setup = Setup::new().await;
    let vpc = setup.make("CreateVpc", &[("VpcName", "first")], "VpcId").await;
    for format in [ReplyFormat::Json, ReplyFormat::Xml] {
        setup.format = format;
        for (action, own) in [("DescribeVpcAttribute", ("VpcId", vpc.as_str())), ("DescribeVpcs", ("PageSize", "10"))] {
            let mut ids = std::collections::BTreeSet::new();
            for name in ["first", "second", "first"] {
                let named = [("RegionId", "cn-hangzhou"), ("VpcId", &vpc), ("VpcName", name)];
                assert_eq!(setup.send("ModifyVpcAttribute", &named).await.unwrap().status, 200);
                for _ in 0..2 {
                    let reply = setup.send(action, &[("RegionId", "cn-hangzhou"), own]).await.unwrap();
                    let id = reply.headers["x-acs-request-id"].to_str().unwrap().to_owned();
                    assert!(reply.text.contains(name) && reply.text.contains(&id), "{action} {name}: {}", reply.text);
                    assert!(ids.insert(id), "{action}");
                }
            }
        }
    }
    assert_eq!(setup.emulator.requests().iter().filter(|request| request.answer != Answer::State).count(), 0);
}
