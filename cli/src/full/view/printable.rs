//! Text from a service, made fit for a terminal.

use acs_runtime::sanitize::is_unprintable;
use serde_json::Value;

/// A value whose text has no control characters and no marks that change the order of text, which could rewrite the terminal.
pub(super) fn printable(value: Value) -> Value {
    match value {
        Value::String(text) => Value::String(shown(text)),
        Value::Array(items) => items.into_iter().map(printable).collect(),
        Value::Object(fields) => fields.into_iter().map(|(name, value)| (shown(name), printable(value))).collect(),
        other => other,
    }
}

fn shown(text: String) -> String {
    let is_safe = |c: char| matches!(c, '\n' | '\t') || !is_unprintable(c);
    if text.chars().all(is_safe) { text } else { text.chars().map(|c| if is_safe(c) { c } else { '\u{fffd}' }).collect() }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn control_characters_and_bidirectional_marks_are_replaced() {
        let value = json!({"Na\u{1b}me": ["\u{1b}[31mred\u{9b}2J\u{202e}", "a\nb\t"], "Count": 1});
        assert_eq!(printable(value), json!({"Na\u{fffd}me": ["\u{fffd}[31mred\u{fffd}2J\u{fffd}", "a\nb\t"], "Count": 1}));
    }
}
