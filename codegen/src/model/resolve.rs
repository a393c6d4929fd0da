//! From a checked spec tree to a model.

use std::collections::HashSet;

use super::{Code, Enum, Field, Group, Operation, Pagination, Service, Struct, Type, Waiter};
use acs_spec::facts::{Descriptions, OperationFacts, WaiterFacts, created_id};
use acs_spec::names::{self, OwnTypes};
use acs_spec::read::SpecTree;
use acs_spec::{self as spec, Format, Kind, Named, Schema, Style};

/// The model of a service, with those of its groups that the tree holds.
pub fn service(tree: &SpecTree) -> Service<'_> {
    let descriptions = Descriptions::new(&tree.glossary);
    // Types are named the same whichever groups were read.
    let operations = || tree.operations.iter().map(|source| &source.operation.operation).chain(&tree.omitted);
    let calls: HashSet<String> = operations().map(|name| names::operation_type(name)).collect();
    let types = |name: &str| OwnTypes::of(name, |name| calls.contains(name));
    let taken: HashSet<String> =
        operations().flat_map(|name| types(name).iter().map(str::to_owned).collect::<Vec<_>>()).collect();
    let groups = tree.service.groups.iter().map(|(name, summary)| {
        let mut sources: Vec<_> = tree.operations.iter().filter(|source| source.group == name).collect();
        sources.sort_by_key(|source| &source.operation.operation);
        // The types of a group are in one module.
        let mut taken = taken.clone();
        let operations: Vec<Operation<'_>> = sources
            .into_iter()
            .map(|source| {
                let types = types(&source.operation.operation);
                let operation = Resolver::new(&source.operation, types, &descriptions, &taken).operation(&source.path, tree);
                taken.extend(operation.shapes.iter().map(|shape| shape.type_name.clone()));
                taken.extend(operation.enums.iter().map(|set| set.type_name.clone()));
                operation
            })
            .collect();
        let polled = |spec: &spec::Waiter| operations.iter().find(|operation| operation.name == spec.operation);
        let waiter = |(name, spec)| Some(Waiter { name, spec, facts: WaiterFacts::of(name, spec, polled(spec)?.spec) });
        let waiters = tree.waiters.iter().filter_map(waiter).collect();
        Group { name, module: names::field(name), summary, operations, waiters }
    });
    Service { spec: &tree.service, groups: groups.filter(|group| !group.operations.is_empty()).collect() }
}

/// Resolves one operation.
struct Resolver<'s, 'c> {
    spec: &'s spec::Operation,
    types: OwnTypes,
    descriptions: &'c Descriptions<'s>,
    taken: &'c HashSet<String>,
    shapes: Vec<Shape<'s>>,
    enums: Vec<Enum<'s>>,
    side: Side,
}

/// A shape resolved so far.
struct Shape<'s> {
    /// The fields that it was made from: two objects with equal ones are one type.
    fields: &'s Named<Schema>,
    /// Which way it was first met: a reply's integers are wider than a request's.
    side: Side,
    model: Struct<'s>,
    /// Whether its fields are being resolved: a reference to it from inside must be boxed.
    open: bool,
}

/// The direction in which a shape is sent.
#[derive(Clone, Copy, PartialEq)]
enum Side {
    Request,
    Response,
}

impl<'s, 'c> Resolver<'s, 'c> {
    fn new(spec: &'s spec::Operation, types: OwnTypes, descriptions: &'c Descriptions<'s>, taken: &'c HashSet<String>) -> Self {
        Resolver { spec, types, descriptions, taken, shapes: Vec::new(), enums: Vec::new(), side: Side::Request }
    }

