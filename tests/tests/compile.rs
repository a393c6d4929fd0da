//! What must not compile, and what the compiler says; what must compile in a user's own crate. A file of `tests/ui` is a test.
//!
//! `rustc` gets the crates that cargo built for this test, so that none is compiled again for it. What it says is kept in
//! `tests/ui/snapshots`; `INSTA_UPDATE=always cargo test -p acs-tests --test compile` accepts a change.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::env::consts::{DLL_PREFIX, DLL_SUFFIX};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Output};
use std::sync::Arc;
use std::{env, fs};

use libtest_mimic::{Arguments, Failed, Trial};

fn main() -> ExitCode {
    let user = Arc::new(User::new());
    let mut trials = Vec::new();
    for outcome in ["fail", "deny", "pass"] {
        for entry in fs::read_dir(cases().join(outcome)).unwrap() {
            let case = format!("{outcome}/{}", entry.unwrap().file_name().to_str().unwrap());
            let user = Arc::clone(&user);
            trials.push(Trial::test(case.clone(), move || user.compiles(&case)));
        }
    }
    trials.sort_by(|one, other| one.name().cmp(other.name()));
    libtest_mimic::run(&Arguments::from_args(), trials).exit_code()
}

fn cases() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/ui")
}

/// Somebody who uses the macro: the folder of their crate, where a macro's path starts, and the crates that theirs depends on.
struct User {
    root: tempfile::TempDir,
    dependencies: PathBuf,
    crates: Vec<(&'static str, PathBuf)>,
}

impl User {
    fn new() -> Self {
        let root = tempfile::tempdir().unwrap();
        let specs = Path::new(env!("CARGO_MANIFEST_DIR")).join("specs");
        copy(&specs, &root.path().join("specs"), &["ssl-vpn-client", "broken"]);
        copy(&specs, &root.path().join("whole"), &["ssl-vpn-client"]);
        copy(&specs.join("names"), &root.path().join("names"), &["thing"]);
        copy(&specs.join("warned"), &root.path().join("warned"), &["thing"]);
        #[cfg(unix)]
        std::os::unix::fs::symlink(root.path().join("specs"), root.path().join("linked")).unwrap();
        let dependencies = env::current_exe().unwrap().parent().unwrap().to_owned();
        let mut user = User { root, dependencies, crates: Vec::new() };
        user.crates = user.find();
        user
    }

    /// The crates as cargo built them last. With other features there are more of them, and the client must be the one that was
    /// built with the runtime beside it.
    fn find(&self) -> Vec<(&'static str, PathBuf)> {
        let probe = self.root.path().join("probe.rs");
        fs::write(&probe, "pub fn same(error: vpc_api::Error) -> acs_runtime::Error { error }").unwrap();
        let macros = self.built(&format!("{DLL_PREFIX}acs_macros-"), DLL_SUFFIX).remove(0);
        let runtimes = self.built("libacs_runtime-", ".rlib");
        for client in self.built("libvpc_api-", ".rlib") {
            for runtime in &runtimes {
                let crates = vec![("vpc_api", client.clone()), ("acs_runtime", runtime.clone()), ("acs_macros", macros.clone())];
                if self.rustc(&crates).args(["--crate-type", "lib"]).arg(&probe).output().unwrap().status.success() {
                    return crates;
                }
            }
        }
        panic!("no client in {} fits a runtime there", self.dependencies.display());
    }

    /// Files of the folder that cargo builds into, the newest first.
    fn built(&self, prefix: &str, suffix: &str) -> Vec<PathBuf> {
        let entries = fs::read_dir(&self.dependencies).unwrap().map(|entry| entry.unwrap().path());
        let is_meant = |path: &PathBuf| {
            let name = path.file_name().unwrap().to_str();
            name.is_some_and(|name| name.starts_with(prefix) && name.ends_with(suffix))
        };
        let mut files: Vec<PathBuf> = entries.filter(is_meant).collect();
        files.sort_by_key(|path| std::cmp::Reverse(fs::metadata(path).unwrap().modified().unwrap()));
        assert!(!files.is_empty(), "no {prefix}*{suffix} in {}", self.dependencies.display());
        files
    }

