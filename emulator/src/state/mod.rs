//! The resources that an emulator keeps, and what operations do with them.
//!
//! One model for all: a resource is a kind, an id, and fields under their wire names. What is special about a kind is a row in
//! [`kinds`]; what is the same for all is in [`actions`]; [`view`] writes resources in the shape of a reply.

mod actions;
mod kinds;
mod view;

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use crate::catalog::Operation;
use crate::ids::Ids;
use crate::service_error::ServiceError;
use kinds::Kind;

/// Resources that are kept at the same time; more are refused.
const MAX_RESOURCES: usize = 10_000;

/// All resources.
#[derive(Debug, Clone)]
pub(crate) struct State {
    resources: BTreeMap<String, Resource>,
    /// Milliseconds that asynchronous work takes.
    delay: u64,
}

/// A resource.
#[derive(Debug, Clone)]
struct Resource {
    kind: &'static Kind,
    id: String,
    /// Fields under the wire names of the request that made it.
    fields: Map<String, Value>,
    created: u64,
    /// When it is made.
    ready: u64,
    /// Until when something of it changes.
    changing: u64,
    /// When it will be gone.
    gone: Option<u64>,
}

impl Resource {
    fn status(&self, now: u64) -> &'static str {
        let states = &self.kind.states;
        match () {
            () if self.gone.is_some() => states.deleting,
            () if now < self.ready => states.making,
            () if now < self.changing => states.changing,
            () => states.ready,
        }
    }

    fn is_busy(&self, now: u64) -> bool {
        self.kind.one_at_a_time && (now < self.ready || now < self.changing || self.gone.is_some())
    }
}

impl State {
    pub(crate) fn new(delay: u64) -> Self {
        State { resources: BTreeMap::new(), delay }
    }

    /// Does what an operation asks for; `None` if no kind of resource knows the operation.
    pub(crate) fn act(
        &mut self,
        operation: &Operation,
        parameters: &Map<String, Value>,
        now: u64,
        ids: &Ids,
    ) -> Result<Option<Map<String, Value>>, ServiceError> {
        self.resources.retain(|_, resource| resource.gone.is_none_or(|gone| now < gone));
        let Some((kind, verb)) = kinds::of_operation(operation.name()) else { return Ok(None) };
        actions::run(self, kind, verb, &actions::Request { operation, parameters, now, ids }).map(Some)
    }

    /// Finds out whether an operation would succeed.
    pub(crate) fn dry_run(&self, operation: &Operation, parameters: &Map<String, Value>, now: u64) -> Result<(), ServiceError> {
        self.clone().act(operation, parameters, now, &Ids::default()).map(drop)
    }

    /// Makes a VPN gateway that is ready, in no VPC, without a request.
    pub(crate) fn seed_vpn_gateway(&mut self, now: u64, ids: &Ids) -> Option<String> {
        let kind = kinds::named("VpnGateway")?;
        let id = ids.resource(kind.prefix);
        let fields = actions::given(kind);
        let resource = Resource { kind, id: id.clone(), fields, created: now, ready: now, changing: now, gone: None };
        self.resources.insert(id.clone(), resource);
        Some(id)
    }

    fn of_kind(&self, kind: &'static Kind) -> impl Iterator<Item = &Resource> {
        self.resources.values().filter(|resource| std::ptr::eq(resource.kind, kind))
    }

    fn find(&self, kind: &Kind, id: &str) -> Option<&Resource> {
        self.resources.get(id).filter(|resource| resource.kind.name == kind.name)
    }
}
