//! The glossary: that each entry describes something, and that everything is described.

use std::collections::{HashMap, HashSet};

use crate::check::pointer::NodePath;
use crate::check::report::Report;
use crate::diagnostic::{Applicability, Code, Diagnostic};
use crate::read::SpecTree;
use crate::suggest;
use crate::types::Operation;

use super::values::each_field;

pub(super) fn check(tree: &SpecTree, report: &mut Report) {
    let mut used: HashSet<String> = HashSet::new();
    let mut names: HashMap<&str, HashSet<&str>> = HashMap::new();
    let entries: HashSet<&str> = tree.glossary.names().collect();
    for source in &tree.operations {
        let operation = &source.operation;
        let top = NodePath::top(&source.source);
        let own = names.entry(operation.operation.as_str()).or_default();
        let referring = referring(operation, &top);
        for (key, fields) in
            [("parameters", &operation.parameters), ("response", &operation.response), ("shapes", &operation.shapes)]
        {
            let is_shape = key == "shapes";
            each_field(fields, "", &top.key(key), &mut |parent, name, schema, node| {
                own.insert(name);
                // What a shape holds lies within the fields that refer to the shape.
                let parents = referring.get(parent).filter(|_| is_shape).cloned().unwrap_or_else(|| vec![parent]);
                let within = parents.iter().map(|parent| format!("{parent}.{name}"));
                let keys: Vec<String> =
                    within.chain([name.to_owned()]).flat_map(|key| [format!("{}:{key}", operation.operation), key]).collect();
                let is_described = schema.description.is_some() || keys.iter().any(|key| entries.contains(key.as_str()));
                used.extend(keys);
                // A field inside an object is often clear from the object's description, and without a glossary nothing is described yet.
                if !is_described && !is_shape && parent.is_empty() && tree.sources.glossary.is_some() {
                    report.add(
                        Diagnostic::warning(Code::Undescribed, node.at_key(), format!("nothing says what `{name}` means"))
                            .label("neither here nor in the glossary")
                            .help(format!("add a `description`, or an entry `{name}` to `glossary.yaml`")),
                    );
                }
            });
        }
    }
    if tree.whole {
        unused(tree, &used, &names, report);
    }
}

/// The names of the fields that refer to each shape.
fn referring<'s>(operation: &'s Operation, top: &NodePath<'_>) -> HashMap<&'s str, Vec<&'s str>> {
    let mut found: HashMap<&str, Vec<&str>> = HashMap::new();
    for fields in [&operation.parameters, &operation.response, &operation.shapes] {
        each_field(fields, "", top, &mut |_, name, schema, _| {
            let mut name = name;
            let mut inner = Some(schema);
            while let Some(schema) = inner {
                name = schema.wraps.as_deref().unwrap_or(name);
                found.entry(schema.shape.as_deref().unwrap_or_default()).or_default().push(name);
                inner = schema.items.as_deref();
            }
        });
    }
    found
}

fn unused(tree: &SpecTree, used: &HashSet<String>, names: &HashMap<&str, HashSet<&str>>, report: &mut Report) {
    let Some(source) = &tree.sources.glossary else { return };
    let top = NodePath::top(source);
    let shared: HashSet<&str> = tree.service.parameters.names().collect();
    for entry in tree.glossary.names().filter(|entry| !used.contains(*entry) && !shared.contains(entry)) {
        let (operation, name) = entry.split_once(':').unwrap_or(("", entry));
        // An operation that is not there is told about by itself.
        if !operation.is_empty() && !names.contains_key(operation) {
            continue;
        }
        let last = name.rsplit('.').next().unwrap_or(name);
        let known: Vec<&str> = match names.get(operation) {
            Some(own) => own.iter().copied().collect(),
            None => names.values().flatten().copied().collect::<HashSet<_>>().into_iter().collect(),
        };
        let near = suggest::nearest(last, known.iter().copied()).filter(|near| *near != last);
        report.add(
            Diagnostic::warning(Code::UnusedEntry, top.key(entry).at_key(), format!("the entry `{entry}` describes nothing"))
                .label(match name.rsplit_once('.') {
                    Some((parent, last)) if known.contains(&last) => format!("there is no `{last}` directly in a `{parent}`"),
                    _ => "there is no parameter and no field of this name".to_owned(),
                })
                .helps(near.map(|near| format!("did you mean `{near}`?")))
                .becomes(suggest::meant(last, known.iter().copied().filter(|name| *name != last)).map(|(name, sure)| {
                    let renamed = format!("{}{name}", &entry[..entry.len() - last.len()]);
                    // An entry that is there already has its own text.
                    let is_free = tree.glossary.get(&renamed).is_none();
                    (renamed, if is_free { sure } else { Applicability::Maybe })
                })),
        );
    }
}
