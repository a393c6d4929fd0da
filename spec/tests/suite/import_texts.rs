//! The texts of the metadata, taken over only for those who ask for them.
#![cfg(feature = "import")]
use crate::common::imported::{operation, tree_of};
use acs_spec::check;
use acs_spec::import::{NoteKind, Wording, import, import_with};
use acs_spec::read;
use serde_json::json;

/// Metadata of our own, with texts in the places where the vendor has them.
fn metadata() -> String {
    let name =
        json!({ "type": "string", "title": "The name.", "description": "The name of the lamp.\n\n- `a`: one\n- `b`: two" });
    let colour = json!({ "type": "string", "description": "颜色" });
    let script = json!({ "type": "string", "description": "See [this](javascript:x) and <b>that</b>. ~~~sh\n" });
    let reply = json!({ "type": "object", "properties": {
        "Lamp": { "type": "object", "description": "The lamp.", "properties": { "Id": { "type": "string", "title": "Its id" } } },
        "Room": { "$ref": "#/components/schemas/Room" },
    } });
    json!({
        "info": { "style": "RPC", "product": "Lamp", "version": "2020-01-01" },
        "components": { "schemas": { "Room": { "type": "object", "description": "A room: with a colon", "properties": {
            "Door": { "type": "string", "description": "Its door # not a comment" } } } } },
        "apis": {
            "GetLamp": {
                "title": "Queries a lamp", "summary": "Something else", "description": "## Notes {#notes}\nCall it twice.\n",
                "methods": ["post"], "security": [{ "AK": [] }], "responses": { "200": { "schema": reply } },
                "parameters": [
                    { "name": "Name", "in": "query", "schema": name },
                    { "name": "Colour", "in": "query", "schema": colour },
                    { "name": "Script", "in": "query", "schema": script },
                ],
            },
            "ListLamps": { "title": "查询", "methods": ["post"], "security": [{ "AK": [] }] },
        },
    })
    .to_string()
}

#[test]
fn without_being_asked_no_text_is_taken() {
    let done = import(&metadata(), None).unwrap();
    let lamp = operation(&tree_of(&done), "GetLamp").clone();
    assert_eq!((lamp.summary.as_str(), lamp.description), ("Gets lamp.", None));
    for text in ["The name", "The lamp", "Call it", "Queries", "A room"] {
        assert!(done.files.iter().all(|file| !file.text.contains(text)), "{text}");
    }
}

#[test]
fn english_texts_are_taken_where_they_are_asked_for() {
    let done = import_with(&metadata(), None, Wording::Metadata).unwrap();
    let tree = tree_of(&done);
    check::check(&tree).unwrap_or_else(|mistakes| panic!("{}", mistakes.render(false)));
    let lamp = operation(&tree, "GetLamp");
    assert_eq!(lamp.summary, "Queries a lamp.");
    assert_eq!(lamp.description.as_deref(), Some("## Notes\nCall it twice."));
    let said = |name: &str| lamp.parameters.get(name).unwrap().description.as_deref();
    assert_eq!(said("Name"), Some("The name of the lamp.\n\n- `a`: one\n- `b`: two"));
    assert_eq!(said("Colour"), None);
    assert_eq!(said("Script"), Some("See this and that. ~~~sh"));
    let fields = &lamp.response.get("Lamp").unwrap().fields;
    assert_eq!(fields.get("Id").unwrap().description.as_deref(), Some("Its id"));
    assert_eq!(lamp.response.get("Room").unwrap().description.as_deref(), Some("A room: with a colon"));
    let room = lamp.shapes.get("Room").unwrap();
    assert_eq!(room.fields.get("Door").unwrap().description.as_deref(), Some("Its door # not a comment"));
    assert_eq!(operation(&tree, "ListLamps").summary, "Lists lamps.");
    assert_eq!(import_with(&metadata(), Some(&tree), Wording::Metadata).unwrap().files, []);
    assert_eq!(import(&metadata(), Some(&tree)).unwrap().files, []);
    assert_eq!(done.report.count(NoteKind::TextDropped), 0);
}

#[test]
fn what_people_wrote_stays_and_placeholders_give_way() {
    let first = import(&metadata(), None).unwrap();
    let files = first.files.iter().map(|file| {
        let text = file.text.replace("summary: Lists lamps.", "summary: Tells all lamps.").replace("Name:", "Name: # kept\n   ");
        (file.path.clone(), if file.path.ends_with("GetLamp.yaml") { file.text.clone() } else { text })
    });
    let tree = read::from_sources(files).unwrap_or_else(|mistakes| panic!("{}", mistakes.render(false)));
    let again = import_with(&metadata(), Some(&tree), Wording::Metadata).unwrap();
    assert_eq!(again.report.changed.len(), 1, "{:?}", again.report.changed);
    assert!(again.files[0].text.contains("summary: Queries a lamp."));
}
