//! What to wait for behind an asynchronous operation. The metadata names the operation to poll; parameters and fields tell how it
//! finds the resource, and the known values of its state what ends the wait.

use super::access;
use super::metadata::{Api, Document, Named};
use super::pagination;
use super::report::{NoteKind, Notes};
use super::summary;
use super::topic;
use crate::names;
use crate::read::SpecTree;
use crate::types::{self, Access, Kind, Operation, Schema, Texts, Until, Waiter, Waiters};

/// Verbs of operations behind which the resource is gone.
const DELETING: [&str; 3] = ["delete", "release", "terminate"];
/// Verbs of operations whose reply names what they began.
const CREATING: [&str; 9] = ["allocate", "apply", "copy", "create", "import", "register", "run", "start", "submit"];
/// Ids of what a resource belongs to.
const OF_OTHERS: [&str; 8] =
    ["OwnerId", "ResourceOwnerId", "RegionId", "ZoneId", "ResourceGroupId", "AccountId", "AliUid", "RequestId"];
/// Fields that hold a state.
const STATES: [&str; 2] = ["Status", "State"];

/// Gives asynchronous operations the waiters that the metadata tells of, and returns those that are new.
pub(super) fn set(
    document: Document<'_>,
    described: &[Api<'_>],
    operations: &mut [(String, Operation)],
    existing: Option<&SpecTree>,
    notes: &mut Notes,
) -> Waiters {
    let mut known = existing.map(|tree| tree.waiters.clone()).unwrap_or_default();
    let old = known.0.len();
    for api in described {
        let Some(at) = operations.iter().position(|(_, operation)| operation.operation == api.name) else { continue };
        if operations[at].1.waiter.is_some() {
            continue;
        }
        notes.operation = api.name.to_owned();
        let by_name = |named: Named<'_>| {
            let is_it = |other: &&Operation| named.is_of(document) && other.operation == named.name();
            operations.iter().map(|(_, other)| other).find(is_it)
        };
        let named = match find(*api, &operations[at].1, by_name) {
            None => continue,
            Some(Ok((name, waiter))) => join(name, waiter, api.name, &mut known),
            Some(Err(why)) => {
                notes.add(NoteKind::WaiterUnclear, &[], why);
                continue;
            }
        };
        notes.add(NoteKind::WaiterGuessed, &[], format!("`{named}`"));
        operations[at].1.waiter = Some(named);
    }
    types::Named(known.0.split_off(old))
}

/// The waiter of an operation, under its name; or what the metadata does not say of it.
fn find<'o>(
    api: Api<'_>,
    operation: &Operation,
    operation_by_name: impl Fn(Named<'_>) -> Option<&'o Operation>,
) -> Option<Result<(String, Waiter), String>> {
    let callback = api.callback()?;
    let waiter = || {
        let polled = operation_by_name(callback).ok_or("which is not an operation of this API")?;
        if polled.access != Access::Read {
            return Err("which may do more than read".to_owned());
        }
        of(api, operation, polled)
    };
    Some(waiter().map_err(|why| format!("`{}`: {why}", callback.name())))
}

/// Adds a waiter to those that are known, or finds one that waits for the same, and gives its name.
fn join(name: String, waiter: Waiter, operation: &str, known: &mut Waiters) -> String {
    let is_same = |other: &Waiter| Waiter { summary: waiter.summary.clone(), delay: waiter.delay, ..other.clone() } == waiter;
    if let Some((name, _)) = known.iter().find(|(_, other)| is_same(other)) {
        return name.to_owned();
    }
    let is_taken = |name: &str| known.iter().any(|(other, _)| names::field(other) == names::field(name));
    let operation = names::operation_type(operation);
    let numbered = (2..).map(|number: u32| format!("{operation}Done{number}"));
    let free = [name, format!("{operation}Done")].into_iter().chain(numbered).find(|name| !is_taken(name)).unwrap_or_default();
    known.0.push((free.clone(), waiter));
    free
}

/// What is polled, and where in its reply the resource is.
struct Resource<'o> {
    /// The parameter that takes its id.
    parameter: String,
    /// The field or the parameter that is its id.
    id: String,
    /// The list that it is in; `None` where the reply is the resource.
    items: Option<String>,
    fields: &'o types::Named<Schema>,
}

