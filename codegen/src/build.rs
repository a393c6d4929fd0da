//! The pipeline as a build script.

use std::ffi::OsString;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::{env, fs};

use crate::{emit, format, generate};
use acs_spec::Deny;
use acs_spec::diagnostic::Diagnostics;
use acs_spec::read;

/// Generates the client of the specs in `dir`, a folder of the crate, into the build's output folder.
///
/// Each group is written to its own file, and `client.rs` includes them all: include that. The crate's features `dynamic` and
/// `serde` turn on the [options](emit::Options) of those names.
///
/// Errors in the specs fail the build and are shown once each, as the compiler shows its own, with paths from the crate's folder.
/// Each warning is a warning of cargo, in one line. The environment variable `ACS_SPEC_DENY` makes them errors: `warnings` all of
/// them, codes such as `E0806,E0814` those of some rules. It may stand in `.cargo/config.toml` under `[env]`.
pub fn run(dir: &str, groups: Groups) {
    let variable = |name: &str| env::var_os(name);
    if !script(dir, groups, &variable, &mut io::stdout(), &mut io::stderr()) {
        std::process::exit(1);
    }
}

/// Which groups of a service a crate has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Groups {
    /// All of them.
    All,
    /// Those whose name is a feature of the crate that is on.
    ByFeature,
}

/// Whether the script succeeds. What it reports to cargo goes to `cargo`; what a person reads of a failure goes to `person`, which cargo
/// shows then. It would show `cargo::error` lines besides, with the same content.
fn script(
    dir: &str,
    groups: Groups,
    variable: &dyn Fn(&str) -> Option<OsString>,
    cargo: &mut dyn Write,
    person: &mut dyn Write,
) -> bool {
    let script = Script { variable };
    // Without a reader, nothing is lost.
    match script.run(dir, groups) {
        Ok(lines) => lines.iter().all(|line| writeln!(cargo, "{line}").is_ok()),
        Err(failure) => {
            let root = script.variable("CARGO_MANIFEST_DIR").unwrap_or_default();
            let _ = writeln!(person, "{}", failure.text(&root));
            false
        }
    }
}

struct Script<'e> {
    variable: &'e dyn Fn(&str) -> Option<OsString>,
}

impl Script<'_> {
    /// Writes the code, and returns what cargo is to know.
    fn run(&self, dir: &str, groups: Groups) -> Result<Vec<String>, Failure> {
        let root = self.variable("CARGO_MANIFEST_DIR")?;
        let (dir, out) = (root.join(dir), self.variable("OUT_DIR")?);
        let deny = (self.variable)(Deny::VARIABLE).unwrap_or_default();
        let deny =
            Deny::parse(&deny.to_string_lossy()).map_err(|error| Failure::Usage(format!("{}: {error}", Deny::VARIABLE)))?;
        let has_feature = |name: &str| self.has_feature(name);
        let tree = match groups {
            Groups::All => read::tree(&dir)?,
            Groups::ByFeature => read::groups(&dir, &has_feature)?,
        };
        let warnings = deny.apply(acs_spec::check(&tree)?).into_result()?;
        let options =
            emit::Options { dynamic: has_feature("dynamic"), serde: has_feature("serde"), features: groups == Groups::ByFeature };
        for file in generate::files(&tree, options) {
            write(&out.join(&file.name), &format::quick(file.items))?;
        }
        // A script that fails is run again in any case.
        let names = tree.service.groups.names().filter(|name| groups == Groups::All || has_feature(name));
        let watched = tracked(&dir, names).into_iter().map(|path| format!("cargo::rerun-if-changed={}", path.display()));
        let environment = format!("cargo::rerun-if-env-changed={}", Deny::VARIABLE);
        let warnings = warnings.relative_to(&root);
        let warnings = warnings.one_lines().map(|warning| format!("cargo::warning={warning}"));
        Ok(watched.chain([environment]).chain(warnings).collect())
    }

    fn has_feature(&self, name: &str) -> bool {
        (self.variable)(&format!("CARGO_FEATURE_{}", name.to_uppercase().replace('-', "_"))).is_some()
    }

    fn variable(&self, name: &str) -> Result<PathBuf, Failure> {
        let value = (self.variable)(name).map(PathBuf::from);
        value.ok_or_else(|| Failure::Usage(format!("{name} is not set: only a build script may call this")))
    }
}

/// What the generated code is made from: the shared files and the folders of the groups that are generated. Other files, like those
/// of groups that are off and JSON Schemas, may change without a build. Where one of them is yet to come, the whole folder is watched.
fn tracked<'n>(dir: &Path, groups: impl Iterator<Item = &'n str>) -> Vec<PathBuf> {
    let paths: Vec<PathBuf> = acs_spec::read::SHARED.into_iter().chain(groups).map(|name| dir.join(name)).collect();
    if paths.iter().all(|path| path.exists()) { paths } else { vec![dir.to_owned()] }
}

/// Writes a file unless it has this content already. Cargo compiles the crate in either case, since the script has run.
fn write(path: &Path, text: &str) -> Result<(), Failure> {
    if fs::read_to_string(path).is_ok_and(|old| old == text) {
        return Ok(());
    }
    fs::write(path, text).map_err(|error| Failure::Write(path.to_owned(), error))
}

enum Failure {
    Spec(Diagnostics),
    Usage(String),
    Write(PathBuf, io::Error),
}

impl From<Diagnostics> for Failure {
    fn from(diagnostics: Diagnostics) -> Self {
        Failure::Spec(diagnostics)
    }
}

