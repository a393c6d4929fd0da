//! Tags and resource groups of all resources, and deletion protection.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use crate::engine::Action::Other;
use crate::engine::{Call, Operations, Reply, page};
use crate::kinds;
use crate::service_error::ServiceError;
use crate::store::{Kind, Resource};

pub(super) const OPERATIONS: Operations = &[
    ("TagResources", Other(tag)),
    ("UnTagResources", Other(untag)),
    ("ListTagResources", Other(list)),
    ("DescribeTags", Other(list)),
    ("DescribeTagKeys", Other(list_keys)),
    ("TagResourcesForExpressConnect", Other(tag)),
    ("UntagResourcesForExpressConnect", Other(untag)),
    ("ListTagResourcesForExpressConnect", Other(list)),
    ("DescribeTagKeysForExpressConnect", Other(list_keys)),
    ("ChangeResourceGroup", Other(move_to_group)),
    ("MoveResourceGroup", Other(move_to_group)),
    ("MoveVpnResourceGroup", Other(move_to_group)),
    ("DeletionProtection", Other(protect)),
];

/// Tags that one resource can have.
const MAX_TAGS: usize = 20;

/// Names of types that are not the name of the kind in upper case.
const OTHER_NAMES: &[(&str, &str)] =
    &[("BANDWIDTHPACKAGE", "COMMONBANDWIDTHPACKAGE"), ("CBWP", "COMMONBANDWIDTHPACKAGE"), ("NATGW", "NATGATEWAY")];

fn tag(call: &mut Call<'_>) -> Result<Reply, ServiceError> {
    let tags = call.tags("Tag")?;
    for id in resources(call)? {
        let Some(mut resource) = call.store.edit(&id) else { continue };
        resource.tags.extend(tags.clone());
        let count = resource.tags.len();
        drop(resource);
        if count > MAX_TAGS {
            return Err(call.error(
                &["QuotaExceeded.TagNum", "SizeLimitExceeded.TagNum"],
                format!("{id} would have more than {MAX_TAGS} tags."),
            ));
        }
    }
    Ok(Reply::new())
}

fn untag(call: &mut Call<'_>) -> Result<Reply, ServiceError> {
    let keys = call.texts("TagKey");
    let all = call.flag("All") == Some(true) && keys.is_empty();
    for id in resources(call)? {
        if let Some(mut resource) = call.store.edit(&id) {
            resource.tags.retain(|key| !all && !keys.iter().any(|gone| gone == key));
        }
    }
    Ok(Reply::new())
}

fn list(call: &mut Call<'_>) -> Result<Reply, ServiceError> {
    let (ids, wanted) = (call.texts("ResourceId"), call.tags("Tag")?);
    if ids.is_empty() && wanted.is_empty() && call.operation.documents("BothEmpty.TagsAndResources") {
        return Err(call.error(&["BothEmpty.TagsAndResources"], "ResourceId or Tag is mandatory."));
    }
    let kind = call.text("ResourceType").map(|name| kind_of(call, name)).transpose()?;
    let fits = |resource: &&Resource| {
        let named = ids.is_empty() || ids.contains(&resource.id);
        let tagged =
            wanted.iter().all(|(key, value)| resource.tags.get(key).is_some_and(|has| value.is_empty() || has == value.as_str()));
        resource.region == call.region && kind.is_none_or(|kind| resource.is(kind)) && named && tagged
    };
    // By an id or a tag they are found without looking at all others.
    let candidates: Vec<&Resource> = match (wanted.first_key_value(), kind) {
        _ if !ids.is_empty() => call.store.by_ids(ids.iter().map(String::as_str)),
        (Some((key, value)), Some(kind)) => call.store.tagged(kind, key, value).collect(),
        (None, Some(kind)) => call.store.of(kind).collect(),
        (_, None) => call.store.all().collect(),
    };
    let described = candidates.into_iter().filter(fits).flat_map(|resource| {
        let tags = resource.tags.iter().filter(|(key, _)| wanted.is_empty() || wanted.contains_key(*key));
        tags.map(|(key, value)| {
            let fields = [
                ("ResourceId", resource.id.as_str()),
                ("ResourceType", resource.kind.tagged),
                ("TagKey", key),
                ("TagValue", value),
            ];
            Map::from_iter(fields.map(|(name, value)| (name.to_owned(), Value::from(value))))
        })
    });
    let described = described.collect();
    page(call, described)
}

