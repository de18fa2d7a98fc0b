import { describe, expect, it } from "vitest";
import { comment, deliver, direct, feed, ids, secret, start, word, type Fields } from "./push-support.js";
import { createFacebookAdapter, createGraphApp, type GraphAppOptions } from "../../../src/networks/facebook/index.js";
import { createInbox, type Inbox } from "../../../src/inbox/index.js";
import { createInstagramAdapter } from "../../../src/networks/instagram/index.js";
import { createReceiver, type Receiver } from "../../../src/webhooks/receiver.js";
import { createThreadsAdapter } from "../../../src/networks/threads/index.js";
import { escapedJson, signatureOf, signedDelivery } from "../../../src/testing/graph/webhook.js";
import { memoryStore } from "../../../src/store/index.js";
import { oddities } from "./push-zoo.js";
import { rowsOf } from "../../inbox/forget-town.js";
import { virtualClock } from "../../../src/testing/clock.js";
import type { Change } from "../../../src/model/change.js";
import type { Envelope } from "../../../src/webhooks/envelope.js";
import type { GraphApp } from "../../../src/networks/facebook/index.js";
import type { Store } from "../../../src/store/store.js";

const makeApp = (more: Partial<GraphAppOptions> = {}): GraphApp =>
  createGraphApp({ id: ids.app, secrets: [secret], verifyToken: word, ...more });
const gone = { error: { message: "Unsupported get request.", type: "GraphMethodException", code: 100, error_subcode: 33 } };

/** Networks on which there is nothing but us. */
async function fetch(input: RequestInfo | URL): Promise<Response> {
  const { pathname, searchParams } = new URL(input instanceof Request ? input.url : input);
  const [id = ""] = /[^/]*$/.exec(pathname) ?? [];
  if (searchParams.get("fields")?.includes("mentioned") === true) return Response.json(gone, { status: 400 });
  if (/^(?:me|\d+)$/.test(id)) return Response.json({ id, username: "nordlys", user_id: ids.instagram });
  return pathname.endsWith("/threads") ? Response.json({ data: [] }) : Response.json(gone, { status: 400 });
}

interface House {
  readonly inbox: Inbox;
  readonly store: Store;
  /** Accounts that somebody else's changes were for. */
  readonly unrouted: string[];
  /** What went wrong, in the logger's words. */
  readonly wrong: string[];
}

function house(app: GraphApp = makeApp()): House {
  const store = memoryStore();
  const [unrouted, wrong]: [string[], string[]] = [[], []];
  const inbox = createInbox({
    accounts: [
      createFacebookAdapter({ app, accountId: ids.page, token: "EAAB0123456789" }),
      createInstagramAdapter({ app, accountId: ids.instagram, token: "IGAA0123456789", login: "instagram" }),
      createThreadsAdapter({ app, accountId: ids.threads, token: "THAA0123456789" }),
    ],
    clock: virtualClock({ start }),
    store,
    fetch,
    logger: { error: (message) => void wrong.push(message) },
  });
  inbox.on("unrouted", ({ account }) => void unrouted.push(account));
  return { inbox, store, unrouted, wrong };
}

function edge(app: GraphApp = makeApp()): { readonly receiver: Receiver; readonly envelopes: Envelope[] } {
  const envelopes: Envelope[] = [];
  const receiver = createReceiver({
    apps: [app],
    clock: virtualClock({ start }),
    deliver: async (envelope) => void envelopes.push(JSON.parse(JSON.stringify(envelope)) as Envelope),
  });
  return { receiver, envelopes };
}

/** Names of accounts and hashes say nothing in a test. */
const plain = (text: string): string =>
  text
    .replace(`facebook:${ids.page}`, "FB")
    .replace(`instagram:${ids.instagram}`, "IG")
    .replace(`threads:${ids.threads}`, "TH")
    .replace(/:[0-9a-f]{32}$/, "");

const idsIn = async (store: Store): Promise<readonly string[]> => (await rowsOf(store, "change")).map(({ id }: Pick<Change, "id">) => id);

