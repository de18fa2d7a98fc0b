// One of four processes with one login; it may be killed while it renews the tokens. Bundled and started by the test.
import { clockThatJumps } from "../outbox-kill/ahead.js";
import { errorInfo, isFolkmootError } from "../../src/errors.js";
import { openShared, type Place } from "./place.js";
import { renewedTokens } from "../../src/adapter/renewed-tokens.js";
import { resolveRuntime } from "../../src/adapter/defaults.js";
import type { AccountKey } from "../../src/model/keys.js";
import type { TokenSet } from "../../src/store/tokens.js";

/** The places at which a process can be stopped, around the call that renews. */
export type Stop = "before the renewal" | "after the renewal" | "after it is written";

/** What a process is told: where everything is, that time has passed, or to ask something of the network. */
export type Order =
  | { readonly is: "begin"; readonly place: Place; readonly url: string; readonly account: AccountKey }
  | { readonly is: "jump"; readonly aheadMs: number }
  | { readonly is: "call"; readonly times: number; readonly stop?: Stop };

/** What became of a call: the status of the answer, or the code of the error and what it asks for. */
export type Answered = readonly (number | { readonly code: string; readonly reauthorize?: string })[] | { readonly stopped: Stop };

let aheadMs = 0;
let stop: Stop | undefined;
let call: (() => Promise<number>) | undefined;

async function stopAt(where: Stop): Promise<void> {
  if (stop !== where) return;
  process.send?.({ stopped: where } satisfies Answered);
  await new Promise<never>(() => undefined);
}

function begin({ place, url, account }: Extract<Order, { is: "begin" }>): void {
  const clock = clockThatJumps(() => aheadMs);
  const { coordinator, tokens } = openShared(place, clock);
  const runtime = resolveRuntime({
    clock,
    coordinator,
    tokens: {
      load: async (name) => tokens.load(name),
      swap: async (name, next, expect) => {
        const swapped = await tokens.swap(name, next, expect);
        await stopAt("after it is written");
        return swapped;
      },
    },
  });
  const refresh = async ({ refreshToken = "" }: TokenSet): Promise<TokenSet | undefined> => {
    await stopAt("before the renewal");
    const answer = await fetch(`${url}/renew`, { method: "POST", headers: { authorization: `Bearer ${refreshToken}` } });
    const body: unknown = await answer.json();
    await stopAt("after the renewal");
    return answer.ok ? (body as TokenSet) : undefined;
  };
  const { credentials } = renewedTokens({ account, baseUrl: url, isToken: () => true }, { refresh }, runtime);
  const ask = async (headers: Readonly<Record<string, string>>): Promise<number> => (await fetch(`${url}/me`, { headers })).status;
  call = async () => {
    const used = await credentials.authorize({});
    const status = await ask(used.headers);
    if (status !== 401 || (await credentials.renew?.(used, {})) !== true) return status;
    return ask((await credentials.authorize({})).headers);
  };
}

async function callOnce(): Promise<number | { readonly code: string; readonly reauthorize?: string }> {
  try {
    return (await call?.()) ?? 0;
  } catch (error) {
    if (!isFolkmootError(error)) throw error;
    const { code, reauthorize } = errorInfo(error);
    return { code, ...(reauthorize !== undefined && { reauthorize }) };
  }
}

// When the test is gone, so are its processes.
process.on("disconnect", () => process.exit(1));
process.on("message", (order: Order) => {
  switch (order.is) {
    case "begin":
      begin(order);
      return;
    case "jump":
      ({ aheadMs } = order);
      return;
    case "call":
      ({ stop } = order);
      void Promise.all(Array.from({ length: order.times }, callOnce)).then((answered) => process.send?.(answered));
  }
});
process.send?.("started");
