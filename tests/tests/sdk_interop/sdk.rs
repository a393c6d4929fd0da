//! A script that runs an official SDK: it is told of a call on each line of its input, and says on each line of its output what
//! came of it.

use std::collections::BTreeMap;
use std::fmt;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use acs_emulator::Emulator;
use acs_tests::metadata::{Operation, operations};
use serde::Deserialize;
use serde_json::{Map, Value, json};

/// A running script that calls what it is told to.
pub(crate) struct Sdk {
    pub(crate) operations: BTreeMap<String, Operation>,
    pipes: Pipes,
}

struct Pipes {
    script: String,
    child: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
}

/// What came of a call.
#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Said {
    Reply(Value),
    /// The code of the service's error.
    Code(String),
    /// The SDK has no such operation.
    Unknown,
    /// The SDK's types made something else of a request or a reply.
    Misread {
        given: Value,
        taken: Value,
    },
}

impl fmt::Display for Said {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Said::Reply(reply) => write!(f, "replied {reply}"),
            Said::Code(code) => write!(f, "refused with {code}"),
            Said::Unknown => f.write_str("the SDK has no such operation"),
            Said::Misread { given, taken } => write!(f, "the SDK made {taken} of {given}"),
        }
    }
}

impl Sdk {
    /// `None` if its package is not there and need not be.
    pub(crate) fn start(program: &Path, script: &str, emulator: &Emulator) -> Option<Self> {
        let mut command = Command::new(program);
        command.arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("sdk_interop").join(script)).arg(emulator.endpoint());
        command.arg(acs_tests::target_folder().join("sdk_interop")).stdin(Stdio::piped()).stdout(Stdio::piped());
        let required = is_required();
        let mut child = match command.spawn() {
            Err(error) if !required => {
                println!("skipped: {} does not run: {error}", program.display());
                return None;
            }
            started => started.unwrap_or_else(|error| panic!("{} does not run: {error}", program.display())),
        };
        let (input, output) = (child.stdin.take().unwrap(), BufReader::new(child.stdout.take().unwrap()));
        let mut pipes = Pipes { script: script.to_owned(), child, input, output };
        let hello = pipes.line();
        if hello.trim_end() != "ready" {
            assert!(!required, "{script} does not begin: {hello}");
            println!("skipped: {hello}install it with `tests/sdk_interop/install target/sdk_interop`");
            return None;
        }
        let operations = operations().into_iter().map(|operation| (operation.name.clone(), operation)).collect();
        Some(Sdk { operations, pipes })
    }

    /// Calls an operation in `cn-hangzhou` that must succeed.
    pub(crate) fn ok(&mut self, operation: &str, parameters: Value) -> Value {
        match self.call(operation, parameters) {
            Said::Reply(reply) => reply,
            other => panic!("{operation}: {other}"),
        }
    }

    /// Calls an operation that must be refused.
    pub(crate) fn code(&mut self, operation: &str, parameters: Value) -> String {
        match self.call(operation, parameters) {
            Said::Code(code) => code,
            other => panic!("{operation}: {other}"),
        }
    }

    /// Asks the script for a call of a product that is not VPC.
    pub(crate) fn ask(&mut self, asked: &Value) -> Said {
        self.pipes.ask(asked)
    }

    pub(crate) fn call(&mut self, operation: &str, parameters: Value) -> Said {
        let Value::Object(mut parameters) = parameters else { panic!("{parameters} are not parameters") };
        let operation = &self.operations[operation];
        if operation.parameters.iter().any(|parameter| parameter.name == "RegionId") {
            parameters.insert("RegionId".to_owned(), "cn-hangzhou".into());
        }
        self.pipes.call(operation, parameters)
    }
}

impl Pipes {
    fn call(&mut self, operation: &Operation, parameters: Map<String, Value>) -> Said {
        let sent = operation.sent(&parameters);
        let flat: BTreeMap<_, _> = sent.query.into_iter().chain(sent.form).collect();
        self.ask(&json!({"operation": operation.name, "parameters": parameters, "flat": flat}))
    }

    fn ask(&mut self, asked: &Value) -> Said {
        writeln!(self.input, "{asked}").unwrap();
        let line = self.line();
        serde_json::from_str(&line).unwrap_or_else(|error| panic!("{} at {asked}: {error}: {line}", self.script))
    }

    fn line(&mut self) -> String {
        let mut line = String::new();
        self.output.read_line(&mut line).unwrap();
        line
    }
}

impl Drop for Pipes {
    fn drop(&mut self) {
        // It ends by itself at the end of its input, or has ended.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Whether a package that is not installed is a failure.
pub(crate) fn is_required() -> bool {
    std::env::var("ACS_SDK_INTEROP").is_ok_and(|value| value == "required")
}

/// The Python that `tests/sdk_interop/install` made, or the machine's.
pub(crate) fn python() -> PathBuf {
    let own = acs_tests::target_folder().join("sdk_interop/python/bin/python");
    if own.is_file() { own } else { "python3".into() }
}
