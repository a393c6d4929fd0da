//! `service.yaml` and `glossary.yaml`.

use std::collections::{HashMap, HashSet};

use crate::diagnostic::{Applicability, Code, Diagnostic};
use crate::names::is_region;
use crate::read::SpecTree;
use crate::suggest;
use crate::types::{Endpoints, Named};

use super::keys::Role;
use super::operation::text;
use super::pointer::NodePath;
use super::report::Report;
use super::schema::Checker;
use super::time::is_date;
use super::{codes, names};

pub(super) fn check(tree: &SpecTree, report: &mut Report) {
    let service = &tree.service;
    let top = NodePath::top(&tree.sources.service);
    for (key, value) in [("product", &service.product), ("version", &service.version), ("summary", &service.summary)] {
        text(value, &top.key(key), report);
    }
    product(&service.product, &top.key("product"), report);
    version(&service.version, &top.key("version"), report);
    endpoints(&service.endpoints, &top.key("endpoints"), report);
    let shapes = Named::default();
    Checker { shapes: &shapes, report }.fields(&service.parameters, &top.key("parameters"), Role::Parameter);
    names::common(&service.parameters, &top.key("parameters"), report);
    codes::check(&service.errors, &top.key("errors"), report);
    groups(tree, &top.key("groups"), report);
    if tree.whole {
        region_parameter(tree, &top.key("region_parameter"), report);
    }
    glossary(tree, report);
}

/// The product is part of what is signed and of the default host.
fn product(product: &str, node: &NodePath<'_>, report: &mut Report) {
    if product.trim() != product && !product.trim().is_empty() {
        report.add(
            Diagnostic::error(Code::InvalidName, node.at_value(), "the name of the product begins or ends with a space")
                .help(format!("write `{}`", product.trim())),
        );
    }
}

/// The service finds the API by its version, and knows it by the date of that.
fn version(version: &str, node: &NodePath<'_>, report: &mut Report) {
    if version.trim().is_empty() || is_date(version) {
        return;
    }
    let numbers: Vec<&str> = version.split(['-', '.', '/', '_']).collect();
    let meant = match numbers.as_slice() {
        [year, month, day] if year.len() == 4 => Some(format!("{year}-{month:0>2}-{day:0>2}")),
        [day, month, year] if year.len() == 4 => Some(format!("{year}-{month:0>2}-{day:0>2}")),
        [all] if all.len() == 8 && all.is_ascii() => Some(format!("{}-{}-{}", &all[..4], &all[4..6], &all[6..])),
        _ => None,
    };
    let meant = meant.filter(|date| is_date(date));
    report.add(
        Diagnostic::warning(
            Code::VersionForm,
            node.at_value(),
            format!("the version `{}` is not a date", version.escape_debug()),
        )
        .label("expected the date of the API, as `2016-04-28`")
        .helps(meant.as_ref().map(|date| format!("did you mean `{date}`?")))
        .becomes(meant.map(|date| (date, Applicability::Maybe))),
    );
}

fn endpoints(endpoints: &Endpoints, node: &NodePath<'_>, report: &mut Report) {
    let rule = node.key("rule");
    // One host may serve all regions.
    host(&endpoints.rule, &[], &["region"], &rule, report);
    if let Some(network_rule) = &endpoints.network_rule {
        host(network_rule, &["network", "region"], &[], &node.key("network_rule"), report);
    }
    let map = node.key("map");
    for (region, name) in endpoints.map.iter() {
        host(name, &[], &[], &map.key(region), report);
    }
    let regions = node.key("regions");
    let mut seen = HashMap::new();
    for (index, region) in endpoints.regions.iter().enumerate() {
        if !is_region(region) {
            report.add(
                Diagnostic::error(
                    Code::InvalidName,
                    regions.index(index).at_value(),
                    format!("`{}` is not the name of a region", region.escape_debug()),
                )
                .label("expected small letters, digits and dashes")
                .helps(region.contains(' ').then_some("put a comma between two regions")),
            );
            continue;
        }
        if let Some(first) = seen.insert(region, index) {
            report.add(
                Diagnostic::error(
                    Code::DuplicateValue,
                    regions.index(index).at_value(),
                    format!("the region `{region}` comes twice"),
                )
                .label("the second time")
                .related(regions.index(first).at_value(), "the first time"),
            );
        }
    }
}

