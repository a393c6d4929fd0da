//! Names of the types of operations: of each operation itself, and of the objects and closed sets inside it.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::{OwnTypes, operation_type, type_name};
use crate::types::{Format, Kind, Named, Operation, Schema};

/// The types of all operations of a service, by the operation's wire name.
#[derive(Debug, Default)]
pub struct TypeNames {
    operations: HashMap<String, OperationTypes>,
    calls: HashSet<String>,
}

/// The types of one operation.
#[derive(Debug, Clone)]
pub struct OperationTypes {
    /// Those that every operation has.
    pub own: OwnTypes,
    nested: BTreeMap<(String, String), NestedType>,
}

/// The type of what a field holds: an object or a closed set, or a list or a map of such.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NestedType {
    /// Name of the type.
    pub name: String,
    /// The wire names that lead to the field where it was first met, without wrappers.
    pub path: Vec<String>,
    /// Whether the request holds it there, or the response.
    pub side: Side,
}

/// The direction in which a type is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Side {
    /// To the service.
    Request,
    /// From the service.
    Response,
}

impl TypeNames {
    /// The names for operations, each with its group, beside others of which only the names are known.
    pub fn choose<'s>(
        operations: impl IntoIterator<Item = (&'s str, &'s Operation)>,
        others: impl IntoIterator<Item = &'s str>,
    ) -> Self {
        let mut groups: BTreeMap<&str, Vec<&Operation>> = BTreeMap::new();
        for (group, operation) in operations {
            groups.entry(group).or_default().push(operation);
        }
        let known = groups.values().flatten().map(|operation| operation.operation.as_str());
        let all: Vec<&str> = known.chain(others).collect();
        let calls: HashSet<String> = all.iter().map(|name| operation_type(name)).collect();
        let mut names = TypeNames { operations: HashMap::new(), calls };
        let taken: HashSet<String> =
            all.iter().flat_map(|name| names.own(name).iter().map(str::to_owned).collect::<Vec<_>>()).collect();
        for mut operations in groups.into_values() {
            operations.sort_by_key(|operation| &operation.operation);
            // The types of a group are in one module.
            let mut taken = taken.clone();
            for operation in operations {
                let types = Chooser::new(operation, names.own(&operation.operation), &taken).operation();
                taken.extend(types.nested.values().map(|nested| nested.name.clone()));
                names.operations.insert(operation.operation.clone(), types);
            }
        }
        names
    }

    /// The names of the types that every operation has.
    pub fn own(&self, operation: &str) -> OwnTypes {
        OwnTypes::of(operation, |name| self.calls.contains(name))
    }

    /// All types of an operation that was read.
    pub fn get(&self, operation: &str) -> Option<&OperationTypes> {
        self.operations.get(operation)
    }
}

impl OperationTypes {
    /// The name of the type that a field of a struct holds.
    pub fn nested(&self, owner: &str, wire: &str) -> Option<&str> {
        self.nested.get(&(owner.to_owned(), wire.to_owned())).map(|nested| nested.name.as_str())
    }

    /// All nested types, with the struct and the field that hold each.
    pub fn all_nested(&self) -> impl Iterator<Item = (&str, &str, &NestedType)> {
        self.nested.iter().map(|((owner, wire), nested)| (owner.as_str(), wire.as_str(), nested))
    }
}

/// Chooses the names for one operation.
struct Chooser<'s, 'c> {
    spec: &'s Operation,
    own: OwnTypes,
    taken: &'c HashSet<String>,
    structs: HashMap<String, (&'s Named<Schema>, Side)>,
    sets: HashMap<String, Vec<&'s str>>,
    side: Side,
    nested: BTreeMap<(String, String), NestedType>,
}

/// Where a schema stands.
struct Place<'s> {
    /// The struct that has the field.
    owner: String,
    /// The fields that lead to it, the field itself last.
    path: Vec<&'s str>,
    /// The same with the lists inside wrappers.
    within: Vec<&'s str>,
    /// Shapes that led here without an object between, to notice one that is made of itself.
    aliases: Vec<&'s str>,
}

impl<'s, 'c> Chooser<'s, 'c> {
    fn new(spec: &'s Operation, own: OwnTypes, taken: &'c HashSet<String>) -> Self {
        let (structs, sets) = (HashMap::new(), HashMap::new());
        Chooser { spec, own, taken, structs, sets, side: Side::Request, nested: BTreeMap::new() }
    }

    fn operation(mut self) -> OperationTypes {
        let top = |owner: &String| Place { owner: owner.clone(), path: Vec::new(), within: Vec::new(), aliases: Vec::new() };
        let (request, response) = (top(&self.own.request), top(&self.own.response));
        self.fields(&self.spec.parameters, &request);
        self.side = Side::Response;
        self.fields(&self.spec.response, &response);
        OperationTypes { own: self.own, nested: self.nested }
    }

    fn fields(&mut self, fields: &'s Named<Schema>, place: &Place<'s>) {
        for (wire, schema) in fields.iter() {
            let path = [place.path.as_slice(), &[wire]].concat();
            let within = [place.within.as_slice(), &[wire]].concat();
            self.schema(schema, Place { owner: place.owner.clone(), path, within, aliases: Vec::new() });
        }
    }

