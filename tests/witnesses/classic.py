"""The Python SDK of the generation before: signature version 1 in the query."""

import json
import sys

try:
    from aliyunsdkcore.acs_exception.exceptions import ServerException
    from aliyunsdkcore.client import AcsClient
    from aliyunsdkcore.request import CommonRequest
except ImportError as missing:
    print(f"not installed: {missing.name}")
    sys.exit(3)

endpoint, gateway = sys.argv[1].removeprefix("http://"), sys.argv[2]
client = AcsClient("testid", "testsecret", "cn-hangzhou")


def call(action, **parameters):
    request = CommonRequest(domain=endpoint, version="2016-04-28", action_name=action)
    request.set_accept_format("json")
    request.set_method("POST")
    request.add_query_param("RegionId", "cn-hangzhou")
    for name, value in parameters.items():
        request.add_query_param(name, value)
    return json.loads(client.do_action_with_exception(request))


server = call(
    "CreateSslVpnServer", VpnGatewayId=gateway, ClientIpPool="10.31.0.0/16", LocalSubnet="10.0.0.0/8", Name="classic server"
)["SslVpnServerId"]
print("server", server)
cert = call("CreateSslVpnClientCert", SslVpnServerId=server, Name="classic cert")["SslVpnClientCertId"]
print("certificate", cert)
found = call("DescribeSslVpnClientCerts", SslVpnClientCertId=cert)
assert [key["Name"] for key in found["SslVpnClientCertKeys"]["SslVpnClientCertKey"]] == ["classic cert"], found
print("described")
assert call("DeleteSslVpnClientCert", SslVpnClientCertId=cert)["RequestId"]
print("deleted")
try:
    call("DeleteSslVpnClientCert", SslVpnClientCertId=cert)
    raise AssertionError("the certificate was deleted twice")
except ServerException as error:
    assert error.get_error_code() == "InvalidSslVpnClientCertId.NotFound", error
    assert error.get_http_status() == 404, error
print("gone")
