//! Parameters, fields, and what they hold.

use crate::names;
use crate::types::{Format, Kind, Named, Schema, Style};

use super::{Changes, Severity};

/// Compares the schemas of one operation.
pub(super) struct Comparer<'s, 'c> {
    pub(super) old_shapes: &'s Named<Schema>,
    pub(super) new_shapes: &'s Named<Schema>,
    /// Parameter that the client fills with its region, in both trees.
    pub(super) region: Option<&'s str>,
    /// Whether the arguments of the method change, or their order: that is a change of its own.
    pub(super) takes_others: bool,
    pub(super) changes: &'c mut Changes,
    /// Shapes that are being compared, to notice one that is inside itself.
    pub(super) open: Vec<(&'s str, &'s str)>,
}

/// What a list of fields belongs to.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Owner {
    /// The request: its fields are parameters.
    Request,
    /// An object inside a request.
    Sent,
    /// The reply, or an object in it.
    Received,
}

impl<'s> Comparer<'s, '_> {
    pub(super) fn fields(&mut self, old: &'s Named<Schema>, new: &'s Named<Schema>, owner: Owner, path: &[&'s str]) {
        let both = |names: &Named<Schema>, other: &Named<Schema>| -> Vec<String> {
            names.names().filter(|name| other.get(name).is_some()).map(str::to_owned).collect()
        };
        if !(owner == Owner::Request && self.takes_others) {
            self.changes.documented(path, "order of its fields", &both(old, new), &both(new, old));
        }
        for (name, before) in old.iter() {
            let place = [path, &[name]].concat();
            match new.get(name) {
                Some(after) => self.field(before, after, owner, &place),
                None => self.changes.breaking(&place, "is gone"),
            }
        }
        for (name, after) in new.iter().filter(|(name, _)| old.get(name).is_none()) {
            let place = [path, &[name]].concat();
            match (owner, after.required && !(owner == Owner::Request && self.is_filled(name, after))) {
                (Owner::Request | Owner::Sent, true) => self.changes.breaking(&place, "is new and required"),
                _ => self.changes.additive(&place, "is new"),
            }
        }
    }

    fn field(&mut self, old: &'s Schema, new: &'s Schema, owner: Owner, place: &[&'s str]) {
        let filled = |schema| owner == Owner::Request && place.last().is_some_and(|name| self.is_filled(name, schema));
        if filled(old) && filled(new) {
            self.changes.documented(place, "value of `required`", &old.required, &new.required);
        } else if owner != Owner::Received {
            match (old.required, new.required) {
                (false, true) => self.changes.breaking(place, "is now required"),
                // What was an argument of the method becomes a method of the call.
                (true, false) if owner == Owner::Request => self.changes.breaking(place, "is no longer required"),
                (true, false) => self.changes.additive(place, "is no longer required"),
                _ => {}
            }
        }
        if old.required == new.required {
            self.changes.documented(place, "value of `needed`", &old.needed, &new.needed);
        }
        if owner == Owner::Request {
            self.travel(old, new, place);
        }
        self.schema(old, new, owner, place);
    }

    /// Whether the client fills a parameter that is left out: it is not an argument, required or not.
    fn is_filled(&self, name: &str, schema: &Schema) -> bool {
        schema.idempotency_token || self.region == Some(name)
    }

    /// How a parameter is sent, which does not affect callers.
    fn travel(&mut self, old: &Schema, new: &Schema, place: &[&str]) {
        if old.location != new.location {
            let travels = format!("{:?}", new.location).to_lowercase();
            self.changes.additive(place, format!("is now sent in the {travels}"));
        }
        if style(old, self.old_shapes) != style(new, self.new_shapes) {
            self.changes.additive(place, "is sent in another style");
        }
        if old.idempotency_token != new.idempotency_token {
            let text = if new.idempotency_token { "is generated if it is left out" } else { "is no longer generated" };
            self.changes.additive(place, text);
        }
    }

    fn schema(&mut self, old: &'s Schema, new: &'s Schema, owner: Owner, place: &[&'s str]) {
        match (old.sensitive, new.sensitive) {
            (true, false) => self.changes.breaking(place, "is no longer kept out of debug output and logs"),
            (false, true) => self.changes.additive(place, "is kept out of debug output and logs"),
            _ => {}
        }
        if old.rust_name != new.rust_name
            && let Some(wire) = place.last()
        {
            let (was, is) = (names::field_of(wire, old), names::field_of(wire, new));
            self.changes.breaking(place, format!("is now `{is}` in Rust instead of `{was}`"));
        }
        self.changes.documented(place, "description", &old.description, &new.description);
        self.changes.documented(place, "note of deprecation", &old.deprecated, &new.deprecated);
        let (Some(before), Some(after)) = (old.resolved(self.old_shapes), new.resolved(self.new_shapes)) else { return };
        let (was, is) = (Self::describe(before), Self::describe(after));
        if was != is {
            self.changes.breaking(place, format!("is now {is} instead of {was}"));
            return;
        }
        for alias in old.aliases.iter().filter(|alias| !new.aliases.contains(alias)) {
            self.changes.breaking(place, format!("is no longer read from `{alias}`"));
        }
        for alias in new.aliases.iter().filter(|alias| !old.aliases.contains(alias)) {
            self.changes.additive(place, format!("is also read from `{alias}`"));
        }
        if old.wraps != new.wraps {
            self.changes.breaking(place, "is wrapped differently on the wire");
        }
        self.facts(before, after, place);
        // The setter of a parameter takes JSON as text or as a value.
        let is_json = |schema: &Schema| owner == Owner::Request && schema.format == Some(Format::Json);
        if is_json(before) != is_json(after) {
            let text = if is_json(after) { "now takes JSON" } else { "now takes text instead of JSON" };
            self.changes.add(if is_json(after) { Severity::Additive } else { Severity::Breaking }, place, text);
        }
        if let (Some(before), Some(after)) = (&before.items, &after.items) {
            self.schema(before, after, owner, place);
        }
        let pair = (old.shape.as_deref().unwrap_or_default(), new.shape.as_deref().unwrap_or_default());
        if pair != ("", "") && self.open.contains(&pair) {
            return;
        }
        self.open.push(pair);
        let inside = if owner == Owner::Received { Owner::Received } else { Owner::Sent };
        self.fields(&before.fields, &after.fields, inside, place);
        self.open.pop();
    }

    fn facts(&mut self, old: &Schema, new: &Schema, place: &[&str]) {
        for value in old.closed.iter().filter(|value| !new.closed.contains(value)) {
            self.changes.breaking(place, format!("loses the value `{value}`"));
        }
        for value in new.closed.iter().filter(|value| !old.closed.contains(value)) {
            self.changes.additive(place, format!("gains the value `{value}`"));
        }
        let both = |of: &[String], other: &[String]| -> Vec<String> {
            of.iter().filter(|value| other.contains(value)).cloned().collect()
        };
        let order = (both(&old.closed, &new.closed), both(&new.closed, &old.closed));
        self.changes.documented(place, "order of its values", &order.0, &order.1);
        self.changes.documented(place, "list of known values", &old.values, &new.values);
        self.changes.documented(place, "default", &old.default, &new.default);
        self.changes.documented(place, "example", &old.example, &new.example);
        let lengths = |of: &Schema| (of.min_length, of.max_length, of.min_items, of.max_items);
        let bounds = |of: &Schema| (of.minimum.clone(), of.maximum.clone(), of.pattern.clone());
        self.changes.documented(place, "limit", &(lengths(old), bounds(old)), &(lengths(new), bounds(new)));
    }

    /// The type in words that are the same when the type in Rust is.
    fn describe(resolved: &Schema) -> &'static str {
        match (resolved.kind, resolved.format) {
            (Some(Kind::Object), _) if resolved.fields.is_empty() => "anything",
            (Some(Kind::Object), _) => "an object",
            (Some(Kind::String), _) if !resolved.closed.is_empty() => "one of a closed set",
            (Some(Kind::String), _) => "a string",
            (Some(Kind::Integer), Some(Format::Int32)) => "an integer of 32 bits",
            (Some(Kind::Integer), _) => "an integer of 64 bits",
            (Some(Kind::Number), Some(Format::Float)) => "a number of 32 bits",
            (Some(Kind::Number), _) => "a number of 64 bits",
            (Some(Kind::Boolean), _) => "a boolean",
            (Some(Kind::List), _) => "a list",
            (Some(Kind::Map), _) => "a map",
            (Some(Kind::Any) | None, _) => "anything",
        }
    }
}

/// The style that a parameter is written in, said or not. Two of them write the same.
fn style(schema: &Schema, shapes: &Named<Schema>) -> Option<Style> {
    let composite =
        schema.resolved(shapes).is_some_and(|schema| matches!(schema.kind, Some(Kind::List | Kind::Object | Kind::Map)));
    match schema.style {
        Some(Style::RepeatList | Style::Flat) => Some(Style::Flat),
        None if composite => Some(Style::Flat),
        style => style,
    }
}