fn of(api: Api<'_>, operation: &Operation, polled: &Operation) -> Result<(String, Waiter), String> {
    let resource = resource(operation, polled)?;
    let also = needed(operation, polled, &resource)?;
    let stem = stem(&resource.id);
    let words = summary::words(stem);
    let mut waiter = Waiter {
        summary: String::new(),
        operation: polled.operation.clone(),
        id: Some(resource.parameter.clone()),
        called: Texts::default(),
        with: types::Named::default(),
        also,
        sub_items: Texts::default(),
        matches: Texts(resource.items.iter().map(|_| resource.id.clone()).collect()),
        items: resource.items.clone(),
        status: None,
        success: Vec::new(),
        failure: Vec::new(),
        transient: Vec::new(),
        until: None,
        not_found: Vec::new(),
        delay: delay(api),
    };
    if DELETING.contains(&access::verb(&operation.operation).as_str()) {
        if waiter.items.is_none() {
            return Err("which error code says that the resource is gone".to_owned());
        }
        // `DeleteTrafficMirrorFilterRules` leaves the filter.
        let nouns = topic::nouns(&operation.operation);
        if !nouns.ends_with(&singular(stem)) && nouns != topic::nouns(&polled.operation) {
            return Err(format!("whether what `{}` names is gone", resource.id));
        }
        waiter.until = Some(Until::Gone);
        waiter.summary = format!("Waits until the {words} is gone.");
        return Ok((format!("{}Deleted", names::type_name(stem)), waiter));
    }
    let (status, states) = states(&resource, polled)?;
    let mut steady = Vec::new();
    for state in states {
        match meaning(&state) {
            Meaning::Passing => waiter.transient.push(state),
            Meaning::Bad => waiter.failure.push(state),
            Meaning::Steady => steady.push(state),
        }
    }
    let success = success(&operation.operation, &steady).ok_or_else(|| match steady[..] {
        [] => format!("which state of `{status}` ends the wait"),
        _ => format!("which state of `{status}` ends the wait: {}", listed(&steady)),
    })?;
    waiter.summary = format!("Waits until the {words} has the state `{success}`.");
    let name = format!("{}{}", names::type_name(stem), names::type_name(&success.to_ascii_lowercase()));
    (waiter.status, waiter.success) = (Some(status), vec![success]);
    Ok((name, waiter))
}

/// `AnycastEipId` → `AnycastEip`.
fn stem(id: &str) -> &str {
    id.strip_suffix("Ids").or_else(|| id.strip_suffix("Id")).filter(|stem| !stem.is_empty()).unwrap_or(id)
}

/// The resource by the id that both operations know.
fn resource<'o>(operation: &Operation, polled: &'o Operation) -> Result<Resource<'o>, String> {
    let has_state = |fields: &types::Named<Schema>| STATES.iter().any(|state| fields.get(state).is_some());
    let lists: Vec<String> =
        pagination::lists(polled).into_iter().filter(|(_, of_objects)| *of_objects).map(|(path, _)| path).collect();
    let (items, fields) = match (&polled.pagination, &lists[..]) {
        (Some(pages), _) => (Some(pages.items.clone()), pagination::item_fields(&pages.items, polled)),
        (None, _) if has_state(&polled.response) => (None, Some(&polled.response)),
        (None, [one]) => (Some(one.clone()), pagination::item_fields(one, polled)),
        (None, []) => (None, Some(&polled.response)),
        (None, several) => return Err(format!("which of its lists holds the resource: {}", listed(several))),
    };
    let fields = fields.ok_or("its list has no fields")?;
    let is_text = |schema: &Schema| schema.kind == Some(Kind::String);
    let of_reply = |id: &str| operation.response.get(id).is_some_and(is_text);
    let of_request = |id: &str| operation.parameters.get(id).is_some_and(is_text);
    let mut known: Vec<(String, String)> = Vec::new();
    for (name, schema) in polled.parameters.iter() {
        let takes_many = schema.items.as_deref().is_some_and(is_text) && name.ends_with("Ids");
        let id = if takes_many { name.trim_end_matches('s') } else { name };
        let is_id = id.ends_with("Id") && !OF_OTHERS.contains(&id) && (takes_many || is_text(schema));
        let is_found = items.is_none() || fields.get(id).is_some_and(is_text);
        if is_id && is_found && (of_reply(id) || of_request(id)) && known.iter().all(|(_, other)| other != id) {
            known.push((if takes_many { format!("{name}.1") } else { name.to_owned() }, id.to_owned()));
        }
    }
    let creates = CREATING.contains(&access::verb(&operation.operation).as_str());
    let made: Vec<_> = known.iter().filter(|(_, id)| creates && of_reply(id)).cloned().collect();
    let mut fitting = if made.is_empty() { known } else { made };
    if fitting.len() > 1 {
        // The name of an operation has that of its resource.
        let named = |name: &str, id: &str| name.contains(stem(id));
        for name in [&operation.operation, &polled.operation] {
            let in_name: Vec<_> = fitting.iter().filter(|(_, id)| named(name, id)).cloned().collect();
            if !in_name.is_empty() {
                fitting = in_name;
            }
        }
    }
    match &fitting[..] {
        [(_, id)] if items.as_deref().is_some_and(|items| !lists_one(id, items, polled)) => {
            Err(format!("its list may hold several with one `{id}`"))
        }
        [(parameter, id)] => Ok(Resource { parameter: parameter.clone(), id: id.clone(), items, fields }),
        [] => Err("no id that both operations know".to_owned()),
        several => {
            let ids: Vec<String> = several.iter().map(|(_, id)| id.clone()).collect();
            Err(format!("which id is that of the resource: {}", listed(&ids)))
        }
    }
}

