//! How JSON of any shape is laid out for people.

use serde_json::{Map, Value};

use super::{Block, width};

/// Scalars as facts, lists of objects as tables, both under the path that leads to them.
pub(super) fn blocks(value: &Value) -> Vec<Block> {
    let mut blocks = Vec::new();
    lay_out(value, "", &mut blocks);
    if blocks.is_empty() {
        blocks.push(Block::text("(nothing)"));
    }
    blocks
}

fn lay_out(value: &Value, path: &str, blocks: &mut Vec<Block>) {
    match value {
        Value::Object(fields) => object(fields, path, blocks),
        Value::Array(items) => list(items, path, blocks),
        Value::Null => {}
        scalar_value => {
            title(path, blocks);
            blocks.push(Block::text(scalar(scalar_value)));
        }
    }
}

fn object(fields: &Map<String, Value>, path: &str, blocks: &mut Vec<Block>) {
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
        lay_out(value, &path, blocks);
    }
}

fn list(items: &[Value], path: &str, blocks: &mut Vec<Block>) {
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
    let table = columns_of(&objects);
    if fits(&table) {
        title(path, blocks);
        blocks.push(table);
        return;
    }
    for (index, object_fields) in objects.into_iter().enumerate() {
        object(object_fields, &format!("{path}[{index}]"), blocks);
    }
}

/// A table with a column for each name that has a value in some object.
fn columns_of(objects: &[&Map<String, Value>]) -> Block {
    let mut columns: Vec<String> = Vec::new();
    for (name, value) in objects.iter().flat_map(|object| object.iter()) {
        if !columns.contains(name) && !inline(value).is_empty() {
            columns.push(name.clone());
        }
    }
    let row =
        |object: &&Map<String, Value>| columns.iter().map(|name| object.get(name).map_or_else(String::new, inline)).collect();
    let rows = objects.iter().map(row).collect();
    Block::Table { columns, rows }
}

/// Whether every row stays on one line of the terminal.
fn fits(table: &Block) -> bool {
    let Block::Table { columns, rows } = table else { return true };
    let widest = |column: usize| {
        let cells = rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.chars().count());
        cells.chain([columns[column].chars().count()]).max().unwrap_or_default() + 2
    };
    (0..columns.len()).map(widest).sum::<usize>() <= usize::from(width())
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

    #[test]
    fn a_list_of_objects_is_a_table_under_its_path() {
        let reply = json!({"RequestId": "R", "Vpcs": {"Vpc": [{"VpcId": "a", "Tags": []}, {"VpcId": "b", "Name": "n"}]}});
        assert_eq!(
            blocks(&reply),
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
        assert_eq!(blocks(&json!([["a", 1], ["b", null]])), [table]);
        assert_eq!(blocks(&json!([])), [Block::text("(nothing)")]);
    }

    #[test]
    fn rows_that_are_too_long_become_facts_of_each_item() {
        let long = "x".repeat(300);
        let titles = blocks(&json!({"List": [{"A": long}, {"A": "b"}]}));
        assert_eq!(titles[0], Block::title("List[0]"));
        assert_eq!(titles[2], Block::title("List[1]"));
    }
}
