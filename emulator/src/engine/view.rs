//! The fields of a resource by their wire names.

use std::collections::HashMap;

use serde_json::{Map, Value, json};

use crate::auth::ACCOUNT;
use crate::clock;
use crate::store::{Kind, Resource, Store};

/// The resource group of every resource that is not in another.
const DEFAULT_RESOURCE_GROUP: &str = "rg-acfmxazb4ph6aiy";

/// Adds the fields of a resource that follow from other resources.
pub(crate) type View = fn(&Store, &Resource, &mut Map<String, Value>);

/// The views of the kinds that have one.
#[derive(Default)]
pub(crate) struct Views {
    by_kind: HashMap<&'static str, View>,
}

impl Views {
    pub(super) fn add(&mut self, kind: &'static Kind, view: View) {
        self.by_kind.insert(kind.name, view);
    }

    pub(super) fn of(&self, kind: &Kind) -> Option<View> {
        self.by_kind.get(kind.name).copied()
    }
}

/// The fields of a resource that follow from the resource itself.
pub(crate) fn fields(resource: &Resource) -> Map<String, Value> {
    let mut fields = resource.fields.to_map();
    fields.insert(resource.kind.id.to_owned(), resource.id.as_str().into());
    fields.insert("RegionId".to_owned(), resource.region.as_str().into());
    if !resource.kind.states.field.is_empty() {
        fields.insert(resource.kind.states.field.to_owned(), resource.status.as_str().into());
    }
    for (name, members) in resource.kind.groups {
        let member = |member: &&str| Some(((*member).to_owned(), resource.fields.get(member)?.clone()));
        fields.insert((*name).to_owned(), Value::Object(members.iter().filter_map(member).collect()));
    }
    let created = clock::text(resource.created);
    for name in ["CreationTime", "GmtCreate", "GmtModified", "AllocationTime", "CreateAt", "CreatedTime"] {
        fields.insert(name.to_owned(), created.as_str().into());
    }
    fields.entry("CreateTime").or_insert_with(|| resource.created.into());
    fields.entry("OwnerId").or_insert_with(|| ACCOUNT.into());
    fields.entry("ResourceGroupId").or_insert_with(|| DEFAULT_RESOURCE_GROUP.into());
    let tags = resource.tags.iter();
    let tags = tags.map(|(key, value)| json!({"Key": key, "Value": value, "TagKey": key, "TagValue": value}));
    fields.insert("Tags".to_owned(), tags.collect());
    fields
}
