//! The spec files as Rust types: what an operation file, `service.yaml`, `glossary.yaml` and `waiters.yaml` hold.
//!
//! The same types read the files, write them on import, and make `schema.json`. Names are the wire's, unchanged.

use std::fmt;

use serde::de::{self, Deserialize, Deserializer, MapAccess, Visitor};
use serde::ser::{Serialize, Serializer};
use serde::{Deserialize as DeriveDeserialize, Serialize as DeriveSerialize};

#[cfg(feature = "schema")]
use schemars::JsonSchema;

/// One operation: the content of `api-spec/<group>/<Operation>.yaml`.
#[derive(Debug, Clone, PartialEq, DeriveDeserialize, DeriveSerialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Operation {
    /// Name of the operation on the wire, the same as the file's name.
    pub operation: String,
    /// One sentence that says what the operation does.
    pub summary: String,
    /// What a caller must know beyond the summary.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Whether the operation changes anything. A read may always be repeated.
    pub access: Access,
    /// HTTP method of the request.
    #[serde(default, skip_serializing_if = "is_default")]
    pub method: Method,
    /// True if the service advises against the operation.
    #[serde(default, skip_serializing_if = "is_default")]
    pub deprecated: bool,
    /// Operations to use instead of a deprecated one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub replaced_by: Vec<String>,
    /// True if the reply only acknowledges the request and the work goes on afterwards.
    #[serde(default, skip_serializing_if = "is_default")]
    pub asynchronous: bool,
    /// Name of the waiter in `waiters.yaml` that ends when the operation's work is done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub waiter: Option<String>,
    /// How to get the whole of a list that comes in parts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pagination: Option<Pagination>,
    /// Request parameters by wire name, in the order of the documentation.
    #[serde(default, skip_serializing_if = "Named::is_empty")]
    pub parameters: Named<Schema>,
    /// Fields of the reply by wire name.
    #[serde(default, skip_serializing_if = "Named::is_empty")]
    pub response: Named<Schema>,
    /// Shapes used in several places of this operation, referred to by `shape: Name`.
    #[serde(default, skip_serializing_if = "Named::is_empty")]
    pub shapes: Named<Schema>,
    /// Error codes that the service documents for the operation.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<ErrorCode>,
    /// A reply of the service, as JSON text, to test the decoder with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sample: Option<String>,
}

/// Whether an operation changes anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq, DeriveDeserialize, DeriveSerialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Access {
    /// It only reads.
    Read,
    /// It changes something.
    Write,
}

/// HTTP method of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, DeriveDeserialize, DeriveSerialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(rename_all = "UPPERCASE")]
pub enum Method {
    /// `POST`, what nearly all operations use.
    #[default]
    Post,
    /// `GET`.
    Get,
}

/// The type of a parameter, a field, an item or a shape, and the facts about it.
#[derive(Debug, Clone, PartialEq, Default, DeriveDeserialize, DeriveSerialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Schema {
    /// The kind of value. Left out where `shape` says it.
    #[serde(rename = "type", default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<Kind>,
    /// Name of a shape in `shapes`, in place of a type of its own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shape: Option<String>,
    /// Width of a number, or what a string holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub format: Option<Format>,
    /// What it means. Left out where the glossary says it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// True if a request without it is refused.
    #[serde(default, skip_serializing_if = "is_default")]
    pub required: bool,
    /// Value that the service takes when it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default: Option<Value>,
    /// A value as it may look.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub example: Option<Value>,
    /// Closed set of values: becomes a Rust enum.
    #[serde(rename = "enum", default, skip_serializing_if = "Vec::is_empty")]
    pub closed: Vec<String>,
    /// Known values of an open set: stays a string, the values go into the docs.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub values: Vec<Value>,
    /// Least length of a string, in characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min_length: Option<u64>,
    /// Greatest length of a string, in characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_length: Option<u64>,
    /// Least value of a number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub minimum: Option<Number>,
    /// Greatest value of a number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub maximum: Option<Number>,
    /// Least number of items of a list.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min_items: Option<u64>,
    /// Greatest number of items of a list.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_items: Option<u64>,
    /// Regular expression that a string matches.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pattern: Option<String>,
    /// True if the service advises against it.
    #[serde(default, skip_serializing_if = "is_default")]
    pub deprecated: bool,
    /// True for secrets and personal data: never shown in `Debug`, logs or traces.
    #[serde(default, skip_serializing_if = "is_default")]
    pub sensitive: bool,
    /// How a list or an object parameter is written on the wire. The default is `repeatList` for lists, `flat` for objects.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub style: Option<Style>,
    /// Where a parameter travels. The default is the query.
    #[serde(rename = "in", default, skip_serializing_if = "is_default")]
    pub place: Place,
    /// True for the parameter that makes repeating a request harmless: made up once per call when the caller gives none.
    #[serde(default, skip_serializing_if = "is_default")]
    pub idempotency_token: bool,
    /// For a list that the wire wraps in an object: the name of the list inside. `Vpcs: { type: list, wraps: Vpc, … }` is
    /// `{"Vpcs": {"Vpc": […]}}` on the wire and a plain list in Rust.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wraps: Option<String>,
    /// Type of a list's items, or of a map's values.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub items: Option<Box<Schema>>,
    /// Fields of an object by wire name.
    #[serde(default, skip_serializing_if = "Named::is_empty")]
    pub fields: Named<Schema>,
}

