//! Replies to DescribeVpcs as the service writes them: 940 bytes of JSON for each VPC.

/// JSON with this many VPCs.
pub(crate) fn json(count: usize) -> Vec<u8> {
    let vpcs: Vec<_> = (0..count).map(vpc_json).collect();
    format!(
        r#"{{"PageNumber":1,"RequestId":"C6532AA8-D0F7-497F-A8EE-094126D441F5","TotalCount":{count},"PageSize":50,"Vpcs":{{"Vpc":[{}]}}}}"#,
        vpcs.join(",")
    )
    .into_bytes()
}

fn vpc_json(number: usize) -> String {
    format!(
        r#"{{"CreationTime":"2021-04-18T15:02:37Z","Status":"Available","VpcId":"vpc-bp1qpo0kug3a2{number:07}","IsDefault":false,"OwnerId":253460731706911258,"RegionId":"cn-hangzhou","VpcName":"production-{number}","VRouterId":"vrt-bp1jcg5cmxjbl9xgc7a{number}","CidrBlock":"192.168.0.0/16","Description":"network of team \"{number}\"","ResourceGroupId":"rg-acfmxazb4ph6aiy","DhcpOptionsSetId":"","DhcpOptionsSetStatus":"","EnabledIpv6":true,"Ipv6CidrBlock":"2408:4005:0:a600::/56","Ipv6CidrBlocks":{{"Ipv6CidrBlock":[{{"Ipv6CidrBlock":"2408:4005:0:a600::/56","Ipv6Isp":"BGP"}}]}},"DnsHostnameStatus":"DISABLED","NatGatewayIds":{{"NatGatewayIds":["ngw-bp1uewa15k4iy{number}"]}},"RouterTableIds":{{"RouterTableIds":["vtb-bp145q7glnuzd{number}"]}},"SecondaryCidrBlocks":{{"SecondaryCidrBlock":[]}},"Tags":{{"Tag":[{{"Key":"team","Value":"network"}},{{"Key":"stage","Value":"production"}}]}},"UserCidrs":{{"UserCidr":[]}},"VSwitchIds":{{"VSwitchId":["vsw-bp1nhbnpv2blyz8dl1{number}","vsw-bp1nhbnpv2blyz8dl2{number}"]}}}}"#
    )
}

/// XML with this many VPCs, holding the same.
pub(crate) fn xml(count: usize) -> Vec<u8> {
    let value: serde_json::Value = serde_json::from_slice(&json(count)).unwrap();
    let mut text = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>");
    element(&mut text, "DescribeVpcsResponse", &value);
    text.into_bytes()
}

fn element(text: &mut String, name: &str, value: &serde_json::Value) {
    if let serde_json::Value::Array(items) = value {
        return items.iter().for_each(|item| element(text, name, item));
    }
    text.push_str(&format!("<{name}>"));
    match value {
        serde_json::Value::Object(fields) => fields.iter().for_each(|(name, value)| element(text, name, value)),
        serde_json::Value::String(value) => text.push_str(&value.replace('&', "&amp;").replace('<', "&lt;")),
        other => text.push_str(&other.to_string()),
    }
    text.push_str(&format!("</{name}>"));
}
