//! A command line.

use super::Sample;
use crate::shell;

pub(super) fn write(sample: &Sample<'_>) -> String {
    let mut line = format!("acs call {}", sample.operation.name);
    for param in &sample.params {
        line.push_str(&format!(" \\\n    --{} {}", param.name(), shell::word(param.value())));
    }
    line
}