    fn rustc(&self, crates: &[(&str, PathBuf)]) -> Command {
        let mut rustc = Command::new(env::var_os("RUSTC").unwrap_or_else(|| "rustc".into()));
        rustc.current_dir(env!("CARGO_MANIFEST_DIR")).env("CARGO_MANIFEST_DIR", self.root.path()).env_remove("ACS_SPEC_DENY");
        // The jobserver of a cargo that has ended.
        rustc.env_remove("CARGO_MAKEFLAGS");
        rustc.args(["--edition", "2024", "--emit", "metadata", "--diagnostic-width", "140", "--out-dir"]).arg(self.root.path());
        rustc.arg("-L").arg(format!("dependency={}", self.dependencies.display()));
        for (name, path) in crates {
            rustc.arg("--extern").arg(format!("{name}={}", path.display()));
        }
        rustc
    }

    fn compiles(&self, case: &str) -> Result<(), Failed> {
        let (outcome, file) = case.split_once('/').unwrap();
        let name = file.strip_suffix(".rs").unwrap();
        let mut rustc = self.rustc(&self.crates);
        if outcome == "deny" {
            rustc.env("ACS_SPEC_DENY", "E0101,E0806");
        }
        let Output { status, stderr, .. } =
            rustc.args(["--crate-type", "bin", "--crate-name", name]).arg(format!("tests/ui/{case}")).output()?;
        let said = String::from_utf8(stderr)?;
        if status.success() != (outcome == "pass") {
            return Err(format!("it {} compile:\n{said}", if status.success() { "did" } else { "did not" }).into());
        }
        if outcome == "pass" {
            return if said.is_empty() { Ok(()) } else { Err(said.into()) };
        }
        let mut settings = insta::Settings::clone_current();
        settings.set_snapshot_path("ui/snapshots");
        settings.set_prepend_module_to_snapshot(false);
        settings.set_omit_expression(true);
        settings.bind(|| insta::assert_snapshot!(format!("{outcome}__{name}"), without_places(&said)));
        Ok(())
    }
}

/// What the compiler says without its last sentences, and without the lines of generated files, which change with the specs.
fn without_places(said: &str) -> String {
    let mut text = String::new();
    for diagnostic in said.split("\n\n").filter(|part| !part.starts_with("error: aborting") && !part.contains("rustc --explain"))
    {
        let generated = diagnostic.contains("/out/");
        for line in diagnostic.trim_end().lines() {
            let code = line.trim_start().trim_start_matches(|letter: char| letter.is_ascii_digit()).trim_start();
            let line = match line.split_once("--> ").filter(|(_, place)| place.contains("/out/")) {
                Some((_, place)) => format!(" --> $OUT_DIR/{}", place.rsplit('/').next().unwrap().split(':').next().unwrap()),
                None if generated && code.starts_with('|') => format!("  {code}"),
                None => line.to_owned(),
            };
            text += line.trim_end();
            text.push('\n');
        }
        text.push('\n');
    }
    text
}

fn copy(from: &Path, to: &Path, groups: &[&str]) {
    for group in groups {
        fs::create_dir_all(to.join(group)).unwrap();
        for entry in fs::read_dir(from.join(group)).unwrap() {
            let entry = entry.unwrap();
            fs::copy(entry.path(), to.join(group).join(entry.file_name())).unwrap();
        }
    }
    let glossary = from.join("glossary.yaml");
    if glossary.is_file() {
        fs::copy(glossary, to.join("glossary.yaml")).unwrap();
    }
    let service = fs::read_to_string(from.join("service.yaml")).unwrap();
    let known = service.lines().filter(|line| !line.starts_with("  broken:") || groups.contains(&"broken"));
    fs::write(to.join("service.yaml"), known.map(|line| format!("{line}\n")).collect::<String>()).unwrap();
}
