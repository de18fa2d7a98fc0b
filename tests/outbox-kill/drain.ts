/** Four processes work off 500 writes of one outbox, and writes are paused in the middle. @module */
import { join } from "node:path";
import { expect } from "vitest";
import { createInbox } from "../../src/index.js";
import { fakeNetwork } from "../../src/testing/fake-network.js";
import { family } from "./family.js";
import { memoryCoordinator } from "../../src/limits/memory-coordinator.js";
import { adapterOf, openStore, type Place, type Wire } from "./setup.js";
import { all } from "./one-store.js";
import { clockAhead } from "./ahead.js";
import { systemClock } from "../../src/clock.js";
import type { Drained } from "./drain-child.js";
import type { Message } from "../../src/model/message.js";

const by = { type: "human", id: "sandra" } as const;
const sends = 500;
/** How many are queued at once. */
const atOnce = 25;
const untilPause = 60;
const minute = 60_000;

/** Waits until something is so; looks again with each request that arrives. */
function arrivals(): { readonly arrived: () => void; readonly count: () => number; readonly reach: (count: number) => Promise<void> } {
  let count = 0;
  let wake: () => void = () => undefined;
  return {
    arrived: () => {
      count += 1;
      wake();
    },
    count: () => count,
    reach: async (wanted) => {
      while (count < wanted) await new Promise<void>((resolve) => (wake = resolve));
    },
  };
}

export async function pauseWhileFourDrain(placeIn: (folder: string) => Place): Promise<void> {
  // What is queued waits for a budget that has come back when the four begin.
  let aheadMs = -10 * minute;
  const clock = clockAhead(() => aheadMs);
  const many = 1_000_000;
  const bluesky = fakeNetwork("bluesky", { clock, limits: { requests: many, pointsPerHour: many, pointsPerDay: many, logins: many } });
  const brand = bluesky.state.addAccount("boots.test");
  const asta = bluesky.state.addAccount("asta.test");
  const post = bluesky.state.post(brand, "Boots!").uri;
  for (let number = 0; number < sends; number++) bluesky.state.reply(asta, post, `Question ${number}?`);
  const crowd = await family(join(import.meta.dirname, "drain-child.ts"));
  const listening = await bluesky.listen();
  const place = placeIn(crowd.folder);
  const none = { accountId: "1", token: "none" };
  const wire: Wire = {
    hosts: { [new URL(bluesky.baseUrl).host]: listening.url },
    bluesky: { accountId: brand.did, password: brand.privilegedAppPassword, service: bluesky.baseUrl },
    mastodon: { ...none, server: "https://mastodon.test" },
    discord: { ...none, service: "https://discord.test" },
  };
  const inbox = createInbox({
    accounts: [adapterOf("bluesky", wire)],
    store: openStore(place),
    coordinator: memoryCoordinator({ clock }),
    fetch: bluesky.fetch,
    limiter: { mode: "throw" },
    clock,
  });
  try {
    await inbox.sync();
    const questions: Message[] = [];
    for await (const { message } of inbox.items({ direction: "inbound" })) questions.push(message);
    expect(questions).toHaveLength(sends);
    bluesky.inject({ on: { operation: "com.atproto.repo.putRecord" }, do: { type: "rate-limit", retryAfterMs: 5 * minute } });
    for (let begin = 0; begin < sends; begin += atOnce) {
      const some = questions.slice(begin, begin + atOnce);
      const outcomes = await Promise.all(some.map(async (question) => inbox.respond(question, `Yes, ${question.text}`, { by })));
      expect(new Set(outcomes.map(({ status }) => status))).toEqual(new Set(["pending"]));
    }
    expect(bluesky.state.postsOf(brand)).toHaveLength(1);
    aheadMs = 0;

    const seen = arrivals();
    bluesky.observe(({ operation }) => {
      if (operation === "com.atproto.repo.putRecord") seen.arrived();
    });
    const four = await Promise.all([0, 1, 2, 3].map(async () => crowd.start()));
    for (const member of four) member.tell({ place, wire });
    for (const member of four) member.tell("drain");
    await seen.reach(untilPause);
    await inbox.pause({ scope: "all", reason: "A crisis.", by });
    const pausedAt = Date.now();
    const drained = await Promise.all(four.map(async (member) => (await member.hear<Drained>(1))[0]));
    expect(drained.flatMap((one) => one?.failure ?? [])).toEqual([]);
    const left = drained.flatMap((one) => one?.left ?? []);
    expect(left).toHaveLength(seen.count());
    expect(Math.max(...left) - pausedAt).toBeLessThanOrEqual(1_000);
    const sent = seen.count();
    expect(sent).toBeGreaterThanOrEqual(untilPause);
    expect(sent, "the pause came in the middle").toBeLessThan(sends);
    expect(bluesky.state.postsOf(brand)).toHaveLength(1 + sent);
    expect(drained.filter((one) => (one?.left.length ?? 0) > 0).length, "processes that have sent").toBeGreaterThan(1);

    // Nobody sends what waited because the pause is over: not by itself, and not when somebody recovers.
    await inbox.resume({ scope: "all", by });
    for (const member of four) member.tell("drain");
    const after = await Promise.all(four.map(async (member) => (await member.hear<Drained>(1))[0]));
    expect(after.flatMap((one) => one?.left ?? [])).toEqual([]);
    await systemClock.sleep(1_000);
    expect(seen.count()).toBe(sent);
    const waiting = await all(inbox.outbox({ states: ["held"] }));
    expect(waiting).toHaveLength(sends - sent);

    // Asked for again, each goes out, and none twice.
    for (const question of questions.slice(0, 20).concat(questions.slice(-20)))
      expect((await inbox.respond(question, `Yes, ${question.text}`, { by })).status).toBe("sent");
    const said = bluesky.state.postsOf(brand).map(({ parent, text }) => `${String(parent)} ${text}`);
    expect(new Set(said).size).toBe(said.length);
    expect(seen.count()).toBe(said.length - 1);
  } finally {
    await crowd.end();
    await inbox.close();
    await listening.close();
  }
}
