//! What all operations share becomes `service.yaml`.

use super::groups::Groups;
use super::metadata::Document;
use super::operation::Context;
use super::report::{NoteKind, Notes};
use super::{endpoints, merge};
use crate::read::{self, SpecTree};
use crate::types::{Named, Operation, Schema, Service};

/// The shared file, with what a person wrote in an existing one.
pub(super) fn build(
    document: Document<'_>,
    context: &Context<'_>,
    operations: &[(String, Operation)],
    groups: &Groups,
    existing: Option<&SpecTree>,
    notes: &mut Notes,
) -> Service {
    let product = document.product().unwrap_or_default();
    let old = existing.map(|tree| &tree.service);
    let stated = region_parameter(operations.iter().map(|(_, operation)| operation));
    if old.is_none() {
        notes.add(NoteKind::NeedsSummary, &[read::SERVICE], "the service");
    }
    Service {
        product: product.to_owned(),
        version: document.version().unwrap_or_default().to_owned(),
        summary: old.map_or_else(|| format!("The service `{product}` of Alibaba Cloud."), |old| old.summary.clone()),
        endpoints: endpoints::find(document, old.map(|old| &old.endpoints), notes),
        region_parameter: old.and_then(|old| old.region_parameter.clone()).or(stated),
        parameters: shared_parameters(context, old),
        errors: old.map(|old| old.errors.clone()).unwrap_or_default(),
        groups: summaries(operations, groups, old, notes),
    }
}

/// `RegionId`, if most operations have it.
fn region_parameter<'o>(operations: impl Iterator<Item = &'o Operation>) -> Option<String> {
    const NAME: &str = "RegionId";
    let (mut with, mut all) = (0, 0);
    for operation in operations {
        all += 1;
        with += usize::from(operation.parameters.get(NAME).is_some());
    }
    (with * 2 > all).then(|| NAME.to_owned())
}

fn shared_parameters(context: &Context<'_>, old: Option<&Service>) -> Named<Schema> {
    let Some(old) = old else { return context.implicit.clone() };
    let mut parameters = merge::fields(&context.implicit, &old.parameters);
    // What a person declared for all operations stays.
    let more = old.parameters.iter().filter(|(name, _)| context.implicit.get(name).is_none());
    parameters.0.extend(more.map(|(name, schema)| (name.to_owned(), schema.clone())));
    parameters
}

/// A sentence for each group: the existing ones in their order, then the new ones that have operations, in the metadata's.
fn summaries(operations: &[(String, Operation)], groups: &Groups, old: Option<&Service>, notes: &mut Notes) -> Named<String> {
    let mut found = old.map(|old| old.groups.clone()).unwrap_or_default();
    let used = operations.iter().map(|(group, _)| group);
    let in_order = groups.order.iter().filter(|group| operations.iter().any(|(used, _)| used == *group));
    for group in in_order.chain(used) {
        if found.get(group).is_some() {
            continue;
        }
        notes.add(NoteKind::NeedsSummary, &[read::SERVICE, "groups"], group);
        found.0.push((group.clone(), format!("Operations of the group `{group}`.")));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn most_operations_have_the_region_parameter() {
        let operation = |name: &str| -> Operation {
            serde_yaml::from_str(&format!(
                "operation: GetThing\nsummary: A.\naccess: read\nparameters:\n  {name}: {{ type: string }}"
            ))
            .unwrap()
        };
        let (with, without) = (operation("RegionId"), operation("ThingId"));
        assert_eq!(region_parameter([&with, &with, &without].into_iter()).as_deref(), Some("RegionId"));
        assert_eq!(region_parameter([&with, &without].into_iter()), None);
        assert_eq!(region_parameter([&with, &without, &without].into_iter()), None);
        assert_eq!(region_parameter(std::iter::empty()), None);
    }
}