/// Kind of a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, DeriveDeserialize, DeriveSerialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// Text.
    String,
    /// Whole number: `int64` unless `format` says `int32`.
    Integer,
    /// Number with a fraction: `double` unless `format` says `float`.
    Number,
    /// `true` or `false`.
    Boolean,
    /// A fixed set of named fields.
    Object,
    /// A list of items of one type.
    List,
    /// Values of one type under names that are data.
    Map,
    /// Anything.
    Any,
}

/// Width of a number, or what a string holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, DeriveDeserialize, DeriveSerialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Format {
    /// 32-bit integer.
    Int32,
    /// 64-bit integer.
    Int64,
    /// 32-bit floating point.
    Float,
    /// 64-bit floating point.
    Double,
    /// A date and time as text.
    Iso8601,
    /// Base64 text.
    Byte,
    /// Bytes as text.
    Binary,
}

/// How a list or an object is written in a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, DeriveDeserialize, DeriveSerialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum Style {
    /// `Name.1=a&Name.2=b`, for lists.
    RepeatList,
    /// `Name.Field=v`, for objects and lists that may nest.
    Flat,
    /// `Name={"Field":"v"}`: one parameter that holds JSON.
    Json,
    /// `Name=a,b`: items joined with commas.
    Simple,
}

/// Where a parameter travels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, DeriveDeserialize, DeriveSerialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Place {
    /// In the query of the URL.
    #[default]
    Query,
    /// In a form body.
    Form,
}

/// How to get the whole of a list that comes in parts.
#[derive(Debug, Clone, PartialEq, DeriveDeserialize, DeriveSerialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Pagination {
    /// By page number, or by token.
    pub style: PageStyle,
    /// Field of the reply that holds the list. A path with dots where it is nested.
    pub items: String,
    /// Parameter that takes the page number, from 1. Style `page` needs it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub page: Option<String>,
    /// Parameter that takes the token of the next page. Style `token` needs it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub token: Option<String>,
    /// Field of the reply that holds the token of the next page. Style `token` needs it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
    /// Parameter that takes the number of items in a page.
    pub size: String,
    /// Field of the reply that holds the number of items in all pages.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub total: Option<String>,
    /// Number of items in a page when the caller names none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default_size: Option<u32>,
    /// Greatest number of items in a page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_size: Option<u32>,
}

/// How pages follow each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, DeriveDeserialize, DeriveSerialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum PageStyle {
    /// `PageNumber` and `PageSize`.
    Page,
    /// `NextToken` and `MaxResults`.
    Token,
}

/// An error code that the service documents.
#[derive(Debug, Clone, PartialEq, DeriveDeserialize, DeriveSerialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ErrorCode {
    /// The code, spelled as the service spells it.
    pub code: String,
    /// HTTP status it comes with: one, or a list where sources differ.
    pub status: OneOrMany,
    /// What it means.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Whether and how to repeat the request. Left out: not at all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry: Option<Retry>,
}

/// Whether and how to repeat a request that failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, DeriveDeserialize, DeriveSerialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Retry {
    /// Too many requests: repeat after a wait.
    Throttled,
    /// The resource is busy with something else: repeat after seconds.
    Busy,
    /// The service failed: repeat if that is safe.
    Server,
    /// The local clock is off: correct it and repeat.
    Clock,
    /// Do not repeat.
    None,
}

/// The content of `service.yaml`: what all operations of a service share.
#[derive(Debug, Clone, PartialEq, DeriveDeserialize, DeriveSerialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Service {
    /// Product name of the API, like `Vpc`.
    pub product: String,
    /// Version of the API, like `2016-04-28`.
    pub version: String,
    /// One sentence that says what the service is.
    pub summary: String,
    /// Where the service is reached.
    pub endpoints: Endpoints,
    /// Parameter that takes the region, filled from the client's region.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub region_parameter: Option<String>,
    /// Parameters that every operation takes and that no user needs.
    #[serde(default, skip_serializing_if = "Named::is_empty")]
    pub parameters: Named<Schema>,
    /// Error codes that every operation can return.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<ErrorCode>,
    /// Groups of operations: each is a folder, a module and a cargo feature. The value is its one-sentence summary.
    pub groups: Named<String>,
}

