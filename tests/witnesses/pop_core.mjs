// The generic Node SDK: signature version 1, everything in the form of a POST.

import assert from "node:assert/strict";
import { createRequire } from "node:module";

const [endpoint, gateway, modules] = process.argv.slice(2);

let Core;
try {
  Core = createRequire(`${modules}/`)("@alicloud/pop-core");
} catch (error) {
  if (error.code !== "MODULE_NOT_FOUND") throw error;
  console.log("not installed: @alicloud/pop-core");
  process.exit(3);
}

const client = new Core({ accessKeyId: "testid", accessKeySecret: "testsecret", endpoint, apiVersion: "2016-04-28" });
const call = (action, parameters) =>
  client.request(action, { RegionId: "cn-hangzhou", ...parameters }, { method: "POST" });

const server = (
  await call("CreateSslVpnServer", {
    VpnGatewayId: gateway,
    ClientIpPool: "10.32.0.0/16",
    LocalSubnet: "10.0.0.0/8",
    Name: "node server",
  })
).SslVpnServerId;
console.log("server", server);
const cert = (await call("CreateSslVpnClientCert", { SslVpnServerId: server, Name: "node cert" })).SslVpnClientCertId;
console.log("certificate", cert);
const found = await call("DescribeSslVpnClientCert", { SslVpnClientCertId: cert });
assert.equal(found.Name, "node cert");
console.log("described");
assert.ok((await call("DeleteSslVpnClientCert", { SslVpnClientCertId: cert })).RequestId);
console.log("deleted");
await assert.rejects(call("DeleteSslVpnClientCert", { SslVpnClientCertId: cert }), {
  code: "InvalidSslVpnClientCertId.NotFound",
});
console.log("gone");
