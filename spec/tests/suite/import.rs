//! Four products as their metadata has them: all facts arrive, and what is written reads back the same.
#![cfg(feature = "import")]
use std::sync::LazyLock;

use crate::common::imported::tree_of;
use acs_spec::check;
use acs_spec::import::{Import, NoteKind, import, yaml};
use acs_spec::read::{self, SpecTree};
use acs_spec::types::{Auth, Format, Kind, Named, Operation, PageStyle, Pagination, ParameterLocation, Schema, Style};
use serde_json::Value as Json;

const VPC: &str = include_str!("../fixtures/metadata/vpc-2016-04-28.json");
const EIPANYCAST: &str = include_str!("../fixtures/metadata/eipanycast-2020-03-09.json");
const RDS_DATA: &str = include_str!("../fixtures/metadata/rds-data-2022-03-30.json");

const STS: &str = include_str!("../fixtures/metadata/sts-2015-04-01.json");

static IMPORTED: LazyLock<[(&str, Import, SpecTree); 4]> = LazyLock::new(|| {
    [VPC, EIPANYCAST, RDS_DATA, STS].map(|metadata| {
        let done = import(metadata, None).unwrap();
        let tree = tree_of(&done);
        (metadata, done, tree)
    })
});

/// Files that are not those of an operation: `service.yaml`, and `waiters.yaml` if there are waiters.
fn shared(tree: &SpecTree) -> usize {
    1 + usize::from(!tree.waiters.0.is_empty())
}

#[test]
fn every_file_reads_back_as_it_was_written() {
    for (_, done, tree) in IMPORTED.iter() {
        assert_eq!(tree.operations.len() + shared(tree), done.files.len());
        let text_of = |path: &str| done.files.iter().find(|file| file.path == path).map(|file| file.text.clone()).unwrap();
        assert_eq!(yaml::service(&tree.service).unwrap(), text_of("service.yaml"));
        for source in &tree.operations {
            assert_eq!(yaml::operation(&source.operation).unwrap(), text_of(&source.path), "{}", source.path);
        }
    }
}

#[test]
fn what_is_written_passes_the_check() {
    for (_, _, tree) in IMPORTED.iter() {
        let warnings = check::check(tree).unwrap_or_else(|mistakes| panic!("{}", mistakes.render(false)));
        assert_eq!(warnings.render(false), "");
    }
}

#[test]
fn importing_again_changes_nothing() {
    for (metadata, _, tree) in IMPORTED.iter() {
        let again = import(metadata, Some(tree)).unwrap();
        assert_eq!(again.files, []);
        assert!(again.report.is_current() && again.report.removed.is_empty());
        assert_eq!(again.report.unchanged, tree.operations.len() + shared(tree));
    }
}

/// The specs of the repository have the facts of the metadata, whatever people wrote besides.
#[test]
fn the_specs_of_the_repository_have_all_facts() {
    let Some(specs) = crate::api_spec() else { return };
    let done = import(VPC, Some(&read::tree(&specs).unwrap())).unwrap();
    let changed = &done.report.changed;
    assert!(done.report.is_current(), "`acs spec import` would change {changed:?} and add {:?}", done.report.added);
    assert_eq!(done.report.removed, Vec::<String>::new());
    assert_eq!(done.report.count(NoteKind::NeedsSummary), 0);
}

#[test]
fn nothing_of_vpc_is_left_out() {
    let (_, done, tree) = &IMPORTED[0];
    assert_eq!((tree.operations.len(), tree.service.groups.len()), (403, 48));
    for kind in [
        NoteKind::OperationLeftOut,
        NoteKind::ParameterLeftOut,
        NoteKind::FieldLeftOut,
        NoteKind::TypeUnknown,
        NoteKind::Duplicate,
        NoteKind::EnumOpened,
        NoteKind::DefaultDropped,
        NoteKind::LimitDropped,
        NoteKind::ValueDropped,
        NoteKind::ErrorCodeDropped,
        NoteKind::PaginationUnclear,
        NoteKind::PaginationGuessed,
        NoteKind::SensitiveGuessed,
        NoteKind::EndpointGuessed,
    ] {
        let told: Vec<String> = done.report.notes.iter().filter(|note| note.kind == kind).map(ToString::to_string).collect();
        assert_eq!(told, Vec::<String>::new(), "{kind}");
    }
}

#[test]
fn operations_without_an_access_key_are_anonymous() {
    let (_, _, tree) = &IMPORTED[3];
    let auths = tree.operations.iter().map(|source| (source.operation.operation.as_str(), source.operation.auth));
    let expected = [
        ("GetCallerIdentity", Auth::Signed),
        ("AssumeRole", Auth::Signed),
        ("AssumeRoleWithOIDC", Auth::Anonymous),
        ("AssumeRoleWithSAML", Auth::Anonymous),
    ];
    assert_eq!(auths.collect::<Vec<_>>(), expected);
}

