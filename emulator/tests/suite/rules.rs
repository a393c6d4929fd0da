//! Network ACLs, prefix lists, flow logs, and tags.

use crate::common::net::{Net, count, net};
use crate::common::{Setup, text};

#[tokio::test]
async fn network_acls_have_entries_and_vswitches() {
    let Net { setup, vpc, vswitch } = net().await;
    let acl = setup.ok("CreateNetworkAcl", &[("VpcId", &vpc), ("NetworkAclName", "strict")]).await;
    assert_eq!(text(&acl, "/NetworkAclAttribute/NetworkAclName"), "strict");
    let acl = text(&acl, "/NetworkAclId");
    let entries = |policy| {
        [
            ("NetworkAclId", acl.as_str()),
            ("UpdateIngressAclEntries", "true"),
            ("IngressAclEntries.1.Policy", policy),
            ("IngressAclEntries.1.Protocol", "tcp"),
            ("IngressAclEntries.1.Port", "443/443"),
            ("IngressAclEntries.1.SourceCidrIp", "10.0.0.0/8"),
            ("IngressAclEntries.1.NetworkAclEntryName", "https"),
        ]
    };
    assert_eq!(setup.code("UpdateNetworkAclEntries", &entries("maybe")).await, "ParameterIllegal.Policy");
    setup.ok("UpdateNetworkAclEntries", &entries("drop")).await;
    let resource = [("NetworkAclId", acl.as_str()), ("Resource.1.ResourceId", &vswitch), ("Resource.1.ResourceType", "VSwitch")];
    setup.ok("AssociateNetworkAcl", &resource).await;
    assert_eq!(setup.code("AssociateNetworkAcl", &resource).await, "InvalidResource.BindingExist");
    let told = setup.ok("DescribeNetworkAclAttributes", &[("NetworkAclId", &acl)]).await;
    assert_eq!(text(&told, "/NetworkAclAttribute/IngressAclEntries/IngressAclEntry/0/Policy"), "drop");
    assert_eq!(text(&told, "/NetworkAclAttribute/EgressAclEntries/EgressAclEntry/0/Policy"), "accept");
    assert_eq!(text(&told, "/NetworkAclAttribute/Resources/Resource/0/Status"), "BINDED");
    assert_eq!(
        text(&setup.ok("DescribeNetworkAcls", &[("ResourceId", &vswitch), ("ResourceType", "VSwitch")]).await, "/TotalCount"),
        "1"
    );
    assert_eq!(setup.code("DeleteNetworkAcl", &[("NetworkAclId", &acl)]).await, "NetworkAclExistBinding");
    assert_eq!(setup.code("DeleteVSwitch", &[("VSwitchId", &vswitch)]).await, "DependencyViolation.NetworkAcl");
    let other = setup.make("CreateNetworkAcl", &[("VpcId", &vpc)], "NetworkAclId").await;
    setup.ok("CopyNetworkAclEntries", &[("NetworkAclId", &other), ("SourceNetworkAclId", &acl)]).await;
    let told = setup.ok("DescribeNetworkAclAttributes", &[("NetworkAclId", &other)]).await;
    assert_eq!(text(&told, "/NetworkAclAttribute/IngressAclEntries/IngressAclEntry/0/Policy"), "drop");
    setup.ok("UnassociateNetworkAcl", &resource).await;
    setup.ok("DeleteNetworkAcl", &[("NetworkAclId", &acl)]).await;
}

#[tokio::test]
async fn prefix_lists_hold_blocks() {
    let setup = Setup::new().await;
    let list = setup
        .make(
            "CreateVpcPrefixList",
            &[("MaxEntries", "2"), ("PrefixListName", "offices"), ("PrefixListEntries.1.Cidr", "10.1.0.0/16")],
            "PrefixListId",
        )
        .await;
    let add = |cidr| [("PrefixListId", list.as_str()), ("AddPrefixListEntry.1.Cidr", cidr)];
    assert_eq!(setup.code("ModifyVpcPrefixList", &add("x")).await, "IllegalParam.CidrBlock");
    assert_eq!(setup.code("ModifyVpcPrefixList", &add("10.1.0.0/16")).await, "DuplicatedParam.CidrBlock");
    setup.ok("ModifyVpcPrefixList", &add("10.2.0.0/16")).await;
    assert_eq!(setup.code("ModifyVpcPrefixList", &add("10.3.0.0/16")).await, "OperationFailed.CidrCountExceedMaxCount");
    setup.ok("ModifyVpcPrefixList", &[("PrefixListId", &list), ("RemovePrefixListEntry.1.Cidr", "10.1.0.0/16")]).await;
    let entries = setup.ok("GetVpcPrefixListEntries", &[("PrefixListId", &list)]).await;
    assert_eq!((count(&entries, "/PrefixListEntry"), text(&entries, "/PrefixListEntry/0/Cidr").as_str()), (1, "10.2.0.0/16"));
    let told = setup.ok("ListPrefixLists", &[("PrefixListIds.1", &list)]).await;
    assert_eq!(
        (text(&told, "/PrefixLists/0/CidrBlocks/0").as_str(), text(&told, "/PrefixLists/0/PrefixListName").as_str()),
        ("10.2.0.0/16", "offices")
    );
    let vpc = setup.ok("CreateVpc", &[]).await;
    let (vpc, table) = (text(&vpc, "/VpcId"), text(&vpc, "/RouteTableId"));
    let entry = [("RouteTableId", table.as_str()), ("DestinationCidrBlock", &list), ("NextHopId", "i-1")];
    setup.ok("CreateRouteEntry", &[entry[0], entry[1], entry[2], ("NextHopType", "Instance")]).await;
    let told = setup.ok("GetVpcPrefixListAssociations", &[("PrefixListId", &list)]).await;
    assert_eq!((count(&told, "/PrefixListAssociation"), text(&told, "/PrefixListAssociation/0/ResourceId")), (1, table.clone()));
    let association = |table| [("PrefixListId", list.as_str()), ("ResourceType", "vpcRouteTable"), ("ResourceId", table)];
    setup.ok("RetryVpcPrefixListAssociation", &association(&table)).await;
    assert_eq!(
        setup.code("RetryVpcPrefixListAssociation", &association("vtb-none")).await,
        "OperationFailed.NotExistAssociateRelation"
    );
    assert_eq!(setup.code("DeleteVpcPrefixList", &[("PrefixListId", &list)]).await, "DependencyViolation.PrefixListRelation");
    assert_eq!(setup.code("DeleteVpc", &[("VpcId", &vpc)]).await, "DependencyViolation.RouteEntry");
    setup.ok("DeleteRouteEntry", &entry).await;
    setup.ok("DeleteVpc", &[("VpcId", &vpc)]).await;
    setup.ok("DeleteVpcPrefixList", &[("PrefixListId", &list)]).await;
    assert_eq!(setup.code("GetVpcPrefixListEntries", &[("PrefixListId", &list)]).await, "ResourceNotFound.PrefixList");
}

