//! Secrets that no spec marks: their names tell.

use acs_runtime::wire::is_secret_name;
use serde_json::{Map, Value};

use crate::typing::MASK;

/// Puts [`MASK`] in place of values whose names are those of secrets, also inside lists, objects and texts that are JSON. Says whether
/// there are any.
pub fn mask_by_name(given: &mut Map<String, Value>) -> bool {
    given.iter_mut().map(|(name, value)| mask(name, value, false)).fold(false, |any, masked| any | masked)
}

/// Masks the scalars of a value, all of them where an outer name tells.
pub(crate) fn mask(name: &str, value: &mut Value, all: bool) -> bool {
    let all = all || is_secret_name(name);
    match value {
        Value::Object(fields) => {
            fields.iter_mut().map(|(name, value)| mask(name, value, all)).fold(false, |any, masked| any | masked)
        }
        Value::Array(items) => items.iter_mut().map(|item| mask("", item, all)).fold(false, |any, masked| any | masked),
        Value::Null => false,
        scalar if all => {
            *scalar = MASK.into();
            true
        }
        Value::String(text) => match serde_json::from_str::<Value>(text) {
            Ok(mut inner @ (Value::Object(_) | Value::Array(_))) => {
                let masked = mask("", &mut inner, false);
                if masked {
                    *text = inner.to_string();
                }
                masked
            }
            _ => false,
        },
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_is_called_a_secret_is_masked_wherever_it_is() {
        let Value::Object(mut given) = json!({
            "DbPassword": "a", "db_password": 1, "Config": {"PrivateKey": ["b"], "Name": "n"}, "Users": "[{\"Name\":\"n\",\"Password\":\"c\"}]",
            "Tag": [{"Key": "k", "Value": "v"}], "NextToken": "t", "SecretMap": {"x": {"y": true}}, "Text": "[not JSON", "None": null,
        }) else {
            panic!("an object")
        };
        assert!(mask_by_name(&mut given));
        let masked = json!({
            "DbPassword": MASK, "db_password": MASK, "Config": {"PrivateKey": [MASK], "Name": "n"},
            "Users": format!("[{{\"Name\":\"n\",\"Password\":\"{MASK}\"}}]"), "Tag": [{"Key": "k", "Value": "v"}], "NextToken": "t",
            "SecretMap": {"x": {"y": MASK}}, "Text": "[not JSON", "None": null,
        });
        assert_eq!(Value::Object(given), masked);
        assert!(!mask_by_name(&mut Map::from_iter([("VpcId".to_owned(), json!("vpc-1"))])));
    }
}
