//! `acs emulate` as a process of its own.

#![cfg(target_os = "linux")]
#![allow(clippy::print_stdout, reason = "a test says what it leaves out")]

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Command, Stdio};

/// Connections that send nothing, and what a process may have open.
const IDLE: [usize; 2] = [1_000, 2_000];

/// How many files this process may have open; a test holds one for each connection.
fn limit() -> usize {
    let limits = std::fs::read_to_string("/proc/self/limits").unwrap();
    let line = limits.lines().find(|line| line.starts_with("Max open files")).unwrap();
    line.split_whitespace().nth(3).and_then(|soft| soft.parse().ok()).unwrap_or(usize::MAX)
}

/// Even an emulator that may have fewer files open than there are connections.
#[test]
fn idle_connections_keep_no_new_ones_out() {
    let script = "ulimit -n 512; exec \"$0\" emulate --port 0 --quiet";
    let mut command = Command::new("sh");
    command.args(["-c", script, env!("CARGO_BIN_EXE_acs")]).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut process = command.spawn().unwrap();
    let mut first = String::new();
    BufReader::new(process.stdout.take().unwrap()).read_line(&mut first).unwrap();
    let address = first.trim_end().strip_prefix("listening on http://").unwrap_or_else(|| panic!("{first}")).to_owned();
    let mut statuses = Vec::new();
    for wanted in IDLE {
        let count = wanted.min(limit().saturating_sub(200));
        if count < wanted {
            println!("{count} connections in the place of {wanted}: `ulimit -n` allows no more");
        }
        let idle: Vec<TcpStream> = (0..count).map(|_| TcpStream::connect(&address).unwrap()).collect();
        for _ in 0..10 {
            let mut stream = TcpStream::connect(&address).unwrap();
            write!(stream, "GET /_emulator/health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").unwrap();
            let mut reply = String::new();
            stream.read_to_string(&mut reply).unwrap();
            statuses.push(reply.lines().next().unwrap_or_default().to_owned());
        }
        drop(idle);
    }
    process.kill().unwrap();
    process.wait().unwrap();
    assert!(statuses.len() == 20 && statuses.iter().all(|status| status == "HTTP/1.1 200 OK"), "{statuses:?}");
}

/// The line is for shells in other folders, too.
#[test]
fn with_tls_it_prints_the_whole_path_of_its_authority() {
    let folder = tempfile::tempdir().unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_acs"));
    command.args(["emulate", "--tls", "--tls-folder", ".", "--quiet"]).current_dir(&folder).stdout(Stdio::piped());
    let mut process = command.spawn().unwrap();
    let lines: Vec<String> = BufReader::new(process.stdout.take().unwrap()).lines().take(2).map(Result::unwrap).collect();
    process.kill().unwrap();
    process.wait().unwrap();
    let authority = folder.path().join("acs-emulator-ca.pem");
    assert!(authority.exists() && lines[1].contains(&format!("SSL_CERT_FILE='{}'", authority.display())), "{lines:?}");
}
