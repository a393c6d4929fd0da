//! `acs new-product`: the crate of a product, from the vendor's metadata.
//!
//! The crate is put together beside its place and moved there, so that a failure leaves nothing behind.

mod contents;
mod place;
mod sdk;

use std::fs;
use std::path::PathBuf;
use std::process::ExitCode;

use acs_spec::import::import_into_with;
use acs_spec::read;
use clap::Args;

use crate::failure::Failure;
use crate::output;
use contents::Crate;
use place::Place;
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
    /// Lists everything that was left out, guessed or kept, not three of each kind.
    #[arg(long)]
    all: bool,
}

pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode, Failure> {
    let Arguments { metadata, dir, name, sdk, strict, texts, all } = arguments;
    let text = fs::read_to_string(metadata).map_err(|error| Failure::io("read", metadata, &error))?;
    let place = Place::find(dir)?;
    let sdk = Sdk::find(sdk.as_deref(), &place)?;

    let building =
        tempfile::tempdir_in(&place.nearest).map_err(|error| Failure::io("create a folder in", &place.nearest, &error))?;
    let specs = building.path().join("api-spec");
    let imported = import_into_with(&specs, &text, false, crate::spec::wording(*texts))
        .map_err(|error| crate::spec::not_imported(metadata, error))?;
    let report = imported.report;
    if *strict && report.left_out().next().is_some() {
        return Err(crate::spec::left_out(&report));
    }
    let tree = read::tree(&specs).map_err(Failure::diagnostics)?;
    let made = Crate::new(&tree, &report, name.as_deref(), &sdk)?;
    for (path, content) in made.files(&text)? {
        output::write_file(&building.path().join(path), &content)?;
    }
    place.fill(building)?;
    output::print(&format!(
        "{}wrote the crate {} to {}; next:\n    cd {} && cargo test --all-features\n",
        crate::spec::notes(&report, *all),
        made.name,
        dir.display(),
        in_a_shell(&dir.to_string_lossy())
    ))?;
    Ok(ExitCode::SUCCESS)
}

/// A word of a command line.
fn in_a_shell(word: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || "/._-+:@%".contains(c);
    if word.chars().all(plain) { word.to_owned() } else { format!("'{}'", word.replace('\'', r"'\''")) }
}
