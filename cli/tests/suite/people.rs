//! What people type: other tools' habits, profiles, files of parameters, and who they are.

use std::io::Write;
use std::process::{Command, Output, Stdio};

use crate::common::{Emulator, acs, succeed};
use serde_json::Value;

fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn command_lines_of_other_tools_are_shown_the_right_command() {
    for (arguments, help) in [
        (&["CreateVpc", "--VpcName", "a b"][..], "operations are called with `acs call`: acs call CreateVpc --VpcName 'a b'"),
        (
            &["vpc", "describe-vpcs", "--page-size", "10"],
            "operations are called with `acs call`: acs call DescribeVpcs --PageSize 10",
        ),
        (&["vpc", "CreateVpc", "--RegionId", "cn-hangzhou"], "acs call CreateVpc --RegionId cn-hangzhou"),
        (&["vpc", "describevpcs"], "acs call DescribeVpcs"),
        (&["vpn-gateway"], "`acs operations --group vpn-gateway` lists operations"),
        (&["cal", "CreateVpc"], "there is no command `cal`; did you mean `call`?"),
        (&["CreateVcp"], "did you mean `CreateVpc`"),
        (&["zebra"], "`acs --help` lists the commands"),
    ] {
        let output = acs(arguments).output().unwrap();
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(stderr(&output).contains(help), "{arguments:?}: {}", stderr(&output));
    }
}

#[test]
fn a_skeleton_has_every_parameter_and_is_sent_as_a_file() {
    let emulator = Emulator::start(&[]);
    let vpc: Value = serde_json::from_slice(&emulator.run(&["call", "CreateVpc"]).stdout).unwrap();
    let skeleton = succeed(&["call", "CreateVSwitch", "--skeleton"]);
    let (required, optional) = skeleton.split_once("# Optional parameters.").unwrap();
    assert!(required.contains("\nZoneId: ") && required.contains("\nVpcId: "), "{skeleton}");
    assert!(optional.contains("# VSwitchName: ") && optional.contains("# Tag:"), "{skeleton}");

    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("vswitch.yaml");
    let filled = skeleton.lines().map(|line| match line.split_once(": ") {
        Some(("VpcId", _)) => format!("VpcId: {}\n", vpc["VpcId"].as_str().unwrap()),
        Some(("ZoneId", _)) => "ZoneId: cn-hangzhou-b\n".to_owned(),
        Some(("CidrBlock" | "# CidrBlock", _)) => "CidrBlock: 172.16.0.0/24\n".to_owned(),
        _ => format!("{line}\n"),
    });
    std::fs::write(&file, filled.collect::<String>()).unwrap();
    let output = emulator.run(&["call", "CreateVSwitch", "--file", file.to_str().unwrap(), "--VSwitchName", "web"]);
    assert!(output.status.success(), "{}", stderr(&output));
    std::fs::write(&file, "- a list").unwrap();
    let output = emulator.run(&["call", "CreateVSwitch", "--file", file.to_str().unwrap()]);
    assert!(stderr(&output).contains("is not a mapping of parameters"), "{}", stderr(&output));
}

#[test]
fn whoami_and_doctor_say_whose_key_it_is_and_what_is_in_order() {
    let emulator = Emulator::start(&[]);
    let output = emulator.run(&["whoami", "--query", "UserId", "-o", "text"]);
    assert_eq!(String::from_utf8_lossy(&output.stdout).trim_end(), "testid", "{}", stderr(&output));

    let output = emulator.run(&["doctor"]);
    let report = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success() && report.contains("DescribeRegions succeeded"), "{report}");
    let mut wrong = emulator.command(&["doctor"]);
    let output = wrong.env("ALIBABA_CLOUD_ACCESS_KEY_SECRET", "a-wrong-secret").output().unwrap();
    assert_eq!(output.status.code(), Some(3), "{}", stderr(&output));
    assert!(String::from_utf8_lossy(&output.stdout).contains("SignatureDoesNotMatch"));
}

/// Profiles are kept in the vendor's format with what other tools have written there, and no secret is shown.
#[test]
fn profiles_are_set_listed_used_and_deleted() {
    let folder = tempfile::tempdir().unwrap();
    let config = folder.path().join("config.json");
    std::fs::write(&config, r#"{"current":"old","profiles":[{"name":"old","mode":"AK","custom":{"a":1}}],"meta_path":"m"}"#)
        .unwrap();
    let run = |arguments: &[&str], input: &str| {
        let mut command: Command = acs(arguments);
        command.env("ALIBABA_CLOUD_CONFIG_FILE", &config).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
        child.wait_with_output().unwrap()
    };
    let set = ["configure", "set", "--profile", "new", "--region", "cn-hangzhou", "--access-key-id", "testid"];
    let output = run(&set, "testsecret\n");
    assert!(output.status.success(), "{}", stderr(&output));
    let written: Value = serde_json::from_str(&std::fs::read_to_string(&config).unwrap()).unwrap();
    assert_eq!((&written["current"], &written["meta_path"]), (&"old".into(), &"m".into()));
    assert_eq!(written["profiles"][0]["custom"]["a"], 1);
    assert_eq!(written["profiles"][1]["access_key_secret"], "testsecret");

    let listed = String::from_utf8(run(&["configure", "list", "-o", "json"], "").stdout).unwrap();
    assert!(listed.contains("testid") && listed.contains("REDACTED") && !listed.contains("testsecret"), "{listed}");
    let output = run(&["configure", "get", "--profile", "new", "--query", "region_id", "-o", "text"], "");
    assert_eq!(String::from_utf8_lossy(&output.stdout).trim_end(), "cn-hangzhou");

    let emulator = Emulator::start(&[]);
    let mut command =
        acs(&["call", "DescribeVpcs", "--profile", "new", "--region", "cn-hangzhou", "--endpoint", &emulator.endpoint]);
    command.env("ALIBABA_CLOUD_CONFIG_FILE", &config).env("ALIBABA_CLOUD_ACCESS_KEY_ID", "x");
    let output = command.env("ALIBABA_CLOUD_ACCESS_KEY_SECRET", "y").output().unwrap();
    assert!(output.status.success(), "the profile goes before the keys of the environment: {}", stderr(&output));

    assert!(run(&["configure", "delete", "--profile", "old"], "").status.success());
    let output = run(&["configure", "get", "--profile", "old"], "");
    assert!(
        stderr(&output).contains("there is no profile `old`") && stderr(&output).contains("there are new"),
        "{}",
        stderr(&output)
    );
    let output = run(&["configure"], "other\nothersecret\ncn-beijing\n");
    assert!(output.status.success(), "{}", stderr(&output));
    assert!(std::fs::read_to_string(&config).unwrap().contains("othersecret"));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(std::fs::metadata(&config).unwrap().permissions().mode() & 0o777, 0o600, "it has secrets");
    }
}

