//! Schemas of two sources, place by place.

use std::collections::BTreeMap;

use super::in_order;
use crate::names;
use crate::types::{Format, Kind, Named, Operation, Schema};

/// Merges the schemas of one operation.
#[derive(Default)]
pub(super) struct Merger<'o> {
    /// Shapes of the existing file, by name.
    old_shapes: Option<&'o Named<Schema>>,
    /// What the metadata has where the existing file refers to a shape, if that is the same everywhere: then the shape stays.
    fitting: BTreeMap<&'o str, Schema>,
    /// Shapes that the metadata no longer bears out.
    outgrown: Vec<&'o str>,
    /// Names that the metadata gives to shapes of its own: they are not the person's.
    taken: Vec<String>,
}

impl<'o> Merger<'o> {
    /// Looks through all places that refer to a shape which was named by hand.
    pub(super) fn new(new: &Operation, old: &'o Operation) -> Self {
        let taken = new.shapes.names().map(str::to_owned).collect();
        let mut merger = Merger { old_shapes: Some(&old.shapes), taken, ..Merger::default() };
        merger.compare(&new.parameters, &old.parameters);
        merger.compare(&new.response, &old.response);
        for (name, shape) in new.shapes.iter() {
            if let Some(old) = old.shapes.get(name) {
                merger.compare(&shape.fields, &old.fields);
            }
        }
        merger
    }

