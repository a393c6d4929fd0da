//! Schemas of the metadata become schemas of the spec files.

use serde_json::{Map, Value as Json};

use super::can_be_named;
use super::limits;
use super::metadata;
use super::report::{NoteKind, Notes};
use super::shapes::Shapes;
use super::texts;
use crate::names;
use crate::types::{Format, Kind, Named, Schema};

/// Which way a schema travels.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    /// In a request: what is required matters, and lists are as they are.
    Request,
    /// In a reply: nothing is guaranteed, and objects may wrap lists.
    Response,
}

/// What is the same for all schemas of a document.
pub(super) struct Rules<'m> {
    pub(super) components: Option<&'m Map<String, Json>>,
    /// Whether secrets are recognised by name, because nothing else marks them.
    pub(super) guess_secrets: bool,
    /// Whether the vendor's texts are taken over.
    pub(super) texts: bool,
}

/// Converts the schemas of one side of one operation.
pub(super) struct Converter<'m, 'n> {
    pub(super) rules: &'n Rules<'m>,
    notes: &'n mut Notes,
    side: Side,
    /// Components that became shapes.
    pub(super) shapes: Shapes,
    /// Components that are being written out in place, to notice one that is inside itself.
    open: Vec<&'m str>,
    pub(super) path: Vec<&'m str>,
    /// How deep the file nests at the present place.
    level: usize,
}

/// Deepest nesting that is written. Readers of spec files stop not far below.
const DEEPEST: usize = 48;

impl<'m, 'n> Converter<'m, 'n> {
    pub(super) fn new(rules: &'n Rules<'m>, notes: &'n mut Notes, side: Side) -> Self {
        Converter { rules, notes, side, shapes: Shapes::default(), open: Vec::new(), path: Vec::new(), level: 0 }
    }

    pub(super) fn is_request(&self) -> bool {
        self.side == Side::Request
    }

    /// The schema of a parameter.
    pub(super) fn parameter(&mut self, name: &'m str, schema: metadata::Schema<'m>) -> Schema {
        self.within(name, |this| this.schema(schema))
    }

    /// Notes something about a parameter.
    pub(super) fn note_at(&mut self, parameter: &'m str, kind: NoteKind, text: impl Into<String>) {
        self.within(parameter, |this| this.note(kind, text));
    }

    /// The fields of the reply itself.
    pub(super) fn reply(&mut self, schema: metadata::Schema<'m>) -> Named<Schema> {
        let top = self.dereferenced(schema);
        let shape = self.kind(top);
        if shape != Kind::Object || top.map_values().is_some() {
            self.note(NoteKind::NoPlace, "a reply that is not an object with known fields");
            return Named::default();
        }
        self.fields(top)
    }

    /// Examples and defaults wait until the shapes that they may refer to are known.
    fn schema(&mut self, source: metadata::Schema<'m>) -> Schema {
        if self.level > DEEPEST {
            self.note(NoteKind::TypeUnknown, "it nests too deeply to be written out");
            return any();
        }
        let (mut schema, endless) = match source.reference() {
            Some(name) => self.reference(name),
            None => (self.own(source), false),
        };
        schema.deprecated |= source.flag("deprecated");
        schema.required = self.side == Side::Request && source.required();
        schema.needed = self.side == Side::Request && source.flag("docRequired");
        if schema.required && endless {
            self.note(NoteKind::NoPlace, "required, though it contains itself then");
            schema.required = false;
        }
        schema.needed &= !schema.required;
        schema.sensitive = schema.sensitive || source.flag("x-sensitive") || self.looks_secret(&schema);
        if self.rules.texts {
            schema.description = self.description(source);
        }
        self.values(source, &mut schema);
        schema
    }

    /// The vendor's own words about a place, else about the component that it refers to.
    fn description(&mut self, source: metadata::Schema<'m>) -> Option<String> {
        let keys = ["description", "title"];
        let own = texts::description(source, &keys).transpose();
        let found = own.or_else(|| texts::description(self.dereferenced(source), &keys).transpose()).transpose();
        found.unwrap_or_else(|why| {
            self.note(NoteKind::TextDropped, why);
            None
        })
    }

