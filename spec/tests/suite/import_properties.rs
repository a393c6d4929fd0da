//! Properties of the import that hold whatever values the metadata has.

#![cfg(feature = "import")]

use acs_spec::import::import;
use acs_spec::{check, read};
use proptest::collection::{btree_map, vec};
use proptest::prelude::*;
use serde_json::{Value, json};

/// Text as people write it, and text that YAML can take for something else.
fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-zA-Z0-9_./-]{0,12}",
        "[ \t\n\r:#,\\[\\]{}'\"|>&*!%@`?-]{0,8}",
        "([a-z \n\"'\\\\#:-]|\\PC){0,40}",
        any::<String>(),
        prop::sample::select(vec![
            "null",
            "~",
            "yes",
            "0x1F",
            "1e3",
            "12:30",
            "2016-04-28",
            ".5",
            "<<",
            "=",
            "- a",
            "a: b",
            "a\n\nb\n"
        ])
        .prop_map(str::to_owned),
    ]
}

fn value() -> impl Strategy<Value = Value> {
    let scalar = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        text().prop_map(Value::from),
    ];
    scalar.prop_recursive(4, 24, 4, |inner| {
        let list = vec(inner.clone(), 0..4);
        let map = btree_map(text(), inner, 0..4);
        prop_oneof![
            list.clone().prop_map(Value::from),
            // The metadata writes lists and objects as text, too.
            list.prop_map(|list| Value::from(Value::from(list).to_string())),
            map.prop_map(|map| map.into_iter().collect()),
        ]
    })
}

/// Values that fit a list or an object more often than arbitrary ones do.
fn fitting() -> impl Strategy<Value = Value> {
    let scalar = prop_oneof![Just(Value::Null), text().prop_map(Value::from), (-9_i64..9).prop_map(Value::from)];
    let items = vec(scalar.clone(), 1..3);
    prop_oneof![
        items.clone().prop_map(Value::from),
        items.clone().prop_map(|items| json!([items])),
        items.prop_map(|items| Value::from(json!(items).to_string())),
        btree_map("[A-C]a?", scalar, 1..3).prop_map(|fields| json!([fields.into_iter().collect::<Value>()])),
    ]
}

fn schema() -> impl Strategy<Value = Value> {
    let kind = prop::sample::select(vec!["string", "integer", "number", "boolean", "any"]);
    let leaf = (kind, prop::option::of(prop::sample::select(vec!["int32", "int64", "float"]))).prop_map(|(kind, format)| {
        let mut schema = json!({ "type": kind });
        if let Some(format) = format {
            schema["format"] = format.into();
        }
        schema
    });
    let nested = leaf.prop_recursive(3, 8, 3, |inner| {
        prop_oneof![
            inner.clone().prop_map(|items| json!({ "type": "array", "items": items })),
            btree_map("[A-Z][a-z]{1,6}", inner.clone(), 1..4)
                .prop_map(|fields| json!({ "type": "object", "properties": fields.into_iter().collect::<Value>() })),
            inner.prop_map(|values| json!({ "type": "object", "additionalProperties": values })),
        ]
    });
    let limits = prop::sample::subsequence(
        vec!["minimum", "maximum", "minLength", "maxLength", "minItems", "maxItems", "exclusiveMinimum", "exclusiveMaximum"],
        0..4,
    );
    let bound = prop::sample::select(vec![
        json!(0),
        json!(-1),
        json!("7"),
        json!("2147483648"),
        json!("-2147483649"),
        json!(4294967296_i64),
        json!(u64::MAX),
        json!("9223372036854775808"),
        json!("1e400"),
        json!("0.5"),
        json!(1.5),
        json!("many"),
        json!([1]),
        json!(true),
    ]);
    let fact = || prop_oneof![value(), fitting()];
    let facts = (prop::option::of(fact()), prop::option::of(fact()), vec(value(), 0..3), vec(value(), 0..3), limits, bound);
    (nested, facts).prop_map(|(mut schema, (example, default, closed, known, limits, bound))| {
        for (key, value) in [("example", example), ("default", default)] {
            if let Some(value) = value {
                schema[key] = value;
            }
        }
        schema["enum"] = closed.into();
        schema["x-known-values"] = known.into();
        for limit in limits {
            schema[limit] = bound.clone();
        }
        schema
    })
}

fn metadata(parameters: Vec<Value>, reply: Value) -> String {
    let parameters: Vec<Value> = parameters
        .into_iter()
        .enumerate()
        .map(|(index, schema)| json!({ "name": format!("Parameter{index}"), "in": "query", "schema": schema }))
        .collect();
    json!({
        "version": "1.0",
        "info": { "style": "RPC", "product": "Thing", "version": "2020-01-01" },
        "apis": { "DescribeThing": {
            "parameters": parameters,
            "responses": { "200": { "schema": {
                "type": "object",
                "properties": { "RequestId": { "type": "string" }, "Thing": reply },
            } } },
        } },
        "endpoints": [{ "regionId": "cn-hangzhou", "endpoint": "thing.aliyuncs.com" }],
    })
    .to_string()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn imported_files_pass_the_check_and_a_second_import_changes_nothing(
        parameters in vec(schema(), 1..4),
        reply in schema(),
    ) {
        let metadata = metadata(parameters, reply);
        let first = import(&metadata, None).unwrap();
        let files = first.files.iter().map(|file| (file.path.clone(), file.text.clone()));
        let texts = || first.files.iter().map(|file| file.text.as_str()).collect::<Vec<_>>().join("\n---\n");
        let tree = read::from_sources(files).map_err(|found| TestCaseError::fail(format!("{}\n{}", found.render(false), texts())))?;
        if let Err(found) = check(&tree) {
            return Err(TestCaseError::fail(format!("{}\n{}", found.render(false), texts())));
        }
        let second = import(&metadata, Some(&tree)).unwrap();
        prop_assert!(second.report.is_current(), "changed: {:?}\n{}\n{}", second.report.changed, texts(),
            second.files.iter().map(|file| file.text.as_str()).collect::<Vec<_>>().join("\n---\n"));
    }
}
