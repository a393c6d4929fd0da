"""The generic calls of the newest Python SDK: `call_api` with the name of an operation, as tools without an SDK of the product send
them."""

import witness

try:
    from alibabacloud_tea_openapi import models
    from alibabacloud_tea_openapi.client import Client
    from alibabacloud_tea_util.models import RuntimeOptions
    from Tea.exceptions import TeaException
except ImportError as missing:
    witness.not_installed(missing.name)


def client(**more):
    scheme, host = witness.ENDPOINT.split("://", 1)
    config = {"access_key_id": "testid", "access_key_secret": "testsecret", "endpoint": host, "protocol": scheme}
    return Client(models.Config(**(config | more)))


def caller(client, method="POST", place="query", body_type="json"):
    def call(action, **parameters):
        params = models.Params(
            action=action, version="2016-04-28", protocol=witness.ENDPOINT.split("://", 1)[0], method=method, auth_type="AK",
            style="RPC", pathname="/", req_body_type="formData", body_type=body_type,
        )
        parameters = {"RegionId": "cn-hangzhou"} | parameters
        return client.call_api(params, models.OpenApiRequest(**{place: parameters}), RuntimeOptions())["body"]

    return call


for number, (method, place) in enumerate([("POST", "query"), ("POST", "body"), ("GET", "query")]):
    call = caller(client(), method, place)
    vpc = call("CreateVpc", VpcName=f"generic {number} ü&=+", CidrBlock="10.0.0.0/8", **{"Tag.1.Key": "place", "Tag.1.Value": place})
    vpcs = call("DescribeVpcs", VpcId=vpc["VpcId"])["Vpcs"]["Vpc"]
    witness.equal([found["VpcName"] for found in vpcs], [f"generic {number} ü&=+"])
    witness.equal(vpcs[0]["Tags"]["Tag"], [{"Key": "place", "Value": place}])
    vswitch = call("CreateVSwitch", VpcId=vpc["VpcId"], CidrBlock="10.1.0.0/16", ZoneId="cn-hangzhou-h")
    witness.refused("DependencyViolation.VSwitch", TeaException, lambda: call("DeleteVpc", VpcId=vpc["VpcId"]))
    call("DeleteVSwitch", VSwitchId=vswitch["VSwitchId"])
    call("DeleteVpc", VpcId=vpc["VpcId"])
    witness.refused("InvalidVpcId.NotFound", TeaException, lambda: call("DescribeVpcAttribute", VpcId=vpc["VpcId"]))

witness.refused("InvalidAccessKeyId.NotFound", TeaException, lambda: caller(client(access_key_id="nobody"))("DescribeVpcs"))
witness.refused("SignatureDoesNotMatch", TeaException, lambda: caller(client(access_key_secret="wrong"))("DescribeVpcs"))
witness.passed()