/// The vendor's own files have none of the keys that begin with `x-`. What is told by names then contradicts none of them.
#[test]
fn without_the_marks_the_guesses_agree() {
    let mut metadata: Json = serde_json::from_str(VPC).unwrap();
    strip(&mut metadata);
    let done = import(&metadata.to_string(), None).unwrap();
    let bare = tree_of(&done);
    assert!(check::check(&bare).is_ok());
    let (_, _, tree) = &IMPORTED[0];
    assert_eq!(bare.service.parameters, tree.service.parameters);
    assert_eq!(bare.service.groups, tree.service.groups);
    let (mut paged, mut guessed) = (0, 0);
    for (bare, full) in bare.operations.iter().zip(&tree.operations) {
        assert_eq!(bare.path, full.path);
        let (bare, full) = (&bare.operation, &full.operation);
        let name = &full.operation;
        assert!(bare.parameters.names().eq(full.parameters.names()), "{name}");
        paged += usize::from(full.pagination.is_some());
        if let Some(pagination) = &bare.pagination {
            guessed += 1;
            let facts = |of: &Pagination| (of.style, of.items.clone(), of.page.clone(), of.token.clone(), of.size.clone());
            assert_eq!(Some(facts(pagination)), full.pagination.as_ref().map(facts), "{name}");
        }
        for (wire, parameter) in full.parameters.iter().filter(|(wire, _)| *wire == "ClientToken") {
            assert_eq!(parameter.idempotency_token, bare.parameters.get(wire).unwrap().idempotency_token, "{name}");
        }
    }
    assert!(guessed * 10 >= paged * 9, "only {guessed} of {paged} are told by their names");
}

fn strip(value: &mut Json) {
    match value {
        Json::Object(fields) => {
            fields.retain(|key, _| !key.starts_with("x-"));
            fields.values_mut().for_each(strip);
        }
        Json::Array(items) => items.iter_mut().for_each(strip),
        _ => {}
    }
}

/// Every fact of the metadata, looked up in what was imported. This walks the metadata, so nothing that it holds can be missed.
#[test]
fn every_fact_of_vpc_arrives() {
    let metadata: Json = serde_json::from_str(VPC).unwrap();
    let (_, _, tree) = &IMPORTED[0];
    let mut seen = Seen::default();
    for (name, api) in metadata["apis"].as_object().unwrap() {
        let source = tree.operations.iter().find(|source| source.operation.operation == *name).unwrap();
        assert_eq!(source.group, api["x-group"], "{name}");
        assert_eq!(source.path, format!("{}/{name}.yaml", source.group));
        operation_arrives(api, &source.operation, &mut seen);
    }
    // The counts that come with the metadata, so that a fact which is never looked at is noticed.
    assert_eq!((seen.parameters, seen.required, seen.needed, seen.nested), (4091 - 1433, 914, 52, 564));
    assert_eq!((seen.response_fields, seen.wrapped), (3327 - 143, 143));
    assert_eq!((seen.by_page, seen.by_token), (49, 32));
    assert_eq!((seen.tokens, seen.deprecated, seen.asynchronous), (250, 17, 60));
    assert_eq!((seen.sensitive, seen.form), (41, 4));
}

#[derive(Default)]
struct Seen {
    parameters: usize,
    required: usize,
    needed: usize,
    nested: usize,
    response_fields: usize,
    wrapped: usize,
    by_page: usize,
    by_token: usize,
    tokens: usize,
    deprecated: usize,
    asynchronous: usize,
    sensitive: usize,
    form: usize,
}

