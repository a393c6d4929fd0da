//! One request that is being answered, and what resource modules use to answer it.

use std::collections::BTreeMap;
use std::time::Duration;

use serde_json::{Map, Value};

use super::view::{Views, fields};
use crate::arguments::Arguments;
use crate::catalog::{Catalog, Operation};
use crate::ids::Ids;
use crate::reply;
use crate::service_error::ServiceError;
use crate::store::{Kind, Resource, Store, Then};

/// A reply's fields, without the request id.
pub(crate) type Reply = Map<String, Value>;

/// A request that passed every check that is the same for all operations.
pub(crate) struct Call<'c> {
    pub(crate) catalog: &'c Catalog,
    pub(crate) views: &'c Views,
    pub(crate) operation: &'c Operation,
    pub(crate) arguments: Arguments,
    /// The region that the request names; empty if it names none.
    pub(crate) region: String,
    /// In milliseconds.
    pub(crate) now: u64,
    pub(crate) store: &'c mut Store,
    pub(crate) ids: &'c Ids,
    pub(crate) pace: Pace,
    pub(crate) limits: &'c Limits,
}

/// How long changes take that take the service seconds or minutes.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Pace {
    /// The service's duration multiplied by this factor.
    Scaled(f64),
    /// A fixed duration for every change.
    Fixed(Duration),
}

/// Bounds of the state.
#[derive(Debug)]
pub(crate) struct Limits {
    /// Resources in all.
    pub(crate) resources: usize,
    /// Whether the service's quotas hold.
    pub(crate) quotas: bool,
    /// Quotas that replace those of the service, by kind.
    pub(crate) own: BTreeMap<String, usize>,
}

impl Pace {
    /// The time in milliseconds at which a change is done that starts now and takes the service this many seconds.
    pub(crate) fn done(self, now: u64, seconds: u32) -> u64 {
        let takes = match self {
            Pace::Scaled(scale) => (f64::from(seconds) * 1000.0 * scale) as u64,
            Pace::Fixed(duration) => u64::try_from(duration.as_millis()).unwrap_or(u64::MAX),
        };
        now.saturating_add(takes)
    }
}

