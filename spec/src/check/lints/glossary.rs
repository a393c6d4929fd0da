//! The glossary: that each entry describes something, and that everything is described.

use std::collections::{HashMap, HashSet};

use crate::check::fields::each_field;
use crate::check::pointer::{NodePath, Pointer};
use crate::check::report::{Report, Unlocated};
use crate::diagnostic::{Applicability, Code, Diagnostic};
use crate::names::{is_unseen, unseen, visible};
use crate::read::SpecTree;
use crate::suggest;
use crate::types::Operation;

pub(super) fn check(tree: &SpecTree, report: &mut Report) {
    let mut used: HashSet<String> = HashSet::new();
    let mut names: HashMap<&str, HashSet<&str>> = HashMap::new();
    // An entry with an invisible character is reported once, not at each field that it was meant for.
    let entries: HashSet<String> = tree.glossary.names().flat_map(|entry| [entry.to_owned(), visible(entry)]).collect();
    let mut undescribed: Vec<Undescribed<'_>> = Vec::new();
    // In imported specs nothing is described yet.
    let begun = tree.sources.glossary.is_some() || tree.operations.iter().any(|source| describes(&source.operation));
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
                // A field inside an object is often clear from the object's description.
                if !is_described && !is_shape && parent.is_empty() && begun {
                    undescribed.push(Undescribed { name, operation: &operation.operation, place: node.at_key() });
                }
            });
        }
    }
    // What describes the parts of an operation that is missing, and reported as such, is right.
    let is_missing = |name: &str| tree.operations.iter().all(|source| source.operation.operation != name);
    let lacks = tree.waiters.iter().any(|(_, waiter)| is_missing(&waiter.operation));
    let unused = if tree.whole && !lacks { unused(tree, &used, &names) } else { Vec::new() };
    slips(undescribed, unused, tree, &names, report);
}

/// Whether an operation describes a parameter or a field.
fn describes(operation: &Operation) -> bool {
    let all = operation.parameters.iter().chain(operation.response.iter()).chain(operation.shapes.iter());
    all.into_iter().any(|(_, schema)| schema.description.is_some())
}

/// Of two names that differ by a slip, a field that nothing describes and an entry that describes nothing, one is misspelt: that is one
/// mistake, reported where it is more likely, with the place of the other.
fn slips<'t>(
    undescribed: Vec<Undescribed<'t>>,
    unused: Vec<Unused<'t>>,
    tree: &SpecTree,
    names: &HashMap<&'t str, HashSet<&'t str>>,
    report: &mut Report,
) {
    let mut fields: Vec<Vec<Undescribed<'t>>> = unused.iter().map(|_| Vec::new()).collect();
    let mut others: Vec<Undescribed<'t>> = Vec::new();
    for field in undescribed {
        let is_own = |entry: &&Unused<'_>| entry.operation.is_empty() || entry.operation == field.operation;
        let near = suggest::nearest(field.name, unused.iter().filter(is_own).map(|entry| entry.last));
        let meant = near.filter(|near| suggest::is_slip(field.name, near));
        match meant.and_then(|near| unused.iter().position(|entry| is_own(&entry) && entry.last == near)) {
            Some(index) => fields[index].push(field),
            None => others.push(field),
        }
    }
    let all: HashSet<&str> = names.values().flatten().copied().chain(tree.glossary.names()).collect();
    // How many words of a name are in no other name.
    let strange = |name: &str| {
        let known = |word: &str| {
            all.iter().any(|other| *other != name && crate::names::field(other).split('_').any(|known| known == word))
        };
        crate::names::field(name).split('_').filter(|word| !known(word)).count()
    };
    for (entry, mut fields) in unused.into_iter().zip(fields) {
        let name = fields.first().map_or("", |field| field.name);
        let is_entry = fields.len() > 1 || (fields.len() == 1 && strange(entry.last) > strange(name));
        if fields.is_empty() || is_entry {
            let others = fields.len().saturating_sub(1);
            let first = (!fields.is_empty()).then(|| fields.swap_remove(0));
            report.add(entry.reported(tree, first.map(|field| (field.name, field.place)), others));
            continue;
        }
        for field in fields {
            report.add(
                field
                    .reported()
                    .related(entry.node().at_key(), "an entry of a similar name, which describes nothing")
                    .help(format!("did you mean `{}`? Otherwise rename the entry, or add a `description`", entry.last))
                    .becomes(Some((entry.last, Applicability::Maybe))),
            );
        }
    }
    for field in others {
        let help = format!("add a `description`, or an entry `{}` to `glossary.yaml`", field.name);
        report.add(field.reported().help(help));
    }
}

