//! `acs spec check`.

use std::process::ExitCode;

use super::Folder;
use crate::failure::Failure;
use crate::{output, specs};

pub(super) fn run(folder: &Folder) -> Result<ExitCode, Failure> {
    let tree = specs::checked(&folder.spec)?;
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
