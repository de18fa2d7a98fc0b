/** Adapters that take outages, tokens and refusals wrongly. @module */
import { FolkmootError, isFolkmootError } from "../../src/errors.js";
import { between } from "./mutants-failing.js";
import type { Mutants } from "./mutants.js";

const json = (body: unknown, status = 200): Response => Response.json(body, { status });

const uri = "at://did:plc:aaaaaaaaaaaaaaaaaaaaaaaa/app.bsky.feed.post/3kaaaaaaaaa2a";
const cid = "bafyreiaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
/** What the network says of a record that it wrote. */
const written = { uri, cid, results: [{ uri, cid }] };

/** Takes a page of something in between for what it asked for. */
const gullible = between(async (fetch, ...input) => {
  const answer = await fetch(...input);
  if (answer.headers.get("content-type") !== "text/html") return answer;
  const { url } = new Request(...input);
  if (url.includes("listNotifications")) return json({ notifications: [] });
  if (!url.includes("createRecord") && !url.includes("applyWrites")) return answer;
  return json(written);
});

/** Adapters that take outages and refusals wrongly. */
export const outageMutants: Mutants = {
  "begins a list again after trouble": {
    breaks: ["gives every item once and in order, whatever goes wrong between pages"],
    runtime: between(async (fetch, ...input) => {
      const answer = await fetch(...input).catch(() => undefined);
      if (answer !== undefined && answer.status < 500) return answer;
      const request = new Request(...input);
      const url = new URL(request.url);
      url.searchParams.delete("cursor");
      return fetch(url, { headers: request.headers });
    }),
  },
  "takes the page of a stranger for an answer": {
    breaks: ["does not take a stranger's page for an answer to a read, although its status is 200"],
    runtime: gullible,
  },
  "takes the page of a stranger for a receipt": {
    breaks: ["does not take a stranger's page for a receipt, although its status is 200"],
    adapter: ({ reply }) => ({
      reply: (...input) =>
        reply(...input).catch((error: unknown) => {
          if (isFolkmootError(error, "outcome-unknown") || isFolkmootError(error, "unexpected-response")) return {};
          throw error;
        }),
    }),
  },
  "takes lost rights for an outage": {
    breaks: [
      "ends a read as `forbidden` where rights were taken, and does not ask again",
      "ends a reply as `forbidden` where rights were taken, sends it once, and says nothing",
    ],
    runtime: between(async (fetch, ...input) => {
      const answer = await fetch(...input);
      return (await answer.clone().text()).includes("AccountTakedown") ? json({ error: "NotEnoughResources" }, 503) : answer;
    }),
  },
  "logs in again where rights were taken": {
    breaks: ["ends a read as `forbidden` where rights were taken, and does not ask again"],
    runtime: between(async (fetch, ...input) => {
      const answer = await fetch(...input);
      return (await answer.clone().text()).includes("AccountTakedown") ? json({ error: "ExpiredToken" }, 400) : answer;
    }),
  },
  "likes in the open what it was asked to like once": {
    breaks: ["ends a like as what it is after every fault, and likes once at most"],
    adapter: ({ like }, { world }) => ({
      like: async (target, options) => {
        world.fake.state.like(world.account, target.key.length > 0 && "id" in target ? target.id : "");
        return like(target, options);
      },
    }),
  },
  "believes that what it sent arrived": {
    breaks: [
      "ends a reply as what it is after every fault, and says it once at most",
      "ends a like as what it is after every fault, and likes once at most",
    ],
    runtime: between(async (fetch, ...input) => {
      const answer = await fetch(...input).catch(() => undefined);
      if (answer !== undefined && answer.status < 500) return answer;
      return json(written);
    }),
  },
  "waits twice as long as it was told": {
    breaks: ["waits out the network's refusals in the middle of a list, and asks no more than it has to"],
    runtime: (runtime) => ({
      ...runtime,
      clock: { now: () => runtime.clock!.now(), sleep: (ms, options) => runtime.clock!.sleep(ms > 1000 ? ms * 2 : ms, options) },
    }),
  },
  "waits with a write although it was told to throw": {
    breaks: ["throws a refusal of a write instead of waiting, in the mode `throw`, and says nothing"],
    runtime: (runtime) => ({ ...runtime, limiter: {} }),
  },
  "takes the page of a stranger for what it asked to have done": {
    breaks: ["does not take a stranger's page for what it asked to have done, although its status is 200"],
    adapter: ({ delete: remove }) => ({
      delete: (...input) =>
        remove(...input).catch((error: unknown) => {
          if (isFolkmootError(error, "outcome-unknown")) return {};
          throw error;
        }),
    }),
  },
  "reads no answer to a write that it does not know": {
    breaks: ["reads what it sent although the answer holds what nobody knows yet"],
    runtime: between(async (fetch, ...input) => {
      const answer = await fetch(...input);
      return new Request(...input).method === "POST" && (await answer.clone().text()).includes("futureField") ? json({}) : answer;
    }),
  },
  "forgets to react": {
    breaks: ["reacts to a direct message, and takes it back"],
    adapter: () => ({ react: () => Promise.resolve({}) }),
  },
  "forgets to take reactions back": {
    breaks: ["reacts to a direct message, and takes it back"],
    adapter: () => ({ unreact: () => Promise.resolve({}) }),
  },
};

/** Adapters that take a token that has ended for good wrongly. */
export const tokenMutants: Mutants = {
  "asks again with a token that has ended": {
    breaks: [
      "says that somebody has to log in again where a token has ended for good, and asks once for each call",
      "takes an ended token for no outage: ten calls at the same time ask ten times at most",
    ],
    runtime: between(async (fetch, ...input) => {
      const answer = await fetch(...input);
      return (await answer.clone().text()).includes("ExpiredToken") ? fetch(...input) : answer;
    }),
  },
  "does not say that a login helps": {
    breaks: ["says that somebody has to log in again where a token has ended for good, and asks once for each call"],
    adapter: ({ listMentions }) => ({
      listMentions: (query) => {
        const list = listMentions(query);
        return {
          pages: async function* () {
            try {
              yield* list.pages();
            } catch (error) {
              throw isFolkmootError(error, "unauthenticated") ? new FolkmootError("unauthenticated", "No.") : error;
            }
          },
          then: (resolve, reject) =>
            list
              .then((page) => page)
              .then(resolve, (error: unknown) => {
                const shown = isFolkmootError(error, "unauthenticated") ? new FolkmootError("unauthenticated", "No.") : error;
                if (reject) return reject(shown);
                throw shown;
              }),
          [Symbol.asyncIterator]: () => list[Symbol.asyncIterator](),
        };
      },
    }),
  },
};
