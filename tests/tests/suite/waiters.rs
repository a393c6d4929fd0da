//! Where waiters look, compared with where the metadata says that the service's replies have it.

use acs_codegen::model;
use acs_tests::metadata::{Kind, Schema, operations};

/// The schema at the end of steps through objects.
fn walk<'s>(from: &'s Schema, steps: impl IntoIterator<Item = &'s str>) -> Result<&'s Schema, String> {
    steps.into_iter().try_fold(from, |schema, step| {
        schema.properties.get(step).ok_or_else(|| format!("no {step} among {:?}", schema.properties.keys()))
    })
}

/// The items of the list at the end of steps; without steps, what there is.
fn items<'s>(from: &'s Schema, steps: &[&'s str]) -> Result<&'s Schema, String> {
    match (walk(from, steps.iter().copied())?, steps) {
        (schema, []) => Ok(schema),
        (Schema { kind: Kind::Array, items: Some(item), .. }, _) => Ok(item),
        _ => Err(format!("{} is not a list", steps.join("."))),
    }
}

#[test]
fn every_waiter_looks_where_the_reply_has_it() {
    let tree = acs_tests::specs();
    let service = model::service(&tree);
    let metadata = operations();
    let mut wrong = Vec::new();
    let mut lists = 0;
    for waiter in service.groups.iter().flat_map(|group| &group.waiters) {
        let polled = metadata.iter().find(|operation| operation.name == waiter.spec.operation);
        let Some(polled) = polled else { panic!("{}: the metadata has no {}", waiter.name, waiter.spec.operation) };
        let look = || {
            let item = items(&polled.response, &waiter.facts.items)?;
            let inside = waiter.facts.sub_items.iter().map(|path| items(item, &path.split('.').collect::<Vec<_>>()));
            let inside = if waiter.facts.sub_items.is_empty() { vec![item] } else { inside.collect::<Result<_, _>>()? };
            for item in inside {
                for field in waiter.spec.matches.iter() {
                    walk(item, [field.as_str()])?;
                }
                walk(item, waiter.spec.status.iter().flat_map(|path| path.split('.')))?;
            }
            Ok::<_, String>(())
        };
        lists += usize::from(!waiter.facts.items.is_empty());
        if let Err(error) = look() {
            wrong.push(format!("{}: {error}", waiter.name));
        }
    }
    assert!(lists > 0, "some look into lists");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_asynchronous_operation_can_be_waited_for() {
    let tree = acs_tests::specs();
    let service = model::service(&tree);
    let begun = service.operations().map(|(_, operation)| operation).filter(|operation| operation.spec.asynchronous);
    let lacking: Vec<&str> = begun.filter(|operation| operation.spec.waiter.is_none()).map(|operation| operation.name).collect();
    assert!(lacking.is_empty(), "asynchronous, and without a waiter: {lacking:?}");
}
