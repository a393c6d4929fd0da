//! One parameter, field, item or shape.

use crate::diagnostic::{Applicability, Code, Diagnostic};
use crate::read::node::MAX_DEPTH;
use crate::types::{Kind, Named, ParameterLocation, Schema, Style};

use super::keys::{Role, any_of, kind_name, style_name, typed_keys};
use super::pointer::NodePath;
use super::report::Report;
use super::{limits, names, values};

/// Checks schemas of one operation.
pub(super) struct Checker<'s, 'r> {
    pub(super) shapes: &'s Named<Schema>,
    pub(super) report: &'r mut Report,
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
            (None, Some(kind)) => self.keys(kind, schema, node, role),
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
                        format!("`{key}` has no meaning for {}", role.describe()),
                    )
                    .label(format!("only for {right}")),
                );
            }
        }
        if schema.needed && schema.required {
            self.report.add(
                Diagnostic::error(Code::Meaningless, node.key("needed").at_key(), "`needed` is set together with `required`")
                    .label("`required` implies it")
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
                Diagnostic::error(Code::ShapeAndType, node.key(key).at_key(), format!("`{key}` is set together with `shape`"))
                    .label("only the shape itself can set this")
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
    fn keys(&mut self, kind: Kind, schema: &Schema, node: &NodePath<'_>, role: Role) -> bool {
        let misfits: Vec<_> = typed_keys(schema).filter(|(_, fitting)| !fitting.contains(&kind)).collect();
        let all_fit = misfits.is_empty();
        // A key that is not valid here for any type is already reported.
        let is_empty = matches!(kind, Kind::List | Kind::Map) && schema.items.is_none();
        // Fields beside a list that holds nothing belong into its items: the error below says so.
        let are_of_items = is_empty && !schema.fields.is_empty();
        let is_told = |key: &str| role.reserved(key).is_some() || (are_of_items && key == "fields");
        let misfits: Vec<_> = misfits.into_iter().filter(|(key, _)| !is_told(key)).collect();
        self.do_not_fit(&misfits, schema, node);
        if is_empty {
            let help = if are_of_items { "write `items: { type: object, fields: … }`" } else { "add `items: { type: … }`" };
            self.report.add(
                Diagnostic::error(
                    Code::MissingItems,
                    node.key("type").at_value(),
                    format!("a {} needs `items`", kind_name(kind)),
                )
                .label(if kind == Kind::List { "of what?" } else { "from names to what?" })
                .help(help),
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

    fn do_not_fit(&mut self, misfits: &[(&'static str, &'static [Kind])], schema: &Schema, node: &NodePath<'_>) {
        let fits_all = |kind: &Kind| typed_keys(schema).all(|(_, fitting)| fitting.contains(kind));
        let meant: Vec<Kind> = Kind::ALL.iter().copied().filter(fits_all).collect();
        match misfits {
            [] => {}
            // Several keys that agree: the type is the wrong one.
            [_, .., (key, _)] if !meant.is_empty() => {
                let keys: Vec<String> = misfits.iter().map(|(key, _)| format!("`{key}`")).collect();
                let found = Diagnostic::error(
                    Code::KeyDoesNotFit,
                    node.key("type").at_value(),
                    format!("the type does not fit {}", keys.join(" and ")),
                )
                .label(format!("the keys are for the type {}", any_of(&meant)))
                .related(node.key(key).at_key(), "one of them");
                self.report.add(match meant.as_slice() {
                    [one] => found
                        .help(format!("did you mean `type: {}`?", kind_name(*one)))
                        .becomes(Some((kind_name(*one), Applicability::Maybe))),
                    _ => found,
                });
            }
            misfits => misfits.iter().for_each(|(key, fitting)| self.does_not_fit(key, fitting, schema, node)),
        }
    }

    fn does_not_fit(&mut self, key: &str, fitting: &[Kind], schema: &Schema, node: &NodePath<'_>) {
        self.report.add(
            Diagnostic::error(Code::KeyDoesNotFit, node.key(key).at_key(), format!("`{key}` does not fit the type"))
                .label(format!("only for the type {}", any_of(fitting)))
                .related(node.key("type").at_value(), "the type")
                .helps(schema.kind.and_then(|kind| counterpart(key, kind)).map(|right| format!("did you mean `{right}`?"))),
        );
    }
}

/// The key that says of one type what another key says of others.
fn counterpart(key: &str, kind: Kind) -> Option<&'static str> {
    let is_lower = key.starts_with("min");
    Some(match (key, kind) {
        ("enum", Kind::Integer | Kind::Number | Kind::Boolean) => "values",
        ("items", Kind::Object) => "fields",
        ("fields", Kind::List | Kind::Map) => "items",
        ("min_length" | "max_length" | "minimum" | "maximum" | "min_items" | "max_items", _) => match (kind, is_lower) {
            (Kind::String, true) => "min_length",
            (Kind::String, false) => "max_length",
            (Kind::Integer | Kind::Number, true) => "minimum",
            (Kind::Integer | Kind::Number, false) => "maximum",
            (Kind::List, true) => "min_items",
            (Kind::List, false) => "max_items",
            _ => return None,
        },
        _ => return None,
    })
}
