//! Calls, against an emulator that the same program plays.

use std::process::{Command, Output};

use crate::common::{Emulator, acs};
use serde_json::Value;

fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_else(|| panic!("{value} is no text"))
}

/// A folder of specs with the wait for a VPN gateway, which begins at once.
fn hasty() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("service.yaml"), service()).unwrap();
    let waiter = "VpnGatewayActive:\n  summary: Waits until a VPN gateway is active.\n  operation: DescribeVpnGateway\n  \
        id: VpnGatewayId\n  status: Status\n  success: [active]\n";
    std::fs::write(folder.path().join("waiters.yaml"), waiter).unwrap();
    folder
}

fn service() -> String {
    std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/api-spec/service.yaml")).unwrap()
}

/// The reply of a call that must succeed.
fn call(emulator: &Emulator, arguments: &[&str]) -> Value {
    let output = emulator.run(&[&["call"], arguments].concat());
    assert!(output.status.success(), "{arguments:?}: {}", stderr(&output));
    serde_json::from_slice(&output.stdout).unwrap()
}

fn create_gateway(emulator: &Emulator, options: &[&str]) -> String {
    let vpc = call(emulator, &["CreateVpc", "--CidrBlock", "10.0.0.0/8"]);
    let arguments = ["CreateVpnGateway", "--VpcId", text(&vpc["VpcId"]), "--Bandwidth", "5", "--EnableSsl", "true"];
    let created = call(emulator, &[&arguments[..], options].concat());
    text(&created["VpnGatewayId"]).to_owned()
}

#[test]
fn a_resource_is_made_waited_for_changed_and_deleted() {
    let emulator = Emulator::start(&[]);
    let specs = hasty();
    let id = create_gateway(&emulator, &["--Name", "a b", "--wait", "--spec", specs.path().to_str().unwrap()]);
    let seen = call(&emulator, &["DescribeVpnGateway", "--VpnGatewayId", &id, "--signature", "v3"]);
    assert_eq!((text(&seen["Name"]), text(&seen["Spec"]), text(&seen["Status"])), ("a b", "5M", "active"));
    call(&emulator, &["ModifyVpnGatewayAttribute", "--VpnGatewayId", &id, "--Name=new name"]);
    let seen = call(&emulator, &["DescribeVpnGateway", "--VpnGatewayId", &id, "--query", "Name"]);
    assert_eq!(seen, "new name");
    call(&emulator, &["DeleteVpnGateway", "--VpnGatewayId", &id]);
    assert_eq!(call(&emulator, &["DescribeVpnGateways", "--query", "VpnGateways.VpnGateway"]), serde_json::json!([]));
}

