//! The specs that commands work from.

use std::path::{Path, PathBuf};

use acs_codegen::check::check;
use acs_codegen::read::{self, SpecTree};
use clap::Args;

use crate::failure::Failure;
use crate::output;
use crate::suggest;

/// Where operations are described.
#[derive(Args)]
pub(crate) struct Specs {
    /// Folder with `service.yaml` and a folder for each group.
    #[arg(long, value_name = "DIR", default_value = "api-spec")]
    spec: PathBuf,
}

impl Specs {
    /// The specs of all operations.
    pub(crate) fn all(&self) -> Result<SpecTree, Failure> {
        read::tree(&self.spec).map_err(Failure::mistakes)
    }
}

/// A tree without mistakes. Warnings are shown.
pub(crate) fn checked(folder: &Path) -> Result<SpecTree, Failure> {
    let tree = read::tree(folder).map_err(Failure::mistakes)?;
    let warnings = check(&tree).map_err(Failure::mistakes)?;
    if !warnings.is_empty() {
        output::diagnostics(&warnings);
    }
    Ok(tree)
}

/// There is no such operation, but perhaps one that is similar.
pub(crate) fn unknown_operation<'n>(name: &str, known: impl IntoIterator<Item = &'n str>) -> Failure {
    let near = suggest::nearest(name, known, 3);
    Failure::new(format!("there is no operation `{name}`{}", suggest::did_you_mean(&near)))
}
