"""Requests a second through the newest Python SDK, 64 in flight, each in a thread: tea.py ADDRESS."""

import resource
import sys
import threading
import time

from alibabacloud_tea_openapi.models import Config
from alibabacloud_vpc20160428 import models
from alibabacloud_vpc20160428.client import Client

IN_FLIGHT = 64
WARM_UP, ROUND = 0.5, 3.0

client = Client(
    Config(
        access_key_id="LTAI5tFake0Fake0Fake0Fak",
        access_key_secret="testsecret-testsecret-12345678",
        endpoint=sys.argv[1],
        protocol="http",
        region_id="cn-hangzhou",
    )
)


def describe():
    tag = models.DescribeVpcsRequestTag
    request = models.DescribeVpcsRequest(
        region_id="cn-hangzhou",
        vpc_name="production network",
        page_number=1,
        page_size=50,
        resource_group_id="rg-acfmxazb4ph6aiy",
        tag=[tag(key="team", value="network"), tag(key="stage", value="production")],
    )
    client.describe_vpcs(request)


def cpu():
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def round(seconds):
    """Requests, seconds and seconds of CPU."""
    begun, used = time.monotonic(), cpu()
    sent = []

    def work():
        count = 0
        while time.monotonic() - begun < seconds:
            describe()
            count += 1
        sent.append(count)

    threads = [threading.Thread(target=work) for _ in range(IN_FLIGHT)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(sent), time.monotonic() - begun, cpu() - used


round(WARM_UP)
sent, seconds, used = round(ROUND)
print(f" {IN_FLIGHT} in flight: Python {sent / seconds:6.0f}/s, {used / sent * 1e6:6.0f} µs of CPU a call")
