//! The generated code of every operation, a test and a snapshot each: what a spec change does is there to be read.
//!
//! `cargo test -p acs-tests --test snapshots CreateVpc` runs one of them.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use acs_codegen::model::{Group, Operation, Service};
use acs_codegen::{emit, format, model};
use acs_spec::read;
use acs_tests::snapshot::{self, Differs};
use libtest_mimic::{Arguments, Failed, Trial};
use quote::quote;

const ACCEPT: &str = "cargo test -p acs-tests --test snapshots";

#[allow(clippy::print_stderr, reason = "a test that cannot begin tells why")]
fn main() -> ExitCode {
    let tree = match read::tree(&acs_tests::spec_folder()) {
        Ok(tree) => Box::leak(Box::new(tree)),
        Err(diagnostics) => {
            eprintln!("{}", diagnostics.render(false));
            return ExitCode::FAILURE;
        }
    };
    let service: &'static Service<'static> = Box::leak(Box::new(model::service(tree)));
    let operations = service.operations().map(|(group, operation)| {
        Trial::test(format!("{}::{}", group.name, operation.name), move || told(code_of(group, operation, service)))
    });
    let others = [
        Trial::test("no_snapshot_is_left_behind", move || told(left_behind(service))),
        Trial::test("a_difference_is_told_in_a_few_lines", || told(difference())),
    ];
    libtest_mimic::run(&Arguments::from_args(), operations.chain(others).collect()).exit_code()
}

fn told(result: Result<(), Differs>) -> Result<(), Failed> {
    result.map_err(|differs| Failed::from(differs.0))
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("snapshots/code")
}

fn path_of(group: &Group<'_>, operation: &Operation<'_>) -> PathBuf {
    folder().join(group.name).join(format!("{}.snap", operation.name))
}

fn code_of(group: &Group<'_>, operation: &Operation<'_>, service: &Service<'_>) -> Result<(), Differs> {
    let method = emit::client_method(operation, service);
    let items = emit::operation(operation, service, emit::Options::default());
    let code = format::pretty(quote! { impl Client { #method } #items })
        .map_err(|error| Differs(format!("the code of {} does not parse: {error}", operation.name)))?;
    let header = format!("source: tests/tests/snapshots.rs\ndescription: {}\n", operation.path);
    let what = format!("the code of {} (api-spec/{})", operation.name, operation.path);
    snapshot::compare(&path_of(group, operation), &header, &code, &what, &format!("{ACCEPT} {}", operation.name))
}

/// A snapshot whose operation is gone, or is in another group.
fn left_behind(service: &Service<'_>) -> Result<(), Differs> {
    let known: BTreeSet<PathBuf> = service.operations().map(|(group, operation)| path_of(group, operation)).collect();
    let entries = |folder: &Path| -> Result<Vec<PathBuf>, Differs> {
        let entries = std::fs::read_dir(folder).and_then(|entries| entries.map(|entry| Ok(entry?.path())).collect());
        entries.map_err(|error| Differs(format!("{}: {error}", folder.display())))
    };
    let mut left = Vec::new();
    for group in entries(&folder())? {
        left.extend(entries(&group)?.into_iter().filter(|path| !known.contains(path)));
    }
    if snapshot::is_accepting() {
        return left.iter().try_for_each(|path| {
            std::fs::remove_file(path).map_err(|error| Differs(format!("{} cannot be removed: {error}", path.display())))
        });
    }
    let names: Vec<String> = left
        .iter()
        .map(|path| format!("  {}", path.strip_prefix(env!("CARGO_MANIFEST_DIR")).unwrap_or(path).display()))
        .collect();
    match names[..] {
        [] => Ok(()),
        _ => Err(Differs(format!(
            "no operation has these snapshots, in tests/:\n{}\nremove them: INSTA_UPDATE=always {ACCEPT} left_behind",
            names.join("\n")
        ))),
    }
}

/// Of one changed line among many, the failure shows the line, its surroundings, the operation and the command.
fn difference() -> Result<(), Differs> {
    let folder = tempfile::tempdir().map_err(|error| Differs(error.to_string()))?;
    let path = folder.path().join("CreateThing.snap");
    let lines: String = (0..300).map(|line| format!("line {line}\n")).collect();
    let written = std::fs::write(&path, format!("---\nsource: here\n---\n{lines}"));
    written.map_err(|error| Differs(error.to_string()))?;
    let compare = |text: &str| snapshot::compare(&path, "", text, "the code of CreateThing", &format!("{ACCEPT} CreateThing"));
    if snapshot::is_accepting() {
        return Ok(());
    }
    compare(&lines)?;
    let Err(Differs(told)) = compare(&lines.replace("line 150\n", "line changed\n")) else {
        return Err(Differs("a changed line was not noticed".to_owned()));
    };
    let shown = ["the code of CreateThing", "\n-line 150\n+line changed\n", "--test snapshots CreateThing"];
    let is_brief = told.lines().count() < 16 && shown.iter().all(|part| told.contains(part));
    if is_brief { Ok(()) } else { Err(Differs(format!("too much or too little is told:\n{told}"))) }
}
