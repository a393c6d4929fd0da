//! Completion in the shells themselves. A shell that is not installed is skipped, and the test says so.

#![allow(clippy::print_stdout, reason = "a test tells that it was skipped")]

use std::path::Path;
use std::process::Command;

use crate::common::{acs, succeed};

/// Beginnings of command lines, and what their last words become.
const LINES: &[(&str, &str)] = &[
    ("acs ca", "call"),
    ("acs call DeleteSslVpnCl", "DeleteSslVpnClientCert"),
    ("acs describe DescribeVpcAttr", "DescribeVpcAttribute"),
    ("acs call CreateVpc --VpcN", "--VpcName"),
    ("acs call CreateVpc --EnableIpv6 t", "true"),
    ("acs call CreateVpc --Tag.2.K", "--Tag.2.Key"),
    ("acs sample CreateVpc --CidrB", "--CidrBlock"),
    ("acs operations --group vpn-g", "vpn-gateway"),
    ("acs errors VpnGateway.Conf", "VpnGateway.Configuring"),
    ("acs wait VpnGatewayA", "VpnGatewayActive"),
    ("acs call CreateVpc --outp", "--output"),
    ("acs wait NatIpAvailable x --NatG", "--NatGatewayId"),
    ("acs wait NatIpAvailable x --wait-t", "--wait-timeout"),
    ("acs call --spec ~/specs LaunchR", "LaunchRocket"),
    ("acs call LaunchRocket --spec ~/specs --Goa", "--Goal"),
    ("acs call --spec ~/specs LaunchRocket --Goal moo", "moon"),
    ("acs sample LaunchRocket --spec ~/specs --Stages.1.Na", "--Stages.1.Name"),
    ("acs operations --spec ~/specs --group roc", "rockets"),
];

/// What a shell prints that runs a program; `None` where the shell is not installed.
fn run(shell: &str, arguments: &[&str], script: &str) -> Option<String> {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("script");
    std::fs::write(&file, script).unwrap();
    let specs = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/specs"));
    for file in ["service.yaml", "rockets/LaunchRocket.yaml"] {
        let copy = folder.path().join("specs").join(file);
        std::fs::create_dir_all(copy.parent().unwrap()).unwrap();
        std::fs::copy(specs.join(file), copy).unwrap();
    }
    // Nothing of the user's own configuration is read, and the terminal is a plain one.
    let mut command = Command::new(shell);
    command.args(arguments).env("ACS_SCRIPT", &file).env("HOME", folder.path()).env("TERM", "dumb").env_remove("ENV");
    match command.env_remove("ZDOTDIR").env_remove("XDG_CONFIG_HOME").output() {
        Ok(output) => {
            assert!(output.status.success(), "{shell}: {}", String::from_utf8_lossy(&output.stderr));
            Some(String::from_utf8_lossy(&output.stdout).into_owned())
        }
        Err(error) => {
            // PowerShell is in no repository of Debian.
            let is_required = std::env::var("ACS_TOOLS").as_deref() == Ok("required") && shell != "pwsh";
            assert!(!is_required, "{shell} cannot be run: {error}");
            println!("skipped: {shell} is not installed");
            None
        }
    }
}

/// Each of [`LINES`] is offered what it becomes. `line` writes the lines of the script that print the candidates of one.
fn completes(shell: &str, arguments: &[&str], name: &str, line: impl Fn(&str) -> String) {
    let script = succeed(&["completions", name]);
    for (typed, offered) in LINES {
        let Some(printed) = run(shell, arguments, &format!("{script}\n{}\n", line(typed))) else { return };
        assert!(printed.lines().any(|line| line.trim_end() == *offered), "{shell}: {typed}: {printed}");
    }
}

#[test]
fn bash_completes_all_kinds_of_names_and_values() {
    completes("bash", &["-c", ". \"$ACS_SCRIPT\""], "bash", |line| {
        let words: Vec<&str> = line.split(' ').collect();
        let last = words.len() - 1;
        format!(
            "COMP_WORDS=({line}); COMP_CWORD={last}; COMP_TYPE=9; _clap_complete_acs acs '{}' ''\nprintf '%s\\n' \"${{COMPREPLY[@]}}\"",
            words[last]
        )
    });
}

