//! `acs_spec::diff` tells of a difference exactly where the generated code differs.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking, also in its helpers")]

use acs_codegen::emit::Options;
use acs_codegen::generate;
use acs_spec::diff::{breaks, diff};
use acs_spec::read::{self, SpecTree};

const FILES: [(&str, &str); 6] = [
    (
        "service.yaml",
        r#"
product: Hub
version: "2016-04-28"
summary: Hubs.
endpoints:
  rule: hub.{region}.aliyuncs.com
  regions: [cn-a, cn-b]
region_parameter: RegionId
groups:
  thing: Things.
  other: Others.
"#,
    ),
    ("glossary.yaml", "Name: A name.\n"),
    (
        "waiters.yaml",
        r#"
HubReady:
  summary: Waits until a hub is ready.
  operation: DescribeHubsHub
  id: HubId
  status: Status
  success: [Ready]
  delay: 5
"#,
    ),
    (
        "other/GetThing.yaml",
        r#"
operation: GetThing
summary: Gets a thing.
access: read
parameters:
  ThingId: { type: string }
response:
  Name: { type: string }
"#,
    ),
    (
        "thing/DescribeHubs.yaml",
        r#"
operation: DescribeHubs
summary: Lists hubs.
access: read
parameters:
  #P
  RegionId: { type: string, required: true }
  Filter: { type: object, fields: { Kind: { type: string, enum: [a, b] }, Size: { type: integer, format: int32 } } }
  Nodes: { type: list, items: { shape: Node } }
response:
  #R
  HubSets:
    type: list
    wraps: HubSet
    items:
      type: object
      fields:
        #H
        HubId: { type: string, description: Its id. }
        Name: { type: string }
        Hub: { type: object, fields: { Id: { type: string } } }
        Root: { shape: Node }
shapes:
  Node:
    type: object
    fields:
      Kind: { type: string, enum: [c] }
      Children: { type: list, items: { shape: Node } }
errors:
  - { code: Gone, status: 404 }
  - { code: Lost, status: 404 }
"#,
    ),
    (
        "thing/DescribeHubsHub.yaml",
        r#"
operation: DescribeHubsHub
summary: Tells of one hub.
access: read
parameters:
  HubId: { type: string, required: true }
response:
  #O
  Status: { type: string }
  Set: { type: object, fields: { Id: { type: string } } }
"#,
    ),
];

/// So many of the edits, those of types, are also made two at a time.
const OF_TYPES: usize = 13;

