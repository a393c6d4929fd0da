//! Replies as XML.
//!
//! There is no element for a list as a whole: each item is an element with the list's name. So `{"Vpcs": {"Vpc": [{…}, {…}]}}` is
//! `<Vpcs><Vpc>…</Vpc><Vpc>…</Vpc></Vpcs>`.

use std::borrow::Cow;

use quick_xml::escape::partial_escape;
use serde_json::Value;

/// A document of one root element.
pub(super) fn document(root: &str, body: &Value) -> String {
    let mut text = String::from("<?xml version='1.0' encoding='UTF-8'?>");
    element(root, body, &mut text);
    text
}

fn element(name: &str, value: &Value, text: &mut String) {
    let name: &str = &element_name(name);
    match value {
        Value::Null => {}
        Value::Array(items) => items.iter().for_each(|item| element(name, item, text)),
        Value::Object(fields) => {
            open(name, text);
            fields.iter().for_each(|(name, value)| element(name, value, text));
            close(name, text);
        }
        Value::String(value) => {
            open(name, text);
            text.push_str(&partial_escape(printable(value)));
            close(name, text);
        }
        Value::Bool(_) | Value::Number(_) => {
            open(name, text);
            text.push_str(&value.to_string());
            close(name, text);
        }
    }
}

fn open(name: &str, text: &mut String) {
    text.push('<');
    text.push_str(name);
    text.push('>');
}

fn close(name: &str, text: &mut String) {
    text.push_str("</");
    text.push_str(name);
    text.push('>');
}

/// The keys of maps are data, and may not be valid names of elements.
fn element_name(name: &str) -> Cow<'_, str> {
    let allowed = |character: char| character.is_alphanumeric() || matches!(character, '_' | '-' | '.');
    let starts_well = name.starts_with(|first: char| first.is_alphabetic() || first == '_');
    if starts_well && name.chars().all(allowed) {
        return Cow::Borrowed(name);
    }
    let kept: String = name.chars().map(|character| if allowed(character) { character } else { '_' }).collect();
    Cow::Owned(format!("_{kept}"))
}

/// XML has no way to write most control characters.
fn printable(text: &str) -> Cow<'_, str> {
    let forbidden = |character: char| {
        (character < ' ' && !matches!(character, '\t' | '\n' | '\r')) || matches!(character, '\u{fffe}' | '\u{ffff}')
    };
    match text.contains(forbidden) {
        true => Cow::Owned(text.replace(forbidden, "\u{fffd}")),
        false => Cow::Borrowed(text),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn lists_are_repeated_elements() {
        let body = json!({"RequestId": "1", "Vpcs": {"Vpc": [{"VpcId": "a<b", "IsDefault": true}, {"VpcId": ""}]}, "Tags": {"Tag": []}, "N": 5, "Nil": null});
        let expected = "<?xml version='1.0' encoding='UTF-8'?><DescribeVpcsResponse><RequestId>1</RequestId><Vpcs>\
            <Vpc><VpcId>a&lt;b</VpcId><IsDefault>true</IsDefault></Vpc><Vpc><VpcId></VpcId></Vpc></Vpcs><Tags></Tags><N>5</N>\
            </DescribeVpcsResponse>";
        assert_eq!(document("DescribeVpcsResponse", &body), expected);
    }

    #[test]
    fn what_xml_cannot_write_is_replaced() {
        let text = document("R", &json!({"a b": "\u{1}x\ny", "1": "]]>"}));
        assert!(text.ends_with("<R><_a_b>\u{fffd}x\ny</_a_b><_1>]]&gt;</_1></R>"), "{text}");
    }
}