/// Where a service is reached.
#[derive(Debug, Clone, PartialEq, DeriveDeserialize, DeriveSerialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Endpoints {
    /// Host for a region that `map` does not name: `{region}` stands for the region.
    pub rule: String,
    /// Host for a region on a network other than the public one: `{network}` stands for the network.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub network_rule: Option<String>,
    /// Host by region, before the rule.
    #[serde(default, skip_serializing_if = "Named::is_empty")]
    pub map: Named<String>,
    /// Regions open to the public.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub regions: Vec<String>,
}

/// The content of `glossary.yaml`: what a name means, written once. Keys are, most specific first, `Operation:Name`,
/// `Parent.Name` and `Name`.
pub type Glossary = Named<String>;

/// The content of `waiters.yaml`: waiters by name.
pub type Waiters = Named<Waiter>;

/// What to poll, and what ends the wait.
#[derive(Debug, Clone, PartialEq, DeriveDeserialize, DeriveSerialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Waiter {
    /// One sentence that says what is waited for.
    pub summary: String,
    /// Operation to poll.
    pub operation: String,
    /// Parameter that takes the id of the resource. A path with dots below a list or an object: `Filter.1.Value.1`.
    pub id: String,
    /// Parameters with a fixed value, by wire name or path.
    #[serde(default, skip_serializing_if = "Named::is_empty")]
    pub with: Named<String>,
    /// Parameters that the caller must give besides the id.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub also: Vec<String>,
    /// List in the reply that holds the resource. Left out where the reply itself is the resource.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub items: Option<String>,
    /// List inside an item of `items` that holds the resource.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sub_items: Option<String>,
    /// Field of an item that must equal the id.
    #[serde(rename = "match", default, skip_serializing_if = "Option::is_none")]
    pub matches: Option<String>,
    /// Field that holds the state.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<String>,
    /// States that end the wait well.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub success: Vec<String>,
    /// States that end the wait badly.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub failure: Vec<String>,
    /// States to keep waiting in. Any other state that is no success and no failure is waited in as well.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub transient: Vec<String>,
    /// What ends the wait when it is not a state.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Until>,
    /// Error codes that say that the resource is not there.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub not_found: Vec<String>,
    /// Seconds before the first poll.
    #[serde(default, skip_serializing_if = "is_default")]
    pub delay: u32,
}

/// What ends a wait that is not for a state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, DeriveDeserialize, DeriveSerialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Until {
    /// The resource is there.
    Present,
    /// The resource is not there.
    Gone,
}

/// A scalar, or whatever else YAML can hold, in a place where the schema decides what fits.
pub type Value = serde_yaml::Value;

/// A number in a limit.
pub type Number = serde_yaml::Number;

fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

/// One value or a list of them; a list of one is written as one.
#[derive(Debug, Clone, PartialEq, Eq, DeriveDeserialize, DeriveSerialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(untagged)]
pub enum OneOrMany {
    /// One HTTP status.
    One(u16),
    /// Several HTTP statuses.
    Many(Vec<u16>),
}

impl OneOrMany {
    /// The values as a slice.
    pub fn as_slice(&self) -> &[u16] {
        match self {
            OneOrMany::One(one) => std::slice::from_ref(one),
            OneOrMany::Many(many) => many,
        }
    }
}

/// Values by name, in the order of the file. A name that comes twice is an error.
#[derive(Debug, Clone, PartialEq)]
pub struct Named<T>(pub Vec<(String, T)>);

impl<T> Named<T> {
    /// The value of a name.
    pub fn get(&self, name: &str) -> Option<&T> {
        self.0.iter().find(|(key, _)| key == name).map(|(_, value)| value)
    }

    /// Names and values in the order of the file.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &T)> {
        self.0.iter().map(|(key, value)| (key.as_str(), value))
    }

    /// The names in the order of the file.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|(key, _)| key.as_str())
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl<T> Default for Named<T> {
    fn default() -> Self {
        Named(Vec::new())
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Named<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct NamedVisitor<T>(std::marker::PhantomData<T>);

        impl<'de, T: Deserialize<'de>> Visitor<'de> for NamedVisitor<T> {
            type Value = Named<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a mapping from names to values")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Named<T>, A::Error> {
                let mut named = Named::default();
                while let Some(key) = map.next_key::<String>()? {
                    if named.get(&key).is_some() {
                        return Err(de::Error::custom(format_args!("duplicate name `{key}`")));
                    }
                    named.0.push((key, map.next_value()?));
                }
                Ok(named)
            }
        }

        deserializer.deserialize_map(NamedVisitor(std::marker::PhantomData))
    }
}

impl<T: Serialize> Serialize for Named<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.iter())
    }
}

#[cfg(feature = "schema")]
impl<T: JsonSchema> JsonSchema for Named<T> {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        format!("Named_{}", T::schema_name()).into()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        std::collections::BTreeMap::<String, T>::json_schema(generator)
    }
}