#[test]
fn fish_completes_all_kinds_of_names_and_values() {
    completes("fish", &["-c", "source $ACS_SCRIPT"], "fish", |line| {
        format!(r"complete -C '{line}' | string replace -r '\t.*' ''; true")
    });
}

#[test]
fn powershell_completes_all_kinds_of_names_and_values() {
    completes(
        "pwsh",
        &["-NoProfile", "-Command", "Get-Content -Raw $env:ACS_SCRIPT | Invoke-Expression"],
        "powershell",
        |line| format!("(TabExpansion2 '{line}' {}).CompletionMatches.CompletionText", line.len()),
    );
}

/// A shell in a terminal of its own is typed to: the line, a tab, and a return. It runs a function that prints the line.
#[test]
fn zsh_completes_all_kinds_of_names_and_values() {
    // A mark that what the terminal shows of the typed text does not hold.
    let mut script = format!("cat > $HOME/acs <<'SCRIPT'\n{}\nSCRIPT\n", succeed(&["completions", "zsh"]));
    script.push_str(
        r#"
        zmodload zsh/zpty && zpty shell zsh -f -i
        zpty -w shell 'PS1=; autoload -U compinit; compinit -u -D; . $HOME/acs; acs() { print -- "ran\x3d$*\x3d"; }'
        ask() { zpty -w -n shell "$1"$'\t\n'; zpty -r shell seen '*ran=*=*'; print -r -- "${${seen##*ran=}%%=*}"; }
        "#,
    );
    for (typed, _) in LINES {
        script.push_str(&format!("ask '{typed}'\n"));
    }
    script.push_str("zpty -d shell\n");
    let Some(printed) = run("zsh", &["-f", "-c", ". $ACS_SCRIPT"], &script) else { return };
    let lines: Vec<&str> = printed.lines().filter(|line| !line.is_empty()).collect();
    assert_eq!(lines.len(), LINES.len(), "{printed}");
    for ((typed, offered), line) in LINES.iter().zip(lines) {
        assert_eq!(line.trim_end().rsplit(' ').next(), Some(*offered), "{typed}: {printed}");
    }
}

#[test]
fn each_shell_has_a_script_that_asks_the_program() {
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        assert!(succeed(&["completions", shell]).contains("COMPLETE"), "{shell}");
    }
    assert_eq!(acs(&["completions", "cmd"]).output().unwrap().status.code(), Some(2));
}

/// A program in a folder whose name has a space, and characters that shells expand.
#[cfg(unix)]
#[test]
fn scripts_find_a_program_in_any_folder() {
    let folder = tempfile::tempdir().unwrap();
    let odd = folder.path().join("it's $a \"b\"");
    std::fs::create_dir(&odd).unwrap();
    let program = odd.join("acs");
    std::fs::hard_link(env!("CARGO_BIN_EXE_acs"), &program)
        .or_else(|_| std::fs::copy(env!("CARGO_BIN_EXE_acs"), &program).map(|_| ()))
        .unwrap();
    let script =
        |shell: &str| String::from_utf8(Command::new(&program).args(["completions", shell]).output().unwrap().stdout).unwrap();
    let bash = "COMP_WORDS=(acs ca); COMP_CWORD=1; COMP_TYPE=9; _clap_complete_acs acs ca ''; printf '%s\\n' \"${COMPREPLY[@]}\"";
    let zsh = "CURRENT=2; words=(acs ca); _describe() { print -l -- $other; }; _clap_dynamic_completer_acs";
    for (shell, arguments, ask) in [
        ("bash", &["-c", ". \"$ACS_SCRIPT\""][..], bash),
        ("fish", &["-c", "source $ACS_SCRIPT"], "complete -C 'acs ca'"),
        ("zsh", &["-f", "-c", "compdef() { }; . $ACS_SCRIPT"], zsh),
    ] {
        let Some(printed) = run(shell, arguments, &format!("{}\n{ask}\n", script(shell))) else { continue };
        assert!(printed.contains("call"), "{shell}: {printed}");
    }
    // PowerShell expands the text that has the path, and runs it then.
    let called = script("powershell");
    assert!(called.contains("/it''s `$a \"b\"/acs' -- $args"), "{called}");
}
