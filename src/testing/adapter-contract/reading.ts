/**
 * What lists and reads have to do.
 * @module
 */
import { all, expectCode, expectRefused, pagesOf } from "./bench.js";
import type { Bench, Checks } from "./bench.js";
import { expectSame, expectThat, expectThere } from "../assert.js";
import { parseKey } from "../../model/keys.js";

const mentions = async (bench: Bench, count: number): Promise<readonly string[]> => {
  const ids: string[] = [];
  for (let at = 0; at < count; at += 1) {
    const by = await bench.member(at % 3);
    ids.push(await bench.world.mention(by, bench.world.brand, bench.words("have you seen this")));
  }
  await bench.world.settle();
  return ids;
};

/** What lists and reads have to do. */
export const reading: Checks = {
  "lists mentions newest first, to the end, and says that it ended": {
    needs: ["listMentions"],
    run: async (bench) => {
      const ids = await mentions(bench, 3);
      const pages = await pagesOf(bench.op("listMentions")());
      const found = pages.flatMap(({ items }) => items.map(({ id }) => id)).filter((id) => ids.includes(id));
      expectSame(found, ids.toReversed(), "the mentions, newest first, each once");
      const last = expectThere(pages.at(-1), "a last page");
      expectSame([last.stoppedBy, "next" in last], ["end", false], "how the last page stops");
    },
  },
  "gives page after page, every item once, and a cursor on all but the last": {
    needs: ["listMentions"],
    where: ["small-pages"],
    run: async (bench) => {
      const ids = await mentions(bench, bench.world.pageSize * 2 + 1);
      const pages = await pagesOf(bench.op("listMentions")());
      expectSame(
        pages.flatMap(({ items }) => items.map(({ id }) => id)).filter((id) => ids.includes(id)),
        ids.toReversed(),
        "all items over all pages",
      );
      expectThat(pages.length >= 3, "there are several pages");
      for (const page of pages.slice(0, -1))
        expectThat(page.stoppedBy === "more" && page.next !== undefined, "a page before the last says `more` and has a cursor");
    },
  },
  "goes on after a cursor where the page before it stopped": {
    needs: ["listMentions"],
    where: ["small-pages"],
    run: async (bench) => {
      const ids = await mentions(bench, bench.world.pageSize + 2);
      const first = await bench.op("listMentions")();
      const after = expectThere(first.next, "a cursor");
      const rest = await all(bench.op("listMentions")({ after }));
      const found = [...first.items, ...rest].map(({ id }) => id).filter((id) => ids.includes(id));
      expectSame(found, ids.toReversed(), "the first page and what follows its cursor");
    },
  },
  "stops at the limit and says so": {
    needs: ["listMentions"],
    run: async (bench) => {
      await mentions(bench, 4);
      const pages = await pagesOf(bench.op("listMentions")({ limit: 2 }));
      expectThat(pages.flatMap(({ items }) => items).length === 2, "two items come of a list with the limit 2");
      expectSame(pages.at(-1)?.stoppedBy, "limit", "why the list stops");
    },
  },
  "stops at `since` and says so": {
    needs: ["listMentions"],
    run: async (bench) => {
      const [early] = await mentions(bench, 1);
      await bench.clock.sleep(1100);
      const since = bench.now();
      await bench.clock.sleep(1100);
      const late = await mentions(bench, 2);
      const pages = await pagesOf(bench.op("listMentions")({ since }));
      const found = pages.flatMap(({ items }) => items.map(({ id }) => id));
      expectSame(
        found.filter((id) => late.includes(id)),
        late.toReversed(),
        "what came after `since`",
      );
      expectThat(early !== undefined && !found.includes(early), "what came before `since` is left out");
      expectSame(pages.at(-1)?.stoppedBy, "since", "why the list stops");
    },
  },
  "refuses a `since` in the future before any request": {
    needs: ["listMentions"],
    run: async (bench) => {
      const since = new Date(bench.clock.now() + 3_600_000).toISOString();
      await expectRefused(bench, () => bench.op("listMentions")({ since }), "a list since a future instant");
    },
  },
  "asks nothing until a list is used": {
    needs: ["listMentions"],
    run: async (bench) => {
      bench.op("listMentions")();
      await bench.clock.sleep(50);
      expectSame(bench.requests(), 0, "the requests of a list that nobody used");
    },
  },
  "gives one message one key by every route": {
    needs: ["listMentions", "listComments", "getMessages"],
    run: async (bench) => {
      const { world } = bench;
      const post = await bench.ownPost();
      const id = await world.replyMentioning(await bench.member(0), post, world.brand, bench.words("is it warm"));
      await world.settle();
      const [mentioned, commented, again] = await Promise.all([
        bench.world.listsCommentMentions === false ? [] : all(bench.op("listMentions")()),
        all(bench.op("listComments")(bench.postRef(post))),
        all(bench.op("getMessages")([bench.messageRef(id)])),
      ]);
      const of = (items: typeof again): string | undefined => items.find((item) => item.id === id)?.key;
      const key = expectThere(of(commented), "the message under its post");
      const listed = world.listsCommentMentions === false ? key : of(mentioned);
      expectSame([listed, of(again), bench.messageRef(id).key], [key, key, key], "the key by the other routes");
    },
  },
  "calls it a comment under our post, and a mention elsewhere": {
    needs: ["listMentions"],
    run: async (bench) => {
      const { world } = bench;
      const [one, other] = [await bench.member(0), await bench.member(1)];
      const post = await bench.ownPost();
      const theirs = await world.publish(other, bench.words("my old pair"));
      const ids = {
        comment: await world.replyMentioning(one, post, world.brand, bench.words("is it warm")),
        mention: await world.mention(one, world.brand, bench.words("look at this")),
        elsewhere: await world.replyMentioning(one, theirs, world.brand, bench.words("these make better ones")),
      };
      await world.settle();
      const listed = await all(bench.op("listMentions")());
      // What no list of mentions holds is read where it stands.
      const aside = world.listsCommentMentions === false ? [await bench.read(ids.comment), await bench.read(ids.elsewhere)] : [];
      const found = [...listed, ...aside];
      const kindOf = (id: string): unknown[] => {
        const message = expectThere(
          found.find((item) => item.id === id),
          "the message among the mentions",
        );
        return [message.kind, message.direction, message.mentionsUs];
      };
      const own = world.mentionKind;
      expectSame(kindOf(ids.comment), ["comment", "inbound", true], "the kind of an answer to our post that names us");
      expectSame(kindOf(ids.mention), [own ?? "mention", "inbound", true], "the kind of a message that names us");
      // Where places have kinds (a chat, a thread), it is that of the place.
      const elsewhere = kindOf(ids.elsewhere);
      const kind = (own === undefined && aside.length === 0) || elsewhere[0] !== "comment" ? (own ?? "mention") : "comment";
      expectSame(elsewhere, [kind, "inbound", true], "the kind of an answer to somebody else that names us");
    },
  },
  "calls a quote a quote, and says what it quotes": {
    needs: ["listMentions"],
    where: ["quotes"],
    run: async (bench) => {
      const { world } = bench;
      const post = await bench.ownPost();
      const id = await expectThere(world.quote, "quoting")(await bench.member(0), post, bench.words("they did it again"));
      await world.settle();
      const quote = expectThere(
        (await all(bench.op("listMentions")())).find((item) => item.id === id),
        "the quote among the mentions",
      );
      expectSame(quote.kind, "quote", "the kind of a quote");
      expectSame(parseKey(quote.quoted ?? "")?.id, post, "what is quoted");
    },
  },
  "lists the answers under a post with what they answer": {
    needs: ["listComments"],
    run: async (bench) => {
      const { world } = bench;
      const post = await bench.ownPost();
      const first = await world.reply(await bench.member(0), post, bench.words("is it warm"));
      const second = await world.reply(await bench.member(1), first, bench.words("mine is"));
      await world.settle();
      const found = await all(bench.op("listComments")(bench.postRef(post)));
      const of = (id: string): (typeof found)[number] =>
        expectThere(
          found.find((item) => item.id === id),
          "the answer under the post",
        );
      expectSame(of(second).parent, of(first).key, "what the nested answer answers");
      expectSame(of(second).conversation, of(first).conversation, "the conversation of both");
      expectSame(parseKey(of(second).post ?? "")?.id, post, "the post that both are under");
    },
  },
  "tells our own words from those of others": {
    needs: ["listComments"],
    run: async (bench) => {
      const { world } = bench;
      const post = await bench.ownPost();
      const theirs = await world.reply(await bench.member(0), post, bench.words("is it warm"));
      const ours = await world.reply(world.brand, theirs, bench.words("it is"));
      await world.settle();
      const found = await all(bench.op("listComments")(bench.postRef(post)));
      const seen = (id: string): unknown => {
        const message = found.find((item) => item.id === id);
        return [message?.direction, message?.author?.isOwn];
      };
      expectSame(
        [seen(theirs), seen(ours)],
        [
          ["inbound", false],
          ["outbound", true],
        ],
        "direction and ownership",
      );
    },
  },
  "names the author by the network's own id": {
    needs: ["listMentions"],
    run: async (bench) => {
      const by = await bench.member(0);
      const id = await bench.world.mention(by, bench.world.brand, bench.words("hello there"));
      await bench.world.settle();
      const author = (await all(bench.op("listMentions")())).find((item) => item.id === id)?.author;
      const told = bench.world.authorIds === false ? undefined : by.id;
      const handle = bench.world.handles === false ? undefined : by.handle;
      expectSame([author?.id, author?.handle], [told, handle], "the author");
      expectSame(parseKey(author?.key ?? "")?.id, told ?? `@${by.handle}`, "the id in the author's key");
    },
  },
  "counts what the network told, and leaves the rest absent": {
    needs: ["getPost", "listPosts"],
    run: async (bench) => {
      const { world } = bench;
      const id = await bench.ownPost();
      await world.like(await bench.member(0), id);
      await world.like(await bench.member(1), id);
      await world.settle();
      const post = await bench.op("getPost")(bench.postRef(id));
      if (world.tells.includes("likes")) expectSame(post.counts.likes, 2, "the likes of a post that two people like");
      const listed = await all(bench.op("listPosts")({ limit: 5 }));
      const messages = bench.adapter.listMentions === undefined ? [] : await all(bench.adapter.listMentions({ limit: 5 }));
      for (const { counts } of [post, ...listed, ...messages])
        for (const [name, value] of Object.entries(counts)) {
          expectThat((world.tells as readonly string[]).includes(name), `${name} is absent, because the network does not tell it`);
          expectThat(typeof value === "object" || Number.isInteger(value), `${name} is a whole number`);
        }
    },
  },
  "leaves counts absent where they were not told": {
    needs: ["listMentions"],
    run: async (bench) => {
      const [id] = await mentions(bench, 1);
      const liked = expectThere(id, "a mention");
      await bench.world.like(await bench.member(1), liked);
      await bench.world.settle();
      const message = (await all(bench.op("listMentions")())).find((item) => item.id === liked);
      const likes = message?.counts.likes;
      expectThat(likes === undefined || likes === 1, `a list says 1 like or nothing of a liked message; it says ${String(likes)}`);
    },
  },
  "leaves out what is gone": {
    needs: ["getMessages"],
    run: async (bench) => {
      const { world } = bench;
      const post = await bench.ownPost();
      const [stays, goes] = [
        await world.reply(await bench.member(0), post, bench.words("a")),
        await world.reply(await bench.member(1), post, bench.words("b")),
      ];
      await world.remove(goes);
      await world.settle();
      const found = await all(bench.op("getMessages")([bench.messageRef(stays), bench.messageRef(goes)]));
      expectSame(
        found.map(({ id }) => id),
        [stays],
        "what is read again",
      );
    },
  },
  "says `not-found` of a post that is gone": {
    needs: ["getPost"],
    run: async (bench) => {
      const id = await bench.ownPost();
      await bench.world.remove(id);
      await bench.world.settle();
      await expectCode(() => bench.op("getPost")(bench.postRef(id)), ["not-found"], "reading a post that is gone");
    },
  },
  "lists our own posts, newest first": {
    needs: ["listPosts"],
    run: async (bench) => {
      const ids = [await bench.ownPost(), await bench.ownPost(), await bench.ownPost()];
      await bench.world.settle();
      const found = (await all(bench.op("listPosts")())).filter(({ id }) => ids.includes(id));
      expectSame(
        found.map(({ id }) => id),
        ids.toReversed(),
        "our posts",
      );
      expectThat(
        found.every(({ isOwn }) => isOwn),
        "our posts are our own",
      );
    },
  },
  "finds public posts by a hashtag": {
    needs: ["searchPosts"],
    where: ["hashtags"],
    run: async (bench) => {
      const tag = `boots${bench.words("").trim()}`;
      const id = await bench.world.publish(await bench.member(0), `Mine are green #${tag}`);
      await bench.world.publish(await bench.member(0), bench.words("Mine are blue"));
      await bench.world.settle();
      const found = await all(bench.op("searchPosts")({ hashtags: [tag] }));
      expectSame(
        found.map((post) => [post.id, post.isOwn]),
        [[id, false]],
        "what is found",
      );
    },
  },
  "finds public posts by their words": {
    needs: ["searchPosts"],
    where: ["word-search"],
    run: async (bench) => {
      const text = bench.words("gumboots");
      const id = await bench.world.publish(await bench.member(0), text);
      await bench.world.publish(await bench.member(0), bench.words("sandals"));
      await bench.world.settle();
      const found = await all(bench.op("searchPosts")({ text }));
      expectSame(
        found.map((post) => [post.id, post.isOwn]),
        [[id, false]],
        "what is found",
      );
    },
  },
  "reads the account": {
    needs: ["getAccount"],
    run: async (bench) => {
      const account = await bench.op("getAccount")();
      const { accountId, brand } = bench.world;
      expectSame([account.key, account.id, account.handle], [bench.adapter.account, accountId ?? brand.id, brand.handle], "the account");
      expectThat(account.actors.includes(brand.id), "the account's actors hold its id");
    },
  },
  "leads from a message's address back to it": {
    needs: ["getMessages"],
    where: ["address-ids"],
    run: async (bench) => {
      const id = await bench.world.reply(await bench.member(0), await bench.ownPost(), bench.words("where is it"));
      const message = await bench.read(id);
      const target = bench.adapter.refFromUrl(expectThere(message.url, "an address"));
      expectSame(parseKey(target?.key ?? "")?.id, parseKey(message.key)?.id, "the id behind the address");
    },
  },
  "knows what we like": {
    needs: ["getMessages", "like"],
    where: ["own-likes"],
    run: async (bench) => {
      const { world } = bench;
      const post = await bench.ownPost();
      const [liked, other] = [
        await world.reply(await bench.member(0), post, bench.words("a")),
        await world.reply(await bench.member(1), post, bench.words("b")),
      ];
      await world.like(world.brand, liked);
      expectThat(((await bench.read(liked)).ownReactions ?? []).length > 0, "a message that we like says so");
      expectThat(((await bench.read(other)).ownReactions ?? []).length === 0, "a message that we do not like says nothing of the kind");
    },
  },
};
