"""The Python SDK of the generation before: signature version 1, everything in the query of a GET."""

import json

import lines

try:
    from aliyunsdkcore.acs_exception.exceptions import ServerException
    from aliyunsdkcore.client import AcsClient
    from aliyunsdkcore.request import CommonRequest
except ImportError as missing:
    lines.not_installed(missing.name)

client = AcsClient("testid", "testsecret", "cn-hangzhou")


def call(asked):
    request = CommonRequest(domain=lines.HOST, version="2016-04-28", action_name=asked["operation"])
    request.set_accept_format("json")
    request.set_method("GET")
    for name, value in asked["flat"].items():
        request.add_query_param(name, value)
    try:
        return {"reply": json.loads(client.do_action_with_exception(request))}
    except ServerException as error:
        return {"code": error.get_error_code()}


lines.serve(call)
