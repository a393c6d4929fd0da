//! The control endpoint, as a program in any language uses it.

use std::time::Duration;

use crate::common::net::count;
use crate::common::{Reply, Setup, text};
use acs_emulator::Emulator;
use serde_json::Value;

async fn get(setup: &Setup, path: &str) -> Value {
    let reply = setup.raw("GET", &format!("/_emulator/{path}"), &[], "").await;
    assert_eq!(reply.status, 200, "{path}: {}", reply.text);
    assert_eq!(reply.headers["content-type"], "application/json", "{path}");
    reply.json()
}

async fn post(setup: &Setup, path: &str, body: &str) -> Reply {
    setup.raw("POST", &format!("/_emulator/{path}"), &[("x-acs-emulator", "1")], body).await
}

async fn total(setup: &Setup, operation: &str) -> String {
    text(&setup.ok(operation, &[]).await, "/TotalCount")
}

#[tokio::test]
async fn every_function_that_it_describes_is_there() {
    let setup = Setup::new().await;
    let described = get(&setup, "").await;
    let functions = described["functions"].as_array().unwrap();
    assert!(functions.len() > 15, "{functions:?}");
    for function in functions {
        let path = text(function, "/path").replace("{kind}", "Vpc").replace("{id}", "none").replace("{name}", "none");
        let reply = setup.raw(&text(function, "/method"), &path, &[("x-acs-emulator", "1")], "").await;
        assert_ne!(reply.status, 405, "{function}");
        assert!(!reply.text.contains("There is no such function"), "{function}: {}", reply.text);
        assert!(reply.status == 204 || serde_json::from_str::<Value>(&reply.text).is_ok(), "{function}: {}", reply.text);
    }
    for (method, path, status) in [("GET", "/_emulator/none", 404), ("PUT", "/_emulator/clock", 405)] {
        let reply = setup.raw(method, path, &[], "").await;
        assert_eq!((reply.status, reply.json()["Message"].as_str().unwrap().contains("/_emulator/")), (status, true), "{path}");
    }
}

#[tokio::test]
async fn the_state_is_listed_as_a_whole_by_kind_and_by_id() {
    let setup = Setup::new().await;
    let vpc = setup.make("CreateVpc", &[("VpcName", "web"), ("CidrBlock", "10.0.0.0/8")], "VpcId").await;
    let parameters = [("VpcId", vpc.as_str()), ("CidrBlock", "10.0.1.0/24"), ("ZoneId", "cn-hangzhou-h")];
    let vswitch = setup.make("CreateVSwitch", &parameters, "VSwitchId").await;
    let all = get(&setup, "state").await;
    assert_eq!(count(&all, "/resources") as u64, get(&setup, "health").await["resources"].as_u64().unwrap());
    let vpcs = get(&setup, "state/Vpc").await;
    assert_eq!((count(&vpcs, "/resources"), text(&vpcs, "/resources/0/name").as_str()), (1, "web"));
    for path in [format!("state/VSwitch/{vswitch}"), format!("state/{vswitch}")] {
        let one = get(&setup, &path).await;
        assert!(one["needs"].as_array().unwrap().contains(&vpc.clone().into()), "{one}");
        assert_eq!(one["fields"]["CidrBlock"], "10.0.1.0/24");
    }
    let needed_by = get(&setup, &format!("state/{vpc}")).await["needed_by"].clone();
    assert!(needed_by.as_array().unwrap().contains(&vswitch.clone().into()), "{needed_by}");
    for path in [format!("state/Vpc/{vswitch}"), "state/Car".to_owned(), format!("state/Car/{vpc}")] {
        assert_eq!(setup.raw("GET", &format!("/_emulator/{path}"), &[], "").await.status, 404, "{path}");
    }
}

