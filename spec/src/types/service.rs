//! `service.yaml` and `glossary.yaml`.

use serde::{Deserialize, Serialize};

#[cfg(feature = "schema")]
use schemars::JsonSchema;

use super::{ErrorCode, Named, Schema};

/// The content of `service.yaml`: what all operations of a service share.
#[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Service {
    /// Product name of the API, like `Vpc`.
    pub product: String,
    /// Version of the API, like `2016-04-28`.
    pub version: String,
    /// One sentence that says what the service is.
    pub summary: String,
    /// The endpoints of the service.
    pub endpoints: Endpoints,
    /// Parameter that takes the region, filled from the client's region.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub region_parameter: Option<String>,
    /// Parameters that every operation takes and that no user needs.
    #[serde(default, skip_serializing_if = "Named::is_empty")]
    pub parameters: Named<Schema>,
    /// Error codes that every operation can return.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<ErrorCode>,
    /// Groups of operations: each is a folder, a module and a cargo feature. The value is its one-sentence summary.
    pub groups: Named<String>,
}

/// The endpoints of a service.
#[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Endpoints {
    /// Host for a region that `map` does not name: `{region}` stands for the region.
    pub rule: String,
    /// Host for a region on a network other than the public one: `{network}` stands for the network.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub network_rule: Option<String>,
    /// Host by region, before the rule.
    #[serde(default, skip_serializing_if = "Named::is_empty")]
    pub map: Named<String>,
    /// Regions open to the public.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub regions: Vec<String>,
}

impl Endpoints {
    /// The host for a region on the public network.
    pub fn host(&self, region: &str) -> String {
        self.map.get(region).cloned().unwrap_or_else(|| self.rule.replace("{region}", region))
    }
}

/// The content of `glossary.yaml`: what a name means, written once. Keys are, most specific first, `Operation:Name`,
/// `Parent.Name` and `Name`.
pub type Glossary = Named<String>;
