// Requests a second through the generic Node SDK, 64 in flight: pop_core.mjs ADDRESS MODULES.

import { createRequire } from "node:module";

const [address, modules] = process.argv.slice(2);
const Core = createRequire(`${modules}/`)("@alicloud/pop-core");

const IN_FLIGHT = 64;
const WARM_UP = 500;
const ROUND = 3000;

const client = new Core({
  accessKeyId: "LTAI5tFake0Fake0Fake0Fak",
  accessKeySecret: "testsecret-testsecret-12345678",
  endpoint: `http://${address}`,
  apiVersion: "2016-04-28",
});

function describe() {
  const parameters = {
    RegionId: "cn-hangzhou",
    VpcName: "production network",
    PageNumber: 1,
    PageSize: 50,
    ResourceGroupId: "rg-acfmxazb4ph6aiy",
    "Tag.1.Key": "team",
    "Tag.1.Value": "network",
    "Tag.2.Key": "stage",
    "Tag.2.Value": "production",
  };
  return client.request("DescribeVpcs", parameters, { method: "POST" });
}

async function round(milliseconds) {
  const begun = performance.now();
  const before = process.cpuUsage();
  let sent = 0;
  const work = async () => {
    while (performance.now() - begun < milliseconds) {
      await describe();
      sent += 1;
    }
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, work));
  const used = process.cpuUsage(before);
  return { rate: (sent / (performance.now() - begun)) * 1000, cpu: (used.user + used.system) / sent };
}

await round(WARM_UP);
const { rate, cpu } = await round(ROUND);
console.log(` ${IN_FLIGHT} in flight: Node   ${rate.toFixed(0).padStart(6)}/s, ${cpu.toFixed(0).padStart(6)} µs of CPU a call`);
