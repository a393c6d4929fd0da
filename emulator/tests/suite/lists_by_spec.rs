//! Every list of what is kept, driven by its spec: pages, filters, tags and resource groups.

use std::collections::BTreeSet;

use crate::common::fixture::{COUNT, Fixture, borrowed, is_list, item_field, operations, resolved};
use crate::common::text;
use acs_spec::{Kind, Operation, PageStyle};
use serde_json::Value;

/// Lists of what is not a resource of its own: tags, and what a prefix list holds. They have tests of their own.
const OTHER_LISTS: &[&str] = &[
    "DescribeSslVpnClients",
    "DescribeEcGrantRelation",
    "DescribeTagKeys",
    "DescribeTagKeysForExpressConnect",
    "DescribeTags",
    "DescribeVpnCrossAccountAuthorizations",
    "GetVSwitchCidrReservationUsage",
    "GetVpcPrefixListAssociations",
    "GetVpcPrefixListEntries",
    "ListGatewayRouteTableEntries",
    "ListIpsecServerLogs",
    "ListTagResources",
    "ListTagResourcesForExpressConnect",
    "ListVpcEndpointServicesByEndUser",
];

/// Parameters that a list must have though its spec does not say so: one of several is enough.
///
/// Or what they must have is not the id of that name.
const NEEDED: &[(&str, &str, &str)] = &[
    ("ListFullNatEntries", "FullNatTableId", "{FullNatTableId}"),
    ("DescribeGrantRulesToCen", "InstanceId", "{VpcId}"),
    ("ListVpcPublishedRouteEntries", "TargetType", "ECR"),
    ("DescribeVcoRouteEntries", "VpnConnectionId", "{VpnAttachmentId}"),
];

/// The list operations that are answered from the state, with the parameters that they must have.
async fn kept_lists(fixture: &Fixture) -> Vec<(&'static Operation, Vec<(String, String)>)> {
    let mut kept = Vec::new();
    for (name, spec) in operations() {
        if spec.pagination.is_none() || OTHER_LISTS.contains(&name.as_str()) {
            continue;
        }
        let needed = |parameter: &str| NEEDED.iter().find(|(list, other, _)| list == name && *other == parameter);
        let mut parameters = Vec::new();
        for (parameter, schema) in spec.parameters.iter().filter(|(parameter, _)| *parameter != "RegionId") {
            let value = match needed(parameter) {
                Some((.., value)) => fixture.pairs(&format!("Value={value}"), 0).remove(0).1,
                None if !schema.required => continue,
                None => {
                    let known = fixture.known.get(parameter).map(|known| known[0].clone());
                    known.or_else(|| schema.closed.first().cloned()).unwrap_or_else(|| "VPC".to_owned())
                }
            };
            parameters.push((parameter.to_owned(), value));
        }
        let all: Vec<_> = std::iter::once(("RegionId", "cn-hangzhou"))
            .filter(|(name, _)| spec.parameters.get(name).is_some())
            .chain(borrowed(&parameters))
            .collect();
        let reply = fixture.setup.send(name, &all).await.unwrap();
        if !reply.headers.contains_key("x-acs-emulator") {
            assert_eq!(reply.status, 200, "{name} {all:?}: {}", reply.text);
            kept.push((spec, parameters));
        }
    }
    kept
}

/// Parameters that say how to list, not what.
fn is_about_paging(spec: &Operation, name: &str) -> bool {
    let pages = spec.pagination.as_ref().unwrap();
    let own = [pages.page.as_deref(), pages.token.as_deref(), pages.size.as_deref()];
    own.contains(&Some(name)) || ["RegionId", "DryRun", "ClientToken", "Tag", "Tags", "Filter"].contains(&name)
}

/// The parameter that asks for the largest page, which holds all that there is here.
fn size_of_the_whole(spec: &Operation) -> (String, String) {
    let pages = spec.pagination.as_ref().unwrap();
    (pages.size.clone().unwrap(), pages.max_size.map_or("50".to_owned(), |most| most.to_string()))
}

#[tokio::test]
async fn pages_together_are_the_list() {
    let fixture = Fixture::new().await;
    for (spec, parameters) in kept_lists(&fixture).await {
        let name = &spec.operation;
        let pages = spec.pagination.as_ref().unwrap();
        let with = |more: &[(&str, &str)]| {
            let all = parameters.iter().map(|(name, value)| (name.clone(), value.clone()));
            all.chain(more.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))).collect::<Vec<_>>()
        };
        let (size, most) = size_of_the_whole(spec);
        let whole = fixture.list(spec, &borrowed(&with(&[(&size, &most)]))).await.unwrap();
        let mut together = Vec::new();
        let mut token = String::new();
        for number in 1..=whole.len() + 1 {
            let number = number.to_string();
            let mut page = vec![(pages.size.as_deref().unwrap(), "2")];
            match pages.style {
                PageStyle::Page => page.push((pages.page.as_deref().unwrap(), &number)),
                PageStyle::Token if token.is_empty() => {}
                PageStyle::Token => page.push((pages.token.as_deref().unwrap(), &token)),
            }
            let reply = fixture.setup.ok(name, &borrowed(&with(&page))).await;
            if let Some(total) = &pages.total {
                assert_eq!(text(&reply, &format!("/{total}")), whole.len().to_string(), "{name}");
            }
            let items = crate::common::fixture::items(spec, &reply);
            assert!(items.len() <= 2, "{name}");
            together.extend(items);
            token = pages.next.as_deref().and_then(|next| reply[next].as_str()).unwrap_or_default().to_owned();
            if token.is_empty() && pages.style == PageStyle::Token {
                break;
            }
        }
        assert_eq!(together, whole, "{name}");
        assert!(whole.len() >= COUNT, "{name} lists {} of 3", whole.len());
    }
}