impl Call<'_> {
    /// An argument that is text and not empty.
    pub(crate) fn text(&self, name: &str) -> Option<&str> {
        self.arguments.get(name).and_then(Value::as_str).filter(|text| !text.is_empty())
    }

    pub(crate) fn flag(&self, name: &str) -> Option<bool> {
        self.arguments.get(name).and_then(Value::as_bool)
    }

    pub(crate) fn number(&self, name: &str) -> Option<i64> {
        let value = self.arguments.get(name)?;
        value.as_i64().or_else(|| value.as_str()?.parse().ok())
    }

    /// The items of an argument that is a list.
    pub(crate) fn items(&self, name: &str) -> Vec<Value> {
        self.arguments.get(name).and_then(Value::as_array).cloned().unwrap_or_default()
    }

    /// The items of an argument that is a list of text, or text with commas between items.
    pub(crate) fn texts(&self, name: &str) -> Vec<String> {
        match self.arguments.get(name) {
            Some(Value::Array(items)) => items.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
            Some(Value::String(text)) => {
                text.split(',').map(str::trim).filter(|item| !item.is_empty()).map(str::to_owned).collect()
            }
            _ => Vec::new(),
        }
    }

    /// The tags in a list of keys and values.
    pub(crate) fn tags(&self, name: &str) -> Result<BTreeMap<String, String>, ServiceError> {
        let mut tags = BTreeMap::new();
        for item in self.items(name) {
            let text = |names: [&str; 2]| names.iter().find_map(|name| item.get(name)?.as_str()).unwrap_or_default().to_owned();
            let (key, value) = (text(["Key", "TagKey"]), text(["Value", "TagValue"]));
            if key.is_empty()
                || key.chars().count() > 128
                || key.starts_with("aliyun")
                || key.starts_with("acs:")
                || key.contains("://")
            {
                let codes = ["InvalidTagKey", "InvalidParameter.TagKey", "InvalidTagKey.Malformed"];
                return Err(self.invalid(
                    name,
                    &codes,
                    "a tag key has 1 to 128 characters and does not begin with aliyun or acs:",
                ));
            }
            if value.chars().count() > 128 {
                let codes = ["InvalidTagValue", "InvalidParameter.TagValue"];
                return Err(self.invalid(name, &codes, "a tag value has 128 characters at most"));
            }
            if tags.insert(key, value).is_some() {
                return Err(self.invalid(name, &["Duplicated.TagKey", "Forbidden.TagKey.Duplicated"], "a tag key comes twice"));
            }
        }
        Ok(tags)
    }

    /// An argument that this request needs although the spec does not require it.
    pub(crate) fn required(&self, name: &str) -> Result<String, ServiceError> {
        self.text(name).map(str::to_owned).ok_or_else(|| {
            let own = format!("MissingParam.{name}");
            let message =
                format!("The input parameter \"{name}\" that is mandatory for processing this request is not supplied.");
            self.operation.error(&[if self.operation.documents(&own) { &own } else { "MissingParameter" }], message)
        })
    }

    /// An error with the first of `codes` that the operation documents, or the first of all.
    pub(crate) fn error(&self, codes: &[&str], message: impl Into<String>) -> ServiceError {
        self.operation.error(codes, message)
    }

    /// An error about the value of a parameter.
    pub(crate) fn invalid(&self, parameter: &str, codes: &[&str], why: &str) -> ServiceError {
        let message = format!("The specified parameter \"{parameter}\" is not valid: {why}.");
        let own = [&format!("Invalid{parameter}.Malformed"), &format!("IllegalParam.{parameter}"), "InvalidParameter"]
            .map(str::to_owned);
        let documented = codes.iter().copied().chain(own.iter().map(String::as_str)).find(|code| self.operation.documents(code));
        self.operation.error(&[documented.unwrap_or("InvalidParameter")], message)
    }

    /// The id in the request that identifies a resource of a kind.
    pub(crate) fn id(&self, kind: &Kind) -> Result<String, ServiceError> {
        let names = std::iter::once(kind.id).chain(kind.aliases.iter().copied());
        let (name, id) = names
            .filter_map(|name| Some((name, self.text(name)?)))
            .next()
            .ok_or_else(|| self.error(&["MissingParameter"], format!("The input parameter \"{}\" is not supplied.", kind.id)))?;
        self.check_exists(kind, name, id)?;
        Ok(id.to_owned())
    }

    /// The resource that a parameter names, if it is given.
    pub(crate) fn named(&self, kind: &Kind, parameter: &str) -> Result<Option<&Resource>, ServiceError> {
        self.text(parameter).map(|id| self.check_exists(kind, parameter, id)).transpose()
    }

    /// The resource of an id, in the region of the request.
    pub(crate) fn check_exists(&self, kind: &Kind, parameter: &str, id: &str) -> Result<&Resource, ServiceError> {
        let here = |resource: &&Resource| resource.is(kind) && (self.region.is_empty() || resource.region == self.region);
        self.store.get(id).filter(here).ok_or_else(|| self.not_found(kind, parameter, id))
    }

    /// The error for a missing resource, with the code that the operation documents for it.
    pub(crate) fn not_found(&self, kind: &Kind, parameter: &str, id: &str) -> ServiceError {
        let usual = [
            format!("Invalid{parameter}.NotFound"),
            format!("Invalid{}.NotFound", kind.id),
            format!("ResourceNotFound.{}", kind.name),
            format!("Invalid{}.NotFound", kind.name),
            format!("Invalid{}InstanceId.NotFound", kind.name),
        ];
        let names = || usual.iter().map(String::as_str).chain(kind.not_found.iter().copied());
        let exact = names().find(|code| self.operation.documents(code));
        let alike = || names().find_map(|name| self.operation.documented(|code| code.eq_ignore_ascii_case(name)));
        let general = || {
            ["InvalidInstanceId.NotFound", "InvalidInstance.NotFound", "InstanceNotFound", "Instance.NotFound"]
                .into_iter()
                .find(|code| self.operation.documents(code))
        };
        let code = exact.or_else(alike).or_else(general).or(kind.not_found.first().copied()).unwrap_or(&usual[0]);
        let mut error = self.operation.error(&[code], format!("The specified {parameter} ({id}) is not found."));
        // Some operations list the code with 400. Clients wait for a 404, which others have for the same code.
        error.status = 404;
        error
    }

    /// The error for a missing resource with another code: the first of `codes` that the operation documents.
    pub(crate) fn renamed(&self, error: ServiceError, codes: &[&str]) -> ServiceError {
        let status = error.status;
        let mut error = self.error(codes, error.message);
        error.status = status;
        error
    }

    /// Rejects a request while another change of the resource is in progress.
    pub(crate) fn check_idle(&self, id: &str) -> Result<(), ServiceError> {
        match self.store.get(id) {
            Some(resource) if resource.is_busy() => Err(self.wrong_status(resource.kind, id, &resource.status)),
            _ => Ok(()),
        }
    }

    /// The error for a resource whose status does not allow the request.
    pub(crate) fn wrong_status(&self, kind: &Kind, id: &str, status: &str) -> ServiceError {
        let own = format!("IncorrectStatus.{}", kind.name);
        let usual = [own.as_str(), "IncorrectStatus", "TaskConflict", "OperationConflict"];
        let mut codes = kind.busy.iter().copied().chain(usual);
        let code = codes.find(|code| self.operation.documents(code)).unwrap_or("OperationConflict");
        let message = match code {
            "VpnGateway.Configuring" => "The specified service is configuring.".to_owned(),
            _ => format!("The status of {id} does not allow this now: {status}."),
        };
        self.operation.error(&[code], message)
    }

    /// Puts a resource into its changing state until the change is done.
    pub(crate) fn begin_change(&mut self, id: &str) {
        let (now, pace) = (self.now, self.pace);
        if let Some(mut resource) = self.store.edit(id)
            && !resource.kind.states.changing.is_empty()
        {
            let back = if resource.is_busy() { resource.kind.states.usual().to_owned() } else { resource.status.clone() };
            resource.status = resource.kind.states.changing.to_owned();
            let seconds = resource.kind.seconds;
            resource.plan(pace.done(now, seconds), Then::Status(back));
        }
    }

    /// Puts a resource into one state now, and into another when the change is done.
    pub(crate) fn transition(&mut self, id: &str, now_in: &str, then: Then) {
        let (now, pace) = (self.now, self.pace);
        if let Some(mut resource) = self.store.edit(id) {
            resource.status = now_in.to_owned();
            let seconds = resource.kind.seconds;
            resource.plan(pace.done(now, seconds), then);
        }
    }

    /// A new resource in the region of the request, not yet part of the store.
    pub(crate) fn draft(&self, kind: &'static Kind) -> Resource {
        Resource::new(kind, self.ids, &self.region, self.now)
    }

    /// Adds a resource, in its creating state until that is done.
    pub(crate) fn add(&mut self, mut resource: Resource) {
        let states = resource.kind.states;
        if !states.creating.is_empty() {
            resource.status = states.creating.to_owned();
            resource.plan(self.pace.done(self.now, resource.kind.seconds), Then::Status(states.usual().to_owned()));
        }
        self.store.insert(resource);
    }

    /// All fields of a resource, by their wire names: its own, and those that follow from other resources.
    pub(crate) fn view(&self, resource: &Resource) -> Map<String, Value> {
        let mut fields = fields(resource);
        if let Some(view) = self.views.of(resource.kind) {
            view(self.store, resource, &mut fields);
        }
        fields
    }

    /// A reply that describes a resource: those of its fields that the operation returns.
    pub(crate) fn describe(&self, id: &str) -> Reply {
        let Some(resource) = self.store.get(id) else { return Reply::new() };
        let mut view = self.view(resource);
        let mut described = |name: &str| view.get_mut(name).map(Value::take).or_else(|| (name == "Success").then(|| true.into()));
        reply::object(self.operation, &self.operation.spec.response, &mut described)
    }

    /// A reply made of values under their names.
    pub(crate) fn reply<const N: usize>(&self, values: [(&str, Value); N]) -> Reply {
        let mut lookup = |name: &str| values.iter().find(|(known, _)| *known == name).map(|(_, value)| value.clone());
        reply::object(self.operation, &self.operation.spec.response, &mut lookup)
    }
}
