//! Does the table of features in the crate's documentation name tests that are there?

use std::fs;
use std::path::Path;

#[test]
fn every_row_names_a_test_that_is_there() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let lib = fs::read_to_string(root.join("src/lib.rs")).unwrap();
    let table = lib.split("What it does, and how to change it").nth(1).unwrap();
    let rows: Vec<_> = table.lines().filter_map(|line| line.strip_prefix("//! | ")).skip(2).collect();
    assert!(rows.len() > 40, "the table was not found: {} rows", rows.len());
    for row in rows {
        let cell = row.trim_end_matches(" |").rsplit(" | ").next().unwrap();
        let marked = cell.strip_prefix("<code>").and_then(|cell| cell.strip_suffix("</code>"));
        let marked = marked.unwrap_or_else(|| panic!("not a test: {row}"));
        // A name that cannot be broken makes the table wider than a page.
        let longest = marked.split("<wbr>").map(str::len).max().unwrap_or_default();
        assert!(longest <= 32, "a name with too few `<wbr>`: {row}");
        let name = marked.replace("<wbr>", "");
        let [target, module, test] = name.split("::").collect::<Vec<_>>()[..] else { panic!("not a test: {row}") };
        let files = ["tests/suite", "tests"].map(|tests| root.join(tests).join(target).join(module).with_extension("rs"));
        let Some(file) = files.iter().find(|file| file.is_file()) else { panic!("there is no file of the test: {row}") };
        let text = fs::read_to_string(file).unwrap_or_else(|error| panic!("{}: {error}: {row}", file.display()));
        assert!(text.contains(&format!("fn {test}()")), "there is no such test: {row}");
    }
}
