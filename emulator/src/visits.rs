//! The number of resources that a request examines does not grow with the store. Resources are counted, not time.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use serde_json::{Map, Value, json};

use crate::auth::{Keys, Nonces};
use crate::catalog::Catalog;
use crate::clock::{MovableClock, Setting, SystemClock};
use crate::engine::{Limits, Pace};
use crate::faults::Faults;
use crate::ids::Ids;
use crate::kinds::VPC;
use crate::log::Log;
use crate::rates::Rates;
use crate::service::{Service, Settings, Snapshot, State};
use crate::specs::specs;
use crate::store::{Resource, Store};
use crate::tokens::Tokens;

/// A service that holds this number of VPCs, one of them with a unique tag, and the id of that one.
fn filled(count: usize) -> (Service, String) {
    let (mut store, ids, mut one) = (Store::default(), Ids::default(), String::new());
    for number in 0..count {
        let mut vpc = Resource::new(&VPC, &ids, "cn-hangzhou", 0);
        vpc.set("CidrBlock", "10.0.0.0/8");
        vpc.tags.insert("number", &number.to_string());
        one.clone_from(&vpc.id);
        store.insert(vpc);
    }
    let state = State {
        store,
        keys: Keys::default(),
        nonces: Nonces::default(),
        tokens: Tokens::default(),
        log: Log::new(1),
        faults: Faults::default(),
        initial: Snapshot::default(),
        snapshots: BTreeMap::new(),
        changes: 0,
        rates: Rates::default(),
        problem: None,
    };
    let limits = Limits { resources: 1_000_000, quotas: false, own: BTreeMap::new() };
    let settings = Settings { pace: Pace::Fixed(Duration::ZERO), limits, ignore_unknown: false, on_request: None };
    let clock = MovableClock::new(Arc::new(SystemClock), Setting::default());
    let catalog = Catalog::new(specs().iter().copied()).unwrap();
    (Service::new(Arc::new(catalog), clock, settings, state), one)
}

/// How many resources an operation examines.
fn visits(service: &Service, operation: &str, parameters: &Value) -> (usize, Map<String, Value>) {
    let before = service.state().store.visited();
    let reply = service.perform(operation, parameters.as_object().unwrap(), "cn-hangzhou").unwrap();
    let after = service.state().store.visited();
    (after - before, reply)
}

#[test]
fn requests_look_at_as_many_resources_whatever_there_is() {
    let counts = [100, 5_000].map(|count| {
        let (service, one) = filled(count);
        let tag = json!({"Tag": [{"Key": "number", "Value": (count - 1).to_string()}]});
        let (listed, reply) = visits(&service, "DescribeVpcs", &tag);
        assert_eq!(reply["TotalCount"], 1);
        let (page, reply) = visits(&service, "DescribeVpcs", &json!({"PageNumber": 3, "PageSize": 10}));
        assert_eq!((reply["TotalCount"].as_u64(), reply["Vpcs"]["Vpc"].as_array().map(Vec::len)), (Some(count as u64), Some(10)));
        [
            ("by id", visits(&service, "DescribeVpcAttribute", &json!({"VpcId": one})).0),
            ("list by id", visits(&service, "DescribeVpcs", &json!({"VpcId": one})).0),
            ("list by tag", listed),
            ("page", page),
            ("create", visits(&service, "CreateVpc", &json!({})).0),
        ]
    });
    assert_eq!(counts[0], counts[1]);
    assert!(counts[0].iter().all(|(_, visits)| *visits < 100), "{counts:?}");
}
