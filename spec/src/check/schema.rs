//! One parameter, field, item or shape.

use crate::diagnostic::{Code, Diagnostic};
use crate::read::node::MAX_DEPTH;
use crate::types::{Format, Kind, Named, ParameterLocation, Schema, Style};

use super::pointer::NodePath;
use super::report::Report;
use super::{limits, names, values};

/// Checks schemas of one operation.
pub(super) struct Checker<'s, 'r> {
    pub(super) shapes: &'s Named<Schema>,
    pub(super) report: &'r mut Report,
}

/// Where a schema stands, which decides what may be said of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// A parameter of the request.
    Parameter,
    /// A field of an object in a request.
    SentField,
    /// An item of a list or a value of a map in a request.
    SentItem,
    /// A shape that a request holds.
    SentShape,
    /// A field of the response, at any depth.
    Received,
    /// An item of a list or a value of a map in a response.
    ReceivedItem,
    /// A shape that only a response holds.
    ReceivedShape,
}

impl Role {
    fn is_sent(self) -> bool {
        matches!(self, Role::Parameter | Role::SentField | Role::SentItem | Role::SentShape)
    }

    /// Whether a key means something here; `kind` is the type, where it is known.
    pub fn allows(self, key: &str, kind: Option<Kind>) -> bool {
        let is_typed = |fitting: &[Kind]| kind.is_none_or(|kind| fitting.contains(&kind));
        self.reserved(key).is_none() && typed(key).is_none_or(is_typed)
    }

    /// What alone a key is for, if that is something else.
    fn reserved(self, key: &str) -> Option<&'static str> {
        let (is_right, right) = match key {
            "required" | "needed" => (matches!(self, Role::Parameter | Role::SentField), "a parameter or a field inside one"),
            "style" | "in" | "idempotency_token" => (self == Role::Parameter, "a parameter"),
            "wraps" => (!self.is_sent(), "a list of the response"),
            "aliases" => (self == Role::Received, "a field of the response"),
            "rust_name" => (matches!(self, Role::Parameter | Role::SentField | Role::Received), "a parameter or a field"),
            _ => return None,
        };
        (!is_right).then_some(right)
    }

    fn of_field(self) -> Role {
        if self.is_sent() { Role::SentField } else { Role::Received }
    }

    fn of_item(self) -> Role {
        if self.is_sent() { Role::SentItem } else { Role::ReceivedItem }
    }

    fn describe(self) -> &'static str {
        match self {
            Role::Parameter => "a parameter",
            Role::SentField => "a field inside a parameter",
            Role::SentItem => "an item of a parameter",
            Role::SentShape | Role::ReceivedShape => "a shape",
            Role::Received => "a field of the response",
            Role::ReceivedItem => "an item in the response",
        }
    }
}

