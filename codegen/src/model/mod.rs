//! The third stage: names chosen, shapes shared or kept apart, descriptions found. [`emit`](crate::emit)
//! only writes it down.
//!
//! A model borrows the spec that it was made from and is made only from a tree that passed [`check`](acs_spec::check()).

mod resolve;

use std::fmt;

use acs_spec as spec;
use acs_spec::facts::{OperationFacts, WaiterFacts, is_argument, is_needed};
use acs_spec::names::OwnTypes;

pub use resolve::service;

/// A service with the groups that are to be generated.
#[derive(Debug)]
pub struct Service<'s> {
    /// The content of `service.yaml`.
    pub spec: &'s spec::Service,
    /// The groups that have operations, in the order of `service.yaml`.
    pub groups: Vec<Group<'s>>,
}

impl<'s> Service<'s> {
    /// All operations with the group of each.
    pub fn operations(&self) -> impl Iterator<Item = (&Group<'s>, &Operation<'s>)> {
        self.groups.iter().flat_map(|group| group.operations.iter().map(move |operation| (group, operation)))
    }

    /// A waiter of a group that is generated, with that group.
    pub fn waiter(&self, name: &str) -> Option<(&Group<'s>, &Waiter<'s>)> {
        let with_group = |group: &'_ Group<'s>| group.waiters.iter().position(|waiter| waiter.name == name);
        self.groups.iter().find_map(|group| Some((group, &group.waiters[with_group(group)?])))
    }

    /// An operation by its wire name.
    pub fn operation(&self, name: &str) -> Option<&Operation<'s>> {
        self.operations().map(|(_, operation)| operation).find(|operation| operation.name == name)
    }
}

/// A group of operations: a folder of the spec, a module and a cargo feature of the crate.
#[derive(Debug)]
pub struct Group<'s> {
    /// Name of the folder and the feature.
    pub name: &'s str,
    /// Name of the module.
    pub module: String,
    /// One sentence.
    pub summary: &'s str,
    /// Its operations by name.
    pub operations: Vec<Operation<'s>>,
    /// Waiters that poll one of its operations.
    pub waiters: Vec<Waiter<'s>>,
}

/// An operation.
#[derive(Debug)]
pub struct Operation<'s> {
    /// Name on the wire.
    pub name: &'s str,
    /// Names of its types: the one that stands for it, and those around it.
    pub types: OwnTypes,
    /// Name of the client's method.
    pub method: String,
    /// Path of its file below the spec folder, with `/`.
    pub path: &'s str,
    /// The file's content.
    pub spec: &'s spec::Operation,
    /// What follows from it for sending.
    pub facts: OperationFacts<'s>,
    /// What is sent.
    pub request: Struct<'s>,
    /// What comes back.
    pub response: Struct<'s>,
    /// Shapes that one of the two holds.
    pub shapes: Vec<Struct<'s>>,
    /// Closed sets of values.
    pub enums: Vec<Enum<'s>>,
    /// Error codes.
    pub codes: Vec<Code<'s>>,
    /// How its list is paginated.
    pub pagination: Option<Pagination<'s>>,
    /// The field of the reply that holds the id of what it created.
    pub created: Option<&'s str>,
}

impl<'s> Operation<'s> {
    /// The parameters that the client's method takes: what a request needs and nothing else can fill in.
    pub fn required(&self, service: &spec::Service) -> Vec<&Field<'s>> {
        self.request.fields.iter().filter(|field| is_argument(field.wire, field.schema, service)).collect()
    }

    /// The optional parameters that a call needs in practice.
    pub fn needed(&self, service: &spec::Service) -> Vec<&Field<'s>> {
        let is_optional = |field: &&Field<'s>| !is_argument(field.wire, field.schema, service);
        self.request.fields.iter().filter(is_optional).filter(|field| is_needed(field.wire, field.schema, service)).collect()
    }
}

/// A struct with named fields.
#[derive(Debug)]
pub struct Struct<'s> {
    /// Name of the type.
    pub type_name: String,
    /// What it is, in one sentence.
    pub doc: String,
    /// Its fields in the order of the spec.
    pub fields: Vec<Field<'s>>,
    /// Whether a request holds it.
    pub sent: bool,
    /// Whether a response holds it.
    pub received: bool,
}