#[tokio::test]
async fn the_state_goes_back_to_a_snapshot_and_to_the_start() {
    let setup = Setup::new().await;
    let token = [("ClientToken", "once")];
    let first = setup.make("CreateVpc", &token, "VpcId").await;
    assert_eq!(post(&setup, "snapshot", r#"{"name": "one vpc"}"#).await.status, 204);
    setup.ok("DeleteVpc", &[("VpcId", &first)]).await;
    assert_eq!(post(&setup, "restore", r#"{"name": "one vpc"}"#).await.status, 204);
    assert_eq!(total(&setup, "DescribeVpcs").await, "1");
    assert_eq!(setup.make("CreateVpc", &token, "VpcId").await, first, "the token is that of the snapshot");
    assert_eq!(get(&setup, "snapshot").await["snapshots"][0]["name"], "one vpc");

    post(&setup, "faults", r#"{"operation": "DescribeVSwitches", "fault": {"kind": "unavailable"}}"#).await;
    post(&setup, "clock", r#"{"advance": "1h"}"#).await;
    assert_eq!(post(&setup, "reset", "").await.status, 204);
    assert_eq!(total(&setup, "DescribeVpcs").await, "0");
    assert_eq!(total(&setup, "DescribeVSwitches").await, "0");
    assert_ne!(setup.make("CreateVpc", &token, "VpcId").await, first, "tokens are forgotten");
    assert!(setup.emulator.now() < std::time::SystemTime::now() + Duration::from_secs(60));

    let removed = setup.raw("DELETE", "/_emulator/snapshot/one%20vpc", &[], "").await;
    assert_eq!(removed.status, 204);
    assert_eq!(post(&setup, "restore", r#"{"name": "one vpc"}"#).await.status, 404);
    for wrong in ["{}", "", r#"{"name": ""}"#, r#"{"name": 5}"#, r#"{"name": "a", "more": 1}"#] {
        assert_eq!(post(&setup, "snapshot", wrong).await.status, 400, "{wrong}");
    }
}

#[tokio::test]
async fn the_clock_moves_states_and_not_signatures() {
    let setup = Setup::with(Emulator::builder().time_scale(1.0)).await;
    assert_eq!(post(&setup, "clock", r#"{"freeze": true}"#).await.json()["frozen"], true);
    let vpc = setup.make("CreateVpc", &[], "VpcId").await;
    let status = async || text(&setup.ok("DescribeVpcAttribute", &[("VpcId", &vpc)]).await, "/Status");
    assert_eq!(status().await, "Pending");
    let before = get(&setup, "clock").await;
    assert_eq!(post(&setup, "clock", r#"{"advance": "2h"}"#).await.status, 200);
    let after = get(&setup, "clock").await;
    assert_ne!(before["time"], after["time"]);
    assert_eq!(status().await, "Available", "two hours are long enough, and requests are signed by the clock of the machine");
    assert_eq!(post(&setup, "clock", r#"{"freeze": false, "advance": 90}"#).await.json()["frozen"], false);
    for wrong in ["{}", r#"{"advance": -1}"#, r#"{"advance": "soon"}"#, r#"{"advance": 1e300}"#, r#"{"back": 1}"#, "5"] {
        assert_eq!(post(&setup, "clock", wrong).await.status, 400, "{wrong}");
    }
}

#[tokio::test]
async fn keys_are_added_with_rules_and_listed_without_secrets() {
    let mut setup = Setup::new().await;
    let key = r#"{"id": "reader", "secret": "hush", "allow": ["Describe*"], "deny": ["DescribeVpcs"]}"#;
    assert_eq!(post(&setup, "keys", key).await.status, 204);
    let keys = get(&setup, "keys").await;
    assert_eq!(keys["keys"][0], serde_json::json!({"id": "reader", "allow": ["Describe*"], "deny": ["DescribeVpcs"]}));
    assert!(!keys.to_string().contains("hush") && !keys.to_string().contains("testsecret"));
    (setup.id, setup.secret) = ("reader".into(), "hush".into());
    setup.ok("DescribeVSwitches", &[]).await;
    for refused in ["DescribeVpcs", "CreateVpc"] {
        assert_eq!(setup.refused(refused, &[]).await, (403, "Forbidden.RAM".into()));
    }
    assert_eq!(setup.raw("DELETE", "/_emulator/keys/reader", &[], "").await.status, 204);
    assert_eq!(setup.code("DescribeVSwitches", &[]).await, "InvalidAccessKeyId.NotFound");
    for wrong in [
        r#"{"id": "a"}"#,
        r#"{"id": "", "secret": "b"}"#,
        r#"{"id": "a", "secret": "b", "alow": []}"#,
        r#"{"id": "a", "secret": "b", "deny": ["*Vpcs"]}"#,
        "[]",
    ] {
        let reply = post(&setup, "keys", wrong).await;
        assert_eq!((reply.status, reply.text.contains("\"b\"")), (400, false), "{wrong}: {}", reply.text);
    }
}

#[tokio::test]
async fn a_wrong_signature_is_explained() {
    let mut setup = Setup::new().await;
    setup.secret = "wrong".into();
    for version in [acs_runtime::SignatureVersion::V3, acs_runtime::SignatureVersion::V1] {
        setup.version = version;
        let parameters = [("VpnGatewayId", "vpn-1"), ("CustomerGatewayId", "cgw-1"), ("IpsecConfig", "{\"Psk\":\"hidden\"}")];
        setup.code("CreateVpnConnection", &parameters).await;
        let requests = get(&setup, "requests").await;
        let request = requests.as_array().unwrap().last().unwrap();
        let check = &request["signature"];
        assert!(text(check, "/canonical_request").contains("VpnGatewayId=vpn-1"), "{request}");
        assert!(text(check, "/string_to_sign").contains(if version == acs_runtime::SignatureVersion::V1 {
            "POST&%2F&"
        } else {
            "ACS3-HMAC-SHA256\n"
        }));
        assert!(text(check, "/cause").contains("secret differs"), "{check}");
    }
    setup.secret = "testsecret".into();
    setup.ok("DescribeVpcs", &[]).await;
    let requests = get(&setup, "requests").await;
    assert_eq!(requests.as_array().unwrap().last().unwrap().get("signature"), None);
    setup.raw("DELETE", "/_emulator/requests", &[], "").await;
    assert_eq!(get(&setup, "requests").await, serde_json::json!([]));
}

#[tokio::test]
async fn no_web_page_reaches_any_function() {
    let setup = Setup::new().await;
    let described = get(&setup, "").await;
    for function in described["functions"].as_array().unwrap() {
        let path = text(function, "/path").replace("{kind}", "Vpc").replace("{id}", "none").replace("{name}", "none");
        let method = text(function, "/method");
        let own = ("x-acs-emulator", "1");
        for foreign in
            [("origin", "https://evil.example"), ("origin", "null"), ("host", "evil.example"), ("sec-fetch-site", "cross-site")]
        {
            assert_eq!(setup.raw(&method, &path, &[own, foreign], "{}").await.status, 403, "{method} {path} {foreign:?}");
        }
        if method == "POST" {
            for kind in ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data"] {
                let reply = setup.raw("POST", &path, &[("content-type", kind)], "{}").await;
                assert_eq!((reply.status, reply.text.contains("X-Acs-Emulator")), (403, true), "{path} {kind}");
            }
            assert_eq!(setup.raw("POST", &path, &[], "").await.status, 403, "{path}");
        }
    }
}
