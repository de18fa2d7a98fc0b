/** Webhooks as a network could have them: signed over an instant and the raw body. And everything that can be done wrong with them. @module */
import { createHmac, timingSafeEqual } from "node:crypto";
import { createApp } from "../../src/adapter/create-app.js";
import { FolkmootError } from "../../src/errors.js";
import { makeKey, accountKey } from "../../src/model/keys.js";
import type { Change } from "../../src/model/change.js";
import type { ContractWorld, WorldWebhooks } from "../../src/testing/adapter-contract/world.js";
import type { WebhookAnswer, WebhookSource } from "../../src/adapter/app.js";

/** What can be done wrong. */
export interface Carelessness {
  readonly believesAll?: boolean;
  readonly believesUnsigned?: boolean;
  readonly chokesOnMalformed?: boolean;
  readonly readsFirst?: boolean;
  readonly signsWhatItRead?: boolean;
  readonly ignoresAge?: boolean;
  readonly namesByTime?: boolean;
  readonly deaf?: boolean;
  readonly takesAll?: boolean;
  readonly takesNothingIn?: boolean;
  readonly throwsUnknown?: boolean;
}

interface Sent {
  readonly type?: string;
  readonly id?: string;
}

const secret = "invented-webhook-secret";
const header = "x-invented-signature";
const windowMs = 300_000;
const sign = (at: number, body: string): string => createHmac("sha256", secret).update(`${at}.${body}`).digest("hex");

/** Webhooks of the world's brand; sound unless they are told to be careless. */
export function inventedWebhooks(world: ContractWorld, careless: Carelessness = {}): WorldWebhooks {
  const account = accountKey(world.network, world.accountId ?? world.brand.id);
  const now = (): number => world.runtime.clock?.now() ?? 0;

  const verify = (given: string | null, body: string): void => {
    const bad = (): never => {
      throw new FolkmootError("bad-signature", "The signature of the delivery is not ours; check the secret of the app.");
    };
    if (careless.believesAll === true || (careless.believesUnsigned === true && given === null)) return;
    const [, at = "", mac = ""] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(given ?? "") ?? [];
    if (careless.chokesOnMalformed === true && given !== null && mac === "") throw new TypeError("Cannot read properties of null");
    if (mac === "" || !timingSafeEqual(Buffer.from(mac), Buffer.from(sign(Number(at), body)))) bad();
    if (careless.ignoresAge !== true && now() - Number(at) > windowMs) bad();
  };
  const changesOf = ({ type, id = "" }: Sent): readonly Change[] => {
    const base = { id: careless.namesByTime === true ? `${id}-${now()}` : `invented:${id}`, origin: "live", account } as const;
    const at = new Date(0).toISOString();
    if (type === "message") return [{ ...base, at, type: "message.deleted", message: makeKey(account, "message", id) }];
    if (careless.throwsUnknown === true) throw new TypeError("Unknown event");
    return [{ ...base, at, type: "network.event", name: String(type) }];
  };
  const webhook: WebhookSource = {
    matches: (request) => careless.takesAll === true || request.headers.has(header) || new URL(request.url).pathname === "/invented",
    read: (request, bytes): Promise<WebhookAnswer> => {
      const body = new TextDecoder().decode(bytes);
      const read = (): Sent => JSON.parse(body) as Sent;
      if (careless.readsFirst === true) read();
      verify(request.headers.get(header), careless.signsWhatItRead === true ? JSON.stringify(JSON.parse(body)) : body);
      const sent = read();
      if (sent.type === "challenge" && careless.deaf !== true)
        return Promise.resolve({ type: "challenge", response: new Response("here") });
      return Promise.resolve({ type: "delivery", delivery: { changes: careless.takesNothingIn === true ? [] : changesOf(sent) } });
    },
  };
  return {
    app: createApp({
      id: "invented",
      networks: [world.network],
      webhook: { ...webhook, read: async (...input) => webhook.read(...input) },
    }),
    windowMs,
    request: (what, { signature, tampered = false, ageMs = 0, id = "1" } = {}) => {
      const body = JSON.stringify({ type: what === "unknown" ? "future.event" : what, id });
      const at = now() - ageMs;
      const mac = signature === "wrong" ? sign(at, `${body}x`) : sign(at, body);
      return Promise.resolve(
        new Request("https://brand.test/invented", {
          method: "POST",
          headers: signature === "missing" ? {} : { [header]: signature === "malformed" ? "v1=zzz" : `t=${at},v1=${mac}` },
          body: tampered ? body.replace(id, `${id}0`) : body,
        }),
      );
    },
  };
}
