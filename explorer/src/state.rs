//! What the emulator holds: resources, and what depends on what.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde_json::Value;

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
    /// Reads the emulator's data file. What cannot be read has no resources.
    pub(crate) fn read(text: &str) -> Self {
        let data: Value = serde_json::from_str(text).unwrap_or_default();
        let entries: Vec<&Value> = data["resources"].as_array().into_iter().flatten().collect();
        let ids: BTreeSet<&str> = entries.iter().filter_map(|entry| entry["id"].as_str()).collect();
        let owners: HashMap<&str, &str> =
            entries.iter().filter_map(|entry| Some((entry["id"].as_str()?, entry["owner"].as_str()?))).collect();
        let mut all: HashMap<&str, BTreeSet<&str>> = HashMap::new();
        for entry in &entries {
            let Some(id) = entry["id"].as_str() else { continue };
            let mut needs = BTreeSet::new();
            mentioned(&entry["fields"], &ids, &mut needs);
            needs.extend(entry["owner"].as_str());
            // What belongs to a resource is named by it, but not needed by it.
            needs.retain(|other| *other != id && owners.get(other) != Some(&id));
            all.insert(id, needs);
        }
        let resources = entries.iter().filter_map(|entry| {
            let text = |name: &str| entry[name].as_str().unwrap_or_default().to_owned();
            let (id, kind) = (entry["id"].as_str()?, text("kind"));
            let fields = &entry["fields"];
            let name = [format!("{kind}Name"), "Name".to_owned()]
                .iter()
                .find_map(|name| fields[name.as_str()].as_str())
                .unwrap_or_default();
            Some(Resource {
                name: name.to_owned(),
                needs: nearest(id, &all),
                id: id.to_owned(),
                kind,
                region: text("region"),
                status: text("status"),
            })
        });
        Resources(resources.collect())
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

/// Ids of resources that occur anywhere in a value.
fn mentioned<'v>(value: &'v Value, ids: &BTreeSet<&'v str>, found: &mut BTreeSet<&'v str>) {
    match value {
        Value::String(text) => found.extend(ids.get(text.as_str())),
        Value::Array(items) => items.iter().for_each(|item| mentioned(item, ids, found)),
        Value::Object(fields) => fields.values().for_each(|field| mentioned(field, ids, found)),
        _ => {}
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
    use serde_json::json;

    use super::*;

    fn resources() -> Resources {
        let entry = |kind: &str, id: &str, owner: Value, fields: Value| json!({"kind": kind, "id": id, "region": "r", "status": "", "owner": owner, "fields": fields});
        let data = json!({"format": 1, "resources": [
            entry("Vpc", "vpc-1", Value::Null, json!({"VpcName": "web", "VRouterId": "vrt-1"})),
            entry("VRouter", "vrt-1", json!("vpc-1"), json!({"VpcId": "vpc-1"})),
            entry("VSwitch", "vsw-1", Value::Null, json!({"VpcId": "vpc-1"})),
            entry("NatGateway", "ngw-1", Value::Null, json!({"VpcId": "vpc-1", "NatGatewayPrivateInfo": {"VswitchId": "vsw-1"}})),
        ]});
        Resources::read(&data.to_string())
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

    #[test]
    fn a_broken_file_has_no_resources() {
        assert_eq!(Resources::read("{").iter().count(), 0);
        assert_eq!(Resources::read("{\"resources\": [1, {}]}").iter().count(), 0);
    }
}