/// A field that nothing describes.
struct Undescribed<'t> {
    name: &'t str,
    operation: &'t str,
    place: Pointer,
}

impl Undescribed<'_> {
    fn reported(self) -> Unlocated {
        Diagnostic::warning(Code::Undescribed, self.place, format!("nothing says what `{}` means", self.name))
            .label("neither here nor in the glossary")
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

/// An entry that describes nothing.
struct Unused<'t> {
    top: NodePath<'t>,
    entry: &'t str,
    operation: &'t str,
    /// The name of the field alone.
    last: &'t str,
    /// Names that it may have been meant for.
    known: Vec<&'t str>,
}

fn unused<'t>(tree: &'t SpecTree, used: &HashSet<String>, names: &HashMap<&'t str, HashSet<&'t str>>) -> Vec<Unused<'t>> {
    let Some(source) = &tree.sources.glossary else { return Vec::new() };
    let shared: HashSet<&str> = tree.service.parameters.names().collect();
    let mut found = Vec::new();
    for entry in tree.glossary.names().filter(|entry| !used.contains(*entry) && !shared.contains(entry)) {
        let (operation, name) = entry.split_once(':').unwrap_or(("", entry));
        // A missing operation is reported separately.
        if !operation.is_empty() && !names.contains_key(operation) {
            continue;
        }
        let last = name.rsplit('.').next().unwrap_or(name);
        let known: Vec<&str> = match names.get(operation) {
            Some(own) => own.iter().copied().collect(),
            None => names.values().flatten().copied().collect::<HashSet<_>>().into_iter().collect(),
        };
        // A field with an invisible character is reported separately.
        if known.iter().any(|name| *name != last && visible(name) == last) {
            continue;
        }
        found.push(Unused { top: NodePath::top(source), entry, operation, last, known });
    }
    found
}

impl Unused<'_> {
    fn node(&self) -> NodePath<'_> {
        self.top.key(self.entry)
    }

    /// With the field that it may have been meant for, if nothing describes that, and how many others there are.
    fn reported(&self, tree: &SpecTree, field: Option<(&str, Pointer)>, others: usize) -> Unlocated {
        let (last, entry) = (self.last, self.entry);
        let is_free = |entry: &str| tree.glossary.get(entry).is_none();
        let found = Diagnostic::warning(
            Code::UnusedEntry,
            self.node().at_key(),
            format!("the entry `{}` describes nothing", entry.escape_debug()),
        );
        let seen = visible(entry);
        if let Some(sign) = entry.chars().find(|c| is_unseen(*c)) {
            let sure = if is_free(&seen) { Applicability::Certain } else { Applicability::Maybe };
            return found.label(format!("it holds {}", unseen(sign))).help(format!("write `{seen}`")).becomes(Some((seen, sure)));
        }
        let known = || self.known.iter().copied().filter(|name| *name != last);
        let near = field.as_ref().map(|(name, _)| *name).or_else(|| suggest::nearest(last, known()));
        let found = found.label(match entry.rsplit_once('.') {
            Some((parent, last)) if self.known.contains(&last) => {
                let parent = parent.rsplit_once(':').map_or(parent, |(_, parent)| parent);
                format!("there is no `{last}` directly in a `{parent}`")
            }
            _ => "there is no parameter and no field of this name".to_owned(),
        });
        let near = near.map(str::to_owned);
        let found = match field {
            Some((_, place)) => found.related(place, "a field of a similar name, which nothing describes"),
            None => found,
        };
        let found = match others {
            0 => found,
            1 => found.note("another operation has such a field, too"),
            others => found.note(format!("{others} other operations have such a field, too")),
        };
        // The field may be the wrong one of the two.
        let renamed = |name: &str| (format!("{}{name}", &entry[..entry.len() - last.len()]), Applicability::Maybe);
        found
            .helps(near.map(|near| format!("did you mean `{near}`?")))
            .becomes(suggest::meant(last, known()).map(|(name, _)| renamed(name)))
    }
}
