//! A product that nobody has seen: everything that is odd in one document. What can be expressed is imported, the rest is reported.
#![cfg(feature = "import")]
use crate::common::imported::tree_of;
use acs_spec::check;
use acs_spec::import::{ImportError, NoteKind, import, yaml};
use serde_json::{Value as Json, json};

const ODD: &str = include_str!("../fixtures/metadata/odd-2020-01-01.json");

#[test]
fn the_odd_product_as_files() {
    let done = import(ODD, None).unwrap();
    let files: String = done.files.iter().map(|file| format!("=== {}\n{}\n", file.path, file.text)).collect();
    insta::assert_snapshot!("odd_files", files);
}

#[test]
fn the_odd_product_as_a_report() {
    let done = import(ODD, None).unwrap();
    let mut notes = done.report.notes.clone();
    notes.sort_by_key(|note| note.kind);
    let all: String = notes.iter().map(|note| format!("{}: {note}\n", note.kind)).collect();
    insta::assert_snapshot!("odd_notes", all);
    insta::assert_snapshot!("odd_report", done.report.to_string());
}

#[test]
fn the_odd_product_passes_the_check_and_reads_back() {
    let done = import(ODD, None).unwrap();
    let tree = tree_of(&done);
    let warnings = check::check(&tree).unwrap_or_else(|mistakes| panic!("{}", mistakes.render(false)));
    assert_eq!(warnings.render(false), "");
    for source in &tree.operations {
        let file = done.files.iter().find(|file| file.path == source.path).unwrap();
        assert_eq!(yaml::operation(&source.operation).unwrap(), file.text, "{}", source.path);
    }
    let again = import(ODD, Some(&tree)).unwrap();
    assert_eq!(again.files, []);
}

/// A list and its total may be inside an object, and what is listed may stand beside names.
#[test]
fn lists_are_paginated_by_what_the_names_say() {
    let operation = |page: &str, size: &str, reply: Json| {
        let parameter = |name: &str| json!({ "name": name, "in": "query", "schema": { "type": "integer" } });
        let reply = json!({ "200": { "schema": { "type": "object", "properties": reply } } });
        json!({ "methods": ["post"], "parameters": [parameter(page), parameter(size)], "responses": reply })
    };
    let count = json!({ "type": "integer" });
    let things = json!({ "type": "array", "items": { "type": "object", "properties": { "Id": { "type": "string" } } } });
    let names = json!({ "type": "array", "items": { "type": "string" } });
    let bean = json!({ "type": "object", "properties": { "Total": count, "Things": things } });
    let metadata = json!({
        "version": "1.0",
        "info": { "style": "RPC", "product": "Thing", "version": "2020-01-01" },
        "directories": [],
        "apis": {
            "ListInside": operation("Page", "Size", json!({ "PageBean": bean })),
            "ListBeside": operation("PageNum", "PageSize", json!({ "Total": count, "Names": names, "Things": things })),
            "ListBoth": operation("PageNumber", "PageSize", json!({ "Others": things, "Things": things })),
        },
        "endpoints": [{ "regionId": "cn-hangzhou", "endpoint": "thing.cn-hangzhou.aliyuncs.com" }],
    });
    let done = import(&metadata.to_string(), None).unwrap();
    let tree = tree_of(&done);
    assert!(check::check(&tree).is_ok());
    let paginated = |name: &str| {
        let found = tree.operations.iter().find(|source| source.operation.operation == name).unwrap();
        let pagination = found.operation.pagination.as_ref()?;
        Some((pagination.items.clone(), pagination.page.clone()?, pagination.total.clone()?))
    };
    let texts = |[items, page, total]: [&str; 3]| Some((items.to_owned(), page.to_owned(), total.to_owned()));
    assert_eq!(paginated("ListInside"), texts(["PageBean.Things", "Page", "PageBean.Total"]));
    assert_eq!(paginated("ListBeside"), texts(["Things", "PageNum", "Total"]));
    assert_eq!(paginated("ListBoth"), None);
    assert!(done.report.notes.iter().any(|note| note.operation == "ListBoth" && note.kind == NoteKind::PaginationUnclear));
}

/// Every parameter is there or told of: none is dropped in silence.
#[test]
fn no_parameter_is_dropped_in_silence() {
    let done = import(ODD, None).unwrap();
    let tree = tree_of(&done);
    let metadata: Json = serde_json::from_str(ODD).unwrap();
    for (name, api) in metadata["apis"].as_object().unwrap() {
        let source = tree.operations.iter().find(|source| source.operation.operation == *name);
        let Some(source) = source else {
            let told = done.report.notes.iter().any(|note| note.operation == *name);
            assert!(told, "{name} is gone without a word");
            continue;
        };
        for parameter in api["parameters"].as_array().into_iter().flatten() {
            let wire = parameter["name"].as_str().unwrap_or_default();
            let base = wire.split('.').next().unwrap_or_default();
            let parameters = &source.operation.parameters;
            let there = parameters.get(wire).or(parameters.get(base)).is_some() || tree.service.parameters.get(wire).is_some();
            let told = done.report.notes.iter().any(|note| note.operation == *name && note.place == wire);
            assert!(there || told, "{name} {wire} is gone without a word");
        }
    }
}

