//! What can be looked up without a network: operations and error codes.

use std::io::Read;
use std::process::Stdio;

use crate::common::{acs, shown, succeed};
use insta::assert_snapshot;
use serde_json::Value;

#[test]
fn operations_are_found_by_words() {
    assert_snapshot!(shown(&["operations", "vswitch", "describe", "--output", "table"]));
}

/// Most operations take one line or two, and no line is longer than the terminal.
#[test]
fn the_list_of_operations_fits_terminals_of_every_width() {
    for (columns, most_lines) in [(60, 1100), (80, 850), (120, 850), (200, 410)] {
        let mut command = acs(&["operations", "--output", "table"]);
        let output = command.env("COLUMNS", columns.to_string()).output().unwrap();
        let shown = String::from_utf8(output.stdout).unwrap();
        assert!(shown.lines().count() <= most_lines, "{} lines of {columns} columns", shown.lines().count());
        for line in shown.lines() {
            assert!(line.chars().count() <= columns, "{line}");
        }
        assert!(shown.contains("DescribeVirtualBorderRoutersForPhysicalConnection"), "a name is never broken");
    }
}

#[test]
fn columns_are_selected_by_name() {
    let shown = succeed(&["operations", "vswitch", "create", "--output", "table", "--columns", "summary,Operation"]);
    assert!(shown.lines().next().unwrap().split_whitespace().eq(["Summary", "Operation"]), "{shown}");
    let refused = acs(&["operations", "vswitch", "-o", "table", "--columns", "Size"]).output().unwrap();
    let said = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(said.contains("there is no column `Size`: there are Operation, Group"), "{said}");
    assert_eq!(refused.status.code(), Some(2));
}

/// Scripts and people who read in a pipe say once which format they want.
#[test]
fn the_format_is_set_in_the_environment_too() {
    let output = acs(&["operations", "--group", "vswitch", "--query", "[0].group"]).env("ACS_OUTPUT", "text").output().unwrap();
    assert_eq!(String::from_utf8_lossy(&output.stdout).trim_end(), "vswitch");
}

#[test]
fn operations_are_filtered() {
    let count = |filter: &[&str]| {
        let arguments = [&["operations", "--output", "json"], filter].concat();
        serde_json::from_str::<Vec<Value>>(&succeed(&arguments)).unwrap()
    };
    let all = count(&[]);
    assert_eq!(all.len(), 403);
    assert_eq!(count(&["--access", "read"]).len() + count(&["--access", "write"]).len(), all.len());
    for (filter, fact) in [("--pages", "pages"), ("--async", "asynchronous"), ("--deprecated", "deprecated")] {
        let found = count(&[filter]);
        assert!(!found.is_empty() && found.iter().all(|row| row[fact] == true), "{filter}");
        assert_eq!(found.len(), all.iter().filter(|row| row[fact] == true).count(), "{filter}");
    }
    assert!(count(&["--group", "vpn-gateway"]).iter().all(|row| row["group"] == "vpn-gateway"));
}

#[test]
fn no_match_sets_the_exit_status() {
    assert_snapshot!(shown(&["operations", "nonsense", "--output", "table"]));
    assert_snapshot!(shown(&["operations", "--group", "vpn-gatway"]));
}

#[test]
fn an_operation_is_described_for_people() {
    assert_snapshot!(shown(&["describe", "DeleteSslVpnClientCert", "--output", "table"]));
    assert_snapshot!(shown(&["describe", "DescribeVpcs", "--output", "table"]));
}

#[test]
fn an_operation_is_described_for_programs() {
    assert_snapshot!(shown(&["describe", "DeleteSslVpnClientCert", "--output", "json"]));
    assert_snapshot!(shown(&["describe", "DeleteSslVpnClientCert", "--output", "yaml", "--query", "waiter"]));
    assert_snapshot!(shown(&["describe", "CreateVpnConnection", "--output", "text", "--query", "parameters[?in=='form'].name"]));
}

#[test]
fn every_operation_can_be_described() {
    let names: Vec<String> = serde_json::from_str(&succeed(&["operations", "--query", "[].operation"])).unwrap();
    // Some are enough: all kinds of types are among them.
    for name in names.iter().step_by(16) {
        let text = succeed(&["describe", name, "--output", "table"]);
        assert!(text.starts_with(name.as_str()), "{name}");
    }
}

#[test]
fn a_misspelt_operation_is_guessed() {
    assert_snapshot!(shown(&["describe", "createvpc"]));
}

#[test]
fn a_wrong_query_is_refused_before_any_work() {
    assert_snapshot!(shown(&["operations", "--spec", "nowhere", "--query", "[?"]));
}

#[test]
fn error_codes_are_explained() {
    assert_snapshot!(shown(&["errors", "VpnGateway.Configuring", "--output", "json"]));
    assert_snapshot!(shown(&["errors", "InvalidVpcId.NotFound", "--output", "table"]));
    assert_snapshot!(shown(&["errors", "Throttling.User", "--output", "table"]));
}

#[test]
fn a_misspelt_code_is_guessed() {
    assert_snapshot!(shown(&["errors", "InvalidVpcId.NotFund"]));
}

/// As in `acs operations | head -1`. There is more to write than a pipe holds.
#[test]
fn a_closed_output_pipe_is_not_a_failure() {
    let mut command = acs(&["operations", "--output", "json"]);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut first = [0; 1];
    child.stdout.take().unwrap().read_exact(&mut first).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success() && output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn help_documents_the_exit_status() {
    let help = succeed(&["--help"]);
    assert!(help.contains("Exit status:\n  0    success\n") && help.contains("  5    there are no credentials\n"), "{help}");
}

/// The commands that `acs --help` lists.
fn commands() -> Vec<String> {
    let help = succeed(&["--help"]);
    let lines = help.lines().skip_while(|line| *line != "Commands:").skip(1).take_while(|line| !line.is_empty());
    // A summary of several lines goes on with more indentation.
    let lines = lines.filter(|line| !line.starts_with("   "));
    lines.filter_map(|line| line.split_whitespace().next().map(str::to_owned)).filter(|name| name != "help").collect()
}

#[test]
fn each_command_has_an_example_and_short_help_within_a_screen() {
    let commands = commands();
    assert!(commands.len() > 12, "{commands:?}");
    for command in commands.iter().filter(|command| *command != "spec") {
        let help = succeed(&[command, "-h"]);
        assert!(help.contains("Example"), "{command}: {help}");
        assert!(help.lines().count() <= 50, "{command}: {} lines", help.lines().count());
    }
}

#[test]
fn man_pages_are_written_for_each_command() {
    let folder = tempfile::tempdir().unwrap();
    succeed(&["man", folder.path().to_str().unwrap()]);
    for command in commands() {
        let page = std::fs::read_to_string(folder.path().join(format!("acs-{command}.1"))).unwrap();
        assert!(page.contains(".SH NAME"), "{command}");
    }
    assert!(std::fs::read_to_string(folder.path().join("acs.1")).unwrap().contains("Exit status"));
}
