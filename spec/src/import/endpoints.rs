//! Hosts: the rule that most of them follow, and those that differ.

use super::metadata::Document;
use super::report::{NoteKind, Notes};
use crate::names::is_region;
use crate::types::{Endpoints, Named};

/// The endpoints of a service. An existing rule stays: a person may know better than a list of hosts.
pub(super) fn find(document: Document<'_>, existing: Option<&Endpoints>, notes: &mut Notes) -> Endpoints {
    let listed = hosts(document.endpoints(), notes);
    let found = common_rule(&listed);
    let rule = match (existing, found) {
        (Some(existing), found) => {
            if found.as_ref().is_some_and(|found| *found != existing.rule) {
                notes.add(NoteKind::Kept, &["endpoints"], format!("the rule `{}`", existing.rule));
            }
            existing.rule.clone()
        }
        (None, Some(rule)) => rule,
        (None, None) => {
            let product: String = document.product().unwrap_or_default().chars().filter(|c| is_host(&c.to_string())).collect();
            let rule = format!("{}.{{region}}.aliyuncs.com", product.to_ascii_lowercase());
            notes.add(NoteKind::EndpointGuessed, &["endpoints"], format!("no host is known: `{rule}` taken as the rule"));
            rule
        }
    };
    let mut map: Vec<(String, String)> = Vec::new();
    // What comes first wins.
    for (region, host) in hosts(document.endpoint_map(), notes).into_iter().chain(listed.iter().copied()) {
        let known = map.iter().any(|(known, _)| known == region);
        if !known {
            map.push((region.to_owned(), host.to_owned()));
        }
    }
    map.retain(|(region, host)| *host != rule.replace("{region}", region));
    map.sort();
    let mut regions: Vec<String> = Vec::new();
    for (region, _) in &listed {
        if !regions.iter().any(|known| known == region) {
            regions.push((*region).to_owned());
        }
    }
    let network_rule = match existing {
        Some(existing) => existing.network_rule.clone(),
        None => network_rule(&rule),
    };
    Endpoints { rule, network_rule, map: Named(map), regions }
}

/// Regions with a valid id whose host is one: a name without a scheme and without a path.
fn hosts<'m>(listed: Vec<(&'m str, &'m str)>, notes: &mut Notes) -> Vec<(&'m str, &'m str)> {
    let (hosts, other): (Vec<_>, Vec<_>) = listed.into_iter().partition(|(region, host)| is_region(region) && is_host(host));
    for (region, host) in other {
        let why = if is_region(region) { "which is not a host" } else { "which is not the id of a region" };
        notes.add(NoteKind::NoPlace, &["endpoints"], format!("`{host}` of the region `{region}`, {why}"));
    }
    hosts
}

fn is_host(text: &str) -> bool {
    !text.is_empty() && !text.contains("..") && text.chars().all(|c| c.is_ascii_alphanumeric() || ".-:".contains(c))
}

/// The rule that most hosts follow, which may be one host for all regions. Of two that equally many follow, the one that names
/// the region; then the first by name.
fn common_rule(listed: &[(&str, &str)]) -> Option<String> {
    let rules: Vec<String> = listed.iter().map(|(region, host)| host.replacen(region, "{region}", 1)).collect();
    let rank = |rule: &String| (rules.iter().filter(|other| *other == rule).count(), rule.contains("{region}"));
    rules.iter().max_by(|a, b| rank(a).cmp(&rank(b)).then(b.cmp(a))).cloned()
}

/// The host for a network of its own has the network's name behind the product's.
fn network_rule(rule: &str) -> Option<String> {
    let (product, rest) = rule.split_once(".{region}.")?;
    let is_label = !product.is_empty() && !product.contains(['.', '{']);
    is_label.then(|| format!("{product}-{{network}}.{{region}}.{rest}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_common_rule_is_found_and_the_rest_is_mapped() {
        let document = json!({
            "info": { "product": "Thing" },
            "endpoints": [
                { "regionId": "cn-a", "endpoint": "thing.cn-a.aliyuncs.com" },
                { "regionId": "cn-b", "endpoint": "thing.cn-b.aliyuncs.com" },
                { "regionId": "cn-b", "endpoint": "thing.cn-b.aliyuncs.com" },
                { "regionId": "cn-c", "endpoint": "thing.aliyuncs.com" },
                { "regionId": "cn-d", "endpoint": "thing.cn-d.aliyuncs.com" },
            ],
            "x-endpoint-map": { "cn-d": "old.aliyuncs.com" },
        });
        let mut notes = Notes::default();
        let endpoints = find(Document(&document), None, &mut notes);
        assert_eq!(endpoints.rule, "thing.{region}.aliyuncs.com");
        assert_eq!(endpoints.network_rule.as_deref(), Some("thing-{network}.{region}.aliyuncs.com"));
        let map: Vec<_> = endpoints.map.iter().map(|(region, host)| (region, host.as_str())).collect();
        assert_eq!(map, [("cn-c", "thing.aliyuncs.com"), ("cn-d", "old.aliyuncs.com")]);
        assert_eq!(endpoints.regions, ["cn-a", "cn-b", "cn-c", "cn-d"]);
        assert_eq!(notes.notes, []);
    }

    #[test]
    fn one_host_for_most_regions_is_the_rule() {
        let host = |region: &str, host: &str| json!({ "regionId": region, "endpoint": host });
        let central = [("cn-a", "thing.aliyuncs.com"), ("cn-b", "thing.aliyuncs.com"), ("cn-c", "thing.cn-c.aliyuncs.com")];
        let listed: Vec<_> = central.iter().map(|(region, name)| host(region, name)).collect();
        let document = json!({ "info": { "product": "Thing" }, "endpoints": listed });
        let mut notes = Notes::default();
        let endpoints = find(Document(&document), None, &mut notes);
        assert_eq!((endpoints.rule.as_str(), endpoints.network_rule), ("thing.aliyuncs.com", None));
        let map: Vec<_> = endpoints.map.iter().map(|(region, host)| (region, host.as_str())).collect();
        assert_eq!((map, notes.notes), (vec![("cn-c", "thing.cn-c.aliyuncs.com")], Vec::new()));
    }

    /// What the check rejects is not written.
    #[test]
    fn a_region_with_an_invalid_id_is_left_out_with_a_note() {
        let listed = ["cn-a", "cn-%00", "CN_B", ""].map(|region| json!({ "regionId": region, "endpoint": "thing.aliyuncs.com" }));
        let mut notes = Notes::default();
        let endpoints = find(Document(&json!({ "info": { "product": "Thing" }, "endpoints": listed })), None, &mut notes);
        assert_eq!((endpoints.regions, notes.notes.len()), (vec!["cn-a".to_owned()], 3));
    }

    #[test]
    fn without_hosts_the_product_gives_the_rule() {
        let document = json!({ "info": { "product": "Thing" } });
        let mut notes = Notes::default();
        assert_eq!(find(Document(&document), None, &mut notes).rule, "thing.{region}.aliyuncs.com");
        assert_eq!(notes.notes.len(), 1);
    }
}
