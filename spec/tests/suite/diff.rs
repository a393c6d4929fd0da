//! Which changes of a spec break users: one edit at a time.
#![cfg(feature = "import")]

use acs_spec::diff::{Change, Severity, breaks, diff, render};
use acs_spec::read::{self, SpecTree};

use Severity::{Additive, Breaking, Documentation};

const SERVICE: &str = r#"
product: Hub
version: "2016-04-28"
summary: Hubs.
endpoints:
  rule: hub.{region}.aliyuncs.com
  map: { cn-a: hub.aliyuncs.com }
  regions: [cn-a, cn-b]
region_parameter: RegionId
parameters:
  OwnerId: { type: integer }
errors:
  - { code: Throttling, status: 400, retry: throttled }
groups:
  thing: Things.
  other: Other things.
"#;

const GLOSSARY: &str = "Name: A name.\n";

const WAITERS: &str = r#"
ThingReady:
  summary: Waits until a thing is ready.
  operation: ListThings
  id: ThingId
  items: Things
  match: ThingId
  status: Status
  success: [Ready]
  delay: 5
"#;

const CREATE: &str = r#"
operation: CreateThing
summary: Creates a thing.
access: write
waiter: ThingReady
parameters:
  RegionId: { type: string, required: true }
  Zone: { type: string, required: true }
  Name: { type: string, required: true }
  ClientToken: { type: string, idempotency_token: true }
  Size: { type: integer, format: int32, default: 1, minimum: 1, maximum: 9 }
  Mode: { type: string, enum: [fast, slow] }
  Password: { type: string, sensitive: true }
  Names: { type: list, items: { type: string } }
  Disk:
    type: object
    fields:
      Kind: { type: string, required: true }
      Size: { type: integer }
  Tree: { shape: Node }
response:
  ThingId: { type: string, example: t-1 }
  Root: { shape: Node }
shapes:
  Node:
    type: object
    fields:
      Name: { type: string }
      Children: { type: list, items: { shape: Node } }
errors:
  - { code: Busy, status: 400, retry: busy }
  - { code: NotFound, status: 404 }
"#;

const LIST: &str = r#"
operation: ListThings
summary: Lists things.
access: read
pagination: { style: page, items: Things, page: PageNumber, size: PageSize, max_size: 50 }
parameters:
  ThingId: { type: string }
  PageNumber: { type: integer }
  PageSize: { type: integer }
response:
  Things:
    type: list
    wraps: Thing
    items:
      type: object
      fields:
        ThingId: { type: string }
        Status: { type: string, values: [Ready, Busy] }
  Tags: { type: list, items: { type: string } }
"#;

const FILES: [(&str, &str); 5] = [
    ("service.yaml", SERVICE),
    ("glossary.yaml", GLOSSARY),
    ("waiters.yaml", WAITERS),
    ("thing/CreateThing.yaml", CREATE),
    ("thing/ListThings.yaml", LIST),
];

fn tree(files: &[(&str, String)]) -> SpecTree {
    let files = files.iter().map(|(path, text)| (path.to_string(), text.clone()));
    read::from_sources(files).unwrap_or_else(|mistakes| panic!("{}", mistakes.render(false)))
}

fn base() -> Vec<(&'static str, String)> {
    FILES.iter().map(|(path, text)| (*path, (*text).to_owned())).collect()
}

/// The tree in which the one place that says `old` says `new`.
fn edited(old: &str, new: &str) -> SpecTree {
    let mut files = base();
    let (_, text) = files.iter_mut().find(|(_, text)| text.contains(old)).unwrap_or_else(|| panic!("{old:?} is nowhere"));
    *text = text.replacen(old, new, 1);
    tree(&files)
}

/// An edit, and what it is in one direction and in the other.
struct Case {
    old: &'static str,
    new: &'static str,
    forth: &'static [(Severity, &'static str)],
    back: &'static [(Severity, &'static str)],
}

