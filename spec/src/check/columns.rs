//! The columns of a table: that they are fields of the list's items.

use crate::diagnostic::{Code, Diagnostic};
use crate::facts::TableFacts;
use crate::types::{Kind, Operation};

use super::keys::kind_name;
use super::pointer::NodePath;
use super::report::Report;

pub(super) fn check(operation: &Operation, node: &NodePath<'_>, report: &mut Report) {
    if operation.columns.is_empty() {
        return;
    }
    let Some(table) = TableFacts::of(operation) else {
        // Pagination with a wrong path is reported separately.
        if operation.pagination.is_none() {
            report.add(
                Diagnostic::error(
                    Code::Meaningless,
                    node.at_key(),
                    "`columns` is set, but the reply does not have exactly one list of objects",
                )
                .label("these are the columns of a table with a row for each item of a list")
                .help("leave `columns` out, or choose the list with `pagination`"),
            );
        }
        return;
    };
    for (index, name) in operation.columns.iter().enumerate() {
        let item = node.index(index);
        if let Some(first) = operation.columns[..index].iter().position(|before| before == name) {
            report.add(
                Diagnostic::error(Code::DuplicateValue, item.at_value(), "the column comes twice")
                    .label("the second time")
                    .related(node.index(first).at_value(), "the first time"),
            );
            continue;
        }
        let Some(schema) = table.fields.get(name) else {
            report.add(
                Diagnostic::error(
                    Code::UnknownTarget,
                    item.at_value(),
                    format!("the items of `{}` have no field `{name}`", table.path),
                )
                .label("a column is a field of the list's items")
                .did_you_mean(name, "fields", table.fields.names()),
            );
            continue;
        };
        let holds = |schema: &crate::Schema| schema.resolved(&operation.shapes).and_then(|schema| schema.kind);
        let items = schema.resolved(&operation.shapes).and_then(|schema| schema.items.as_deref()).and_then(holds);
        let nested = [holds(schema), items].into_iter().flatten().find(|kind| matches!(kind, Kind::Object | Kind::Map));
        if let Some(kind) = nested {
            report.add(
                Diagnostic::error(Code::WrongTarget, item.at_value(), format!("the field `{name}` does not fit a cell"))
                    .label(format!("it holds `{}`", kind_name(kind)))
                    .help("choose fields that hold one value, or a list of plain values"),
            );
        }
    }
}
