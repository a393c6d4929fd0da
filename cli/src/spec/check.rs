//! `acs spec check`.

use std::process::ExitCode;

use super::Folder;
use crate::failure::Failure;
use crate::output;

pub(super) fn run(folder: &Folder) -> Result<ExitCode, Failure> {
    let tree = super::checked(&folder.spec)?;
    let service = &tree.service;
    output::print(&format!(
        "{} {}: no mistakes in {} and {}",
        service.product,
        service.version,
        counted(tree.operations.len(), "operation"),
        counted(service.groups.len(), "group")
    ))?;
    Ok(ExitCode::SUCCESS)
}

fn counted(number: usize, what: &str) -> String {
    if number == 1 { format!("1 {what}") } else { format!("{number} {what}s") }
}