const CASES: &[Case] = &[
    // Names.
    Case {
        old: "operation: CreateThing\n",
        new: "operation: MakeThing\n",
        forth: &[(Breaking, "`CreateThing` is now `MakeThing`")],
        back: &[(Breaking, "`MakeThing` is now `CreateThing`")],
    },
    Case {
        old: "Name: A name.\n",
        new: "Name: A name.\nSize: A size.\n",
        forth: &[(Documentation, "`glossary.Size` is new")],
        back: &[(Documentation, "`glossary.Size` is gone")],
    },
    // Parameters.
    Case {
        old: "  Size: { type: integer, format: int32, default: 1, minimum: 1, maximum: 9 }\n",
        new: "",
        forth: &[(Breaking, "`CreateThing` `Size` is gone")],
        back: &[(Additive, "`CreateThing` `Size` is new")],
    },
    Case {
        old: "  Size: { type: integer, format: int32,",
        new: "  Size: { type: integer,",
        forth: &[(Breaking, "`CreateThing` `Size` is now an integer of 64 bits instead of an integer of 32 bits")],
        back: &[(Breaking, "`CreateThing` `Size` is now an integer of 32 bits instead of an integer of 64 bits")],
    },
    Case {
        old: "  Zone: { type: string, required: true }\n  Name: { type: string, required: true }\n",
        new: "  Name: { type: string, required: true }\n  Zone: { type: string, required: true }\n",
        forth: &[(Breaking, "`CreateThing` takes (name, zone) instead of (zone, name)")],
        back: &[(Breaking, "`CreateThing` takes (zone, name) instead of (name, zone)")],
    },
    Case {
        old: "  Name: { type: string, required: true }\n",
        new: "  Name: { type: string }\n",
        forth: &[
            (Breaking, "`CreateThing` takes (zone) instead of (zone, name)"),
            (Breaking, "`CreateThing` `Name` is no longer required"),
        ],
        back: &[
            (Breaking, "`CreateThing` takes (zone, name) instead of (zone)"),
            (Breaking, "`CreateThing` `Name` is now required"),
        ],
    },
    Case {
        old: "  ClientToken:",
        new: "  A: { type: string, required: true }\n  B: { type: string, required: true }\n  ClientToken:",
        forth: &[
            (Breaking, "`CreateThing` now takes its required parameters as a struct"),
            (Breaking, "`CreateThing` `A` is new and required"),
            (Breaking, "`CreateThing` `B` is new and required"),
        ],
        back: &[
            (Breaking, "`CreateThing` now takes its required parameters as arguments"),
            (Breaking, "`CreateThing` `A` is gone"),
            (Breaking, "`CreateThing` `B` is gone"),
        ],
    },
    Case {
        // The client fills the region: required or not, it is not an argument.
        old: "  RegionId: { type: string, required: true }\n",
        new: "",
        forth: &[(Breaking, "`CreateThing` `RegionId` is gone")],
        back: &[(Additive, "`CreateThing` `RegionId` is new")],
    },
    Case {
        old: "  RegionId: { type: string, required: true }\n",
        new: "  RegionId: { type: string }\n",
        forth: &[(Documentation, "`CreateThing` `RegionId` has another value of `required`")],
        back: &[(Documentation, "`CreateThing` `RegionId` has another value of `required`")],
    },
    Case {
        old: "  ClientToken: { type: string, idempotency_token: true }\n",
        new: "  ClientToken: { type: string, idempotency_token: true, required: true }\n",
        forth: &[(Documentation, "`CreateThing` `ClientToken` has another value of `required`")],
        back: &[(Documentation, "`CreateThing` `ClientToken` has another value of `required`")],
    },
    Case {
        // Two codes that differ in a sign have one name, and the first of them takes it.
        old: "  - { code: NotFound, status: 404 }\n",
        new: "  - { code: Not.Found, status: 404 }\n  - { code: NotFound, status: 404 }\n",
        forth: &[
            (Breaking, "`CreateThing` `errors.NotFound` is now the variant `NotFound2` instead of `NotFound`"),
            (Additive, "`CreateThing` `errors.Not.Found` is new"),
        ],
        back: &[
            (Breaking, "`CreateThing` `errors.Not.Found` is gone"),
            (Breaking, "`CreateThing` `errors.NotFound` is now the variant `NotFound` instead of `NotFound2`"),
        ],
    },
    Case {
        old: "enum: [fast, slow]",
        new: "enum: [fast]",
        forth: &[(Breaking, "`CreateThing` `Mode` loses the value `slow`")],
        back: &[(Additive, "`CreateThing` `Mode` gains the value `slow`")],
    },
    Case {
        old: "enum: [fast, slow]",
        new: "values: [fast, slow]",
        forth: &[(Breaking, "`CreateThing` `Mode` is now a string instead of one of a closed set")],
        back: &[(Breaking, "`CreateThing` `Mode` is now one of a closed set instead of a string")],
    },
    Case {
        old: ", sensitive: true",
        new: "",
        forth: &[(Breaking, "`CreateThing` `Password` is no longer kept out of debug output and logs")],
        back: &[(Additive, "`CreateThing` `Password` is kept out of debug output and logs")],
    },
    Case {
        old: "  Names: { type: list, items: { type: string } }",
        new: "  Names: { type: list, items: { type: integer } }",
        forth: &[(Breaking, "`CreateThing` `Names` is now an integer of 64 bits instead of a string")],
        back: &[(Breaking, "`CreateThing` `Names` is now a string instead of an integer of 64 bits")],
    },
    Case {
        old: "  Names: { type: list, items: { type: string } }",
        new: "  Names: { type: list, style: json, in: form, items: { type: string } }",
        forth: &[
            (Additive, "`CreateThing` `Names` is now sent in the form"),
            (Additive, "`CreateThing` `Names` is sent in another style"),
        ],
        back: &[
            (Additive, "`CreateThing` `Names` is now sent in the query"),
            (Additive, "`CreateThing` `Names` is sent in another style"),
        ],
    },
    Case { old: "  Names: { type: list, items", new: "  Names: { type: list, style: flat, items", forth: &[], back: &[] },
    Case {
        old: "      Size: { type: integer }\n",
        new: "      Size: { type: integer, required: true }\n",
        forth: &[(Breaking, "`CreateThing` `Disk.Size` is now required")],
        back: &[(Additive, "`CreateThing` `Disk.Size` is no longer required")],
    },
    Case {
        old: ", idempotency_token: true",
        new: "",
        forth: &[(Additive, "`CreateThing` `ClientToken` is no longer generated")],
        back: &[(Additive, "`CreateThing` `ClientToken` is generated if it is left out")],
    },
    Case {
        old: "default: 1, minimum: 1, maximum: 9",
        new: "default: 2, minimum: 1, maximum: 5",
        forth: &[
            (Documentation, "`CreateThing` `Size` has another default"),
            (Documentation, "`CreateThing` `Size` has another limit"),
        ],
        back: &[
            (Documentation, "`CreateThing` `Size` has another default"),
            (Documentation, "`CreateThing` `Size` has another limit"),
        ],
    },
    // Replies.
    Case {
        old: "  Tags: { type: list, items: { type: string } }\n",
        new: "",
        forth: &[(Breaking, "`ListThings` `response.Tags` is gone")],
        back: &[(Additive, "`ListThings` `response.Tags` is new")],
    },
    Case {
        old: "  Tags: { type: list, items",
        new: "  Tags: { type: list, wraps: Tag, items",
        forth: &[(Breaking, "`ListThings` `response.Tags` is wrapped differently on the wire")],
        back: &[(Breaking, "`ListThings` `response.Tags` is wrapped differently on the wire")],
    },
    Case {
        old: "      Name: { type: string }\n      Children:",
        new: "      Name: { type: boolean }\n      Children:",
        forth: &[
            (Breaking, "`CreateThing` `Tree.Name` is now a boolean instead of a string"),
            (Breaking, "`CreateThing` `response.Root.Name` is now a boolean instead of a string"),
        ],
        back: &[
            (Breaking, "`CreateThing` `Tree.Name` is now a string instead of a boolean"),
            (Breaking, "`CreateThing` `response.Root.Name` is now a string instead of a boolean"),
        ],
    },
    Case {
        old: "  ThingId: { type: string, example: t-1 }",
        new: "  ThingId: { type: string, example: t-2, description: Its id. }",
        forth: &[
            (Documentation, "`CreateThing` `response.ThingId` has another description"),
            (Documentation, "`CreateThing` `response.ThingId` has another example"),
        ],
        back: &[
            (Documentation, "`CreateThing` `response.ThingId` has another description"),
            (Documentation, "`CreateThing` `response.ThingId` has another example"),
        ],
    },
    Case {
        old: "values: [Ready, Busy]",
        new: "values: [Ready]",
        forth: &[(Documentation, "`ListThings` `response.Things.Status` has another list of known values")],
        back: &[(Documentation, "`ListThings` `response.Things.Status` has another list of known values")],
    },
    // The operation itself.
    Case {
        old: "pagination: { style: page, items: Things, page: PageNumber, size: PageSize, max_size: 50 }\n",
        new: "",
        forth: &[(Breaking, "`ListThings` `pagination` is gone: `pages` and `items` no longer exist")],
        back: &[(Additive, "`ListThings` `pagination` is new: `pages` and `items` return the whole list")],
    },
    Case {
        old: "items: Things, page:",
        new: "items: Tags, page:",
        forth: &[(Breaking, "`ListThings` `pagination` returns the items of `Tags` instead of `Things`")],
        back: &[(Breaking, "`ListThings` `pagination` returns the items of `Things` instead of `Tags`")],
    },
    Case {
        old: "max_size: 50",
        new: "max_size: 60",
        forth: &[(Documentation, "`ListThings` `pagination` has another size")],
        back: &[(Documentation, "`ListThings` `pagination` has another size")],
    },
    Case {
        old: "waiter: ThingReady\n",
        new: "",
        forth: &[(Breaking, "`CreateThing` `waiter` is gone: `send_and_wait` for `ThingReady` no longer exists")],
        back: &[(Additive, "`CreateThing` `waiter` is new: `send_and_wait` waits for `ThingReady`")],
    },
    Case {
        old: "access: read\n",
        new: "access: write\nmethod: GET\ndeprecated: true\n",
        forth: &[
            (Additive, "`ListThings` is now a write, which determines when it may be retried"),
            (Additive, "`ListThings` is now sent as GET"),
            (Additive, "`ListThings` is deprecated"),
        ],
        back: &[
            (Additive, "`ListThings` is now a read, which determines when it may be retried"),
            (Additive, "`ListThings` is now sent as POST"),
            (Additive, "`ListThings` is no longer deprecated"),
        ],
    },
    Case {
        old: "  - { code: NotFound, status: 404 }\n",
        new: "",
        forth: &[(Breaking, "`CreateThing` `errors.NotFound` is gone")],
        back: &[(Additive, "`CreateThing` `errors.NotFound` is new")],
    },
    Case {
        old: "  - { code: Busy, status: 400, retry: busy }",
        new: "  - { code: Busy, status: 409 }",
        forth: &[
            (Additive, "`CreateThing` `errors.Busy` has no class instead of `busy`, which determines how it is retried"),
            (Documentation, "`CreateThing` `errors.Busy` has another status"),
        ],
        back: &[
            (Additive, "`CreateThing` `errors.Busy` has `busy` instead of no class, which determines how it is retried"),
            (Documentation, "`CreateThing` `errors.Busy` has another status"),
        ],
    },
    // What all share.
    Case {
        old: "  other: Other things.\n",
        new: "",
        forth: &[(Breaking, "`groups.other` is gone, and the cargo feature with it")],
        back: &[(Additive, "`groups.other` is new")],
    },
    Case {
        old: "region_parameter: RegionId\n",
        new: "",
        forth: &[
            (Breaking, "`region_parameter` is another: methods take other arguments"),
            (Breaking, "`CreateThing` takes (region_id, zone, name) instead of (zone, name)"),
        ],
        back: &[
            (Breaking, "`region_parameter` is another: methods take other arguments"),
            (Breaking, "`CreateThing` takes (zone, name) instead of (region_id, zone, name)"),
        ],
    },
    Case {
        old: "map: { cn-a: hub.aliyuncs.com }",
        new: "map: { cn-b: hub.aliyuncs.com }",
        forth: &[
            (Additive, "`endpoints.map.cn-a` is now `hub.cn-a.aliyuncs.com` instead of `hub.aliyuncs.com`"),
            (Additive, "`endpoints.map.cn-b` is now `hub.aliyuncs.com` instead of `hub.cn-b.aliyuncs.com`"),
        ],
        back: &[
            (Additive, "`endpoints.map.cn-b` is now `hub.cn-b.aliyuncs.com` instead of `hub.aliyuncs.com`"),
            (Additive, "`endpoints.map.cn-a` is now `hub.aliyuncs.com` instead of `hub.cn-a.aliyuncs.com`"),
        ],
    },
    Case {
        old: "  delay: 5\n",
        new: "  delay: 5\n  also: [PageSize]\n",
        forth: &[
            (Breaking, "`waiters.ThingReady` needs `PageSize` as well"),
            (Breaking, "`CreateThing` `waiter` takes other arguments: `send_and_wait` waits for `ThingReady`"),
        ],
        back: &[
            (Breaking, "`CreateThing` `waiter` takes other arguments: `send_and_wait` waits for `ThingReady`"),
            (Additive, "`waiters.ThingReady` polls in another way"),
        ],
    },
    Case {
        old: "Name: A name.",
        new: "Name: Its name.",
        forth: &[(Documentation, "`glossary.Name` has another description")],
        back: &[(Documentation, "`glossary.Name` has another description")],
    },
];

