//! `acs new-product`: the crate of a product, from the vendor's metadata.
//!
//! The crate is put together beside its place and moved there, so that a failure leaves nothing behind.

mod contents;
mod sdk;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use acs_spec::import::{ImportError, import_into_with};
use acs_spec::read;
use clap::Args;

use crate::failure::Failure;
use crate::output;
use contents::Crate;
use sdk::Sdk;

#[derive(Args)]
#[command(
    after_help = "Examples:\n  acs new-product sts.json --dir ../sts-api --sdk .\n  cd ../sts-api && cargo test --all-features"
)]
pub(crate) struct Arguments {
    /// The vendor's metadata of a product of RPC style, as in its `api-docs.json`.
    metadata: PathBuf,
    /// Folder of the crate: a new or an empty one.
    #[arg(long, value_name = "PATH")]
    dir: PathBuf,
    /// Name of the crate. The default is the product's with `-api`, like `sts-api`.
    #[arg(long)]
    name: Option<String>,
    /// Where the crates of this SDK are: a folder with a checkout of it, or the URL of a git repository. The default is the checkout
    /// that `--dir` is in.
    #[arg(long, value_name = "PATH|URL")]
    sdk: Option<String>,
    /// Fails, and writes nothing, if an operation, a parameter or a field of the metadata would be left out.
    #[arg(long)]
    strict: bool,
    /// Takes titles and descriptions of the metadata over, where they are in English. They are the vendor's words: mind its terms
    /// before you publish them.
    #[arg(long)]
    texts: bool,
}

pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode, Failure> {
    let Arguments { metadata, dir, name, sdk, strict, texts } = arguments;
    let text = fs::read_to_string(metadata).map_err(|error| Failure::io("read", metadata, &error))?;
    if dir.read_dir().is_ok_and(|mut entries| entries.next().is_some()) || dir.is_file() {
        return Err(Failure::new(format!("{} is there already: name a new folder", dir.display())));
    }
    let parent = dir.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::create_dir_all(parent).map_err(|error| Failure::io("create", parent, &error))?;
    let sdk = Sdk::find(sdk.as_deref(), parent)?;

    let building = tempfile::tempdir_in(parent).map_err(|error| Failure::io("create a folder in", parent, &error))?;
    let specs = building.path().join("api-spec");
    let imported = import_into_with(&specs, &text, false, crate::spec::wording(*texts)).map_err(|error| match error {
        ImportError::Tree(diagnostics) => Failure::diagnostics(diagnostics),
        other => Failure::new(crate::spec::with_source(&other)),
    })?;
    let report = imported.report;
    if *strict && report.left_out().next().is_some() {
        return Err(crate::spec::left_out(&report));
    }
    let tree = read::tree(&specs).map_err(Failure::diagnostics)?;
    let made = Crate::new(&tree, &report, name.as_deref(), &sdk)?;
    for (path, content) in made.files(&text)? {
        output::write_file(&building.path().join(path), &content)?;
    }
    place(building, dir)?;
    output::print(&format!(
        "{report}wrote the crate {} to {}; next:\n    cd {} && cargo test --all-features\n",
        made.name,
        dir.display(),
        dir.display()
    ))?;
    Ok(ExitCode::SUCCESS)
}

/// Moves the folder to its place.
fn place(building: tempfile::TempDir, dir: &Path) -> Result<(), Failure> {
    if dir.exists() {
        fs::remove_dir(dir).map_err(|error| Failure::io("replace", dir, &error))?;
    }
    open_to_others(building.path()).map_err(|error| Failure::io("write", dir, &error))?;
    fs::rename(building.path(), dir).map_err(|error| Failure::io("write", dir, &error))?;
    // The folder no longer needs to be deleted.
    let _ = building.keep();
    Ok(())
}

/// A temporary folder is its owner's alone.
#[cfg(unix)]
fn open_to_others(dir: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(dir, fs::Permissions::from_mode(0o755))
}

#[cfg(not(unix))]
fn open_to_others(_: &Path) -> std::io::Result<()> {
    Ok(())
}
