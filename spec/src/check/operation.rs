//! One operation file as a whole.

use crate::diagnostic::{Applicability, Code, Diagnostic};
use crate::read::{SourcedOperation, SpecTree};
use crate::types::{Access, Method, Operation, ParameterLocation};

use super::keys::Role;
use super::pointer::NodePath;
use super::report::Report;
use super::sample;
use super::schema::Checker;
use super::{codes, columns, names, pagination, shapes};

pub(super) fn check(source: &SourcedOperation, tree: &SpecTree, report: &mut Report) {
    let top = NodePath::top(&source.source);
    let operation = &source.operation;
    own_name(source, tree, &top, report);
    text(&operation.summary, &top.key("summary"), report);
    replaced_by(operation, tree, &top, report);
    waited(operation, &top, report);

    let mut checker = Checker { shapes: &operation.shapes, report };
    checker.fields(&operation.parameters, &top.key("parameters"), Role::Parameter);
    checker.fields(&operation.response, &top.key("response"), Role::Received);
    names::common(&operation.parameters, &top.key("parameters"), report);
    names::setters(operation, tree, &top.key("parameters"), report);
    one_token(operation, &top, report);
    form(operation, &top, report);
    shapes::check(operation, &top.key("shapes"), report);
    codes::check(&operation.errors, &top.key("errors"), report);
    pagination::check(operation, &top.key("pagination"), report);
    columns::check(operation, &top.key("columns"), report);
    sample::check(operation, &top.key("sample"), report);
}

fn own_name(source: &SourcedOperation, tree: &SpecTree, top: &NodePath<'_>, report: &mut Report) {
    let name = &source.operation.operation;
    let file = source.path.rsplit('/').next().unwrap_or_default();
    let key = top.key("operation");
    if file != format!("{name}.yaml") && crate::names::is_operation(name) {
        // A copy that was not renamed inside: its name belongs to another file.
        let is_copy = tree.operations.iter().any(|other| other.path != source.path && other.operation.operation == *name);
        let mut diagnostic =
            Diagnostic::error(Code::OperationName, key.at_value(), format!("the operation `{name}` is in the file `{file}`"))
                .label("not the name of the file")
                .help(match file.trim_end_matches(".yaml") {
                    other if crate::names::is_operation(other) => {
                        format!("rename the file to `{name}.yaml`, or the operation to `{other}`")
                    }
                    _ => format!("rename the file to `{name}.yaml`"),
                });
        if crate::names::is_operation(name) && !is_copy {
            diagnostic = diagnostic.file_becomes(format!("{name}.yaml"), Applicability::Certain);
        }
        let other = file.trim_end_matches(".yaml");
        let renamed = crate::names::is_operation(other).then_some((other, Applicability::Maybe));
        report.add(diagnostic.becomes(renamed));
    }
    names::operation(name, key.at_value(), report);
}

/// A text that readers see must say something.
/// A wait follows on a change.
fn waited(operation: &Operation, top: &NodePath<'_>, report: &mut Report) {
    if operation.waiter.is_some() && operation.access == Access::Read {
        report.add(
            Diagnostic::error(Code::Meaningless, top.key("waiter").at_key(), "`waiter` has no meaning for what only reads")
                .label("nothing changes that could be waited for")
                .related(top.key("access").at_value(), "it reads")
                .help("leave it out: what polls is named in `waiters.yaml`"),
        );
    }
}

pub(super) fn text(text: &str, node: &NodePath<'_>, report: &mut Report) {
    if matches!(text.trim(), "" | "~" | "null") {
        report.add(Diagnostic::error(Code::EmptyText, node.at_key(), "the text is empty").label("this must say something"));
    }
}

fn replaced_by(operation: &Operation, tree: &SpecTree, top: &NodePath<'_>, report: &mut Report) {
    let node = top.key("replaced_by");
    if !operation.replaced_by.is_empty() && !operation.deprecated {
        report.add(
            Diagnostic::error(Code::Meaningless, node.at_key(), "`replaced_by` is set, but the operation is not deprecated")
                .help("add `deprecated: true`"),
        );
    }
    if !tree.whole {
        return;
    }
    let known = || tree.operations.iter().map(|source| source.operation.operation.as_str());
    for (index, name) in operation.replaced_by.iter().enumerate() {
        if known().all(|known| known != name) {
            report.add(
                Diagnostic::error(
                    Code::UnknownOperation,
                    node.index(index).at_value(),
                    format!("there is no operation `{name}`"),
                )
                .label("no file describes it")
                .did_you_mean(name, "operations", known()),
            );
        }
    }
}

/// The runtime makes up one token for each call.
fn one_token(operation: &Operation, top: &NodePath<'_>, report: &mut Report) {
    let parameters = top.key("parameters");
    let mut tokens = operation.parameters.iter().filter(|(_, schema)| schema.idempotency_token);
    let Some((first, _)) = tokens.next() else { return };
    for (name, _) in tokens {
        report.add(
            Diagnostic::error(
                Code::TokenType,
                parameters.key(name).key("idempotency_token").at_key(),
                "an operation has one idempotency token",
            )
            .label("the second")
            .related(parameters.key(first).key("idempotency_token").at_key(), "the first"),
        );
    }
}

fn form(operation: &Operation, top: &NodePath<'_>, report: &mut Report) {
    if operation.method != Method::Get {
        return;
    }
    for (name, _) in operation.parameters.iter().filter(|(_, schema)| schema.location == ParameterLocation::Form) {
        report.add(
            Diagnostic::error(
                Code::Meaningless,
                top.key("parameters").key(name).key("in").at_value(),
                "`in: form` is set, but the method is GET",
            )
            .label("a GET has no body")
            .related(top.key("method").at_value(), "the method"),
        );
    }
}
