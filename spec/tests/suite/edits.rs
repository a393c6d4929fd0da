//! What an edit says is what removes the mistake.

use std::collections::BTreeMap;
use std::fs;

use acs_spec::diagnostic::{Applicability, Change, Diagnostic, Edit};

use crate::common::{SERVICE, files, fixtures, found};

/// The files after an edit.
fn edited(files: &BTreeMap<String, String>, edit: &Edit) -> BTreeMap<String, String> {
    let mut files = files.clone();
    match &edit.change {
        Change::Replace { location, replacement } => {
            let mut text = files.remove(location.path()).unwrap_or_default();
            text.replace_range(location.span(), replacement);
            files.insert(location.path().to_owned(), text);
        }
        Change::Rename { location, name } => {
            let text = files.remove(location.path()).unwrap_or_default();
            let folder = location.path().rsplit_once('/').map_or("", |(folder, _)| folder);
            files.insert(format!("{folder}/{name}"), text);
        }
    }
    files
}

fn is_like<'d>(one: &'d Diagnostic) -> impl Fn(&&Diagnostic) -> bool + 'd {
    move |other| other.code == one.code && other.message == one.message
}

#[test]
fn a_certain_edit_removes_its_mistake() {
    let mut certain = 0;
    for path in fixtures() {
        let files = files(&fs::read_to_string(&path).unwrap());
        let before = found(files.clone());
        for mistake in &before {
            let Some(edit) = mistake.certain_edit() else { continue };
            let after = found(edited(&files, edit));
            let (had, has) = (before.iter().filter(is_like(mistake)).count(), after.iter().filter(is_like(mistake)).count());
            assert!(has < had, "{}: {} does not remove {}:\n{after}", path.display(), edit.title(), mistake.message);
            certain += 1;
        }
    }
    assert!(certain >= 30, "only {certain} mistakes have a certain edit");
}

/// The operation with one part replaced, and what is certain to be meant.
#[test]
fn usual_slips_are_certain() {
    for (wrong, right) in [
        ("required: \"true\"", "required: true"),
        ("required: yes", "required: true"),
        ("typ: string", "type: string"),
        ("type: int", "type: integer"),
        ("type: string, min: 3", "type: string, min_length: 3"),
        ("type: integer, max: 3", "type: integer, maximum: 3"),
        ("type:string", "type: string"),
        ("type: \"string[]\"", "type: list, items: { type: string }"),
        ("type: [int]", "type: list, items: { type: integer }"),
        ("type: string, example: \u{201c}a: b\u{201d}", "type: string, example: \"a: b\""),
        ("type: string, example: \u{2018}12\u{2019}, required: true", "type: string, example: \"12\", required: true"),
        ("type: string, values: [\u{ab}it\u{2019}s\u{bb}, b]", "type: string, values: [\"it\u{2019}s\", b]"),
        ("type: string, example: \u{201c}a\\b\"", "type: string, example: \"a\\\\b\""),
        ("type: string, example: \"abc", "type: string, example: \"abc\""),
        ("type: string, example: 'a b", "type: string, example: 'a b'"),
        ("type: string, example: \"abc'", "type: string, example: \"abc\""),
        ("type: string, example: 12", "type: string, example: \"12\""),
        ("type: integer, example: \"12\"", "type: integer, example: 12"),
        ("type: string, enum: [Red, Green], default: Rde", "type: string, enum: [Red, Green], default: Red"),
    ] {
        let of = |part: &str| {
            let part =
                if part.contains("type") || part.contains("typ:") { part.to_owned() } else { format!("type: string, {part}") };
            format!("operation: CreateThing\nsummary: Creates a thing.\naccess: write\nparameters:\n  Size: {{ {part} }}\n")
        };
        let files = files(&of(wrong));
        let found = found(files.clone());
        let edit = found.iter().find_map(Diagnostic::certain_edit).unwrap_or_else(|| panic!("{wrong}: {found}"));
        assert_eq!(edited(&files, edit)["vpc/CreateThing.yaml"], of(right));
    }
}

