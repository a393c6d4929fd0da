//! The vendor's metadata, looked at: one small view for each part of the format, and all knowledge of its keys.
//!
//! Nothing is taken for granted. A key that is missing, or holds what it should not, reads as absent; what matters is noticed
//! where it is used.

use serde_json::{Map, Value};

/// The whole document.
#[derive(Clone, Copy)]
pub(super) struct Document<'m>(pub(super) &'m Value);

/// One operation.
#[derive(Clone, Copy)]
pub(super) struct Api<'m> {
    pub(super) name: &'m str,
    value: &'m Value,
}

/// One parameter.
#[derive(Clone, Copy)]
pub(super) struct Parameter<'m>(&'m Value);

/// An operation as others refer to it: `Vpc::2016-04-28::DescribeVpcs`, or the name alone.
#[derive(Clone, Copy)]
pub(super) struct Named<'m>(pub(super) &'m str);

/// A type and the facts about it.
#[derive(Clone, Copy)]
pub(super) struct Schema<'m>(pub(super) &'m Value);

/// A node of the group tree.
pub(super) enum Directory<'m> {
    /// An operation, by name.
    Operation(&'m str),
    /// A group, with a title or without.
    Group { title: Option<&'m str>, children: &'m [Value] },
}

impl<'m> Document<'m> {
    pub(super) fn style(self) -> Option<&'m str> {
        text(self.0.get("info")?, "style")
    }

    pub(super) fn product(self) -> Option<&'m str> {
        text(self.0.get("info")?, "product").map(str::trim).filter(|product| !product.is_empty())
    }

    pub(super) fn version(self) -> Option<&'m str> {
        text(self.0.get("info")?, "version").map(str::trim).filter(|version| !version.is_empty())
    }

    pub(super) fn apis(self) -> impl Iterator<Item = Api<'m>> {
        entries(self.0, "apis").map(|(name, value)| Api { name, value })
    }

    pub(super) fn has_apis(self) -> bool {
        self.0.get("apis").is_some_and(Value::is_object)
    }

    /// The group tree from its top, `None` where there is none.
    pub(super) fn directories(self) -> Option<&'m [Value]> {
        let top = self.0.get("directories")?.as_array()?;
        (!top.is_empty()).then_some(top.as_slice())
    }

    pub(super) fn components(self) -> Option<&'m Map<String, Value>> {
        self.0.get("components")?.get("schemas")?.as_object()
    }

    /// Regions and their hosts.
    pub(super) fn endpoints(self) -> Vec<(&'m str, &'m str)> {
        let pair = |entry: &'m Value| Some((text(entry, "regionId")?, text(entry, "endpoint")?));
        list(self.0, "endpoints").iter().filter_map(pair).collect()
    }

    /// Hosts that win over [`Document::endpoints`].
    pub(super) fn endpoint_map(self) -> Vec<(&'m str, &'m str)> {
        entries(self.0, "x-endpoint-map").filter_map(|(region, host)| Some((region, host.as_str()?))).collect()
    }

    /// Whether anything in it says which values are secret.
    pub(super) fn tells_secrets(self) -> bool {
        mentions(self.0, "x-sensitive")
    }

    /// Whether anything in it says which parameters nobody needs.
    pub(super) fn tells_implicit(self) -> bool {
        mentions(self.0, "x-implicit")
    }
}

impl<'m> Directory<'m> {
    pub(super) fn of(node: &'m Value) -> Option<Directory<'m>> {
        if let Some(name) = node.as_str() {
            return Some(Directory::Operation(name));
        }
        Some(Directory::Group { title: text(node, "title"), children: node.get("children")?.as_array()? })
    }
}

impl<'m> Api<'m> {
    /// Its texts.
    pub(super) fn texts(self) -> Schema<'m> {
        Schema(self.value)
    }

    /// Whether anything is said about it.
    pub(super) fn is_described(self) -> bool {
        self.value.is_object()
    }