fn operation_arrives(api: &Json, operation: &Operation, seen: &mut Seen) {
    let name = &operation.operation;
    assert_eq!(format!("{:?}", operation.method).to_uppercase(), api["x-method"].as_str().unwrap(), "{name}");
    assert_eq!(operation.deprecated, api["deprecated"].as_bool().unwrap(), "{name}");
    assert_eq!(operation.asynchronous, api["staticInfo"]["returnType"] == "asynchronous", "{name}");
    seen.deprecated += usize::from(operation.deprecated);
    seen.asynchronous += usize::from(operation.asynchronous);

    let documented = api["parameters"].as_array().unwrap().iter().filter(|parameter| parameter["x-implicit"] != true);
    let documented: Vec<&Json> = documented.collect();
    assert!(documented.iter().map(|parameter| parameter["name"].as_str().unwrap()).eq(operation.parameters.names()), "{name}");
    for parameter in documented {
        let wire = parameter["name"].as_str().unwrap();
        let schema = operation.parameters.get(wire).unwrap();
        let at = format!("{name} {wire}");
        schema_arrives(&parameter["schema"], schema, &at);
        assert_eq!(schema.idempotency_token, api["x-client-token-param"] == wire, "{at}");
        assert_eq!(schema.location == ParameterLocation::Form, parameter["in"] == "formData", "{at}");
        let style = match (parameter["style"].as_str(), parameter["schema"]["type"].as_str()) {
            (Some("flat"), Some("array")) => Some(Style::Flat),
            (Some("json"), _) => Some(Style::Json),
            (Some("simple"), _) => Some(Style::Simple),
            _ => None,
        };
        assert_eq!(schema.style, style, "{at}");
        seen.parameters += 1;
        seen.required += usize::from(schema.required);
        seen.needed += usize::from(schema.needed);
        seen.tokens += usize::from(schema.idempotency_token);
        seen.form += usize::from(schema.location == ParameterLocation::Form);
        seen.nested += count(schema) - 1;
        seen.sensitive += sensitive(schema);
    }

    fields_arrive(&api["responses"]["200"]["schema"], &operation.response, name);
    for (_, schema) in operation.response.iter() {
        seen.response_fields += count_named(schema);
        seen.wrapped += count_wrapped(schema);
        seen.sensitive += sensitive(schema);
    }
    pagination_arrives(&api["x-pagination"], operation, seen);
    errors_arrive(&api["errorCodes"], operation);
}

fn schema_arrives(fact: &Json, schema: &Schema, at: &str) {
    let kind = match fact["type"].as_str().unwrap() {
        "string" => Kind::String,
        "integer" => Kind::Integer,
        "number" => Kind::Number,
        "boolean" => Kind::Boolean,
        "array" => Kind::List,
        "object" => Kind::Object,
        other => panic!("{at}: {other}"),
    };
    assert_eq!(schema.kind, Some(kind), "{at}");
    let format = match (kind, fact["format"].as_str()) {
        (Kind::Integer, Some("int32")) => Some(Format::Int32),
        (Kind::String, Some("iso8601")) => Some(Format::Iso8601),
        (Kind::String, None) if schema.format == Some(Format::Json) => {
            let example = fact["example"].as_str().and_then(|text| serde_json::from_str::<serde_json::Value>(text).ok());
            example.filter(|json| json.is_array() || json.is_object()).map(|_| Format::Json)
        }
        (Kind::Integer, Some("int64")) | (Kind::Number, Some("double")) | (_, None) => None,
        (_, Some(other)) => panic!("{at}: {other}"),
    };
    assert_eq!(schema.format, format, "{at}");
    assert_eq!(schema.required, fact["required"] == true, "{at}");
    let is_item = at.ends_with("[]");
    assert_eq!(schema.needed, fact["docRequired"] == true && !schema.required && !is_item, "{at}");
    assert_eq!(schema.deprecated, fact["deprecated"] == true, "{at}");
    assert_eq!(schema.sensitive, fact["x-sensitive"] == true, "{at}");
    let limit = |key: &str| fact[key].as_str().map(str::to_owned);
    assert_eq!(schema.minimum.as_ref().map(ToString::to_string), limit("minimum"), "{at}");
    assert_eq!(schema.maximum.as_ref().map(ToString::to_string), limit("maximum"), "{at}");
    assert_eq!(schema.max_items, fact["maxItems"].as_u64(), "{at}");
    assert_eq!(schema.min_items, fact["minItems"].as_u64(), "{at}");
    let texts = if kind == Kind::List { schema.items.as_deref().unwrap() } else { schema };
    if let Some(longest) = fact["maxLength"].as_u64() {
        assert_eq!(texts.max_length, Some(longest), "{at}");
    }
    let closed: Vec<&str> = fact["enum"].as_array().into_iter().flatten().map(|value| value.as_str().unwrap()).collect();
    assert_eq!(schema.closed, closed, "{at}");
    let known: Vec<String> = fact["x-known-values"].as_array().into_iter().flatten().map(text).collect();
    if closed.is_empty() {
        let values: Vec<String> = texts.values.iter().map(yaml_text).collect();
        assert_eq!(values, known, "{at}");
    }
    if let Some(default) = fact["default"].as_str().filter(|default| !(default.is_empty() && kind != Kind::String)) {
        let found = schema.default.as_ref().or(texts.default.as_ref()).map(yaml_text);
        assert_eq!(found.as_deref(), Some(default), "{at}");
    }
    if let (Kind::String, Some(example), false) = (kind, fact["example"].as_str(), schema.sensitive) {
        let found = schema.example.as_ref().map(yaml_text).unwrap_or_default();
        assert!(
            found == example
                || found == example.replace('`', "")
                || !(closed.is_empty() || closed.contains(&example))
                || example.trim().is_empty(),
            "{at}: {found}"
        );
    }
    if kind == Kind::List {
        schema_arrives(&fact["items"], schema.items.as_deref().unwrap(), &format!("{at}[]"));
    }
    fields_arrive(fact, &schema.fields, at);
}

