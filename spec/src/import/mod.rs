//! The vendor's API metadata becomes a tree of spec files.
//!
//! The metadata is the vendor's `api-docs.json` format: one JSON document for a product of RPC style. What it says of
//! operations, parameters, replies, errors and hosts is carried over; what cannot be is listed in a [`Report`]. Importing over an
//! existing tree updates the facts and keeps what a person wrote.
//!
//! ```text
//! metadata ── operation, access, pagination ────┐
//!             schema, shapes, limits, values    ├── merge (an existing tree) ── yaml (text)
//!             groups, endpoints, service ───────┘
//! ```
//!
//! [`import()`] does no I/O; [`import_into()`] reads and writes a folder.

mod access;
mod coerce;
mod dotted;
mod endpoints;
mod error;
mod files;
mod groups;
mod limits;
mod merge;
mod metadata;
mod operation;
mod pagination;
mod report;
mod schema;
mod service;
mod shapes;
mod summary;
mod texts;
mod topic;
mod values;
mod waiters;
pub mod yaml;

use crate::names::{self, Unusable};
use crate::read::{self, SpecTree};
use crate::types::Operation;
use groups::Groups;
use metadata::{Api, Document};
use operation::Context;
use report::Notes;

pub use error::ImportError;
pub use files::{import_into, import_into_with};
pub use report::{Note, NoteKind, Report};

/// What an import makes.
#[derive(Debug, Clone, PartialEq)]
pub struct Import {
    /// Files that are new or changed, to be written as they are.
    pub files: Vec<File>,
    /// What was done, and what could not be.
    pub report: Report,
}

/// Whose words summaries and descriptions are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Wording {
    /// Our own: summaries made of names, until a person writes better ones.
    #[default]
    Placeholder,
    /// Those of the metadata, where it has any in English. They are the vendor's.
    Metadata,
}

/// A file of a spec tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// Path from the root of the tree, with `/` between its parts.
    pub path: String,
    /// The whole content.
    pub text: String,
}

/// Imports metadata, over an existing tree if there is one.
///
/// The files are `service.yaml` and one for each operation, those alone that are new or changed, and `waiters.yaml` if there are new
/// waiters, which are added at its end. The glossary is people's alone and never touched.
///
/// # Errors
/// If the metadata is not valid JSON, or not that of an RPC API; or if the existing tree is that of another product or version.
pub fn import(metadata: &str, existing: Option<&SpecTree>) -> Result<Import, ImportError> {
    import_with(metadata, existing, Wording::default())
}

/// Imports metadata as [`import()`] does, with the vendor's texts if they are asked for.
///
/// # Errors
/// Those of [`import()`].
pub fn import_with(metadata: &str, existing: Option<&SpecTree>, wording: Wording) -> Result<Import, ImportError> {
    let json = serde_json::from_str(metadata).map_err(ImportError::Json)?;
    let document = Document(&json);
    refuse_others(document, existing)?;

    let context = Context::new(document, wording);
    let mut groups = Groups::of(document);
    if let Some(tree) = existing {
        groups.keep(tree);
    }
    let mut notes = Notes::default();
    let mut operations: Vec<(String, Operation)> = Vec::new();
    let mut described = Vec::new();
    for api in document.apis() {
        notes.operation = api.name.to_owned();
        described.push(api);
        if let Err(why) = can_join(api, &operations) {
            notes.add(NoteKind::OperationLeftOut, &[], why);
        } else if let Some(operation) = imported(api, &context, existing, &mut notes) {
            operations.push((groups.get(api.name).to_owned(), operation));
        }
    }
    let waiters = waiters::set(document, &described, &mut operations, existing, &mut notes);
    notes.operation.clear();
    let service = service::build(document, &context, &operations, &groups, existing, &mut notes);

    let mut report = Report { operations: operations.len(), ..Report::default() };
    let mut files = Vec::new();
    let mut put = |path: String, old: Option<(&str, bool)>, text: Result<String, serde_yaml::Error>, notes: &mut Notes| {
        match old {
            Some((_, true)) => {
                report.unchanged += 1;
                return Ok(());
            }
            Some((old, false)) => {
                report.changed.push(path.clone());
                tell_lost_comments(&path, old, notes);
            }
            None => report.added.push(path.clone()),
        }
        let header = old.map(|(text, _)| header(text)).unwrap_or_default();
        let text = text.map_err(ImportError::Yaml)?;
        files.push(File { path, text: with_header(header, text) });
        Ok(())
    };
    let old = existing.map(|tree| (tree.sources.service.text.as_str(), tree.service == service));
    put(read::SERVICE.to_owned(), old, yaml::service(&service), &mut notes)?;
    for (group, operation) in &operations {
        let old = existing.and_then(|tree| find(tree, &operation.operation));
        let path = old.map_or_else(|| format!("{group}/{}.yaml", operation.operation), |old| old.path.clone());
        let old = old.map(|old| (old.source.text.as_str(), old.operation == *operation));
        put(path, old, yaml::operation(operation), &mut notes)?;
    }
    report.unchanged += usize::from(waiters.0.is_empty() && existing.is_some_and(|tree| tree.sources.waiters.is_some()));
    if !waiters.0.is_empty() {
        let old = existing.and_then(|tree| tree.sources.waiters.as_ref()).map(|source| source.text.as_str());
        let path = "waiters.yaml".to_owned();
        match old {
            Some(_) => report.changed.push(path.clone()),
            None => report.added.push(path.clone()),
        }
        files.push(File { path, text: yaml::waiters(&waiters, old).map_err(ImportError::Yaml)? });
    }
    let gone = existing.into_iter().flat_map(|tree| &tree.operations);
    let gone = gone.filter(|old| operations.iter().all(|(_, operation)| operation.operation != old.operation.operation));
    report.removed = gone.map(|old| old.path.clone()).collect();
    report.notes = notes.notes;
    Ok(Import { files, report })
}

