//! Listing resources: which of them, and which part of the list.

use std::collections::BTreeMap;
use std::ops::Range;

use acs_spec::{PageStyle, Pagination, Schema};
use serde_json::{Map, Value};

use super::call::{Call, Reply};
use crate::kinds;
use crate::reply;
use crate::service_error::ServiceError;
use crate::store::{Kind, Resource};

/// Page sizes where the spec has none.
const DEFAULT_SIZE: usize = 10;
const MAX_SIZE: usize = 100;

pub(super) fn list(call: &mut Call<'_>, kind: &Kind) -> Result<Reply, ServiceError> {
    check_parents(call, kind)?;
    let mut tags = call.tags("Tag")?;
    tags.extend(call.tags("Tags")?);
    let conditions = conditions(call, kind)?;
    let fits = |resource: &&Resource| {
        let here = call.region.is_empty() || resource.region == call.region;
        resource.is(kind) && here && has_tags(resource, &tags)
    };
    if conditions.is_empty() && tags.is_empty() && !call.region.is_empty() {
        // Nothing depends on the other pages: only the items of this page are read.
        let part = |part| call.store.part_of(kind, &call.region, part).into_iter().map(|resource| call.view(resource)).collect();
        return page_of(call, call.store.count_in(kind, &call.region), part);
    }
    let (ids, conditions): (Vec<_>, Vec<_>) = conditions.into_iter().partition(|condition| condition.ids(kind).is_some());
    let found: Vec<&Resource> = match ids.first().and_then(|condition| condition.ids(kind)) {
        Some(values) => call.store.by_ids(values.iter().map(String::as_str)).into_iter().filter(fits).collect(),
        None => match tags.iter().next() {
            Some((key, value)) => call.store.tagged(kind, key, value).filter(fits).collect(),
            None => call.store.of(kind).filter(fits).collect(),
        },
    };
    let all_ids =
        |resource: &&&Resource| ids.iter().all(|condition| condition.ids(kind).is_some_and(|ids| ids.contains(&resource.id)));
    let found: Vec<&Resource> = found.iter().filter(all_ids).copied().collect();
    if conditions.is_empty() {
        // Nothing depends on the other pages: only the items of this page are completed.
        return page_of(call, found.len(), |part| found[part].iter().map(|resource| call.view(resource)).collect());
    }
    let views = found.into_iter().map(|resource| call.view(resource));
    page(call, views.filter(|view| conditions.iter().all(|condition| condition.holds(view))).collect())
}

/// The resource that a required parameter names must exist. One that the list is only filtered by need not.
fn check_parents(call: &Call<'_>, kind: &Kind) -> Result<(), ServiceError> {
    for (name, _) in call.operation.spec.parameters.iter().filter(|(_, schema)| schema.required) {
        if let (Some(parent), Some(id)) = (kinds::of_id(name).filter(|parent| parent.name != kind.name), call.text(name)) {
            call.check_exists(parent, name, id)?;
        }
    }
    Ok(())
}

/// The part of a list that the request asks for, in the shape of the operation's reply.
pub(crate) fn page(call: &Call<'_>, views: Vec<Map<String, Value>>) -> Result<Reply, ServiceError> {
    page_of(call, views.len(), |part| views.into_iter().skip(part.start).take(part.len()).collect())
}

/// The part of a list of `total` items that the request asks for, which `items` returns.
fn page_of(
    call: &Call<'_>,
    total: usize,
    items: impl FnOnce(Range<usize>) -> Vec<Map<String, Value>>,
) -> Result<Reply, ServiceError> {
    let spec = &call.operation.spec;
    let part = match &spec.pagination {
        Some(pagination) => Part::of(call, pagination, total)?,
        None => Part { start: 0, size: total, number: 1, next: None },
    };
    let start = part.start.min(total);
    let mut shown: Vec<Value> = items(start..start.saturating_add(part.size).min(total)).into_iter().map(Value::Object).collect();
    let list = items_name(call);
    let count = shown.len();
    let mut lookup = |name: &str| match name {
        _ if Some(name) == list => Some(Value::Array(std::mem::take(&mut shown))),
        "PageNumber" => Some(part.number.into()),
        "PageSize" => Some(part.size.into()),
        "MaxResults" => Some(part.size.into()),
        "TotalCount" | "Total" => Some(total.into()),
        "Count" => Some(count.into()),
        "NextToken" => part.next.map(|next| next.to_string().into()),
        "Success" => Some(true.into()),
        "RegionId" => Some(call.region.as_str().into()),
        _ => call.arguments.get(name).cloned(),
    };
    Ok(reply::object(call.operation, &spec.response, &mut lookup))
}