describe("odd deliveries", () => {
  it("are taken in or told as unknown, the same by inbox and by receiver, and once when they come again", async () => {
    const near = house();
    const far = house();
    const { receiver, envelopes } = edge();
    let before: ReadonlySet<string> = new Set();
    for (const { name, payload, gives } of oddities) {
      const request = signedDelivery(secret, payload, typeof payload === "string" ? { raw: payload } : {});
      expect((await near.inbox.receive(request.clone())).status, name).toBe(200);
      const told = await idsIn(near.store);
      const strangers = near.unrouted.splice(0);
      const news = [...told.filter((id) => !before.has(id)), ...strangers.map((account) => `unrouted:${account}`)];
      expect(news.map(plain).sort(), name).toEqual([...gives].sort());
      expect((await near.inbox.receive(request.clone())).status, name).toBe(200);
      expect(await idsIn(near.store), name).toEqual(told);
      near.unrouted.splice(0);
      before = new Set(told);

      expect((await receiver.receive(request.clone())).status, name).toBe(200);
      for (const envelope of envelopes.splice(0)) for (let times = 0; times < 2; times++) await far.inbox.ingest(envelope);
      expect([...(await idsIn(far.store))].sort(), name).toEqual([...told].sort());
    }
    expect([...near.wrong, ...far.wrong]).toEqual([]);
    const rows = await rowsOf(near.store, "message");
    // What came by two fields is one comment, and is known to name the Page.
    expect(rows.filter(({ id }) => id === "501_618")).toMatchObject([{ kind: "comment", mentionsUs: true }]);
    await Promise.all([near.inbox.close(), far.inbox.close()]);
  });

  it("may hold a thousand changes", async () => {
    const { inbox, store } = house();
    const changes = Array.from({ length: 1_000 }, (_, index) => ({
      field: "feed",
      value: comment({ comment_id: `501_${5_000 + (index % 900)}` }),
    }));
    const request = signedDelivery(secret, { object: "page", entry: [{ id: ids.page, time: 1_790_000_000, changes }] });
    expect((await inbox.receive(request.clone())).status).toBe(200);
    expect((await inbox.receive(request)).status).toBe(200);
    expect(await idsIn(store)).toHaveLength(900);
    await inbox.close();
  });

  it("that happened without a time are the same when they come again, and a second of their kind with one is another", async () => {
    const event = { sender: { id: ids.maren }, recipient: { id: ids.page }, reaction: { mid: "m_b", action: "react", reaction: "love" } };
    const timeless = {
      object: "page",
      entry: [{ id: ids.page, messaging: [event, { ...event, reaction: undefined, optin: { ref: "x" } }] }],
    };
    const { inbox, store, clock } = { ...house(), clock: virtualClock({ start }) };
    expect((await inbox.receive(signedDelivery(secret, timeless))).status).toBe(200);
    const told = await idsIn(store);
    expect(told).toHaveLength(2);
    const app = makeApp();
    app.attach({ clock });
    await clock.advance(60_000);
    const later = await app.webhook.read(signedDelivery(secret, timeless), new TextEncoder().encode(escapedJson(timeless)));
    if (later.type !== "delivery") throw new Error("It was taken for a challenge.");
    expect(later.delivery.changes.map(({ id }) => id).sort()).toEqual([...told].sort());
    const [one, two] = await Promise.all(
      [1, 2].map(async (more) => deliver({ ...timeless, entry: [{ ...timeless.entry[0], time: 1_790_000_000 + more }] })),
    );
    expect(one?.changes.map(({ id }) => id)).not.toEqual(two?.changes.map(({ id }) => id));
    await inbox.close();
  });

  it("of a new sort are posts where they say something, and are gone as posts", async () => {
    const value = { item: "hologram", verb: "add", post_id: `${ids.page}_778`, from: { id: ids.maren, name: "Maren Skov" } };
    const typesOf = async (more: Fields): Promise<readonly string[]> =>
      (await deliver(feed({ ...value, ...more }))).changes.map(({ type }) => type);
    expect(await typesOf({})).toEqual(["network.event"]);
    expect(await typesOf({ message: "Se her" })).toEqual(["message.created"]);
    expect(await typesOf({ photo: "https://cdn.test/h" })).toEqual(["message.created"]);
    expect(await typesOf({ verb: "remove" })).toEqual(["message.deleted"]);
    expect(await typesOf({ item: "connection", message: "x" })).toEqual(["network.event"]);
    expect(await typesOf({ item: "status" })).toEqual(["message.created"]);
  });
});

