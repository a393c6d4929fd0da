//! Sample programs run: against an emulator, with the tools and SDKs of their language where these are installed.

#![allow(clippy::print_stdout, reason = "a test tells that it was skipped")]

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use crate::common::{Emulator, succeed};

#[test]
fn the_command_line_sample_is_one() {
    let emulator = Emulator::start(&[]);
    let sample = succeed(&["sample", "DescribeVpnGateways", "--lang", "cli", "--PageSize", "5"]);
    let words: Vec<&str> = sample.split_whitespace().filter(|word| *word != "\\").skip(1).collect();
    let output = emulator.run(&words);
    assert!(output.status.success() && String::from_utf8_lossy(&output.stdout).contains("VpnGateways"), "{sample}");
}

#[test]
fn the_shell_script_runs() {
    runs("curl", "sh", |path| {
        let mut bash = Command::new("bash");
        bash.arg(path);
        bash
    });
}

/// What the script runs is recorded, with its arguments, by a program of the same name that comes before it.
#[cfg(unix)]
#[test]
fn the_shell_script_shows_its_secrets_to_nobody() {
    use std::os::unix::fs::PermissionsExt;

    let folder = tempfile::tempdir().unwrap();
    let log = folder.path().join("log");
    for tool in ["openssl", "curl", "od", "cut", "sed", "tr", "paste", "date"] {
        let Ok(found) = Command::new("bash").args(["-c", &format!("type -P {tool}")]).output() else { return };
        if !found.status.success() {
            assert!(std::env::var("ACS_SDK_INTEROP").as_deref() != Ok("required"), "there is no {tool}");
            println!("skipped: {tool} is not there");
            return;
        }
        let real = String::from_utf8(found.stdout).unwrap();
        let wrapper = format!("#!/bin/bash\nprintf '%s\\n' \"{tool} $*\" >> '{}'\nexec {} \"$@\"\n", log.display(), real.trim());
        let path = folder.path().join(tool);
        std::fs::write(&path, wrapper).unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).unwrap();
    }
    let script = folder.path().join("sample.sh");
    std::fs::write(&script, succeed(&["sample", "CreateVpc", "--lang", "curl", "--VpcName", "quiet"])).unwrap();
    // A secret that is longer than a block of the hash goes another way.
    for secret in ["a-short-secret", &"long-secret".repeat(10)] {
        let emulator = Emulator::start(&["--access-key", &format!("key:{secret}")]);
        let path = format!("{}:{}", folder.path().display(), std::env::var("PATH").unwrap());
        let run = |token: &str| {
            let mut bash = Command::new("bash");
            emulator.around(bash.arg(&script)).env("PATH", &path).env("ALIBABA_CLOUD_SECURITY_TOKEN", token);
            bash.env("ALIBABA_CLOUD_ACCESS_KEY_ID", "key").env("ALIBABA_CLOUD_ACCESS_KEY_SECRET", secret);
            let output = bash.output().unwrap();
            format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
        };
        let said = run("");
        assert!(said.contains("VpcId"), "{said}");
        // The emulator knows that this key has none.
        let said = format!("{said}{}", run("the-token"));
        assert!(said.contains("takes no SecurityToken"), "{said}");
        let seen = std::fs::read_to_string(&log).unwrap();
        assert!(seen.contains("openssl dgst") && seen.contains("curl "), "{seen}");
        let hex: String = secret.bytes().map(|byte| format!("{byte:02x}")).collect();
        for hidden in [secret, "the-token", &hex] {
            assert!(!seen.contains(hidden) && !said.contains(hidden), "{seen}");
        }
    }
}

#[test]
fn the_python_program_runs() {
    runs("python", "py", |path| {
        let own = packages().join("python/bin/python");
        let mut python = Command::new(if own.is_file() { own } else { "python3".into() });
        python.arg(path);
        python
    });
}

#[test]
fn the_node_program_runs() {
    for extension in ["js", "mjs"] {
        runs("node", extension, |path| {
            let mut node = Command::new("node");
            node.arg(path);
            node
        });
    }
}

/// `gofmt` parses a program, and lays it out as Go programs are. Whether it compiles and runs is not tested: the modules of the SDK that
/// it uses come from a proxy that the tests do not reach.
#[test]
fn the_go_program_parses_and_is_laid_out_as_gofmt_does() {
    let names: Vec<String> = serde_json::from_str(&succeed(&["operations", "--query", "[].operation"])).unwrap();
    let mut samples: Vec<Vec<&str>> = names.iter().step_by(16).map(|name| vec![name.as_str()]).collect();
    samples.extend(CALLS.iter().map(|(arguments, ..)| arguments.to_vec()));
    let folder = tempfile::tempdir().unwrap();
    for (number, arguments) in samples.iter().enumerate() {
        let sample = succeed(&[&["sample", "--lang", "go"], &arguments[..]].concat());
        std::fs::write(folder.path().join(format!("sample{number}.go")), sample).unwrap();
    }
    match Command::new("gofmt").arg("-d").arg(folder.path()).output() {
        Ok(output) => {
            let said = [output.stdout, output.stderr].concat();
            assert!(output.status.success() && said.is_empty(), "{}", String::from_utf8_lossy(&said));
        }
        Err(error) => {
            assert!(std::env::var("ACS_TOOLS").as_deref() != Ok("required"), "gofmt cannot be run: {error}");
            println!("skipped: gofmt is not installed");
        }
    }
}

