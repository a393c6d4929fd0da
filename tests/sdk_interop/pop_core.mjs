// The generic Node SDK: signature version 1, everything in the form of a POST.

import { createRequire } from "node:module";
import { createInterface } from "node:readline";

const [endpoint, modules] = process.argv.slice(2);

let Core;
try {
  Core = createRequire(`${modules}/`)("@alicloud/pop-core");
} catch (error) {
  if (error.code !== "MODULE_NOT_FOUND") throw error;
  console.log("not installed: @alicloud/pop-core");
  process.exit(3);
}

const client = new Core({ accessKeyId: "testid", accessKeySecret: "testsecret", endpoint, apiVersion: "2016-04-28" });

async function call({ operation, flat }) {
  try {
    // Some names begin with a small letter, which it would change.
    return { reply: await client.request(operation, flat, { method: "POST", formatParams: false }) };
  } catch (error) {
    if (!error.code || !error.data) throw error;
    return { code: error.code };
  }
}

console.log("ready");
for await (const line of createInterface({ input: process.stdin })) {
  console.log(JSON.stringify(await call(JSON.parse(line))));
}
