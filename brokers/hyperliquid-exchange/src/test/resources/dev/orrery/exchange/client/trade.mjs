// Somebody else's client trades on the local exchange, over HTTP and over the WebSocket. It ends with
// 0 and a line of JSON when nothing was amiss, with 1 and what it was otherwise.
import { randomBytes } from "node:crypto";
import { ExchangeClient, HttpTransport, InfoClient, SubscriptionClient, WebSocketTransport } from "@nktkas/hyperliquid";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import WebSocket from "ws";
import { validators } from "./schemas.mjs";

// Node has one of its own since version 22.
globalThis.WebSocket ??= WebSocket;

const [address, key] = process.argv.slice(2);
const wanted = {
  info: [
    "meta", "metaAndAssetCtxs", "allMids", "l2Book", "candleSnapshot", "recentTrades", "fundingHistory",
    "clearinghouseState", "spotClearinghouseState", "openOrders", "frontendOpenOrders", "userFills",
    "userFillsByTime", "orderStatus", "historicalOrders", "userFunding", "userNonFundingLedgerUpdates",
    "userRateLimit", "extraAgents", "userRole", "userFees", "activeAssetData",
  ],
  exchange: ["approveAgent", "updateLeverage", "order", "modify", "batchModify", "cancel", "cancelByCloid"],
  subscription: [
    "allMids", "l2Book", "bbo", "trades", "candle", "activeAssetCtx", "activeAssetData", "orderUpdates",
    "userEvents", "userFills", "userFundings", "userNonFundingLedgerUpdates", "clearinghouseState", "openOrders",
    "spotState", "webData3", "notification",
  ],
};

const steps = [];
const problems = [];
const check = validators(wanted);
const http = new HttpTransport({ apiUrl: address, isTestnet: true });
const socket = new WebSocketTransport({ url: `${address.replace("http", "ws")}/ws`, isTestnet: true });

/** Waits for what must come, for at most 20 seconds. */
async function until(what, condition) {
  for (let waited = 0; waited < 20_000; waited += 25) {
    if (condition()) return;
    await new Promise((done) => setTimeout(done, 25));
  }
  throw new Error(`${what} did not come`);
}

function assert(what, holds) {
  if (!holds) throw new Error(what);
  steps.push(what);
}

