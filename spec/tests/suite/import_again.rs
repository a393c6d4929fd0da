//! Importing over a tree that a person edited: facts are updated, and what the person wrote stays.
#![cfg(feature = "import")]
use std::fs;
use std::path::{Path, PathBuf};

use crate::common::imported::operation;
use acs_spec::check;
use acs_spec::import::{Import, ImportError, NoteKind, import, import_into};
use acs_spec::read::{self, SpecTree};
use acs_spec::types::{Kind, Retry};
use serde_json::{Value as Json, json};

fn metadata() -> Json {
    json!({
        "info": { "style": "RPC", "product": "Hub", "version": "2020-01-01" },
        "directories": [{ "title": "Thing", "type": "directory", "children": ["CreateThing", "ListThings", "DropThing"] }],
        "endpoints": [{ "regionId": "cn-a", "endpoint": "hub.cn-a.aliyuncs.com" }],
        "apis": {
            "CreateThing": {
                "methods": ["post"], "operationType": "write",
                "parameters": [
                    { "name": "Zone", "in": "query", "schema": { "type": "string", "required": true, "maxLength": 10 } },
                    { "name": "Name", "in": "query", "schema": { "type": "string", "required": true } },
                    { "name": "Source", "in": "query", "style": "flat", "schema": { "type": "object", "properties": { "Ip": { "type": "string" }, "Port": { "type": "integer" } } } },
                    { "name": "Target", "in": "query", "style": "flat", "schema": { "type": "object", "properties": { "Ip": { "type": "string" }, "Port": { "type": "integer" } } } },
                ],
                "responses": { "200": { "schema": { "type": "object", "properties": { "ThingId": { "type": "string" } } } } },
                "errorCodes": { "400": [{ "errorCode": "Busy" }, { "errorCode": "Plain" }] },
            },
            "ListThings": {
                "methods": ["post"], "operationType": "read",
                "parameters": [
                    { "name": "PageNumber", "in": "query", "schema": { "type": "integer" } },
                    { "name": "PageSize", "in": "query", "schema": { "type": "integer" } },
                ],
                "responses": { "200": { "schema": { "type": "object", "properties": {
                    "TotalCount": { "type": "integer" },
                    "Things": { "type": "object", "properties": { "Thing": { "type": "array", "items": {
                        "type": "object", "properties": { "Id": { "type": "string" }, "Key": { "type": "string" } } } } } },
                    "Tags": { "type": "object", "properties": { "Tag": { "type": "array", "items": { "type": "string" } } } },
                } } } },
            },
            "DropThing": { "methods": ["post"], "operationType": "write", "parameters": [], "responses": {} },
        },
    })
}

/// The tree that a first import makes, with files changed by hand.
fn edited(edits: &[(&str, &[(&str, &str)])]) -> SpecTree {
    let done = import(&metadata().to_string(), None).unwrap();
    let mut files: Vec<(String, String)> = done.files.into_iter().map(|file| (file.path, file.text)).collect();
    for (path, changes) in edits {
        let (_, text) = files.iter_mut().find(|(known, _)| known == path).unwrap();
        for (old, new) in *changes {
            assert!(text.contains(old), "{old:?} is not in\n{text}");
            *text = text.replacen(old, new, 1);
        }
    }
    read::from_sources(files).unwrap_or_else(|mistakes| panic!("{}", mistakes.render(false)))
}

fn again(metadata: &Json, tree: &SpecTree) -> Import {
    import(&metadata.to_string(), Some(tree)).unwrap()
}

/// The tree after an import: the files that it wrote in place of those before.
fn after(tree: &SpecTree, done: &Import) -> SpecTree {
    let mut files: Vec<(String, String)> = tree.operations.iter().map(|source| (source.path.clone(), text(source))).collect();
    files.push(("service.yaml".into(), acs_spec::import::yaml::service(&tree.service).unwrap()));
    for file in &done.files {
        files.retain(|(path, _)| *path != file.path);
        files.push((file.path.clone(), file.text.clone()));
    }
    read::from_sources(files).unwrap_or_else(|mistakes| panic!("{}", mistakes.render(false)))
}

fn text(source: &read::SourcedOperation) -> String {
    acs_spec::import::yaml::operation(&source.operation).unwrap()
}

const CREATE: &str = "thing/CreateThing.yaml";
const LIST: &str = "thing/ListThings.yaml";

