//! What the emulator holds: resources, and what depends on what.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use acs_emulator::ResourceState;

/// A resource of the emulator.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Resource {
    pub(crate) kind: String,
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) region: String,
    pub(crate) status: String,
    /// The resources that it needs, nearest first: those that none of the others already needs.
    pub(crate) needs: Vec<String>,
}

/// All resources, by kind and in the order of creation.
#[derive(Debug, Default)]
pub(crate) struct Resources(Vec<Resource>);

impl Resources {
    /// Those that an emulator holds.
    pub(crate) fn of(states: Vec<ResourceState>) -> Self {
        let resource = |state: ResourceState| Resource {
            kind: state.kind,
            id: state.id,
            name: state.name,
            region: state.region,
            status: state.status,
            needs: state.needs,
        };
        Resources::new(states.into_iter().map(resource).collect())
    }

    /// Leaves out of what each needs what it needs only because something else that it needs does.
    fn new(mut resources: Vec<Resource>) -> Self {
        let all: HashMap<&str, BTreeSet<&str>> = resources
            .iter()
            .map(|resource| (resource.id.as_str(), resource.needs.iter().map(String::as_str).collect()))
            .collect();
        let needs: Vec<_> = resources.iter().map(|resource| nearest(&resource.id, &all)).collect();
        resources.iter_mut().zip(needs).for_each(|(resource, needs)| resource.needs = needs);
        Resources(resources)
    }

    pub(crate) fn iter(&self) -> std::slice::Iter<'_, Resource> {
        self.0.iter()
    }

    /// The resources of each kind.
    pub(crate) fn by_kind(&self) -> BTreeMap<&str, Vec<&Resource>> {
        let mut kinds: BTreeMap<&str, Vec<&Resource>> = BTreeMap::new();
        for resource in &self.0 {
            kinds.entry(&resource.kind).or_default().push(resource);
        }
        kinds
    }

    /// Ids that begin like an example: what may stand in a parameter with that example.
    pub(crate) fn like<'r>(&'r self, example: &str) -> Vec<&'r Resource> {
        let Some((prefix, _)) = example.split_once('-').filter(|(prefix, _)| !prefix.is_empty()) else { return Vec::new() };
        let begins = |id: &str| id.strip_prefix(prefix).is_some_and(|rest| rest.starts_with('-'));
        self.0.iter().filter(|resource| begins(&resource.id)).collect()
    }
}

/// What a resource needs, without what it needs only because something else that it needs does.
fn nearest(id: &str, all: &HashMap<&str, BTreeSet<&str>>) -> Vec<String> {
    let Some(needs) = all.get(id) else { return Vec::new() };
    let indirect = |other: &str| needs.iter().any(|via| *via != other && reaches(via, other, all));
    needs.iter().filter(|other| !indirect(other)).map(|other| (*other).to_owned()).collect()
}

fn reaches<'a>(from: &'a str, to: &str, all: &HashMap<&'a str, BTreeSet<&'a str>>) -> bool {
    let (mut seen, mut open) = (BTreeSet::from([from]), vec![from]);
    while let Some(next) = open.pop() {
        for need in all.get(next).into_iter().flatten() {
            if *need == to {
                return true;
            }
            if seen.insert(need) {
                open.push(need);
            }
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    fn resources() -> Resources {
        let resource = |kind: &str, id: &str, needs: &[&str]| Resource {
            kind: kind.to_owned(),
            id: id.to_owned(),
            name: String::new(),
            region: "r".to_owned(),
            status: String::new(),
            needs: needs.iter().map(|id| (*id).to_owned()).collect(),
        };
        Resources::new(vec![
            resource("Vpc", "vpc-1", &[]),
            resource("VRouter", "vrt-1", &["vpc-1"]),
            resource("VSwitch", "vsw-1", &["vpc-1"]),
            resource("NatGateway", "ngw-1", &["vpc-1", "vsw-1"]),
        ])
    }

    #[test]
    fn a_resource_needs_what_it_names_without_what_follows() {
        let resources = resources();
        let needs: Vec<(&str, Vec<String>)> =
            resources.iter().map(|resource| (resource.id.as_str(), resource.needs.clone())).collect();
        assert_eq!(
            needs,
            [
                ("vpc-1", vec![]),
                ("vrt-1", vec!["vpc-1".into()]),
                ("vsw-1", vec!["vpc-1".into()]),
                ("ngw-1", vec!["vsw-1".into()])
            ]
        );
    }

    #[test]
    fn an_example_finds_ids_of_its_kind() {
        let resources = resources();
        let like = |example: &str| resources.like(example).iter().map(|resource| resource.id.clone()).collect::<Vec<_>>();
        assert_eq!(like("vsw-bp1****"), ["vsw-1"]);
        assert!(like("cn-hangzhou").is_empty() && like("web").is_empty() && like("-").is_empty());
    }
}
