//! The facts about a service.

use super::retry_classes;
use crate::{Retry, Service};

/// What a client must know of a service to reach it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServiceFacts<'s> {
    /// Product name of the API, like `Vpc`.
    pub product: &'s str,
    /// Version of the API, like `2016-04-28`.
    pub version: &'s str,
    /// Host for a region that the map does not have; `{region}` stands for the region.
    pub endpoint_rule: &'s str,
    /// Host for a region on another network than the public one; `{network}` stands for the network.
    pub network_rule: Option<&'s str>,
    /// Host by region, sorted by region: before the rule.
    pub endpoint_map: Vec<(&'s str, &'s str)>,
    /// Regions open to the public, sorted.
    pub regions: Vec<&'s str>,
    /// Parameter that takes the region.
    pub region_parameter: Option<&'s str>,
    /// The error codes of every operation that the spec classifies, with the class of each.
    pub retry: Vec<(&'s str, Retry)>,
}

impl<'s> ServiceFacts<'s> {
    /// The facts about a service.
    pub fn of(service: &'s Service) -> Self {
        let endpoints = &service.endpoints;
        let mut endpoint_map: Vec<_> = endpoints.map.iter().map(|(region, host)| (region, host.as_str())).collect();
        endpoint_map.sort_unstable();
        let mut regions: Vec<_> = endpoints.regions.iter().map(String::as_str).collect();
        regions.sort_unstable();
        ServiceFacts {
            product: &service.product,
            version: &service.version,
            endpoint_rule: &endpoints.rule,
            network_rule: endpoints.network_rule.as_deref(),
            endpoint_map,
            regions,
            region_parameter: service.region_parameter.as_deref(),
            retry: retry_classes(&service.errors),
        }
    }
}