#[tokio::test]
async fn flow_logs_are_switched_on_and_off() {
    let Net { setup, vpc, .. } = net().await;
    assert_eq!(setup.ok("GetFlowLogServiceStatus", &[]).await["Enabled"], false);
    setup.ok("OpenFlowLogService", &[]).await;
    assert_eq!(setup.ok("GetFlowLogServiceStatus", &[]).await["Enabled"], true);
    let parameters =
        |id| [("ResourceType", "VPC"), ("ResourceId", id), ("TrafficType", "All"), ("ProjectName", "p"), ("LogStoreName", "l")];
    assert_eq!(setup.code("CreateFlowLog", &parameters("vpc-none")).await, "InvalidResourceId.NotFound");
    let log = setup.ok("CreateFlowLog", &parameters(&vpc)).await;
    assert_eq!(text(&log, "/Success"), "true");
    let log = text(&log, "/FlowLogId");
    assert_eq!(setup.code("ActiveFlowLog", &[("FlowLogId", &log)]).await, "IncorrectStatus.flowlog");
    setup.ok("DeactiveFlowLog", &[("FlowLogId", &log)]).await;
    let told = setup.ok("DescribeFlowLogs", &[("Status", "Inactive")]).await;
    assert_eq!((text(&told, "/FlowLogs/FlowLog/0/FlowLogId"), text(&told, "/TotalCount").as_str()), (log.clone(), "1"));
    setup.ok("DeleteFlowLog", &[("FlowLogId", &log)]).await;
}

#[tokio::test]
async fn tags_and_resource_groups_work_on_everything() {
    let Net { setup, vpc, vswitch } = net().await;
    let tag = [
        ("ResourceType", "VPC"),
        ("ResourceId.1", vpc.as_str()),
        ("Tag.1.Key", "team"),
        ("Tag.1.Value", "net"),
        ("Tag.2.Key", "tier"),
        ("Tag.2.Value", "1"),
    ];
    setup.ok("TagResources", &tag).await;
    assert_eq!(
        setup.code("TagResources", &[("ResourceType", "VPC"), ("ResourceId.1", &vswitch), ("Tag.1.Key", "a")]).await,
        "InvalidInstanceIds.NotFound"
    );
    assert_eq!(
        setup.code("TagResources", &[("ResourceType", "CAR"), ("ResourceId.1", &vpc), ("Tag.1.Key", "a")]).await,
        "InvalidInstanceType.NotFound"
    );
    assert_eq!(
        setup.code("TagResources", &[("ResourceType", "VPC"), ("ResourceId.1", &vpc), ("Tag.1.Key", "aliyun")]).await,
        "InvalidTagKey"
    );
    let listed = setup.ok("ListTagResources", &[("ResourceType", "VPC"), ("ResourceId.1", &vpc)]).await;
    assert_eq!(count(&listed, "/TagResources/TagResource"), 2);
    assert_eq!(text(&setup.ok("DescribeVpcs", &[("Tag.1.Key", "team"), ("Tag.1.Value", "net")]).await, "/TotalCount"), "1");
    assert_eq!(text(&setup.ok("DescribeVpcs", &[("Tag.1.Key", "team"), ("Tag.1.Value", "db")]).await, "/TotalCount"), "0");
    assert_eq!(
        text(&setup.ok("DescribeTagKeys", &[("ResourceType", "VPC"), ("Keyword", "te")]).await, "/TagKeys/TagKey/0/TagKey"),
        "team"
    );
    setup.ok("UnTagResources", &[("ResourceType", "VPC"), ("ResourceId.1", &vpc), ("TagKey.1", "team")]).await;
    let told = setup.ok("DescribeVpcAttribute", &[("VpcId", &vpc)]).await;
    assert_eq!((count(&told, "/Tags/Tag"), text(&told, "/Tags/Tag/0/Key").as_str()), (1, "tier"));

    setup.ok("MoveResourceGroup", &[("ResourceType", "vpc"), ("ResourceId", &vpc), ("NewResourceGroupId", "rg-other")]).await;
    assert_eq!(text(&setup.ok("DescribeVpcs", &[("ResourceGroupId", "rg-other")]).await, "/TotalCount"), "1");
    assert_eq!(text(&setup.ok("DescribeVSwitches", &[("ResourceGroupId", "rg-other")]).await, "/TotalCount"), "0");
}
