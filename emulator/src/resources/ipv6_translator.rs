//! IPv6 translators, their entries, and the lists of addresses that may use them.

use serde_json::{Map, Value, json};

use crate::engine::Action::{Create, Delete, List, Modify, Other};
use crate::engine::{Call, Operations, Reply, View, bare, page, plain};
use crate::kinds::{IPV6_TRANSLATOR, IPV6_TRANSLATOR_ACL, IPV6_TRANSLATOR_ACL_ENTRY, IPV6_TRANSLATOR_ENTRY};
use crate::service_error::ServiceError;
use crate::store::{Kind, Resource, Store};

pub(super) const VIEWS: &[(&Kind, View)] = &[(&IPV6_TRANSLATOR, translator_view), (&IPV6_TRANSLATOR_ENTRY, entry_view)];

pub(super) const OPERATIONS: Operations = &[
    ("CreateIPv6Translator", Create(&IPV6_TRANSLATOR, new_translator)),
    ("DescribeIPv6Translators", List(&IPV6_TRANSLATOR)),
    ("ModifyIPv6TranslatorAttribute", Modify(&IPV6_TRANSLATOR, plain)),
    ("ModifyIPv6TranslatorBandwidth", Modify(&IPV6_TRANSLATOR, plain)),
    ("DeleteIPv6Translator", Delete(&IPV6_TRANSLATOR, plain)),
    ("CreateIPv6TranslatorEntry", Create(&IPV6_TRANSLATOR_ENTRY, bare)),
    ("DescribeIPv6TranslatorEntries", List(&IPV6_TRANSLATOR_ENTRY)),
    ("ModifyIPv6TranslatorEntry", Modify(&IPV6_TRANSLATOR_ENTRY, plain)),
    ("DeleteIPv6TranslatorEntry", Delete(&IPV6_TRANSLATOR_ENTRY, plain)),
    ("CreateIPv6TranslatorAclList", Create(&IPV6_TRANSLATOR_ACL, bare)),
    ("DescribeIPv6TranslatorAclLists", List(&IPV6_TRANSLATOR_ACL)),
    ("ModifyIPv6TranslatorAclAttribute", Modify(&IPV6_TRANSLATOR_ACL, plain)),
    ("DeleteIPv6TranslatorAclList", Delete(&IPV6_TRANSLATOR_ACL, plain)),
    ("AddIPv6TranslatorAclListEntry", Create(&IPV6_TRANSLATOR_ACL_ENTRY, new_acl_entry)),
    ("DescribeIPv6TranslatorAclListAttributes", Other(acl_entries)),
    ("ModifyIPv6TranslatorAclListEntry", Modify(&IPV6_TRANSLATOR_ACL_ENTRY, plain)),
    ("RemoveIPv6TranslatorAclListEntry", Delete(&IPV6_TRANSLATOR_ACL_ENTRY, plain)),
];

fn new_translator(call: &mut Call<'_>, translator: &mut Resource) -> Result<(), ServiceError> {
    let number = call.store.count_in(&IPV6_TRANSLATOR, &call.region);
    translator.set("AllocateIpv4Addr", format!("47.96.{}.{}", number / 250, number % 250 + 1));
    translator.set("AllocateIpv6Addr", format!("2408:4004::{:x}", number + 1));
    translator.set("OrderId", call.now);
    translator.set("EndTime", json!(call.now.saturating_add(30 * 24 * 3600 * 1000)));
    Ok(())
}

/// The entries of a list are deleted with it.
fn new_acl_entry(_: &mut Call<'_>, entry: &mut Resource) -> Result<(), ServiceError> {
    entry.owner = entry.text("AclId").map(str::to_owned);
    Ok(())
}

fn acl_entries(call: &mut Call<'_>) -> Result<Reply, ServiceError> {
    let id = call.id(&IPV6_TRANSLATOR_ACL)?;
    let entries = call.store.with(&IPV6_TRANSLATOR_ACL_ENTRY, "AclId", &id).map(|entry| call.view(entry)).collect();
    let name = call.store.get(&id).and_then(|list| list.text("AclName")).unwrap_or_default().to_owned();
    let mut reply = page(call, entries)?;
    reply.insert("AclName".into(), name.into());
    Ok(reply)
}

fn translator_view(store: &Store, translator: &Resource, view: &mut Map<String, Value>) {
    let entries = store.with(&IPV6_TRANSLATOR_ENTRY, "Ipv6TranslatorId", &translator.id);
    view.insert("Ipv6TranslatorEntryIds".into(), entries.map(|entry| Value::from(entry.id.as_str())).collect());
    view.insert("AvailableBandwidth".into(), view.get("Bandwidth").cloned().unwrap_or_default());
}

fn entry_view(store: &Store, entry: &Resource, view: &mut Map<String, Value>) {
    let translator = entry.text("Ipv6TranslatorId").and_then(|id| store.get(id));
    let address = translator.and_then(|translator| translator.text("AllocateIpv6Addr"));
    view.insert("AllocateIpv6Addr".into(), json!(address));
}
