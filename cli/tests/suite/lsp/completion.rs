//! Completion by place.

use serde_json::Value;

use super::client::Client;
use super::{GLOSSARY, LAND, LIST, MOON, SERVICE, WAITERS};

/// Labels that are offered at `|`, and what each inserts.
fn offered(client: &mut Client, name: &str, marked: &str) -> Vec<(String, Value)> {
    let params = client.at(name, marked);
    let list = client.request("textDocument/completion", &params);
    let items = list["items"].as_array().cloned().unwrap_or_default();
    items.into_iter().map(|item| (item["label"].as_str().unwrap().to_owned(), item)).collect()
}

fn labels(client: &mut Client, name: &str, marked: &str) -> Vec<String> {
    offered(client, name, marked).into_iter().map(|(label, _)| label).collect()
}

/// What is inserted for a label.
fn inserted(client: &mut Client, name: &str, marked: &str, label: &str) -> String {
    let offered = offered(client, name, marked);
    let item = offered.iter().find(|(known, _)| known == label).unwrap_or_else(|| panic!("no {label} in {marked:?}"));
    item.1["textEdit"]["newText"].as_str().unwrap().to_owned()
}

#[test]
fn keys_are_those_of_their_place_that_are_not_there_yet() {
    let mut client = Client::start(&MOON);
    let at_top = labels(&mut client, "moon/LandOn.yaml", &format!("{LAND}|"));
    assert!(at_top.contains(&"pagination".to_owned()) && at_top.contains(&"description".to_owned()), "{at_top:?}");
    assert!(!at_top.contains(&"summary".to_owned()), "it is there already");

    let in_parameter = labels(&mut client, "moon/LandOn.yaml", &LAND.replace("required: true", "|"));
    for key in ["required", "max_length", "idempotency_token", "in", "description"] {
        assert!(in_parameter.contains(&key.to_owned()), "{key} in {in_parameter:?}");
    }
    for key in ["type", "fields", "max_items", "minimum", "wraps"] {
        assert!(!in_parameter.contains(&key.to_owned()), "{key} means nothing beside a string");
    }
    let in_reply =
        labels(&mut client, "moon/ListLandings.yaml", &LIST.replace("Crater: { type: string }", "Crater: { type: string, | }"));
    assert!(in_reply.contains(&"example".to_owned()) && !in_reply.contains(&"required".to_owned()), "{in_reply:?}");

    assert_eq!(labels(&mut client, "moon/LandOn.yaml", "operation: LandOn\npagin|\n")[0], "pagination");
    let in_waiter = labels(&mut client, "waiters.yaml", &format!("{WAITERS}  |"));
    assert!(in_waiter.contains(&"until".to_owned()) && !in_waiter.contains(&"status".to_owned()), "{in_waiter:?}");
    assert!(labels(&mut client, "service.yaml", &format!("{SERVICE}|")).contains(&"errors".to_owned()));
}

#[test]
fn a_key_comes_with_its_colon_and_its_meaning() {
    let mut client = Client::start(&MOON);
    assert_eq!(inserted(&mut client, "moon/LandOn.yaml", &format!("{LAND}desc|"), "description"), "description: ");
    assert_eq!(inserted(&mut client, "moon/LandOn.yaml", &format!("{LAND}res|"), "response"), "response:");
    assert_eq!(inserted(&mut client, "moon/LandOn.yaml", &LAND.replace("waiter:", "wai|:"), "waiter"), "waiter");
    let all = offered(&mut client, "moon/LandOn.yaml", &format!("{LAND}desc|"));
    assert!(all[0].1["documentation"]["value"].as_str().unwrap().contains("besides the summary"));
}

#[test]
fn words_of_the_format_are_offered_where_they_may_stand() {
    let mut client = Client::start(&MOON);
    let mut at = |marked: &str| labels(&mut client, "moon/LandOn.yaml", marked);
    assert_eq!(at("operation: LandOn\naccess: |\n"), ["read", "write"]);
    assert!(at("parameters:\n  A: { type: | }\n").contains(&"boolean".to_owned()));
    assert_eq!(at("parameters:\n  A: { type: integer, format: |\n"), ["int32", "int64"]);
    assert_eq!(at("parameters:\n  A: { type: string, required: | }\n"), ["true", "false"]);
    assert!(at("errors:\n  - { code: A, status: 400, retry: |").contains(&"busy".to_owned()));
    assert_eq!(at("summary: |\n"), [""; 0]);
    assert_eq!(at("# |\n"), [""; 0]);
}

