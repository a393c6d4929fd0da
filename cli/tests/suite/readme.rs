//! The sessions in the READMEs are what happens.

use std::collections::BTreeMap;

use crate::common::Emulator;

#[test]
fn the_session_of_this_crate_happens_as_recorded() {
    happens_as_recorded(include_str!("../../README.md"), &[]);
}

/// It was recorded on a terminal, where results are tables.
#[test]
fn the_session_of_the_project_happens_as_recorded() {
    let Some(readme) = crate::of_repository("README.md") else { return };
    happens_as_recorded(&std::fs::read_to_string(readme).unwrap(), &["--output", "table"]);
}

fn happens_as_recorded(readme: &str, also: &[&str]) {
    let session = readme.split("```").find(|block| block.contains("\n$ acs ")).unwrap();
    let emulator = Emulator::start(&[]);
    let mut commands = 0;
    // What is new each time, by what it was when it was recorded.
    let mut now = BTreeMap::new();
    for recorded in session.split("$ acs ").skip(1) {
        let (line, expected) = recorded.split_once('\n').unwrap();
        let words = words(line).into_iter().map(|word| now.get(&word).cloned().unwrap_or(word)).collect::<Vec<String>>();
        let words = words.iter().map(String::as_str).chain(also.iter().copied()).collect::<Vec<_>>();
        let output = emulator.run(&words);
        let shown = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        let ((shown, new), (expected, old)) = (without_ids(&shown), without_ids(expected));
        assert_eq!(shown.trim_end(), expected.trim_end(), "acs {line}");
        now.extend(old.into_iter().zip(new));
        commands += 1;
    }
    assert!(commands >= 4);
}

/// The words of a line; single quotes keep spaces.
fn words(line: &str) -> Vec<String> {
    let pieces = line.split('\'').enumerate();
    pieces
        .flat_map(|(number, piece)| match number % 2 {
            0 => piece.split_whitespace().map(str::to_owned).collect(),
            _ => vec![piece.to_owned()],
        })
        .collect()
}

/// The text with the ids of resources and requests, which are new each time, masked; and the ids.
fn without_ids(text: &str) -> (String, Vec<String>) {
    let mut ids = Vec::new();
    let is_id = |word: &str| {
        let resource = ["vpc-bp", "vrt-bp", "vtb-bp", "vsw-bp", "ngw-bp"].iter().any(|prefix| word.starts_with(prefix));
        resource || (word.len() == 36 && word.matches('-').count() == 4)
    };
    let masked = text
        .split_inclusive(|c: char| !c.is_ascii_alphanumeric() && c != '-')
        .map(|word| {
            let plain = word.trim_end_matches(|c: char| !c.is_ascii_alphanumeric() && c != '-');
            if !is_id(plain) {
                return word.to_owned();
            }
            ids.push(plain.to_owned());
            format!("ID{}", &word[plain.len()..])
        })
        .collect();
    (masked, ids)
}
