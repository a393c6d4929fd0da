"""The newest Python SDK: typed requests and replies, signature version 3."""

import inspect

import lines

try:
    from alibabacloud_tea_openapi.models import Config
    from alibabacloud_vpc20160428 import models
    from alibabacloud_vpc20160428.client import Client
    from Tea.exceptions import TeaException
except ImportError as missing:
    lines.not_installed(missing.name)


class Recording(Client):
    """Keeps a reply as it was before the SDK's model of it."""

    def call_api(self, params, request, runtime):
        self.reply = super().call_api(params, request, runtime)
        return self.reply


def methods():
    """Name of each operation's request model, and the client's method that takes it."""
    for name, method in inspect.getmembers(Client, inspect.isfunction):
        parameters = inspect.signature(method).parameters
        if list(parameters) == ["self", "request"] and not inspect.iscoroutinefunction(method):
            yield str(parameters["request"].annotation).rsplit(".", 1)[-1], name


def present(value):
    """A value without its empty lists: the models have them for what is not there, too."""
    match value:
        case dict():
            return {name: present(field) for name, field in value.items() if field != []}
        case list():
            return [present(item) for item in value]
        case _:
            return value


METHODS = dict(methods())
client = Recording(
    Config(
        access_key_id="testid",
        access_key_secret="testsecret",
        endpoint=lines.HOST,
        protocol="http",
        region_id="cn-hangzhou",
    )
)


def call(asked):
    model = f"{asked['operation']}Request"
    if model not in METHODS:
        return "unknown"
    parameters = asked["parameters"]
    request = getattr(models, model)().from_map(parameters)
    if present(request.to_map()) != present(parameters):
        return {"misread": {"given": parameters, "taken": request.to_map()}}
    try:
        typed = getattr(client, METHODS[model])(request).to_map()["body"]
    except TeaException as error:
        return {"code": error.code}
    if present(typed) != present(client.reply["body"]):
        return {"misread": {"given": client.reply["body"], "taken": typed}}
    return {"reply": typed}


lines.serve(call)
