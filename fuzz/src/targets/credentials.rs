//! Files of credentials.

use std::fs;

use acs_runtime::credentials::{CliProvider, CredentialsProvider, ProfileFileProvider};
use acs_runtime::env::Env;

use super::texts;
use crate::Target;

pub(super) const INI: Target = Target {
    name: "profile_ini",
    seeds: || {
        texts(&[
            "[default]\ntype = access_key\naccess_key_id = LTAI1\naccess_key_secret = planted-secret\n",
            "[a]\ntype=sts\naccess_key_id=a\naccess_key_secret=b\nsecurity_token=c\n[b]\ntype = ram_role_arn\nrole_arn=acs:ram::1:role/a\n",
            "# comment\n; other\n[default]\ntype = oidc_role_arn\noidc_token_file_path = /nowhere\n",
            "\u{feff}[default]\r\ntype = bearer\r\nbearer_token = planted-secret\r\n",
        ])
    },
    words: &[
        "[default]",
        "type = ",
        "access_key",
        "sts",
        "bearer",
        "ram_role_arn",
        "ecs_ram_role",
        "oidc_role_arn",
        "\n",
        " = ",
        "#",
        ";",
        "access_key_secret = ",
    ],
    cases: 1_000,
    run: ini,
};

pub(super) const JSON: Target = Target {
    name: "profile_json",
    seeds: || {
        texts(&[
            r#"{"current":"default","profiles":[{"name":"default","mode":"AK","access_key_id":"a","access_key_secret":"planted-secret","region_id":"cn-hangzhou"}]}"#,
            r#"{"current":"b","profiles":[{"name":"a","mode":"StsToken","access_key_id":"a","access_key_secret":"b","sts_token":"c"},{"name":"b","mode":"ChainableRamRoleArn","source_profile":"a","ram_role_arn":"r"}]}"#,
            r#"{"current":"a","profiles":[{"name":"a","mode":"ChainableRamRoleArn","source_profile":"a"}]}"#,
            r#"{"current":"a","profiles":[{"name":"a","mode":"External","process_command":"true"}]}"#,
        ])
    },
    words: &[
        "\"mode\":",
        "\"AK\"",
        "\"StsToken\"",
        "\"RamRoleArn\"",
        "\"EcsRamRole\"",
        "\"External\"",
        "\"OIDC\"",
        "\"current\":",
        "\"profiles\":",
        "null",
        "[",
        "{",
    ],
    cases: 1_000,
    run: json,
};

fn ini(input: &[u8]) {
    with_file(input, |path| {
        let provider = ProfileFileProvider::reading(Env::of([("HOME", "/nowhere")])).path(path);
        no_secret(&format!("{provider:?}"));
        for fault in provider.faults() {
            no_secret(&fault.to_string());
        }
    });
}

fn json(input: &[u8]) {
    with_file(input, |path| {
        let provider = CliProvider::reading(Env::of([("HOME", "/nowhere")])).path(path);
        no_secret(&format!("{provider:?}"));
        for fault in provider.faults() {
            no_secret(&fault.to_string());
        }
    });
}

fn with_file(input: &[u8], check: impl FnOnce(&std::path::Path)) {
    let file = tempfile::NamedTempFile::new().expect("a temporary file");
    fs::write(file.path(), input).expect("a temporary file");
    check(file.path());
}

fn no_secret(text: &str) {
    assert!(!text.contains("planted-secret"), "a secret is shown: {text}");
}
