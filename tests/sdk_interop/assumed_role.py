"""The Python credentials library with `ram_role_arn`: it calls AssumeRole by https alone, and signs with what it gets."""

import witness

try:
    from alibabacloud_credentials.client import Client as Credentials
    from alibabacloud_credentials.models import Config as CredentialsConfig
    from alibabacloud_tea_openapi import models
    from alibabacloud_tea_openapi.client import Client
    from alibabacloud_tea_util.models import RuntimeOptions
except ImportError as missing:
    witness.not_installed(missing.name)

credentials = Credentials(
    CredentialsConfig(
        type="ram_role_arn",
        access_key_id="testid",
        access_key_secret="testsecret",
        role_arn="acs:ram::1234567890123456:role/deployer",
        role_session_name="witness",
        sts_endpoint=witness.HOST,
    )
)
found = credentials.get_credential()
if not found.access_key_id.startswith("STS.") or not found.security_token:
    raise AssertionError(f"{found.access_key_id} is no temporary key")
client = Client(models.Config(credential=credentials, endpoint=witness.HOST, protocol="https"))


def call(action, version, **query):
    params = models.Params(
        action=action, version=version, protocol="HTTPS", method="POST", auth_type="AK", style="RPC", pathname="/",
        req_body_type="formData", body_type="json",
    )
    return client.call_api(params, models.OpenApiRequest(query=query), RuntimeOptions())["body"]


identity = call("GetCallerIdentity", "2015-04-01")
witness.equal(identity["IdentityType"], "AssumedRoleUser")
if not identity["Arn"].endswith(":assumed-role/deployer/witness"):
    raise AssertionError(identity["Arn"])
vpc = call("CreateVpc", "2016-04-28", RegionId="cn-hangzhou")
call("DeleteVpc", "2016-04-28", RegionId="cn-hangzhou", VpcId=vpc["VpcId"])
witness.passed()