/// Edits that can be made one beside another. The first text is replaced by the second.
const EDITS: &[(&str, &str)] = &[
    // Objects and closed sets that take the name of another.
    ("  #R\n", "  #R\n  Hub: { type: object, fields: { Number: { type: integer } } }\n"),
    ("  #R\n", "  #R\n  Kind: { type: string, enum: [x] }\n"),
    ("  #R\n", "  #R\n  Filter: { type: object, fields: { Kind: { type: string, enum: [a, b] } } }\n"),
    ("  #P\n", "  #P\n  Kind: { type: string, enum: [c, d] }\n"),
    ("  #P\n", "  #P\n  Root: { type: object, fields: { Kind: { type: string, enum: [e] } } }\n"),
    ("        #H\n", "        #H\n        Kind: { type: string, enum: [f] }\n"),
    ("  #O\n", "  #O\n  Filter: { type: object, fields: { Deep: { type: object, fields: { A: { type: string } } } } }\n"),
    ("  #O\n", "  #O\n  Kind: { type: string, enum: [z] }\n"),
    // The same types otherwise.
    ("Hub: { type: object, fields: { Id: { type: string } } }", "Hub: { type: object, fields: { Id: { type: integer } } }"),
    ("Size: { type: integer, format: int32 }", "Size: { type: integer }"),
    ("enum: [c]", "enum: [c, g]"),
    ("Nodes: { type: list, items: { shape: Node } }", "Nodes: { shape: Node }"),
    ("wraps: HubSet", "wraps: Hub"),
    // Texts and facts.
    ("description: Its id.", "description: The id of the hub."),
    ("HubId: { type: string, required: true }", "HubId: { type: string }"),
    ("HubId: { type: string, required: true }", "HubId: { type: string, required: true, example: h-1 }"),
    ("HubId: { type: string, required: true }", "HubId: { type: string, required: true, pattern: '^h-' }"),
    ("HubId: { type: string, required: true }", "HubId: { type: string, required: true, max_length: 9 }"),
    ("HubId: { type: string, required: true }", "HubId: { type: string, required: true, sensitive: true }"),
    ("HubId: { type: string, required: true }", "HubId: { type: string, required: true, values: [h-1, h-2] }"),
    ("HubId: { type: string, required: true }", "HubId: { type: string, required: true, in: form }"),
    ("HubId: { type: string, required: true }", "HubId: { type: string, required: true, deprecated: true }"),
    ("Name: { type: string }", "Name: { type: string, aliases: [HubName] }"),
    ("Name: { type: string }", "Name: { type: string, rust_name: title }"),
    ("Name: { type: string }", "Name: { type: string, format: json }"),
    ("Name: A name.", "Name: What people call it."),
    ("summary: Lists hubs.", "summary: Lists all hubs."),
    ("access: read\nparameters:\n  ThingId", "access: write\nparameters:\n  ThingId"),
    ("access: read\nparameters:\n  HubId", "access: read\nmethod: GET\nparameters:\n  HubId"),
    ("access: read\nparameters:\n  HubId", "access: read\nauth: anonymous\nparameters:\n  HubId"),
    ("access: read\nparameters:\n  HubId", "access: read\ndeprecated: true\nparameters:\n  HubId"),
    ("access: read\nparameters:\n  HubId", "access: read\ndeprecated: true\nreplaced_by: [DescribeHubs]\nparameters:\n  HubId"),
    ("access: read\nparameters:\n  HubId", "access: read\ndescription: It has more.\nparameters:\n  HubId"),
    ("access: read\nparameters:\n  HubId", "access: read\nsample: '{\"Set\":{\"Id\":\"1\"}}'\nparameters:\n  HubId"),
    ("status: 404", "status: 400"),
    ("status: 404", "status: 404, retry: busy"),
    ("status: 404", "status: 404, description: It is gone."),
    ("- { code: Gone, status: 404 }", "- { code: gone, status: 404 }\n  - { code: Gone, status: 404 }"),
    ("- { code: Gone, status: 404 }", "- { code: Gone, status: 404 }\n  - { code: Away, status: 404 }"),
    // The order of fields is that of what is sent, shown and documented.
    (
        "        HubId: { type: string, description: Its id. }\n        Name: { type: string }\n",
        "        Name: { type: string }\n        HubId: { type: string, description: Its id. }\n",
    ),
    ("Kind: { type: string, enum: [a, b] }", "Kind: { type: string, enum: [b, a] }"),
    (
        "  RegionId: { type: string, required: true }\n  Filter: { type: object, fields: { Kind: { type: string, enum: [a, b] }, Size: { type: integer, format: int32 } } }\n",
        "  Filter: { type: object, fields: { Size: { type: integer, format: int32 }, Kind: { type: string, enum: [a, b] } } }\n  RegionId: { type: string, required: true }\n",
    ),
    (
        "- { code: Gone, status: 404 }\n  - { code: Lost, status: 404 }",
        "- { code: Lost, status: 404 }\n  - { code: Gone, status: 404 }",
    ),
    ("  thing: Things.\n  other: Others.\n", "  other: Others.\n  thing: Things.\n"),
    ("HubId: { type: string, description: Its id. }", "HubId: { type: string, description: Its id., format: iso8601 }"),
    ("HubId: { type: string, required: true }", "HubId: { type: string, required: true, format: iso8601 }"),
    ("HubId: { type: string, required: true }", "HubId: { type: string, required: true, format: json }"),
    ("HubId: { type: string, required: true }", "HubId: { type: string, needed: true }"),
    ("regions: [cn-a, cn-b]", "regions: [cn-a]"),
    ("regions: [cn-a, cn-b]", "regions: [cn-b, cn-a]"),
    ("HubReady:\n", "HubReady:\n  not_found: [Gone]\n"),
    ("HubReady:\n", "HubReady:\n  failure: [Lost]\n"),
    ("HubReady:\n", "HubReady:\n  transient: [Lost]\n"),
    ("success: [Ready]", "success: [Ready, Good]"),
    ("delay: 5", "delay: 6"),
    (
        "access: read\nparameters:\n  ThingId",
        "access: write\nwaiter: HubReady\nparameters:\n  HubId: { type: string, description: The hub. }\n  ThingId",
    ),
    ("access: read\nparameters:\n  ThingId", "access: write\nasynchronous: true\nparameters:\n  ThingId"),
    ("regions: [cn-a, cn-b]", "regions: [cn-a, cn-b]\n  map: { cn-a: hub.aliyuncs.com }"),
    ("summary: Hubs.", "summary: All hubs."),
    ("thing: Things.", "thing: All things."),
    ("region_parameter: RegionId\n", "region_parameter: RegionId\nparameters:\n  OwnerId: { type: integer }\n"),
    (
        "region_parameter: RegionId\n",
        "region_parameter: RegionId\nerrors:\n  - { code: Throttling, status: 400, retry: throttled }\n",
    ),
    // What changes no code.
    ("operation: DescribeHubs\n", "# A comment.\noperation: DescribeHubs\n"),
    ("  Filter: { type: object,", "  Filter: { style: flat, type: object,"),
];