#[test]
fn what_a_person_wrote_stays_and_facts_change() {
    let tree = edited(&[(
        CREATE,
        &[
            ("summary: Creates thing.", "summary: Makes a thing out of nothing.\ndescription: Mind the gap.\nwaiter: ThingReady"),
            ("Zone: { type: string,", "Zone: { type: string, description: Where it is made., sensitive: true,"),
            ("Ip:   { type: string }", "Ip:   { type: string, description: Where from. }"),
            ("code: Busy, status: 400", "code: Busy, status: 400, retry: busy, description: Not now."),
            ("errors:", "errors:\n  - { code: Late, status: 400, retry: busy }\n  - { code: Forgotten, status: 400 }"),
        ],
    )]);
    let mut metadata = metadata();
    let create = &mut metadata["apis"]["CreateThing"];
    create["parameters"][0]["schema"]["maxLength"] = json!(20);
    create["parameters"][1]["schema"] = json!({ "type": "integer", "required": false });
    create["errorCodes"]["404"] = json!([{ "errorCode": "Busy" }]);

    let done = again(&metadata, &tree);
    assert_eq!(done.report.changed, [CREATE]);
    let tree = after(&tree, &done);
    let create = operation(&tree, "CreateThing");
    assert_eq!(create.summary, "Makes a thing out of nothing.");
    assert_eq!(create.description.as_deref(), Some("Mind the gap."));
    assert_eq!(create.waiter.as_deref(), Some("ThingReady"));
    let zone = create.parameters.get("Zone").unwrap();
    assert_eq!((zone.description.as_deref(), zone.max_length, zone.sensitive), (Some("Where it is made."), Some(20), true));
    let name = create.parameters.get("Name").unwrap();
    assert_eq!((name.kind, name.required), (Some(Kind::Integer), false));
    let ip = create.parameters.get("Source").unwrap().fields.get("Ip").unwrap();
    assert_eq!(ip.description.as_deref(), Some("Where from."));
    let busy = create.errors.iter().find(|error| error.code == "Busy").unwrap();
    assert_eq!(
        (busy.status.as_slice(), busy.retry, busy.description.as_deref()),
        (&[400, 404][..], Some(Retry::Busy), Some("Not now."))
    );
    let codes: Vec<&str> = create.errors.iter().map(|error| error.code.as_str()).collect();
    assert_eq!(codes, ["Late", "Busy", "Plain"], "a code that says nothing and that the metadata lacks goes, another stays");
}

#[test]
fn new_parameters_come_behind_their_neighbours_and_gone_ones_go() {
    let tree = edited(&[(
        CREATE,
        &[(
            "  Zone: { type: string, required: true, max_length: 10 }\n  Name: { type: string, required: true }\n",
            "  Name: { type: string, required: true }\n  Zone: { type: string, required: true, max_length: 10 }\n",
        )],
    )]);
    let mut metadata = metadata();
    let parameters = metadata["apis"]["CreateThing"]["parameters"].as_array_mut().unwrap();
    parameters.insert(1, json!({ "name": "Size", "in": "query", "schema": { "type": "integer" } }));
    parameters.remove(3);
    let tree = after(&tree, &again(&metadata, &tree));
    let names: Vec<&str> = operation(&tree, "CreateThing").parameters.names().collect();
    assert_eq!(names, ["Name", "Zone", "Size", "Target"], "the order by hand stays: it is that of arguments");
}

#[test]
fn corrections_of_paging_stay_while_they_hold() {
    let tree = edited(&[(LIST, &[("size: PageSize, total: TotalCount }\n", "size: PageSize, max_size: 50 }\n")])]);
    let pagination = operation(&tree, "ListThings").pagination.clone().unwrap();
    let done = again(&metadata(), &tree);
    assert_eq!(operation(&after(&tree, &done), "ListThings").pagination.as_ref(), Some(&pagination));

    let mut metadata = metadata();
    metadata["apis"]["ListThings"]["parameters"][1]["name"] = json!("Limit");
    let done = again(&metadata, &tree);
    assert_eq!(operation(&after(&tree, &done), "ListThings").pagination, None, "it no longer leads anywhere");
}

#[test]
fn columns_stay_while_their_fields_are_there() {
    let tree = edited(&[(LIST, &[("parameters:\n", "columns: [Key, Id]\nparameters:\n")])]);
    let mut metadata = metadata();
    let fields = "/apis/ListThings/responses/200/schema/properties/Things/properties/Thing/items/properties";
    metadata.pointer_mut(fields).and_then(Json::as_object_mut).unwrap().remove("Key");
    let done = again(&metadata, &tree);
    assert_eq!(operation(&after(&tree, &done), "ListThings").columns, ["Id"]);
}

const SHAPED: &[(&str, &str)] = &[
    (
        "  Source:\n    type: object\n    fields:\n      Ip:   { type: string }\n      Port: { type: integer }\n",
        "  Source: { shape: Address }\n",
    ),
    (
        "  Target:\n    type: object\n    fields:\n      Ip:   { type: string }\n      Port: { type: integer }\n",
        "  Target: { shape: Address, description: Where to. }\n",
    ),
    (
        "errors:",
        "shapes:\n  Address:\n    type: object\n    fields:\n      Ip:   { type: string, description: An address. }\n      Port: { type: integer }\nerrors:",
    ),
];

