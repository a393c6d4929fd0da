//! Names that several places of a service share, and where they stand: for definitions, references and renaming.

use std::ops::Range;

use acs_spec::facts::Descriptions;
use acs_spec::fit::Step;
use acs_spec::read::SpecTree;

use super::fields;
use super::grammar::{self, FileKind, Grammar};
use super::known;
use super::scan::{self, Part, Word};
use super::target::Target;
use super::workspace::Service;

/// What a name stands for.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Symbol {
    Waiter(String),
    Operation(String),
    Group(String),
    /// An entry of the glossary.
    Entry(String),
    /// An error code.
    Code(String),
    /// A shape of the operation in a file.
    Shape(String, String),
    /// A parameter or a field: the file and the way to its key.
    Field(String, Vec<Step>),
}

/// A place where a symbol stands.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Occurrence {
    pub(super) symbol: Symbol,
    pub(super) span: Range<usize>,
    pub(super) is_definition: bool,
}

/// Where a path of a waiter begins.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Inside {
    Reply,
    Items,
    SubItems,
}

/// A file of a service, to find symbols in.
struct File<'s> {
    name: &'s str,
    kind: FileKind,
    service: &'s Service,
    tree: Option<&'s SpecTree>,
    grammar: &'s Grammar,
    descriptions: Option<&'s Descriptions<'s>>,
}

/// The symbols at a place: the one that stands there, and behind it the entry of the glossary that describes it.
pub(super) fn at(target: &Target<'_>, grammar: &Grammar, offset: usize) -> Vec<Occurrence> {
    let Some(word) = scan::cursor(target.text, offset).filter(|word| !word.span.is_empty()) else { return Vec::new() };
    let tree = target.service.tree.as_ref();
    let descriptions = tree.map(|tree| Descriptions::new(&tree.glossary));
    let file = File {
        name: &target.name,
        kind: target.kind,
        service: target.service,
        tree,
        grammar,
        descriptions: descriptions.as_ref(),
    };
    file.of_word(&word)
}

impl Symbol {
    /// The file that defines it, where that is known without a look.
    fn file(&self) -> Option<&str> {
        match self {
            Symbol::Waiter(_) => Some("waiters.yaml"),
            Symbol::Entry(_) => Some("glossary.yaml"),
            Symbol::Group(_) => Some("service.yaml"),
            Symbol::Shape(file, _) | Symbol::Field(file, _) => Some(file),
            Symbol::Operation(_) | Symbol::Code(_) => None,
        }
    }
}

/// Where a symbol is defined, by file.
pub(super) fn definitions(service: &Service, grammar: &Grammar, symbol: &Symbol) -> Vec<(String, Vec<Occurrence>)> {
    let mut found = occurrences(service, grammar, symbol, symbol.file());
    found.iter_mut().for_each(|(_, list)| list.retain(|one| one.is_definition));
    found
}

/// All occurrences of a symbol, by file.
pub(super) fn all(service: &Service, grammar: &Grammar, symbol: &Symbol) -> Vec<(String, Vec<Occurrence>)> {
    occurrences(service, grammar, symbol, None)
}

fn occurrences(service: &Service, grammar: &Grammar, symbol: &Symbol, only: Option<&str>) -> Vec<(String, Vec<Occurrence>)> {
    let tree = service.tree.as_ref();
    let descriptions = tree.map(|tree| Descriptions::new(&tree.glossary));
    let needle = match symbol {
        Symbol::Waiter(name) | Symbol::Operation(name) | Symbol::Group(name) | Symbol::Code(name) | Symbol::Shape(_, name) => {
            name.as_str()
        }
        // The last part of an entry is what it describes.
        Symbol::Entry(name) => name.rsplit(['.', ':']).next().unwrap_or(name),
        Symbol::Field(_, way) => match way.last() {
            Some(Step::Key(name)) => name.as_str(),
            _ => "",
        },
    };
    let mut found = Vec::new();
    let files =
        service.texts.iter().filter(|(name, source)| only.is_none_or(|only| only == *name) && source.text.contains(needle));
    for (name, source) in files {
        let Some(kind) = grammar::kind(name) else { continue };
        let file = File { name, kind, service, tree, grammar, descriptions: descriptions.as_ref() };
        let words = scan::words(&source.text);
        let occurrences = words.iter().filter(|word| word.text.contains(needle)).flat_map(|word| file.of_word(word));
        let mut here: Vec<Occurrence> = occurrences.filter(|one| one.symbol == *symbol).collect();
        here.dedup();
        if !here.is_empty() {
            found.push((name.to_owned(), here));
        }
    }
    found
}