/// The tree after some edits, or why it is not valid.
fn edited(edits: &[usize]) -> Result<SpecTree, String> {
    let mut files = FILES.map(|(path, text)| (path.to_owned(), text.to_owned()));
    for &edit in edits {
        let (old, new) = EDITS[edit];
        let (_, text) = files.iter_mut().find(|(_, text)| text.contains(old)).ok_or("they exclude each other")?;
        *text = text.replacen(old, new, 1);
    }
    let tree = read::from_sources(files).map_err(|found| found.render(false))?;
    acs_spec::check(&tree).map_err(|found| found.render(false))?;
    Ok(tree)
}

fn code(tree: &SpecTree) -> String {
    let files = generate(tree, Options::default()).unwrap();
    files.iter().map(|file| format!("// {}\n{}\n", file.name, file.items)).collect()
}

/// The public types and fields, which a change that breaks nobody leaves as they are.
fn types(code: &str) -> Vec<&str> {
    let items = code.split("pub ").skip(1);
    items
        .filter(|item| item.starts_with("struct") || item.starts_with("enum"))
        .filter_map(|item| item.split(['{', '(']).next())
        .collect()
}

#[derive(Default)]
struct Faults(Vec<String>);

impl Faults {
    fn compare(&mut self, what: String, (old, old_code): (&SpecTree, &str), (new, new_code): (&SpecTree, &str)) {
        let changes = diff(old, new);
        // Parameters that all operations have are those of the command line and the emulator: no code is generated of them.
        let of_code = changes.iter().filter(|change| !(change.operation.is_empty() && change.place.starts_with("parameters.")));
        let told = of_code.count();
        if (told == 0) != (old_code == new_code) {
            self.0.push(format!("{what}: {told} changes, and the code differs: {}", old_code != new_code));
        }
        let lost = types(old_code).into_iter().find(|name| !types(new_code).contains(name));
        if let Some(lost) = lost.filter(|_| !breaks(&changes)) {
            self.0.push(format!("{what}: `{lost}` is gone, and nothing breaks: {changes:?}"));
        }
    }

    fn check(&self) {
        assert!(self.0.is_empty(), "{} faults:\n{}", self.0.len(), self.0.join("\n"));
    }
}

#[test]
fn a_difference_is_reported_exactly_where_the_code_differs() {
    let made = |edit: usize| {
        let tree = edited(&[edit]).unwrap_or_else(|found| panic!("{:?} makes no valid spec: {found}", EDITS[edit]));
        let code = code(&tree);
        (tree, code)
    };
    let alone: Vec<(SpecTree, String)> = (0..EDITS.len()).map(made).collect();
    let base = edited(&[]).unwrap();
    let base_code = code(&base);
    let mut faults = Faults::default();
    for (first, (tree, code)) in alone.iter().enumerate() {
        faults.compare(format!("{:?}", EDITS[first].1), (&base, &base_code), (tree, code));
        faults.compare(format!("{:?} undone", EDITS[first].1), (tree, code), (&base, &base_code));
    }
    faults.check();
    let pairs = (0..OF_TYPES).flat_map(|first| (0..first).map(move |second| (first, second)));
    for (first, second) in pairs {
        let Ok(both) = edited(&[second, first]) else { continue };
        let both_code = code(&both);
        for one in [first, second] {
            let what = format!("{:?} and {:?} against {:?}", EDITS[first].1, EDITS[second].1, EDITS[one].1);
            faults.compare(what, (&alone[one].0, &alone[one].1), (&both, &both_code));
        }
    }
    faults.check();
}
