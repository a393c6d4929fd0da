//! The path to the items of a list in a reply.

use serde_json::{Map, Value};

use crate::error::{Error, ErrorKind};
use crate::sanitize::{MAX_NAME_BYTES, sanitize};
use crate::suggest::nearest;

/// Who wrote a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum PathOf {
    /// The caller, who may have misspelt it.
    Caller,
    /// A spec, which was checked.
    Spec,
}

/// The items at a path in a reply; the reply itself where the path is empty. `total` is how many items the reply announces.
///
/// An absent list does not count as empty, since the path may be misspelt or the reply wrong. It counts as empty only if the reply
/// announces no items, if the object around it is empty, or if a spec says that the list is in an object that is present without it.
pub(crate) fn items_at<'v, 'p, P>(reply: &'v Value, path: P, of: PathOf, total: Option<i64>) -> Result<&'v [Value], Error>
where
    P: Iterator<Item = &'p str> + Clone,
{
    let mut rest = path.clone();
    let mut value = reply;
    let mut depth = 0;
    while let Some(name) = rest.next() {
        value = match value {
            Value::Object(fields) => match fields.get(name) {
                Some(value) => value,
                None if total == Some(0) || (depth > 0 && fields.is_empty()) => return Ok(&[]),
                None if of == PathOf::Spec && depth > 0 && rest.clone().next().is_some() => return Ok(&[]),
                None => return Err(absent(path, name, fields)),
            },
            // A wrapper that the reply leaves out.
            Value::Array(items) if depth > 0 && (items.is_empty() || rest.clone().next().is_none()) => return Ok(items),
            value if depth > 0 && is_blank(value) => return Ok(&[]),
            _ => return Err(no_list(path).advise(format!("What should hold `{name}` is not an object"))),
        };
        depth += 1;
    }
    Ok(match value {
        Value::Array(items) => items,
        blank if is_blank(blank) => &[],
        // XML has a list of one item like a field.
        one => std::slice::from_ref(one),
    })
}

fn is_blank(value: &Value) -> bool {
    value.is_null() || value.as_str().is_some_and(str::is_empty)
}

fn absent<'p>(path: impl Iterator<Item = &'p str>, name: &str, fields: &Map<String, Value>) -> Error {
    let known = || fields.keys().map(String::as_str);
    no_list(path).advise(match nearest(name, known()).first() {
        Some(near) => format!("Did you mean `{}` in place of `{name}`?", sanitize(near, MAX_NAME_BYTES, &[])),
        None if fields.is_empty() => "The reply has no fields".to_owned(),
        None => {
            let known: Vec<_> = known().take(10).map(|name| sanitize(name, MAX_NAME_BYTES, &[])).collect();
            format!("In place of `{name}` there are {}", known.join(", "))
        }
    })
}

fn no_list<'p>(path: impl Iterator<Item = &'p str>) -> Error {
    Error::new(ErrorKind::Decode, format!("the reply has no list `{}`", path.collect::<Vec<_>>().join(".")))
}

/// A number, also as text.
pub(crate) fn integer_at(reply: &Value, path: &str) -> Option<i64> {
    match value_at(reply, path.split('.'))? {
        Value::Number(number) => number.as_i64().or_else(|| {
            let whole = number.as_f64().filter(|number| number.fract() == 0.0 && number.abs() < 9.0e15)?;
            Some(whole as i64)
        }),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    }
}

/// The text of a value: numbers and booleans as they are written. `None` if it is empty, or is not a single value.
pub(crate) fn text_at<'p>(reply: &Value, path: impl IntoIterator<Item = &'p str>) -> Option<String> {
    match value_at(reply, path)? {
        Value::String(text) => Some(text.clone()).filter(|text| !text.is_empty()),
        value @ (Value::Number(_) | Value::Bool(_)) => Some(value.to_string()),
        _ => None,
    }
}

/// The value at a path.
pub(crate) fn value_at<'v, 'p>(reply: &'v Value, path: impl IntoIterator<Item = &'p str>) -> Option<&'v Value> {
    path.into_iter().try_fold(reply, |value, name| value.get(name))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{PathOf, integer_at, items_at};

    fn count(reply: &Value) -> Result<usize, String> {
        let total = integer_at(reply, "TotalCount");
        items_at(reply, ["Vpcs", "Vpc"].into_iter(), PathOf::Caller, total).map(<[Value]>::len).map_err(|error| error.to_string())
    }

    #[test]
    fn a_list_may_be_bare_single_or_empty() {
        for (reply, expected) in [
            (json!({ "Vpcs": { "Vpc": [1, null] } }), 2),
            (json!({ "Vpcs": [1, 2] }), 2),
            (json!({ "Vpcs": { "Vpc": { "VpcId": "one, as in XML" } } }), 1),
            (json!({ "Vpcs": { "Vpc": [] } }), 0),
            (json!({ "Vpcs": { "Vpc": "" } }), 0),
            (json!({ "Vpcs": { "Vpc": null } }), 0),
            (json!({ "Vpcs": {} }), 0),
            (json!({ "Vpcs": [] }), 0),
            (json!({ "Vpcs": "" }), 0),
            (json!({ "Vpcs": null }), 0),
            (json!({ "TotalCount": 0 }), 0),
            (json!({ "TotalCount": "0", "Vpcs": { "Other": [] } }), 0),
        ] {
            assert_eq!(count(&reply), Ok(expected), "{reply}");
        }
    }

    #[test]
    fn what_is_absent_is_not_an_empty_list() {
        for (reply, advice) in [
            (json!({ "RequestId": "R", "Vpc": [] }), "Did you mean `Vpc` in place of `Vpcs`?"),
            (json!({ "RequestId": "R", "TotalCount": 1 }), "In place of `Vpcs` there are RequestId, TotalCount"),
            (json!({ "Vpcs": { "Vpcs": [] } }), "Did you mean `Vpcs` in place of `Vpc`?"),
            (json!({ "Vpcs": "none" }), "What should hold `Vpc` is not an object"),
            (json!({ "Vpcs": 0 }), "What should hold `Vpc` is not an object"),
            (json!([]), "What should hold `Vpcs` is not an object"),
            (json!(null), "What should hold `Vpcs` is not an object"),
            (json!(""), "What should hold `Vpcs` is not an object"),
            (json!({}), "The reply has no fields"),
        ] {
            let error = count(&reply).unwrap_err();
            assert!(error.contains("the reply has no list `Vpcs.Vpc`") && error.contains(advice), "{reply}: {error}");
        }
    }

    #[test]
    fn a_total_may_be_text_or_a_whole_fraction() {
        for (total, expected) in [
            (json!(3), Some(3)),
            (json!(" 3 "), Some(3)),
            (json!(3.0), Some(3)),
            (json!(-3.0), Some(-3)),
            (json!(2.5), None),
            (json!(9.0e15), None),
            (json!(-1.0e300), None),
            (json!("many"), None),
            (json!([3]), None),
        ] {
            assert_eq!(integer_at(&json!({ "Page": { "Total": total } }), "Page.Total"), expected, "{total}");
        }
    }

    #[test]
    fn what_is_left_out_of_an_object_is_empty_only_where_a_spec_says_that_it_belongs_there() {
        let reply = json!({ "Acl": { "AclId": "acl-1" } });
        let at = |of| items_at(&reply, ["Acl", "Resources", "Resource"].into_iter(), of, None).map(<[Value]>::len);
        assert_eq!(at(PathOf::Spec).unwrap(), 0);
        assert!(at(PathOf::Caller).unwrap_err().to_string().contains("the reply has no list `Acl.Resources.Resource`"));
    }
}
