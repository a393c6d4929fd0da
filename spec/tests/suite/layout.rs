//! The layout of spec files: that of `api-spec`, stable, and without loss.

use std::fs;

use acs_spec::layout::{FileKind, Refusal, format};
use acs_spec::read;
use proptest::prelude::*;
use serde_yaml::Value;

fn laid_out(text: &str) -> String {
    laid_out_as(text, FileKind::Operation)
}

fn laid_out_as(text: &str, kind: FileKind) -> String {
    let once = format("A.yaml", text, kind).unwrap_or_else(|refusal| panic!("{refusal:?}\n{text}"));
    let twice = format("A.yaml", &once, kind).unwrap_or_else(|refusal| panic!("{refusal:?}\n{once}"));
    assert_eq!(once, twice, "from\n{text}");
    once
}

#[test]
fn the_specs_have_the_layout() {
    let Some(root) = crate::api_spec() else { return };
    let mut wrong = Vec::new();
    for file in read::files(&root) {
        let text = fs::read_to_string(&file.path).unwrap();
        // What has the layout keeps it, so once is enough.
        if format(&file.name, &text, FileKind::of(&file.name)).ok().as_deref() != Some(text.as_str()) {
            wrong.push(file.name);
        }
    }
    assert!(wrong.is_empty(), "lay them out with `acs spec fmt`: {wrong:?}");
}

#[test]
fn a_comment_beside_an_item_that_becomes_a_block_goes_before_it() {
    let once = format("A.yaml", "sample:\n- \"a\\nb\" # beside\n- c\n", FileKind::Operation).unwrap();
    assert_eq!(once, "sample:\n  # beside\n  - |-\n    a\n    b\n  - c\n");
    assert_eq!(format("A.yaml", &once, FileKind::Operation).unwrap(), once);
}

#[test]
fn a_text_that_ends_in_a_line_of_spaces_is_quoted() {
    let text = "summary: \"a\\n \"\naccess: read\n";
    assert_eq!(format("A.yaml", text, FileKind::Operation).unwrap(), text);
}

#[test]
fn comments_stay_where_they_belong() {
    let text = "\
# The head of the file.

# Of the operation.
operation:   CreateThing   # beside
summary: 'Creates a thing.'
access: write


parameters: # all of them
    # Before A.
    A: {type: string, required: true} # beside A
    LongName: { type: 'integer',
      # inside
      minimum: 1 }
    B:  {type: boolean}
    # behind B
response:

    Id: {type: string}
errors:
    # first
    - {code: One, status: 400} # one
    -   code: Two
        # within
        status: 401
    - code: Three # three
      status:   [400,
         403] # both
# The end.
";
    let expected = "\
# The head of the file.

# Of the operation.
operation: CreateThing # beside
summary: Creates a thing.
access: write

parameters: # all of them
  # Before A.
  A: { type: string, required: true } # beside A
  LongName:
    type: integer
    # inside
    minimum: 1
  B: { type: boolean }
  # behind B
response:
  Id: { type: string }
errors:
  # first
  - { code: One, status: 400 } # one
  - code: Two
    # within
    status: 401
  - code: Three # three
    status:
      - 400
      - 403 # both
# The end.
";
    assert_eq!(laid_out(text), expected);
}

#[test]
fn texts_of_several_lines_keep_theirs() {
    let text = "summary: |  # literal\n    One.\n\n      Two.\ndescription: >\n     Folded\n     text.\n\n     More.\nsample: \"{\\\"a\\\": 1}\"\n";
    let once = laid_out(text);
    assert_eq!(
        once,
        "summary: | # literal\n  One.\n\n    Two.\ndescription: >\n  Folded\n  text.\n\n  More.\nsample: '{\"a\": 1}'\n"
    );
}

#[test]
fn numbers_stay_as_they_are_written() {
    for text in ["minimum: 0x1F\n", "minimum: 1.50\n", "minimum: 1e3\n", "values: [0o17, +1, 1.0]\n"] {
        assert_eq!(laid_out(text), text);
    }
}

#[test]
fn line_ends_stay_and_a_mark_goes() {
    assert_eq!(laid_out("\u{feff}a:   b\r\nc: d\r\n"), "a: b\r\nc: d\r\n");
}

#[test]
fn what_has_no_place_is_refused() {
    for text in ["a: &x b\nc: *x\n", "a: !!str 1\n", "- a\n"] {
        assert!(matches!(format("A.yaml", text, FileKind::Operation), Err(Refusal::NoPlace(_))), "{text}");
    }
    for text in ["a: [\n", "", "# only a comment\n", "a: 1\n---\nb: 2\n"] {
        assert!(matches!(format("A.yaml", text, FileKind::Operation), Err(Refusal::Unreadable(_))), "{text:?}");
    }
}