impl Failure {
    /// What a person reads.
    fn text(self, root: &Path) -> String {
        match self {
            Failure::Spec(diagnostics) => diagnostics.relative_to(root).render(false),
            Failure::Usage(text) => format!("error: {text}"),
            Failure::Write(path, error) => format!("error: cannot write {}: {error}", path.display()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SERVICE: &str = "
product: Vpc
version: '2016-04-28'
summary: Virtual private clouds.
endpoints: { rule: 'vpc.{region}.aliyuncs.com' }
groups: { vpc: Virtual private clouds. }
";

    /// A crate's folder, as the script sees it.
    struct Package {
        root: tempfile::TempDir,
        deny: &'static str,
    }

    impl Package {
        fn new(operation: &str) -> Package {
            let root = tempfile::tempdir().unwrap();
            for folder in ["out", "crate/specs/vpc"] {
                fs::create_dir_all(root.path().join(folder)).unwrap();
            }
            fs::write(root.path().join("crate/specs/service.yaml"), SERVICE).unwrap();
            fs::write(root.path().join("crate/specs/glossary.yaml"), "{}\n").unwrap();
            fs::write(root.path().join("crate/specs/vpc/GetVpc.yaml"), operation).unwrap();
            Package { root, deny: "" }
        }

        /// Whether the script succeeds, what it reports to cargo, and what a person reads.
        fn run(&self, folder: &str) -> (bool, String, String) {
            let variable = |name: &str| match name {
                "CARGO_MANIFEST_DIR" => Some(self.root.path().join(folder).into_os_string()),
                "OUT_DIR" => Some(self.root.path().join("out").into_os_string()),
                "ACS_SPEC_DENY" => Some(self.deny.into()),
                _ => None,
            };
            let (mut cargo, mut person) = (Vec::new(), Vec::new());
            let success = script("specs", Groups::All, &variable, &mut cargo, &mut person);
            (success, String::from_utf8(cargo).unwrap(), String::from_utf8(person).unwrap())
        }
    }

    fn undescribed(count: usize) -> String {
        let fields: String = (0..count).map(|number| format!("  Field{number}: {{ type: string }}\n")).collect();
        format!("operation: GetVpc\nsummary: Returns a VPC.\naccess: read\nresponse:\n{fields}")
    }

    #[test]
    fn every_warning_becomes_a_line_for_cargo() {
        let package = Package::new(&undescribed(150));
        let (success, cargo, person) = package.run("crate");
        assert!(success && person.is_empty(), "{person}");
        let warnings: Vec<&str> = cargo.lines().filter_map(|line| line.strip_prefix("cargo::warning=")).collect();
        assert_eq!(warnings.len(), 150);
        assert!(warnings[0].starts_with("specs/vpc/GetVpc.yaml:5:3: warning[E0806]: "), "{}", warnings[0]);
        assert!(warnings[0].contains("; help: "), "{}", warnings[0]);
        assert!(cargo.contains("cargo::rerun-if-env-changed=ACS_SPEC_DENY"), "{cargo}");
    }

    #[test]
    fn denied_warnings_fail_the_build() {
        let mut package = Package::new(&undescribed(1));
        for deny in ["warnings", "E0101,E0806"] {
            package.deny = deny;
            let (success, cargo, person) = package.run("crate");
            assert!(!success && cargo.is_empty(), "{cargo}");
            assert!(person.starts_with("error[E0806]: ") && person.contains("ACS_SPEC_DENY denies it"), "{person}");
        }
        package.deny = "E0101";
        assert!(package.run("crate").0);
        package.deny = "everything";
        assert!(
            package.run("crate").2.starts_with("error: ACS_SPEC_DENY: `everything` is neither"),
            "{}",
            package.run("crate").2
        );
    }

    #[test]
    fn an_error_is_shown_once_with_its_help() {
        let package = Package::new("operation: GetVpc\nsummary: Returns a VPC.\naccess: raed\n");
        let (success, cargo, person) = package.run("crate");
        assert!(!success && cargo.is_empty(), "{cargo}");
        assert_eq!(person.matches("unknown word `raed`").count(), 1, "{person}");
        assert!(person.contains("--> specs/vpc/GetVpc.yaml:3:9\n") && person.contains("did you mean `read`?"), "{person}");
    }

    #[cfg(unix)]
    #[test]
    fn paths_go_through_links_as_their_author_knows_them() {
        let package = Package::new("operation: GetVpc\nsummary: Returns a VPC.\naccess: raed\n");
        let root = package.root.path();
        fs::create_dir(root.join("linked")).unwrap();
        std::os::unix::fs::symlink(root.join("crate/specs"), root.join("linked/specs")).unwrap();
        std::os::unix::fs::symlink(root.join("linked"), root.join("link")).unwrap();
        for folder in ["linked", "link"] {
            let (_, _, person) = package.run(folder);
            assert!(person.contains("--> specs/vpc/GetVpc.yaml:3:9\n"), "{person}");
        }
    }

    #[test]
    fn only_what_the_code_is_made_from_is_watched() {
        let crate_root = Path::new(env!("CARGO_MANIFEST_DIR"));
        if crate_root.join(".cargo_vcs_info.json").exists() {
            eprintln!("skipped: the package has no api-spec");
            return;
        }
        let dir = crate_root.join("../api-spec");
        let paths = tracked(&dir, ["vpc"].into_iter());
        let names: Vec<_> = paths.iter().filter_map(|path| path.file_name()?.to_str()).collect();
        assert_eq!(names, ["service.yaml", "glossary.yaml", "waiters.yaml", "vpc"]);
        assert_eq!(tracked(&dir, ["vpc", "yet-to-come"].into_iter()), [dir]);
    }
}