try {
  await socket.ready();
  const master = privateKeyToAccount(key);
  const agent = privateKeyToAccount(generatePrivateKey());
  const user = master.address;
  const info = new InfoClient({ transport: http });
  const told = new SubscriptionClient({ transport: socket });
  const ask = async (client, method, params) =>
    check.info[method](await (params === undefined ? client[method]() : client[method](params)));
  const act = async (client, method, params) => check.exchange[method](await client[method](params));

  // What is subscribed to, and what came of it.
  const events = Object.fromEntries(wanted.subscription.map((it) => [it, []]));
  const params = {
    l2Book: { coin: "BTC" }, bbo: { coin: "BTC" }, trades: { coin: "BTC" }, candle: { coin: "BTC", interval: "1m" },
    activeAssetCtx: { coin: "BTC" }, activeAssetData: { coin: "BTC", user }, allMids: undefined,
  };
  for (const method of wanted.subscription) {
    const listener = (event) => {
      try {
        events[method].push(check.subscription[method](event));
      } catch (error) {
        problems.push(error.message);
      }
    };
    const asked = method in params ? params[method] : { user };
    await (asked === undefined ? told[method](listener) : told[method](asked, listener));
  }
  assert("subscribed to all channels", true);

  await act(new ExchangeClient({ transport: http, wallet: master }), "approveAgent", {
    agentAddress: agent.address,
    agentName: "rehearsal",
  });
  const agents = await ask(info, "extraAgents", { user });
  assert("approved an agent", agents.some((it) => it.name === "rehearsal"));
  const role = await ask(info, "userRole", { user: agent.address });
  assert("the agent has its master", role.role === "agent" && role.data.user === user.toLowerCase());

  const cloid = () => `0x${randomBytes(16).toString("hex")}`;
  for (const [over, transport] of [["HTTP", http], ["a post", socket]]) {
    const client = new ExchangeClient({ transport, wallet: agent });
    const asking = new InfoClient({ transport });
    const meta = await ask(asking, "meta");
    const asset = meta.universe.findIndex((it) => it.name === "BTC");
    const step = (price) => Number(price.toPrecision(4)).toString();
    await act(client, "updateLeverage", { asset, isCross: true, leverage: 5 });

    const mid = Number((await ask(asking, "allMids")).BTC);
    const low = step(mid * 0.8);
    const size = (1000 / mid).toFixed(2);
    const order = (p, b, tif, c, r = false) => ({ a: asset, b, p, s: size, r, t: { limit: { tif } }, c });

    // Rests, is seen, is changed twice, is cancelled.
    const first = cloid();
    const placed = await act(client, "order", { orders: [order(low, true, "Gtc", first)], grouping: "na" });
    const resting = placed.response.data.statuses[0].resting;
    assert(`an order rests, over ${over}`, resting && resting.cloid === first);
    const open = await ask(asking, "openOrders", { user });
    assert(`it is among the open orders, over ${over}`, open.some((it) => it.oid === resting.oid));
    await ask(asking, "frontendOpenOrders", { user });
    const status = await ask(asking, "orderStatus", { user, oid: resting.oid });
    assert(`its status is open, over ${over}`, status.status === "order" && status.order.status === "open");
    await act(client, "modify", { oid: resting.oid, order: order(step(mid * 0.7), true, "Alo", first) });
    const changed = await act(client, "batchModify", {
      modifies: [{ oid: first, order: order(step(mid * 0.75), true, "Alo", first) }],
    });
    const next = changed.response.data.statuses[0].resting;
    assert(`it was changed, over ${over}`, next && next.oid !== resting.oid);
    await act(client, "cancel", { cancels: [{ a: asset, o: next.oid }] });
    const second = cloid();
    await act(client, "order", { orders: [order(low, true, "Alo", second)], grouping: "na" });
    await act(client, "cancelByCloid", { cancels: [{ asset, cloid: second }] });
    assert(`nothing is left open, over ${over}`, (await ask(asking, "openOrders", { user })).length === 0);

    // Takes, and gives back.
    const bought = await act(client, "order", {
      orders: [order(step(mid * 1.05), true, "Ioc", cloid())], grouping: "na",
    });
    assert(`an order is filled, over ${over}`, bought.response.data.statuses[0].filled !== undefined);
    const held = await ask(asking, "clearinghouseState", { user });
    assert(`a position is held, over ${over}`, held.assetPositions.length === 1);
    const sold = await act(client, "order", {
      orders: [order(step(mid * 0.95), false, "Ioc", cloid(), true)], grouping: "na",
    });
    assert(`it is closed, over ${over}`, sold.response.data.statuses[0].filled !== undefined);

    // A refusal is told as such.
    const refused = await client
      .order({ orders: [order(step(mid * 1.05), true, "Alo", cloid())], grouping: "na" })
      .then(() => "", (error) => error.message);
    assert(`a post-only order that would match is refused, over ${over}`, /post only order/i.test(refused));

    const now = Date.now();
    await ask(asking, "metaAndAssetCtxs");
    await ask(asking, "l2Book", { coin: "BTC" });
    await ask(asking, "candleSnapshot", { coin: "BTC", interval: "1m", startTime: now - 3_600_000 });
    await ask(asking, "recentTrades", { coin: "BTC" });
    await ask(asking, "fundingHistory", { coin: "BTC", startTime: now - 86_400_000 });
    await ask(asking, "spotClearinghouseState", { user });
    const fills = await ask(asking, "userFills", { user });
    assert(`fills are told, over ${over}`, fills.length >= 2);
    await ask(asking, "userFillsByTime", { user, startTime: 0 });
    await ask(asking, "historicalOrders", { user });
    await ask(asking, "userFunding", { user, startTime: 0 });
    await ask(asking, "userNonFundingLedgerUpdates", { user, startTime: 0 });
    await ask(asking, "userRateLimit", { user });
    await ask(asking, "userFees", { user });
    await ask(asking, "activeAssetData", { user, coin: "BTC" });
  }

  await until("fills", () => events.userFills.flatMap((it) => it.fills).length >= 4);
  assert("the first fills are a snapshot", events.userFills[0].isSnapshot === true);
  assert("later fills are none", events.userFills.slice(1).every((it) => it.isSnapshot === undefined));
  await until("events", () => events.userEvents.some((it) => it.fills));
  await until("order updates", () => {
    const statuses = new Set(events.orderUpdates.flat().map((it) => it.status));
    return ["open", "canceled", "filled"].every((it) => statuses.has(it));
  });
  for (const method of ["allMids", "l2Book", "bbo", "trades", "candle", "activeAssetCtx", "activeAssetData",
    "clearinghouseState", "openOrders", "spotState", "webData3", "userFundings", "userNonFundingLedgerUpdates"]) {
    await until(method, () => events[method].length > 0);
  }
  assert("every channel told something", true);
  if (problems.length > 0) throw new Error(problems.slice(0, 3).join("\n"));
  console.log(JSON.stringify({
    steps: steps.length,
    events: Object.fromEntries(Object.entries(events).map(([name, all]) => [name, all.length])),
  }));
  process.exit(0);
} catch (error) {
  console.error(error.stack ?? error);
  for (const each of problems.slice(0, 5)) console.error(each);
  process.exit(1);
}
