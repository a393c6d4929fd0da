//! What a table of a reply shows.

use crate::{Kind, Named, Operation, Schema};

use super::path::wire_path;

/// How deep the list of a reply is looked for: a shape may hold itself.
const DEEPEST: usize = 8;

/// The list of a reply that is shown as a table, and its columns.
#[derive(Debug, Clone, PartialEq)]
pub struct TableFacts<'s> {
    /// The path to the list as specs write it, without the names inside wrappers.
    pub path: String,
    /// The path as the wire has it.
    pub items: String,
    /// Fields of an item.
    pub fields: &'s Named<Schema>,
    /// Those fields that are shown, in this order. Empty if the spec chooses none.
    pub columns: Vec<&'s str>,
}

impl<'s> TableFacts<'s> {
    /// The facts about the table of an operation's reply: of the list that is paginated, or of the only list of objects.
    pub fn of(operation: &'s Operation) -> Option<Self> {
        let path = match &operation.pagination {
            Some(pagination) => pagination.items.clone(),
            None => {
                let mut lists = Vec::new();
                collect(&operation.response, &operation.shapes, &[], &mut lists);
                let mut lists = lists.into_iter();
                lists.next().filter(|_| lists.next().is_none())?
            }
        };
        let (items, fields) = wire_path(Some(&path), &operation.response, &operation.shapes);
        let items = items.join(".");
        let columns = operation.columns.iter().map(String::as_str).collect();
        (!fields.is_empty()).then_some(TableFacts { path, items, fields, columns })
    }
}

/// The paths of the lists of objects that no other list holds.
fn collect(fields: &Named<Schema>, shapes: &Named<Schema>, before: &[&str], lists: &mut Vec<String>) {
    if before.len() > DEEPEST {
        return;
    }
    for (name, schema) in fields.iter() {
        let Some(schema) = schema.resolved(shapes) else { continue };
        let mut steps = before.to_vec();
        steps.push(name);
        match schema.kind {
            Some(Kind::Object) => collect(&schema.fields, shapes, &steps, lists),
            Some(Kind::List) => {
                let item = schema.items.as_deref().and_then(|item| item.resolved(shapes));
                lists.extend(item.filter(|item| !item.fields.is_empty()).map(|_| steps.join(".")));
            }
            _ => {}
        }
    }
}

/// Columns that a list has at most where not all fit: more are hard to read.
pub const MOST_COLUMNS: usize = 8;

/// The place of a column where not all fit and the spec chooses none: what identifies an item, its name and state, and then the rest.
/// `list` is the name of the list.
pub fn column_rank(column: &str, list: &str) -> usize {
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

#[cfg(test)]
mod tests {
    use super::*;

    fn items(rest: &str) -> Option<String> {
        let text = format!("{{ operation: DescribeThings, summary: S., access: read, {rest} }}");
        let operation: Operation = serde_yaml::from_str(&text).unwrap();
        TableFacts::of(&operation).map(|table| table.items)
    }

    #[test]
    fn the_table_is_the_paginated_list_or_the_only_one() {
        let list = "{ type: list, wraps: Thing, items: { type: object, fields: { Id: { type: string } } } }";
        let texts = "{ type: list, items: { type: string } }";
        assert_eq!(items(&format!("response: {{ Things: {list}, Ids: {texts} }}")).as_deref(), Some("Things.Thing"));
        let inside = format!("response: {{ Data: {{ type: object, fields: {{ Things: {list} }} }} }}");
        assert_eq!(items(&inside).as_deref(), Some("Data.Things.Thing"));
        let two = format!("response: {{ Things: {list}, Others: {list} }}");
        assert_eq!(items(&two), None);
        let paginated = format!("{two}, pagination: {{ style: page, items: Others, page: P, size: S }}");
        assert_eq!(items(&paginated).as_deref(), Some("Others.Thing"));
        assert_eq!(items(&format!("response: {{ Ids: {texts} }}")), None);
    }

    #[test]
    fn a_shape_in_itself_has_an_end() {
        let tree = "{ type: object, fields: { Left: { shape: Tree }, Leaves: { type: list, items: { shape: Tree } } } }";
        assert_eq!(items(&format!("response: {{ Tree: {{ shape: Tree }} }}, shapes: {{ Tree: {tree} }}")), None);
    }
}
