//! Names that are spelled unlike the service spells them elsewhere.

use std::collections::HashMap;

use serde_json::Value as Json;

use crate::check::fields::each_field;
use crate::check::pointer::NodePath;
use crate::check::report::Report;
use crate::check::spellings::Spellings;
use crate::diagnostic::{Applicability, Code, Diagnostic};
use crate::read::{SourcedOperation, SpecTree};
use crate::types::{Named, Schema};

/// How many operations show a naming convention.
const FEW: usize = 8;

pub(super) fn check(tree: &SpecTree, spellings: &Spellings<'_>, report: &mut Report) {
    let usual = usual(tree);
    let has_dots = |source: &&SourcedOperation| source.operation.parameters.names().any(|name| name.contains('.'));
    let with_dots = tree.operations.iter().filter(has_dots).count();
    // A few operations do not show yet how a product names things.
    let is_alone = tree.whole && with_dots == 1 && tree.operations.len() >= FEW;
    operations(tree, report);
    for source in &tree.operations {
        let operation = &source.operation;
        let top = NodePath::top(&source.source);
        for (key, fields) in
            [("parameters", &operation.parameters), ("response", &operation.response), ("shapes", &operation.shapes)]
        {
            each_field(fields, "", &top.key(key), &mut |_, name, _, node| {
                if !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_digit()) {
                    report.add(
                        Diagnostic::warning(Code::InvalidName, node.at_key(), format!("`{name}` is a number, not a name"))
                            .label("services name parameters and fields with words")
                            .help("write the name; describe what has numbers for names as a `list`, or as a `map`"),
                    );
                }
                let service = usual.get(name.to_ascii_lowercase().as_str()).copied().or_else(|| spellings.usual(name));
                if let Some(service) = service.filter(|usual| *usual != name) {
                    report.add(
                        Diagnostic::warning(Code::CaseDiffers, node.at_key(), format!("the service calls it `{service}`"))
                            .label("this differs only in case")
                            .help(format!("write `{service}`"))
                            .becomes(Some((service, Applicability::Maybe))),
                    );
                }
            });
        }
        let is_part = |name: &str| name.split_once('.').is_some_and(|(base, _)| operation.parameters.get(base).is_none());
        let is_number = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        let (numbered, plain): (Vec<&str>, Vec<&str>) =
            operation.parameters.names().partition(|name| name.contains('.') && name.split('.').any(is_number));
        for name in numbered {
            report.add(
                Diagnostic::warning(
                    Code::DottedName,
                    top.key("parameters").key(name).at_key(),
                    format!("`{name}` is a part of one item of a list"),
                )
                .label("the number is a position")
                .help("describe a `list`, and what its items are: the client puts the names together"),
            );
        }
        for name in plain.into_iter().filter(|name| is_part(name) && is_alone) {
            report.add(
                Diagnostic::warning(
                    Code::DottedName,
                    top.key("parameters").key(name).at_key(),
                    format!("`{name}` is a name with a dot"),
                )
                .label("no other operation has such names")
                .help("describe an object or a list, and its fields: the client puts the names together"),
            );
        }
        if let Some(Ok(Json::Object(sample))) = operation.sample.as_deref().map(serde_json::from_str::<Json>) {
            sampled(sample.keys(), &operation.response, &top.key("sample"), report);
        }
    }
}

/// Operations whose names differ only in case: on many file systems their files are one.
fn operations(tree: &SpecTree, report: &mut Report) {
    let mut known: HashMap<String, &SourcedOperation> = HashMap::new();
    for source in &tree.operations {
        let name = &source.operation.operation;
        let Some(first) = known.insert(name.to_ascii_lowercase(), source).filter(|first| first.operation.operation != *name)
        else {
            continue;
        };
        let other = &first.operation.operation;
        report.add(
            Diagnostic::warning(
                Code::CaseDiffers,
                NodePath::top(&source.source).key("operation").at_value(),
                format!("another operation is called `{other}`"),
            )
            .label("this differs only in case")
            .related(NodePath::top(&first.source).key("operation").at_value(), "the other one"),
        );
    }
}

/// Names that every client knows, by their lower case.
fn usual(tree: &SpecTree) -> HashMap<String, &str> {
    // A region parameter that no operation has is reported separately.
    let is_parameter = |name: &&str| tree.operations.iter().any(|source| source.operation.parameters.get(name).is_some());
    let region = tree.service.region_parameter.as_deref().filter(is_parameter);
    let own = region.into_iter().chain(tree.service.parameters.names());
    own.chain(["RequestId", "ClientToken", "DryRun"]).map(|name| (name.to_ascii_lowercase(), name)).collect()
}

fn sampled<'s>(names: impl Iterator<Item = &'s String>, response: &Named<Schema>, node: &NodePath<'_>, report: &mut Report) {
    for name in names.filter(|name| response.get(name).is_none()) {
        if let Some(field) = response.names().find(|field| field.eq_ignore_ascii_case(name)) {
            report.add(
                Diagnostic::warning(Code::CaseDiffers, node.at_value(), format!("the sample calls `{field}` `{name}`"))
                    .label("this differs from the response only in case"),
            );
        }
    }
}
