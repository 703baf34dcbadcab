// How many orders a second somebody else's client signs on one thread, from the action to the JSON
// that is posted: the same order as in SigningBenchmark. Prints the number.
import { signL1Action } from "@nktkas/hyperliquid/signing";
import { privateKeyToAccount } from "viem/accounts";

const wallet = privateKeyToAccount("0x" + "0123456789abcdef".repeat(4));
const action = {
  type: "order",
  orders: [
    {
      a: 0,
      b: true,
      p: "97123",
      s: "0.001",
      r: false,
      t: { limit: { tif: "Ioc" } },
      c: "0x0123456789abcdef0123456789abcdef",
    },
  ],
  grouping: "na",
};
let nonce = 1_763_600_000_000;

async function signed() {
  const now = nonce++;
  const expiresAfter = now + 5_000;
  const signature = await signL1Action({ wallet, action, nonce: now, isTestnet: true, expiresAfter });
  return Buffer.from(JSON.stringify({ action, nonce: now, signature, expiresAfter }));
}

async function perSecond(seconds) {
  const begun = process.hrtime.bigint();
  const end = begun + BigInt(seconds * 1e9);
  let count = 0;
  while (process.hrtime.bigint() < end) {
    await signed();
    count++;
  }
  return count / (Number(process.hrtime.bigint() - begun) / 1e9);
}

await perSecond(4);
const rounds = [];
for (let i = 0; i < 5; i++) {
  rounds.push(await perSecond(1));
}
console.log((rounds.reduce((a, b) => a + b) / rounds.length).toFixed(1));