/// Filters that keep nothing out here, and why.
const NOT_FILTERS: &[(&str, &str)] = &[
    ("DescribeCommonBandwidthPackages.IncludeReservationData", WHAT_TO_TELL),
    ("DescribeEipAddresses.IncludeReservationData", WHAT_TO_TELL),
    ("DescribeIpv6Addresses.IncludeReservationData", WHAT_TO_TELL),
    ("DescribeGlobalAccelerationInstances.IncludeReservationData", WHAT_TO_TELL),
    ("DescribePhysicalConnections.IncludeReservationData", WHAT_TO_TELL),
    ("DescribeRouterInterfaces.IncludeReservationData", WHAT_TO_TELL),
    ("DescribeVirtualBorderRouters.IncludeCrossAccountVbr", WHAT_TO_TELL),
    ("DescribeVpnGateways.IncludeReservationData", WHAT_TO_TELL),
];

const WHAT_TO_TELL: &str = "it says what to tell of each, not which to list";

#[tokio::test]
async fn every_parameter_of_a_list_filters() {
    let fixture = Fixture::new().await;
    let mut ignored = BTreeSet::new();
    let mut wrong = Vec::new();
    for (spec, required) in kept_lists(&fixture).await {
        let name = &spec.operation;
        let required: Vec<_> = required.into_iter().chain([size_of_the_whole(spec)]).collect();
        let whole = fixture.list(spec, &borrowed(&required)).await.unwrap();
        for (parameter, schema) in spec.parameters.iter().filter(|(parameter, _)| !is_about_paging(spec, parameter)) {
            let schema = resolved(spec, schema);
            let flat = if is_list(schema) { format!("{parameter}.1") } else { parameter.to_owned() };
            let search = async |value: &str| {
                let mut parameters = borrowed(&required);
                parameters.retain(|(name, _)| *name != parameter);
                parameters.push((&flat, value));
                fixture.list(spec, &parameters).await
            };
            // A value that nothing has must find nothing, or be refused.
            let kind = if is_list(schema) { schema.items.as_ref().and_then(|items| items.kind) } else { schema.kind };
            let strange = match kind {
                Some(Kind::Integer | Kind::Number) => vec!["987654321".to_owned()],
                Some(Kind::Boolean) => vec!["true".to_owned(), "false".to_owned()],
                _ if !schema.closed.is_empty() => schema.closed.clone(),
                _ => vec!["no-such-value".to_owned()],
            };
            let mut found = Vec::new();
            for value in &strange {
                found.push(search(value).await.unwrap_or_default());
            }
            // Of a few allowed values, at most one can fit everything.
            let fitting = found.iter().filter(|found| found.len() == whole.len()).count();
            if fitting > usize::from(strange.len() > 1) {
                ignored.insert(format!("{name}.{parameter}"));
                continue;
            }
            // The value of an item finds those that have it, and no others.
            if item_field(spec, parameter).is_none_or(is_list) {
                continue;
            }
            let mut searched = BTreeSet::new();
            for item in &whole {
                let Some(value) = item.get(parameter).filter(|value| !value.is_null()) else { continue };
                let value = match kind {
                    // A flag that some replies write as a number.
                    Some(Kind::Boolean) if value.is_number() => (*value == 1).to_string(),
                    _ => value.as_str().map_or_else(|| value.to_string(), str::to_owned),
                };
                if value.is_empty() || !searched.insert(value.clone()) {
                    continue;
                }
                let expected: Vec<&Value> = whole.iter().filter(|other| other.get(parameter) == item.get(parameter)).collect();
                let found = search(&value).await;
                if found.as_ref().map(|found| found.iter().collect()) != Ok(expected) {
                    wrong.push(format!("{name} {parameter}={value}: {:?}", found.map(|found| found.len())));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let expected: BTreeSet<String> = NOT_FILTERS.iter().map(|(name, _)| (*name).to_owned()).collect();
    let missing: Vec<_> = ignored.difference(&expected).collect();
    let stale: Vec<_> = expected.difference(&ignored).collect();
    assert!(missing.is_empty() && stale.is_empty(), "not filtered by: {missing:?}\nfiltered by, after all: {stale:?}");
}