/// Whether an id is that of the items of a list, and not of what they belong to.
fn lists_one(id: &str, items: &str, polled: &Operation) -> bool {
    let stem = singular(stem(id));
    let list = items.rsplit('.').next().unwrap_or(items);
    let list = ["List", "Set", "Infos", "Info"].iter().find_map(|end| list.strip_suffix(end)).unwrap_or(list);
    topic::nouns(&polled.operation).ends_with(&stem) || singular(list).ends_with(&stem)
}

/// The words of a name, each in the singular.
fn singular(name: &str) -> Vec<String> {
    names::field(name).split('_').filter(|word| !word.is_empty()).map(topic::singular).collect()
}

/// What the poll needs besides the id.
fn needed(operation: &Operation, polled: &Operation, resource: &Resource<'_>) -> Result<Vec<String>, String> {
    let is_other = |name: &str| name != "RegionId" && resource.parameter.split('.').next() != Some(name);
    let needed = polled.parameters.iter().filter(|(name, schema)| schema.required && is_other(name));
    let given = |name: &str| operation.parameters.get(name).is_some();
    needed.map(|(name, _)| given(name).then(|| name.to_owned()).ok_or_else(|| format!("where its `{name}` comes from"))).collect()
}

/// The field that holds the state, and the states that it has.
fn states(resource: &Resource<'_>, polled: &Operation) -> Result<(String, Vec<String>), String> {
    let own = STATES.iter().find(|state| resource.fields.get(state).is_some()).map(|state| (*state).to_owned());
    let own = own.or_else(|| {
        let states = STATES.map(|state| format!("{}{state}", stem(&resource.id)));
        states.into_iter().find(|state| resource.fields.get(state).is_some())
    });
    let status = own.ok_or("which field holds the state")?;
    let known = |fields: &types::Named<Schema>| {
        let schema = fields.get(&status)?.resolved(&polled.shapes)?;
        let open = schema.values.iter().filter_map(|value| value.as_str());
        let states: Vec<String> =
            schema.closed.iter().map(String::as_str).chain(open).filter(|state| is_state(state)).map(str::to_owned).collect();
        (!states.is_empty()).then_some(states)
    };
    // A filter by the state lists the same.
    let mut states =
        known(resource.fields).or_else(|| known(&polled.parameters)).ok_or_else(|| format!("which states its `{status}` has"))?;
    let mut seen = Vec::new();
    states.retain(|state| {
        let lower = state.to_ascii_lowercase();
        !seen.contains(&lower) && {
            seen.push(lower);
            true
        }
    });
    Ok((status, states))
}

fn is_state(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic()) && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

enum Meaning {
    Passing,
    Bad,
    Steady,
}

/// What a state is by its name: passing ones are called `Creating`, `IN_PROGRESS`, `Pending`.
fn meaning(state: &str) -> Meaning {
    let lower = state.to_ascii_lowercase().replace('_', "");
    let is_running = ["running", "inprogress"].contains(&lower.as_str());
    if ["fail", "error", "abnormal"].iter().any(|part| lower.contains(part)) {
        Meaning::Bad
    } else if lower.ends_with("ing") && !is_running
        || lower.ends_with("inprogress")
        || ["init", "queued"].contains(&lower.as_str())
    {
        Meaning::Passing
    } else {
        Meaning::Steady
    }
}

/// The state behind an operation: the one that its verb names, else the only one in which a resource stays.
fn success(operation: &str, steady: &[String]) -> Option<String> {
    let verb = access::verb(operation);
    let done = match verb.strip_suffix('e') {
        Some(_) => format!("{verb}d"),
        None => format!("{verb}ed"),
    };
    let named = steady.iter().find(|state| state.eq_ignore_ascii_case(&done));
    let is_end = |state: &&String| !["deleted", "released"].contains(&state.to_ascii_lowercase().as_str());
    let mut left = steady.iter().filter(is_end);
    let only = left.next().filter(|_| left.next().is_none());
    named.or(only).cloned()
}

/// Seconds before the first poll. Intervals are in milliseconds, and some in seconds.
fn delay(api: Api<'_>) -> u32 {
    let interval = api.callback_interval().unwrap_or_default();
    let seconds = if interval < 100 { interval } else { interval / 1000 };
    u32::try_from(seconds.min(60)).unwrap_or_default()
}

fn listed(names: &[String]) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn polled(name: &str) -> Operation {
        serde_yaml::from_str(&format!("operation: {name}\nsummary: A.\naccess: read\n")).unwrap()
    }

    #[test]
    fn an_id_is_that_of_the_items_where_the_list_or_the_operation_is_named_after_it() {
        for (id, items, operation) in [
            ("VpcId", "Vpcs", "DescribeAll"),
            ("VpcId", "Result.VpcList", "DescribeAll"),
            ("VpcId", "Items", "DescribeVpcs"),
            ("RouteEntryId", "RouteEntrySet", "DescribeAll"),
        ] {
            assert!(lists_one(id, items, &polled(operation)), "{id} {items} {operation}");
        }
        for (id, items, operation) in
            [("VpcId", "VSwitches", "DescribeVSwitches"), ("RouteTableId", "RouteEntries", "DescribeRouteEntries")]
        {
            assert!(!lists_one(id, items, &polled(operation)), "{id} {items} {operation}");
        }
    }
}