#[test]
fn a_shape_named_by_hand_stays_while_it_fits() {
    let tree = edited(&[(CREATE, SHAPED)]);
    assert_eq!(again(&metadata(), &tree).files, []);

    // It grows with all the places that it stands for.
    let mut metadata = metadata();
    for place in [2, 3] {
        metadata["apis"]["CreateThing"]["parameters"][place]["schema"]["properties"]["Name"] = json!({ "type": "string" });
    }
    let tree = after(&tree, &again(&metadata, &tree));
    let create = operation(&tree, "CreateThing");
    assert_eq!(create.parameters.get("Target").unwrap().shape.as_deref(), Some("Address"));
    let address = create.shapes.get("Address").unwrap();
    assert!(address.fields.names().eq(["Ip", "Port", "Name"]));
    assert_eq!(address.fields.get("Ip").unwrap().description.as_deref(), Some("An address."));
    assert!(check::check(&tree).is_ok());
}

#[test]
fn a_shape_that_no_longer_fits_is_written_out() {
    let tree = edited(&[(CREATE, SHAPED)]);
    let mut metadata = metadata();
    metadata["apis"]["CreateThing"]["parameters"][2]["schema"]["properties"]["Port"] = json!({ "type": "string" });
    let done = again(&metadata, &tree);
    assert_eq!(done.report.count(NoteKind::ShapeOutgrown), 1);
    let tree = after(&tree, &done);
    let create = operation(&tree, "CreateThing");
    assert!(create.shapes.is_empty());
    let ip = create.parameters.get("Source").unwrap().fields.get("Ip").unwrap();
    assert_eq!(ip.description.as_deref(), Some("An address."), "what was said about its fields stays with them");
    assert_eq!(create.parameters.get("Target").unwrap().description.as_deref(), Some("Where to."));
}

#[test]
fn an_object_that_a_person_keeps_as_one_stays() {
    let tree = edited(&[(
        LIST,
        &[(
            "  Tags: { type: list, wraps: Tag, items: { type: string } }\n",
            "  Tags:\n    type: object\n    fields:\n      Tag: { type: list, description: All of them., items: { type: string } }\n",
        )],
    )]);
    assert_eq!(again(&metadata(), &tree).files, []);
}

#[test]
fn an_operation_stays_in_the_folder_that_a_person_chose() {
    let done = import(&metadata().to_string(), None).unwrap();
    let files = done.files.into_iter().map(|file| (file.path.replace("thing/", "moved/"), file.text.replace("thing:", "moved:")));
    let tree = read::from_sources(files).unwrap();
    assert_eq!(again(&metadata(), &tree).files, []);

    let mut metadata = metadata();
    metadata["apis"]["GetThing"] = metadata["apis"]["ListThings"].clone();
    metadata["directories"][0]["children"].as_array_mut().unwrap().push(json!("GetThing"));
    let done = again(&metadata, &tree);
    assert_eq!(done.report.added, ["moved/GetThing.yaml"], "a new operation goes where its neighbours are");
    assert_eq!(done.report.changed, Vec::<String>::new(), "and the group is the one that is there");
}

#[test]
fn removed_operations_are_reported_and_kept() {
    let tree = edited(&[]);
    let mut metadata = metadata();
    metadata["apis"].as_object_mut().unwrap().remove("DropThing");
    let done = again(&metadata, &tree);
    assert_eq!(done.report.removed, ["thing/DropThing.yaml"]);
    assert_eq!(done.files, []);
    assert!(done.report.to_string().contains("gone: thing/DropThing.yaml"));
}

#[test]
fn what_concerns_the_whole_service_stays_too() {
    let tree = edited(&[(
        "service.yaml",
        &[
            ("summary: The service `Hub` of Alibaba Cloud.", "summary: Hubs."),
            ("  rule: \"hub.{region}.aliyuncs.com\"", "  rule: \"hub-api.{region}.aliyuncs.com\""),
            ("groups:", "region_parameter: Zone\nerrors:\n  - { code: Throttling, status: 400, retry: throttled }\ngroups:"),
            ("Operations of the group `thing`.", "Things."),
        ],
    )]);
    let mut metadata = metadata();
    let hosts = metadata["endpoints"].as_array_mut().unwrap();
    hosts.push(json!({ "regionId": "cn-b", "endpoint": "hub-api.cn-b.aliyuncs.com" }));
    let service = after(&tree, &again(&metadata, &tree)).service;
    assert_eq!((service.summary.as_str(), service.groups.get("thing").map(String::as_str)), ("Hubs.", Some("Things.")));
    assert_eq!((service.region_parameter.as_deref(), service.errors.len()), (Some("Zone"), 1));
    assert_eq!(service.endpoints.rule, "hub-api.{region}.aliyuncs.com");
    assert_eq!(service.endpoints.regions, ["cn-a", "cn-b"]);
    let mapped: Vec<_> = service.endpoints.map.iter().map(|(region, host)| (region, host.as_str())).collect();
    assert_eq!(mapped, [("cn-a", "hub.cn-a.aliyuncs.com")], "what does not follow the rule by hand is listed");
}

