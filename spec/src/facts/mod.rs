//! What follows from a spec for a client: the facts about a service, an operation and a waiter, as plain data.
//!
//! Each fact is computed here and nowhere else. The generator prints it into statics; the command line converts it to the runtime's
//! types. Everything borrows from the spec, which must have passed [`check`](crate::check()).

mod created;
mod description;
mod field;
mod operation;
mod path;
mod service;
mod table;
mod waiter;

pub use created::created_id;
pub use description::Descriptions;
pub use field::{between, known_values, limits, open_values, scalar_text, value_text};
pub use operation::{
    GENERATED_TOKEN, NEEDED, OperationFacts, PageParameters, PaginationFacts, filled, is_argument, is_dry_run, is_needed,
    may_be_blank,
};
pub use path::wire_path;
pub use service::ServiceFacts;
pub use table::{MOST_COLUMNS, TableFacts, column_rank};
pub use waiter::WaiterFacts;

use crate::{ErrorCode, Retry};

/// The error codes that a spec classifies, in its order.
///
/// A code with `retry: none` is included: it is final, even if its name or its status suggests a retry. A code without `retry` is not:
/// the service's table decides, then what is common to all services.
fn retry_classes(errors: &[ErrorCode]) -> Vec<(&str, Retry)> {
    errors.iter().filter_map(|error| Some((error.code.as_str(), error.retry?))).collect()
}

#[cfg(test)]
mod tests {
    use crate::read::{self, SpecTree};
    use crate::{Method, Retry};

    use super::*;

    const SERVICE: &str = "
product: Vpc
version: '2016-04-28'
summary: Virtual private clouds.
endpoints:
  rule: 'vpc.{region}.aliyuncs.com'
  map: { cn-b: b.aliyuncs.com, cn-a: a.aliyuncs.com }
  regions: [cn-b, cn-a]
region_parameter: RegionId
errors:
  - { code: Busy, status: 400, retry: busy }
  - { code: Forbidden, status: 403 }
groups: { vpc: Virtual private clouds. }
";

    const LIST: &str = "
operation: DescribeVpcs
summary: Lists VPCs.
access: read
method: GET
pagination: { style: page, items: Vpcs, page: PageNumber, size: PageSize, total: TotalCount, default_size: 10 }
parameters:
  RegionId: { type: string, required: true }
  Name: { type: string, required: true, in: form }
  Token: { type: string, required: true, idempotency_token: true }
  Zone: { type: string, needed: true }
  DryRun: { shape: Flag }
  PageNumber: { type: integer }
  PageSize: { type: integer }
response:
  RequestId: { type: string }
  TotalCount: { type: integer }
  Vpcs:
    type: list
    wraps: Vpc
    items: { type: object, fields: { VpcId: { type: string }, Gates: { type: list, wraps: Gate, items: { shape: Gate } } } }
shapes:
  Flag: { type: boolean }
  Gate: { type: object, fields: { Id: { type: string } } }
errors:
  - { code: VpnGateway.Configuring, status: 400, retry: busy }
  - { code: InternalError, status: 500, retry: none }
  - { code: InvalidVpcId.NotFound, status: 404 }
";

    const WAITERS: &str = "
GateOpen:
  summary: Waits until a gate is open.
  operation: DescribeVpcs
  id: VpcId
  items: Vpcs
  sub_items: Gates
  match: Id
  status: State.Value
  success: [Open]
";

    fn tree() -> SpecTree {
        let files = [("service.yaml", SERVICE), ("waiters.yaml", WAITERS), ("vpc/DescribeVpcs.yaml", LIST)];
        read::from_sources(files).unwrap_or_else(|diagnostics| panic!("{}", diagnostics.render(false)))
    }