/// What cannot be understood is left as it is.
#[test]
fn a_configuration_that_is_odd_is_not_overwritten() {
    let folder = tempfile::tempdir().unwrap();
    let config = folder.path().join("config.json");
    let set = |input: &str| {
        let mut command = acs(&["configure", "set", "--profile", "a", "--access-key-id", "id"]);
        command.env("ALIBABA_CLOUD_CONFIG_FILE", &config).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
        child.wait_with_output().unwrap()
    };
    for odd in [r#"{"profiles": {"a": 1}}"#, r#"{"profiles": ["a"]}"#, r#"{"profiles": ["#, "[]"] {
        std::fs::write(&config, odd).unwrap();
        let output = set("secret\n");
        assert_eq!(output.status.code(), Some(1), "{odd}");
        assert!(stderr(&output).contains("is not valid"), "{odd}: {}", stderr(&output));
        assert_eq!(std::fs::read_to_string(&config).unwrap(), odd);
    }
    std::fs::remove_file(&config).unwrap();
    let output = set("");
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).contains("nothing was saved") && !config.exists(), "{}", stderr(&output));
    #[cfg(target_os = "linux")]
    {
        let mut command = acs(&["configure", "list"]);
        let output = command.env("ALIBABA_CLOUD_CONFIG_FILE", "/dev/zero").output().unwrap();
        assert!(stderr(&output).contains("larger than a configuration"), "{}", stderr(&output));
    }
}

#[cfg(target_os = "linux")]
#[test]
fn control_characters_of_a_command_line_do_not_reach_a_terminal() {
    let line = format!("{} errors \"$(printf 'x\\033[31m')\"", env!("CARGO_BIN_EXE_acs"));
    let Ok(output) = Command::new("script").args(["-qec", &line, "/dev/null"]).stdin(Stdio::null()).output() else { return };
    let shown = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(shown.contains("x\u{fffd}[31m"), "{shown:?}");
}

/// What a resource is named can be anything; a terminal gets no control character of it.
#[test]
fn control_characters_of_a_reply_do_not_reach_people() {
    let emulator = Emulator::start(&[]);
    let created = emulator.run(&["call", "CreateVpc", "--Description", "red \u{1b}[31m and \u{202e}back"]);
    assert!(created.status.success(), "{}", stderr(&created));
    let shown = emulator.run(&["call", "DescribeVpcs", "--query", "Vpcs.Vpc[].Description", "--output", "table"]);
    let shown = String::from_utf8(shown.stdout).unwrap();
    assert!(shown.contains("red \u{fffd}[31m and \u{fffd}back"), "{shown:?}");
    let exact = emulator.run(&["call", "DescribeVpcs", "--query", "Vpcs.Vpc[].Description", "--output", "json"]);
    let exact: Value = serde_json::from_slice(&exact.stdout).unwrap();
    assert_eq!(exact[0], "red \u{1b}[31m and \u{202e}back", "a program gets the text as it is");
}

/// `script` runs a program on a terminal of its own.
#[cfg(target_os = "linux")]
#[test]
fn a_pager_shows_what_is_longer_than_the_terminal() {
    let acs = env!("CARGO_BIN_EXE_acs");
    let run = |line: &str| {
        let mut script = Command::new("script");
        script.args(["-qec", line, "/dev/null"]).env("PAGER", "sed s/^/PAGED/").env_remove("NO_COLOR").stdin(Stdio::null());
        script.output().ok().map(|output| String::from_utf8_lossy(&output.stdout).into_owned())
    };
    let Some(paged) = run(&format!("stty rows 20 cols 80; {acs} operations")) else {
        assert!(std::env::var("ACS_TOOLS").as_deref() != Ok("required"), "there is no `script`");
        return;
    };
    assert!(paged.contains("PAGED CreateVpc "), "{}", paged.chars().take(500).collect::<String>());
    let plain = run(&format!("stty rows 20 cols 80; {acs} operations --no-pager")).unwrap();
    assert!(plain.contains("CreateVpc ") && !plain.contains("PAGED"));
    let short = run(&format!("stty rows 20 cols 80; {acs} operations nat ip create")).unwrap();
    assert!(short.contains("CreateNatIp ") && !short.contains("PAGED"), "{short}");
}
