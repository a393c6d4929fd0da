//! Definitions, references, renaming.

use serde_json::{Value, json};

use super::client::Client;
use super::{GLOSSARY, LAND, LIST, MOON, WAITERS};

const SHIP: &str = "  Ship: { shape: Ship }\nshapes:\n  Ship: { type: object, fields: { Name: { type: string } } }\n";

/// Places as `file line:from-to`, sorted.
fn places(client: &Client, found: &Value) -> Vec<String> {
    let place = |one: &Value| {
        let (start, end) = (&one["range"]["start"], &one["range"]["end"]);
        let name = one["uri"].as_str().unwrap().replace(&client.uri(""), "");
        format!("{name} {}:{}-{}", start["line"], start["character"], end["character"])
    };
    let mut places: Vec<String> = found.as_array().into_iter().flatten().map(place).collect();
    places.sort();
    places
}

fn definition(client: &mut Client, name: &str, marked: &str) -> Vec<String> {
    let params = client.at(name, marked);
    let found = client.request("textDocument/definition", &params);
    places(client, &found)
}

fn references(client: &mut Client, name: &str, marked: &str, with_definition: bool) -> Vec<String> {
    let mut params = client.at(name, marked);
    params["context"] = json!({ "includeDeclaration": with_definition });
    let found = client.request("textDocument/references", &params);
    places(client, &found)
}

#[test]
fn names_lead_to_their_definitions() {
    let mut client = Client::start(&MOON);
    let land = "moon/LandOn.yaml";
    assert_eq!(definition(&mut client, land, &LAND.replace("Landed", "Lan|ded")), ["waiters.yaml 0:0-6"]);
    assert_eq!(
        definition(&mut client, land, &format!("{LAND}{}", SHIP.replace("shape: Ship", "shape: Sh|ip"))),
        ["moon/LandOn.yaml 8:2-6"]
    );
    assert_eq!(
        definition(&mut client, land, &format!("{LAND}replaced_by: [ListLan|dings]\n")),
        ["moon/ListLandings.yaml 0:11-23"]
    );
    assert_eq!(definition(&mut client, land, &LAND.replace("Crater", "Cra|ter")), ["glossary.yaml 0:0-6"]);
    assert_eq!(
        definition(&mut client, "waiters.yaml", &WAITERS.replace("ListLandings", "|ListLandings")),
        ["moon/ListLandings.yaml 0:11-23"]
    );
    assert_eq!(
        definition(&mut client, "waiters.yaml", &WAITERS.replace("items: Landings", "items: Land|ings")),
        ["moon/ListLandings.yaml 4:2-10"]
    );
    assert_eq!(
        definition(&mut client, "waiters.yaml", &WAITERS.replace("status: State", "status: Sta|te")),
        ["moon/ListLandings.yaml 6:63-68"]
    );
    let paged = format!(
        "{LIST}pagination: {{ style: page, items: Land|ings, page: Page, size: Size }}\nparameters:\n  Page: {{ type: integer }}\n  Size: {{ type: integer }}\n"
    );
    assert_eq!(definition(&mut client, "moon/ListLandings.yaml", &paged), ["moon/ListLandings.yaml 4:2-10"]);
    assert_eq!(
        definition(&mut client, "moon/ListLandings.yaml", &paged.replace('|', "").replace("size: Size", "size: Si|ze")),
        ["moon/ListLandings.yaml 10:2-6"]
    );
    assert_eq!(definition(&mut client, land, &LAND.replace("Lands", "La|nds")), [""; 0]);
    let listed = LIST.replace("access: read\n", "access: read\ncolumns: [Sta|te]\n");
    assert_eq!(definition(&mut client, "moon/ListLandings.yaml", &listed), ["moon/ListLandings.yaml 7:63-68"]);
}

#[test]
fn a_definition_is_found_in_a_file_that_is_broken() {
    let mut client = Client::start(&MOON);
    let broken = format!("{}  Fuel: {{ type: [\n", LAND.replace("Landed", "Lan|ded"));
    assert_eq!(definition(&mut client, "moon/LandOn.yaml", &broken), ["waiters.yaml 0:0-6"]);
}

