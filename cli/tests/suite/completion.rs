//! Completion in shells.

#![allow(clippy::print_stdout, reason = "a test tells that it was skipped")]

use std::process::Command;

use crate::common::{acs, succeed};

/// What bash offers for the last word of a command line; `None` where there is no bash.
fn bash(words: &[&str]) -> Option<Vec<String>> {
    let script = format!(
        "{}\nCOMP_WORDS=({}); COMP_CWORD={}; COMP_TYPE=9; _clap_complete_acs acs '{}' ''; printf '%s\\n' \"${{COMPREPLY[@]}}\"",
        succeed(&["completions", "bash"]),
        words.iter().map(|word| format!("'{word}'")).collect::<Vec<_>>().join(" "),
        words.len() - 1,
        words.last().unwrap(),
    );
    let output = match Command::new("bash").args(["-c", &script]).output() {
        Ok(output) => output,
        Err(error) => {
            assert!(std::env::var("ACS_WITNESSES").as_deref() != Ok("required"), "there is no bash: {error}");
            println!("skipped: there is no bash");
            return None;
        }
    };
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    Some(String::from_utf8(output.stdout).unwrap().lines().map(|line| line.trim_end().to_owned()).collect())
}

#[test]
fn bash_completes_operations_parameters_values_groups_codes_and_waiters() {
    for (words, offered) in [
        (&["acs", "ca"][..], "call"),
        (&["acs", "call", "DeleteSslVpnCl"], "DeleteSslVpnClientCert"),
        (&["acs", "describe", "DescribeVpcAttr"], "DescribeVpcAttribute"),
        (&["acs", "call", "CreateVpc", "--VpcN"], "--VpcName"),
        (&["acs", "call", "CreateVpc", "--EnableIpv6", "t"], "true"),
        (&["acs", "sample", "CreateVpc", "--Cidr"], "--CidrBlock"),
        (&["acs", "operations", "--group", "vpn-g"], "vpn-gateway"),
        (&["acs", "errors", "VpnGateway.Conf"], "VpnGateway.Configuring"),
        (&["acs", "wait", "VpnGatewayA"], "VpnGatewayActive"),
        (&["acs", "call", "CreateVpc", "--out"], "--output"),
    ] {
        let Some(candidates) = bash(words) else { return };
        assert!(candidates.iter().any(|candidate| candidate == offered), "{words:?}: {candidates:?}");
    }
}

#[test]
fn each_shell_has_a_script_that_asks_the_program() {
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        assert!(succeed(&["completions", shell]).contains("COMPLETE"), "{shell}");
    }
    assert_eq!(acs(&["completions", "cmd"]).output().unwrap().status.code(), Some(2));
}
