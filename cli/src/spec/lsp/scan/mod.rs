//! Where in the structure of a file each of its words is, even while the file is being typed and is not valid YAML.
//!
//! A tree of the reader says it for a valid file. For others a scan by indentation and brackets does, which knows the layout that
//! spec files have; a bracket or a quote that is not closed ends where a line begins that cannot belong to it. A test holds the two
//! to each other.

mod brackets;
mod lenient;

use acs_spec::read::Node;

use crate::spec::symbols::words::collect;
pub(super) use crate::spec::symbols::words::{Part, Word};

use lenient::Scan;

/// All words of a text.
pub(super) fn words(text: &str) -> Vec<Word> {
    let mut words = Vec::new();
    match Node::of(text) {
        Some(root) => collect(&root, &mut Vec::new(), &mut words),
        None => words = Scan::new(text, None).run().0,
    }
    words
}

/// The words of a text that is being typed: a valid text has the same, and more that a person rarely writes.
pub(super) fn words_lenient(text: &str) -> Vec<Word> {
    Scan::new(text, None).run().0
}

/// What stands, or could stand, at a place of a text; none inside of a comment or of a text of several lines.
pub(super) fn cursor(text: &str, offset: usize) -> Option<Word> {
    Scan::new(text, Some(offset)).run().1
}

#[cfg(test)]
mod tests {
    use acs_spec::fit::Step;

    use super::*;

    fn at(marked: &str) -> String {
        let offset = marked.find('|').unwrap_or_else(|| panic!("no mark in {marked:?}"));
        let text = marked.replacen('|', "", 1);
        let Some(word) = cursor(&text, offset) else { return "nothing".to_owned() };
        let steps: Vec<String> = word
            .steps
            .iter()
            .map(|step| match step {
                Step::Key(key) => key.clone(),
                Step::Index(index) => index.to_string(),
            })
            .collect();
        format!("{:?} {} {:?}", word.part, steps.join("/"), word.text)
    }

    #[test]
    fn a_text_that_is_being_typed_has_its_places() {
        for (text, expected) in [
            ("|", "Key  \"\""),
            ("acc|", "Key  \"acc\""),
            ("access: |", "Value access \"\""),
            ("access:|", "Value access \"\""),
            ("access: |\nparameters:\n", "Value access \"\""),
            ("access: wr|ite\n", "Value access \"write\""),
            ("parameters:\n  |", "Key parameters \"\""),
            ("parameters:\n  A: { type: string }\n  |\nresponse:\n", "Key parameters \"\""),
            ("parameters:\n  A: { |", "Key parameters/A \"\""),
            ("parameters:\n  A: { | }", "Key parameters/A \"\""),
            ("parameters:\n  A: { type: |", "Value parameters/A/type \"\""),
            ("parameters:\n  A: { type: |, x: y }", "Value parameters/A/type \"\""),
            ("parameters:\n  A: { type: st|\n  B: { type: x }\n", "Value parameters/A/type \"st\""),
            ("parameters:\n  A: { type: string, r|\n  B: { type: x }\n", "Key parameters/A \"r\""),
            ("parameters:\n  A: { type: \n  B: { ty|pe: x }\n", "Key parameters/B \"type\""),
            ("parameters:\n  A:\n    type: list\n    |\n", "Key parameters/A \"\""),
            ("parameters:\n  A:\n    type: list\n  |\n", "Key parameters \"\""),
            ("parameters:\n  A: { enum: [a, |] }", "Value parameters/A/enum/1 \"\""),
            ("errors:\n  - |", "Value errors/0 \"\""),
            ("errors:\n  - { code: A }\n  - { code: |", "Value errors/1/code \"\""),
            ("errors:\n- code: A\n  st|", "Key errors/0 \"st\""),
            ("errors:\n- code: A\n- code: B|\n", "Value errors/1/code \"B\""),
            ("replaced_by: [A, B|]", "Value replaced_by/1 \"B\""),
            ("replaced_by:\n  - A\n  - B|\n", "Value replaced_by/1 \"B\""),
            ("description: |2\n  a: b\n".replace("|2", "x|").as_str(), "Value description \"x\""),
            ("summary: \"a: b|\nacc", "Value summary \"a: b\""),
            ("summary: \"a\nacc|", "Key  \"acc\""),
            ("# comment |\n", "nothing"),
            ("Crater: \"x\" |", "nothing"),
        ] {
            assert_eq!(at(text), expected, "{text:?}");
        }
        let literal = "description: >\n  a: b\n";
        assert_eq!(cursor(literal, literal.find("b").unwrap_or_default()), None, "inside of a text");
    }

    #[test]
    fn the_scan_agrees_with_the_reader_on_every_spec() {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("api-spec");
        let texts = acs_spec::read::texts(&folder, &acs_spec::read::Overlay::new());
        let mut compared = 0;
        for (name, source) in texts.iter() {
            let text = &source.text;
            let mut tree = Vec::new();
            collect(&Node::of(text).unwrap_or_else(|| panic!("{name}")), &mut Vec::new(), &mut tree);
            // Multi-line texts are not words.
            let is_word =
                |word: &&Word| !text[word.span.clone()].contains('\n') && !word.text.contains('\n') && !word.span.is_empty();
            let place = |word: &Word| (word.steps.clone(), word.part, word.span.clone());
            let expected: Vec<_> = tree.iter().filter(is_word).map(place).collect();
            let scanned: Vec<_> = Scan::new(text, None).run().0.iter().filter(is_word).map(place).collect();
            for (one, other) in expected.iter().zip(&scanned) {
                assert_eq!(one, other, "{name}");
            }
            assert_eq!(expected.len(), scanned.len(), "{name}");
            for word in tree.iter().filter(is_word).step_by(17) {
                let found = cursor(text, word.span.start + word.span.len() / 2);
                assert_eq!(found.as_ref().map(place), Some(place(word)), "{name}");
                compared += 1;
            }
        }
        assert!(compared > 1000, "{compared}");
    }

    #[test]
    fn no_place_of_no_text_is_too_much() {
        let texts = [
            "{[}]",
            "- - - a: [",
            "a: \"\\",
            "'",
            "\u{feff}",
            "a: {b: [c, {d: ",
            "\t- x",
            "a:\r\n  b: ü\r\n",
            ": :",
            "-",
            "? a",
            "&a *b",
        ];
        for text in texts {
            for offset in (0..=text.len()).filter(|offset| text.is_char_boundary(*offset)) {
                let _ = cursor(text, offset);
            }
            let _ = Scan::new(text, None).run();
        }
    }
}