    fn operation(mut self, path: &'s str, tree: &'s SpecTree) -> Operation<'s> {
        let waiter = self.spec.waiter.as_deref().and_then(|name| tree.waiters.get(name));
        let spec = self.spec;
        let name = self.types.call.clone();
        let request = Struct {
            type_name: self.types.request.clone(),
            doc: format!("The parameters of [`{name}`]."),
            fields: self.fields(&spec.parameters, &mut Vec::new()),
            sent: true,
            received: false,
        };
        self.side = Side::Response;
        let response = Struct {
            type_name: self.types.response.clone(),
            doc: format!("The response to [`{name}`]."),
            fields: self.fields(&spec.response, &mut Vec::new()),
            sent: false,
            received: true,
        };
        let shapes: Vec<Struct<'s>> = self.shapes.into_iter().map(|shape| shape.model).collect();
        let pagination = spec.pagination.as_ref().and_then(|pagination| paginate(pagination, &response, &shapes));
        Operation {
            name: &spec.operation,
            types: self.types,
            method: names::method(&spec.operation),
            path,
            spec,
            facts: OperationFacts::of(spec, &tree.service),
            request,
            response,
            shapes,
            enums: self.enums,
            codes: codes(&spec.errors),
            pagination,
            created: created_id(spec, waiter),
        }
    }

    /// The fields of one object; `within` are the wire names that lead to it.
    fn fields(&mut self, fields: &'s Named<Schema>, within: &mut Vec<&'s str>) -> Vec<Field<'s>> {
        let mut resolved = Vec::new();
        for (wire, schema) in fields.iter() {
            let parent = within.last().copied().unwrap_or_default();
            let description = self.descriptions.find(&self.spec.operation, parent, wire, schema);
            within.push(wire);
            let ty = self.ty(schema, within);
            within.pop();
            resolved.push(Field { wire, ident: names::field_of(wire, schema), ty, schema, description });
        }
        resolved
    }

    fn ty(&mut self, schema: &'s Schema, within: &mut Vec<&'s str>) -> Type<'s> {
        if let Some(name) = &schema.shape {
            let Some(target) = self.spec.shapes.get(name) else { return Type::Any };
            return match target.kind {
                Some(Kind::Object) => self.object(&target.fields, name.clone(), within),
                _ => self.ty(target, within),
            };
        }
        match schema.kind {
            Some(Kind::String) if !schema.closed.is_empty() => self.closed(&schema.closed, within),
            Some(Kind::String) => Type::String,
            // The metadata errs in the width of integers, and a service that outgrows 32 bits must not break its replies. A
            // request keeps to the range that the service accepts.
            Some(Kind::Integer) if schema.format == Some(Format::Int32) && self.side == Side::Request => Type::Int32,
            Some(Kind::Integer) => Type::Int64,
            Some(Kind::Number) if schema.format == Some(Format::Float) => Type::Float,
            Some(Kind::Number) => Type::Double,
            Some(Kind::Boolean) => Type::Boolean,
            Some(Kind::Object) if schema.fields.is_empty() => Type::Any,
            Some(Kind::Object) => {
                let short = names::type_name(within.last().copied().unwrap_or_default());
                self.object(&schema.fields, short, within)
            }
            Some(Kind::List) => {
                let wraps = schema.wraps.as_deref();
                let inner = wraps.map(|inner| within.push(inner));
                let item = self.item(schema, within);
                inner.map(|()| within.pop());
                Type::List { item, wraps, present: schema.style == Some(Style::Simple) }
            }
            Some(Kind::Map) => Type::Map(self.item(schema, within)),
            Some(Kind::Any) | None => Type::Any,
        }
    }

    fn item(&mut self, schema: &'s Schema, within: &mut Vec<&'s str>) -> Box<Type<'s>> {
        Box::new(schema.items.as_deref().map_or(Type::Any, |items| self.ty(items, within)))
    }

    /// The struct of an object: one that was met before under the same short name with the same fields, or a new one.
    fn object(&mut self, fields: &'s Named<Schema>, short: String, within: &mut Vec<&'s str>) -> Type<'s> {
        let name = self.free_name(&short, within, |name| self.differs(name, fields));
        if let Some(index) = self.shapes.iter().position(|shape| shape.model.type_name == name) {
            self.mark(index);
            return Type::Struct { name, boxed: self.shapes[index].open };
        }
        let doc = format!("{} in the {} [`{}`].", described(within), self.side.noun(), self.types.call);
        let model = Struct { type_name: name.clone(), doc, fields: Vec::new(), sent: false, received: false };
        let index = self.shapes.len();
        self.shapes.push(Shape { fields, side: self.side, model, open: true });
        let resolved = self.fields(fields, within);
        self.shapes[index].model.fields = resolved;
        self.shapes[index].open = false;
        self.mark(index);
        Type::Struct { name, boxed: false }
    }

    /// A name for a type: `short` behind the operation's. Where that stands for something else, the names that lead to it are
    /// put before, and then a number behind.
    fn free_name(&self, short: &str, within: &[&str], is_other: impl Fn(&str) -> bool) -> String {
        let last = within.len().saturating_sub(1);
        let mut unnumbered = String::new();
        for depth in (0..=last).rev() {
            let path: String = within[depth..last].iter().map(|wire| names::type_name(wire)).collect();
            let name = format!("{}{path}{short}", self.types.call);
            if !is_other(&name) {
                return name;
            }
            unnumbered = name;
        }
        let numbered = (2..).map(|number: usize| format!("{unnumbered}{number}"));
        numbered.into_iter().find(|name| !is_other(name)).unwrap_or(unnumbered)
    }

    /// Whether a type name stands for something other than an object of these fields.
    fn differs(&self, name: &str, fields: &Named<Schema>) -> bool {
        match self.shapes.iter().find(|shape| shape.model.type_name == name) {
            Some(shape) if shape.side != self.side && self.holds_int32(fields, &mut Vec::new()) => true,
            Some(shape) => !same_fields(shape.fields, fields),
            None => self.taken.contains(name) || self.enums.iter().any(|known| known.type_name == name),
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

    /// Notes that a shape and all shapes in it are used in this direction.
    fn mark(&mut self, index: usize) {
        let model = &mut self.shapes[index].model;
        let flag = match self.side {
            Side::Request => &mut model.sent,
            Side::Response => &mut model.received,
        };
        if std::mem::replace(flag, true) {
            return;
        }
        let held: Vec<String> = self.shapes[index].model.fields.iter().filter_map(|field| field.ty.struct_name()).collect();
        for name in held {
            if let Some(index) = self.shapes.iter().position(|shape| shape.model.type_name == name) {
                self.mark(index);
            }
        }
    }

    fn closed(&mut self, values: &'s [String], within: &[&'s str]) -> Type<'s> {
        let short = names::type_name(within.last().copied().unwrap_or_default());
        let is_other = |name: &str| match self.enums.iter().find(|known| known.type_name == name) {
            Some(known) => !same_values(known, values),
            None => self.taken.contains(name) || self.shapes.iter().any(|shape| shape.model.type_name == name),
        };
        let name = self.free_name(&short, within, is_other);
        if self.enums.iter().all(|known| known.type_name != name) {
            let doc = format!("The values of {}.", described(within));
            let variants = values.iter().map(|value| (names::variant(value), value.as_str())).collect();
            self.enums.push(Enum { type_name: name.clone(), doc, variants });
        }
        Type::Enum(name)
    }
}