describe("the doors", () => {
  const payload = direct({ message: { mid: "m_door", text: "Hej" } });
  const body = escapedJson(payload);
  const signature = signatureOf(secret, body);
  const url = "https://host.test/webhooks/meta";
  const send = (headers: Record<string, string>, text: string = body): Request =>
    new Request(url, { method: "POST", headers: { "content-type": "application/json", ...headers }, body: text });
  const ask = (query: string): Request => new Request(`${url}?${query}`);
  const both = async (request: Request, app: () => GraphApp = makeApp): Promise<readonly number[]> => {
    const { inbox, store } = house(app());
    const { receiver, envelopes } = edge(app());
    const statuses = [(await inbox.receive(request.clone())).status, (await receiver.receive(request.clone())).status];
    // Nothing but what was let in is kept or handed on.
    const isIn = statuses[0] === 200 && request.method === "POST";
    expect([(await idsIn(store)).length, envelopes.length]).toEqual(isIn ? [1, 1] : [0, 0]);
    await inbox.close();
    return statuses;
  };

  it.each([
    ["the right signature", send({ "x-hub-signature-256": signature }), 200],
    ["the right one in capitals", send({ "x-hub-signature-256": signature.toUpperCase().replace("SHA256", "sha256") }), 200],
    ["that of another secret", send({ "x-hub-signature-256": signatureOf("another", body) }), 401],
    ["that of no secret", send({ "x-hub-signature-256": signatureOf("\u0000", body) }), 401],
    ["a byte of the body changed", send({ "x-hub-signature-256": signature }, body.replace("Hej", "Hek")), 401],
    ["a byte more", send({ "x-hub-signature-256": signature }, `${body}\n`), 401],
    ["the body written anew without escapes", send({ "x-hub-signature-256": signature }, JSON.stringify({ ...payload, æ: 1 })), 401],
    ["a digit less", send({ "x-hub-signature-256": signature.slice(0, -1) }), 401],
    ["a digit more", send({ "x-hub-signature-256": `${signature}0` }), 401],
    ["the digits alone", send({ "x-hub-signature-256": signature.slice(7) }), 401],
    ["the name of the older kind before them", send({ "x-hub-signature-256": signature.replace("sha256", "sha1") }), 401],
    ["two signatures", send({ "x-hub-signature-256": `${signature}, ${signature}` }), 401],
    ["an empty signature", send({ "x-hub-signature-256": "" }), 401],
    ["SHA-1 alone", send({ "x-hub-signature": `sha1=${"0".repeat(40)}` }), 401],
    ["no signature", send({}), 404],
  ])("answer %s", async (_, request, status) => {
    expect(await both(request)).toEqual([status, status]);
  });

  it.each([
    ["the right word", `hub.mode=subscribe&hub.verify_token=${word}&hub.challenge=12`, 200],
    ["another word", "hub.mode=subscribe&hub.verify_token=lighthous&hub.challenge=12", 403],
    ["no word", "hub.mode=subscribe&hub.challenge=12", 403],
    ["another mode", `hub.mode=unsubscribe&hub.verify_token=${word}&hub.challenge=12`, 403],
    ["nothing", "", 404],
  ])("answer a handshake with %s", async (_, query, status) => {
    expect(await both(ask(query))).toEqual([status, status]);
  });

  it("let in what the old or the new secret signed while it is rotated, and the old one no longer", async () => {
    const request = send({ "x-hub-signature-256": signature });
    const fresh = send({ "x-hub-signature-256": signatureOf("the new one", body) });
    const rotating = (): GraphApp => makeApp({ secrets: ["the new one", secret] });
    expect([await both(request, rotating), await both(fresh, rotating)]).toEqual([
      [200, 200],
      [200, 200],
    ]);
    expect(await both(request, () => makeApp({ secrets: ["the new one"] }))).toEqual([401, 401]);
  });
});