impl Struct<'_> {
    /// Whether its only field is `RequestId`.
    pub fn is_request_id(&self) -> bool {
        matches!(self.fields.as_slice(), [field] if field.wire == "RequestId" && field.ty == Type::String)
    }
}

/// A field of a struct.
#[derive(Debug)]
pub struct Field<'s> {
    /// Name on the wire.
    pub wire: &'s str,
    /// Name in Rust; may be a keyword.
    pub ident: String,
    /// Its type.
    pub ty: Type<'s>,
    /// What the spec says of it.
    pub schema: &'s spec::Schema,
    /// What it means, from the spec file or the glossary.
    pub description: Option<&'s str>,
}

/// The type of a field or an item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Type<'s> {
    /// `String`.
    String,
    /// `i32`.
    Int32,
    /// `i64`.
    Int64,
    /// `f32`.
    Float,
    /// `f64`.
    Double,
    /// `bool`.
    Boolean,
    /// Anything that JSON can say.
    Any,
    /// A closed set of values.
    Enum(String),
    /// A struct.
    Struct {
        /// Name of the type.
        name: String,
        /// Whether it must be boxed because it may hold itself.
        boxed: bool,
    },
    /// A list.
    List {
        /// Type of its items.
        item: Box<Type<'s>>,
        /// Name of the list inside the object that wraps it on the wire.
        wraps: Option<&'s str>,
        /// Whether an empty list differs from an absent one.
        present: bool,
    },
    /// Values under names that are data.
    Map(Box<Type<'s>>),
}

/// The type as documentation names it: `list of strings`.
impl fmt::Display for Type<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Type::String | Type::Enum(_) => f.write_str("string"),
            Type::Int32 => f.write_str("int32"),
            Type::Int64 => f.write_str("int64"),
            Type::Float => f.write_str("float"),
            Type::Double => f.write_str("double"),
            Type::Boolean => f.write_str("boolean"),
            Type::Any => f.write_str("any"),
            Type::Struct { .. } => f.write_str("object"),
            Type::List { item, .. } => write!(f, "list of {}", item.plural()),
            Type::Map(item) => write!(f, "map to {}", item.plural()),
        }
    }
}

impl Type<'_> {
    fn plural(&self) -> String {
        match self {
            Type::Any => "any".to_owned(),
            Type::List { item, .. } => format!("lists of {}", item.plural()),
            Type::Map(item) => format!("maps to {}", item.plural()),
            other => format!("{other}s"),
        }
    }
}

/// A closed set of values.
#[derive(Debug)]
pub struct Enum<'s> {
    /// Name of the type.
    pub type_name: String,
    /// What it is, in one sentence.
    pub doc: String,
    /// Variant and value of each.
    pub variants: Vec<(String, &'s str)>,
}

/// An error code of an operation.
#[derive(Debug)]
pub struct Code<'s> {
    /// Name of the enum's variant; none for a template that fits everything.
    pub variant: Option<String>,
    /// What the spec says of it.
    pub spec: &'s spec::ErrorCode,
}

/// How an operation's list is paginated.
#[derive(Debug)]
pub struct Pagination<'s> {
    /// What the spec says of it.
    pub spec: &'s spec::Pagination,
    /// Fields that lead to the list, from the top of the response.
    pub items: Vec<String>,
    /// Type of the list's items.
    pub item: Type<'s>,
    /// Fields that lead to the total, from the top of the response, and its type.
    pub total: Option<(Vec<String>, Type<'s>)>,
    /// Fields that lead to the next page's token.
    pub next: Option<Vec<String>>,
}

/// A waiter.
#[derive(Debug, Clone)]
pub struct Waiter<'s> {
    /// Name in `waiters.yaml`.
    pub name: &'s str,
    /// What the spec says of it.
    pub spec: &'s spec::Waiter,
    /// What follows from it for waiting.
    pub facts: WaiterFacts<'s>,
}

impl Waiter<'_> {
    /// What is waited for, as `waits until a VPC is available`.
    pub fn goal(&self) -> String {
        let summary = self.spec.summary.trim_end().trim_end_matches('.');
        let mut chars = summary.chars();
        chars.next().map_or_else(String::new, |first| first.to_lowercase().chain(chars).collect())
    }
}
