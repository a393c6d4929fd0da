//! The files of a product's crate, filled from its specs.

use std::collections::{BTreeMap, BTreeSet};

use acs_codegen::{emit, format, generate, model};
use acs_spec::import::{NoteKind, Report};
use acs_spec::layout::FileKind;
use acs_spec::names;
use acs_spec::read::SpecTree;

use super::sdk::Sdk;
use crate::failure::Failure;
use crate::spec::schema::schema;

/// A crate to be written.
pub(super) struct Crate<'s> {
    /// Its name.
    pub(super) name: String,
    tree: &'s SpecTree,
    /// What stands for the places in the templates.
    places: BTreeMap<&'static str, String>,
}

const TEMPLATES: [(&str, &str); 9] = [
    ("Cargo.toml", include_str!("templates/Cargo.toml.tmpl")),
    ("README.md", include_str!("templates/README.md.tmpl")),
    ("rustfmt.toml", include_str!("templates/rustfmt.toml.tmpl")),
    ("build.rs", include_str!("templates/build.rs.tmpl")),
    ("src/lib.rs", include_str!("templates/lib.rs.tmpl")),
    ("src/dynamic.rs", include_str!("templates/dynamic.rs.tmpl")),
    ("examples/first_call.rs", include_str!("templates/first_call.rs.tmpl")),
    ("tests/requests.rs", include_str!("templates/requests.rs.tmpl")),
    ("tests/surface.rs", include_str!("templates/surface.rs.tmpl")),
];

impl<'s> Crate<'s> {
    pub(super) fn new(tree: &'s SpecTree, report: &Report, name: Option<&str>, sdk: &Sdk) -> Result<Self, Failure> {
        acs_spec::check(tree).map_err(Failure::diagnostics)?;
        let name = match name {
            Some(name) if is_crate(name) => name.to_owned(),
            Some(name) => {
                return Err(Failure::new(format!(
                    "`{name}` cannot be the name of a crate: small letters, digits, `-` and `_`, and no word of Rust or of its libraries"
                )));
            }
            None => derived_name(&tree.service.product)?,
        };
        let service = model::service(tree);
        let operation = first_operation(&service);
        let example = operation.and_then(|operation| emit::example(operation, &service));
        let operation = operation.map_or_else(String::new, |operation| operation.name.to_owned());
        let example = example.unwrap_or_else(|| format!("let response = client.call({operation:?}).send().await?;"));
        let shown = if example.starts_with("let response") { "\nprintln!(\"{response:#?}\");" } else { "" };
        let groups: Vec<&str> = service.groups.iter().map(|group| group.name).collect();
        let places = BTreeMap::from([
            ("IDENT", name.replace('-', "_")),
            ("CRATE", name.clone()),
            ("PRODUCT", plain(&tree.service.product)),
            ("VERSION", plain(&tree.service.version)),
            ("COUNT", tree.operations.len().to_string()),
            ("GROUP_LIST", groups.iter().map(|group| format!("    \"{group}\",")).collect::<Vec<_>>().join("\n")),
            ("GROUP_FEATURES", features(tree, &groups)),
            ("SDK_RUNTIME", sdk.dependency("runtime")),
            ("SDK_CODEGEN", sdk.dependency("codegen")),
            ("OPERATION", operation),
            ("DOC_EXAMPLE", indented(&format!("{example}{shown}"), "//! ")),
            ("README_EXAMPLE", format!("{example}{shown}")),
            ("EXAMPLE", indented(&format!("{example}{shown}"), "    ")),
            ("LEFT_OUT", left_out(report)),
        ]);
        Ok(Crate { name, tree, places })
    }

    /// Paths and contents of all files but the specs.
    pub(super) fn files(&self, metadata: &str) -> Result<Vec<(&'static str, String)>, Failure> {
        let mut files: Vec<_> = TEMPLATES.iter().map(|(path, template)| (*path, self.filled(template))).collect();
        files.push(("tests/metadata.json", metadata.to_owned()));
        files.push(("tests/surface.txt", self.surface()?));
        for (path, kind) in [
            ("api-spec/schema/operation.json", FileKind::Operation),
            ("api-spec/schema/service.json", FileKind::Service),
            ("api-spec/schema/waiters.json", FileKind::Waiters),
            ("api-spec/schema/glossary.json", FileKind::Glossary),
        ] {
            files.push((path, schema(kind).to_owned()));
        }
        Ok(files)
    }

