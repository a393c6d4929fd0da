//! `acs spec check`.

use std::process::ExitCode;

use super::Folder;
use crate::output::{self, Failure};

pub(super) fn run(folder: &Folder) -> Result<ExitCode, Failure> {
    let Some(tree) = super::checked(&folder.spec) else { return Ok(ExitCode::FAILURE) };
    let service = &tree.service;
    output::print(&format!(
        "{} {}: {} operations in {} groups, no mistakes",
        service.product,
        service.version,
        tree.operations.len(),
        service.groups.len()
    ))?;
    Ok(ExitCode::SUCCESS)
}