fn refuse_others(document: Document<'_>, existing: Option<&SpecTree>) -> Result<(), ImportError> {
    if !document.has_apis() {
        return Err(ImportError::NoMetadata("it has no `apis`"));
    }
    let (Some(product), Some(version)) = (document.product(), document.version()) else {
        return Err(ImportError::NoMetadata("its `info` does not name a product and a version"));
    };
    let Some(style) = document.style() else {
        return Err(ImportError::NoMetadata("its `info` does not say of which style the API is"));
    };
    if !["RPC", "V3"].iter().any(|known| style.eq_ignore_ascii_case(known)) {
        return Err(ImportError::Style { product: product.to_owned(), style: style.to_owned() });
    }
    let other = existing.map(|tree| &tree.service).filter(|tree| tree.product != product || tree.version != version);
    other.map_or(Ok(()), |tree| {
        let (tree, metadata) = (format!("{} {}", tree.product, tree.version), format!("{product} {version}"));
        Err(ImportError::OtherService { tree, metadata })
    })
}

/// One operation, with what a person wrote about it.
fn imported<'m>(api: Api<'m>, context: &Context<'m>, existing: Option<&SpecTree>, notes: &mut Notes) -> Option<Operation> {
    let new = operation::convert(api, context, notes)?;
    match existing.and_then(|tree| find(tree, api.name)) {
        Some(old) => Some(merge::operation(new, &old.operation, api, notes)),
        None => {
            notes.add(NoteKind::NeedsSummary, &[], "");
            Some(new)
        }
    }
}

/// Whether an operation can be a file and a Rust type beside those before it.
fn can_join(api: Api<'_>, operations: &[(String, Operation)]) -> Result<(), String> {
    if !api.is_described() {
        return Err("nothing is said about it".to_owned());
    }
    // The name becomes that of a Rust type, and of a file.
    if !names::is_operation(api.name) || names::usable_field(api.name).is_err() {
        return Err("its name cannot be that of a Rust type: letters, digits, `_` and `-`, with a letter first".to_owned());
    }
    match operations.iter().find(|(_, other)| share_a_name(api.name, &other.operation)) {
        Some((_, other)) => {
            Err(format!("its name in Rust, and of its file where case does not count, is that of `{}`", other.operation))
        }
        None => Ok(()),
    }
}

fn share_a_name(one: &str, other: &str) -> bool {
    // Some file systems take names for the same that differ in case only.
    one.eq_ignore_ascii_case(other) || names::method(one) == names::method(other)
}

/// Whether a file can hold a wire name. A name in Rust is chosen where the wire's makes none.
fn can_be_named(name: &str) -> Result<(), String> {
    match names::usable_field(name) {
        Ok(_) | Err(Unusable::Keyword(_) | Unusable::NoIdentifier) if !name.is_empty() => Ok(()),
        Err(Unusable::Sign(sign)) => Err(format!("`{name}` contains `{sign}`")),
        Err(Unusable::Space) => Err(format!("`{name}` holds a space or a control character")),
        _ => Err("its name is empty, longer than a key can be, or a merge key".to_owned()),
    }
}

fn find<'t>(tree: &'t SpecTree, operation: &str) -> Option<&'t crate::read::SourcedOperation> {
    tree.operations.iter().find(|source| source.operation.operation == operation)
}

/// The comments that a file begins with.
fn header(text: &str) -> &str {
    let lines = text.split_inclusive('\n').take_while(|line| line.starts_with('#'));
    &text[..lines.map(str::len).sum()]
}

/// A text with another header, if there is one to keep.
fn with_header(kept: &str, text: String) -> String {
    if kept.is_empty() {
        return text;
    }
    format!("{kept}{}", &text[header(&text).len()..])
}

/// Comments below the header go when a file is written again.
fn tell_lost_comments(path: &str, old: &str, notes: &mut Notes) {
    for line in old[header(old).len()..].lines().filter(|line| line.trim_start().starts_with('#')) {
        notes.add(NoteKind::CommentsLost, &[path], line.trim());
    }
}