/// The list in the reply: the paginated one, or else the first.
fn items_name<'c>(call: &'c Call<'_>) -> Option<&'c str> {
    let paged = call.operation.spec.pagination.as_ref().map(|pagination| pagination.items.as_str());
    let is_list = |schema: &Schema| call.operation.resolve(schema).kind == Some(acs_spec::Kind::List);
    paged.or_else(|| call.operation.spec.response.iter().find(|(_, schema)| is_list(schema)).map(|(name, _)| name))
}

struct Part {
    start: usize,
    size: usize,
    number: usize,
    next: Option<usize>,
}

impl Part {
    fn of(call: &Call<'_>, pagination: &Pagination, total: usize) -> Result<Part, ServiceError> {
        let most = pagination.max_size.map_or(MAX_SIZE, |most| most as usize);
        let default = pagination.default_size.map_or(DEFAULT_SIZE, |size| size as usize);
        let asked = pagination.size.as_deref().and_then(|name| Some((name, call.number(name)?)));
        let size = match asked {
            None => default.min(most),
            Some((name, size)) => usize::try_from(size)
                .ok()
                .filter(|size| (1..=most).contains(size))
                .ok_or_else(|| call.invalid(name, &[], &format!("it must be from 1 to {most}")))?,
        };
        match pagination.style {
            PageStyle::Page => {
                let name = pagination.page.as_deref().unwrap_or("PageNumber");
                let number = match call.number(name) {
                    None => 1,
                    Some(number) => usize::try_from(number)
                        .ok()
                        .filter(|number| *number > 0)
                        .ok_or_else(|| call.invalid(name, &[], "pages are counted from 1"))?,
                };
                Ok(Part { start: (number - 1).saturating_mul(size), size, number, next: None })
            }
            PageStyle::Token => {
                let name = pagination.token.as_deref().unwrap_or("NextToken");
                let start = match call.text(name) {
                    None => 0,
                    // The token is where the next page starts.
                    Some(token) => token.parse::<usize>().map_err(|_| {
                        call.invalid(name, &["IllegalParam.NextToken", "InvalidNextToken"], "no reply gave this token")
                    })?,
                };
                let end = start.saturating_add(size);
                Ok(Part { start, size, number: start / size + 1, next: (end < total).then_some(end) })
            }
        }
    }
}

/// A condition that an item must meet.
enum Condition {
    /// One of these fields has one of these values. Words are compared without regard to case.
    Has { fields: Vec<String>, values: Vec<String>, is_word: bool },
    /// It was created at this time or after it.
    Since(String),
    /// It was created at this time or before it.
    Until(String),
}

impl Condition {
    /// The ids that an item must have one of, if that is all.
    fn ids(&self, kind: &Kind) -> Option<&[String]> {
        match self {
            Condition::Has { fields, values, is_word: false } if fields.iter().all(|field| field == kind.id) => Some(values),
            _ => None,
        }
    }

    fn holds(&self, view: &Map<String, Value>) -> bool {
        // Times are written so that their texts have the order of time; seconds may be left out.
        let created = view.get("CreationTime").and_then(Value::as_str).unwrap_or_default().trim_end_matches('Z');
        let (fields, values, is_word) = match self {
            Condition::Has { fields, values, is_word } => (fields, values, *is_word),
            Condition::Since(time) => return created >= time.trim_end_matches('Z'),
            Condition::Until(time) => return created <= time.trim_end_matches('Z'),
        };
        let has = |value: &Value| values.iter().any(|wanted| same(value, wanted, is_word));
        fields.iter().any(|field| match view.get(field) {
            Some(Value::Array(items)) => items.iter().any(has),
            Some(value) => has(value),
            None => false,
        })
    }
}