#[test]
fn names_of_the_service_are_offered() {
    let errors = format!("{LIST}errors:\n  - {{ code: Crater.Full, status: 409, retry: busy, description: It is full. }}\n");
    let mut files = MOON.to_vec();
    files[4].1 = &errors;
    let mut client = Client::start(&files);
    let file = "moon/LandOn.yaml";
    assert_eq!(labels(&mut client, file, &LAND.replace("waiter: Landed", "waiter: |")), ["Landed"]);
    assert_eq!(labels(&mut client, file, &LAND.replace("waiter: Landed", "waiter: \"L|\"")), ["Landed"]);
    assert_eq!(inserted(&mut client, file, &format!("{LAND}replaced_by: |\n"), "ListLandings"), "[ListLandings]");
    assert_eq!(inserted(&mut client, file, &format!("{LAND}replaced_by: [|]\n"), "ListLandings"), "ListLandings");
    let shape =
        format!("{LAND}  Ship: {{ shape: | }}\nshapes:\n  Ship: {{ type: object, fields: {{ Name: {{ type: string }} }} }}\n");
    client.open(file, &shape.replace(": | }", ": Ship }"));
    assert_eq!(labels(&mut client, file, &shape), ["Ship"]);

    assert_eq!(labels(&mut client, file, &format!("{LAND}errors:\n  - {{ code: |")), ["Crater.Full"]);
    let entry = inserted(&mut client, file, &format!("{LAND}errors:\n  - |"), "Crater.Full");
    assert_eq!(entry, "{ code: Crater.Full, status: 409, retry: busy }");
    assert_eq!(inserted(&mut client, file, &format!("{LAND}errors:\n  |"), "Crater.Full"), format!("- {entry}"));
    assert_eq!(labels(&mut client, file, &format!("{LAND}errors:\n  - {{ code: Crater.Full, status: |")), ["409"]);

    let glossary = labels(&mut client, file, &format!("{LAND}  |"));
    assert!(glossary.contains(&"State".to_owned()) && !glossary.contains(&"Crater".to_owned()), "{glossary:?}");
    assert_eq!(labels(&mut client, "glossary.yaml", &GLOSSARY.replace("Crater: A hole.", "|")), ["Crater"]);
    assert_eq!(
        inserted(
            &mut client,
            "moon/ListLandings.yaml",
            "operation: ListLandings\nsummary: S.\naccess: read\nparameters:\n  |",
            "Crater"
        ),
        "Crater: { type: string }"
    );
    let listed = LIST.replace("access: read\n", "access: read\ncolumns: [|]\n");
    assert_eq!(labels(&mut client, "moon/ListLandings.yaml", &listed), ["Crater", "State"]);
}

#[test]
fn names_in_a_waiter_are_those_of_what_it_polls() {
    let mut client = Client::start(&MOON);
    let mut at = |from: &str, to: &str| labels(&mut client, "waiters.yaml", &WAITERS.replace(from, to));
    assert_eq!(at("operation: ListLandings", "operation: List|"), ["ListLandings"]);
    assert_eq!(at("items: Landings", "items: |\n  x: y"), ["Landings"]);
    assert_eq!(at("match: Crater", "match: |\n  x: y"), ["Crater", "State"]);
    assert_eq!(at("success: [Standing]", "success: [|]"), ["Falling", "Standing"]);
}

#[test]
fn completion_works_in_a_file_that_is_broken() {
    let mut client = Client::start(&MOON);
    let broken = "operation: LandOn\nsummary: \"Lands\nwaiter: |\nparameters:\n  A: { type: [\n\t- {\n";
    assert_eq!(labels(&mut client, "moon/LandOn.yaml", broken), ["Landed"]);
}
