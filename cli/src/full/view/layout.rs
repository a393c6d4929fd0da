//! How JSON of any shape is laid out for people.

use acs_spec::facts::{MOST_COLUMNS, TableFacts, column_rank};
use serde_json::{Map, Value};
use textwrap::core::display_width;

use super::Block;

/// What a list is laid out for.
#[derive(Clone, Copy)]
pub(super) struct Space<'s> {
    /// Columns of the terminal.
    pub(super) width: u16,
    /// Whether the caller has asked for columns, so that all must be there.
    pub(super) all_columns: bool,
    /// The list that the spec of the reply chooses columns for.
    pub(super) list: Option<&'s TableFacts<'s>>,
}

/// Scalars as facts, lists of objects as tables, both under the path that leads to them.
pub(super) fn blocks(value: &Value, space: Space<'_>) -> Vec<Block> {
    let mut blocks = Vec::new();
    lay_out(value, "", space, &mut blocks);
    if blocks.is_empty() {
        blocks.push(Block::text("(nothing)"));
    }
    blocks
}

fn lay_out(value: &Value, path: &str, space: Space<'_>, blocks: &mut Vec<Block>) {
    match value {
        Value::Object(fields) => object(fields, path, space, blocks),
        Value::Array(items) => list(items, path, space, blocks),
        Value::Null => {}
        scalar_value => {
            title(path, blocks);
            blocks.push(Block::text(scalar(scalar_value)));
        }
    }
}

fn object(fields: &Map<String, Value>, path: &str, space: Space<'_>, blocks: &mut Vec<Block>) {
    let (nested, plain): (Vec<_>, Vec<_>) = fields.iter().partition(|(_, value)| cell(value).is_none());
    let facts: Vec<Vec<String>> = plain
        .into_iter()
        .filter_map(|(name, value)| Some(vec![name.clone(), cell(value).filter(|text| !text.is_empty())?]))
        .collect();
    if !facts.is_empty() {
        title(path, blocks);
        blocks.push(Block::Table { columns: Vec::new(), rows: facts });
    }
    for (name, value) in nested {
        let path = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
        lay_out(value, &path, space, blocks);
    }
}

fn list(items: &[Value], path: &str, space: Space<'_>, blocks: &mut Vec<Block>) {
    if items.is_empty() {
        return;
    }
    let objects: Option<Vec<&Map<String, Value>>> = items.iter().map(Value::as_object).collect();
    let Some(objects) = objects else {
        title(path, blocks);
        // A list in a list is a row.
        let row = |item: &Value| item.as_array().map_or_else(|| vec![inline(item)], |cells| cells.iter().map(inline).collect());
        blocks.push(Block::Table { columns: Vec::new(), rows: items.iter().map(row).collect() });
        return;
    };
    let names = columns_of(&objects);
    if let Some(chosen) = space.chosen(path, &names) {
        let shown = as_fit(chosen, &objects, space.width);
        title(path, blocks);
        let more = names.len() - shown.len();
        blocks.push(table(shown, &objects));
        blocks.extend((more > 0).then(|| more_columns(more)));
        return;
    }
    if space.all_columns || fits(&names, &objects, space.width) {
        title(path, blocks);
        blocks.push(table(names, &objects));
        return;
    }
    let count = names.len();
    let shown = most_telling(names, &objects, path, space.width);
    if shown.len() < 2 {
        for (index, object_fields) in objects.into_iter().enumerate() {
            object(object_fields, &format!("{path}[{index}]"), space, blocks);
        }
        return;
    }
    let more = count - shown.len();
    title(path, blocks);
    blocks.push(table(shown, &objects));
    blocks.push(more_columns(more));
}

impl Space<'_> {
    /// The columns that the spec chooses for the list at a path, as far as there is something in them.
    fn chosen(&self, path: &str, names: &[String]) -> Option<Vec<String>> {
        let list = self.list.filter(|list| !self.all_columns && list.items == path)?;
        let chosen: Vec<String> =
            list.columns.iter().map(|name| (*name).to_owned()).filter(|name| names.contains(name)).collect();
        (!chosen.is_empty()).then_some(chosen)
    }
}

/// The columns before the first one that does not fit; at least one.
fn as_fit(mut columns: Vec<String>, objects: &[&Map<String, Value>], width: u16) -> Vec<String> {
    while columns.len() > 1 && !fits(&columns, objects, width) {
        columns.pop();
    }
    columns
}

fn more_columns(more: usize) -> Block {
    let columns = if more == 1 { "column" } else { "columns" };
    Block::prose(format!("{more} more {columns}: `--columns NAME,…` selects columns, `--output json` shows all of it."))
}

/// As many columns as fit, the most telling ones first. None of them holds anything nested.
fn most_telling(names: Vec<String>, objects: &[&Map<String, Value>], path: &str, width: u16) -> Vec<String> {
    let list = path.rsplit('.').next().unwrap_or_default();
    let is_plain = |name: &String| objects.iter().all(|object| object.get(name).is_none_or(|value| cell(value).is_some()));
    let mut candidates: Vec<String> = names.into_iter().filter(is_plain).collect();
    candidates.sort_by_key(|name| column_rank(name, list));
    let mut shown: Vec<String> = Vec::new();
    for candidate in candidates {
        shown.push(candidate);
        if !fits(&shown, objects, width) {
            shown.pop();
        }
        if shown.len() == MOST_COLUMNS {
            break;
        }
    }
    shown
}

/// The names that have a value in some object.
fn columns_of(objects: &[&Map<String, Value>]) -> Vec<String> {
    let mut columns: Vec<String> = Vec::new();
    for (name, value) in objects.iter().flat_map(|object| object.iter()) {
        if !columns.contains(name) && !inline(value).is_empty() {
            columns.push(name.clone());
        }
    }
    columns
}