impl Side {
    fn noun(self) -> &'static str {
        match self {
            Side::Request => "parameters of",
            Side::Response => "response to",
        }
    }
}

impl Type<'_> {
    /// The struct that a value of this type holds.
    fn struct_name(&self) -> Option<String> {
        match self {
            Type::Struct { name, .. } => Some(name.clone()),
            Type::List { item, .. } | Type::Map(item) => item.struct_name(),
            _ => None,
        }
    }
}

/// Whether a closed set has these values, in whatever order.
fn same_values(known: &Enum<'_>, values: &[String]) -> bool {
    let mut listed: Vec<&str> = known.variants.iter().map(|(_, value)| *value).collect();
    let mut wanted: Vec<&str> = values.iter().map(String::as_str).collect();
    listed.sort_unstable();
    wanted.sort_unstable();
    listed == wanted
}

/// ``An item of `Vpcs.Vpc` `` or the like.
fn described(within: &[&str]) -> String {
    format!("`{}`", within.join("."))
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

/// Codes with their variants.
fn codes(errors: &[spec::ErrorCode]) -> Vec<Code<'_>> {
    let variants = names::code_variants(errors.iter().map(|spec| spec.code.as_str()));
    errors.iter().zip(variants).map(|(spec, variant)| Code { variant, spec }).collect()
}

fn paginate<'s>(spec: &'s spec::Pagination, response: &Struct<'s>, shapes: &[Struct<'s>]) -> Option<Pagination<'s>> {
    let (items, ty) = walk(&spec.items, response, shapes)?;
    let Type::List { item, .. } = ty else { return None };
    let total = spec.total.as_deref().and_then(|path| walk(path, response, shapes));
    let next = spec.next.as_deref().and_then(|path| walk(path, response, shapes)).map(|(idents, _)| idents);
    Some(Pagination { spec, items, item: *item, total, next })
}

/// Follows a path of wire names with dots through structs: the fields on the way, and the type at its end.
fn walk<'s>(path: &str, top: &Struct<'s>, shapes: &[Struct<'s>]) -> Option<(Vec<String>, Type<'s>)> {
    let mut fields = &top.fields;
    let mut idents = Vec::new();
    let mut found = None;
    for step in path.split('.') {
        let field = fields.iter().find(|field| field.wire == step)?;
        idents.push(field.ident.clone());
        found = Some(field.ty.clone());
        if let Type::Struct { name, .. } = &field.ty {
            fields = &shapes.iter().find(|shape| shape.type_name == *name)?.fields;
        }
    }
    Some((idents, found?))
}

