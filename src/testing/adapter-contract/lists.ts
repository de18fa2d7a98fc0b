/**
 * What every list has to do alike, and what belongs on which.
 * @module
 */
import { all } from "./bench.js";
import type { Bench, Check, Checks } from "./bench.js";
import type { Conversation } from "../../model/conversation.js";
import { expectSame, expectThat, expectThere } from "../assert.js";
import type { ListQuery, OperationName } from "../../adapter/operations.js";
import type { Paged } from "../../model/page.js";

/** How many things are made for a list that is read one by one. */
const few = 3;

type List = (query: ListQuery) => Paged<{ readonly id: string }>;

/** A list, and the ids of what has to be on it. */
interface Made {
  readonly list: List;
  readonly ids: readonly string[];
}

/** Reads a list one by one, each time from where the last page stopped. `isWhole` where the list itself said that it ended. */
async function oneByOne(list: List): Promise<{ readonly ids: readonly string[]; readonly isWhole: boolean }> {
  const ids: string[] = [];
  let after: string | undefined;
  for (;;) {
    const query: ListQuery = { limit: 1, ...(after !== undefined && { after }) };
    const page = await list(query);
    ids.push(...page.items.map(({ id }) => id));
    after = page.next;
    // What comes as a whole is cut by the limit, and then no cursor points behind the cut.
    if (after === undefined) return { ids, isWhole: page.stoppedBy !== "limit" };
  }
}

const inPieces = (needs: readonly OperationName[], make: (bench: Bench) => Promise<Made>, where: Check["where"] = []): Check => ({
  needs,
  where,
  run: async (bench) => {
    const { list, ids } = await make(bench);
    await bench.world.settle();
    const whole = (await all(list({}))).map(({ id }) => id);
    expectSame([...new Set(whole)].length, whole.length, "how many different things the list holds");
    expectThat(
      ids.every((id) => whole.includes(id)),
      "everything is on the list",
    );
    const pieces = await oneByOne(list);
    expectSame(pieces.ids, pieces.isWhole ? whole : whole.slice(0, pieces.ids.length), "what comes one by one");
  },
});

/** How networks name counts. */
const isCount = /(?:count|counts|total\w*)$/i;

/** The same answer without any count in it. */
const uncounted = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(uncounted);
  if (typeof value !== "object" || value === null) return value;
  const told = Object.entries(value).filter(([name, part]) => !(isCount.test(name) && typeof part === "number"));
  return Object.fromEntries(told.map(([name, part]) => [name, uncounted(part)]));
};

const many = async (make: (at: number) => Promise<string>): Promise<readonly string[]> => {
  const ids: string[] = [];
  for (let at = 0; at < few; at += 1) ids.push(await make(at));
  return ids;
};

/** Somebody writes to us, and the conversation that it is in. */
async function writtenBy(bench: Bench, number: number): Promise<Conversation> {
  const person = await bench.member(number);
  await bench.world.directMessage?.(person, bench.world.brand, bench.words("are you there"));
  await bench.world.settle();
  return expectThere(
    (await all(bench.op("listConversations")())).find(({ participants }) => participants.some(({ id }) => id === person.id)),
    "the conversation in the list",
  );
}

