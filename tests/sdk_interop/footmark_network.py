"""Footmark, the library below Ansible's modules for Alibaba Cloud: its own classes, as the modules use them."""

import witness

try:
    from aliyunsdkcore.acs_exception.exceptions import ServerException
    from aliyunsdkcore.profile import region_provider
    from footmark.vpc.connection import VPCConnection
except ImportError as missing:
    witness.not_installed(missing.name)

REGION = "cn-hangzhou"
region_provider.add_endpoint("Vpc", REGION, witness.HOST)
cloud = VPCConnection("testid", "testsecret", REGION)

# What `ali_vpc` does.
vpc = cloud.create_vpc(vpc_name="ansible", cidr_block="192.168.0.0/16", description="by a playbook", user_cidr=["10.0.0.0/8"])
witness.equal((vpc.vpc_name, vpc.cidr_block, vpc.status), ("ansible", "192.168.0.0/16", "Available"))
cloud.tag_resources(resource_ids=[vpc.vpc_id], resource_type="VPC", tags={"team": "net", "stage": "test"})
witness.equal([found.vpc_id for found in cloud.describe_vpcs(vpc_name="ansible")], [vpc.vpc_id])
witness.equal([found.vpc_id for found in cloud.describe_vpcs(tags={"team": "net"})], [vpc.vpc_id])
witness.equal(cloud.describe_vpcs(tags={"team": "other"}), [])
vpc.modify(vpc_name="renamed", description="changed")
witness.equal(cloud.describe_vpc_attribute(vpc_id=vpc.vpc_id).vpc_name, "renamed")

# What `ali_vswitch` does.
vswitch = cloud.create_vswitch(vpc_id=vpc.vpc_id, cidr_block="192.168.1.0/24", zone_id="cn-hangzhou-h", vswitch_name="front")
witness.equal((vswitch.vswitch_name, vswitch.status), ("front", "Available"))
witness.equal([found.vswitch_id for found in cloud.describe_vswitches(vpc_id=vpc.vpc_id)], [vswitch.vswitch_id])
vswitch.modify(name="back")
witness.equal(cloud.describe_vswitch_attribute(vswitch_id=vswitch.vswitch_id).vswitch_name, "back")

# What `ali_eip` does.
eip = cloud.allocate_eip_address(bandwidth=5, internet_charge_type="PayByTraffic")
witness.equal((eip.status, int(eip.bandwidth)), ("available", 5))
eip.modify(bandwidth=10, name="address", description="")
witness.equal(int(cloud.describe_eip_addresses(allocation_id=eip.allocation_id)[0].bandwidth), 10)
if not cloud.associate_eip_address(allocation_id=eip.allocation_id, instance_id="i-1234", instance_type="EcsInstance"):
    raise AssertionError("the EIP is not associated")
witness.refused("IncorrectEipStatus", ServerException, lambda: cloud.get_status_new({"Action": "ReleaseEipAddress", "set_AllocationId": eip.allocation_id}))
if not cloud.unassociate_eip_address(allocation_id=eip.allocation_id, instance_id="i-1234", instance_type="EcsInstance"):
    raise AssertionError("the EIP is not released from its instance")
eip.release()
witness.equal(cloud.describe_eip_addresses(allocation_id=eip.allocation_id), [])

# What `ali_route_entry` does.
table = vpc.vrouter_id and cloud.describe_route_tables(router_id=vpc.vrouter_id, router_type="VRouter")[0].route_table_id
block = "10.20.0.0/16"
if not cloud.create_route_entry(route_table_id=table, destination_cidrblock=block, nexthop_type="Instance", nexthop_id="i-1234"):
    raise AssertionError("the route is not there")
entry = cloud.get_route_entry_attribute(route_table_id=table, destination_cidrblock=block)
witness.equal((entry.next_hop_type, entry.status), ("Instance", "Available"))
cloud.delete_route_entry(route_table_id=table, destination_cidrblock=block, nexthop_id="i-1234")

# Everything goes, and is gone.
cloud.delete_vswitch(vswitch_id=vswitch.vswitch_id)
cloud.delete_vpc(vpc_id=vpc.vpc_id)
witness.equal(cloud.describe_vpcs(vpc_id=vpc.vpc_id), [])
witness.passed()
