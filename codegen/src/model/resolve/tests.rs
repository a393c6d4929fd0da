use std::collections::HashSet;

use super::*;

const SERVICE: &str = "
product: Vpc
version: '2016-04-28'
summary: Virtual private clouds.
endpoints: { rule: 'vpc.{region}.aliyuncs.com' }
groups: { vpc: Virtual private clouds. }
";
const OPERATION: &str = "
operation: ModifyRule
summary: Changes a rule.
access: write
parameters:
  Priority: { type: integer, format: int32 }
  Rule: { type: object, fields: { Weight: { type: integer, format: int32 } } }
response:
  RequestId: { type: string }
  Priority: { type: integer, format: int32 }
  Rule: { type: object, fields: { Weight: { type: integer, format: int32 } } }
";

#[test]
fn no_two_types_have_one_name() {
    const OPERATION: &str = "
operation: TagRule
summary: Tags a rule.
access: write
parameters:
  Kind: { type: string, enum: [a, b] }
  Same: { type: string, enum: [a, b] }
  Kinds: { type: list, items: { type: string, enum: [a, b] } }
  Code: { type: string, enum: [a, b] }
  IpOrigin: { type: string, enum: [a, b] }
  ipOrigin: { type: string, enum: [c, d], rust_name: ip_origin_2 }
  Hollow: { shape: Hollow }
  Depth: { type: object, fields: { Kind: { type: string, enum: [e] } } }
response:
  Kind: { type: string, enum: [c, d] }
  Same: { type: string, enum: [b, a] }
  Kinds: { type: list, items: { type: string, enum: [c, d] } }
  Hollow: { type: string, enum: [a] }
shapes:
  Hollow: { type: object }
errors:
  - { code: Busy, status: 400 }
";
    const NEIGHBOUR: &str = "
operation: TagRuleDepth
summary: Tags a depth.
access: write
parameters:
  Kind: { type: string, enum: [f] }
";
    let files = [("service.yaml", SERVICE), ("vpc/TagRule.yaml", OPERATION), ("vpc/TagRuleDepth.yaml", NEIGHBOUR)];
    let tree = acs_spec::read::from_sources(files).unwrap();
    let service = service(&tree);
    let operation = service.operation("TagRule").unwrap();
    let enums: Vec<&str> = operation.enums.iter().map(|set| set.type_name.as_str()).collect();
    let expected = [
        "TagRuleKind",
        "TagRuleSame",
        "TagRuleKinds",
        "TagRuleCode2",
        "TagRuleIpOrigin",
        "TagRuleIpOrigin2",
        "TagRuleDepthKind",
        "TagRuleKind2",
        "TagRuleKinds2",
        "TagRuleHollow2",
    ];
    assert_eq!(enums, expected);
    assert_eq!(service.operation("TagRuleDepth").unwrap().enums[0].type_name, "TagRuleDepthKind2");
    let structs = operation.shapes.iter().map(|shape| shape.type_name.as_str());
    let all: Vec<&str> = structs.chain(enums).chain(operation.types.iter()).collect();
    assert_eq!(all.iter().collect::<HashSet<_>>().len(), all.len(), "{all:?}");
}

#[test]
fn integers_are_32_bits_in_requests_only() {
    let tree = acs_spec::read::from_sources([("service.yaml", SERVICE), ("vpc/ModifyRule.yaml", OPERATION)]).unwrap();
    let service = service(&tree);
    let operation = service.operation("ModifyRule").unwrap();
    fn field<'s>(of: &Struct<'s>, wire: &str) -> Type<'s> {
        of.fields.iter().find(|field| field.wire == wire).unwrap().ty.clone()
    }
    assert_eq!(field(&operation.request, "Priority"), Type::Int32);
    assert_eq!(field(&operation.response, "Priority"), Type::Int64);
    // The same object on both sides is two types, since its integers differ.
    let weight = |rule: Type<'_>| {
        let name = rule.struct_name().unwrap();
        field(operation.shapes.iter().find(|shape| shape.type_name == name).unwrap(), "Weight")
    };
    assert_eq!(weight(field(&operation.request, "Rule")), Type::Int32);
    assert_eq!(weight(field(&operation.response, "Rule")), Type::Int64);
}