    /// Shapes that had to be given up.
    pub(super) fn outgrown(&self) -> impl Iterator<Item = &'o str> {
        self.outgrown.iter().copied()
    }

    pub(super) fn fields(&mut self, new: &Named<Schema>, old: &Named<Schema>) -> Named<Schema> {
        let merged = new.iter().map(|(name, schema)| {
            let schema = match old.get(name) {
                Some(old) => self.schema(schema, old),
                None => schema.clone(),
            };
            (name.to_owned(), schema)
        });
        let mut merged = Named(in_order(merged.collect(), old.names()));
        // What is new may have the name of what is there.
        for (name, schema) in &mut merged.0 {
            schema.rust_name = old.get(name).and_then(|old| old.rust_name.clone());
        }
        names::choose_beside(&mut merged, old);
        merged
    }

    /// The metadata's shapes and those of a person that still fit.
    pub(super) fn shapes(&mut self, new: &Named<Schema>, old: &Named<Schema>) -> Named<Schema> {
        let mut shapes = self.fields(new, old);
        let fitting: Vec<(&str, Schema)> = self.fitting.iter().map(|(name, schema)| (*name, schema.clone())).collect();
        for (name, schema) in fitting {
            if let Some(old) = old.get(name) {
                let schema = Schema { required: false, needed: false, style: None, ..schema };
                shapes.0.push((name.to_owned(), self.schema(&schema, old)));
            }
        }
        Named(in_order(shapes.0, old.names()))
    }

    fn schema(&mut self, new: &Schema, old: &Schema) -> Schema {
        let mut merged = match self.kept_shape(new, old) {
            Some(shape) => shape,
            None => self.structure(new, old),
        };
        merged.description = old.description.clone().or_else(|| new.description.clone());
        merged.sensitive |= old.sensitive;
        merged.needed = (new.needed || old.needed) && !new.required;
        if merged.sensitive {
            (merged.default, merged.example) = (None, None);
        }
        merged
    }

    /// A reference to a shape of a person's, in place of what the metadata writes out.
    fn kept_shape(&self, new: &Schema, old: &Schema) -> Option<Schema> {
        let name = old.shape.as_deref().filter(|name| self.fitting.contains_key(name))?;
        new.shape.is_none().then(|| Schema {
            shape: Some(name.to_owned()),
            required: new.required,
            needed: new.needed,
            deprecated: new.deprecated,
            sensitive: new.sensitive,
            style: new.style,
            location: new.location,
            aliases: new.aliases.clone(),
            ..Schema::default()
        })
    }

    fn structure(&mut self, new: &Schema, old: &Schema) -> Schema {
        let old = self.resolved(old);
        if let Some(unwrapped) = self.kept_wrapper(new, old) {
            return unwrapped;
        }
        let mut merged = new.clone();
        if let (Some(items), Some(old)) = (&new.items, &old.items) {
            merged.items = Some(Box::new(self.schema(items, old)));
        }
        merged.fields = self.fields(&new.fields, &old.fields);
        if new.kind != old.kind {
            return merged;
        }
        // What the metadata is silent about.
        merged.idempotency_token |= old.idempotency_token && new.kind == Some(Kind::String);
        if new.closed.is_empty() && new.values.is_empty() {
            merged.values = old.values.clone();
        }
        if merged.example.is_none() && new.format == old.format && new.closed == old.closed {
            merged.example = old.example.clone();
        }
        let textual = matches!(old.format, Some(Format::Iso8601 | Format::Byte | Format::Binary | Format::Json));
        if new.format.is_none() && textual {
            merged.format = old.format;
        }
        merged
    }

    /// An object with one list that a person wants to stay an object.
    fn kept_wrapper(&mut self, new: &Schema, old: &Schema) -> Option<Schema> {
        let [(inner, list)] = &old.fields.0[..] else { return None };
        (new.wraps.as_ref() == Some(inner)).then(|| {
            let bare = Schema { wraps: None, ..new.clone() };
            let fields = Named(vec![(inner.clone(), self.schema(&bare, list))]);
            Schema { kind: Some(Kind::Object), fields, ..Schema::default() }
        })
    }

    fn compare(&mut self, new: &Named<Schema>, old: &'o Named<Schema>) {
        for (name, schema) in new.iter() {
            if let Some(old) = old.0.iter().find(|(known, _)| known == name) {
                self.compare_schema(schema, &old.1);
            }
        }
    }

    fn compare_schema(&mut self, new: &Schema, old: &'o Schema) {
        if let Some(name) = old.shape.as_deref()
            && new.shape.is_none()
        {
            self.try_shape(name, new);
        }
        let old = self.resolved(old);
        if let (Some(items), Some(old)) = (&new.items, &old.items) {
            self.compare_schema(items, old);
        }
        self.compare(&new.fields, &old.fields);
    }

    fn try_shape(&mut self, name: &'o str, new: &Schema) {
        if self.outgrown.contains(&name) || self.taken.iter().any(|taken| taken == name) {
            return;
        }
        let is_object = new.kind == Some(Kind::Object) && !new.fields.is_empty();
        let agrees = self.fitting.get(name).is_none_or(|known| same_structure(known, new));
        if is_object && agrees {
            self.fitting.entry(name).or_insert_with(|| new.clone());
        } else {
            self.fitting.remove(name);
            self.outgrown.push(name);
        }
    }

    /// The schema itself, or the existing shape that it refers to.
    fn resolved<'s>(&self, schema: &'s Schema) -> &'s Schema
    where
        'o: 's,
    {
        let shape = schema.shape.as_deref().and_then(|name| self.old_shapes?.0.iter().find(|(known, _)| known == name));
        shape.map_or(schema, |(_, shape)| shape)
    }
}

/// Whether two schemas are the same on the wire, whatever is said about them.
fn same_structure(one: &Schema, other: &Schema) -> bool {
    let items = match (&one.items, &other.items) {
        (Some(one), Some(other)) => same_structure(one, other),
        (None, None) => true,
        _ => false,
    };
    let fields = one.fields.len() == other.fields.len()
        && one.fields.iter().all(|(name, field)| other.fields.get(name).is_some_and(|other| same_structure(field, other)));
    items
        && fields
        && (one.kind, one.format, &one.shape, &one.wraps, &one.closed)
            == (other.kind, other.format, &other.shape, &other.wraps, &other.closed)
}
