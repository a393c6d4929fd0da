//! Facts that contradict each other, or that nobody has written yet.

use std::sync::Arc;

use crate::check::paths;
use crate::check::pointer::NodePath;
use crate::check::report::Report;
use crate::diagnostic::{Applicability, Code, Diagnostic, Source};
use crate::read::SpecTree;
use crate::suggest;
use crate::template;
use crate::types::{Kind, Operation, Value, Waiter};

pub(super) fn operation(operation: &Operation, source: &Arc<Source>, report: &mut Report) {
    let top = NodePath::top(source);
    template_text(operation, &top, report);
    let parameters = top.key("parameters");
    for (name, schema) in operation.parameters.iter() {
        if schema.required && schema.default.is_some() {
            let parameter = parameters.key(name);
            report.add(
                Diagnostic::warning(
                    Code::RequiredDefault,
                    parameter.key("default").at_key(),
                    format!("`{name}` is required and has a default"),
                )
                .label("a default is what the service takes when a parameter is left out")
                .related(parameter.key("required").at_key(), "it cannot be left out")
                .help("leave one of the two out"),
            );
        }
    }
    sizes(operation, &top, report);
    if let Some(index) = operation.replaced_by.iter().position(|name| *name == operation.operation) {
        report.add(
            Diagnostic::warning(
                Code::ReplacedByItself,
                top.key("replaced_by").index(index).at_value(),
                format!("`{}` is replaced by itself", operation.operation),
            )
            .help("name the operation to use instead, or leave `replaced_by` out"),
        );
    }
}

fn template_text(operation: &Operation, top: &NodePath<'_>, report: &mut Report) {
    let description = operation.description.as_deref().map(str::trim);
    for (key, is_left) in
        [("summary", operation.summary.trim() == template::SUMMARY), ("description", description == Some(template::DESCRIPTION))]
    {
        if is_left {
            report.add(
                Diagnostic::warning(Code::TemplateText, top.key(key).at_value(), format!("the {key} is that of the template"))
                    .label("this is a placeholder")
                    .help("write what the operation does"),
            );
        }
    }
}

/// The size of a page is said of the pagination and of its parameter.
fn sizes(operation: &Operation, top: &NodePath<'_>, report: &mut Report) {
    let Some(pagination) = &operation.pagination else { return };
    let Some(name) = &pagination.size else { return };
    let Some(parameter) = operation.parameters.get(name) else { return };
    let number = |value: &Value| value.as_u64();
    let default = parameter.default.as_ref().and_then(number);
    let most = parameter.maximum.as_ref().and_then(serde_yaml::Number::as_u64);
    let parameters = top.key("parameters");
    let target = parameters.key(name);
    let here = top.key("pagination");
    for (key, size, other_key, other) in
        [("default_size", pagination.default_size, "default", default), ("max_size", pagination.max_size, "maximum", most)]
    {
        if let (Some(size), Some(other)) = (size, other)
            && u64::from(size) != other
        {
            report.add(
                Diagnostic::warning(
                    Code::SizesDiffer,
                    here.key(key).at_value(),
                    format!("`{key}` differs from the `{other_key}` of `{name}`"),
                )
                .related(target.key(other_key).at_value(), "this is said of the parameter"),
            );
        }
    }
}

pub(super) fn waiters(tree: &SpecTree, report: &mut Report) {
    let Some(source) = &tree.sources.waiters else { return };
    let top = NodePath::top(source);
    for (name, waiter) in tree.waiters.iter() {
        let polled = tree.operations.iter().map(|source| &source.operation).find(|one| one.operation == waiter.operation);
        let Some(operation) = polled else { continue };
        if let Some(known) = known_states(waiter, operation) {
            states(waiter, &known, &top.key(name), report);
        }
        let codes = operation.errors.iter().chain(&tree.service.errors).map(|error| error.code.as_str());
        fixed(waiter, operation, &top.key(name).key("with"), report);
        codes_in_case(waiter, codes, &top.key(name), report);
    }
}

/// Values that are sent with each poll, and are spelled like a known value of their parameter.
fn fixed(waiter: &Waiter, operation: &Operation, node: &NodePath<'_>, report: &mut Report) {
    for (name, value) in waiter.with.iter() {
        let Ok(schema) = paths::follow(name, &operation.parameters, &operation.shapes) else { continue };
        let known: Vec<&str> =
            schema.values.iter().filter_map(Value::as_str).filter(|_| schema.kind == Some(Kind::String)).collect();
        if known.contains(&value.as_str()) {
            continue;
        }
        let Some(near) = suggest::nearest(value, known).filter(|near| suggest::is_slip(value, near)) else { continue };
        report.add(
            Diagnostic::warning(
                Code::UnknownState,
                node.key(name).at_value(),
                format!("`{value}` is not a known value of `{name}`"),
            )
            .label("each poll would send this")
            .help(format!("did you mean `{near}`?"))
            .becomes(Some((near, Applicability::Certain))),
        );
    }
}

/// Error codes are compared as they are written.
fn codes_in_case<'s>(waiter: &Waiter, known: impl Iterator<Item = &'s str> + Clone, node: &NodePath<'_>, report: &mut Report) {
    for (index, code) in waiter.not_found.iter().enumerate().filter(|(_, code)| known.clone().all(|known| known != *code)) {
        if let Some(service) = known.clone().find(|known| known.eq_ignore_ascii_case(code)) {
            report.add(
                Diagnostic::warning(
                    Code::CaseDiffers,
                    node.key("not_found").index(index).at_value(),
                    format!("`{}` sends `{service}`", waiter.operation),
                )
                .label("this differs only in case, and is never sent")
                .help(format!("write `{service}`"))
                .becomes(Some((service, Applicability::Certain))),
            );
        }
    }
}

/// The known values of the field that a waiter looks at.
fn known_states<'s>(waiter: &Waiter, operation: &'s Operation) -> Option<Vec<&'s str>> {
    let mut fields = &operation.response;
    for list in waiter.items.iter().chain(waiter.sub_items.first()) {
        let list = paths::follow(list, fields, &operation.shapes).ok()?;
        fields = &list.items.as_deref()?.resolved(&operation.shapes)?.fields;
    }
    let field = paths::follow(waiter.status.as_deref()?, fields, &operation.shapes).ok()?;
    let known: Vec<&str> = field.closed.iter().map(String::as_str).chain(field.values.iter().filter_map(Value::as_str)).collect();
    (!known.is_empty()).then_some(known)
}

/// States that are not among the known values, but are spelled like one of them.
fn states(waiter: &Waiter, known: &[&str], node: &NodePath<'_>, report: &mut Report) {
    for (key, states) in [("success", &waiter.success), ("failure", &waiter.failure), ("transient", &waiter.transient)] {
        let list = node.key(key);
        for (index, state) in states.iter().enumerate().filter(|(_, state)| !known.contains(&state.as_str())) {
            let others = known.iter().copied().filter(|known| {
                ![&waiter.success, &waiter.failure, &waiter.transient]
                    .iter()
                    .any(|states| states.iter().any(|state| state == known))
            });
            let Some(near) = suggest::nearest(state, others).filter(|near| suggest::is_slip(state, near)) else { continue };
            report.add(
                Diagnostic::warning(
                    Code::UnknownState,
                    list.index(index).at_value(),
                    format!("`{state}` is not a known value of the field"),
                )
                .label(format!("`{}` is never known to be this", waiter.status.as_deref().unwrap_or_default()))
                .help(format!("did you mean `{near}`?"))
                .becomes(Some((near, Applicability::Certain))),
            );
        }
    }
}
