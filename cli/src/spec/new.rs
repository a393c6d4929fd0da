//! `acs spec new`.

use std::process::ExitCode;

use clap::Args;

use super::Folder;
use crate::failure::Failure;
use crate::output;

#[derive(Args)]
pub(crate) struct Arguments {
    /// Group that the operation belongs to: the name of its folder.
    group: String,
    /// Name of the operation on the wire.
    operation: String,
    #[command(flatten)]
    folder: Folder,
}

pub(super) fn run(arguments: &Arguments) -> Result<ExitCode, Failure> {
    let Arguments { group, operation, folder } = arguments;
    let plain = |name: &str| !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_');
    if !plain(group) || !plain(operation) {
        return Err(Failure::new("a group and an operation are named with letters, digits, `-` and `_`"));
    }
    let path = folder.spec.join(group).join(format!("{operation}.yaml"));
    if path.exists() {
        return Err(Failure::new(format!("{} is there already", path.display())));
    }
    output::write_file(&path, &acs_spec::template::operation(operation))?;
    let check = format!("acs spec check --spec {}", folder.spec.display());
    output::print(&format!("wrote {}: edit it, then run `{check}`", path.display()))?;
    Ok(ExitCode::SUCCESS)
}