fn told(changes: &[Change]) -> Vec<(Severity, String)> {
    changes.iter().map(|change| (change.severity, change.to_string())).collect()
}

fn expected(changes: &[(Severity, &str)]) -> Vec<(Severity, String)> {
    changes.iter().map(|(severity, text)| (*severity, (*text).to_owned())).collect()
}

#[test]
fn each_edit_is_classified_in_both_directions() {
    let before = tree(&base());
    for case in CASES {
        let after = edited(case.old, case.new);
        assert_eq!(told(&diff(&before, &after)), expected(case.forth), "{:?} → {:?}", case.old, case.new);
        assert_eq!(told(&diff(&after, &before)), expected(case.back), "{:?} → {:?}", case.new, case.old);
    }
}

#[test]
fn operations_come_go_and_move() {
    let before = tree(&base());
    let mut files = base();
    files.retain(|(path, _)| *path != "thing/CreateThing.yaml");
    let without = tree(&files);
    assert_eq!(told(&diff(&before, &without)), expected(&[(Breaking, "`CreateThing` is gone")]));
    assert_eq!(told(&diff(&without, &before)), expected(&[(Additive, "`CreateThing` is new: Creates a thing.")]));
    files.push(("other/CreateThing.yaml", CREATE.to_owned()));
    let moved = expected(&[(Breaking, "`CreateThing` moved from the group `thing` to `other`")]);
    assert_eq!(told(&diff(&before, &tree(&files))), moved);
}

