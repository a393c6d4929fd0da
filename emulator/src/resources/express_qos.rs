//! QoS policies of Express Connect, their queues and rules; and failover tests.
//!
//! A change to a queue or a rule is a change of its policy, which is `Configuring` meanwhile.

use serde_json::{Map, Value, json};

use crate::engine::Action::{Create, Delete, List, Modify, Other, Switch};
use crate::engine::{Call, Operations, Passage, Reply, View, fields, plain};
use crate::kinds::{EXPRESS_QOS, EXPRESS_QOS_QUEUE, EXPRESS_QOS_RULE, FAILOVER_TEST};
use crate::service_error::ServiceError;
use crate::store::{Kind, Resource, Store};

pub(super) const VIEWS: &[(&Kind, View)] =
    &[(&EXPRESS_QOS, policy_view), (&EXPRESS_QOS_QUEUE, queue_view), (&FAILOVER_TEST, test_view)];

pub(super) const OPERATIONS: Operations = &[
    ("CreateExpressConnectTrafficQos", Create(&EXPRESS_QOS, crate::engine::bare)),
    ("DescribeExpressConnectTrafficQos", List(&EXPRESS_QOS)),
    ("ModifyExpressConnectTrafficQos", Modify(&EXPRESS_QOS, change_policy)),
    ("DeleteExpressConnectTrafficQos", Delete(&EXPRESS_QOS, plain)),
    ("CreateExpressConnectTrafficQosQueue", Create(&EXPRESS_QOS_QUEUE, new_part)),
    ("DescribeExpressConnectTrafficQosQueue", List(&EXPRESS_QOS_QUEUE)),
    ("ModifyExpressConnectTrafficQosQueue", Modify(&EXPRESS_QOS_QUEUE, change_part)),
    ("DeleteExpressConnectTrafficQosQueue", Delete(&EXPRESS_QOS_QUEUE, change_part)),
    ("CreateExpressConnectTrafficQosRule", Create(&EXPRESS_QOS_RULE, new_part)),
    ("DescribeExpressConnectTrafficQosRule", List(&EXPRESS_QOS_RULE)),
    ("ModifyExpressConnectTrafficQosRule", Modify(&EXPRESS_QOS_RULE, change_part)),
    ("DeleteExpressConnectTrafficQosRule", Delete(&EXPRESS_QOS_RULE, change_part)),
    ("CreateFailoverTestJob", Create(&FAILOVER_TEST, new_test)),
    ("DescribeFailoverTestJob", Other(describe_test)),
    ("DescribeFailoverTestJobs", List(&FAILOVER_TEST)),
    ("UpdateFailoverTestJob", Modify(&FAILOVER_TEST, plain)),
    ("StartFailoverTestJob", Switch(&FAILOVER_TEST, Passage { from: &["Init"], through: "Starting", to: "Testing" })),
    ("StopFailoverTestJob", Switch(&FAILOVER_TEST, Passage { from: &["Testing"], through: "Stopping", to: "Stopped" })),
    ("DeleteFailoverTestJob", Delete(&FAILOVER_TEST, plain)),
];

const INSTANCES: &str = "AssociatedInstanceList";

fn change_policy(call: &mut Call<'_>, id: &str) -> Result<(), ServiceError> {
    let mut instances =
        call.store.get(id).and_then(|policy| policy.fields.get(INSTANCES)?.as_array().cloned()).unwrap_or_default();
    for gone in call.items("RemoveInstanceList") {
        instances.retain(|instance| instance["InstanceId"] != gone["InstanceId"]);
    }
    for mut added in call.items("AddInstanceList") {
        added["InstanceProgressing"] = 100.into();
        added["InstanceStatus"] = "Normal".into();
        instances.push(added);
    }
    if let Some(mut policy) = call.store.edit(id) {
        policy.set(INSTANCES, instances);
    }
    for name in ["AddInstanceList", "RemoveInstanceList"] {
        call.arguments.shift_remove(name);
    }
    Ok(())
}

/// A queue or a rule is deleted with its policy.
fn new_part(call: &mut Call<'_>, part: &mut Resource) -> Result<(), ServiceError> {
    let policy = call.id(&EXPRESS_QOS)?;
    call.check_idle(&policy)?;
    part.owner = Some(policy.clone());
    // Replies contain the ids of everything that the part belongs to.
    call.begin_change(&policy);
    Ok(())
}

fn change_part(call: &mut Call<'_>, _: &str) -> Result<(), ServiceError> {
    let policy = call.id(&EXPRESS_QOS)?;
    call.check_idle(&policy)?;
    call.begin_change(&policy);
    Ok(())
}

fn new_test(call: &mut Call<'_>, test: &mut Resource) -> Result<(), ServiceError> {
    test.set("StartTime", "");
    test.set("StopTime", "");
    if call.text("JobType") == Some("StartNow") {
        test.status = "Testing".into();
    }
    Ok(())
}

fn describe_test(call: &mut Call<'_>) -> Result<Reply, ServiceError> {
    let id = call.id(&FAILOVER_TEST)?;
    let view = call.store.get(&id).map(|test| call.view(test)).unwrap_or_default();
    Ok(call.reply([("FailoverTestJobModel", json!(view))]))
}

fn parts(store: &Store, kind: &Kind, field: &str, id: &str) -> Value {
    store.with(kind, field, id).map(|part| Value::Object(fields(part))).collect()
}

fn policy_view(store: &Store, policy: &Resource, view: &mut Map<String, Value>) {
    view.insert("QueueList".into(), parts(store, &EXPRESS_QOS_QUEUE, "QosId", &policy.id));
}

fn queue_view(store: &Store, queue: &Resource, view: &mut Map<String, Value>) {
    view.insert("RuleList".into(), parts(store, &EXPRESS_QOS_RULE, "QueueId", &queue.id));
}

fn test_view(_: &Store, test: &Resource, view: &mut Map<String, Value>) {
    view.insert("JobName".into(), view.get("Name").cloned().unwrap_or_default());
    view.insert("JobStatus".into(), test.status.as_str().into());
}
