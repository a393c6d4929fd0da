//! The columns of a list that the caller asks for.

use super::Block;
use crate::failure::Failure;

/// Restricts tables to the columns that the caller asks for.
pub(super) fn select(blocks: &mut [Block], wanted: &[String]) -> Result<(), Failure> {
    let mut known: Vec<String> = Vec::new();
    for block in blocks.iter() {
        if let Block::Table { columns, .. } = block {
            known.extend(columns.iter().cloned());
        }
    }
    let is = |column: &String, wanted: &String| column.eq_ignore_ascii_case(wanted);
    if let Some(unknown) = wanted.iter().find(|wanted| !known.iter().any(|column| is(column, wanted))) {
        let help = match known.is_empty() {
            true => "the result is not a table with columns".to_owned(),
            false => format!("there are {}", known.join(", ")),
        };
        return Err(Failure::usage(format!("there is no column `{unknown}`: {help}")));
    }
    for block in blocks {
        let Block::Table { columns, rows } = block else { continue };
        let kept: Vec<usize> = wanted.iter().filter_map(|wanted| columns.iter().position(|column| is(column, wanted))).collect();
        if kept.is_empty() {
            continue;
        }
        for row in rows {
            *row = kept.iter().map(|at| row.get(*at).cloned().unwrap_or_default()).collect();
        }
        *columns = kept.iter().map(|at| columns[*at].clone()).collect();
    }
    Ok(())
}