impl<'s> Checker<'s, '_> {
    /// The fields of one object, or the parameters.
    pub(super) fn fields(&mut self, fields: &'s Named<Schema>, node: &NodePath<'_>, role: Role) {
        names::fields(fields, node, self.report);
        for (name, schema) in fields.iter() {
            self.schema(schema, &node.key(name), role);
        }
    }

    /// One schema and what is inside it.
    pub(super) fn schema(&mut self, schema: &'s Schema, node: &NodePath<'_>, role: Role) {
        if node.depth() > MAX_DEPTH {
            self.report.add(
                Diagnostic::error(Code::TooDeep, node.at_key(), format!("collections nest deeper than {MAX_DEPTH} levels"))
                    .help("name a part of it in `shapes` and refer to that with `shape`"),
            );
            return;
        }
        self.place(schema, node, role);
        let is_typed = match (&schema.shape, schema.kind) {
            (Some(shape), None) => self.reference(shape, schema, node),
            (None, Some(kind)) => self.keys(kind, schema, node),
            (Some(_), Some(_)) => self.both(node),
            (None, None) => self.neither(schema, node),
        };
        if is_typed {
            limits::check(schema, node, self.report);
            values::check(schema, self.shapes, node, self.report);
        }
        if schema.fields.is_empty() && schema.kind == Some(Kind::Object) && schema.shape.is_none() {
            self.report.add(
                Diagnostic::warning(Code::EmptyObject, node.at_key(), "the object has no fields")
                    .help("list its `fields`, or make it a `map` if the names are data, or `any` if it can be anything"),
            );
        }
        if !schema.fields.is_empty() {
            self.fields(&schema.fields, &node.key("fields"), role.of_field());
        }
        if let Some(items) = &schema.items {
            self.schema(items, &node.key("items"), role.of_item());
        }
    }

    /// What is said of a schema must mean something where it stands.
    fn place(&mut self, schema: &'s Schema, node: &NodePath<'_>, role: Role) {
        let is_parameter = role == Role::Parameter;
        let keys = [
            (schema.required, "required"),
            (schema.needed, "needed"),
            (schema.style.is_some(), "style"),
            (schema.location != ParameterLocation::Query, "in"),
            (schema.idempotency_token, "idempotency_token"),
            (schema.wraps.is_some(), "wraps"),
            (!schema.aliases.is_empty(), "aliases"),
            (schema.rust_name.is_some(), "rust_name"),
        ];
        for (_, key) in keys.into_iter().filter(|(is_there, _)| *is_there) {
            if let Some(right) = role.reserved(key) {
                self.report.add(
                    Diagnostic::error(
                        Code::Meaningless,
                        node.key(key).at_key(),
                        format!("`{key}` means nothing for {}", role.describe()),
                    )
                    .label(format!("only for {right}")),
                );
            }
        }
        if schema.needed && schema.required {
            self.report.add(
                Diagnostic::error(Code::Meaningless, node.key("needed").at_key(), "`needed` stands beside `required`")
                    .label("what is required is needed")
                    .related(node.key("required").at_key(), "it is required"),
            );
        }
        if is_parameter {
            self.style(schema, node);
            self.token(schema, node);
        }
    }

    fn style(&mut self, schema: &'s Schema, node: &NodePath<'_>) {
        let Some(style) = schema.style else { return };
        let Some(target) = schema.resolved(self.shapes) else { return };
        let Some(kind) = target.kind else { return };
        let item = target.items.as_deref().and_then(|items| items.resolved(self.shapes)).and_then(|items| items.kind);
        let is_plain = !matches!(item, Some(Kind::Object | Kind::List | Kind::Map | Kind::Any));
        let (fits, wanted) = match style {
            Style::RepeatList => (kind == Kind::List, "a list"),
            Style::Flat => (matches!(kind, Kind::List | Kind::Object | Kind::Map), "a list, an object or a map"),
            Style::Json => (matches!(kind, Kind::List | Kind::Object | Kind::Map | Kind::Any), "a list, an object, a map or any"),
            Style::Simple => (kind == Kind::List && is_plain, "a list of plain values"),
        };
        if !fits {
            let name = style_name(style);
            self.report.add(
                Diagnostic::error(
                    Code::StyleDoesNotFit,
                    node.key("style").at_value(),
                    format!("the style `{name}` does not fit the type"),
                )
                .label(format!("only for {wanted}"))
                .related(node.key(if schema.shape.is_some() { "shape" } else { "type" }).at_value(), "the type"),
            );
        }
    }

    fn token(&mut self, schema: &Schema, node: &NodePath<'_>) {
        if schema.idempotency_token && schema.kind != Some(Kind::String) {
            self.report.add(
                Diagnostic::error(Code::TokenType, node.key("idempotency_token").at_key(), "an idempotency token is a string")
                    .label("this parameter is none"),
            );
        }
    }

    /// A reference says nothing of the type itself.
    fn reference(&mut self, shape: &str, schema: &Schema, node: &NodePath<'_>) -> bool {
        for (key, _) in typed_keys(schema) {
            self.report.add(
                Diagnostic::error(Code::ShapeAndType, node.key(key).at_key(), format!("`{key}` stands beside `shape`"))
                    .label("the shape says this")
                    .help(format!("write it in the shape `{shape}`")),
            );
        }
        if self.shapes.get(shape).is_some() {
            return true;
        }
        self.report.add(
            Diagnostic::error(Code::UnknownShape, node.key("shape").at_value(), format!("there is no shape `{shape}`"))
                .label("not in `shapes`")
                .did_you_mean(shape, "shapes", self.shapes.names()),
        );
        false
    }

    fn both(&mut self, node: &NodePath<'_>) -> bool {
        self.report.add(
            Diagnostic::error(Code::ShapeAndType, node.key("shape").at_key(), "`shape` stands beside `type`")
                .label("a shape has its type already")
                .related(node.key("type").at_key(), "the type")
                .help("leave one of the two out"),
        );
        false
    }

    fn neither(&mut self, schema: &Schema, node: &NodePath<'_>) -> bool {
        let kind = match schema {
            _ if !schema.fields.is_empty() => "object",
            _ if schema.items.is_some() => "list",
            _ => "string",
        };
        self.report.add(
            Diagnostic::error(Code::MissingType, node.at_key(), "neither a type nor a shape is given")
                .help(format!("add `type: {kind}`, or whatever it is")),
        );
        false
    }

    /// The keys beside a type must fit it.
    fn keys(&mut self, kind: Kind, schema: &Schema, node: &NodePath<'_>) -> bool {
        let mut all_fit = true;
        for (key, fitting) in typed_keys(schema) {
            if !fitting.contains(&kind) {
                all_fit = false;
                self.does_not_fit(key, fitting, node);
            }
        }
        if matches!(kind, Kind::List | Kind::Map) && schema.items.is_none() {
            self.report.add(
                Diagnostic::error(
                    Code::MissingItems,
                    node.key("type").at_value(),
                    format!("a {} needs `items`", kind_name(kind)),
                )
                .label(if kind == Kind::List { "of what?" } else { "from names to what?" })
                .help("add `items: { type: … }`"),
            );
        }
        if !schema.closed.is_empty() && !schema.values.is_empty() {
            self.report.add(
                Diagnostic::error(Code::Meaningless, node.key("values").at_key(), "`values` stands beside `enum`")
                    .label("a closed set has no other values")
                    .related(node.key("enum").at_key(), "the closed set"),
            );
        }
        all_fit
    }

    fn does_not_fit(&mut self, key: &str, fitting: &[Kind], node: &NodePath<'_>) {
        self.report.add(
            Diagnostic::error(Code::KeyDoesNotFit, node.key(key).at_key(), format!("`{key}` does not fit the type"))
                .label(format!("only for the type {}", any_of(fitting)))
                .related(node.key("type").at_value(), "the type"),
        );
    }
}