/// A host is a name, not an address with a scheme or a path, and holds the placeholders that it must. It may hold others.
fn host(host: &str, placeholders: &[&str], optional: &[&str], node: &NodePath<'_>, report: &mut Report) {
    let mut bare = host.to_owned();
    for placeholder in placeholders {
        let written = format!("{{{placeholder}}}");
        if !bare.contains(&written) {
            report.add(
                Diagnostic::error(Code::Endpoint, node.at_value(), format!("the endpoint does not hold `{written}`"))
                    .label(format!("every {placeholder} would have the same host")),
            );
        }
        bare = bare.replace(&written, "x");
    }
    for placeholder in optional {
        bare = bare.replace(&format!("{{{placeholder}}}"), "x");
    }
    if let Some(start) = bare.find('{') {
        let end = bare[start..].find('}').map_or(bare.len(), |end| start + end + 1);
        let known: Vec<String> = placeholders.iter().chain(optional).map(|placeholder| format!("{{{placeholder}}}")).collect();
        report.add(
            Diagnostic::error(Code::Endpoint, node.at_value(), format!("the placeholder `{}` is unknown", &bare[start..end]))
                .label("this stays in the host as it is")
                .help(match known.len() {
                    0 => "there are no placeholders here".to_owned(),
                    _ => suggest::help(&bare[start..end], "placeholders", known.iter().map(String::as_str)),
                }),
        );
        return;
    }
    let is_host = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | ':');
    if bare.is_empty() || bare.contains("..") || bare.contains("://") || !bare.chars().all(is_host) {
        report.add(
            Diagnostic::error(Code::Endpoint, node.at_value(), "the endpoint is not a host")
                .label("expected a name like `vpc.aliyuncs.com`, without a scheme and without a path")
                .helps(host.contains("${").then_some("leave the `$` out: a placeholder is `{region}`")),
        );
    }
}

fn groups(tree: &SpecTree, node: &NodePath<'_>, report: &mut Report) {
    names::groups(&tree.service.groups, node, report);
    // A folder that no group names may be the one of a group that seems empty.
    let are_all_found = tree.operations.iter().all(|source| tree.service.groups.get(&source.group).is_some());
    for (name, summary) in tree.service.groups.iter() {
        text(summary, &node.key(name), report);
        if tree.whole && are_all_found && !tree.operations.iter().any(|source| source.group == name) {
            report.add(
                Diagnostic::warning(Code::EmptyGroup, node.key(name).at_key(), format!("the group `{name}` has no operations"))
                    .label(format!("there is no file in a folder `{name}`")),
            );
        }
    }
}

fn region_parameter(tree: &SpecTree, node: &NodePath<'_>, report: &mut Report) {
    let Some(name) = tree.service.region_parameter.as_deref() else { return };
    let mut parameters = tree.operations.iter().map(|source| &source.operation.parameters);
    if !tree.whole || tree.operations.is_empty() || parameters.any(|parameters| parameters.get(name).is_some()) {
        return;
    }
    let all: HashSet<&str> = tree.operations.iter().flat_map(|source| source.operation.parameters.names()).collect();
    let meant = suggest::meant(name, all.iter().copied());
    report.add(
        Diagnostic::error(Code::UnknownTarget, node.at_value(), format!("there is no parameter `{name}`"))
            .label("no operation has it")
            .helps(meant.map(|(near, _)| format!("did you mean `{near}`?")))
            .becomes(meant),
    );
}

fn glossary(tree: &SpecTree, report: &mut Report) {
    let Some(source) = &tree.sources.glossary else { return };
    let top = NodePath::top(source);
    let operations: HashSet<&str> = tree.operations.iter().map(|source| source.operation.operation.as_str()).collect();
    for (name, meaning) in tree.glossary.iter() {
        text(meaning, &top.key(name), report);
        let Some((operation, _)) = name.split_once(':') else { continue };
        if tree.whole && !operations.contains(operation) {
            report.add(
                Diagnostic::warning(
                    Code::UnknownOperation,
                    top.key(name).at_key(),
                    format!("there is no operation `{operation}`"),
                )
                .label("the entry describes nothing")
                .help(suggest::help(operation, "operations", operations.iter().copied())),
            );
        }
    }
}