#[test]
fn a_type_keeps_its_name_or_breaks() {
    let before = tree(&base());
    let disk =
        "  Disk:\n    type: object\n    fields:\n      Kind: { type: string, required: true }\n      Size: { type: integer }\n";
    let shape = |name: &str| {
        let mut files = base();
        let fields =
            "    type: object\n    fields:\n      Kind: { type: string, required: true }\n      Size: { type: integer }\n";
        let create = CREATE.replace(disk, &format!("  Disk: {{ shape: {name} }}\n"));
        files[3].1 = create.replace("shapes:\n", &format!("shapes:\n  {name}:\n{fields}"));
        tree(&files)
    };
    assert_eq!(told(&diff(&before, &shape("Disk"))), expected(&[]), "the type is called as before");
    let renamed = "`CreateThing` `Disk` now has a type `CreateThingVolume` instead of `CreateThingDisk`";
    assert_eq!(told(&diff(&before, &shape("Volume"))), expected(&[(Breaking, renamed)]));
}

#[test]
fn the_specs_of_the_repository_do_not_differ_from_themselves() {
    let Some(specs) = crate::api_spec() else { return };
    let tree = read::tree(&specs).unwrap();
    assert_eq!(diff(&tree, &tree), []);
    assert_eq!(render(&[]), "Nothing changed.\n");
}

