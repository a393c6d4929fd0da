//! Which field of a reply names what an operation created.

use crate::{Kind, Operation, Waiter};

/// Verbs of operations that make something new.
const VERBS: [&str; 3] = ["Create", "Allocate", "Add"];

/// Ids that replies of creations have besides, and that are not of what was created.
const OTHERS: [&str; 3] = ["OrderId", "RequestId", "ResourceGroupId"];

/// The field of the reply that holds the id of what the operation created, if one does. `waiter` is the operation's own.
///
/// That is the id that the waiter takes, or else the only id that the reply has and the request does not name.
pub fn created_id<'s>(operation: &'s Operation, waiter: Option<&'s Waiter>) -> Option<&'s str> {
    if !VERBS.iter().any(|verb| operation.operation.starts_with(verb)) {
        return None;
    }
    // A waiter that takes an id from the request waits for something that was there before.
    let existing = waiter.filter(|waiter| waiter.id_in_request(operation).is_some());
    if let (None, Some(waiter)) = (existing, waiter)
        && let Some(id) = waiter.id_in_reply(operation)
    {
        return Some(id);
    }
    let is_new = |name: &str| operation.parameters.get(name).is_none() && !existing.is_some_and(|waiter| waiter.takes(name));
    let mut ids = operation.response.iter().filter(|(name, schema)| {
        schema.kind == Some(Kind::String) && name.len() > 2 && name.ends_with("Id") && !OTHERS.contains(name) && is_new(name)
    });
    let (id, _) = ids.next()?;
    ids.next().is_none().then_some(id)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn created(operation: &str, parameters: &[&str], response: &[&str], waiter: Option<&str>) -> Option<String> {
        let fields =
            |names: &[&str]| names.iter().map(|name| format!("{name}: {{ type: string }}")).collect::<Vec<_>>().join(", ");
        let text = format!(
            "{{ operation: {operation}, summary: S., access: write, parameters: {{ {} }}, response: {{ {} }} }}",
            fields(parameters),
            fields(response)
        );
        let operation: Operation = serde_yaml::from_str(&text).unwrap();
        let waiter: Option<Waiter> = waiter.map(|names| {
            serde_yaml::from_str(&format!("{{ summary: S., operation: DescribeThing, {names}, status: Status }}")).unwrap()
        });
        created_id(&operation, waiter.as_ref()).map(str::to_owned)
    }

    #[test]
    fn the_created_id_is_what_the_waiter_takes_or_the_only_new_id() {
        let id = Some("ThingId".to_owned());
        assert_eq!(created("CreateThing", &[], &["ThingId", "RequestId"], None), id);
        assert_eq!(created("CreateThing", &["OtherId"], &["ThingId", "OtherId", "OrderId"], None), id);
        assert_eq!(created("CreateThing", &[], &["ThingId", "PartId"], Some("id: ThingId")), id);
        assert_eq!(created("CreateThing", &["HostId"], &["ThingId"], Some("id: HostId")), id, "the host was there before");
    }

    #[test]
    fn nothing_is_guessed() {
        assert_eq!(created("CreateThing", &[], &["ThingId", "PartId"], None), None, "either could be meant");
        assert_eq!(created("CreateThing", &[], &["RequestId", "Id"], None), None);
        assert_eq!(created("ModifyThing", &[], &["ThingId"], None), None);
        let host = Some("id: HostId, called: HostInstanceId");
        assert_eq!(created("CreateThing", &["HostId"], &["HostInstanceId"], host), None, "another name of what was there before");
    }
}
