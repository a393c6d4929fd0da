//! The crate of a product, written from its metadata: it compiles and passes its own tests without an edit.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::common::acs;

/// The checkout of this SDK.
fn checkout() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..").canonicalize().unwrap()
}

/// Whether this is the crate's package: it has neither metadata nor a checkout that a new crate could use.
fn is_package() -> bool {
    crate::of_repository("spec/tests/fixtures/metadata").is_none()
}

fn metadata(name: &str) -> String {
    checkout().join("spec/tests/fixtures/metadata").join(name).to_str().unwrap().to_owned()
}

/// Writes a crate, and gives what was printed.
fn new_product(metadata: &str, dir: &Path, more: &[&str]) -> (bool, String) {
    let arguments = [&["new-product", metadata, "--dir", dir.to_str().unwrap()], more].concat();
    let output = acs(&arguments).output().unwrap();
    let said = [output.stdout, output.stderr].concat();
    (output.status.success(), String::from_utf8(said).unwrap())
}

pub(crate) fn written(metadata: &str, dir: &Path) {
    let (success, said) = new_product(metadata, dir, &["--sdk", checkout().to_str().unwrap(), "--strict"]);
    assert!(success, "{said}");
}

/// The folder that this test was built into, whose dependencies are compiled already.
fn target() -> PathBuf {
    let program = std::env::current_exe().unwrap();
    let is_target = |folder: &&Path| ["CACHEDIR.TAG", ".rustc_info.json"].iter().any(|mark| folder.join(mark).is_file());
    program.ancestors().find(is_target).unwrap().to_owned()
}

/// Cargo in a crate, with the versions and the target folder of this workspace, so that dependencies are not compiled anew.
pub(crate) fn cargo(dir: &Path) -> Command {
    fs::copy(checkout().join("Cargo.lock"), dir.join("Cargo.lock")).unwrap();
    let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.current_dir(dir).env("CARGO_TARGET_DIR", target());
    // With what cargo sets for the package of a test, build scripts that read it run again, and for the next `cargo test` once more.
    let of_package = |name: &str| name == "OUT_DIR" || name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST_");
    for (name, _) in std::env::vars_os().filter(|(name, _)| of_package(&name.to_string_lossy())) {
        cargo.env_remove(name);
    }
    // The profile of this workspace, so that nothing is compiled twice.
    cargo.args(["--config", "profile.dev.package.'*'.debug=false"]);
    cargo.args(["--config", "profile.dev.package.acs-runtime.debug='line-tables-only'"]);
    if std::env::var_os("CARGO_PROFILE_DEV_DEBUG").is_none() {
        cargo.env("CARGO_PROFILE_DEV_DEBUG", "line-tables-only");
    }
    cargo
}

/// Builds and tests a crate with all of its features.
fn tested(dir: &Path) {
    let output = cargo(dir).args(["test", "--quiet", "--offline", "--all-features"]).output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}");
    assert!(!said.contains("warning:"), "{said}");
}

#[test]
#[ignore = "it compiles crates anew; `.ci/run` runs it"]
fn products_compile_and_pass_their_tests_without_an_edit() {
    if is_package() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    for (product, name) in [("sts-2015-04-01.json", "sts-api"), ("eipanycast-2020-03-09.json", "eipanycast-api")] {
        let dir = folder.path().join(name);
        written(&metadata(product), &dir);
        tested(&dir);
    }
}

/// `vpc-api` is what the command writes, and what people added.
#[test]
fn the_crate_of_vpc_is_of_the_same_make() {
    if is_package() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path().join("vpc");
    written(&metadata("vpc-2016-04-28.json"), &dir);
    let ours = checkout().join("vpc-api");
    let read = |dir: &Path, file: &str| fs::read_to_string(dir.join(file)).unwrap();
    assert_eq!(read(&dir, "build.rs"), read(&ours, "build.rs"));
    let code = |text: &str| -> Vec<String> {
        text.lines().filter(|line| !line.starts_with("//!") && !line.is_empty()).map(str::to_owned).collect()
    };
    assert_eq!(code(&read(&dir, "src/dynamic.rs")), code(&read(&ours, "src/dynamic.rs")));
    let without_attributes =
        |text: &str| -> Vec<String> { code(text).into_iter().filter(|line| !line.starts_with("#!")).collect() };
    assert_eq!(without_attributes(&read(&dir, "src/lib.rs")), without_attributes(&read(&ours, "src/lib.rs")));
    let features = |dir: &Path| -> Vec<String> {
        let manifest = read(dir, "Cargo.toml");
        let table = manifest.lines().skip_while(|line| *line != "[features]").skip(1).take_while(|line| !line.starts_with('['));
        let lines = table.filter_map(|line| Some(line.split_once(" = [")?.0.to_owned()));
        let mut features: Vec<String> = lines.filter(|name| !name.contains(' ')).collect();
        features.sort();
        features
    };
    assert_eq!(features(&dir), features(&ours));
}