    /// A component: a shape if it has fields of its own, else written out in place. The flag says that it is a shape in which
    /// this very place is.
    fn reference(&mut self, name: &'m str) -> (Schema, bool) {
        let Some(target) = self.rules.components.and_then(|components| components.get(name)).map(metadata::Schema) else {
            self.note(NoteKind::TypeUnknown, format!("it refers to `{name}`, which is not there"));
            return (any(), false);
        };
        let is_shape = target.reference().is_none() && self.kind(target) == Kind::Object && !target.properties().is_empty();
        if is_shape {
            let (shape, new) = self.shapes.name(name);
            if new {
                // The path inside a shape begins at the shape, and so does the nesting.
                let outside = (std::mem::replace(&mut self.path, vec![name]), std::mem::replace(&mut self.level, 2));
                let fields = self.fields(target);
                (self.path, self.level) = outside;
                self.shapes.define(&shape, Schema { kind: Some(Kind::Object), fields, ..Schema::default() });
            }
            let endless = self.shapes.known.get(&shape).is_none();
            return (Schema { shape: Some(shape), ..Schema::default() }, endless);
        }
        if self.open.contains(&name) {
            self.note(NoteKind::TypeUnknown, format!("`{name}` contains itself without an object between"));
            return (any(), false);
        }
        self.open.push(name);
        let schema = self.schema(target);
        self.open.pop();
        (schema, false)
    }

    /// A schema that says itself what it is.
    fn own(&mut self, source: metadata::Schema<'m>) -> Schema {
        let kind = self.kind(source);
        let mut schema = Schema { kind: Some(kind), ..Schema::default() };
        match kind {
            Kind::List => schema.items = Some(Box::new(self.items(source))),
            Kind::Map => {
                let values = source.map_values().unwrap_or(metadata::Schema(&Json::Null));
                schema.items = Some(Box::new(self.item(values)));
            }
            Kind::Object => {
                if source.map_values().is_some() {
                    self.note(NoteKind::NoPlace, "an object with known fields that takes others too");
                }
                schema.fields = self.fields(source);
            }
            _ => {}
        }
        schema.format = self.format(source, kind);
        limits::set(source, &mut schema, &mut |text| self.notes.add(NoteKind::LimitDropped, &self.path, text));
        schema
    }

    fn items(&mut self, source: metadata::Schema<'m>) -> Schema {
        let Some(items) = source.items() else {
            self.note(NoteKind::TypeUnknown, "a list that does not say of what");
            return any();
        };
        self.item(items)
    }

    fn item(&mut self, source: metadata::Schema<'m>) -> Schema {
        self.level += 1;
        let mut item = self.schema(source);
        self.level -= 1;
        // What a list or a map holds is neither required nor left out by itself.
        (item.required, item.needed) = (false, false);
        item
    }

    /// The list that a field of a reply only wraps: `{"Vpcs": {"Vpc": […]}}`. A component is never a mere wrapper: it was worth
    /// a name.
    fn wrapped_list(&self, source: metadata::Schema<'m>) -> Option<(&'m str, metadata::Schema<'m>)> {
        let is_plain = self.side == Side::Response && source.reference().is_none() && self.kind(source) == Kind::Object;
        let [(name, list)] = source.properties()[..] else { return None };
        let is_wrapper = is_plain && source.map_values().is_none() && can_be_named(name).is_ok();
        (is_wrapper && list.reference().is_none() && self.kind(list) == Kind::List).then_some((name, list))
    }

    /// The fields of an object, without those whose names no file can hold.
    fn fields(&mut self, source: metadata::Schema<'m>) -> Named<Schema> {
        let mut fields = Named::default();
        let properties = source.properties();
        for &(name, schema) in &properties {
            if let Some(own) = self.twin(name, schema, &properties) {
                self.within(name, |this| this.note(NoteKind::Duplicate, format!("the service's own name is `{own}`")));
                continue;
            }
            if let Err(why) = can_be_named(name) {
                self.within(name, |this| this.note(NoteKind::FieldLeftOut, why));
                continue;
            }
            self.level += 2;
            let mut field = self.within(name, |this| this.field(schema));
            self.level -= 2;
            let is_itself = field.shape.as_ref().is_some_and(|shape| self.shapes.known.get(shape).is_none());
            field.required |= self.side == Side::Request && source.requires(name) && !is_itself;
            field.needed &= !field.required;
            if self.side == Side::Response {
                let twins = properties.iter().filter(|(other, schema)| self.twin(other, *schema, &properties) == Some(name));
                field.aliases = twins.map(|(other, _)| (*other).to_owned()).collect();
            }
            fields.0.push((name.to_owned(), field));
        }
        names::choose(&mut fields);
        fields
    }

