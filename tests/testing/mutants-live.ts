/** Webhooks and streams that are careless. @module */
import { inventedWebhooks, type Carelessness } from "./invented-webhooks.js";
import { liveBluesky, type LiveBluesky, type LiveWorld, type StreamDefects } from "./live-bluesky.js";
import type { Change, MessageCreated } from "../../src/model/change.js";
import type { Mutant, MutantsOf } from "./mutants.js";

type Live = Mutant<LiveBluesky>;

const hooks = (careless: Carelessness, ...breaks: readonly string[]): Live => ({
  breaks,
  world: (world) => ({ webhooks: inventedWebhooks(world, careless) }),
});

const stream = (defects: StreamDefects, ...breaks: readonly string[]): Live => ({
  breaks,
  adapter: (adapter, { world }) => ({ stream: liveBluesky(adapter, world.runtime, world, defects).stream }),
});

/** Changes what a stream yields. */
const yielding = (change: (created: MessageCreated) => unknown, ...breaks: readonly string[]): Live => ({
  breaks,
  adapter: ({ stream: sound }) => ({
    stream: async function* (query) {
      for await (const one of sound(query)) {
        const next = one.type === "message.created" ? change(one) : one;
        if (next !== undefined) yield next as Change;
      }
    },
  }),
});

/** Webhooks and streams that are careless. */
export const liveMutants: MutantsOf<LiveBluesky, LiveWorld> = {
  "believes every signature": hooks(
    { believesAll: true },
    "refuses a wrong signature",
    "refuses a missing signature",
    "refuses a malformed signature",
    "refuses a body that was changed after signing, be it by a space",
    "refuses what was signed too long ago",
  ),
  "believes what is not signed": hooks({ believesUnsigned: true }, "refuses a missing signature"),
  "fails at a signature of another form": hooks({ chokesOnMalformed: true }, "refuses a malformed signature"),
  "reads before it verifies": hooks({ readsFirst: true }, "verifies before it reads: what cannot be read is refused for its signature"),
  "signs what it has read, not the bytes": hooks(
    { signsWhatItRead: true },
    "refuses a body that was changed after signing, be it by a space",
  ),
  "takes signatures of any age": hooks({ ignoresAge: true }, "refuses what was signed too long ago"),
  "names changes by the time at which they come": hooks({ namesByTime: true }, "gives a redelivery the ids that it had"),
  "does not answer challenges": hooks({ deaf: true }, "answers the challenge"),
  "takes every request for its own": hooks({ takesAll: true }, "leaves requests of others alone"),
  "takes nothing in": hooks({ takesNothingIn: true }, "takes in a delivery that is signed well"),
  "fails at an event that it does not know": hooks({ throwsUnknown: true }, "reports an event that it does not know, instead of failing"),

  "pushes without a fault": {
    breaks: [
      "gives an event that is pushed twice one id",
      "loses nothing where events come in another order",
      "connects again where its line dies without a word, and nothing is lost that a list can give",
    ],
    world: () => ({ inject: () => undefined }),
  },
  "opens its socket only once": stream(
    { once: true },
    "connects again where its line dies without a word, and nothing is lost that a list can give",
  ),
  "ends where its socket dies": stream(
    { throws: true },
    "connects again where its line dies without a word, and nothing is lost that a list can give",
  ),
  "drops what comes out of order": stream({ strict: true }, "loses nothing where events come in another order"),
  "counts what arrives": stream({ counts: true }, "gives an event that is pushed twice one id"),
  "streams on after its signal": stream({ deafToSignal: true }, "ends with its signal, and asks nothing more"),
  "asks on after its signal": stream({ restless: true }, "ends with its signal, and asks nothing more"),
  "makes other keys in its stream": yielding(
    (change) => ({ ...change, message: { ...change.message, key: `${change.message.key}-live` } }),
    "brings what members say, under the key that it has in lists",
  ),
  "streams dates as objects": yielding((change) => ({ ...change, at: new Date(change.at) }), "brings plain JSON with ids"),
  "streams nothing": yielding(() => undefined, "brings what members say, under the key that it has in lists"),
};