#[test]
fn another_service_is_refused() {
    let tree = edited(&[]);
    let mut metadata = metadata();
    metadata["info"]["version"] = json!("2021-01-01");
    let refused = import(&metadata.to_string(), Some(&tree)).unwrap_err();
    assert_eq!(
        refused.to_string(),
        "the tree is that of Hub 2020-01-01 and the metadata that of Hub 2021-01-01: import it into a folder of its own"
    );
}

/// A folder of its own, gone at the end.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Folder {
        let path = std::env::temp_dir().join(format!("acs-import-{}-{name}", std::process::id()));
        fs::create_dir_all(&path).unwrap();
        Folder(path)
    }

    /// All files with their content, in order.
    fn content(&self) -> Vec<(String, String)> {
        let mut found = Vec::new();
        collect(&self.0, &self.0, &mut found);
        found.sort();
        found
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn collect(root: &Path, folder: &Path, found: &mut Vec<(String, String)>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        match path.is_dir() {
            true => collect(root, &path, found),
            false => found.push((path.strip_prefix(root).unwrap().display().to_string(), fs::read_to_string(&path).unwrap())),
        }
    }
}

#[test]
fn a_folder_is_written_once_and_then_only_where_it_changed() {
    let folder = Folder::new("written");
    let dir = folder.0.join("spec");
    assert_eq!(import_into(&dir, &metadata().to_string(), true).unwrap().report.added.len(), 4);
    assert!(!dir.exists(), "a check writes nothing");

    import_into(&dir, &metadata().to_string(), false).unwrap();
    let first = folder.content();
    let paths: Vec<&str> = first.iter().map(|(path, _)| path.as_str()).collect();
    assert_eq!(
        paths,
        ["spec/service.yaml", "spec/thing/CreateThing.yaml", "spec/thing/DropThing.yaml", "spec/thing/ListThings.yaml"],
        "nothing temporary is left"
    );

    // By hand: a comment at the top, one below, and other spaces. A file whose facts stay is not touched.
    let list = dir.join(LIST);
    let text =
        fs::read_to_string(&list).unwrap().replace("operation:", "# mine\noperation:").replace("response:", "# lost\nresponse:");
    fs::write(&list, &text).unwrap();
    fs::write(dir.join("glossary.yaml"), "Zone: A zone.\n").unwrap();
    assert!(import_into(&dir, &metadata().to_string(), false).unwrap().report.is_current());
    assert_eq!(fs::read_to_string(&list).unwrap(), text);

    let mut metadata = metadata();
    metadata["apis"]["ListThings"]["parameters"][0]["schema"]["example"] = json!("1");
    let before = folder.content();
    let checked = import_into(&dir, &metadata.to_string(), true).unwrap();
    assert_eq!((checked.report.changed.as_slice(), folder.content()), (&[LIST.to_owned()][..], before));
    let done = import_into(&dir, &metadata.to_string(), false).unwrap();
    assert_eq!(done.report, checked.report);
    let text = fs::read_to_string(&list).unwrap();
    assert!(text.starts_with("# yaml-language-server: $schema=../schema/operation.json\n# mine\noperation: ListThings\n"));
    assert!(!text.contains("# lost"));
    assert_eq!(done.report.count(NoteKind::CommentsLost), 1);
    assert_eq!(fs::read_to_string(dir.join("glossary.yaml")).unwrap(), "Zone: A zone.\n");
}

#[test]
fn a_folder_that_is_not_a_spec_tree_is_not_overwritten() {
    let folder = Folder::new("foreign");
    fs::create_dir_all(folder.0.join("thing")).unwrap();
    fs::write(folder.0.join(CREATE), "mine").unwrap();
    let refused = import_into(&folder.0, &metadata().to_string(), false).unwrap_err();
    assert!(matches!(refused, ImportError::NoTree(_)), "{refused}");
    assert_eq!(folder.content(), [(CREATE.to_owned(), "mine".to_owned())]);
}

#[test]
fn a_tree_with_mistakes_is_not_imported_over() {
    let folder = Folder::new("broken");
    import_into(&folder.0, &metadata().to_string(), false).unwrap();
    fs::write(folder.0.join(CREATE), "operation: [").unwrap();
    let before = folder.content();
    assert!(matches!(import_into(&folder.0, &metadata().to_string(), false), Err(ImportError::Tree(_))));
    assert_eq!(folder.content(), before);
}
