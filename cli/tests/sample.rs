//! Programs for people: they are what they should be, compile, and run.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking, also in its helpers")]
#![allow(clippy::print_stdout, reason = "a test tells that it was passed over")]

mod common;

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use common::{Emulator, shown, succeed};
use insta::assert_snapshot;

/// The samples in Rust, compiled with this test.
#[allow(dead_code, reason = "they are programs, and only compiled here")]
mod samples {
    #[rustfmt::skip]
    mod create_forward_entry;
    #[rustfmt::skip]
    mod create_nat_gateway;
    #[rustfmt::skip]
    mod create_vpn_connection;
    #[rustfmt::skip]
    mod create_vswitch;
    #[rustfmt::skip]
    mod describe_vpcs;
    #[rustfmt::skip]
    mod grant_instance_to_vbr;
    #[rustfmt::skip]
    mod tag_resources;
}

/// The samples with the command lines that make them: arguments, many arguments, nested objects, lists of all kinds.
const SAMPLES: &[(&str, &[&str])] = &[
    ("create_forward_entry", &["CreateForwardEntry"]),
    ("create_nat_gateway", &["CreateNatGateway", "--AccessMode.ModeValue", "route"]),
    (
        "create_vpn_connection",
        &[
            "CreateVpnConnection",
            "--TunnelOptionsSpecification.1.EnableDpd",
            "true",
            "--TunnelOptionsSpecification.1.TunnelIkeConfig.Psk",
            "x",
        ],
    ),
    ("create_vswitch", &["CreateVSwitch", "--VSwitchName", "it's", "--Tag.1.Key", "k", "--Tag.2.Value", "\"\\", "--CidrMask=24"]),
    ("describe_vpcs", &["DescribeVpcs", "--PageSize", "50", "--IsDefault", "false", "--DryRun", "true", "--OwnerId", "1"]),
    ("grant_instance_to_vbr", &["GrantInstanceToVbr", "--VbrInstanceIds", r#"["vbr-1", "vbr-2"]"#]),
    ("tag_resources", &["TagResources", "--Tag.1.Key", "k", "--ResourceId.2", "vpc-2", "--ResourceId.1", "vpc-1"]),
];

#[test]
fn samples_in_rust_are_the_ones_that_compile() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/samples");
    let write = std::env::var_os("ACS_WRITE_SAMPLES").is_some();
    for (name, arguments) in SAMPLES {
        let sample = succeed(&[&["sample", "--lang", "rust"], *arguments].concat());
        let path = folder.join(format!("{name}.rs"));
        if write {
            std::fs::write(&path, &sample).unwrap();
        }
        assert_eq!(sample, std::fs::read_to_string(&path).unwrap(), "{name}: `ACS_WRITE_SAMPLES=1` writes it anew");
    }
}

#[test]
fn each_language_has_its_program() {
    for lang in ["cli", "curl", "go", "node", "python"] {
        let sample = succeed(&["sample", "CreateVSwitch", "--lang", lang, "--VSwitchName", "it's", "--Tag.1.Key", "\"\\$HOME"]);
        assert_snapshot!(lang, sample);
    }
}

#[test]
fn a_form_has_its_place() {
    for lang in ["curl", "go", "python"] {
        let sample = succeed(&["sample", "CreateVpnConnection", "--lang", lang, "--TunnelOptionsSpecification.1.Role", "master"]);
        assert_snapshot!(format!("form_{lang}"), sample);
    }
}

#[test]
fn every_operation_has_a_sample() {
    let names: Vec<String> = serde_json::from_str(&succeed(&["operations", "--query", "[].operation"])).unwrap();
    for name in names.iter().step_by(16) {
        assert!(succeed(&["sample", name, "--lang", "rust"]).contains(".send()"), "{name}");
    }
}

#[test]
fn mistakes_are_told() {
    assert_snapshot!("mistakes", shown(&["sample", "CreateVpc", "--lang", "go", "--Cidr", "x"]));
}

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

#[test]
fn the_python_program_runs() {
    runs("python", "py", |path| {
        let own = witnesses().join("python/bin/python");
        let mut python = Command::new(if own.is_file() { own } else { "python3".into() });
        python.arg(path);
        python
    });
}

#[test]
fn the_node_program_runs() {
    runs("node", "mjs", |path| {
        let mut node = Command::new("node");
        node.arg(path);
        node
    });
}

/// Runs a sample against the emulator. Where the language or the official SDK's core is not there, it is passed over, unless
/// `ACS_WITNESSES=required`.
fn runs(lang: &str, extension: &str, program: impl Fn(&Path) -> Command) {
    let emulator = Emulator::start(&[]);
    let folder = witnesses();
    std::fs::create_dir_all(&folder).unwrap();
    let calls: [&[&str]; 2] = [
        &["CreateVpnGateway", "--VpcId", "vpc-1", "--Bandwidth", "5", "--Name", "it's \"a\" + b", "--RegionId", "cn-hangzhou"],
        &["CreateVpnConnection", "--TunnelOptionsSpecification.1.Role", "master", "--RegionId", "cn-hangzhou"],
    ];
    for (number, arguments) in calls.iter().enumerate() {
        // Node finds packages from where the program is.
        let path = folder.join(format!("sample-{}-{number}.{extension}", std::process::id()));
        std::fs::write(&path, succeed(&[&["sample", "--lang", lang], *arguments].concat())).unwrap();
        let mut command = program(&path);
        let ran = emulator.around(&mut command).output();
        std::fs::remove_file(&path).unwrap();
        let Some(output) = present(lang, ran) else { return };
        let said = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        // The service may refuse the example's resources, but not the request.
        assert!(said.contains("RequestId") || said.contains("request id") || said.contains("NotFound"), "{lang}: {said}");
        assert!(!said.contains("Signature"), "{lang}: {said}");
    }
}

fn present(lang: &str, ran: std::io::Result<Output>) -> Option<Output> {
    let missing = |output: &Output| {
        let said = String::from_utf8_lossy(&output.stderr);
        ["ModuleNotFoundError", "ERR_MODULE_NOT_FOUND", "command not found"].iter().any(|sign| said.contains(sign))
    };
    match ran {
        Ok(output) if !missing(&output) => Some(output),
        other => {
            assert!(std::env::var("ACS_WITNESSES").as_deref() != Ok("required"), "{lang} does not run: {other:?}");
            println!("passed over: {lang} is not there");
            None
        }
    }
}

/// Where the official SDKs are installed: a folder beside that of the build.
fn witnesses() -> PathBuf {
    Path::new(env!("CARGO_BIN_EXE_acs")).ancestors().nth(2).unwrap().join("witnesses")
}