fn table(columns: Vec<String>, objects: &[&Map<String, Value>]) -> Block {
    let row =
        |object: &&Map<String, Value>| columns.iter().map(|name| object.get(name).map_or_else(String::new, inline)).collect();
    let rows = objects.iter().map(row).collect();
    Block::Table { columns, rows }
}

/// Whether every row of a table with these columns stays on one line of the terminal.
fn fits(columns: &[String], objects: &[&Map<String, Value>], width: u16) -> bool {
    let widest = |name: &String| {
        let cells = objects.iter().filter_map(|object| object.get(name)).map(|value| display_width(&inline(value)));
        cells.chain([display_width(name)]).max().unwrap_or_default() + 3
    };
    columns.iter().map(widest).sum::<usize>() <= usize::from(width) + 2
}

fn title(path: &str, blocks: &mut Vec<Block>) {
    if !path.is_empty() {
        blocks.push(Block::title(path));
    }
}

/// A value that fits a cell: a scalar, or a list of scalars.
fn cell(value: &Value) -> Option<String> {
    match value {
        Value::Object(_) => None,
        Value::Array(items) if items.iter().any(|item| item.is_object() || item.is_array()) => None,
        Value::Array(items) => Some(items.iter().map(scalar).collect::<Vec<_>>().join(", ")),
        plain => Some(scalar(plain)),
    }
}

fn inline(value: &Value) -> String {
    match value {
        Value::Object(fields) if fields.is_empty() => String::new(),
        _ => cell(value).unwrap_or_else(|| value.to_string()),
    }
}

/// A scalar without quotes.
pub(super) fn scalar(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const SPACE: Space<'_> = Space { width: 80, all_columns: false, list: None };

    #[test]
    fn a_list_of_objects_is_a_table_under_its_path() {
        let reply = json!({"RequestId": "R", "Vpcs": {"Vpc": [{"VpcId": "a", "Tags": []}, {"VpcId": "b", "Name": "n"}]}});
        assert_eq!(
            blocks(&reply, SPACE),
            [
                Block::Table { columns: vec![], rows: vec![vec!["RequestId".into(), "R".into()]] },
                Block::title("Vpcs.Vpc"),
                Block::table(["VpcId", "Name"], vec![vec!["a".into(), "".into()], vec!["b".into(), "n".into()]]),
            ]
        );
    }

    #[test]
    fn a_list_of_lists_is_rows() {
        let rows = |rows: &[&[&str]]| rows.iter().map(|row| row.iter().map(|cell| (*cell).to_owned()).collect()).collect();
        let table = Block::Table { columns: vec![], rows: rows(&[&["a", "1"], &["b", ""]]) };
        assert_eq!(blocks(&json!([["a", 1], ["b", null]]), SPACE), [table]);
        assert_eq!(blocks(&json!([]), SPACE), [Block::text("(nothing)")]);
    }

    #[test]
    fn a_list_with_more_columns_than_fit_shows_what_identifies_an_item_first() {
        let vpc = json!({"CreationTime": "2024-05-17T12:02:09Z", "Tags": {"Tag": []}, "Description": "d".repeat(60),
            "Status": "Available", "CidrBlock": "10.0.0.0/8", "VpcName": "web", "VRouterId": "vrt-bp1to6p4b05bdd6s403o",
            "VpcId": "vpc-bp1fnp2l7j7rlx8kf6nv"});
        let shown = blocks(&json!({"Vpcs": {"Vpc": [vpc]}}), SPACE);
        let Block::Table { columns, .. } = &shown[1] else { panic!("{shown:?}") };
        assert_eq!(columns, &["VpcId", "VpcName", "Status", "CidrBlock"]);
        assert!(matches!(&shown[2], Block::Prose(text) if text.starts_with("4 more columns")), "{shown:?}");
    }

    #[test]
    fn a_list_shows_the_columns_that_its_spec_chooses() {
        let operation = "{ operation: DescribeVpcs, summary: S., access: read, columns: [VpcName, Absent, CidrBlock, Status],
            response: { Vpcs: { type: list, wraps: Vpc, items: { type: object, fields: { VpcName: { type: string } } } } } }";
        let operation: acs_spec::Operation = serde_yaml::from_str(operation).unwrap();
        let list = TableFacts::of(&operation).unwrap();
        let reply = json!({"Vpcs": {"Vpc": [{"VpcId": "a", "Status": "s", "VpcName": "n", "CidrBlock": "c".repeat(20)}]}});
        let shown = |width| blocks(&reply, Space { width, list: Some(&list), ..SPACE });
        let columns = |block: &Block| match block {
            Block::Table { columns, .. } => columns.clone(),
            other => panic!("{other:?}"),
        };
        assert_eq!(columns(&shown(80)[1]), ["VpcName", "CidrBlock", "Status"]);
        assert!(matches!(&shown(80)[2], Block::Prose(text) if text.starts_with("1 more column: ")), "{:?}", shown(80));
        assert_eq!(columns(&shown(32)[1]), ["VpcName", "CidrBlock"]);
        let all = blocks(&reply, Space { all_columns: true, list: Some(&list), ..SPACE });
        assert_eq!(columns(&all[1]), ["VpcId", "Status", "VpcName", "CidrBlock"]);
    }

    #[test]
    fn rows_that_are_too_long_become_facts_of_each_item() {
        let long = "x".repeat(300);
        let titles = blocks(&json!({"List": [{"A": long}, {"A": "b"}]}), SPACE);
        assert_eq!(titles[0], Block::title("List[0]"));
        assert_eq!(titles[2], Block::title("List[1]"));
    }
}