/// Words of a file, so that any order of them has a chance to be YAML with comments in strange places.
fn token() -> impl Strategy<Value = String> {
    let words = [
        "a",
        "Bc",
        "fields",
        "type",
        "\"q # r\"",
        "'s'",
        "12",
        "0x1F",
        "1.50",
        "true",
        "~",
        "null",
        "yes",
        "- ",
        ": ",
        ":\n",
        ", ",
        "[",
        "]",
        "{ ",
        " }",
        "\n",
        "\n\n",
        "\n  ",
        "\n    ",
        " # c1",
        "\n# c2\n",
        "\n  # c3\n  ",
        " | # c4\n    ",
        " >-\n    ",
        "é b",
        "parameters",
    ];
    prop::sample::select(words.map(str::to_owned).to_vec())
}

/// A comment sign in a quoted key is none.
#[test]
fn a_folded_text_stays_folded_behind_any_key() {
    for text in ["\"q # r\":\n >-\n    aa\n", "\"q # r\": >- # why\n  aa\n", "q: > # why # not\n  aa\n"] {
        let once = format("A.yaml", text, FileKind::Operation).unwrap();
        assert!(once.contains('>'), "{once}");
        assert_eq!(format("A.yaml", &once, FileKind::Operation).unwrap(), once);
    }
}

fn value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        any::<i64>().prop_map(Value::from),
        any::<bool>().prop_map(Value::from),
        "[ -~é\n]{0,30}".prop_map(Value::from),
        "[A-Za-z: #,-]{60,130}".prop_map(Value::from),
        Just(Value::Null),
    ];
    leaf.prop_recursive(4, 40, 6, |inner| {
        let key = prop::sample::select(vec!["fields", "parameters", "type", "a b", "x: y", "12", "pagination", "Key", "#"]);
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::Sequence),
            prop::collection::vec((key, inner), 0..6)
                .prop_map(|entries| Value::Mapping(entries.into_iter().map(|(key, value)| (Value::from(key), value)).collect())),
        ]
    })
}

/// Puts comments behind lines and between them, where that changes no value.
fn with_comments(text: &str, places: &[(usize, bool)]) -> (String, usize) {
    let before: Value = serde_yaml::from_str(text).unwrap_or_default();
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    let mut count = 0;
    for (at, is_beside) in places {
        let at = at % lines.len().max(1);
        let mut changed = lines.clone();
        if *is_beside {
            changed[at].push_str(&format!(" # c{count}"));
        } else {
            let indent = " ".repeat(changed[at].len() - changed[at].trim_start().len());
            changed.insert(at, format!("{indent}# c{count}"));
        }
        let text = changed.join("\n") + "\n";
        if serde_yaml::from_str::<Value>(&text).is_ok_and(|after| after == before) {
            (lines, count) = (changed, count + 1);
        }
    }
    (lines.join("\n") + "\n", count)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_file_keeps_its_values_and_comments(
        value in value(),
        kind in prop::sample::select(vec![FileKind::Operation, FileKind::Service, FileKind::Waiters, FileKind::Glossary]),
        places in prop::collection::vec((any::<usize>(), any::<bool>()), 0..6),
    ) {
        prop_assume!(value.as_mapping().is_some_and(|map| !map.is_empty()));
        let written = serde_yaml::to_string(&value).unwrap();
        let (text, _) = with_comments(&written, &places);
        let once = match format("A.yaml", &text, kind) {
            Ok(once) => once,
            Err(refusal) => return Err(TestCaseError::fail(format!("{refusal:?}\n{text}"))),
        };
        prop_assert_eq!(serde_yaml::from_str::<Value>(&once).unwrap(), serde_yaml::from_str::<Value>(&text).unwrap());
        let twice = format("A.yaml", &once, kind).map_err(|refusal| TestCaseError::fail(format!("{refusal:?}\n{once}")))?;
        prop_assert_eq!(&twice, &once, "from\n{}", text);
        let comments = |text: &str| (0..6).filter(|number| text.contains(&format!("# c{number}"))).count();
        prop_assert_eq!(comments(&once), comments(&text));
    }

    #[test]
    fn odd_texts_are_laid_out_or_refused(tokens in prop::collection::vec(token(), 1..25)) {
        let text = tokens.concat();
        if let Ok(once) = format("A.yaml", &text, FileKind::Operation) {
            let twice = format("A.yaml", &once, FileKind::Operation).map_err(|refusal| TestCaseError::fail(format!("{refusal:?}\n{once}")))?;
            prop_assert_eq!(&twice, &once, "from\n{}", text);
        }
    }
}
