//! Values with tabs between them, one line for each item.

use serde_json::Value;

/// A scalar as it is; a list, an item a line, and a list of scalars in it a line, too; an object, a line with its scalars and
/// further lines for what nests, each begun by its name.
pub(super) fn render(value: &Value) -> String {
    let mut lines = Vec::new();
    write(value, None, &mut lines);
    lines.join("\n")
}

fn write(value: &Value, name: Option<&str>, lines: &mut Vec<String>) {
    match value {
        Value::Array(items) => {
            for item in items {
                match item.as_array().filter(|row| row.iter().all(|cell| !cell.is_object() && !cell.is_array())) {
                    Some(row) => lines.push(line(name, row)),
                    None => write(item, name, lines),
                }
            }
        }
        Value::Object(fields) => {
            let (nested, plain): (Vec<_>, Vec<_>) = fields.iter().partition(|(_, value)| value.is_object() || value.is_array());
            if !plain.is_empty() {
                lines.push(line(name, plain.into_iter().map(|(_, value)| value)));
            }
            for (name, value) in nested {
                write(value, Some(name), lines);
            }
        }
        value => lines.push(line(name, [value])),
    }
}

fn line<'v>(name: Option<&str>, values: impl IntoIterator<Item = &'v Value>) -> String {
    name.map(str::to_owned).into_iter().chain(values.into_iter().map(scalar)).collect::<Vec<_>>().join("\t")
}

/// On one line, whatever it holds.
fn scalar(value: &Value) -> String {
    super::layout::scalar(value).replace(['\t', '\n'], " ")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn one_line_for_each_item() {
        assert_eq!(render(&json!("vpc-1")), "vpc-1");
        assert_eq!(render(&json!(["a", 1, null])), "a\n1\n");
        assert_eq!(render(&json!([["a", 1], ["b", null]])), "a\t1\nb\t");
        assert_eq!(render(&json!([])), "");
        assert_eq!(render(&json!([{"Id": "a", "Ok": true}, {"Id": "b\tc", "Ok": false}])), "a\ttrue\nb c\tfalse");
        assert_eq!(render(&json!({"Id": "a", "Tags": {"Tag": [{"Key": "k"}, {"Key": "l"}]}})), "a\nTag\tk\nTag\tl");
    }
}
