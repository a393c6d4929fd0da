//! Products from their metadata, up to Rust code that parses.

use std::fs;
use std::path::{Path, PathBuf};

use acs_codegen::{emit, format, generate};
use acs_spec::import::{ImportError, Wording, import_into_with};
use acs_spec::read;

/// Imports a product, checks it, imports it again, and generates and parses its code. Gives the number of its operations, or none if
/// its style is none of this protocol.
fn code_of(metadata: &Path) -> Option<usize> {
    let text = fs::read_to_string(metadata).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let import = || import_into_with(folder.path(), &text, false, Wording::Placeholder);
    match import() {
        Err(ImportError::Style { .. }) => return None,
        done => _ = done.unwrap_or_else(|error| panic!("{}: {error}", metadata.display())),
    }
    let tree = read::tree(folder.path()).unwrap_or_else(|found| panic!("{}", found.render(false)));
    let found = acs_spec::check(&tree);
    assert!(found.is_ok(), "{}: {}", metadata.display(), found.unwrap_err().render(false));
    let again = import().unwrap().report;
    assert!(again.is_current(), "{}: a second import changes {:?}, {:?}", metadata.display(), again.changed, again.added);
    for features in [true, false] {
        let options = emit::Options { features, ..emit::Options::default() };
        for file in generate(&tree, options).unwrap_or_else(|found| panic!("{}", found.render(false))) {
            let code = format::quick(file.items);
            if let Err(error) = syn::parse_file(&code) {
                panic!("{}: {}: {error}", metadata.display(), file.name);
            }
        }
    }
    Some(tree.operations.len())
}

fn json_files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut files: Vec<_> = entries.filter(|path| path.extension().is_some_and(|extension| extension == "json")).collect();
    files.sort();
    files
}

#[test]
fn the_code_of_every_product_here_parses() {
    let Some(fixtures) = crate::of_repository("spec/tests/fixtures/metadata") else { return };
    let mut files = json_files(&fixtures);
    files.push(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/ecs/metadata.json"));
    assert!(files.len() > 5);
    for file in files {
        assert!(code_of(&file).is_some_and(|operations| operations > 0), "{}", file.display());
    }
}

/// The same of all `*.json` in the folder that `ACS_METADATA` names.
#[test]
#[ignore = "takes metadata that is not in the repository"]
fn the_code_of_every_product_of_a_folder_parses() {
    let folder = std::env::var("ACS_METADATA").expect("`ACS_METADATA` names a folder of metadata");
    let files = json_files(Path::new(&folder));
    assert!(!files.is_empty(), "{folder} has no metadata");
    for file in files {
        match code_of(&file) {
            Some(operations) => println!("{}: {operations} operations", file.display()),
            None => println!("{}: of another style", file.display()),
        }
    }
}