#[test]
fn changes_become_release_notes() {
    let before = tree(&base());
    let mut files = base();
    files[3].1 = CREATE
        .replace("enum: [fast, slow]", "enum: [fast, slow, careful]")
        .replace("  Zone: { type: string, required: true }\n", "")
        .replace("summary: Creates a thing.", "summary: Makes a thing.")
        .replace("example: t-1", "example: t-2");
    files[1].1 = "Name: Its name.\n".to_owned();
    let changes = diff(&before, &tree(&files));
    assert!(breaks(&changes) && !breaks(&[]));
    insta::assert_snapshot!(render(&changes), @"
    ## Breaking changes

    - `CreateThing` takes (name) instead of (zone, name)
    - `CreateThing` `Zone` is gone

    ## Additions and changes

    - `CreateThing` `Mode` gains the value `careful`

    ## Documentation

    - what all operations share: 1 place
    - `CreateThing`: 2 places
    ");
}

#[test]
fn an_operation_that_takes_the_name_of_a_type_breaks() {
    let mut files = base();
    files
        .push(("thing/CreateThingCode.yaml", "operation: CreateThingCode\nsummary: Creates a code.\naccess: write\n".to_owned()));
    let changes = diff(&tree(&base()), &tree(&files));
    let breaking: Vec<String> =
        changes.iter().filter(|change| change.severity == Breaking).map(|change| change.to_string()).collect();
    assert_eq!(breaking, ["`CreateThing` now has a type `CreateThingErrorCode` instead of `CreateThingCode`"]);
}

#[test]
fn a_group_or_a_waiter_with_another_name_is_one_change() {
    let everywhere = |old: &str, new: &str| {
        let replaced = base().into_iter().map(|(path, text)| (path.replace(old, new), text.replace(old, new)));
        read::from_sources(replaced).unwrap_or_else(|mistakes| panic!("{}", mistakes.render(false)))
    };
    let moved = everywhere("thing", "item");
    let told = |new: &SpecTree| diff(&tree(&base()), new).iter().map(|change| change.to_string()).collect::<Vec<_>>();
    let groups: Vec<String> = told(&moved).into_iter().filter(|line| line.contains("thing") || line.contains("moved")).collect();
    assert_eq!(groups, ["`groups.thing` is now `item`, and so is the cargo feature"]);
    let waiters = told(&everywhere("ThingReady", "ThingThere"));
    assert_eq!(
        waiters,
        ["`waiters.ThingReady` is now `ThingThere`", "`CreateThing` `waiter` is `ThingThere` instead of `ThingReady`"]
    );
}