#[test]
fn references_are_found_in_all_files() {
    let mut client = Client::start(&MOON);
    assert_eq!(
        references(&mut client, "waiters.yaml", &WAITERS.replace("Landed", "Lan|ded"), false),
        ["moon/LandOn.yaml 3:8-14"]
    );
    assert_eq!(references(&mut client, "waiters.yaml", &WAITERS.replace("Landed", "Lan|ded"), true).len(), 2);
    let entry = references(&mut client, "glossary.yaml", &GLOSSARY.replace("Crater", "Cra|ter"), false);
    assert_eq!(entry, ["moon/LandOn.yaml 5:2-8", "moon/ListLandings.yaml 6:37-43"]);
    let operation = references(&mut client, "moon/ListLandings.yaml", &LIST.replacen("ListLandings", "List|Landings", 1), false);
    assert_eq!(operation, ["waiters.yaml 2:13-25"]);
    let field = references(&mut client, "moon/ListLandings.yaml", &LIST.replace("Landings:\n", "Landi|ngs:\n"), false);
    assert_eq!(field, ["waiters.yaml 3:9-17"]);
    let shape = format!("{LAND}{}", SHIP.replace("  Ship: { type", "  Sh|ip: { type"));
    assert_eq!(references(&mut client, "moon/LandOn.yaml", &shape, false), ["moon/LandOn.yaml 6:17-21"]);
}

#[test]
fn a_field_with_its_own_description_does_not_use_the_glossary_entry() {
    let mut client = Client::start(&MOON);
    client.open("moon/LandOn.yaml", &LAND.replace("{ type: string", "{ description: Another., type: string"));
    let entry = references(&mut client, "glossary.yaml", &GLOSSARY.replace("Crater", "Cra|ter"), false);
    assert_eq!(entry, ["moon/ListLandings.yaml 6:37-43"]);
}

fn rename(client: &mut Client, name: &str, marked: &str, to: &str) -> Value {
    let mut params = client.at(name, marked);
    let prepared = client.ask("textDocument/prepareRename", &params);
    let prepared = client.response(prepared);
    params["newName"] = json!(to);
    let id = client.ask("textDocument/rename", &params);
    let response = client.response(id);
    if prepared.get("error").is_some() {
        assert!(response.get("error").is_some(), "what cannot be prepared cannot be renamed");
    }
    response
}

#[test]
fn a_waiter_is_renamed_in_all_files_saved_or_not() {
    let mut client = Client::start(&MOON);
    client.open("moon/ListLandings.yaml", &LIST.replace("access", "waiter: 'Landed'\naccess"));
    let response = rename(&mut client, "waiters.yaml", &WAITERS.replace("Landed", "Lan|ded"), "Touched");
    let changes = response["result"]["documentChanges"].as_array().unwrap();
    let file = |change: &Value| {
        let id = &change["textDocument"];
        (
            id["uri"].as_str().unwrap().replace(&client.uri(""), ""),
            id["version"].clone(),
            change["edits"].as_array().unwrap().len(),
        )
    };
    let mut files: Vec<_> = changes.iter().map(file).collect();
    files.sort_by(|one, other| one.0.cmp(&other.0));
    let expected = [("moon/LandOn.yaml", Value::Null), ("moon/ListLandings.yaml", json!(1)), ("waiters.yaml", json!(1))];
    assert_eq!(files, expected.map(|(name, version)| (name.to_owned(), version, 1)));
    assert_eq!(changes[0]["edits"][0]["newText"], "Touched");
}

#[test]
fn a_shape_is_renamed_in_its_operation() {
    let mut client = Client::start(&MOON);
    let shape = format!("{LAND}{}", SHIP.replace("shape: Ship", "shape: Sh|ip"));
    let response = rename(&mut client, "moon/LandOn.yaml", &shape, "Vessel");
    let edits = response["result"]["documentChanges"][0]["edits"].as_array().unwrap().clone();
    let starts: Vec<_> =
        edits.iter().map(|edit| (edit["range"]["start"]["line"].clone(), edit["range"]["start"]["character"].clone())).collect();
    assert_eq!(starts, [(json!(6), json!(17)), (json!(8), json!(2))], "the shape, and not the parameter of the same name");
}

#[test]
fn invalid_names_are_rejected() {
    let mut client = Client::start(&MOON);
    let at = WAITERS.replace("Landed", "Lan|ded");
    for (to, why) in [
        ("landed", "is not a valid name"),
        ("A B", "is not a valid name"),
        ("Landed", "already"),
        ("", "is not a valid name"),
        ("Ü", "is not a valid name"),
    ] {
        let message = rename(&mut client, "waiters.yaml", &at, to)["error"]["message"].clone();
        assert!(message.as_str().unwrap().contains(why), "{to}: {message}");
    }
    let message = rename(&mut client, "moon/LandOn.yaml", &LAND.replace("Crater", "Cra|ter"), "Hole")["error"]["message"].clone();
    assert!(message.as_str().unwrap().contains("the service gives"), "{message}");
}