    /// Group by the key that names it, which wins over the group tree.
    pub(super) fn group(self) -> Option<&'m str> {
        text(self.value, "x-group")
    }

    pub(super) fn methods(self) -> impl Iterator<Item = &'m str> {
        list(self.value, "methods").iter().filter_map(Value::as_str)
    }

    /// The method that the vendor's own client uses.
    pub(super) fn preferred_method(self) -> Option<&'m str> {
        text(self.value, "x-method")
    }

    /// The ways to authenticate, `AK` for the signed access key; `None` where nothing is said.
    pub(super) fn security(self) -> Option<Vec<&'m str>> {
        let ways = self.value.get("security")?.as_array()?;
        let named = ways.iter().flat_map(|way| match way {
            Value::Object(ways) => ways.keys().map(String::as_str).collect(),
            other => other.as_str().into_iter().collect::<Vec<_>>(),
        });
        let named: Vec<&str> = named.collect();
        (!named.is_empty()).then_some(named)
    }

    /// `read`, `write` or `readAndWrite`.
    pub(super) fn operation_type(self) -> Option<&'m str> {
        text(self.value, "operationType")
    }

    /// `get`, `list`, `create`, `update`, `delete`, `none`.
    pub(super) fn tagged_type(self) -> Option<&'m str> {
        text(self.value.get("systemTags")?, "operationType")
    }

    pub(super) fn asynchronous(self) -> bool {
        self.value.get("staticInfo").and_then(|info| text(info, "returnType")) == Some("asynchronous")
    }

    /// The operation that reports the progress of an asynchronous one.
    pub(super) fn callback(self) -> Option<Named<'m>> {
        text(self.value.get("staticInfo")?, "callback").map(Named).filter(|named| !named.name().is_empty())
    }

    /// How long to wait between two polls.
    pub(super) fn callback_interval(self) -> Option<u64> {
        self.value.get("staticInfo")?.get("callbackInterval").and_then(count)
    }

    /// What to use instead.
    pub(super) fn substitutions(self) -> impl Iterator<Item = Named<'m>> {
        let info = self.value.get("staticInfo").unwrap_or(&Value::Null);
        list(info, "substitutions").iter().filter_map(Value::as_str).map(Named)
    }

    pub(super) fn deprecated(self) -> Option<bool> {
        flag(self.value, "deprecated")
    }

    /// Path of an operation of another style.
    pub(super) fn path(self) -> Option<&'m str> {
        text(self.value, "path").filter(|path| *path != "/")
    }

    pub(super) fn parameters(self) -> impl Iterator<Item = Parameter<'m>> {
        list(self.value, "parameters").iter().map(Parameter)
    }

    /// Keys that hold something else than they must.
    pub(super) fn malformed(self) -> impl Iterator<Item = &'static str> {
        let codes = entries(self.value, "errorCodes").all(|(_, codes)| codes.is_array());
        let held = |key: &str| self.value.get(key).filter(|value| !value.is_null());
        let malformed = [
            ("parameters", held("parameters").is_some_and(|value| !value.is_array())),
            ("responses", held("responses").is_some_and(|value| !value.is_object())),
            ("errorCodes", held("errorCodes").is_some_and(|value| !value.is_object()) || !codes),
        ];
        malformed.into_iter().filter_map(|(key, wrong)| wrong.then_some(key))
    }

    /// Schema of the reply when all went well: that of status 200, else of another 2xx.
    pub(super) fn reply(self) -> Option<Schema<'m>> {
        let (_, reply) =
            entries(self.value, "responses").filter(|(status, _)| status.starts_with('2')).min_by_key(|(status, _)| *status)?;
        reply.get("schema").filter(|schema| schema.is_object()).map(Schema)
    }

    /// Codes with their status, as text.
    pub(super) fn error_codes(self) -> impl Iterator<Item = (&'m str, &'m str)> {
        entries(self.value, "errorCodes").flat_map(|(status, codes)| {
            let code = |entry: &'m Value| text(entry, "errorCode").or_else(|| entry.as_str());
            codes.as_array().into_iter().flatten().filter_map(code).map(move |code| (status, code))
        })
    }

    /// Name of the parameter that makes a repetition harmless.
    pub(super) fn idempotency_parameter(self) -> Option<&'m str> {
        text(self.value, "x-client-token-param")
    }

    pub(super) fn pagination(self) -> Option<&'m Value> {
        self.value.get("x-pagination").filter(|pagination| pagination.is_object())
    }
}

impl<'m> Named<'m> {
    pub(super) fn name(self) -> &'m str {
        self.0.rsplit("::").next().unwrap_or(self.0)
    }

    /// Whether it is of the same product and version as `document`.
    pub(super) fn is_of(self, document: Document<'_>) -> bool {
        let parts: Vec<&str> = self.0.split("::").collect();
        match parts[..] {
            [product, version, _] => {
                document.product().is_some_and(|own| own.eq_ignore_ascii_case(product)) && document.version() == Some(version)
            }
            _ => true,
        }
    }
}

