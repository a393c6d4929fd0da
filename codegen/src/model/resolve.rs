//! From a checked spec tree to a model.

use super::{Code, Enum, Field, Group, Operation, Pagination, Service, Struct, Type, Waiter};
use acs_spec::facts::{Descriptions, OperationFacts, WaiterFacts, created_id};
use acs_spec::names::{self, OperationTypes, Side};
use acs_spec::read::SpecTree;
use acs_spec::{self as spec, Format, Kind, Named, Schema, Style};

/// The model of a service, with those of its groups that the tree holds.
pub fn service(tree: &SpecTree) -> Service<'_> {
    let descriptions = Descriptions::new(&tree.glossary);
    let names = tree.type_names();
    let groups = tree.service.groups.iter().map(|(name, summary)| {
        let mut sources: Vec<_> = tree.operations.iter().filter(|source| source.group == name).collect();
        sources.sort_by_key(|source| &source.operation.operation);
        let resolved = sources.into_iter().filter_map(|source| {
            let types = names.get(&source.operation.operation)?;
            Some(Resolver::new(&source.operation, types, &descriptions).operation(&source.path, tree))
        });
        let operations: Vec<Operation<'_>> = resolved.collect();
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
    types: &'c OperationTypes,
    descriptions: &'c Descriptions<'s>,
    shapes: Vec<Shape<'s>>,
    enums: Vec<Enum<'s>>,
    side: Side,
}

/// A shape resolved so far.
struct Shape<'s> {
    model: Struct<'s>,
    /// Whether its fields are being resolved: a reference to it from inside must be boxed.
    open: bool,
}

impl<'s, 'c> Resolver<'s, 'c> {
    fn new(spec: &'s spec::Operation, types: &'c OperationTypes, descriptions: &'c Descriptions<'s>) -> Self {
        Resolver { spec, types, descriptions, shapes: Vec::new(), enums: Vec::new(), side: Side::Request }
    }

    fn operation(mut self, path: &'s str, tree: &'s SpecTree) -> Operation<'s> {
        let waiter = self.spec.waiter.as_deref().and_then(|name| tree.waiters.get(name));
        let spec = self.spec;
        let own = &self.types.own;
        let name = &own.call;
        let request = Struct {
            type_name: own.request.clone(),
            doc: format!("The parameters of [`{name}`]."),
            fields: self.fields(&spec.parameters, &own.request, &mut Vec::new()),
            sent: true,
            received: false,
        };
        self.side = Side::Response;
        let response = Struct {
            type_name: own.response.clone(),
            doc: format!("The response to [`{name}`]."),
            fields: self.fields(&spec.response, &own.response, &mut Vec::new()),
            sent: false,
            received: true,
        };
        let shapes: Vec<Struct<'s>> = self.shapes.into_iter().map(|shape| shape.model).collect();
        let pagination = spec.pagination.as_ref().and_then(|pagination| paginate(pagination, &response, &shapes));
        Operation {
            name: &spec.operation,
            types: own.clone(),
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

    /// The fields of the struct `owner`; `within` are the wire names that lead to it.
    fn fields(&mut self, fields: &'s Named<Schema>, owner: &str, within: &mut Vec<&'s str>) -> Vec<Field<'s>> {
        let mut resolved = Vec::new();
        for (wire, schema) in fields.iter() {
            let parent = within.last().copied().unwrap_or_default();
            let description = self.descriptions.find(&self.spec.operation, parent, wire, schema);
            within.push(wire);
            let name = self.types.nested(owner, wire).unwrap_or_default();
            let ty = self.ty(schema, name, within);
            within.pop();
            resolved.push(Field { wire, ident: names::field_of(wire, schema), ty, schema, description });
        }
        resolved
    }

    /// The type of a schema; `name` is the one of the object or the closed set that it is, or is a list of.
    fn ty(&mut self, schema: &'s Schema, name: &str, within: &mut Vec<&'s str>) -> Type<'s> {
        if let Some(shape) = &schema.shape {
            let Some(target) = self.spec.shapes.get(shape) else { return Type::Any };
            return match target.kind {
                Some(Kind::Object) => self.object(&target.fields, name, within),
                _ => self.ty(target, name, within),
            };
        }
        match schema.kind {
            Some(Kind::String) if !schema.closed.is_empty() => self.closed(&schema.closed, name, within),
            Some(Kind::String) => Type::String,
            // The metadata errs in the width of integers, and a service that outgrows 32 bits must not break its replies. A
            // request keeps to the range that the service accepts.
            Some(Kind::Integer) if schema.format == Some(Format::Int32) && self.side == Side::Request => Type::Int32,
            Some(Kind::Integer) => Type::Int64,
            Some(Kind::Number) if schema.format == Some(Format::Float) => Type::Float,
            Some(Kind::Number) => Type::Double,
            Some(Kind::Boolean) => Type::Boolean,
            Some(Kind::Object) if schema.fields.is_empty() => Type::Any,
            Some(Kind::Object) => self.object(&schema.fields, name, within),
            Some(Kind::List) => {
                let wraps = schema.wraps.as_deref();
                let inner = wraps.map(|inner| within.push(inner));
                let item = self.item(schema, name, within);
                inner.map(|()| within.pop());
                Type::List { item, wraps, present: schema.style == Some(Style::Simple) }
            }
            Some(Kind::Map) => Type::Map(self.item(schema, name, within)),
            Some(Kind::Any) | None => Type::Any,
        }
    }

    fn item(&mut self, schema: &'s Schema, name: &str, within: &mut Vec<&'s str>) -> Box<Type<'s>> {
        Box::new(schema.items.as_deref().map_or(Type::Any, |items| self.ty(items, name, within)))
    }

    /// The struct of an object, resolved where it is first met.
    fn object(&mut self, fields: &'s Named<Schema>, name: &str, within: &mut Vec<&'s str>) -> Type<'s> {
        if let Some(index) = self.shapes.iter().position(|shape| shape.model.type_name == name) {
            self.mark(index);
            return Type::Struct { name: name.to_owned(), boxed: self.shapes[index].open };
        }
        let doc = format!("{} in the {} [`{}`].", described(within), noun(self.side), self.types.own.call);
        let model = Struct { type_name: name.to_owned(), doc, fields: Vec::new(), sent: false, received: false };
        let index = self.shapes.len();
        self.shapes.push(Shape { model, open: true });
        let resolved = self.fields(fields, name, within);
        self.shapes[index].model.fields = resolved;
        self.shapes[index].open = false;
        self.mark(index);
        Type::Struct { name: name.to_owned(), boxed: false }
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

    fn closed(&mut self, values: &'s [String], name: &str, within: &[&'s str]) -> Type<'s> {
        if self.enums.iter().all(|known| known.type_name != name) {
            let doc = format!("The values of {}.", described(within));
            let variants = values.iter().map(|value| (names::variant(value), value.as_str())).collect();
            self.enums.push(Enum { type_name: name.to_owned(), doc, variants });
        }
        Type::Enum(name.to_owned())
    }
}

fn noun(side: Side) -> &'static str {
    match side {
        Side::Request => "parameters of",
        Side::Response => "response to",
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

/// ``An item of `Vpcs.Vpc` `` or the like.
fn described(within: &[&str]) -> String {
    format!("`{}`", within.join("."))
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
mod tests;
