//! The page of each code: its wrong example breaks exactly that rule, its right example none.

use std::fs;
use std::path::{Path, PathBuf};

use acs_spec::check;
use acs_spec::diagnostic::Code;

use crate::common::SERVICE;

/// A block of code: what stands behind its fence, and its lines.
struct Example<'p> {
    kind: &'p str,
    text: String,
}

fn examples(page: &str) -> Vec<Example<'_>> {
    let mut found: Vec<Example<'_>> = Vec::new();
    let mut is_inside = false;
    for line in page.lines() {
        match line.strip_prefix("```") {
            Some(kind) if !is_inside => found.push(Example { kind, text: String::new() }),
            Some(_) => {}
            None => {
                if let Some(example) = found.last_mut().filter(|_| is_inside) {
                    example.text.push_str(line);
                    example.text.push('\n');
                }
                continue;
            }
        }
        is_inside = !is_inside;
    }
    found
}

/// The name of the file that a comment begins: `# vpc/CreateThing.yaml`.
fn file_name(line: &str) -> Option<&str> {
    line.strip_prefix("# ").filter(|name| name.ends_with(".yaml") && !name.contains(' '))
}

const OPERATION: &str = "operation: CreateThing\nsummary: Creates a thing.\naccess: write\n";

/// Writes the tree of an example: what it does not say is usual.
fn write(example: &Example<'_>, root: &Path) {
    let put = |name: &str, text: &[u8]| {
        let path = root.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    };
    if example.kind == "files" {
        for name in example.text.lines().map(|name| name.trim_start_matches("api-spec/")) {
            let operation = name.rsplit('/').next().unwrap().split('.').next().unwrap();
            let text = OPERATION.replace("CreateThing", operation);
            put(name, if name == "service.yaml" { SERVICE } else { &text }.as_bytes());
        }
        return;
    }
    let mut files: Vec<(&str, String)> = Vec::new();
    for line in example.text.split_inclusive('\n') {
        match file_name(line.trim_end()) {
            Some(name) => files.push((name, String::new())),
            None if files.is_empty() => files.push(("vpc/CreateThing.yaml", line.to_owned())),
            None => files.last_mut().unwrap().1.push_str(line),
        }
    }
    let has = |name: &str| files.iter().any(|(file, _)| file.ends_with(name));
    if !has("service.yaml") {
        put("service.yaml", SERVICE.as_bytes());
    }
    if files.iter().all(|(file, _)| !file.contains('/')) {
        put("vpc/CreateThing.yaml", OPERATION.as_bytes());
    }
    for (name, mut text) in files.clone() {
        if name == "service.yaml" {
            let key = |line: &str| line.split(':').next().map(|key| format!("{key}:")).unwrap_or_default();
            let missing = SERVICE.lines().filter(|line| !line.starts_with(' ') && !text.contains(&key(line)));
            let missing: String = missing.filter(|line| *line != "groups:").map(|line| format!("{line}\n")).collect();
            text.push_str(&missing);
            if !text.contains("groups:") {
                text.push_str("groups: { vpc: Virtual private clouds. }\n");
            }
        } else if name.contains('/') && !text.contains("operation: ") && text.lines().any(|line| !line.starts_with('#')) {
            let said = |key: &str| text.lines().any(|line| line.starts_with(key));
            let missing: String = OPERATION.lines().filter(|line| !said(&line[..7])).map(|line| format!("{line}\n")).collect();
            text = missing + &text;
        }
        let bytes: Vec<u8> = match example.kind {
            "latin1" => text.chars().map(|c| u32::from(c) as u8).collect(),
            _ => text.into_bytes(),
        };
        let name = if file_is_named(example, name) { name.to_owned() } else { named_by_itself(name, &bytes) };
        put(&name, &bytes);
    }
}

fn file_is_named(example: &Example<'_>, name: &str) -> bool {
    example.text.lines().any(|line| file_name(line) == Some(name))
}

/// A file whose name an example does not say has that of its operation.
fn named_by_itself(name: &str, text: &[u8]) -> String {
    let text = String::from_utf8_lossy(text);
    let operation = text.lines().find_map(|line| line.strip_prefix("operation: "));
    operation.map_or(name.to_owned(), |operation| format!("vpc/{operation}.yaml"))
}

fn found(example: &Example<'_>, name: &str) -> (Vec<Code>, String) {
    let root = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("explain").join(name);
    let _ = fs::remove_dir_all(&root);
    write(example, &root);
    let (_, found) = check::folder(&root);
    (found.iter().map(|one| one.code).collect(), found.render(false))
}

#[test]
fn the_wrong_example_breaks_the_rule_and_the_right_one_none() {
    for code in Code::ALL {
        let examples = examples(code.page());
        let [wrong, right] = examples.as_slice() else { panic!("{code}: {} examples", examples.len()) };
        let (mut codes, shown) = found(wrong, &format!("{code}-wrong"));
        codes.dedup();
        assert_eq!(codes, [*code], "the wrong example of {code}:\n{}\n{shown}", wrong.text);
        let (codes, shown) = found(right, &format!("{code}-right"));
        assert_eq!(codes, [], "the right example of {code}:\n{}\n{shown}", right.text);
    }
}

#[test]
fn a_page_says_what_the_rule_means() {
    for code in Code::ALL {
        let page = code.page();
        let meaning = page.split("\n\nWrong:").next().unwrap_or_default();
        assert!(meaning.len() > 40 && !meaning.contains("```"), "{code}: {meaning}");
        assert!(page.lines().all(|line| line.chars().count() <= 200), "{code} has a line that is too long");
    }
    let files = fs::read_dir("explain").unwrap().count();
    assert_eq!(files, Code::ALL.len(), "each page belongs to a code");
}