fn same(value: &Value, wanted: &str, is_word: bool) -> bool {
    match value {
        Value::String(text) if is_word => text.eq_ignore_ascii_case(wanted),
        Value::String(text) => text == wanted,
        Value::Bool(value) => wanted.eq_ignore_ascii_case(if *value { "true" } else { "false" }),
        // Some replies write a flag as a number.
        Value::Number(number) => match wanted {
            "true" => number.as_u64() == Some(1),
            "false" => number.as_u64() == Some(0),
            _ => number.to_string() == wanted,
        },
        _ => false,
    }
}

/// What the parameters ask for: those that name a field of the listed items, its id, or a list of ids or names; and filters.
fn conditions(call: &Call<'_>, kind: &Kind) -> Result<Vec<Condition>, ServiceError> {
    let list = items_name(call).and_then(|name| call.operation.spec.response.get(name));
    let is_field = |name: &str| list.is_some_and(|list| reply::is_field(call.operation, list, name));
    let mut conditions = Vec::new();
    // Parameters that every operation takes, such as the account, are about the request.
    let own = call.arguments.iter().filter(|(name, _)| call.operation.spec.parameters.get(name).is_some());
    for (name, value) in own {
        let fields = match singular(name).filter(|_| value.is_array()) {
            _ if name == "RegionId" || name == "Tag" || name == "Tags" || name == "Filter" => continue,
            _ if kind.is_id(name) => vec![kind.id.to_owned()],
            Some(single) if kind.is_id(single) => vec![kind.id.to_owned()],
            _ if is_field(name) || is_field(kind.stored(name)) || kind.filters.contains(&name.as_str()) => {
                vec![kind.stored(name).to_owned(), name.clone()]
            }
            Some(single) if is_field(single) => vec![single.to_owned()],
            _ => continue,
        };
        let values = call.texts_or_scalar(value);
        // The service writes known values in lower case in one place and in capitals in another.
        let is_word = call.operation.spec.parameters.get(name).is_some_and(|schema| {
            let schema = call.operation.resolve(schema);
            !schema.closed.is_empty() || !schema.values.is_empty()
        });
        if !values.is_empty() {
            conditions.push(Condition::Has { fields, values, is_word });
        }
    }
    for filter in call.items("Filter") {
        let Some(key) = filter.get("Key").and_then(Value::as_str) else { continue };
        let values = filter.get("Value").map(|value| call.texts_or_scalar(value)).unwrap_or_default();
        match (key, values.first()) {
            ("CreationStartTime", Some(time)) => {
                conditions.push(Condition::Since(time.clone()));
                continue;
            }
            ("CreationEndTime", Some(time)) => {
                conditions.push(Condition::Until(time.clone()));
                continue;
            }
            _ => {}
        }
        let key = if kind.is_id(key) { kind.id } else { kind.stored(key) };
        if !kind.is_id(key) && !is_field(key) && !kind.filters.contains(&key) {
            let codes = ["InvalidFilterKey.ValueNotSupported", "InvalidFilterKey.NotFound", "IllegalParam.Filter.Key"];
            return Err(call.error(&codes, format!("{key} is not a field to search by.")));
        }
        conditions.push(Condition::Has { fields: vec![key.to_owned()], values, is_word: false });
    }
    Ok(conditions)
}

/// `NatIpIds` filters by `NatIpId`.
fn singular(name: &str) -> Option<&str> {
    name.strip_suffix("List").or_else(|| name.strip_suffix('s'))
}

fn has_tags(resource: &Resource, wanted: &BTreeMap<String, String>) -> bool {
    // A key without a value matches any value.
    wanted.iter().all(|(key, value)| resource.tags.get(key).is_some_and(|has| value.is_empty() || has == value.as_str()))
}

impl Call<'_> {
    /// The texts in a condition's value: ids may be separated by commas.
    fn texts_or_scalar(&self, value: &Value) -> Vec<String> {
        match value {
            Value::Array(items) => items.iter().flat_map(|item| self.texts_or_scalar(item)).collect(),
            Value::String(text) => text.split(',').map(str::trim).filter(|item| !item.is_empty()).map(str::to_owned).collect(),
            Value::Bool(_) | Value::Number(_) => vec![value.to_string()],
            Value::Null | Value::Object(_) => Vec::new(),
        }
    }
}
