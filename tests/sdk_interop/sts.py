"""The newest Python SDK of the Security Token Service, two of whose operations take no key: typed requests and replies."""

import lines

try:
    from alibabacloud_sts20150401 import models
    from alibabacloud_sts20150401.client import Client
    from alibabacloud_tea_openapi.models import Config
    from Tea.exceptions import TeaException
except ImportError as missing:
    lines.not_installed(missing.name)


def client(secret):
    return Client(Config(access_key_id="testid", access_key_secret=secret, endpoint=lines.HOST, protocol="http"))


CLIENTS = {secret: client(secret) for secret in ("testsecret", "wrong")}
METHODS = {
    "AssumeRole": (models.AssumeRoleRequest, "assume_role"),
    "AssumeRoleWithOIDC": (models.AssumeRoleWithOIDCRequest, "assume_role_with_oidc"),
    "AssumeRoleWithSAML": (models.AssumeRoleWithSAMLRequest, "assume_role_with_saml"),
    "GetCallerIdentity": (None, "get_caller_identity"),
}


def call(asked):
    model, method = METHODS[asked["operation"]]
    arguments = [model().from_map(asked["parameters"])] if model else []
    try:
        return {"reply": getattr(CLIENTS[asked["secret"]], method)(*arguments).body.to_map()}
    except TeaException as error:
        return {"code": error.code}


lines.serve(call)
