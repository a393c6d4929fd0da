//! The session in the README is what happens.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking, also in its helpers")]

mod common;

use common::Emulator;

#[test]
fn the_session_happens_as_recorded() {
    let readme = include_str!("../README.md");
    let session = readme.split("as recorded:").nth(1).unwrap().split("```").nth(1).unwrap();
    let emulator = Emulator::start(&[]);
    let mut commands = 0;
    for recorded in session.split("$ acs ").skip(1) {
        let (line, expected) = recorded.split_once('\n').unwrap();
        let words = words(line);
        let output = emulator.run(&words.iter().map(String::as_str).collect::<Vec<_>>());
        let shown = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        assert_eq!(without_ids(&shown).trim_end(), without_ids(expected).trim_end(), "acs {line}");
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

/// The text with the ids of resources and requests, which are new each time, masked.
fn without_ids(text: &str) -> String {
    let is_id = |word: &str| {
        let resource = ["vpc-bp", "vrt-bp", "vtb-bp"].iter().any(|prefix| word.starts_with(prefix));
        resource || (word.len() == 36 && word.matches('-').count() == 4)
    };
    let mask = |word: &str| if is_id(word) { "ID".to_owned() } else { word.to_owned() };
    text.split_inclusive(|c: char| !c.is_ascii_alphanumeric() && c != '-')
        .map(|word| {
            let plain = word.trim_end_matches(|c: char| !c.is_ascii_alphanumeric() && c != '-');
            format!("{}{}", mask(plain), &word[plain.len()..])
        })
        .collect()
}
