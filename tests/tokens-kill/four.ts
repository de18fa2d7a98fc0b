/** Four processes live on one login whose refresh token is good for one use, and are killed while they renew it. @module */
import { join } from "node:path";
import { expect } from "vitest";
import { clockAhead } from "../outbox-kill/ahead.js";
import { family, type Family, type Member } from "../outbox-kill/family.js";
import { lifeMs, tokenServer, type TokenServer } from "./token-server.js";
import { openShared, type Place, type Shared } from "./place.js";
import { systemClock } from "../../src/clock.js";
import type { AccountKey } from "../../src/model/keys.js";
import type { Answered, Order, Stop } from "./child.js";

let accounts = 0;
const rounds = Number(process.env["KILL_ROUNDS"] ?? 1);
/** Longer than the lease of whoever renews. Milliseconds. */
const leaseMs = 31_000;
/** How long nothing is renewed after a refusal. Milliseconds. */
const refusalMs = 61_000;

interface World {
  readonly server: TokenServer;
  /** The host logs in, and hands the new tokens to all. */
  readonly logIn: () => Promise<void>;
  readonly four: Member[];
  /** Moves everybody's clock. */
  readonly jump: (ms: number) => void;
  readonly order: (member: Member, order: Order) => void;
  readonly start: () => Promise<Member>;
}

const ones = <T>(value: T, times: number): readonly T[] => Array.from({ length: times }, () => value);

async function inWorld(placeIn: (folder: string) => Place, run: (world: World) => Promise<void>): Promise<void> {
  let aheadMs = 0;
  const clock = clockAhead(() => aheadMs);
  const server = await tokenServer(() => clock.now());
  const crowd: Family = await family(join(import.meta.dirname, "child.ts"));
  const place = placeIn(crowd.folder);
  const shared: Shared = openShared(place, clock);
  // Its own: the next world begins at an earlier instant, at which leases of this one would still be alive.
  accounts += 1;
  const account: AccountKey = `forum:${accounts}`;
  const name = `${account}:session`;
  const logIn = async (): Promise<void> => {
    expect(await shared.tokens.swap(name, server.logIn(), (await shared.tokens.load(name))?.version ?? "absent")).toBe(true);
  };
  const order = (member: Member, what: Order): void => {
    member.tell(what);
  };
  const start = async (): Promise<Member> => {
    const member = await crowd.start();
    order(member, { is: "begin", place, url: server.url, account });
    order(member, { is: "jump", aheadMs });
    return member;
  };
  try {
    await logIn();
    const four = await Promise.all([0, 1, 2, 3].map(start));
    const jump = (ms: number): void => {
      aheadMs += ms;
      for (const member of four) order(member, { is: "jump", aheadMs });
    };
    await run({ server, logIn, four, jump, order, start });
  } finally {
    await crowd.end();
    await shared.close();
    await server.close();
  }
}

/** Lets processes call at once, and gives what each of them heard. */
async function call(world: World, members: readonly Member[], times = 4): Promise<readonly Answered[]> {
  for (const member of members) world.order(member, { is: "call", times });
  return Promise.all(members.map(async (member) => (await member.hear<Answered>(1))[0] ?? []));
}

/** Period after period, near the end of the tokens and past it. */
export async function renewOnceAPeriod(placeIn: (folder: string) => Place): Promise<void> {
  await inWorld(placeIn, async (world) => {
    const { server, four, jump } = world;
    for (let period = 1; period <= 6 * rounds; period++) {
      jump(period % 2 === 0 ? lifeMs - 10_000 : lifeMs + 10_000);
      const answered = await call(world, four);
      expect(answered.flat(), `period ${period}`).toEqual(ones(200, 16));
      expect([server.renewed, server.shownAgain], `period ${period}`).toEqual([period, 0]);
    }
  });
}

/** A renewal whose answer takes longer than the lease lives. */
export async function renewSlowly(placeIn: (folder: string) => Place): Promise<void> {
  await inWorld(placeIn, async (world) => {
    const { server, four, jump } = world;
    const { arrived, letGo } = server.hold();
    jump(lifeMs);
    const calls = call(world, four);
    await arrived;
    for (let waited = 0; waited < 50_000; waited += 5_000) {
      jump(5_000);
      // A third of the lease passes in twice that: time enough to say that it is still held, on a busy machine as well.
      await systemClock.sleep(600);
    }
    letGo();
    expect((await calls).flat()).toEqual(ones(200, 16));
    expect([server.renewed, server.shownAgain]).toEqual([1, 0]);
  });
}

/** Kills whoever renews, at one place. */
export async function killWhoRenews(placeIn: (folder: string) => Place, stop: Stop): Promise<void> {
  await inWorld(placeIn, async (world) => {
    const { server, logIn, four, jump, order, start } = world;
    for (let round = 1; round <= rounds; round++) {
      const before = server.renewed;
      jump(lifeMs);
      const [victim] = four;
      if (victim === undefined) throw new Error("there are four");
      order(victim, { is: "call", times: 2, stop });
      expect(await victim.hear(1)).toEqual([{ stopped: stop }]);
      const others = four.slice(1);
      const calls = call(world, others);
      await victim.kill();
      four[0] = await start();
      if (stop !== "after it is written") jump(leaseMs);
      const answered = (await calls).flat();
      if (stop === "after the renewal") {
        // What was bought and never written is lost with its buyer: nobody can know. All others say so, and what helps.
        expect(answered).toEqual(ones({ code: "unauthenticated", reauthorize: "expired" }, 12));
        expect(server.renewed).toBe(before + 1);
        // A refresh token that is refused is not shown again and again.
        expect(server.shownAgain).toBeLessThanOrEqual(3 * round);
        // The host logs in anew: all go on by themselves.
        await logIn();
        jump(refusalMs);
        expect((await call(world, four)).flat()).toEqual(ones(200, 16));
        expect(server.renewed).toBe(before + 1);
      } else {
        expect(answered).toEqual(ones(200, 12));
        expect((await call(world, four)).flat()).toEqual(ones(200, 16));
        expect([server.renewed, server.shownAgain]).toEqual([before + 1, 0]);
      }
    }
  });
}