    fn filled(&self, template: &str) -> String {
        self.places.iter().fold(template.to_owned(), |text, (place, value)| text.replace(&format!("@{place}@"), value))
    }

    /// The client's methods as its build writes them.
    fn surface(&self) -> Result<String, Failure> {
        let options = emit::Options { features: true, ..emit::Options::default() };
        let mut methods = BTreeSet::new();
        for file in generate(self.tree, options).map_err(Failure::diagnostics)? {
            let text = format::quick(file.items);
            let lines = text.lines().map(str::trim).filter(|line| line.starts_with("pub fn") && line.contains("&self"));
            methods.extend(lines.map(str::to_owned));
        }
        Ok(methods.iter().map(|line| format!("{line}\n")).collect())
    }
}

/// The product's name as that of a crate: `sts-api`.
fn derived_name(product: &str) -> Result<String, Failure> {
    let field = names::field(&product.to_ascii_lowercase());
    let words = field.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    let name = words.collect::<Vec<_>>().join("-") + "-api";
    let name = if name.starts_with(|c: char| c.is_ascii_digit()) { format!("acs-{name}") } else { name };
    if is_crate(&name) {
        Ok(name)
    } else {
        Err(Failure::new(format!("no name of a crate follows from that of the product, `{product}`: give one with `--name`")))
    }
}

/// Crates that a crate of this name could not be told from.
const TAKEN: [&str; 8] = ["acs_codegen", "acs_runtime", "alloc", "core", "proc_macro", "serde_json", "std", "tokio"];

fn is_crate(name: &str) -> bool {
    let ident = name.replace('-', "_");
    name.starts_with(|c: char| c.is_ascii_lowercase())
        && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'-' | b'_'))
        && !names::is_keyword(&ident)
        && !names::is_never_raw(&ident)
        && !TAKEN.contains(&ident.as_str())
}

/// A name as the files can hold it: in a string of TOML and in documentation.
fn plain(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_' | '.')).collect()
}

/// The operation that is the easiest to call: a read that takes little.
fn first_operation<'m, 's>(service: &'m model::Service<'s>) -> Option<&'m model::Operation<'s>> {
    let callable = service.operations().map(|(_, operation)| operation).filter(|operation| {
        operation.required(service.spec).len() <= names::MAX_ARGUMENTS && emit::example(operation, service).is_some()
    });
    let weight = |operation: &model::Operation<'_>| {
        (operation.spec.deprecated, !operation.facts.read_only, operation.required(service.spec).len())
    };
    callable.min_by_key(|operation| weight(operation)).or_else(|| service.operations().map(|(_, operation)| operation).next())
}

/// A line for each group's feature, with the groups that its waiters poll.
fn features(tree: &SpecTree, groups: &[&str]) -> String {
    let group_of = |operation: &str| {
        let found = tree.operations.iter().find(|source| source.operation.operation == operation);
        found.map(|source| source.group.as_str())
    };
    let line = |group: &&str| {
        let waiters = tree
            .operations
            .iter()
            .filter(|source| source.group == **group)
            .filter_map(|source| source.operation.waiter.as_deref());
        let polled = waiters.filter_map(|waiter| group_of(&tree.waiters.get(waiter)?.operation));
        let needed: BTreeSet<String> = polled.filter(|polled| polled != group).map(|polled| format!("{polled:?}")).collect();
        format!("{group} = [{}]", needed.into_iter().collect::<Vec<_>>().join(", "))
    };
    groups.iter().map(line).collect::<Vec<_>>().join("\n")
}

/// What the specs lack, for the test that compares them with the metadata.
fn left_out(report: &Report) -> String {
    let noted = report.notes.iter().filter(|note| note.kind.is_left_out() || note.kind == NoteKind::Duplicate);
    // A parameter that is listed twice is there.
    let lacking = noted.filter(|note| note.kind != NoteKind::Duplicate || note.text != "the first counts");
    let rows: Vec<_> = lacking.map(|note| format!("\n    ({:?}, {:?}),", note.operation, note.place)).collect();
    if rows.is_empty() { String::new() } else { format!("{}\n", rows.concat()) }
}

fn indented(text: &str, indent: &str) -> String {
    text.lines().map(|line| format!("{indent}{line}").trim_end().to_owned()).collect::<Vec<_>>().join("\n")
}