fn refusal(metadata: &Json) -> String {
    import(&metadata.to_string(), None).unwrap_err().to_string()
}

#[test]
fn other_documents_are_refused_with_a_sentence() {
    let info = |style: &str| json!({ "info": { "style": style, "product": "P", "version": "1" }, "apis": {} });
    insta::assert_snapshot!(refusal(&info("ROA")), @"`P` is an API of style ROA, which is another protocol: paths and methods instead of an action, other places for parameters. Only APIs of style RPC, and of style V3 where operations have no path, can be imported");
    insta::assert_snapshot!(refusal(&json!({ "info": {} })), @"this is not the metadata of an API: it has no `apis`");
    insta::assert_snapshot!(refusal(&json!({ "apis": {} })), @"this is not the metadata of an API: its `info` does not name a product and a version");
    insta::assert_snapshot!(refusal(&json!({ "info": { "product": "P", "version": "1" }, "apis": {} })), @"this is not the metadata of an API: its `info` does not say of which style the API is");
    assert!(matches!(import("{", None), Err(ImportError::Json(_))));
    assert!(import(&info("RPC").to_string(), None).is_ok());
}

#[test]
fn a_product_without_a_group_tree_is_one_group() {
    let operation = json!({ "methods": ["post"], "parameters": [], "responses": {} });
    let mut document = json!({
        "info": { "style": "RPC", "product": "ThingHub", "version": "2020-01-01" },
        "apis": { "GetThing": operation, "ListThings": operation },
    });
    let paths = |document: &Json| -> Vec<String> {
        import(&document.to_string(), None).unwrap().files.into_iter().map(|file| file.path).collect()
    };
    let expected = ["service.yaml", "thing-hub/GetThing.yaml", "thing-hub/ListThings.yaml"];
    assert_eq!(paths(&document), expected);
    document["directories"] = json!([]);
    assert_eq!(paths(&document), expected);
    document["directories"] = json!(["GetThing", "ListThings"]);
    assert_eq!(paths(&document), expected);
}

/// Nesting as deep as JSON itself may go is cut off, not followed into the ground.
#[test]
fn deep_nesting_is_cut_off() {
    let mut schema = json!({ "type": "string" });
    for level in 0..40 {
        schema = match level % 2 {
            0 => json!({ "type": "array", "items": schema }),
            _ => json!({ "type": "object", "properties": { "A": schema, "B": { "type": "string" } } }),
        };
    }
    let document = json!({
        "info": { "style": "RPC", "product": "Deep", "version": "1" },
        "apis": { "GetThing": {
            "parameters": [{ "name": "Deep", "in": "query", "schema": schema }],
            "responses": { "200": { "schema": { "type": "object", "properties": { "Deep": schema } } } },
        } },
    });
    let done = import(&document.to_string(), None).unwrap();
    assert!(check::check(&tree_of(&done)).is_ok());
}

#[test]
fn operations_with_a_path_belong_to_rpc_and_not_to_v3() {
    let operation = |path: &str| json!({ "path": path, "methods": ["post"], "parameters": [], "responses": {} });
    let document = |style: &str| {
        json!({
            "info": { "style": style, "product": "ThingHub", "version": "2020-01-01" },
            "apis": { "GetThing": operation("/V2/GetThing"), "ListThings": operation("/") },
        })
        .to_string()
    };
    let rpc = import(&document("RPC"), None).unwrap();
    assert_eq!((rpc.report.operations, rpc.report.count(NoteKind::OperationLeftOut)), (2, 0));
    let v3 = import(&document("V3"), None).unwrap();
    assert_eq!((v3.report.operations, v3.report.count(NoteKind::OperationLeftOut)), (1, 1));
}

#[test]
fn the_capitalised_of_two_names_that_differ_in_case_is_kept() {
    let text = json!({ "type": "string" });
    let tag = json!({ "type": "object", "properties": { "key": text, "Key": text, "Value": text, "value": text } });
    let parameter = json!({ "name": "Tag", "in": "query", "style": "repeatList", "schema": { "type": "array", "items": tag } });
    let document = json!({
        "info": { "style": "RPC", "product": "ThingHub", "version": "2020-01-01" },
        "apis": { "AddTags": { "parameters": [parameter], "responses": {} } },
    });
    let done = import(&document.to_string(), None).unwrap();
    let tree = tree_of(&done);
    let items = tree.operations[0].operation.parameters.get("Tag").unwrap().items.as_ref().unwrap();
    assert_eq!(items.fields.names().collect::<Vec<_>>(), ["Key", "Value"]);
    assert_eq!((done.report.count(NoteKind::FieldLeftOut), done.report.count(NoteKind::Duplicate)), (0, 2));
}
