//! The routes in the route table of a gateway: one for each vSwitch, which can be sent elsewhere.

use serde_json::{Map, Value, json};

use crate::engine::Action::Other;
use crate::engine::{Call, Operations, Reply, page};
use crate::kinds::{ROUTE_TABLE, V_SWITCH};
use crate::service_error::ServiceError;

pub(super) const OPERATIONS: Operations =
    &[("ListGatewayRouteTableEntries", Other(list)), ("UpdateGatewayRouteTableEntryAttribute", Other(update))];

/// Changes of the routes, by destination. They are stored in the table.
const CHANGED: &str = "GatewayRoutes";

fn list(call: &mut Call<'_>) -> Result<Reply, ServiceError> {
    let table = table(call, "GatewayRouteTableId")?;
    let asked = call.text("DestinationCidrBlock");
    let changed = changed(call, &table);
    let describe = |cidr: String| {
        let mut described = Map::new();
        for (name, value) in
            [("NextHopType", "Local"), ("NextHopId", ""), ("Name", ""), ("Description", ""), ("Status", "Available")]
        {
            described.insert(name.to_owned(), value.into());
        }
        let change = changed.get(&cidr).and_then(Value::as_object);
        described.extend(change.into_iter().flatten().map(|(name, value)| (name.clone(), value.clone())));
        described.insert("DestinationCidrBlock".to_owned(), cidr.into());
        described
    };
    let described =
        destinations(call, &table).into_iter().filter(|cidr| asked.is_none_or(|asked| asked == cidr)).map(describe).collect();
    page(call, described)
}

fn update(call: &mut Call<'_>) -> Result<Reply, ServiceError> {
    let parameter = if call.text("GatewayRouteTableId").is_some() { "GatewayRouteTableId" } else { "IPv4GatewayRouteTableId" };
    let table = table(call, parameter)?;
    let cidr = call.required("DestinationCidrBlock")?;
    if !destinations(call, &table).contains(&cidr) {
        return Err(call.error(&["ResourceNotFound.RouteEntry"], format!("{table} has no route for {cidr}.")));
    }
    let kind = call.text("NextHopType").unwrap_or_default().to_owned();
    if (kind == "Local") != call.text("NextHopId").is_none() {
        let codes = ["ExclusiveParam.NextHopTypeAndNextHopId"];
        return Err(call.error(&codes, "NextHopId is mandatory, but for the type Local, which takes none."));
    }
    let described = if kind == "Instance" { "EcsInstance" } else { &kind };
    let mut change = Map::from_iter([
        ("NextHopType".to_owned(), json!(described)),
        ("NextHopId".to_owned(), json!(call.text("NextHopId").unwrap_or_default())),
    ]);
    for name in ["Name", "Description"] {
        change.extend(call.arguments.get(name).map(|value| (name.to_owned(), value.clone())));
    }
    let mut changed = changed(call, &table);
    let mut kept = changed.get(&cidr).and_then(Value::as_object).cloned().unwrap_or_default();
    kept.extend(change);
    changed.insert(cidr, kept.into());
    if let Some(mut table) = call.store.edit(&table) {
        table.set(CHANGED, changed);
    }
    Ok(Reply::new())
}

/// The gateway's route table that a parameter names.
fn table(call: &Call<'_>, parameter: &str) -> Result<String, ServiceError> {
    let id = call.required(parameter)?;
    let found = call.store.get(&id).filter(|table| table.is(&ROUTE_TABLE) && table.region == call.region);
    match found.filter(|table| table.text("AssociateType") == Some("Gateway")) {
        Some(_) => Ok(id),
        None => {
            let codes = ["ResourceNotFound.GatewayRouteTable", "ResourceNotFound.RouteTable"];
            Err(call.error(&codes, format!("{id} is not a route table of a gateway.")))
        }
    }
}

/// The blocks of the vSwitches in the table's VPC.
fn destinations(call: &Call<'_>, table: &str) -> Vec<String> {
    let vpc = call.store.get(table).and_then(|table| table.text("VpcId")).unwrap_or_default();
    call.store.with(&V_SWITCH, "VpcId", vpc).filter_map(|vswitch| vswitch.text("CidrBlock").map(str::to_owned)).collect()
}

fn changed(call: &Call<'_>, table: &str) -> Map<String, Value> {
    call.store.get(table).and_then(|table| table.fields.get(CHANGED)?.as_object().cloned()).unwrap_or_default()
}