/// In place of the ids of resources that are there before.
const GATEWAY: &str = "the VPN gateway";
const CUSTOMER_GATEWAY: &str = "the customer gateway";

/// Calls whose parameters are text that needs care, lists of objects in the query and in the form, booleans and numbers, with
/// what then is asked of the service, and what it answers.
const CALLS: &[(&[&str], &[&str], &str)] = &[
    (
        &["CreateVpc", "--VpcName", "it's \"a\" + b%", "--Tag.1.Key", "k", "--Tag.1.Value", "ö &=", "--Tag.2.Key", "l"],
        &["DescribeVpcs", "--query", "Vpcs.Vpc[?VpcName != ''].[VpcName, Tags.Tag[].join('=', [Key, Value])][]"],
        r#"["it's \"a\" + b%",["k=ö &=","l="]]"#,
    ),
    (
        &["AllocateEipAddress", "--Bandwidth", "7", "--InstanceChargeType", "PostPaid"],
        &["DescribeEipAddresses", "--query", "EipAddresses.EipAddress[].Bandwidth"],
        r#"["7"]"#,
    ),
    (
        &[
            "CreateVpnConnection",
            "--VpnGatewayId",
            GATEWAY,
            "--LocalSubnet",
            "10.0.0.0/8",
            "--RemoteSubnet",
            "11.0.0.0/8",
            "--AutoConfigRoute",
            "true",
            "--TunnelOptionsSpecification.1.Role",
            "master",
            "--TunnelOptionsSpecification.1.CustomerGatewayId",
            CUSTOMER_GATEWAY,
            "--TunnelOptionsSpecification.2.Role",
            "slave",
            "--TunnelOptionsSpecification.2.CustomerGatewayId",
            CUSTOMER_GATEWAY,
        ],
        &["DescribeVpnConnections", "--query", "VpnConnections.VpnConnection[].TunnelOptionsSpecification.TunnelOptions[].Role"],
        r#"["master","slave"]"#,
    ),
];

/// Runs samples against an emulator, which then has what they say. Where the language or the official SDK's core is not there, it
/// is skipped, unless `ACS_SDK_INTEROP=required`.
fn runs(lang: &str, extension: &str, program: impl Fn(&Path) -> Command) {
    let folder = packages();
    std::fs::create_dir_all(&folder).unwrap();
    for (number, (arguments, question, answer)) in CALLS.iter().enumerate() {
        let emulator = Emulator::start(&[]);
        // Node finds packages from where the program is.
        let path = folder.join(format!("sample-{}-{number}.{extension}", std::process::id()));
        let vpc = create(&emulator, &["CreateVpc", "--query", "VpcId"]);
        let gateway = create(&emulator, &["CreateVpnGateway", "--VpcId", &vpc, "--Bandwidth", "5", "--query", "VpnGatewayId"]);
        let customer = ["CreateCustomerGateway", "--IpAddress", "203.0.113.9", "--query", "CustomerGatewayId"];
        let customer = create(&emulator, &customer);
        let known = |word: &&'static str| match *word {
            GATEWAY => gateway.clone(),
            CUSTOMER_GATEWAY => customer.clone(),
            word => word.to_owned(),
        };
        let arguments: Vec<String> = arguments.iter().map(known).collect();
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        let sample = [&["sample", "--lang", lang, "--RegionId", "cn-hangzhou"], &arguments[..]].concat();
        std::fs::write(&path, succeed(&sample)).unwrap();
        let mut command = program(&path);
        let ran = emulator.around(&mut command).output();
        std::fs::remove_file(&path).unwrap();
        let Some(output) = present(lang, ran) else { return };
        let said = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        assert!(output.status.success() && said.contains("RequestId"), "{lang}: {said}");
        let there = emulator.run(&[&["call", "--region", "cn-hangzhou"], *question].concat());
        let there: serde_json::Value = serde_json::from_slice(&there.stdout).unwrap();
        assert_eq!(there.to_string(), *answer, "{lang} {arguments:?}: {said}");
    }
}

/// The id of a new resource.
fn create(emulator: &Emulator, arguments: &[&str]) -> String {
    let output = emulator.run(&[&["call", "--output", "text"], arguments].concat());
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap().trim_end().to_owned()
}

fn present(lang: &str, ran: std::io::Result<Output>) -> Option<Output> {
    let missing = |output: &Output| {
        let said = String::from_utf8_lossy(&output.stderr);
        ["ModuleNotFoundError", "Cannot find package", "Cannot find module", "command not found"]
            .iter()
            .any(|sign| said.contains(sign))
    };
    match ran {
        Ok(output) if !missing(&output) => Some(output),
        other => {
            assert!(std::env::var("ACS_SDK_INTEROP").as_deref() != Ok("required"), "{lang} does not run: {other:?}");
            println!("skipped: {lang} is not there");
            None
        }
    }
}

/// Where the official SDKs are installed: a folder beside that of the build.
fn packages() -> PathBuf {
    Path::new(env!("CARGO_BIN_EXE_acs")).ancestors().nth(2).unwrap().join("sdk_interop")
}
