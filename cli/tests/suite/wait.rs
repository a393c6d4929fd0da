//! Waits: after a call, and by themselves.

use std::io::{BufRead, BufReader, Read};
use std::process::{Child, Output, Stdio};

use crate::common::Emulator;
use serde_json::Value;

/// A folder of specs whose wait for a VPN gateway begins at once.
fn hasty() -> tempfile::TempDir {
    with_delay(0)
}

/// A folder of specs whose wait for a VPN gateway begins that many seconds after a call.
fn with_delay(seconds: u32) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let service = concat!(env!("CARGO_MANIFEST_DIR"), "/api-spec/service.yaml");
    std::fs::copy(service, folder.path().join("service.yaml")).unwrap();
    let waiter = "VpnGatewayActive:\n  summary: Waits until a VPN gateway is active.\n  operation: DescribeVpnGateway\n  \
        id: VpnGatewayId\n  status: Status\n  success: [active]\n";
    let waiter = format!("{waiter}  delay: {seconds}\n");
    std::fs::write(folder.path().join("waiters.yaml"), waiter).unwrap();
    folder
}

fn call(emulator: &Emulator, arguments: &[&str]) -> Value {
    let output = emulator.run(&[&["call"], arguments].concat());
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

/// A call that creates a gateway and waits for it, and the id in the reply, which is printed while the wait goes on.
fn begin_wait(emulator: &Emulator, specs: &tempfile::TempDir, options: &[&str]) -> (Child, String) {
    let vpc = call(emulator, &["CreateVpc", "--query", "VpcId"]);
    let create = ["call", "CreateVpnGateway", "--VpcId", vpc.as_str().unwrap(), "--Bandwidth", "5", "--wait", "-o", "text"];
    let specs = ["--spec", specs.path().to_str().unwrap(), "--query", "VpnGatewayId"];
    let mut command = emulator.command(&[&create[..], &specs, options].concat());
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut id = String::new();
    BufReader::new(child.stdout.as_mut().unwrap()).read_line(&mut id).unwrap();
    (child, id.trim_end().to_owned())
}

fn ended(mut child: Child) -> Output {
    let mut stderr = Vec::new();
    child.stderr.take().unwrap().read_to_end(&mut stderr).unwrap();
    Output { status: child.wait().unwrap(), stdout: Vec::new(), stderr }
}

fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn a_service_that_goes_away_ends_the_wait_with_exit_status_4() {
    let specs = hasty();
    let emulator = Emulator::start_with_time_scale("1", &[]);
    let (child, id) = begin_wait(&emulator, &specs, &["--timeout", "1"]);
    assert!(id.starts_with("vpn-"), "the reply is printed before the wait: {id}");
    drop(emulator);
    let output = ended(child);
    let said = stderr(&output);
    assert_eq!(output.status.code(), Some(4), "{said}");
    assert!(said.contains("warning: DescribeVpnGateway"), "the outage is told when it begins: {said}");
    assert!(said.contains(&format!("`acs wait VpnGatewayActive {id} --spec {}` continues", specs.path().display())), "{said}");
}

#[cfg(unix)]
#[test]
fn an_interrupted_wait_says_how_to_continue() {
    let specs = hasty();
    let emulator = Emulator::start_with_time_scale("1", &[]);
    let (child, id) = begin_wait(&emulator, &specs, &[]);
    let pid = child.id().to_string();
    assert!(std::process::Command::new("kill").args(["-INT", &pid]).status().unwrap().success());
    let output = ended(child);
    assert_eq!(output.status.code(), Some(130), "{}", stderr(&output));
    let command = format!("`acs wait VpnGatewayActive {id} --spec {}` continues to wait", specs.path().display());
    assert!(stderr(&output).contains(&command), "{}", stderr(&output));
}

#[test]
fn a_wait_ends_at_its_timeout() {
    let specs = hasty();
    let emulator = Emulator::start_with_time_scale("1", &[]);
    let (child, id) = begin_wait(&emulator, &specs, &["--wait-timeout", "1"]);
    let output = ended(child);
    let said = stderr(&output);
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert!(said.contains("`--wait-timeout` sets a longer time") && !said.contains("`deadline`"), "{said}");
    assert!(said.contains(&format!("`acs wait VpnGatewayActive {id} --spec {}` continues", specs.path().display())), "{said}");
}

#[test]
fn a_resource_is_waited_for_without_a_call() {
    let specs = hasty();
    let emulator = Emulator::start(&[]);
    let vpc = call(&emulator, &["CreateVpc", "--query", "VpcId"]);
    let create = ["CreateVpnGateway", "--VpcId", vpc.as_str().unwrap(), "--Bandwidth", "5", "--query", "VpnGatewayId"];
    let id = call(&emulator, &create);
    let wait = ["wait", "VpnGatewayActive", id.as_str().unwrap(), "--spec", specs.path().to_str().unwrap()];
    let output = emulator.run(&wait);
    assert!(output.status.success(), "{}", stderr(&output));

    for (arguments, error) in [
        (&["wait", "VpnGatewayActiv", "vpn-1"][..], "did you mean `VpnGatewayActive`?"),
        (&["wait", "Zebra", "x"], "there is no waiter"),
        (
            &["wait", "VpcAvailable", "vpc-1", "--RegionID", "cn-hangzhou"],
            "has no parameter `RegionID`; did you mean `RegionId`?",
        ),
        (&["wait", "NatIpAvailable", "x"], "NatIpAvailable requires `--NatGatewayId`"),
    ] {
        let output = emulator.run(arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {}", stderr(&output));
        assert!(stderr(&output).contains(error), "{arguments:?}: {}", stderr(&output));
    }
}

const WAIT: [&str; 3] = ["wait", "VpnGatewayActive", "vpn-1"];

/// An address that nothing listens at.
fn dead() -> String {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    format!("http://{}", listener.local_addr().unwrap())
}

#[test]
fn a_wait_polls_at_once_and_every_bound_ends_it() {
    let emulator = Emulator::start(&[]);
    let specs = with_delay(600);
    let wait = [&WAIT[..], &["--spec", specs.path().to_str().unwrap()]].concat();
    // An address that takes connections and answers nothing.
    let mute = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let mute = format!("http://{}", mute.local_addr().unwrap());
    let ends = |endpoint: &str, bound: &[&str]| {
        let output = emulator.run(&[&wait[..], &["--endpoint", endpoint], bound].concat());
        assert_eq!(output.status.code(), Some(4), "{bound:?}: {}", stderr(&output));
        let command = format!("`acs wait VpnGatewayActive vpn-1 --endpoint {endpoint} --spec ");
        assert!(stderr(&output).contains(&command), "{}", stderr(&output));
    };
    let gone = dead();
    // At once, since each does nothing for a second.
    std::thread::scope(|scope| {
        for endpoint in [&gone, &mute] {
            for bound in [&["--timeout", "1"][..], &["--wait-timeout", "1"], &["--wait-timeout", "1", "--timeout", "60"]] {
                scope.spawn(|| ends(endpoint, bound));
            }
        }
    });
    let output = emulator.run(&[&wait[..], &["--wait-timeout", "1"]].concat());
    let said = stderr(&output);
    assert!(output.status.code() == Some(1) && said.contains("`vpn-1` is not there"), "{said}");
}

#[test]
fn errors_name_options_and_not_methods() {
    let emulator = Emulator::start(&[]);
    let mut command = emulator.command(&WAIT);
    let nowhere = command.env_remove("ALIBABA_CLOUD_REGION_ID").env_remove("ALIBABA_CLOUD_ENDPOINT").output().unwrap();
    assert_eq!(nowhere.status.code(), Some(2), "{}", stderr(&nowhere));
    assert!(stderr(&nowhere).contains("--region") && !stderr(&nowhere).contains("builder"), "{}", stderr(&nowhere));
    for arguments in [&WAIT[..], &["call", "DescribeVpcs"], &["doctor"]] {
        let output = emulator.run(&[arguments, &["--endpoint", "http://192.0.2.1"]].concat());
        assert!(stderr(&output).contains("use https"), "{}", stderr(&output));
        assert!(!stderr(&output).contains("allow_http"), "{}", stderr(&output));
    }
}
