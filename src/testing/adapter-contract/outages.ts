/**
 * Every fault at every kind of call: nothing is doubled, nothing is lost, and every write ends as what it is.
 * @module
 */
import { all, expectCode, pagesOf } from "./bench.js";
import type { Bench, Checks } from "./bench.js";
import type { AnyAdapter } from "../../adapter/adapter.js";
import { answerable, calls, endOf, idsIn, inject, mentioned } from "./fault-tools.js";
import { expectSame, expectThat } from "../assert.js";
import type { FaultAction } from "../faults.js";
import { parseKey } from "../../model/keys.js";
import { sentMessage } from "./writing.js";

/** Faults after which a read succeeds all the same. */
const passing: readonly FaultAction[] = [
  { type: "reset-before-commit" },
  { type: "timeout-after-commit" },
  { type: "server-error", status: 500 },
  { type: "server-error", status: 502 },
  { type: "server-error", status: 503 },
  { type: "rate-limit", retryAfterMs: 30_000 },
  { type: "slow", ms: 5000 },
  { type: "unknown-fields" },
];

/** How a write may end under a fault, and how often it is then really there. */
type Endings = Readonly<Record<string, number>>;

const done: Endings = { sent: 1 };
const maybeDone: Endings = { sent: 1, "outcome-unknown": 1 };
const maybeNot: Endings = { sent: 1, "outcome-unknown": 0, "server-error": 0, "connection-failed": 0 };

const endings: readonly (readonly [FaultAction, Endings])[] = [
  [{ type: "reset-before-commit" }, maybeNot],
  [{ type: "timeout-after-commit" }, maybeDone],
  [{ type: "server-error", status: 500 }, maybeNot],
  [{ type: "server-error", status: 502 }, maybeNot],
  [{ type: "server-error", status: 503 }, maybeNot],
  [{ type: "rate-limit", retryAfterMs: 30_000 }, done],
  [{ type: "slow", ms: 5000 }, done],
  [{ type: "unknown-fields" }, done],
];

const words = (fault: FaultAction): string => ("status" in fault ? `${fault.type} ${fault.status ?? ""}` : fault.type);

/** Lets a write meet each fault once, and compares how it ends with what is there then. */
async function eachEnding(
  bench: Bench,
  write: () => Promise<{ readonly work: () => PromiseLike<unknown>; readonly times: () => Promise<number> }>,
): Promise<void> {
  for (const [fault, allowed] of endings) {
    const { work, times } = await write();
    await bench.warmUp();
    inject(bench, { on: { effect: "write" }, do: fault });
    const end = await endOf(work);
    await bench.world.settle();
    expectThat(end in allowed, `the write ends as ${Object.keys(allowed).join(" or ")} after ${words(fault)}; it ended as ${end}`);
    expectSame(await times(), allowed[end], `how often it is there after ${words(fault)}, which ended it as ${end}`);
  }
}

/** An adapter that reaches, from when it is told, a stranger's page instead of the network. */
function diverted(bench: Bench): { readonly adapter: AnyAdapter; readonly divert: () => void } {
  const fetch = bench.runtime.fetch ?? globalThis.fetch;
  let isDiverted = false;
  const page = (): Response =>
    new Response("<!doctype html><title>Welcome to our hotel</title>", { status: 200, headers: { "content-type": "text/html" } });
  return {
    adapter: bench.another({ fetch: (...input) => (isDiverted ? Promise.resolve(page()) : fetch(...input)) }),
    divert: () => {
      isDiverted = true;
    },
  };
}

