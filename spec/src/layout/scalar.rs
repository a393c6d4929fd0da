//! Scalars: bare where no reader of YAML, old or new, takes them for anything else; else in quotes.

use std::fmt::Write as _;

use serde_yaml::Value;

/// A scalar on one line. `inside` says that it is a key or within brackets, where more signs have a meaning.
pub(super) fn scalar(value: &Value, inside: bool) -> String {
    match value {
        Value::Null => "null".to_owned(),
        Value::Bool(flag) => flag.to_string(),
        Value::Number(number) => number.to_string(),
        Value::String(text) if is_bare(text, inside) => text.clone(),
        Value::String(text) => quoted(text),
        Value::Sequence(_) | Value::Mapping(_) | Value::Tagged(_) => String::new(),
    }
}

/// Text of several lines as a literal block, with its mark; `None` if it is one line, or if a block cannot hold it.
pub(super) fn block_text(text: &str, indent: usize) -> Option<String> {
    let body = text.strip_suffix('\n').unwrap_or(text);
    let mark = if text.ends_with('\n') { "|" } else { "|-" };
    let several = text.contains('\n');
    // The indentation is found by the first line, and more than one line break at the end would be lost.
    let holds = !body.is_empty() && !body.starts_with([' ', '\t', '\n']) && !body.ends_with('\n');
    // A last line of spaces would look like a blank line before what follows.
    let holds = holds && body.rsplit('\n').next().is_none_or(|last| !last.trim().is_empty());
    let printable = |c: char| c == '\n' || is_printable(c);
    if !several || !holds || !body.chars().all(printable) {
        return None;
    }
    let mut block = mark.to_owned();
    for line in body.split('\n') {
        block.push('\n');
        if !line.is_empty() {
            block.extend(std::iter::repeat_n(' ', indent));
            block.push_str(line);
        }
    }
    Some(block)
}

fn is_bare(text: &str, inside: bool) -> bool {
    let starts_well = text.starts_with(|c: char| c.is_alphanumeric() || "_/($<".contains(c));
    let mut previous = ' ';
    let well_inside = text.chars().all(|c| {
        let after_colon = previous == ':' && c == ' ';
        previous = c;
        !after_colon && (c.is_alphanumeric() || "_-./*+@%$()=;<>^~'`&!?|: \"".contains(c) || (!inside && ",[]{}".contains(c)))
    });
    starts_well && well_inside && !text.ends_with([' ', ':']) && !looks_typed(text)
}

/// Whether some version of YAML reads the text as something other than text.
fn looks_typed(text: &str) -> bool {
    let word = ["y", "n", "yes", "no", "on", "off", "true", "false", "null"].iter().any(|word| text.eq_ignore_ascii_case(word));
    // Numbers of all bases, times, dates, and minutes in base 60.
    let numeric = text.starts_with(|c: char| c.is_ascii_digit())
        && text
            .chars()
            .all(|c| c.is_ascii_digit() || " .:_+-TZtzeExXoO".contains(c) || c.is_ascii_hexdigit() && text.starts_with("0x"));
    word || numeric || !matches!(serde_yaml::from_str(text), Ok(Value::String(read)) if read == text)
}

/// Single quotes where they spare the text its backslashes, else double ones.
pub(super) fn quoted(text: &str) -> String {
    if text.contains(['"', '\\']) && !text.contains('\'') && text.chars().all(is_printable) {
        return format!("'{text}'");
    }
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\r' => out.push_str("\\r"),
            c if is_printable(c) => out.push(c),
            c => {
                // Writing to a string does not fail.
                let _ = write!(out, "\\U{:08X}", u32::from(c));
            }
        }
    }
    out.push('"');
    out
}

/// Whether YAML takes a character as it is. Line ends of any kind, and a mark of byte order, are not.
fn is_printable(c: char) -> bool {
    !c.is_control() && !matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_could_be_taken_for_something_else_is_quoted() {
        for bare in
            ["cn-hangzhou", "vsc-bp1n8wcf****", "192.168.0.0/24", "606998F0-B94D", "a b", "acs:rds:cn", "IPv4", "/dev", "01ab-x"]
        {
            assert_eq!(scalar(&Value::from(bare), true), bare);
        }
        for text in [
            "",
            " a",
            "a ",
            "yes",
            "No",
            "null",
            "1",
            "-1",
            ".5",
            "1e3",
            "0x1F",
            "0b1",
            "12:30:00",
            "2016-04-28",
            "1.2",
            "a: b",
            "a #b",
            "*x",
            "&x",
            "!x",
            "#x",
            "- x",
            "[a]",
            "{a}",
            "a, b",
            "%x",
            "@x",
            "`x",
            "~",
            "a:",
            "a\nb",
            "'",
            "\"",
            "? x",
            "2001-01-01T00:00:00Z",
            "\u{7}",
            "\u{2028}",
            "\u{feff}x",
            "1_000",
            "0o17",
            r#"{"a": 1}"#,
            r#"'so' "it""#,
            r"C:\",
        ] {
            let written = scalar(&Value::from(text), true);
            assert!(written.starts_with(['"', '\'']), "{text:?} is written {written}");
            let read: Value = serde_yaml::from_str(&format!("[{written}]")).unwrap();
            assert_eq!(read, Value::Sequence(vec![Value::from(text)]));
        }
    }

    #[test]
    fn several_lines_are_a_block_where_it_can_hold_them() {
        assert_eq!(block_text("a\n\nb\n", 2).as_deref(), Some("|\n  a\n\n  b"));
        assert_eq!(block_text("a\nb", 2).as_deref(), Some("|-\n  a\n  b"));
        for text in ["a", " a\nb", "a\n\n", "\n", "\ta\nb", "a\u{7}\nb", "a\r\nb"] {
            assert_eq!(block_text(text, 2), None, "{text:?}");
        }
    }
}