impl<'m> Parameter<'m> {
    pub(super) fn name(self) -> Option<&'m str> {
        text(self.0, "name").filter(|name| !name.is_empty())
    }

    pub(super) fn place(self) -> Option<&'m str> {
        text(self.0, "in")
    }

    pub(super) fn style(self) -> Option<&'m str> {
        text(self.0, "style")
    }

    pub(super) fn allows_empty(self) -> bool {
        flag(self.0, "allowEmptyValue") == Some(true)
    }

    pub(super) fn implicit(self) -> bool {
        flag(self.0, "x-implicit") == Some(true)
    }

    /// Whether it is marked as secret beside its schema.
    pub(super) fn sensitive(self) -> bool {
        flag(self.0, "x-sensitive") == Some(true)
    }

    /// Whether it is marked as required beside its schema, where some documents have that.
    pub(super) fn required(self) -> bool {
        flag(self.0, "required") == Some(true)
    }

    pub(super) fn schema(self) -> Schema<'m> {
        Schema(self.0.get("schema").unwrap_or(&Value::Null))
    }

    /// Whether nothing but its type is known.
    pub(super) fn undocumented(self) -> bool {
        let schema = self.schema();
        !self.required()
            && !schema.required()
            && ["example", "enum", "x-known-values", "default"].iter().all(|key| schema.get(key).is_none())
    }
}

impl<'m> Schema<'m> {
    pub(super) fn get(self, key: &str) -> Option<&'m Value> {
        self.0.get(key).filter(|value| !value.is_null())
    }

    pub(super) fn text(self, key: &str) -> Option<&'m str> {
        text(self.0, key)
    }

    pub(super) fn flag(self, key: &str) -> bool {
        flag(self.0, key) == Some(true)
    }

    pub(super) fn values(self, key: &str) -> &'m [Value] {
        list(self.0, key)
    }

    /// Name of the component that stands for it.
    pub(super) fn reference(self) -> Option<&'m str> {
        text(self.0, "$ref").map(|path| path.rsplit('/').next().unwrap_or(path))
    }

    /// The name of its type, the first where a list is given.
    pub(super) fn kind(self) -> Option<&'m str> {
        match self.0.get("type")? {
            Value::String(kind) => Some(kind),
            Value::Array(kinds) => kinds.iter().filter_map(Value::as_str).find(|kind| *kind != "null"),
            _ => None,
        }
    }

    pub(super) fn required(self) -> bool {
        self.flag("required")
    }

    /// Whether a standard JSON Schema list of required names has `name`.
    pub(super) fn requires(self, name: &str) -> bool {
        self.values("required").iter().any(|required| required.as_str() == Some(name))
    }

    pub(super) fn properties(self) -> Vec<(&'m str, Schema<'m>)> {
        entries(self.0, "properties").map(|(name, schema)| (name, Schema(schema))).collect()
    }

    pub(super) fn items(self) -> Option<Schema<'m>> {
        self.0.get("items").filter(|items| items.is_object()).map(Schema)
    }

    /// Schema of the values of a map; an empty one where anything may be in it.
    pub(super) fn map_values(self) -> Option<Schema<'m>> {
        match self.0.get("additionalProperties")? {
            values @ Value::Object(_) => Some(Schema(values)),
            Value::Bool(true) => Some(Schema(&Value::Null)),
            _ => None,
        }
    }
}

/// The text of a scalar.
pub(super) fn scalar_text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(flag) => Some(flag.to_string()),
        _ => None,
    }
}

/// A count, whether it is written as a number or as text.
pub(super) fn count(value: &Value) -> Option<u64> {
    scalar_text(value)?.trim().parse().ok()
}

fn text<'m>(value: &'m Value, key: &str) -> Option<&'m str> {
    value.get(key)?.as_str()
}

fn flag(value: &Value, key: &str) -> Option<bool> {
    match value.get(key)? {
        Value::Bool(flag) => Some(*flag),
        Value::String(text) => text.parse().ok(),
        _ => None,
    }
}

fn list<'m>(value: &'m Value, key: &str) -> &'m [Value] {
    value.get(key).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

fn entries<'m>(value: &'m Value, key: &str) -> impl Iterator<Item = (&'m str, &'m Value)> {
    value.get(key).and_then(Value::as_object).into_iter().flatten().map(|(name, value)| (name.as_str(), value))
}

fn mentions(value: &Value, key: &str) -> bool {
    match value {
        Value::Object(fields) => fields.iter().any(|(name, value)| name == key || mentions(value, key)),
        Value::Array(items) => items.iter().any(|item| mentions(item, key)),
        _ => false,
    }
}