/// The fields of an object, where a list may have lost its wrapper.
fn fields_arrive(fact: &Json, fields: &Named<Schema>, at: &str) {
    let Some(properties) = fact["properties"].as_object() else {
        assert!(fields.is_empty(), "{at}");
        return;
    };
    assert!(properties.keys().map(String::as_str).eq(fields.names()), "{at}");
    for (name, property) in properties {
        let field = fields.get(name).unwrap();
        let at = format!("{at}.{name}");
        match &field.wraps {
            None => schema_arrives(property, field, &at),
            Some(inner) => {
                let wrapped = property["properties"].as_object().unwrap();
                assert!(wrapped.keys().eq([inner]), "{at}");
                schema_arrives(&wrapped[inner], field, &at);
            }
        }
    }
}

fn pagination_arrives(fact: &Json, operation: &Operation, seen: &mut Seen) {
    let Some(pagination) = &operation.pagination else { return assert!(fact.is_null(), "{}", operation.operation) };
    let name = &operation.operation;
    let same = |found: &Option<String>, key: &str| assert_eq!(found.as_deref(), fact[key].as_str(), "{name} {key}");
    same(&pagination.total, "total_field");
    same(&pagination.page, "page_param");
    same(&pagination.token, "token_param");
    same(&pagination.next, "next_field");
    let size = match pagination.style {
        PageStyle::Page => "size_param",
        PageStyle::Token => "max_param",
    };
    same(&pagination.size, size);
    assert_eq!(pagination.default_size.map(u64::from), fact["default_size"].as_u64(), "{name}");
    assert_eq!(pagination.max_size.map(u64::from), fact["max_size"].as_u64(), "{name}");
    // The path on the wire goes on through the wrapper.
    let (mut fields, mut wire) = (&operation.response, Vec::new());
    for step in pagination.items.split('.') {
        let field = fields.get(step).unwrap();
        wire.push(step);
        wire.extend(field.wraps.as_deref());
        fields = &field.fields;
    }
    assert_eq!(wire.join("."), fact["items_path"], "{name}");
    match pagination.style {
        PageStyle::Page => seen.by_page += 1,
        PageStyle::Token => seen.by_token += 1,
    }
}

fn errors_arrive(fact: &Json, operation: &Operation) {
    let listed = fact.as_object().into_iter().flatten().flat_map(|(status, codes)| {
        let codes = codes.as_array().unwrap().iter();
        codes.map(move |code| (code["errorCode"].as_str().unwrap().to_owned(), status.parse::<u16>().unwrap()))
    });
    let mut listed: Vec<(String, u16)> = listed.collect();
    let found =
        operation.errors.iter().flat_map(|error| error.status.as_slice().iter().map(|status| (error.code.clone(), *status)));
    let mut found: Vec<(String, u16)> = found.collect();
    listed.sort();
    found.sort();
    listed.dedup();
    assert_eq!(found, listed, "{}", operation.operation);
}

/// How many schemas there are in a schema, itself included.
fn count(schema: &Schema) -> usize {
    1 + schema.items.as_deref().map_or(0, count) + schema.fields.iter().map(|(_, field)| count(field)).sum::<usize>()
}

fn count_named(schema: &Schema) -> usize {
    let inside = |schema: &Schema| schema.fields.iter().map(|(_, field)| count_named(field)).sum::<usize>();
    let mut items = 0;
    let mut list = schema;
    while let Some(inner) = &list.items {
        items += inside(inner);
        list = inner;
    }
    1 + inside(schema) + items
}

fn count_wrapped(schema: &Schema) -> usize {
    usize::from(schema.wraps.is_some())
        + schema.items.as_deref().map_or(0, count_wrapped)
        + schema.fields.iter().map(|(_, field)| count_wrapped(field)).sum::<usize>()
}

fn sensitive(schema: &Schema) -> usize {
    usize::from(schema.sensitive)
        + schema.items.as_deref().map_or(0, sensitive)
        + schema.fields.iter().map(|(_, field)| sensitive(field)).sum::<usize>()
}

fn text(value: &Json) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

fn yaml_text(value: &acs_spec::types::Value) -> String {
    match value {
        acs_spec::types::Value::String(text) => text.clone(),
        acs_spec::types::Value::Bool(flag) => flag.to_string(),
        acs_spec::types::Value::Number(number) => number.to_string(),
        other => panic!("{other:?}"),
    }
}
