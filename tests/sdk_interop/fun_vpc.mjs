// `@alicloud/fun`, which deploys functions: its own code for a function's VPC and vSwitch, unchanged. What it asks of other services
// (the account's profile, the zones of Function Compute and of NAS) is answered here.

import { createRequire } from "node:module";
import Module from "node:module";
import assert from "node:assert/strict";

const [endpoint, modules] = process.argv.slice(2);
const require = createRequire(`${modules}/`);

let Core, path;
try {
  Core = require("@alicloud/pop-core");
  path = require.resolve("@alicloud/fun/lib/vpc.js");
} catch (error) {
  if (error.code !== "MODULE_NOT_FOUND") throw error;
  console.log(`not installed: ${error.message.split("\n")[0]}`);
  process.exit(3);
}

const region = "cn-hangzhou";
const client = new Core({ accessKeyId: "testid", accessKeySecret: "testsecret", endpoint, apiVersion: "2016-04-28" });
const others = {
  "./profile": { getProfile: async () => ({ defaultRegion: region }) },
  "./client": {
    getVpcPopClient: async () => client,
    getFcClient: async () => ({ getAccountSettings: async () => ({ data: { availableAZs: [`${region}-h`, `${region}-i`] } }) }),
    getNasPopClient: async () => ({}),
    // Security groups are of another service.
    getEcsPopClient: async () => ({
      request: async (action) =>
        action === "DescribeSecurityGroups" ? { SecurityGroups: { SecurityGroup: [{ SecurityGroupId: "sg-1" }] } } : {},
    }),
  },
  "./nas": { describeNasZones: async () => [{ ZoneId: `${region}-h` }] },
  "./init/prompt": {},
};
const load = Module._load;
Module._load = (name, parent, ...rest) =>
  parent?.path?.includes("@alicloud/fun/lib") && name in others ? others[name] : load(name, parent, ...rest);
console.log = () => {};
const vpc = require(path);
const vswitch = require(path.replace(/vpc\.js$/, "vswitch.js"));

const made = await vpc.createDefaultVpcIfNotExist();
assert.match(made.vpcId, /^vpc-/);
assert.match(made.vswitchIds[0], /^vsw-/);
assert.equal((await vpc.findVpc(client, region, "fc-fun-vpc")).VpcId, made.vpcId);
assert.equal(await vswitch.findVswitchExistByName(client, region, made.vswitchIds, "fc-fun-vswitch-1"), made.vswitchIds[0]);
// A second deployment finds what the first created.
assert.deepEqual(await vpc.createDefaultVpcIfNotExist(), made);
assert.equal(await vpc.findVpc(client, region, "another"), undefined);
process.stdout.write("passed\n");