/** What every list has to do alike. */
export const lists: Checks = {
  "gives mentions one by one as it gives them all": inPieces(["listMentions"], async (bench) => ({
    ids: await many(async (at) => bench.world.mention(await bench.member(at), bench.world.brand, bench.words("hello"))),
    list: (query) => bench.op("listMentions")(query),
  })),
  "gives our posts one by one as it gives them all": inPieces(["listPosts"], async (bench) => ({
    ids: await many(() => bench.ownPost()),
    list: (query) => bench.op("listPosts")(query),
  })),
  "gives comments one by one as it gives them all": inPieces(["listComments"], async (bench) => {
    const post = await bench.ownPost();
    return {
      ids: await many(async (at) => bench.world.reply(await bench.member(at), post, bench.words("is it warm"))),
      list: (query) => bench.op("listComments")(bench.postRef(post), query),
    };
  }),
  "gives conversations one by one as it gives them all": inPieces(
    ["listConversations"],
    async (bench) => ({
      ids: await many(async (at) => (await writtenBy(bench, at)).id),
      list: (query) => bench.op("listConversations")(query),
    }),
    ["directs"],
  ),
  "gives direct messages one by one as it gives them all": inPieces(
    ["listConversations", "listMessages"],
    async (bench) => {
      const conversation = await writtenBy(bench, 0);
      for (let at = 1; at < few; at += 1)
        await bench.world.directMessage?.(await bench.member(0), bench.world.brand, bench.words("hello?"));
      return { ids: [], list: (query) => bench.op("listMessages")(conversation, query) };
    },
    ["directs"],
  ),
  "gives what a hashtag finds one by one as it gives it all": inPieces(
    ["searchPosts"],
    async (bench) => {
      const tag = `boots${bench.words("").trim()}`;
      return {
        ids: await many(async (at) => bench.world.publish(await bench.member(at), bench.words(`Mine are green #${tag}`))),
        list: (query) => bench.op("searchPosts")({ ...query, hashtags: [tag] }),
      };
    },
    ["hashtags"],
  ),
  "gives comments and posts since an instant, and none before it": {
    needs: ["listPosts", "listComments"],
    run: async (bench) => {
      const { world } = bench;
      const early = await bench.ownPost();
      const first = await world.reply(await bench.member(0), early, bench.words("is it warm"));
      await bench.clock.sleep(1100);
      const since = bench.now();
      await bench.clock.sleep(1100);
      const second = await world.reply(await bench.member(1), early, bench.words("and green"));
      const late = await bench.ownPost();
      await world.settle();
      const comments = (await all(bench.op("listComments")(bench.postRef(early), { since }))).map(({ id }) => id);
      const posts = (await all(bench.op("listPosts")({ since }))).map(({ id }) => id);
      expectSame([comments.includes(first), comments.includes(second)], [false, true], "which comments come");
      expectSame([posts.includes(early), posts.includes(late)], [false, true], "which posts come");
    },
  },
  "says that a message names us where it does, and of no other": {
    needs: ["listComments", "listMentions"],
    run: async (bench) => {
      const { world } = bench;
      const [one, other] = [await bench.member(0), await bench.member(1)];
      const post = await bench.ownPost();
      const naming = await world.replyMentioning(one, post, world.brand, bench.words("is it warm"));
      const aside = await world.reply(other, naming, bench.words("mine is"));
      await world.settle();
      const found = await all(bench.op("listComments")(bench.postRef(post)));
      const named = [naming, aside].map((id) => found.find((item) => item.id === id)?.mentionsUs ?? false);
      expectSame(named, [true, false], "whether they name us");
    },
  },
  "gives nothing twice and loses nothing although news come between its pages": {
    needs: ["listMentions"],
    where: ["small-pages"],
    run: async (bench) => {
      const { world } = bench;
      const mention = async (at: number): Promise<string> =>
        world.mention(await bench.member(at % few), world.brand, bench.words("have you seen this"));
      const ids: string[] = [];
      for (let at = 0; at < world.pageSize * 2 + 1; at += 1) ids.push(await mention(at));
      await world.settle();
      const found: string[] = [];
      for await (const { items } of bench.op("listMentions")().pages()) {
        found.push(...items.map(({ id }) => id));
        await mention(0);
        await world.settle();
      }
      expectSame(
        found.filter((id) => ids.includes(id)),
        ids.toReversed(),
        "what was there at the beginning",
      );
    },
  },
  "keeps direct messages out of the mentions": {
    needs: ["listMentions"],
    where: ["directs"],
    run: async (bench) => {
      const [one, text] = [await bench.member(0), bench.words("between you and me")];
      const id = await bench.world.mention(one, bench.world.brand, bench.words("hello"));
      await bench.world.directMessage?.(one, bench.world.brand, text);
      await bench.world.settle();
      const found = await all(bench.op("listMentions")());
      expectThat(
        found.some((item) => item.id === id),
        "what is said in public comes",
      );
      expectThat(!found.some((item) => item.kind === "direct" || item.text.includes(text)), "what is said in private does not");
    },
  },
  "keeps our answers out of our posts": {
    needs: ["listPosts"],
    run: async (bench) => {
      const { world } = bench;
      const post = await bench.ownPost();
      const question = await world.reply(await bench.member(0), post, bench.words("is it warm"));
      const answer = await world.reply(world.brand, question, bench.words("it is"));
      const more = await world.reply(world.brand, post, bench.words("and they come in green"));
      await world.settle();
      const found = (await all(bench.op("listPosts")())).map(({ id }) => id);
      expectSame(
        [post, question, answer, more].map((id) => found.includes(id)),
        [true, false, false, false],
        "which are posts of ours",
      );
    },
  },
  "leaves a count absent where an answer lacks it, and never says 0": {
    needs: ["getPost", "listPosts"],
    run: async (bench) => {
      const { world } = bench;
      const id = await bench.ownPost();
      for (const number of [0, 1]) await world.like(await bench.member(number), id);
      await world.reply(await bench.member(0), id, bench.words("is it warm"));
      await world.settle();
      const fetch = bench.runtime.fetch ?? globalThis.fetch;
      const adapter = bench.another({
        fetch: async (...input) => {
          const answer = await fetch(...input);
          const { status, headers } = answer;
          const isJson = status === 200 && /\bjson\b/.test(headers.get("content-type") ?? "");
          return isJson ? Response.json(uncounted(await answer.json()), { status, headers }) : answer;
        },
      });
      const posts = [await bench.op("getPost", adapter)(bench.postRef(id)), ...(await all(bench.op("listPosts", adapter)({ limit: 5 })))];
      for (const { counts } of posts.filter((post) => post.id === id))
        for (const name of ["likes", "replies"] as const)
          expectThat(counts[name] !== 0, `${name} are absent, because the answer holds no number`);
    },
  },
};
