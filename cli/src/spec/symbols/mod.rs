//! Names that several places of a service share, and where they stand: for definitions, references and renaming.

mod edits;
pub(in crate::spec) mod fields;
mod place;
pub(in crate::spec) mod words;

use std::ops::Range;

use acs_spec::Operation;
use acs_spec::facts::{Descriptions, TableFacts};
use acs_spec::fit::Step;
use acs_spec::layout::FileKind;
use acs_spec::read::{SpecTree, Texts};

pub(in crate::spec) use edits::{FileEdits, rename};
pub(in crate::spec) use place::{kind, place};
use words::{Part, Word};

/// A service to find names in.
pub(in crate::spec) struct Context<'s> {
    pub(in crate::spec) texts: &'s Texts,
    pub(in crate::spec) tree: Option<&'s SpecTree>,
    /// The operation of a file, as far as it is known.
    pub(in crate::spec) operation: &'s dyn Fn(&str) -> Option<&'s Operation>,
    /// The words of a text.
    pub(in crate::spec) words: &'s dyn Fn(&str) -> Vec<Word>,
}

impl<'s> Context<'s> {
    fn operation(&self, file: &str) -> Option<&'s Operation> {
        (self.operation)(file)
    }
}

/// What a name stands for.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::spec) enum Symbol {
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
pub(in crate::spec) struct Occurrence {
    pub(in crate::spec) symbol: Symbol,
    pub(in crate::spec) span: Range<usize>,
    pub(in crate::spec) is_definition: bool,
}

/// Where a path of a waiter begins.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Inside {
    Reply,
    Items,
    SubItems,
}

/// A file of a service, to find symbols in.
struct File<'s, 'c> {
    name: &'c str,
    kind: FileKind,
    context: &'c Context<'s>,
    descriptions: Option<&'c Descriptions<'s>>,
}

/// The symbols at a word: the one that stands there, and behind it the entry of the glossary that describes it.
#[cfg(feature = "full")]
pub(in crate::spec) fn of_word(context: &Context<'_>, name: &str, word: &Word) -> Vec<Occurrence> {
    let Some(kind) = kind(name) else { return Vec::new() };
    let descriptions = context.tree.map(|tree| Descriptions::new(&tree.glossary));
    File { name, kind, context, descriptions: descriptions.as_ref() }.of_word(word)
}

impl Symbol {
    /// The file that defines it, where that is known without a look.
    #[cfg(feature = "full")]
    fn file(&self) -> Option<&str> {
        match self {
            Symbol::Waiter(_) => Some(acs_spec::read::WAITERS),
            Symbol::Entry(_) => Some(acs_spec::read::GLOSSARY),
            Symbol::Group(_) => Some(acs_spec::read::SERVICE),
            Symbol::Shape(file, _) | Symbol::Field(file, _) => Some(file),
            Symbol::Operation(_) | Symbol::Code(_) => None,
        }
    }
}

/// Where a symbol is defined, by file.
#[cfg(feature = "full")]
pub(in crate::spec) fn definitions(context: &Context<'_>, symbol: &Symbol) -> Vec<(String, Vec<Occurrence>)> {
    let mut found = occurrences(context, symbol, symbol.file());
    found.iter_mut().for_each(|(_, list)| list.retain(|one| one.is_definition));
    found
}

/// All occurrences of a symbol, by file.
pub(in crate::spec) fn all(context: &Context<'_>, symbol: &Symbol) -> Vec<(String, Vec<Occurrence>)> {
    occurrences(context, symbol, None)
}

fn occurrences(context: &Context<'_>, symbol: &Symbol, only: Option<&str>) -> Vec<(String, Vec<Occurrence>)> {
    let descriptions = context.tree.map(|tree| Descriptions::new(&tree.glossary));
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
        context.texts.iter().filter(|(name, source)| only.is_none_or(|only| only == *name) && source.text.contains(needle));
    for (name, source) in files {
        let Some(kind) = kind(name) else { continue };
        let file = File { name, kind, context, descriptions: descriptions.as_ref() };
        let words = (context.words)(&source.text);
        let occurrences = words.iter().filter(|word| word.text.contains(needle)).flat_map(|word| file.of_word(word));
        let mut here: Vec<Occurrence> = occurrences.filter(|one| one.symbol == *symbol).collect();
        here.dedup();
        if !here.is_empty() {
            found.push((name.to_owned(), here));
        }
    }
    found
}

impl File<'_, '_> {
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
                let Some(operation) = self.context.operation(self.name) else { return Vec::new() };
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
        let (owner, key) = place(self.kind, &word.steps)?;
        let name = word.text.clone();
        match (owner, key) {
            ("Operation", "operation" | "replaced_by") | ("Waiter", "operation") => Some(Symbol::Operation(name)),
            ("Operation", "waiter") => Some(Symbol::Waiter(name)),
            ("Schema", "shape") => Some(Symbol::Shape(self.name.to_owned(), name)),
            ("ErrorCode", "code") | ("Waiter", "not_found") => Some(Symbol::Code(name)),
            ("Pagination", "page" | "token" | "size") => self.own("parameters", &name),
            ("Pagination", "items" | "next" | "total") => self.own("response", &name),
            ("Operation", "columns") => self.column(&name),
            ("Waiter", "id" | "also") => self.of_polled(word, "parameters", Inside::Reply, &name),
            ("Waiter", "items") => self.of_polled(word, "response", Inside::Reply, &name),
            ("Waiter", "sub_items") => self.of_polled(word, "response", Inside::Items, &name),
            ("Waiter", "match" | "status") => self.of_polled(word, "response", Inside::SubItems, &name),
            _ => None,
        }
    }

    /// A parameter or a field of the file's own operation.
    fn own(&self, top: &str, path: &str) -> Option<Symbol> {
        let way = fields::way(self.context.operation(self.name)?, top, path)?;
        Some(Symbol::Field(self.name.to_owned(), way))
    }

    /// A field of the list that a table of the file's own operation shows.
    fn column(&self, name: &str) -> Option<Symbol> {
        let list = TableFacts::of(self.context.operation(self.name)?)?.path;
        self.own("response", &format!("{list}.{name}"))
    }

    /// A parameter or a field of the operation that a waiter polls; the path begins inside of others.
    fn of_polled(&self, word: &Word, top: &str, inside: Inside, path: &str) -> Option<Symbol> {
        let Some(Step::Key(name)) = word.steps.first() else { return None };
        let tree = self.context.tree?;
        let waiter = tree.waiters.get(name)?;
        let source = tree.operations.iter().find(|source| source.operation.operation == waiter.operation)?;
        let items = waiter.items.as_deref().filter(|_| inside != Inside::Reply);
        let sub_items = waiter.sub_items.first().map(String::as_str).filter(|_| inside == Inside::SubItems);
        let path: Vec<&str> = items.into_iter().chain(sub_items).chain([path]).collect();
        let way = fields::way(&source.operation, top, &path.join("."))?;
        Some(Symbol::Field(source.path.clone(), way))
    }
}

fn key(name: &str) -> Step {
    Step::Key(name.to_owned())
}