    #[test]
    fn a_code_with_retry_none_is_declared_final_and_one_without_retry_is_left_open() {
        let tree = tree();
        let facts = OperationFacts::of(&tree.operations[0].operation, &tree.service);
        assert_eq!(facts.retry, [("VpnGateway.Configuring", Retry::Busy), ("InternalError", Retry::None)]);
        assert_eq!(ServiceFacts::of(&tree.service).retry, [("Busy", Retry::Busy)]);
    }

    #[test]
    fn facts_of_an_operation_are_read_from_its_parameters_and_response() {
        let tree = tree();
        let operation = &tree.operations[0].operation;
        let facts = OperationFacts::of(operation, &tree.service);
        assert_eq!((facts.name, facts.method), ("DescribeVpcs", Method::Get));
        assert!(facts.read_only && facts.region && facts.dry_run && facts.form && facts.request_id);
        assert_eq!(facts.idempotency_token, Some("Token"));
        let pagination = facts.pagination.unwrap_or_else(|| panic!("no pagination"));
        let parameters = PageParameters::Page { page: "PageNumber", size: "PageSize", default_size: 10 };
        assert_eq!((pagination.parameters, pagination.items), (parameters, vec!["Vpcs", "Vpc"]));
        assert_eq!((pagination.total, pagination.next), (Some("TotalCount"), None));

        let arguments: Vec<&str> = operation
            .parameters
            .iter()
            .filter(|(name, schema)| is_argument(name, schema, &tree.service))
            .map(|(name, _)| name)
            .collect();
        assert_eq!(arguments, ["Name"]);
        let needed = operation.parameters.iter().filter(|(name, schema)| is_needed(name, schema, &tree.service));
        assert_eq!(needed.map(|(name, _)| name).collect::<Vec<_>>(), ["Name", "Zone"]);
    }

    #[test]
    fn an_operation_without_any_of_it_has_none_of_it() {
        let mut tree = tree();
        tree.service.region_parameter = None;
        let operation = &mut tree.operations[0].operation;
        (operation.access, operation.pagination) = (crate::Access::Write, None);
        operation.parameters = crate::Named::default();
        operation.response = crate::Named::default();
        operation.errors.clear();
        let facts = OperationFacts::of(operation, &tree.service);
        assert!(!(facts.read_only || facts.region || facts.dry_run || facts.form || facts.request_id));
        assert_eq!((facts.idempotency_token, facts.pagination.is_none(), facts.retry.len()), (None, true, 0));
    }

    #[test]
    fn a_dry_run_is_a_flag_or_text_and_no_other_type() {
        let mut tree = tree();
        for (schema, expected) in [
            ("{ type: string }", true),
            ("{ type: boolean }", true),
            ("{ type: string, enum: [a] }", false),
            ("{ type: integer }", false),
        ] {
            let operation = &mut tree.operations[0].operation;
            let schema = serde_yaml::from_str(schema).unwrap_or_else(|error| panic!("{error}"));
            operation.parameters = crate::Named(vec![("DryRun".to_owned(), schema)]);
            assert_eq!(OperationFacts::of(operation, &tree.service).dry_run, expected);
        }
    }

    #[test]
    fn paths_of_a_waiter_have_the_names_of_the_objects_that_wrap_lists() {
        let tree = tree();
        let (name, waiter) = tree.waiters.iter().next().unwrap_or_else(|| panic!("no waiter"));
        let facts = WaiterFacts::of(name, waiter, &tree.operations[0].operation);
        assert_eq!((facts.items, facts.sub_items), (vec!["Vpcs", "Vpc"], vec!["Gates.Gate".to_owned()]));
        assert_eq!((facts.name, facts.status), ("GateOpen", vec!["State", "Value"]));
    }

    #[test]
    fn regions_and_endpoints_are_sorted() {
        let tree = tree();
        let facts = ServiceFacts::of(&tree.service);
        assert_eq!(facts.endpoint_map, [("cn-a", "a.aliyuncs.com"), ("cn-b", "b.aliyuncs.com")]);
        assert_eq!(facts.regions, ["cn-a", "cn-b"]);
    }
}