    /// The name with capitals that stands beside one that differs only in case: of `key` and `Key`, the service knows `Key`. In
    /// a reply either may come, so both must be of one kind.
    fn twin(&self, name: &str, schema: metadata::Schema<'m>, properties: &[(&'m str, metadata::Schema<'m>)]) -> Option<&'m str> {
        let starts_low = |name: &str| name.starts_with(char::is_lowercase);
        let is_twin = |(other, of): &&(&'m str, metadata::Schema<'m>)| {
            let is_same = self.side == Side::Request || self.kind(self.dereferenced(*of)) == self.kind(self.dereferenced(schema));
            other.eq_ignore_ascii_case(name) && !starts_low(other) && is_same
        };
        properties.iter().find(is_twin).map(|(other, _)| *other).filter(|_| starts_low(name))
    }

    /// A field: a list where the wire has an object that only wraps one.
    fn field(&mut self, source: metadata::Schema<'m>) -> Schema {
        match self.wrapped_list(source) {
            Some((name, list)) => self.within(name, |this| Schema { wraps: Some(name.to_owned()), ..this.schema(list) }),
            None => self.schema(source),
        }
    }

    fn kind(&self, source: metadata::Schema<'m>) -> Kind {
        match source.kind().map(str::to_ascii_lowercase).as_deref() {
            Some("string") => Kind::String,
            Some("integer" | "int" | "long") => Kind::Integer,
            Some("number" | "float" | "double") => Kind::Number,
            Some("boolean" | "bool") => Kind::Boolean,
            Some("array" | "list") => Kind::List,
            Some("map") => Kind::Map,
            Some("object") | None if !source.properties().is_empty() => Kind::Object,
            Some("object") | None if source.map_values().is_some() => Kind::Map,
            None if source.items().is_some() => Kind::List,
            _ => Kind::Any,
        }
    }

    /// Formats that are the default are left out: `int64` and `double`.
    fn format(&mut self, source: metadata::Schema<'m>, kind: Kind) -> Option<Format> {
        let known = source.kind().is_none_or(|kind| {
            ["string", "integer", "number", "boolean", "array", "object", "map", "any"]
                .contains(&kind.to_ascii_lowercase().as_str())
        });
        if !known && kind == Kind::Any {
            self.note(NoteKind::TypeUnknown, format!("the type `{}` is not known", source.kind().unwrap_or_default()));
        }
        let is_odd = |value: &Json| !matches!(value, Json::Null | Json::String(_) | Json::Array(_));
        if let Some(odd) = source.get("type").filter(|value| is_odd(value)) {
            self.note(NoteKind::TypeUnknown, format!("the type `{odd}` is not known"));
        }
        for key in ["allOf", "anyOf", "oneOf"].into_iter().filter(|key| source.get(key).is_some()) {
            let told = if kind == Kind::Any { NoteKind::TypeUnknown } else { NoteKind::NoPlace };
            self.note(told, format!("`{key}`, which the spec files cannot say"));
        }
        match (kind, source.text("format")?) {
            (Kind::Integer, "int32") => Some(Format::Int32),
            (Kind::Integer, "int64") | (Kind::Number, "double") => None,
            (Kind::Number, "float") => Some(Format::Float),
            (Kind::String, "iso8601" | "date-time") => Some(Format::Iso8601),
            (Kind::String, "byte") => Some(Format::Byte),
            (Kind::String, "binary") => Some(Format::Binary),
            (_, format) => {
                self.note(NoteKind::NoPlace, format!("the format `{format}`"));
                None
            }
        }
    }

    /// A reference to a component followed to what it stands for, as far as that is possible.
    fn dereferenced(&self, source: metadata::Schema<'m>) -> metadata::Schema<'m> {
        let mut seen = Vec::new();
        let mut source = source;
        while let Some(name) = source.reference() {
            let target = self.rules.components.and_then(|components| components.get(name));
            match target {
                Some(target) if !seen.contains(&name) => source = metadata::Schema(target),
                _ => break,
            }
            seen.push(name);
        }
        source
    }

    fn within<T>(&mut self, name: &'m str, work: impl FnOnce(&mut Self) -> T) -> T {
        self.path.push(name);
        let result = work(self);
        self.path.pop();
        result
    }

    pub(super) fn note(&mut self, kind: NoteKind, text: impl Into<String>) {
        self.notes.add(kind, &self.path, text);
    }
}

fn any() -> Schema {
    Schema { kind: Some(Kind::Any), ..Schema::default() }
}
