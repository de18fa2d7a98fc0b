/**
 * What a stream of live changes has to do, whatever becomes of its line.
 * @module
 */
import { all, throughJson } from "./bench.js";
import type { Bench, Checks } from "./bench.js";
import type { Change, MessageCreated } from "../../model/change.js";
import { expectSame, expectThat } from "../assert.js";
import { inject } from "./fault-tools.js";

/** How long a stream may take to connect, and to connect again after its line died. Milliseconds. */
const connectMs = 5000;
const reconnectMs = 150_000;

const createdIn = (seen: readonly Change[], id: string): readonly MessageCreated[] =>
  seen.flatMap((change) => (change.type === "message.created" && change.message.id === id ? [change] : []));

/** What a running stream shows. */
interface Followed {
  /** Everything so far. */
  readonly seen: readonly Change[];
  /** Waits until a message has come. */
  readonly arrived: (id: string) => Promise<MessageCreated>;
}

/** Follows the stream while something is done, then ends it. */
async function following(bench: Bench, work: (followed: Followed) => Promise<void>): Promise<void> {
  const stop = new AbortController();
  const seen: Change[] = [];
  const state: { over: boolean; error?: unknown } = { over: false };
  const loop = async (): Promise<void> => {
    try {
      for await (const change of bench.op("stream")({ signal: stop.signal })) seen.push(change);
    } catch (error) {
      state.error = error;
    } finally {
      state.over = true;
    }
  };
  const followed: Followed = {
    seen,
    arrived: async (id) => {
      for (let at = 0; at < 600; at += 1) {
        const [found] = createdIn(seen, id);
        if (found !== undefined) return found;
        const said = state.error instanceof Error ? state.error.message : "it ended without an error";
        expectThat(!state.over, `the stream goes on until it is ended (${said})`);
        await bench.clock.sleep(500);
      }
      throw new Error("Expected that what a member said comes over the stream; it did not within five minutes.");
    },
  };
  void loop();
  await bench.clock.sleep(connectMs);
  try {
    await work(followed);
  } finally {
    stop.abort();
  }
  for (let at = 0; at < 60 && !state.over; at += 1) await bench.clock.sleep(500);
  expectThat(state.over, "the stream ends with its signal");
}

const say = async (bench: Bench, by = 0): Promise<string> => {
  const id = await bench.world.mention(await bench.member(by), bench.world.brand, bench.words("hello"));
  await bench.world.settle();
  return id;
};

const needs = ["stream", "listMentions"] as const;

/** What a stream of live changes has to do. */
export const streaming: Checks = {
  "brings what members say, under the key that it has in lists": {
    needs,
    where: ["streams"],
    run: async (bench) => {
      await following(bench, async ({ arrived }) => {
        const id = await say(bench);
        const change = await arrived(id);
        const { message } = change;
        expectSame([message.direction, message.author?.id], ["inbound", (await bench.member(0)).id], "who said it");
        const listed = await bench.read(id);
        expectSame(
          [message.key, message.conversation, message.kind],
          [listed.key, listed.conversation, listed.kind],
          "key, conversation and kind",
        );
        expectSame([change.account, change.origin], [bench.adapter.account, "live"], "whose news it is");
        expectSame(change.conversation, message.conversation, "the conversation of the change");
      });
    },
  },
  "brings plain JSON with ids": {
    needs,
    where: ["streams"],
    run: async (bench) => {
      await following(bench, async ({ arrived, seen }) => {
        await arrived(await say(bench));
        for (const change of seen) {
          expectSame(throughJson(change), change, "a change, after JSON");
          expectThat(change.id !== "" && !Number.isNaN(Date.parse(change.at)), "a change has an id and an instant");
        }
      });
    },
  },
  "gives an event that is pushed twice one id": {
    needs,
    where: ["streams", "faults", "pushes"],
    run: async (bench) => {
      await following(bench, async ({ arrived, seen }) => {
        inject(bench, { on: { times: 1000 }, do: { type: "redelivery" } });
        const ids = [await say(bench), await say(bench, 1)];
        for (const id of ids) await arrived(id);
        await bench.clock.sleep(connectMs);
        for (const id of ids) {
          const made = new Set(createdIn(seen, id).map((change) => change.id));
          expectSame(made.size, 1, "how many ids one message's creation has");
        }
      });
    },
  },
  "loses nothing where events come in another order": {
    needs,
    where: ["streams", "faults", "pushes"],
    run: async (bench) => {
      await following(bench, async ({ arrived }) => {
        inject(bench, { on: { times: 2 }, do: { type: "reordering" } });
        const ids = [await say(bench), await say(bench, 1), await say(bench, 2)];
        for (const id of ids) await arrived(id);
      });
    },
  },
  "connects again where its line dies without a word, and nothing is lost that a list can give": {
    needs,
    where: ["streams", "faults", "pushes"],
    run: async (bench) => {
      await following(bench, async ({ arrived, seen }) => {
        await arrived(await say(bench));
        inject(bench, { do: { type: "dead-socket" } });
        const lost = await say(bench, 1);
        await bench.clock.sleep(reconnectMs);
        await arrived(await say(bench, 2));
        const listed = createdIn(seen, lost).length > 0 || (await all(bench.op("listMentions")())).some(({ id }) => id === lost);
        expectThat(listed, "what was pushed into the dead line is found");
      });
    },
  },
  "ends with its signal, and asks nothing more": {
    needs,
    where: ["streams"],
    run: async (bench) => {
      await following(bench, async ({ arrived }) => {
        await arrived(await say(bench));
      });
      const before = bench.requests();
      await say(bench, 1);
      await bench.clock.sleep(600_000);
      expectSame(bench.requests() - before, 0, "the requests after the end");
    },
  },
};
