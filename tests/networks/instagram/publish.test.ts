import { all, errorOf, facebook, instagram } from "./support.js";
import { describe, expect, it } from "vitest";
import { isFolkmootError } from "../../../src/errors.js";
import type { DraftAttachment } from "../../../src/model/draft.js";

const picture: DraftAttachment = { type: "image", url: "https://shop.example/boots.jpg" };
const film: DraftAttachment = { type: "video", url: "https://shop.example/boots.mp4" };

describe.each([facebook, instagram])("publishing on instagram, %o", (make) => {
  it("puts a picture out with its description, and tells its address", async () => {
    const { adapter, fake, account } = make();
    const { post, refs } = await adapter.publishPost({ text: "New #boots", attachments: [{ ...picture, alt: "Two green boots" }] });
    expect(fake.state.mediaOf(account)).toMatchObject([
      { id: post?.id, caption: "New #boots", altText: "Two green boots", product: "FEED" },
    ]);
    expect(post).toMatchObject({
      isOwn: true,
      text: "New #boots",
      url: expect.stringMatching(/^https:\/\/www\.instagram\.com\/p\//) as unknown,
    });
    expect(refs?.["containerId"]).toMatch(/^\d+$/);
  });

  it("makes a reel of a film and an album of several, without a caption where there is none", async () => {
    const { adapter, fake, account } = make();
    await adapter.publishPost({ text: "Watch", attachments: [film] });
    const { post } = await adapter.publishPost({ text: "", attachments: [picture, film, { ...picture, alt: "The sole" }] });
    const [reel, album] = fake.state.mediaOf(account);
    expect(reel).toMatchObject({ product: "REELS", type: "VIDEO", caption: "Watch" });
    expect(album).toMatchObject({ type: "CAROUSEL_ALBUM", caption: "" });
    expect(post?.attachments.map(({ type }) => type)).toEqual(["image", "video", "image"]);
    expect(album?.children.map((id) => fake.state.media(id)?.altText)).toEqual([undefined, undefined, "The sole"]);
  });

  it.each([
    ["a text alone", { text: "Words" }, /attach/],
    ["bytes", { text: "", attachments: [{ type: "image", url: "data:image/png;base64,AAAA" }] }, /https/],
    ["an address that is not encrypted", { text: "", attachments: [{ type: "image", url: "http://shop.example/a.jpg" }] }, /https/],
    ["a sound", { text: "", attachments: [{ type: "audio", url: "https://shop.example/a.mp3" }] }, /image or video/],
    ["a description of a film", { text: "", attachments: [{ ...film, alt: "A boot walks" }] }, /pictures only/],
    ["a long description", { text: "", attachments: [{ ...picture, alt: "a".repeat(1001) }] }, /1000/],
    ["eleven pictures", { text: "", attachments: Array.from({ length: 11 }, () => picture) }, /10 are allowed/],
    ["a long caption", { text: "a".repeat(2201), attachments: [picture] }, /2200/],
    ["31 hashtags", { text: "#a ".repeat(31), attachments: [picture] }, /30 are allowed/],
    ["21 mentions", { text: "@a ".repeat(21), attachments: [picture] }, /20 are allowed/],
  ] as const)("refuses %s before any request", async (_what, draft, why) => {
    const { adapter, fake } = make();
    const error = await errorOf(adapter.publishPost(draft));
    expect([error.code, error.message]).toEqual(["invalid-request", expect.stringMatching(why)]);
    expect(fake.calls).toEqual([]);
  });

  it("says what the network could not fetch or read, and publishes nothing", async () => {
    const { adapter, fake, account } = make();
    fake.state.spoilUrl(picture.url, "unfetchable");
    expect((await errorOf(adapter.publishPost({ text: "", attachments: [picture] }))).message).toMatch(/could not be fetched/);
    fake.state.spoilUrl(film.url, "unplayable");
    const error = await errorOf(adapter.publishPost({ text: "", attachments: [film] }));
    expect(error).toMatchObject({ code: "invalid-request", refs: { containerId: expect.any(String) as unknown } });
    expect(error.message).toMatch(/video format/);
    expect(fake.state.mediaOf(account)).toEqual([]);
  });

  it("asks what may still be published, and makes no container once nothing is left", async () => {
    const { adapter, fake, account } = make({ limits: { published: 1 } });
    await adapter.publishPost({ text: "One", attachments: [picture] });
    const before = fake.calls.length;
    const error = await errorOf(adapter.publishPost({ text: "Two", attachments: [picture] }));
    expect([error.code, error.message]).toEqual(["rate-limited", expect.stringMatching(/1 of 1 posts/)]);
    expect(fake.calls.slice(before).map(({ operation }) => operation)).toEqual(["/{ig-user-id}/content_publishing_limit"]);
    expect(fake.state.mediaOf(account)).toHaveLength(1);
  });

  it("ends as `outcome-unknown` with its container when the answer is lost, by which it is found", async () => {
    const { adapter, fake, account, clock } = make();
    const since = new Date(clock.now()).toISOString();
    fake.state.share(account, "Boots");
    fake.inject({ on: { operation: "/{ig-user-id}/media_publish" }, do: { type: "timeout-after-commit" } });
    const error = await adapter.publishPost({ text: "Boots", attachments: [picture] }).then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    expect(isFolkmootError(error, "outcome-unknown")).toBe(true);
    const refs = isFolkmootError(error) ? (error.refs ?? {}) : {};
    expect(refs["containerId"]).toMatch(/^\d+$/);
    const draft = { text: "Boots", attachments: [picture] };
    const found = await all(adapter.findOwn({ key: String(adapter.account) }, draft, { since, refs }));
    expect(found.map(({ id }) => id)).toContain(fake.state.mediaOf(account).at(-1)?.id);
  });
});
