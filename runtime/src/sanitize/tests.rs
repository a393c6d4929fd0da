use super::*;

#[test]
fn secrets_are_hidden_in_every_encoding() {
    let text = "a+b/c== and a%2Bb%2Fc%3D%3D and a%252Bb%252Fc%253D%253D and a";
    assert_eq!(sanitize(text, 100, &["a+b/c==", "a", ""]), "*** and *** and *** and a");
}

#[test]
fn a_secret_that_is_part_of_another_does_not_uncover_it() {
    assert_eq!(sanitize("key: abcd-efgh", 100, &["abcd", "abcd-efgh"]), "key: ***");
}

#[test]
fn each_line_of_a_secret_of_several_lines_is_hidden() {
    let key = "-----BEGIN KEY-----\nMIIEvQIB\nADANBgkq\n-----END KEY-----\n";
    assert_eq!(sanitize(r"bad key: MIIEvQIB\nADANBgkq", 100, &[key]), r"bad key: ***\n***");
}

#[test]
fn senders_are_hidden_in_addresses_and_headers() {
    let text = "GET /?AccessKeyId=LTAI5t&Action=X&Signature=a%2Bb%3D&SecurityToken=CAIS failed: Signature=";
    assert_eq!(sanitize(text, 200, &[]), "GET /?AccessKeyId=***&Action=X&Signature=***&SecurityToken=*** failed: Signature=***");
    assert_eq!(sanitize("Credential=LTAI5t,SignedHeaders=host", 100, &[]), "Credential=***,SignedHeaders=host");
}

#[test]
fn control_characters_and_bidirectional_marks_are_replaced() {
    for mark in ['\0', '\u{1b}', '\u{7f}', '\u{9b}', '\u{202e}', '\u{2066}', '\u{200f}', '\u{61c}'] {
        assert_eq!(sanitize(&format!("a{mark}b"), 100, &[]), "a\u{fffd}b", "{mark:?}");
    }
    assert_eq!(sanitize(" a\r\n\t\u{2028}\u{2029}b\n", 100, &[]), "a b");
    assert_eq!(sanitize("专有网络 é 🚀", 100, &[]), "专有网络 é 🚀");
}

#[test]
fn what_rewrites_a_terminal_or_turns_text_round_is_unprintable() {
    for mark in ['\n', '\u{1b}', '\u{61c}', '\u{200e}', '\u{202a}', '\u{202e}', '\u{2066}', '\u{2069}', '\u{feff}'] {
        assert!(is_unprintable(mark), "{mark:?}");
    }
    for character in ['a', ' ', '网', '\u{ad}', '\u{200b}', '\u{202f}', '\u{206a}'] {
        assert!(!is_unprintable(character), "{character:?}");
    }
}

#[test]
fn invisible_characters_are_replaced() {
    for mark in ['\u{200b}', '\u{200d}', '\u{feff}', '\u{ad}', '\u{2060}', '\u{e0041}', '\u{3164}', '\u{fe0f}', '\u{e0100}'] {
        assert_eq!(sanitize(&format!("a{mark}b"), 100, &[]), "a\u{fffd}b", "{mark:?}");
        assert_eq!(sanitize(&mark.to_string(), 100, &[]), "\u{fffd}", "{mark:?}");
    }
    assert_eq!(sanitize("❤\u{fe0f} 葛\u{e0100}城", 100, &[]), "❤\u{fe0f} 葛\u{e0100}城");
    assert_eq!(sanitize("❤\u{202e}b", 100, &[]), "❤\u{fffd}b", "no variation selector");
    // Text can hide in a row of them.
    assert_eq!(sanitize("❤\u{fe0f}\u{fe01}\u{fe02}", 100, &[]), "❤\u{fe0f}\u{fffd}\u{fffd}");
}

#[test]
fn all_that_unicode_calls_formatting_is_invisible() {
    use unicode_properties::{GeneralCategory, UnicodeGeneralCategory};
    assert!(INVISIBLE.is_sorted() && INVISIBLE.iter().all(|(first, last)| first <= last));
    for character in '\0'..=char::MAX {
        let is_expected = match character.general_category() {
            GeneralCategory::Format => true,
            GeneralCategory::Control | GeneralCategory::LineSeparator | GeneralCategory::ParagraphSeparator => {
                assert!(character.is_control() || character.is_whitespace(), "{character:?}");
                false
            }
            // Ignorable by default, and reserved for that.
            _ => matches!(
                character,
                '\u{34f}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}' | '\u{2065}' | '\u{3164}'
                    | '\u{fe00}'..='\u{fe0f}' | '\u{ffa0}' | '\u{fff0}'..='\u{fff8}' | '\u{e0000}'..='\u{e0fff}'
            // Shown as nothing: a filler, an empty Braille cell, and a note without a head.
                    | '\u{2800}' | '\u{16fe4}' | '\u{1d159}'
            ),
        };
        assert_eq!(is_invisible(character), is_expected, "{character:?}");
    }
}

#[test]
fn lines_of_ours_are_cleaned_too() {
    assert_eq!(clean("the header `a\r\nb\u{200b}` is  wrong".to_owned()), "the header `a b\u{fffd}` is wrong");
    assert_eq!(clean("two  blanks".to_owned()), "two  blanks");
    assert_eq!(clean("a\u{200b}b".to_owned()), "a\u{fffd}b");
    assert_eq!(clean("a\u{2028}b".to_owned()), "a b");
}

#[test]
fn text_is_cut_at_a_character_and_says_so() {
    assert_eq!(sanitize("网络", 4, &[]), "网…");
    assert_eq!(sanitize("abcd", 4, &[]), "abcd");
    assert_eq!(sanitize("a bc", 4, &[]), "a bc");
    assert_eq!(sanitize(&"x".repeat(1 << 20), MAX_TEXT_BYTES, &[]).len(), MAX_TEXT_BYTES + "…".len());
}

#[test]
fn a_secret_at_the_end_of_what_is_shown_does_not_show_in_part() {
    let text = format!("{}a+b/c== and more", "x".repeat(6));
    assert_eq!(sanitize(&text, 8, &["a+b/c=="]), "xxxxxx**…");
    // Encoded, a secret is several times as long.
    let secret = "+/=+/=+/=+/=";
    let text = format!("{}{} and more", "x".repeat(6), percent_encode(&percent_encode(secret)));
    assert_eq!(sanitize(&text, 8, &[secret]), "xxxxxx**…");
    // White space is counted before it is dropped, so the cut falls into the secret.
    let secret = "0123456789";
    for blanks in 0..200 {
        let text = format!("x{}{secret} and more text", " ".repeat(blanks));
        assert!(!sanitize(&text, 8, &[secret]).contains("0123"), "{blanks}");
    }
}

#[test]
fn a_secret_is_hidden_in_whatever_way_it_is_encoded() {
    let token = "CAIS+token/with=special+chars/==0123";
    for shown in [
        "CAIS+token/with=special+chars/==0123",
        "CAIS%2Btoken%2Fwith%3Dspecial%2Bchars%2F%3D%3D0123",
        "CAIS%2btoken%2fwith%3dspecial%2bchars%2f%3d%3d0123",
        "CAIS%252btoken%252fwith%253dspecial%252bchars%252f%253d%253d0123",
        "CAIS+token\\/with=special+chars\\/==0123",
        "CAIS token/with=special chars/==0123",
    ] {
        assert_eq!(sanitize(&format!("sent {shown}."), 400, &[token]), "sent ***.", "{shown}");
    }
}
