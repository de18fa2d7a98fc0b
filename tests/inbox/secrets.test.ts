import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { createBlueskyAdapter } from "../../src/networks/bluesky/index.js";
import { createInbox, type Inbox, type InboxEvents } from "../../src/inbox/index.js";
import { blueskyWorld } from "../../src/testing/bluesky/contract-world.js";
import { memoryStore } from "../../src/store/index.js";
import { robot, sandra } from "./act-harness.js";
import type { FaultAction } from "../../src/testing/faults.js";
import type { Store } from "../../src/store/store.js";

const by = sandra;
const words = "sentinel-words";
const name = "sentinel-name";

/** A network whose failures repeat what they were sent, as some do. */
const repeating =
  (fetch: typeof globalThis.fetch): typeof globalThis.fetch =>
  async (input, init) => {
    const request = new Request(input, init);
    const sent = `${[...request.headers.values()].join(" ")} ${await request.clone().text()} ${words} ${name}`;
    const answer = await fetch(request);
    if (answer.status < 400) return answer;
    const { error } = (await answer.json()) as { readonly error?: string };
    return Response.json({ ...(error !== undefined && { error }), message: `cannot take ${sent}` }, { status: answer.status });
  };

/** Everything that an error shows, down its causes. */
const legible = (value: unknown): string => `${inspect(value, { depth: 9, showHidden: true })}\n${JSON.stringify(value)}`;

/** An inbox on the fake Bluesky, where every text and name is a sentinel, and where everything that is told is collected. */
async function setUp() {
  const world = blueskyWorld();
  const told: unknown[] = [];
  const log = (...line: unknown[]): void => {
    told.push(line);
  };
  const member = world.fake.state.addAccount(`${name}.test`, { displayName: `${name} displayed` });
  const memory = memoryStore();
  const broken = { next: false };
  const store: Store = {
    ...memory,
    write: (batch) => {
      if (!broken.next) return memory.write(batch);
      broken.next = false;
      return Promise.reject(new Error(`cannot store ${JSON.stringify(batch)} ${words}`));
    },
  };
  const inbox = createInbox({
    accounts: [
      createBlueskyAdapter({ accountId: world.brand.id, password: world.account.privilegedAppPassword, service: "https://bluesky.test" }),
    ],
    ...world.runtime,
    fetch: repeating(world.runtime.fetch!),
    store,
    logger: { debug: log, warn: log, error: log },
    enrich: (messages) => Promise.reject(new Error(`cannot enrich ${messages.map(({ text }) => text).join()}`)),
  });
  const heard: string[] = [];
  for (const event of ["reauthorize", "quarantined", "gap", "dead"] satisfies readonly (keyof InboxEvents)[])
    inbox.on(event, (news) => {
      heard.push(event);
      told.push(news);
    });
  inbox.on("message", ({ text }) => {
    throw new Error(`cannot listen to ${text}`);
  });
  const attempt = async (work: () => PromiseLike<unknown>): Promise<void> => {
    try {
      told.push(await work());
    } catch (error) {
      told.push(error);
    }
  };
  const hit = async (effect: "read" | "write" | "session", action: FaultAction, work: () => PromiseLike<unknown>): Promise<void> => {
    world.inject!({ on: { effect, times: 9 }, do: action });
    await attempt(work);
    for (let at = 0; at < 9; at++) await attempt(() => inbox.sync());
  };
  const person = { id: member.did, handle: member.handle };
  return { world, inbox, told, heard, attempt, hit, broken, person };
}

/** What a write says became of it, without what it said: outcomes hold our own message. */
const outcomeOf = async (write: ReturnType<Inbox["respond"]>): Promise<unknown> => {
  const outcome = await write;
  return [outcome.status, outcome.steps.map(({ error }) => error), "error" in outcome ? outcome.error : undefined];
};

describe("inbox", () => {
  describe("secrets, texts and names", () => {
    it("appear in no error, no log, no report and no event other than `message`, whatever fails", { timeout: 60_000 }, async () => {
      const { world, inbox, told, heard, attempt, hit, broken, person } = await setUp();
      const post = await world.publish(world.brand, `Our boots, ${words}`);
      await attempt(() => inbox.sync());
      await world.reply(person, post, `Are they waterproof? ${words}`);
      await world.directMessage!(person, world.brand, `Do you have size 42? ${words}`);
      broken.next = true;
      await attempt(() => inbox.sync());
      await attempt(() => inbox.sync());
      const asked = (await inbox.items({ kinds: ["comment"] })).items[0]!.message;
      const whispered = (await inbox.items({ kinds: ["direct"] })).items[0]!.message;
      expect([asked.text, asked.author?.name]).toEqual([`Are they waterproof? ${words}`, `${name} displayed`]);

      // A handler that quotes what it cannot handle, until the change is dead.
      await attempt(() =>
        inbox.handle((change) => Promise.reject(new Error(`cannot handle ${JSON.stringify(change)}`)), { drain: true, maxAttempts: 2 }),
      );

      // Every kind of failure of the network, in reads, in writes, and in logging in.
      let said = 0;
      const reply = (): Promise<unknown> => outcomeOf(inbox.respond(asked, `${words} ${said++}`, { by }));
      const whisper = (): Promise<unknown> => outcomeOf(inbox.respond(whispered, `${words} ${said++}`, { by }));
      for (const action of [
        { type: "server-error", status: 500 },
        { type: "timeout-after-commit" },
        { type: "reset-before-commit" },
        { type: "rate-limit", retryAfterMs: 60_000 },
      ] satisfies readonly FaultAction[]) {
        await hit("read", action, () => inbox.sync());
        await hit("write", action, reply);
        await hit("write", action, whisper);
      }
      for (const action of [
        { type: "broken-item" },
        { type: "unknown-fields" },
        { type: "repeat-cursor" },
      ] satisfies readonly FaultAction[]) {
        await world.reply(person, post, `And warm? ${words} ${said++}`);
        await hit("read", action, () => inbox.sync());
      }
      // Refused before anything leaves, held, declined, conflicting, and looked for afterwards.
      await attempt(() => inbox.respond(asked, `${words} ${"x".repeat(400)}`, { by }));
      await attempt(() => inbox.respond({ key: words }, words, { by }));
      await attempt(() => outcomeOf(inbox.respond(asked, `${words} once`, { by, idempotencyKey: "k" })));
      await attempt(() => inbox.respond(asked, `${words} twice`, { by, idempotencyKey: "k" }));
      await attempt(async () => {
        const { id } = await inbox.respond(asked, `${words} held`, { by: robot });
        return outcomeOf(inbox.declineReply(id, sandra, "Wrong tone."));
      });
      await world.clock.advance(10 * 60_000);
      await attempt(async () => (await inbox.recover()).map((one) => ("error" in one ? one.error : one.status)));
      world.fake.state.expireTokens();
      await hit("session", { type: "server-error", status: 500 }, () => inbox.sync());
      await attempt(() => inbox.budgets());
      await attempt(() => inbox.close());

      expect(heard).toEqual(expect.arrayContaining(["quarantined", "dead"]));
      expect(told.length).toBeGreaterThan(100);
      const all = told.map(legible).join("\n");
      expect(all).toContain("A listener threw");
      expect(all).toContain("enrich failed");
      for (const secret of world.secrets()) expect(all.includes(secret)).toBe(false);
      expect(all.match(/.{0,200}sentinel.{0,100}/)?.[0]).toBeUndefined();
    });
  });
});
