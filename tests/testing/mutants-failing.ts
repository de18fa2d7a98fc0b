/** Adapters that take faults wrongly. @module */
import { changed, without, type Mutants } from "./mutants.js";
import { FolkmootError } from "../../src/errors.js";
import type { Message } from "../../src/model/message.js";
import type { Page } from "../../src/model/page.js";
import type { Runtime } from "../../src/adapter/runtime.js";

type Fetch = NonNullable<Runtime["fetch"]>;

/** Puts something between the adapter and the network. */
export const between =
  (change: (fetch: Fetch, ...input: Parameters<Fetch>) => ReturnType<Fetch>) =>
  (runtime: Runtime): Runtime => ({ ...runtime, fetch: (...input) => change(runtime.fetch!, ...input) });

const refusal = (error: string): Response => Response.json({ error, message: "No." }, { status: 400 });

/** Adapters that take faults wrongly. */
export const failingMutants: Mutants = {
  "does not wait, but thinks that it did": {
    breaks: ["waits out a rate limit on a read, without asking in between", "waits out a rate limit on a write, and sends once"],
    runtime: (runtime) => {
      let ahead = 0;
      const clock = runtime.clock!;
      return {
        ...runtime,
        clock: {
          now: () => clock.now() + ahead,
          sleep: (ms) => {
            ahead += ms;
            return Promise.resolve();
          },
        },
      };
    },
  },
  "asks on and on under a rate limit": {
    breaks: ["waits out a rate limit on a read, without asking in between"],
    runtime: between(async (fetch, ...input) => {
      const answer = await fetch(...input);
      return answer.status === 429 ? fetch(...input) : answer;
    }),
  },
  "waits although it was told to throw": {
    breaks: ["throws instead of waiting, in the mode `throw`"],
    runtime: (runtime) => without(runtime, "limiter"),
  },
  "takes every failure for a refusal": {
    breaks: [
      "tries a read again after server errors",
      "tries a read again after a cut connection",
      "gives up a read that keeps failing, and says why",
      "ends a reply whose answers are lost as sent where the network can be asked, else as `outcome-unknown`, and finds it",
      "says `outcome-unknown` of a reply that never arrived, and finds nothing",
      "sends a direct message once when its answer is lost",
    ],
    runtime: between(async (fetch, ...input) => {
      try {
        const answer = await fetch(...input);
        return answer.status >= 500 ? refusal("InvalidRequest") : answer;
      } catch {
        return refusal("InvalidRequest");
      }
    }),
  },
  "sends everything twice": {
    breaks: [
      "ends a reply whose answer was lost once with exactly one on the network",
      "renews an expired token before a write, and sends once",
      "waits out a rate limit on a write, and sends once",
    ],
    adapter: ({ reply }) => ({
      reply: async (target, draft, options) => {
        await reply(target, draft).catch(() => undefined);
        return reply(target, draft, options);
      },
    }),
  },
  "sends again when it does not know": {
    breaks: ["sends a direct message once when its answer is lost"],
    adapter: ({ sendMessage }) => ({ sendMessage: (...input) => sendMessage(...input).catch(() => sendMessage(...input)) }),
  },
  "logs in for each call": {
    breaks: ["renews an expired token once, for ten calls at the same time", "logs in once for ten first calls at the same time"],
    adapter: (_adapter, { stranger }) => ({ listMentions: (query) => stranger().listMentions(query) }),
  },
  "goes by the status of an expired token": {
    breaks: ["renews an expired token once, for ten calls at the same time", "renews an expired token before a write, and sends once"],
    runtime: between(async (fetch, ...input) => {
      const answer = await fetch(...input);
      return answer.status === 400 && (await answer.clone().text()).includes("ExpiredToken") ? refusal("InvalidRequest") : answer;
    }),
  },
  "throws a page away for one broken item": {
    breaks: ["puts a broken item aside and gives its neighbours"],
    adapter: ({ listMentions }) => ({
      listMentions: (query) =>
        changed(listMentions(query), (page) => {
          if (page.quarantined.length > 0) throw new TypeError("Cannot read properties of undefined");
          return page;
        }),
    }),
  },
  "hides that an item is broken": {
    breaks: ["puts a broken item aside and gives its neighbours"],
    adapter: ({ listMentions }) => ({ listMentions: (query) => changed(listMentions(query), (page) => ({ ...page, quarantined: [] })) }),
  },
  "refuses what it does not know": {
    breaks: ["reads answers with fields, words and variants that nobody knows yet"],
    runtime: between(async (fetch, ...input) => {
      const answer = await fetch(...input);
      return (await answer.clone().text()).includes("futureField") ? Response.json({}) : answer;
    }),
  },
  "ends quietly where a cursor repeats": {
    breaks: ["ends a list whose cursor repeats with an error"],
    adapter: ({ listMentions }) => ({
      listMentions: (query) => {
        const list = listMentions(query);
        async function* pages(): AsyncGenerator<Page<Message>, void, undefined> {
          try {
            yield* list.pages();
          } catch {
            // Nothing to see here.
          }
        }
        return {
          pages,
          then: (...handlers) => list.then(...handlers),
          [Symbol.asyncIterator]: () => list[Symbol.asyncIterator](),
        };
      },
    }),
  },
  "stops at an empty page": {
    breaks: ["goes on after an empty page that has a cursor"],
    adapter: ({ listMentions }) => ({
      listMentions: (query) => changed(listMentions(query), (page) => (page.items.length === 0 ? undefined : page)),
    }),
  },
  "ignores signals": {
    breaks: [
      "sends nothing when the signal has ended before",
      "ends a read when its signal ends, although the network has not answered",
      "says `outcome-unknown` of a write whose signal ends after its bytes have left",
    ],
    adapter: ({ listMentions, reply }) => ({
      listMentions: (query) => listMentions(without(query, "signal")),
      reply: (target, draft, options) => reply(target, draft, without(options, "signal")),
    }),
  },
  "quotes the text in its errors": {
    breaks: ["keeps secrets and words out of errors and logs"],
    adapter: ({ reply }) => ({
      reply: (target, draft, options) =>
        reply(target, draft, options).catch((error: unknown) => {
          throw new FolkmootError("invalid-request", `Could not send "${draft.text}".`, { cause: error });
        }),
    }),
  },
  "shows its token in the cause of an error": {
    breaks: ["keeps secrets and words out of errors and logs"],
    adapter: ({ reply }, { world }) => ({
      reply: (...input) =>
        reply(...input).catch((error: unknown) => {
          const cause = Object.assign(new TypeError("fetch failed", { cause: error }), {
            headers: { authorization: world.secrets().at(-1) },
          });
          throw new FolkmootError("outcome-unknown", "No answer.", { cause });
        }),
    }),
  },
};
