"""The newest Python SDK: signature version 3."""

import sys

try:
    from alibabacloud_tea_openapi.models import Config
    from alibabacloud_vpc20160428.client import Client
    from alibabacloud_vpc20160428 import models
    from Tea.exceptions import TeaException
except ImportError as missing:
    print(f"not installed: {missing.name}")
    sys.exit(3)

endpoint, gateway = sys.argv[1].removeprefix("http://"), sys.argv[2]
region = "cn-hangzhou"
client = Client(
    Config(
        access_key_id="testid",
        access_key_secret="testsecret",
        endpoint=endpoint,
        protocol="http",
        region_id=region,
    )
)

server = client.create_ssl_vpn_server(
    models.CreateSslVpnServerRequest(
        region_id=region, vpn_gateway_id=gateway, client_ip_pool="10.30.0.0/16", local_subnet="10.0.0.0/8", name="tea server"
    )
).body
print("server", server.ssl_vpn_server_id)
cert = client.create_ssl_vpn_client_cert(
    models.CreateSslVpnClientCertRequest(region_id=region, ssl_vpn_server_id=server.ssl_vpn_server_id, name="tea cert")
).body
print("certificate", cert.ssl_vpn_client_cert_id)
found = client.describe_ssl_vpn_client_cert(
    models.DescribeSslVpnClientCertRequest(region_id=region, ssl_vpn_client_cert_id=cert.ssl_vpn_client_cert_id)
).body
assert found.ssl_vpn_client_cert_id == cert.ssl_vpn_client_cert_id, found
assert found.name == "tea cert", found
listed = client.describe_ssl_vpn_client_certs(
    models.DescribeSslVpnClientCertsRequest(region_id=region, ssl_vpn_server_id=server.ssl_vpn_server_id)
).body
ids = [key.ssl_vpn_client_cert_id for key in listed.ssl_vpn_client_cert_keys.ssl_vpn_client_cert_key]
assert ids == [cert.ssl_vpn_client_cert_id], ids
print("described")
deleted = client.delete_ssl_vpn_client_cert(
    models.DeleteSslVpnClientCertRequest(region_id=region, ssl_vpn_client_cert_id=cert.ssl_vpn_client_cert_id)
).body
assert deleted.request_id, deleted
print("deleted")
try:
    client.delete_ssl_vpn_client_cert(
        models.DeleteSslVpnClientCertRequest(region_id=region, ssl_vpn_client_cert_id=cert.ssl_vpn_client_cert_id)
    )
    raise AssertionError("the certificate was deleted twice")
except TeaException as error:
    assert error.code == "InvalidSslVpnClientCertId.NotFound", error
print("gone")