/// Quotes around a whole text, and one that is missing at its end.
#[test]
fn quotes_of_a_summary_are_certain() {
    let of = |summary: &str| format!("operation: CreateThing\nsummary: {summary}\naccess: write\n");
    for (wrong, right) in [
        ("\u{201c}Creates: a thing.\u{201d}", "\"Creates: a thing.\""),
        ("\u{201e}Creates.\u{201c} # so", "\"Creates.\" # so"),
        ("\"Creates: a thing.", "\"Creates: a thing.\""),
        ("'Creates a thing, { or two.", "'Creates a thing, { or two.'"),
    ] {
        let files = files(&of(wrong));
        let found = found(files.clone());
        let edit = found.iter().find_map(Diagnostic::certain_edit).unwrap_or_else(|| panic!("{wrong}: {found}"));
        assert_eq!(edited(&files, edit)["vpc/CreateThing.yaml"], of(right));
    }
    for unclear in
        ["\u{201c}Creates\u{201d} a \u{201c}thing\u{201d}", "\u{201c}Creates\u{201d} a thing.", "\"It's # a", "\"Creates\\"]
    {
        let found = found(files(&of(unclear)));
        assert!(!found.is_empty(), "{unclear}");
        assert!(found.iter().all(|one| one.certain_edit().is_none()), "{unclear}: {found}");
    }
}

#[test]
fn a_block_keeps_its_lines() {
    let of = |part: &str| {
        format!("operation: CreateThing\nsummary: S.\naccess: write\nparameters:\n  Ids:\n    {part}\n    required: true\n")
    };
    let files = files(&of("type: string[]"));
    let found = found(files.clone());
    let edit = found.iter().find_map(Diagnostic::certain_edit).unwrap_or_else(|| panic!("{found}"));
    assert_eq!(edited(&files, edit)["vpc/CreateThing.yaml"], of("type: list\n    items: { type: string }"));
}

/// What would lose something, or meet something that is there, is left to a person.
#[test]
fn what_may_be_meant_otherwise_is_not_certain() {
    for wrong in [
        "type: int32",
        "type: datetime",
        "type: string, description: A., desc: B.",
        "type: integer, required: \"1\"",
        "type: string, enum: [Red1, Red2], default: Red3",
        "type: string, nullable: true",
        "type: integer, description: A., example 5",
        "type: \"object[]\"",
        "type: [string, integer]",
        "type: \"string[]\", items: { type: string }",
    ] {
        let text =
            format!("operation: CreateThing\nsummary: Creates a thing.\naccess: write\nparameters:\n  Size: {{ {wrong} }}\n");
        let found = found(files(&text));
        assert!(found.has_errors(), "{wrong}");
        assert!(found.iter().all(|mistake| mistake.certain_edit().is_none()), "{wrong}: {found:?}");
    }
}

/// Of an entry of the glossary and a field, either may be misspelt.
#[test]
fn neither_a_field_nor_its_entry_is_certain_to_be_wrong() {
    let files = files(include_str!("../mistakes/glossary_entry_or_field_misspelt.yaml"));
    let found = found(files);
    assert!(found.len() == 2 && found.iter().all(|one| one.related.len() == 1 && one.certain_edit().is_none()), "{found:?}");
}

#[test]
fn a_file_gets_the_name_of_its_operation_unless_another_has_it() {
    let operation = |name: &str| format!("operation: {name}\nsummary: Creates a thing.\naccess: write\n");
    let tree = |names: &[(&str, &str)]| -> BTreeMap<String, String> {
        let files = names.iter().map(|(file, name)| (format!("vpc/{file}"), operation(name)));
        files.chain([("service.yaml".to_owned(), SERVICE.to_owned())]).collect()
    };
    let renamed = |files: BTreeMap<String, String>| {
        let found = found(files);
        let edit = found.iter().find_map(Diagnostic::certain_edit).map(|edit| edit.title());
        (found.len(), edit)
    };
    assert_eq!(
        renamed(tree(&[("CreatThing.yaml", "CreateThing")])),
        (1, Some("rename the file to `CreateThing.yaml`".to_owned()))
    );
    assert_eq!(renamed(tree(&[("Copy.yaml", "CreateThing"), ("CreateThing.yaml", "CreateThing")])), (1, None));
    assert_eq!(renamed(tree(&[("CreateThing.yml", "CreateThing")])).1, Some("rename the file to `CreateThing.yaml`".to_owned()));
}

#[test]
fn an_edit_says_what_it_does() {
    let files = files("operation: CreateThing\nsummary: S.\naccess: writes\n");
    let found = found(files);
    let edit = &found.iter().next().unwrap().edits[0];
    assert_eq!((edit.title().as_str(), edit.applicability), ("replace `writes` with `write`", Applicability::Certain));
}