/// The keys that are there and say something of the type, with the types that each fits.
fn typed_keys(schema: &Schema) -> impl Iterator<Item = (&'static str, &'static [Kind])> {
    let keys = [
        (schema.format.is_some(), "format"),
        (!schema.closed.is_empty(), "enum"),
        (!schema.values.is_empty(), "values"),
        (schema.min_length.is_some(), "min_length"),
        (schema.max_length.is_some(), "max_length"),
        (schema.minimum.is_some(), "minimum"),
        (schema.maximum.is_some(), "maximum"),
        (schema.min_items.is_some(), "min_items"),
        (schema.max_items.is_some(), "max_items"),
        (schema.pattern.is_some(), "pattern"),
        (schema.wraps.is_some(), "wraps"),
        (schema.items.is_some(), "items"),
        (!schema.fields.is_empty(), "fields"),
    ];
    let format = schema.format.map(fitting_format);
    let fitting = move |key| if key == "format" { format } else { typed(key) };
    keys.into_iter().filter(|(is_there, _)| *is_there).filter_map(move |(_, key)| Some((key, fitting(key)?)))
}

/// The types that a key fits, if it fits not all.
fn typed(key: &str) -> Option<&'static [Kind]> {
    use Kind::{Boolean, Integer, List, Map, Number, Object, String};
    Some(match key {
        "format" => &[String, Integer, Number],
        "enum" | "min_length" | "max_length" | "pattern" => &[String],
        "values" => &[String, Integer, Number, Boolean],
        "minimum" | "maximum" => &[Integer, Number],
        "min_items" | "max_items" | "wraps" => &[List],
        "items" => &[List, Map],
        "fields" => &[Object],
        _ => return None,
    })
}

/// The types that a format fits.
pub fn fitting_format(format: Format) -> &'static [Kind] {
    match format {
        Format::Int32 | Format::Int64 => &[Kind::Integer],
        Format::Float | Format::Double => &[Kind::Number],
        Format::Iso8601 | Format::Byte | Format::Binary => &[Kind::String],
    }
}

/// The word for a kind in a spec file.
pub(super) fn kind_name(kind: Kind) -> &'static str {
    match kind {
        Kind::String => "string",
        Kind::Integer => "integer",
        Kind::Number => "number",
        Kind::Boolean => "boolean",
        Kind::Object => "object",
        Kind::List => "list",
        Kind::Map => "map",
        Kind::Any => "any",
    }
}

/// Kinds of which one is wanted: `` `integer` or `string` ``.
pub(super) fn any_of(kinds: &[Kind]) -> String {
    kinds.iter().map(|kind| format!("`{}`", kind_name(*kind))).collect::<Vec<_>>().join(" or ")
}

fn style_name(style: Style) -> &'static str {
    match style {
        Style::RepeatList => "repeatList",
        Style::Flat => "flat",
        Style::Json => "json",
        Style::Simple => "simple",
    }
}
