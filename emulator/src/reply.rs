//! Replies as text: JSON as it is, XML with a root element and an element for each item of a list.

use quick_xml::escape::escape;
use serde_json::Value;

use crate::envelope::Format;

/// The content type and the text of a reply. `root` is the XML root element.
pub(crate) fn write(format: Format, root: &str, body: &Value) -> (&'static str, String) {
    match format {
        Format::Json => ("application/json;charset=utf-8", body.to_string()),
        Format::Xml => {
            let mut text = String::from("<?xml version='1.0' encoding='UTF-8'?>");
            element(&mut text, root, body);
            ("text/xml;charset=utf-8", text)
        }
    }
}

fn element(text: &mut String, name: &str, value: &Value) {
    if let Value::Array(items) = value {
        items.iter().for_each(|item| element(text, name, item));
        return;
    }
    text.push_str(&format!("<{name}>"));
    match value {
        Value::Object(fields) => fields.iter().for_each(|(name, value)| element(text, name, value)),
        Value::String(content) => text.push_str(&escape(content.as_str())),
        Value::Null | Value::Array(_) => {}
        scalar => text.push_str(&scalar.to_string()),
    }
    text.push_str(&format!("</{name}>"));
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn lists_are_repeated_elements() {
        let body = json!({"RequestId": "R", "Vpcs": {"Vpc": [{"VpcName": "a<b"}, {"VpcName": "c"}]}, "Tags": ["x", "y"], "N": 1});
        let (_, text) = write(Format::Xml, "DescribeVpcsResponse", &body);
        assert_eq!(
            text,
            "<?xml version='1.0' encoding='UTF-8'?><DescribeVpcsResponse><RequestId>R</RequestId><Vpcs><Vpc><VpcName>a&lt;b</VpcName></Vpc>\
             <Vpc><VpcName>c</VpcName></Vpc></Vpcs><Tags>x</Tags><Tags>y</Tags><N>1</N></DescribeVpcsResponse>"
        );
    }
}