#[test]
fn parameters_come_as_json_too() {
    let emulator = Emulator::start(&[]);
    let id = create_gateway(&emulator, &["--json", r#"{"Name": "json", "Bandwidth": 10}"#]);
    let seen = call(&emulator, &["DescribeVpnGateway", "--VpnGatewayId", &id]);
    assert_eq!((text(&seen["Name"]), text(&seen["Spec"])), ("json", "5M"), "a parameter goes before JSON");
}

#[test]
fn all_pages_are_one_reply() {
    let emulator = Emulator::start(&[]);
    let mut ids: Vec<String> = (0..5).map(|_| create_gateway(&emulator, &[])).collect();
    let whole = call(&emulator, &["DescribeVpnGateways", "--all-pages", "--PageSize", "2"]);
    let gateways = whole["VpnGateways"]["VpnGateway"].as_array().unwrap().iter();
    let mut found: Vec<String> = gateways.map(|gateway| text(&gateway["VpnGatewayId"]).to_owned()).collect();
    found.sort();
    ids.sort();
    assert_eq!(found, ids);
    assert!(whole.get("PageNumber").is_none(), "the whole is not a page");
}

#[test]
fn a_dry_run_changes_nothing() {
    let emulator = Emulator::start(&[]);
    let output = emulator.run(&["call", "CreateVpc", "--VpcName", "dry", "--dry-run"]);
    assert!(output.status.success(), "{}", stderr(&output));
    assert!(String::from_utf8_lossy(&output.stdout).contains("would have succeeded"));
    let output = emulator.run(&["call", "DescribeEipMonitorData", "--dry-run"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("has no dry run"), "{}", stderr(&output));
}

#[test]
fn a_refusal_has_its_code_request_id_and_exit_status() {
    let emulator = Emulator::start(&[]);
    let output = emulator.run(&["call", "DescribeVpnGateway", "--VpnGatewayId", "vpn-nothing"]);
    assert_eq!(output.status.code(), Some(3));
    let error = stderr(&output);
    assert!(error.contains("InvalidVpnGatewayInstanceId.NotFound") && error.contains("request id "), "{error}");
}

#[test]
fn a_wrong_secret_is_rejected_and_never_shown() {
    let emulator = Emulator::start(&[]);
    let mut command = emulator.command(&["call", "DescribeVpcs", "-vvv"]);
    let output = command.env("ALIBABA_CLOUD_ACCESS_KEY_SECRET", "a-wrong-secret").output().unwrap();
    assert_eq!(output.status.code(), Some(3));
    assert!(stderr(&output).contains("SignatureDoesNotMatch"), "{}", stderr(&output));
    assert!(!stderr(&output).contains("a-wrong-secret"));
}

#[test]
fn no_credentials_and_no_connection_have_exit_statuses_of_their_own() {
    let output = acs(&["call", "DescribeVpcs", "--region", "cn-hangzhou", "--endpoint", "http://127.0.0.1:9"]).output().unwrap();
    assert_eq!(output.status.code(), Some(5), "{}", stderr(&output));

    let output = acs(&["call", "DescribeVpcs"]).env("ALIBABA_CLOUD_ACCESS_KEY_ID", "a").output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("`--region`"), "{}", stderr(&output));

    let emulator = Emulator::start(&[]);
    let closed = emulator.endpoint.clone();
    drop(emulator);
    let mut command = acs(&["call", "CreateVpc", "--region", "cn-hangzhou", "--endpoint", &closed]);
    command.env("ALIBABA_CLOUD_ACCESS_KEY_ID", "a").env("ALIBABA_CLOUD_ACCESS_KEY_SECRET", "b");
    let output = command.output().unwrap();
    assert_eq!(output.status.code(), Some(4));
    assert_eq!(stderr(&output).matches("no reply").count(), 1, "it is said once: {}", stderr(&output));
}

#[test]
fn a_faulty_configuration_is_named_in_place_of_a_missing_region() {
    let home = tempfile::tempdir().unwrap();
    std::fs::create_dir(home.path().join(".aliyun")).unwrap();
    std::fs::write(home.path().join(".aliyun/config.json"), "{\n  \"profiles\": [],\n}").unwrap();
    let mut command = acs(&["call", "DescribeVpcs", "--endpoint", "http://127.0.0.1:9"]);
    let key = [("ALIBABA_CLOUD_ACCESS_KEY_ID", "id"), ("ALIBABA_CLOUD_ACCESS_KEY_SECRET", "secret")];
    let output = command.env("HOME", home.path()).envs(key).output().unwrap();
    assert!(!output.status.success());
    assert!(stderr(&output).contains("config.json:3: column 1: not valid JSON: trailing comma"), "{}", stderr(&output));
}

#[test]
fn an_explanation_sends_nothing_and_hides_secrets() {
    for signature in ["v1", "v3"] {
        let mut command =
            acs(&["call", "CreateVpc", "--explain", "--VpcName", "a b", "--region", "cn-hangzhou", "--signature", signature]);
        command.env("ALIBABA_CLOUD_ACCESS_KEY_ID", "KEYID").env("ALIBABA_CLOUD_ACCESS_KEY_SECRET", "KEYSECRET");
        let output = command.env("ALIBABA_CLOUD_SECURITY_TOKEN", "TOKEN+/=").output().unwrap();
        assert!(output.status.success(), "{}", stderr(&output));
        let shown = String::from_utf8(output.stdout).unwrap();
        for secret in ["KEYID", "KEYSECRET", "TOKEN"] {
            assert!(!shown.contains(secret), "{secret} in {shown}");
        }
        let explained: Value = serde_json::from_str(&shown).unwrap();
        // Version 1 sends parameters in the body, version 3 in the query.
        let (url, place, signed) = match signature {
            "v1" => ("https://vpc.aliyuncs.com/", "body", "POST&%2F&"),
            _ => ("https://vpc.aliyuncs.com/?", "url", "ACS3-HMAC-SHA256\n"),
        };
        assert!(text(&explained["url"]).starts_with(url), "{shown}");
        assert!(text(&explained[place]).contains("VpcName=a%20b"), "{shown}");
        assert!(text(&explained["string_to_sign"]).starts_with(signed), "{shown}");
    }
    let explain = ["call", "--explain", "--region", "cn-hangzhou"];
    let output = acs(&[&explain[..], &["CreateVpc"]].concat()).output().unwrap();
    assert!(output.status.success(), "it needs no credentials: {}", stderr(&output));
    let output = acs(&[&explain[..], &["NewOperation", "--force", "--Name", "a"]].concat()).output().unwrap();
    assert!(String::from_utf8_lossy(&output.stdout).contains("Name=a"), "it needs no spec: {}", stderr(&output));
}

/// What is shown of a request with a secret in it is the whole of another request, in which the secret is masked: neither the
/// hash of its body nor the string to sign tells more.
#[test]
fn an_explanation_is_of_a_request_without_its_secrets() {
    use acs_runtime::sign::v3::hash;

    let arguments = [
        "call",
        "CreateVpnConnection",
        "--explain",
        "--signature=v3",
        "--region=cn-hangzhou",
        "--VpnGatewayId=vpn-1",
        "--LocalSubnet=10.0.0.0/8",
        "--RemoteSubnet=11.0.0.0/8",
        "--TunnelOptionsSpecification.1.Role=master",
        "--TunnelOptionsSpecification.1.TunnelIkeConfig.Psk=open-sesame",
    ];
    let output = acs(&arguments).output().unwrap();
    let shown: Value = serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{}", stderr(&output)));
    let body = text(&shown["body"]);
    assert!(body.contains(".Role=master") && body.contains(".Psk=REDACTED"), "{body}");
    let hashed = hash(body.as_bytes());
    assert_eq!(shown["headers"]["x-acs-content-sha256"], hashed);
    assert!(text(&shown["canonical_request"]).ends_with(&hashed), "{shown}");
    let signed = format!("ACS3-HMAC-SHA256\n{}", hash(text(&shown["canonical_request"]).as_bytes()));
    assert_eq!(shown["string_to_sign"], signed);
    assert!(!shown.to_string().contains("open-sesame"));
}

#[test]
fn an_explanation_hides_what_is_called_a_secret_where_no_spec_marks_it() {
    for (operation, name, value) in [
        ("NewOperation", "--DbPassword", "open-sesame"),
        ("NewOperation", "--Config.1.PrivateKey", "open-sesame"),
        ("NewOperation", "--Users", r#"[{"Name":"a","Password":"open-sesame"}]"#),
        ("CreateVpc", "--AuthToken", "open-sesame"),
        ("CreateVpc", "--Description", r#"{"PrivateKey":"open-sesame"}"#),
    ] {
        for signature in ["--signature=v1", "--signature=v3"] {
            let output = acs(&["call", operation, "--force", "--explain", "--region=cn-hangzhou", signature, name, value])
                .output()
                .unwrap();
            let shown = String::from_utf8_lossy(&output.stdout);
            assert!(output.status.success() && shown.contains("REDACTED"), "{operation} {name}: {}", stderr(&output));
            assert!(!shown.contains("sesame"), "{operation} {name}: {shown}");
        }
    }
}

#[test]
fn invalid_requests_are_rejected_before_anything_is_sent() {
    for (arguments, mistake) in [
        (&["CreateVSwitch", "--ZoneId", "a"][..], "requires `--VpcId`"),
        (&["CreateVpc", "--Cidr", "a"], "did you mean `CidrBlock`?"),
        (&["CreateVpc", "--Tag.1.Kye", "a"], "no parameter `Tag.1.Kye`; did you mean `Key`?"),
        (&["CreateVpc", "--Tag", "a"], "list of objects"),
        (&["CreateVpc", "--Tag.Key", "a"], "list of objects"),
        (&["CreateNatGateway", "--VpcId", "a", "--AccessMode.1", "a"], "is an object"),
        (&["CreateVSwitch"], "requires `--ZoneId` and `--VpcId`"),
        (&["CreateVpc", "--EnableIpv6", "maybe"], "takes `true` or `false`"),
        (&["DescribeVpcs", "--PageSize", "ten"], "takes a whole number"),
        (&["DescribeVpcs", "--PageSize", "1.5"], "takes a whole number"),
        (&["CreateVpc", "--json", r#"{"EnableIpv6": 1}"#], "takes `true` or `false`"),
        (&["CreateVpc", "--json", r#"{"VpcName": {"a": 1}}"#], "takes one value"),
        (&["CreateVpc", "--json", "[]"], "--json is not a JSON object"),
        (&["DescribeVpcs", "--wait"], "its spec names no waiter"),
        (&["DescribeVpcs", "--timeout", "0"], "0 is not in 1.."),
        (&["Nonsense"], "`acs operations` lists all"),
        (&["CreateVcp"], "did you mean `CreateVpc`"),
        (&["DeleteSslVpnClientCert", "--SslVpnClientCertId", "vsc-1", "--wait"], "give it with `--wait-id`"),
        (&["CreateVpc", "--all-pages"], "has no pages"),
        (&["CreateVpc", "--VpcName"], "has no value"),
        (&["DeleteIpv6EgressOnlyRule", "--Ipv6EgressOnlyRuleId", "x", "--wait"], "needs a `Ipv6GatewayId`"),
        (&["DeleteVpc", "--VpcId", "--dry-run"], "has no value"),
    ] {
        let mut command = acs(&[&["call", "--region", "cn-hangzhou", "--endpoint", "http://127.0.0.1:9"], arguments].concat());
        command.env("ALIBABA_CLOUD_ACCESS_KEY_ID", "a").env("ALIBABA_CLOUD_ACCESS_KEY_SECRET", "b");
        let output = command.output().unwrap();
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(stderr(&output).contains(mistake), "{arguments:?}: {}", stderr(&output));
    }
}

#[test]
fn what_no_spec_knows_is_sent_with_force() {
    let emulator = Emulator::start(&[]);
    let output = emulator.run(&["call", "NewOperation", "--Name", "a", "--force"]);
    assert!(stderr(&output).contains("InvalidAction.NotFound"), "{}", stderr(&output));
}

#[test]
fn a_folder_of_specs_adds_operations() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("service.yaml"), service()).unwrap();
    std::fs::create_dir(folder.path().join("vpc")).unwrap();
    let spec = "operation: CreateMoon\nsummary: Creates a moon.\naccess: write\nparameters:\n  Phase: { type: string, required: true }\n";
    std::fs::write(folder.path().join("vpc/CreateMoon.yaml"), spec).unwrap();
    let folder = folder.path().to_str().unwrap();

    let call = &["call", "CreateMoon", "--explain", "--region", "cn-hangzhou", "--spec", folder, "--query", "body"];
    let output = acs(call).output().unwrap();
    assert!(stderr(&output).contains("requires `--Phase`"), "{}", stderr(&output));
    let output = acs(&[&call[..], &["--Phase", "full"]].concat()).output().unwrap();
    assert!(String::from_utf8_lossy(&output.stdout).contains("Action=CreateMoon"), "{}", stderr(&output));
    assert!(acs(&["describe", "CreateVpc", "--spec", folder]).output().unwrap().status.success(), "the others are still there");
}

#[test]
fn the_emulator_takes_other_keys_and_keeps_its_data() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data.json");
    let options = ["--access-key", "other:key", "--data", data.to_str().unwrap()];
    let emulator = Emulator::start(&options);
    assert_eq!(emulator.run(&["call", "DescribeVpcs"]).status.code(), Some(3), "the default key is no longer one");
    let with_key = |emulator: &Emulator, arguments: &[&str]| {
        let mut command = emulator.command(arguments);
        let output =
            command.env("ALIBABA_CLOUD_ACCESS_KEY_ID", "other").env("ALIBABA_CLOUD_ACCESS_KEY_SECRET", "key").output().unwrap();
        assert!(output.status.success(), "{}", stderr(&output));
        String::from_utf8_lossy(&output.stdout).into_owned()
    };
    let vpc = with_key(&emulator, &["call", "CreateVpc", "--query", "VpcId", "-o", "text"]);
    with_key(&emulator, &["call", "CreateVpnGateway", "--VpcId", vpc.trim(), "--Bandwidth", "5", "--Name", "kept"]);
    #[cfg(unix)]
    {
        end(emulator);
        let emulator = Emulator::start(&options);
        assert!(with_key(&emulator, &["call", "DescribeVpnGateways"]).contains("kept"));
    }
}

/// Asks an emulator to end, and waits until it has.
#[cfg(unix)]
fn end(mut emulator: Emulator) {
    let id = emulator.process.id().to_string();
    assert!(Command::new("kill").arg(&id).status().unwrap().success());
    assert!(emulator.process.wait().unwrap().success());
}

#[test]
fn the_emulator_takes_keys_from_a_file() {
    let folder = tempfile::tempdir().unwrap();
    let keys = folder.path().join("keys");
    std::fs::write(&keys, "one:a\n\n testid:testsecret\n").unwrap();
    let emulator = Emulator::start(&["--access-keys", keys.to_str().unwrap()]);
    call(&emulator, &["DescribeVpcs"]);
    std::fs::write(&keys, "one:a\nonlyasecret\n").unwrap();
    let output = acs(&["emulate", "--access-keys", keys.to_str().unwrap()]).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).contains("line 2: a key is given as ID:SECRET"), "{}", stderr(&output));
    assert!(!stderr(&output).contains("onlyasecret"));
    std::fs::write(&keys, "\n").unwrap();
    let output = acs(&["emulate", "--access-keys", keys.to_str().unwrap()]).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).contains("has no keys"), "{}", stderr(&output));
}

#[test]
fn the_emulator_refuses_what_would_go_wrong_later() {
    let folder = tempfile::tempdir().unwrap();
    let broken = folder.path().join("broken.json");
    std::fs::write(&broken, "{").unwrap();
    let lost = folder.path().join("nowhere/data.json");
    let emulator = Emulator::start(&[]);
    let port = emulator.endpoint.rsplit(':').next().unwrap();
    for (arguments, status, mistake) in [
        (["--bind", "0.0.0.0"], 2, "`--expose`"),
        (["--data", lost.to_str().unwrap()], 1, "there is no folder"),
        (["--data", broken.to_str().unwrap()], 1, "is not a data file"),
        (["--time-scale", "-1"], 2, "a number from 0 on"),
        (["--port", port], 1, "is the port in use?"),
    ] {
        let output = acs(&[&["emulate"], &arguments[..]].concat()).output().unwrap();
        assert_eq!(output.status.code(), Some(status), "{arguments:?}");
        assert!(stderr(&output).contains(mistake), "{arguments:?}: {}", stderr(&output));
    }
    assert_eq!(std::fs::read_to_string(&broken).unwrap(), "{", "a file that cannot be read is left alone");
}

#[test]
fn the_emulator_takes_a_seed_limits_and_keys_with_rules() {
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str, text: &str| {
        let path = folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let seed = "resources:\n  - { operation: CreateVpc, parameters: { VpcName: seeded } }\n";
    let (seed, keys) = (file("seed.yaml", seed), file("keys.yaml", "- { id: testid, secret: testsecret, deny: ['Delete*'] }\n"));
    let emulator =
        Emulator::start(&["--seed", &seed, "--keys", &keys, "--quota", "Vpc=1", "--rate-limit", "DescribeVSwitches=0"]);
    call(&emulator, &["DescribeVpcs"]);
    for (arguments, code) in [
        (&["CreateVpc"][..], "QuotaExceeded.Vpc"),
        (&["DeleteVpc", "--VpcId", "vpc-1"], "Forbidden.RAM"),
        (&["DescribeVSwitches", "--retries", "0"], "Throttling.User"),
    ] {
        let output = emulator.run(&[&["call"], arguments].concat());
        assert!(stderr(&output).contains(code), "{arguments:?}: {}", stderr(&output));
    }
    let wrong = file("wrong.yaml", "- { id: testid, sekret: hush }\n");
    for (arguments, mistake) in [
        (&["--keys", &wrong][..], "unknown field `sekret`"),
        (&["--quota", "Vpc"], "KIND=NUMBER"),
        (&["--quota", "Car=1"], "Car has no quota"),
        (&["--rate-limit", "Vpc=x"], "OPERATION=NUMBER"),
        (&["--seed", &wrong], "is not a seed file"),
    ] {
        let output = acs(&[&["emulate"], arguments].concat()).output().unwrap();
        assert!(stderr(&output).contains(mistake), "{arguments:?}: {}", stderr(&output));
    }
}

#[test]
fn errors_do_not_contain_the_emulators_key() {
    let output = acs(&["emulate", "--access-key", "onlyasecret"]).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("ID:SECRET"), "{}", stderr(&output));
}