#[test]
fn dependencies_are_a_checkout_or_a_repository() {
    if is_package() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path().join("sts");
    let metadata = metadata("sts-2015-04-01.json");
    let (success, said) = new_product(&metadata, &dir, &["--sdk", "https://example.com/sdk.git", "--name", "tokens"]);
    assert!(success, "{said}");
    let manifest = fs::read_to_string(dir.join("Cargo.toml")).unwrap();
    assert!(manifest.contains(r#"name = "tokens""#), "{manifest}");
    assert!(manifest.contains(r#"acs-codegen = { git = "https://example.com/sdk.git" }"#), "{manifest}");
    assert!(fs::read_to_string(dir.join("src/lib.rs")).unwrap().contains("tokens::Client::from_env()?"));
}

#[test]
fn nothing_is_left_behind_where_no_crate_can_be_written() {
    if is_package() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path().join("thing");
    let odd = metadata("odd-2020-01-01.json");
    let sts = metadata("sts-2015-04-01.json");
    let sdk = checkout();
    let sdk = sdk.to_str().unwrap();
    for (metadata, more, expected) in [
        (&odd, ["--sdk", sdk, "--strict"].as_slice(), "left out, so nothing is written"),
        (&sts, &["--sdk", "no/such/folder"], "is not a checkout of this SDK"),
        (&sts, &[], "`--sdk PATH`"),
        (&sts, &["--sdk", sdk, "--name", "Not A Name"], "cannot be the name of a crate"),
        (&sts, &["--sdk", sdk, "--name", "type"], "cannot be the name of a crate"),
        (&sts, &["--sdk", sdk, "--name", "tokio"], "cannot be the name of a crate"),
    ] {
        let (success, said) = new_product(metadata, &dir, more);
        assert!(!success && said.contains(expected), "{said}");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0, "{said}");
    }
    fs::create_dir(&dir).unwrap();
    fs::write(dir.join("mine"), "").unwrap();
    let (success, said) = new_product(&sts, &dir, &["--sdk", sdk]);
    assert!(!success && said.contains("is there already"), "{said}");
    let (success, said) = new_product(&sts, &dir.join("mine"), &["--sdk", sdk]);
    assert!(!success && said.contains("not a folder"), "{said}");
    let (success, said) = new_product(&sts, &dir.join("mine/crate"), &["--sdk", sdk]);
    assert!(!success && said.contains("mine is not a folder"), "{said}");
    // The folders above are made at the end, or not at all.
    let broken = folder.path().join("broken.json");
    fs::write(&broken, "{").unwrap();
    let (success, said) = new_product(broken.to_str().unwrap(), &folder.path().join("a/b/c"), &["--sdk", sdk]);
    assert!(!success && said.contains("broken.json: the metadata is not valid JSON"), "{said}");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2);
}

/// `.` is a folder to stand in: the crate fills it, and the shell stays in the same one.
#[test]
fn an_empty_folder_is_filled() {
    if is_package() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let sdk = checkout();
    let arguments = ["new-product", &metadata("sts-2015-04-01.json"), "--dir", ".", "--sdk", sdk.to_str().unwrap()];
    let output = acs(&arguments).current_dir(folder.path()).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let mut found: Vec<_> = fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    found.sort();
    assert_eq!(found, ["Cargo.toml", "README.md", "api-spec", "build.rs", "examples", "rustfmt.toml", "src", "tests"]);
}

/// A crate inside the checkout moves together with it.
#[test]
fn the_path_inside_of_a_checkout_is_relative() {
    if is_package() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("runtime")).unwrap();
    fs::copy(checkout().join("runtime/Cargo.toml"), folder.path().join("runtime/Cargo.toml")).unwrap();
    let (success, said) = new_product(&metadata("sts-2015-04-01.json"), &folder.path().join("products/sts"), &[]);
    assert!(success, "{said}");
    let manifest = fs::read_to_string(folder.path().join("products/sts/Cargo.toml")).unwrap();
    assert!(manifest.contains(r#"acs-runtime = { path = "../../runtime""#), "{manifest}");
}

/// Whatever a product is called, cargo takes the manifest, or the user is asked for a name.
#[test]
fn odd_names_of_products_become_names_of_crates() {
    if is_package() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let sts: serde_json::Value = serde_json::from_str(&fs::read_to_string(metadata("sts-2015-04-01.json")).unwrap()).unwrap();
    let sdk = checkout();
    for (product, name) in [
        ("2Fast", Some("acs-2fast-api")),
        ("my-product", Some("my-product-api")),
        ("lower", Some("lower-api")),
        ("Self", Some("self-api")),
        ("x\"y\n", Some("x-y-api")),
        ("--", None),
        ("\u{4e91}", None),
    ] {
        let mut odd = sts.clone();
        odd["info"]["product"] = product.into();
        let metadata = folder.path().join("odd.json");
        fs::write(&metadata, odd.to_string()).unwrap();
        let dir = folder.path().join("odd");
        let (success, said) = new_product(metadata.to_str().unwrap(), &dir, &["--sdk", sdk.to_str().unwrap()]);
        assert_eq!(success, name.is_some(), "{product}: {said}");
        let Some(name) = name else {
            assert!(said.contains("`--name`"), "{said}");
            continue;
        };
        let output = cargo(&dir).args(["metadata", "--offline", "--no-deps", "--format-version", "1"]).output().unwrap();
        assert!(output.status.success(), "{product}: {}", String::from_utf8_lossy(&output.stderr));
        let manifest: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        assert_eq!(manifest["packages"][0]["name"], name);
        fs::remove_dir_all(&dir).unwrap();
    }
}

/// The files of a new crate are laid out as `cargo fmt` lays them out, by the rules of this workspace.
#[test]
fn new_crates_are_formatted() {
    if is_package() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    for product in ["sts-2015-04-01.json", "eipanycast-2020-03-09.json", "vpc-2016-04-28.json", "odd-2020-01-01.json"] {
        let dir = folder.path().join(product);
        let (success, said) = new_product(&metadata(product), &dir, &["--sdk", checkout().to_str().unwrap()]);
        assert!(success, "{said}");
        assert_eq!(
            fs::read_to_string(dir.join("rustfmt.toml")).unwrap(),
            fs::read_to_string(checkout().join("rustfmt.toml")).unwrap()
        );
        let output = cargo(&dir).args(["fmt", "--check"]).output().unwrap();
        assert!(output.status.success(), "{product}: {}", String::from_utf8_lossy(&output.stdout));
    }
}