fn list_keys(call: &mut Call<'_>) -> Result<Reply, ServiceError> {
    let (ids, word) = (call.texts("ResourceId"), call.text("Keyword").unwrap_or_default());
    let kind = call.text("ResourceType").map(|name| kind_of(call, name)).transpose()?;
    let fits = |resource: &&Resource| {
        resource.region == call.region
            && kind.is_none_or(|kind| resource.is(kind))
            && (ids.is_empty() || ids.contains(&resource.id))
    };
    let keys: BTreeSet<&str> = call
        .store
        .all()
        .filter(fits)
        .flat_map(|resource| resource.tags.iter())
        .map(|(key, _)| key)
        .filter(|key| key.contains(word))
        .collect();
    let described = keys
        .into_iter()
        .map(|key| Map::from_iter([("TagKey".to_owned(), json!(key)), ("Type".to_owned(), json!("Custom"))]))
        .collect();
    page(call, described)
}

fn move_to_group(call: &mut Call<'_>) -> Result<Reply, ServiceError> {
    let group = call.required("NewResourceGroupId")?;
    if !group.starts_with("rg-") {
        return Err(call.error(&["InvalidResourceGroupId"], "The id of a resource group begins with rg-."));
    }
    let kind = kind_of(call, call.text("ResourceType").unwrap_or_default())?;
    let id = call.text("ResourceId").or(call.text("InstanceId")).unwrap_or_default().to_owned();
    call.check_exists(kind, "ResourceId", &id).map_err(|error| call.renamed(error, &["InvalidResourceId.NotFound"]))?;
    if let Some(mut resource) = call.store.edit(&id) {
        resource.set("ResourceGroupId", group);
    }
    Ok(Reply::new())
}

fn protect(call: &mut Call<'_>) -> Result<Reply, ServiceError> {
    let name = call.text("Type").unwrap_or_default();
    let Some(kind) = find(name).filter(|kind| kind.defaults.iter().any(|(field, _)| *field == "DeletionProtection")) else {
        return Err(call.error(&["DeletionProtection.TypeNotSupport"], format!("{name} is not a type that can be protected.")));
    };
    let id = call.text("InstanceId").unwrap_or_default().to_owned();
    let there = call.check_exists(kind, "InstanceId", &id);
    there.map_err(|error| call.renamed(error, &["DeletionProtection.ResourceNotExist", "DeletionProtection.NotExist"]))?;
    let enable = call.flag("ProtectionEnable").unwrap_or_default();
    if let Some(mut resource) = call.store.edit(&id) {
        resource.set("DeletionProtection", enable);
    }
    Ok(Reply::new())
}

/// The resources that the request names.
fn resources(call: &Call<'_>) -> Result<Vec<String>, ServiceError> {
    let kind = kind_of(call, call.text("ResourceType").unwrap_or_default())?;
    let ids = call.texts("ResourceId");
    for id in &ids {
        let there = call.check_exists(kind, "ResourceId", id);
        there.map_err(|error| call.renamed(error, &["InvalidInstanceIds.NotFound", "InvalidInstanceId.NotFound"]))?;
    }
    Ok(ids)
}

fn kind_of(call: &Call<'_>, name: &str) -> Result<&'static Kind, ServiceError> {
    find(name).ok_or_else(|| {
        let codes = ["InvalidInstanceType.NotFound", "IllegalParam.ResourceType", "ResourceType.Unknown"];
        call.error(&codes, format!("The emulator keeps no resources of the type {name}."))
    })
}

fn find(name: &str) -> Option<&'static Kind> {
    let name = name.to_ascii_uppercase();
    let name = OTHER_NAMES.iter().find(|(other, _)| *other == name).map_or(name.as_str(), |(_, name)| name);
    kinds::ALL.iter().copied().find(|kind| !kind.tagged.is_empty() && kind.tagged == name)
}