/** Every fault at every kind of call. */
export const outages: Checks = {
  "gives every item once and in order, whatever goes wrong between pages": {
    needs: ["listMentions"],
    where: ["faults", "small-pages"],
    run: async (bench) => {
      const ids = await mentioned(bench, bench.world.pageSize * 2 + 1);
      await bench.warmUp();
      for (const fault of passing) {
        const before = calls(bench).length;
        inject(bench, { on: { effect: "read", nth: 2 }, do: fault });
        const found = (await idsIn(bench)).filter((id) => ids.includes(id));
        expectSame(found, ids.toReversed(), `the list under ${words(fault)}`);
        const hit = calls(bench)
          .slice(before)
          .some(({ faults }) => faults.includes(fault.type));
        expectThat(hit, `${words(fault)} hits a page`);
      }
    },
  },
  "waits out the network's refusals in the middle of a list, and asks no more than it has to": {
    needs: ["listMentions"],
    where: ["faults", "small-pages"],
    run: async (bench) => {
      const ids = await mentioned(bench, bench.world.pageSize * 2 + 1);
      await bench.warmUp();
      const [start, before] = [bench.clock.now(), calls(bench).length];
      inject(bench, { on: { effect: "read", nth: 3 }, do: { type: "rate-limit", retryAfterMs: 900_000 } });
      const pages = await pagesOf(bench.op("listMentions")());
      expectSame(
        pages.flatMap(({ items }) => items.map(({ id }) => id)).filter((id) => ids.includes(id)),
        ids.toReversed(),
        "all items over all pages",
      );
      const refused = calls(bench)
        .slice(before)
        // Some networks refuse with another status than 429 (Graph: 400).
        .filter(({ status = 0 }) => status >= 400);
      // Who is not told how long to wait may ask again, but not more often than every five minutes.
      const most = bench.world.tellsWaits === false ? 3 : 1;
      expectThat(
        refused.length >= 1 && refused.length <= most,
        `the network refuses ${most === 1 ? "once" : `${most} times at most`}; it refused ${refused.length} times`,
      );
      const waited = bench.clock.now() - start;
      expectThat(waited >= 900_000 && waited < 1_800_000, "the wait is as long as the network said, and not twice as long");
    },
  },
  "ends a reply as what it is after every fault, and says it once at most": {
    needs: ["reply", "listMentions"],
    where: ["faults"],
    run: async (bench) => {
      const [id] = await mentioned(bench);
      const target = await bench.read(id ?? "");
      await eachEnding(bench, () => {
        const text = bench.words("We hear you");
        return Promise.resolve({ work: () => bench.op("reply")(target, { text }), times: () => bench.timesSaid(text) });
      });
    },
  },
  "ends a like as what it is after every fault, and likes once at most": {
    needs: ["like", "listMentions"],
    where: ["faults"],
    run: async (bench) => {
      await eachEnding(bench, async () => {
        const [id = ""] = await mentioned(bench);
        const target = await bench.read(id);
        return { work: () => bench.op("like")(target), times: async () => (await bench.held(id)).likedBy.length };
      });
    },
  },
  "throws a refusal of a write instead of waiting, in the mode `throw`, and says nothing": {
    needs: ["reply", "listMentions"],
    where: ["faults"],
    run: async (bench) => {
      const [id] = await mentioned(bench);
      const target = await bench.read(id ?? "");
      await bench.warmUp();
      const adapter = bench.another({ limiter: { mode: "throw" } });
      await bench.op("listMentions", adapter)({ limit: 1 });
      const [text, start] = [bench.words("We hear you"), bench.clock.now()];
      inject(bench, { on: { effect: "write" }, do: { type: "rate-limit", retryAfterMs: 90_000 } });
      const error = await expectCode(() => bench.op("reply", adapter)(target, { text }), ["rate-limited"], "a reply under a rate limit");
      expectThat(error.retryable && Date.parse(error.retryAt ?? "") >= start + 89_000, "the error says when it may be tried again");
      expectThat(bench.clock.now() - start < 60_000, "nothing waits");
      expectSame(await bench.timesSaid(text), 0, "how often it was said");
    },
  },
  "does not take a stranger's page for an answer to a read, although its status is 200": {
    needs: ["listMentions"],
    where: ["faults"],
    run: async (bench) => {
      await mentioned(bench);
      const { adapter, divert } = diverted(bench);
      await bench.op("listMentions", adapter)({ limit: 1 });
      divert();
      await expectCode(() => all(bench.op("listMentions", adapter)()), ["unexpected-response"], "a list that a stranger's page answers");
    },
  },
  "does not take a stranger's page for a receipt, although its status is 200": {
    needs: ["reply", "listMentions"],
    where: ["faults"],
    run: async (bench) => {
      const [id] = await mentioned(bench);
      const target = await bench.read(id ?? "");
      const { adapter, divert } = diverted(bench);
      await bench.op("listMentions", adapter)({ limit: 1 });
      const text = bench.words("We hear you");
      divert();
      await expectCode(
        () => bench.op("reply", adapter)(target, { text }),
        ["outcome-unknown", "unexpected-response"],
        "a reply that a stranger's page answers",
      );
      expectSame(await bench.timesSaid(text), 0, "how often it was said");
    },
  },
  "does not take a stranger's page for what it asked to have done, although its status is 200": {
    needs: ["reply", "like", "delete", "listMentions"],
    where: ["faults"],
    run: async (bench) => {
      const id = await answerable(bench);
      const target = await bench.read(id);
      const sent = sentMessage(await bench.op("reply")(target, { text: bench.words("Oops") }));
      const { adapter, divert } = diverted(bench);
      await bench.op("listMentions", adapter)({ limit: 1 });
      divert();
      const works = { like: () => bench.op("like", adapter)(target), delete: () => bench.op("delete", adapter)(sent) };
      for (const [name, work] of Object.entries(works))
        await expectCode(work, ["outcome-unknown", "unexpected-response"], `${name} that a stranger's page answers`);
    },
  },
  "reads what it sent although the answer holds what nobody knows yet": {
    needs: ["reply", "listMentions"],
    where: ["faults"],
    run: async (bench) => {
      const id = await answerable(bench);
      const target = await bench.read(id);
      inject(bench, { on: { effect: "write" }, do: { type: "unknown-fields" } });
      const sent = sentMessage(await bench.op("reply")(target, { text: bench.words("We hear you") }));
      expectSame([parseKey(sent.parent ?? "")?.id, (await bench.held(sent.id)).author], [id, bench.world.brand.id], "what was sent");
    },
  },
};
