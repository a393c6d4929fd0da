//! Gateway endpoints: connections from a VPC to a cloud service, and the route tables that use them.

use serde_json::{Map, Value, json};

use crate::engine::Action::{Create, Delete, Get, List, Modify, Other};
use crate::engine::{Call, Operations, Reply, View, page};
use crate::kinds::{GATEWAY_ENDPOINT, ROUTE_TABLE};
use crate::service_error::ServiceError;
use crate::store::{Kind, Resource, Store, Then};

pub(super) const VIEWS: &[(&Kind, View)] = &[(&GATEWAY_ENDPOINT, endpoint_view)];

pub(super) const OPERATIONS: Operations = &[
    ("CreateVpcGatewayEndpoint", Create(&GATEWAY_ENDPOINT, new_endpoint)),
    ("GetVpcGatewayEndpointAttribute", Get(&GATEWAY_ENDPOINT)),
    ("ListVpcGatewayEndpoints", List(&GATEWAY_ENDPOINT)),
    ("UpdateVpcGatewayEndpointAttribute", Modify(&GATEWAY_ENDPOINT, change_endpoint)),
    ("DeleteVpcGatewayEndpoint", Delete(&GATEWAY_ENDPOINT, delete_endpoint)),
    ("AssociateRouteTablesWithVpcGatewayEndpoint", Other(associate)),
    ("DissociateRouteTablesFromVpcGatewayEndpoint", Other(dissociate)),
    ("ListVpcEndpointServicesByEndUser", Other(services)),
];

fn new_endpoint(call: &mut Call<'_>, endpoint: &mut Resource) -> Result<(), ServiceError> {
    let service = call.text("ServiceName").unwrap_or_default();
    if service_names(call).iter().all(|known| known != service) {
        return Err(call.error(&["ResourceNotFound.ServiceName"], format!("There is no service {service}.")));
    }
    let vpc = endpoint.text("VpcId").unwrap_or_default();
    if call.store.with(&GATEWAY_ENDPOINT, "VpcId", vpc).any(|other| other.text("ServiceName") == Some(service)) {
        return Err(call.error(&["ResourceAlreadyExist.GatewayEndpoint"], format!("{vpc} has an endpoint of {service}.")));
    }
    check_policy(call)
}

fn change_endpoint(call: &mut Call<'_>, _: &str) -> Result<(), ServiceError> {
    check_policy(call)
}

fn check_policy(call: &Call<'_>) -> Result<(), ServiceError> {
    let is_json = |text: &str| serde_json::from_str::<Value>(text).is_ok_and(|policy| policy.is_object());
    match call.text("PolicyDocument").is_none_or(is_json) {
        true => Ok(()),
        false => Err(call.error(&["InvalidPolicy.WrongFormat", "IllegalParam.PolicyDocument"], "PolicyDocument must be JSON.")),
    }
}

fn delete_endpoint(call: &mut Call<'_>, id: &str) -> Result<(), ServiceError> {
    match call.store.get(id).is_some_and(|endpoint| !endpoint.list("RouteTables").is_empty()) {
        true => Err(call.error(&["DependencyViolation.Association"], "Route tables are associated with the endpoint.")),
        false => Ok(()),
    }
}

fn associate(call: &mut Call<'_>) -> Result<Reply, ServiceError> {
    let (id, mut tables) = endpoint(call)?;
    let vpc = call.store.get(&id).and_then(|endpoint| endpoint.text("VpcId")).unwrap_or_default().to_owned();
    for table in call.texts("RouteTableIds") {
        if call.check_exists(&ROUTE_TABLE, "RouteTableId", &table)?.text("VpcId") != Some(&vpc) {
            return Err(call.error(&["Mismatch.VpcAndRouteTable"], format!("{table} is not a route table of {vpc}.")));
        }
        if tables.contains(&table) {
            return Err(call.error(&["ResourceAlreadyExist.Association"], format!("{table} is associated already.")));
        }
        tables.push(table);
    }
    Ok(set_tables(call, &id, tables, "Associating"))
}

fn dissociate(call: &mut Call<'_>) -> Result<Reply, ServiceError> {
    let (id, mut tables) = endpoint(call)?;
    for table in call.texts("RouteTableIds") {
        let Some(position) = tables.iter().position(|known| *known == table) else {
            return Err(call.error(&["ResourceNotFound.Association"], format!("{table} is not associated.")));
        };
        tables.remove(position);
    }
    Ok(set_tables(call, &id, tables, "Dissociating"))
}

/// The endpoint that the request names, which must be idle, and its route tables.
fn endpoint(call: &Call<'_>) -> Result<(String, Vec<String>), ServiceError> {
    let id = call.id(&GATEWAY_ENDPOINT)?;
    call.check_idle(&id)?;
    let tables = call.store.get(&id).map(|endpoint| endpoint.list("RouteTables")).unwrap_or_default();
    Ok((id, tables))
}

fn set_tables(call: &mut Call<'_>, id: &str, tables: Vec<String>, through: &str) -> Reply {
    if let Some(mut endpoint) = call.store.edit(id) {
        endpoint.set("RouteTables", tables);
    }
    call.transition(id, through, Then::Status("Created".into()));
    Reply::new()
}

/// The services that have endpoints.
fn service_names(call: &Call<'_>) -> [String; 2] {
    ["oss", "ots"].map(|service| format!("com.aliyun.{}.{service}", call.region))
}

fn services(call: &mut Call<'_>) -> Result<Reply, ServiceError> {
    let wanted = call.text("ServiceName").unwrap_or_default();
    let names = service_names(call).into_iter().filter(|name| wanted.is_empty() || name == wanted);
    let described = names.map(|name| {
        let fields = [
            ("ServiceId", json!(format!("vpce-svc-{}", name.rsplit('.').next().unwrap_or_default()))),
            ("ServiceDomain", json!(format!("{name}.aliyuncs.com"))),
            ("ServiceName", json!(name)),
            ("SupportPolicy", json!(true)),
            ("DefaultPolicyDocument", json!("{\"Version\":\"1\",\"Statement\":[]}")),
        ];
        Map::from_iter(fields.map(|(name, value)| (name.to_owned(), value)))
    });
    let described = described.collect();
    page(call, described)
}

fn endpoint_view(_: &Store, _: &Resource, view: &mut Map<String, Value>) {
    view.insert("AssociatedRouteTables".into(), view.get("RouteTables").cloned().unwrap_or_default());
}
