import { describe, expect, it } from "vitest";
import { as, client, list, text, town, type Client, type Loose, type Reply } from "./network.js";
import type { Town } from "./network.js";

const post = (what: string, more: object = {}): object => ({
  $type: "app.bsky.feed.post",
  text: what,
  createdAt: "2026-01-01T00:00:00.000Z",
  ...more,
});

interface Desk extends Town {
  readonly me: Client;
  readonly put: (rkey: string, record: object, more?: object) => Promise<Reply>;
  readonly create: (record: object, more?: object) => Promise<Reply>;
}

async function desk(options?: Parameters<typeof town>[0]): Promise<Desk> {
  const here = town(options);
  const me = await as(here.fake, here.shop);
  const base = { repo: here.shop.did, collection: "app.bsky.feed.post" };
  return {
    ...here,
    me,
    put: (rkey, record, more = {}) => me.post("com.atproto.repo.putRecord", { ...base, rkey, record, ...more }),
    create: (record, more = {}) => me.post("com.atproto.repo.createRecord", { ...base, record, ...more }),
  };
}

const tid = "3l2222222222k";

describe("testing", () => {
  describe("fake bluesky", () => {
    describe("records", () => {
      it("stores a record and names it by uri, cid and commit", async () => {
        const { create, fake } = await desk();
        const { status, body } = await create(post("Hello"));
        expect(status).toBe(200);
        expect(text(body?.uri)).toMatch(/^at:\/\/did:plc:[a-z2-7]{24}\/app\.bsky\.feed\.post\/[2-7a-z]{13}$/);
        expect(text(body?.cid)).toMatch(/^bafyrei[a-z2-7]{52}$/);
        expect(text(body?.commit?.rev)).toMatch(/^[2-7a-z]{13}$/);
        expect(fake.state.held(text(body?.uri))?.text).toBe("Hello");
      });
      it("puts the same record again with the same cid and without a commit", async () => {
        const { put } = await desk();
        const first = await put(tid, post("Hello"));
        const again = await put(tid, { ...post("Hello"), createdAt: "2026-01-01T00:00:00.000Z" });
        expect([again.status, again.body?.cid]).toEqual([200, first.body?.cid]);
        expect(first.body).toHaveProperty("commit");
        expect(again.body).not.toHaveProperty("commit");
      });
      it("overwrites with another record, whose cid is another", async () => {
        const { put, fake } = await desk();
        const first = await put(tid, post("Hello"));
        const other = await put(tid, post("Hello you"));
        expect(other.body?.cid).not.toBe(first.body?.cid);
        expect(fake.state.held(text(other.body?.uri))?.text).toBe("Hello you");
      });
      it("refuses a swap of another record", async () => {
        const { put } = await desk();
        const { body } = await put(tid, post("Hello"));
        const wrong = "bafyreicuuaknjwcp2thqervihw3o3yik4dtwu7jstofdgbzvtts3sh3cqu";
        expect((await put(tid, post("Hi"), { swapRecord: wrong })).body?.error).toBe("InvalidSwap");
        expect((await put(tid, post("Hi"), { swapRecord: null })).body?.error).toBe("InvalidSwap");
        expect((await put(tid, post("Hi"), { swapRecord: text(body?.cid) })).status).toBe(200);
        expect((await put("3l2222222222m", post("Hi"), { swapRecord: null })).status).toBe(200);
      });
      it("answers 500 when a created record's key is taken", async () => {
        const { create } = await desk();
        await create(post("Hello"), { rkey: tid });
        const { status, body } = await create(post("Hello"), { rkey: tid });
        expect([status, body?.error]).toEqual([500, "InternalServerError"]);
      });
      it("refuses a key that is no TID", async () => {
        const { put } = await desk();
        expect((await put("my-first-post", post("Hello"))).body?.error).toBe("InvalidRequest");
      });
      it("takes 300 graphemes and refuses 301, with the path", async () => {
        const { create } = await desk();
        expect((await create(post("👩‍👩‍👧".repeat(100) + "a".repeat(200)))).status).toBe(200);
        const { status, body } = await create(post("👩‍👩‍👧".repeat(100) + "a".repeat(201)));
        expect([status, body?.error]).toEqual([400, "InvalidRequest"]);
        expect(text(body?.message)).toContain("grapheme too big (maximum 300, got 301) at $.record.text");
      });
      it("refuses more than 3,000 bytes in fewer graphemes", async () => {
        const { create } = await desk();
        expect(text((await create(post("👩‍👩‍👧".repeat(200)))).body?.message)).toContain("string too big (maximum 3000, got 3600)");
      });
      it.each([
        ["no text", { text: undefined }],
        ["a time that is none", { createdAt: "yesterday" }],
        ["a reply without a root", { reply: { parent: { uri: "at://did:plc:a/app.bsky.feed.post/3l2222222222k", cid: "x" } } }],
        ["an embed without a type", { embed: { images: [] } }],
        [
          "a picture that nobody uploaded",
          {
            embed: {
              $type: "app.bsky.embed.images",
              images: [
                {
                  alt: "",
                  image: {
                    $type: "blob",
                    ref: { $link: "bafkreidlp6sdj6jkroakvmbntpy2clsj77foijheae5byt3iwz7d2k542a" },
                    mimeType: "image/png",
                    size: 1,
                  },
                },
              ],
            },
          },
        ],
        ["four languages", { langs: ["da", "sv", "nb", "fi"] }],
        [
          "a mention of no DID",
          { facets: [{ index: { byteStart: 0, byteEnd: 1 }, features: [{ $type: "app.bsky.richtext.facet#mention", did: "mira" }] }] },
        ],
        ["another type", { $type: "app.bsky.feed.like" }],
      ])("refuses %s", async (_what, more) => {
        const { create } = await desk();
        const { status, body } = await create(post("Hello", more));
        expect([status, body?.error]).toEqual([400, "InvalidRequest"]);
      });
      it("takes records of types that it does not know, unless it is told to check them", async () => {
        const { me, shop } = await desk();
        const input = { repo: shop.did, collection: "com.example.thing", record: { size: 3 } };
        expect((await me.post("com.atproto.repo.createRecord", input)).body?.validationStatus).toBe("unknown");
        expect((await me.post("com.atproto.repo.createRecord", { ...input, validate: true })).status).toBe(400);
      });
      it("takes a picture that was uploaded, and shows it", async () => {
        const { me, create, mira, fake } = await desk();
        const { body } = await me.post("com.atproto.repo.uploadBlob", new Uint8Array([1, 2, 3]), { "content-type": "image/png" });
        expect(body?.blob).toMatchObject({ $type: "blob", mimeType: "image/png", size: 3 });
        const made = await create(
          post("Look", { embed: { $type: "app.bsky.embed.images", images: [{ alt: "boots", image: body?.blob }] } }),
        );
        const seen = await (await as(fake, mira)).get("app.bsky.feed.getPosts", { uris: [text(made.body?.uri)] });
        expect(seen.body?.posts?.[0]?.embed?.images?.[0]?.alt).toBe("boots");
      });
      it("refuses a picture above 2 MB in a post, and an upload above 50 MB", async () => {
        const { me, create } = await desk();
        const { body } = await me.post("com.atproto.repo.uploadBlob", new Uint8Array(2_000_001), { "content-type": "image/png" });
        const made = await create(post("Look", { embed: { $type: "app.bsky.embed.images", images: [{ alt: "", image: body?.blob }] } }));
        expect(text(made.body?.message)).toContain("blob too big");
        const { status } = await me.post("com.atproto.repo.uploadBlob", new Uint8Array(50_000_001), { "content-type": "image/png" });
        expect(status).toBe(413);
      });
      it("refuses to write into somebody else's repository", async () => {
        const { me, mira } = await desk();
        const input = { repo: mira.did, collection: "app.bsky.feed.post", record: post("I am Mira") };
        expect((await me.post("com.atproto.repo.createRecord", input)).status).toBe(403);
      });
      it("deletes a record, and a second time does nothing", async () => {
        const { me, create, shop, fake } = await desk();
        const uri = text((await create(post("Hello"))).body?.uri);
        const input = { repo: shop.did, collection: "app.bsky.feed.post", rkey: uri.split("/").at(-1) };
        expect((await me.post("com.atproto.repo.deleteRecord", input)).body).toHaveProperty("commit");
        expect(await me.post("com.atproto.repo.deleteRecord", input)).toMatchObject({ status: 200, body: {} });
        expect(fake.state.held(uri)).toBeUndefined();
      });
      it("gives records to anybody, one by one and in pages", async () => {
        const { create, shop, fake } = await desk();
        for (const word of ["one", "two", "three"]) await create(post(word));
        const anybody = client(fake);
        const query = { repo: shop.handle, collection: "app.bsky.feed.post", limit: 2 };
        const first = await anybody.get("com.atproto.repo.listRecords", query);
        const rest = await anybody.get("com.atproto.repo.listRecords", { ...query, cursor: text(first.body?.cursor) });
        const words = [...list(first.body?.records), ...list(rest.body?.records)].map((record) => record.value?.text);
        expect(words).toEqual(["three", "two", "one"]);
        const [one] = list(rest.body?.records);
        const rkey = text(one?.uri).split("/").at(-1)!;
        expect((await anybody.get("com.atproto.repo.getRecord", { repo: shop.did, collection: query.collection, rkey })).body).toEqual(one);
        const missing = await anybody.get("com.atproto.repo.getRecord", { repo: shop.did, collection: query.collection, rkey: tid });
        expect([missing.status, missing.body?.error]).toEqual([400, "RecordNotFound"]);
      });
      it("applies several writes at once", async () => {
        const { me, shop, fake } = await desk();
        const write = (word: string, more: object): object => ({
          $type: `com.atproto.repo.applyWrites#${word}`,
          collection: "app.bsky.feed.post",
          ...more,
        });
        const writes = [
          write("create", { rkey: tid, value: post("one") }),
          write("update", { rkey: tid, value: post("two") }),
          write("create", { value: post("three") }),
          write("delete", { rkey: tid }),
        ];
        const { body } = await me.post("com.atproto.repo.applyWrites", { repo: shop.did, writes });
        expect(list(body?.results).map(({ $type }) => text($type).split("#")[1])).toEqual([
          "createResult",
          "updateResult",
          "createResult",
          "deleteResult",
        ]);
        expect(fake.state.postsOf(shop).map((held) => held.text)).toEqual(["three"]);
      });
      it("names handles, and refuses those that nobody has", async () => {
        const { fake, mira } = await desk();
        expect((await client(fake).get("com.atproto.identity.resolveHandle", { handle: "mira.test" })).body).toEqual({ did: mira.did });
        expect((await client(fake).get("com.atproto.identity.resolveHandle", { handle: "nobody.test" })).body?.error).toBe(
          "HandleNotFound",
        );
      });
      it("answers 501 to methods that it does not know, and 405 to the wrong verb", async () => {
        const { fake, me } = await desk();
        expect(await client(fake).get("app.bsky.feed.getEverything")).toMatchObject({
          status: 501,
          body: { error: "MethodNotImplemented" },
        });
        expect((await me.get("com.atproto.repo.createRecord")).status).toBe(405);
      });
      it("says the same again from the same seed, and other things from another", async () => {
        const said = async (seed: string): Promise<Loose | undefined> => {
          const { create, shop } = await desk({ seed });
          return { ...(await create(post("Hello"))).body, password: shop.password as unknown as Loose };
        };
        const [one, again, other] = [await said("a"), await said("a"), await said("b")];
        expect(one).toEqual(again);
        expect(one?.uri).not.toBe(other?.uri);
        expect(one?.password).not.toBe(other?.password);
        // The cid depends on the content alone.
        expect(one?.cid).toBe(other?.cid);
      });
    });
  });
});
