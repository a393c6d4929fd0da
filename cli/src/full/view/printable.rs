//! Text from a service, made fit for a terminal.

use serde_json::Value;

/// A value whose texts and names are [printable](acs_spec::printable).
pub(super) fn printable(value: Value) -> Value {
    match value {
        Value::String(text) => Value::String(shown(text)),
        Value::Array(items) => items.into_iter().map(printable).collect(),
        Value::Object(fields) => fields.into_iter().map(|(name, value)| (shown(name), printable(value))).collect(),
        other => other,
    }
}

fn shown(text: String) -> String {
    acs_spec::printable::printable(&text).into_owned()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_steers_a_terminal_or_is_not_seen_is_replaced() {
        let value =
            json!({"Na\u{1b}me": ["\u{1b}[31mred\u{9b}2J\u{202e}", "a\nb\t", "v\u{200b}\u{2028}\u{e0041}pc"], "Count": 1});
        let shown =
            json!({"Na\u{fffd}me": ["\u{fffd}[31mred\u{fffd}2J\u{fffd}", "a\nb\t", "v\u{fffd}\u{fffd}\u{fffd}pc"], "Count": 1});
        assert_eq!(printable(value), shown);
    }
}
