//! Which columns of a list are shown where not all of them fit, and those that the caller asks for.

use super::Block;
use crate::failure::Failure;

/// The order in which columns of a list are shown: what identifies an item, its name and state, and then the rest. `list` is the
/// name of the list.
pub(super) fn rank(column: &str, list: &str) -> usize {
    let ends = |ends: &[&str]| ends.iter().any(|end| column.ends_with(end));
    match column {
        _ if column.strip_prefix(list).is_some_and(|rest| matches!(rest, "Id" | "InstanceId")) => 0,
        "Name" | "InstanceName" => 1,
        _ if column.strip_prefix(list) == Some("Name") => 1,
        "Status" | "State" => 2,
        _ if column.contains("Cidr") => 3,
        "IpAddress" | "IpVersion" | "Bandwidth" => 4,
        _ if ends(&["Name"]) => 4,
        _ if ends(&["Id"]) && !matches!(column, "RegionId" | "ResourceGroupId" | "OwnerId") => 5,
        _ if ends(&["Status", "State", "Type", "Spec"]) => 6,
        _ if ends(&["Time", "Description"]) => 8,
        _ => 7,
    }
}

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