impl File<'_> {
    fn of_word(&self, word: &Word) -> Vec<Occurrence> {
        let one = |symbol: Symbol, is_definition: bool| Occurrence { symbol, span: word.span.clone(), is_definition };
        match word.part {
            Part::Key => self.of_key(word).into_iter().map(|(symbol, is_definition)| one(symbol, is_definition)).collect(),
            Part::Value => self
                .of_value(word)
                .into_iter()
                .map(|symbol| {
                    let is_definition = matches!(&symbol, Symbol::Operation(_))
                        && self.kind == FileKind::Operation
                        && word.way() == [key("operation")];
                    one(symbol, is_definition)
                })
                .collect(),
        }
    }

    /// Keys are where names are defined, and what the glossary describes.
    fn of_key(&self, word: &Word) -> Vec<(Symbol, bool)> {
        let name = word.text.clone();
        let way = word.way();
        match (self.kind, &word.steps[..]) {
            (FileKind::Waiters, []) => vec![(Symbol::Waiter(name), true)],
            (FileKind::Glossary, []) => {
                let operation = name.split_once(':').map(|(operation, _)| (Symbol::Operation(operation.to_owned()), false));
                std::iter::once((Symbol::Entry(name.clone()), true)).chain(operation).collect()
            }
            (FileKind::Service, [Step::Key(top)]) if top == "groups" => vec![(Symbol::Group(name), true)],
            (FileKind::Operation, _) => {
                let Some(operation) = self.service.operation(self.name) else { return Vec::new() };
                let Some(field) = fields::field(operation, &way) else { return Vec::new() };
                if field.is_shape {
                    return vec![(Symbol::Shape(self.name.to_owned(), name), true)];
                }
                let entry = self.descriptions.and_then(|descriptions| fields::entry(descriptions, operation, &field));
                let entry = entry.map(|(entry, _)| (Symbol::Entry(entry.to_owned()), false));
                std::iter::once((Symbol::Field(self.name.to_owned(), way), true)).chain(entry).collect()
            }
            (FileKind::Waiters, [Step::Key(_), Step::Key(with)]) if with == "with" => {
                self.of_polled(word, "parameters", Inside::Reply, &name).into_iter().map(|symbol| (symbol, false)).collect()
            }
            _ => Vec::new(),
        }
    }

    /// Values name what is defined elsewhere.
    fn of_value(&self, word: &Word) -> Option<Symbol> {
        let place = self.grammar.place(self.kind, &word.steps)?;
        let name = word.text.clone();
        match (place.owner, place.key) {
            ("Operation", "operation" | "replaced_by") | ("Waiter", "operation") => Some(Symbol::Operation(name)),
            ("Operation", "waiter") => Some(Symbol::Waiter(name)),
            ("Schema", "shape") => Some(Symbol::Shape(self.name.to_owned(), name)),
            ("ErrorCode", "code") | ("Waiter", "not_found") => Some(Symbol::Code(name)),
            ("Pagination", "page" | "token" | "size") => self.own("parameters", &name),
            ("Pagination", "items" | "next" | "total") => self.own("response", &name),
            ("Waiter", "id" | "also") => self.of_polled(word, "parameters", Inside::Reply, &name),
            ("Waiter", "items") => self.of_polled(word, "response", Inside::Reply, &name),
            ("Waiter", "sub_items") => self.of_polled(word, "response", Inside::Items, &name),
            ("Waiter", "match" | "status") => self.of_polled(word, "response", Inside::SubItems, &name),
            _ => None,
        }
    }

    /// A parameter or a field of the file's own operation.
    fn own(&self, top: &str, path: &str) -> Option<Symbol> {
        let way = fields::way(self.service.operation(self.name)?, top, path)?;
        Some(Symbol::Field(self.name.to_owned(), way))
    }

    /// A parameter or a field of the operation that a waiter polls; the path begins inside of others.
    fn of_polled(&self, word: &Word, top: &str, inside: Inside, path: &str) -> Option<Symbol> {
        let Some(Step::Key(name)) = word.steps.first() else { return None };
        let tree = self.tree?;
        let waiter = tree.waiters.get(name)?;
        let source = tree.operations.iter().find(|source| source.operation.operation == waiter.operation)?;
        let items = waiter.items.as_deref().filter(|_| inside != Inside::Reply);
        let sub_items = waiter.sub_items.first().map(String::as_str).filter(|_| inside == Inside::SubItems);
        let path: Vec<&str> = items.into_iter().chain(sub_items).chain([path]).collect();
        let way = fields::way(known::operation(tree, &waiter.operation)?, top, &path.join("."))?;
        Some(Symbol::Field(source.path.clone(), way))
    }
}

fn key(name: &str) -> Step {
    Step::Key(name.to_owned())
}
