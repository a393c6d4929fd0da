//! Quick fixes.

use serde_json::{Value, json};

use super::client::Client;
use super::{LAND, MOON};

fn actions(client: &mut Client, name: &str, only: &Value) -> Vec<Value> {
    let whole = json!({ "start": { "line": 0, "character": 0 }, "end": { "line": 99, "character": 0 } });
    let context = if only.is_null() { json!({ "diagnostics": [] }) } else { json!({ "diagnostics": [], "only": [only] }) };
    let params = json!({ "textDocument": { "uri": client.uri(name) }, "range": whole, "context": context });
    client.request("textDocument/codeAction", &params).as_array().unwrap().clone()
}

#[test]
fn a_misspelt_word_is_replaced() {
    let mut client = Client::start(&MOON);
    client.open("moon/LandOn.yaml", &LAND.replace("type: string", "type: strng"));
    let found = actions(&mut client, "moon/LandOn.yaml", &Value::Null);
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!((&found[0]["kind"], &found[0]["isPreferred"]), (&json!("quickfix"), &json!(true)));
    let change = &found[0]["edit"]["documentChanges"][0];
    assert_eq!(change["textDocument"], json!({ "uri": client.uri("moon/LandOn.yaml"), "version": 1 }));
    let range = json!({ "start": { "line": 5, "character": 18 }, "end": { "line": 5, "character": 23 } });
    assert_eq!(change["edits"], json!([{ "range": range, "newText": "string" }]));
}

#[test]
fn all_that_is_certain_is_fixed_at_once() {
    let mut client = Client::start_with(&MOON, &json!({}));
    client.open("moon/LandOn.yaml", &LAND.replace("type: string", "type: strng").replace("write", "writ"));
    let found = actions(&mut client, "moon/LandOn.yaml", &json!("source.fixAll"));
    assert_eq!(found.len(), 1);
    let changes = &found[0]["edit"]["changes"][client.uri("moon/LandOn.yaml")];
    assert_eq!(changes.as_array().unwrap().len(), 2, "{found:?}");
    assert!(actions(&mut client, "moon/LandOn.yaml", &json!("refactor")).is_empty());
}

#[test]
fn a_file_is_renamed_where_the_client_can() {
    let yml: Vec<(&str, &str)> =
        MOON.iter().map(|(name, text)| (if name.contains("Land") { "moon/LandOn.yml" } else { *name }, *text)).collect();
    let mut client = Client::start(&yml[..4]);
    assert_eq!(client.diagnostics("moon/LandOn.yml").len(), 1);
    let found = actions(&mut client, "moon/LandOn.yml", &Value::Null);
    let rename = &found[0]["edit"]["documentChanges"][0];
    assert_eq!((&rename["kind"], &rename["newUri"]), (&json!("rename"), &json!(client.uri("moon/LandOn.yaml"))));
}