    fn schema(&mut self, schema: &'s Schema, mut place: Place<'s>) {
        if let Some(name) = schema.shape.as_deref() {
            let Some(target) = self.spec.shapes.get(name).filter(|_| !place.aliases.contains(&name)) else { return };
            if target.kind == Some(Kind::Object) {
                return self.object(&target.fields, name, place);
            }
            place.aliases.push(name);
            return self.schema(target, place);
        }
        match schema.kind {
            Some(Kind::String) if !schema.closed.is_empty() => self.closed(&schema.closed, place),
            Some(Kind::Object) if !schema.fields.is_empty() => {
                let short = type_name(place.within.last().copied().unwrap_or_default());
                self.object(&schema.fields, &short, place);
            }
            Some(kind @ (Kind::List | Kind::Map)) => {
                place.within.extend(schema.wraps.as_deref().filter(|_| kind == Kind::List));
                if let Some(items) = schema.items.as_deref() {
                    self.schema(items, place);
                }
            }
            _ => {}
        }
    }

    /// An object: one that was met before under the same short name with the same fields, or a new one.
    fn object(&mut self, fields: &'s Named<Schema>, short: &str, place: Place<'s>) {
        let name = self.free_name(short, &place.within, |name| self.differs(name, fields));
        self.note(&name, &place);
        if self.structs.contains_key(&name) {
            return;
        }
        self.structs.insert(name.clone(), (fields, self.side));
        self.fields(fields, &Place { owner: name, ..place });
    }

    fn closed(&mut self, values: &'s [String], place: Place<'s>) {
        let mut values: Vec<&str> = values.iter().map(String::as_str).collect();
        values.sort_unstable();
        let short = type_name(place.within.last().copied().unwrap_or_default());
        let is_other = |name: &str| match self.sets.get(name) {
            Some(known) => *known != values,
            None => self.taken.contains(name) || self.structs.contains_key(name),
        };
        let name = self.free_name(&short, &place.within, is_other);
        self.note(&name, &place);
        self.sets.entry(name).or_insert(values);
    }

    fn note(&mut self, name: &str, place: &Place<'s>) {
        let wire = place.path.last().copied().unwrap_or_default();
        let path = place.path.iter().map(|&wire| wire.to_owned()).collect();
        let nested = NestedType { name: name.to_owned(), path, side: self.side };
        self.nested.insert((place.owner.clone(), wire.to_owned()), nested);
    }

    /// A name for a type: `short` behind the operation's. Where that stands for something else, the names that lead to it are
    /// put before, and then a number behind.
    fn free_name(&self, short: &str, within: &[&str], is_other: impl Fn(&str) -> bool) -> String {
        let last = within.len().saturating_sub(1);
        let mut unnumbered = String::new();
        for depth in (0..=last).rev() {
            let path: String = within[depth..last].iter().map(|wire| type_name(wire)).collect();
            let name = format!("{}{path}{short}", self.own.call);
            if !is_other(&name) {
                return name;
            }
            unnumbered = name;
        }
        let mut numbered = (2..).map(|number: usize| format!("{unnumbered}{number}"));
        numbered.find(|name| !is_other(name)).unwrap_or(unnumbered)
    }

    /// Whether a type name stands for something other than an object of these fields.
    fn differs(&self, name: &str, fields: &Named<Schema>) -> bool {
        match self.structs.get(name) {
            // A reply's integers are wider than a request's.
            Some((_, side)) if *side != self.side && self.holds_int32(fields, &mut Vec::new()) => true,
            Some((known, _)) => !same_fields(known, fields),
            None => self.taken.contains(name) || self.sets.contains_key(name),
        }
    }

    /// Whether an object holds an integer of 32 bits, at any depth. `above` are the shapes whose fields are being searched.
    fn holds_int32<'f>(&'f self, fields: &'f Named<Schema>, above: &mut Vec<&'f str>) -> bool {
        fields.iter().any(|(_, schema)| self.is_int32(schema, above))
    }

    fn is_int32<'f>(&'f self, schema: &'f Schema, above: &mut Vec<&'f str>) -> bool {
        if let Some(name) = schema.shape.as_deref() {
            let Some(target) = self.spec.shapes.get(name).filter(|_| !above.contains(&name)) else { return false };
            above.push(name);
            return self.is_int32(target, above);
        }
        let of_items = schema.items.as_deref().is_some_and(|items| self.is_int32(items, above));
        of_items || schema.format == Some(Format::Int32) || self.holds_int32(&schema.fields, above)
    }
}

/// Whether two objects are the same on the wire and in Rust, whatever is said about their fields.
fn same_fields(one: &Named<Schema>, other: &Named<Schema>) -> bool {
    one.len() == other.len() && one.iter().zip(other.iter()).all(|((a, x), (b, y))| a == b && same_type(x, y))
}

fn same_type(one: &Schema, other: &Schema) -> bool {
    let items = match (&one.items, &other.items) {
        (Some(one), Some(other)) => same_type(one, other),
        (None, None) => true,
        _ => false,
    };
    items
        && (one.kind, one.format, one.sensitive, one.style) == (other.kind, other.format, other.sensitive, other.style)
        && (&one.shape, &one.closed, &one.wraps, &one.rust_name, &one.aliases)
            == (&other.shape, &other.closed, &other.wraps, &other.rust_name, &other.aliases)
        && same_fields(&one.fields, &other.fields)
}