#[cfg(test)]
mod tests {
    use super::*;

    const SERVICE: &str = "
product: Vpc
version: '2016-04-28'
summary: Virtual private clouds.
endpoints: { rule: 'vpc.{region}.aliyuncs.com' }
groups: { vpc: Virtual private clouds. }
";
    const OPERATION: &str = "
operation: ModifyRule
summary: Changes a rule.
access: write
parameters:
  Priority: { type: integer, format: int32 }
  Rule: { type: object, fields: { Weight: { type: integer, format: int32 } } }
response:
  RequestId: { type: string }
  Priority: { type: integer, format: int32 }
  Rule: { type: object, fields: { Weight: { type: integer, format: int32 } } }
";

    #[test]
    fn no_two_types_have_one_name() {
        const OPERATION: &str = "
operation: TagRule
summary: Tags a rule.
access: write
parameters:
  Kind: { type: string, enum: [a, b] }
  Same: { type: string, enum: [a, b] }
  Kinds: { type: list, items: { type: string, enum: [a, b] } }
  Code: { type: string, enum: [a, b] }
  IpOrigin: { type: string, enum: [a, b] }
  ipOrigin: { type: string, enum: [c, d], rust_name: ip_origin_2 }
  Hollow: { shape: Hollow }
  Depth: { type: object, fields: { Kind: { type: string, enum: [e] } } }
response:
  Kind: { type: string, enum: [c, d] }
  Same: { type: string, enum: [b, a] }
  Kinds: { type: list, items: { type: string, enum: [c, d] } }
  Hollow: { type: string, enum: [a] }
shapes:
  Hollow: { type: object }
errors:
  - { code: Busy, status: 400 }
";
        const NEIGHBOUR: &str = "
operation: TagRuleDepth
summary: Tags a depth.
access: write
parameters:
  Kind: { type: string, enum: [f] }
";
        let files = [("service.yaml", SERVICE), ("vpc/TagRule.yaml", OPERATION), ("vpc/TagRuleDepth.yaml", NEIGHBOUR)];
        let tree = acs_spec::read::from_sources(files).unwrap();
        let service = service(&tree);
        let operation = service.operation("TagRule").unwrap();
        let enums: Vec<&str> = operation.enums.iter().map(|set| set.type_name.as_str()).collect();
        let expected = [
            "TagRuleKind",
            "TagRuleSame",
            "TagRuleKinds",
            "TagRuleCode2",
            "TagRuleIpOrigin",
            "TagRuleIpOrigin2",
            "TagRuleDepthKind",
            "TagRuleKind2",
            "TagRuleKinds2",
            "TagRuleHollow2",
        ];
        assert_eq!(enums, expected);
        assert_eq!(service.operation("TagRuleDepth").unwrap().enums[0].type_name, "TagRuleDepthKind2");
        let structs = operation.shapes.iter().map(|shape| shape.type_name.as_str());
        let all: Vec<&str> = structs.chain(enums).chain(operation.types.iter()).collect();
        assert_eq!(all.iter().collect::<HashSet<_>>().len(), all.len(), "{all:?}");
    }

    #[test]
    fn integers_are_32_bits_in_requests_only() {
        let tree = acs_spec::read::from_sources([("service.yaml", SERVICE), ("vpc/ModifyRule.yaml", OPERATION)]).unwrap();
        let service = service(&tree);
        let operation = service.operation("ModifyRule").unwrap();
        fn field<'s>(of: &Struct<'s>, wire: &str) -> Type<'s> {
            of.fields.iter().find(|field| field.wire == wire).unwrap().ty.clone()
        }
        assert_eq!(field(&operation.request, "Priority"), Type::Int32);
        assert_eq!(field(&operation.response, "Priority"), Type::Int64);
        // The same object on both sides is two types, since its integers differ.
        let weight = |rule: Type<'_>| {
            let name = rule.struct_name().unwrap();
            field(operation.shapes.iter().find(|shape| shape.type_name == name).unwrap(), "Weight")
        };
        assert_eq!(weight(field(&operation.request, "Rule")), Type::Int32);
        assert_eq!(weight(field(&operation.response, "Rule")), Type::Int64);
    }
}
