//! The texts of sample programs, and that those in Rust compile.

use std::path::Path;

use crate::common::{fed, shown, succeed};
use insta::assert_snapshot;

/// The sample that uses a folder of specs, compiled with this test. The tests of the workspace compile those that use the client.
#[allow(dead_code, reason = "it is a program, and only compiled here")]
#[rustfmt::skip]
#[path = "../samples/launch_rocket.rs"]
mod launch_rocket;

/// The samples with the command lines that make them: arguments, many arguments, nested objects, lists of all kinds, and an
/// operation of another product that has a parameter of each shape.
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
    (
        "launch_rocket",
        &[
            "LaunchRocket",
            "--spec",
            "tests/specs",
            "--json",
            r#"{"Goal": "mars", "Crew": 3, "Mass": 5000000000, "Thrust": 1.5, "Angle": 2, "Manned": true, "Code": "1234",
                "Crates": [7, 8], "Ids": ["x", "y"], "Plan": {"Days": 3}, "Labels": {"a": "b"}, "Note": {"x": [1]},
                "Stages": [{"Name": "a", "Engines": ["e"], "Next": {"Name": "b"}}], "Log": {"Path": "/dev/null"}}"#,
        ],
    ),
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
fn errors_are_reported() {
    assert_snapshot!("mistakes", shown(&["sample", "CreateVpc", "--lang", "go", "--Cidr", "x"]));
}

#[test]
fn secrets_are_not_printed() {
    let output = fed(&["sample", "LaunchRocket", "--spec", "tests/specs", "--lang", "cli", "--Code", "open-sesame"], "");
    let (program, said) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(program.contains("--Code REDACTED") && !program.contains("open-sesame"), "{program}");
    assert!(said.contains("secrets are not printed"), "{said}");
}
