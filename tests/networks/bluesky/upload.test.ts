import { describe, expect, it } from "vitest";
import { brand, errorOf, postUri, us, type Seen } from "./support.js";
import { maxPictureBytes } from "../../../src/networks/bluesky/limits.js";
import { jpeg, png } from "../../support/pictures.js";

const upload = "com.atproto.repo.uploadBlob";
const put = "com.atproto.repo.putRecord";
const blob = { $type: "blob", ref: { $link: "bafkreipicture" }, mimeType: "image/png", size: 70 };
const written = ({ body }: Seen): { readonly body: object } => ({ body: { uri: postUri(us, String(body["rkey"])), cid: "bafynew" } });

const dataUrl = (bytes: Uint8Array, type = "image/png"): string => `data:${type};base64,${btoa(String.fromCharCode(...bytes))}`;

describe("bluesky pictures", () => {
  it("uploads a picture with its type, and posts it with alternative text and size", async () => {
    const { adapter, of } = brand({ [upload]: { body: { blob } }, [put]: written });
    const { post } = await adapter.publishPost({
      text: "Nye støvler",
      attachments: [
        { type: "image", url: dataUrl(png(1200, 900)), alt: "En støvle i sne" },
        { type: "image", url: dataUrl(jpeg(640, 480), "image/jpeg") },
      ],
    });
    expect(of(upload).map(({ headers }) => headers.get("content-type"))).toEqual(["image/png", "image/jpeg"]);
    expect((of(put)[0]?.body["record"] as Record<string, unknown>)["embed"]).toEqual({
      $type: "app.bsky.embed.images",
      images: [
        { image: blob, alt: "En støvle i sne", aspectRatio: { width: 1200, height: 900 } },
        { image: blob, alt: "", aspectRatio: { width: 640, height: 480 } },
      ],
    });
    expect(post?.attachments[0]).toMatchObject({ type: "image", alt: "En støvle i sne", width: 1200 });
  });
  it("posts a picture without a text", async () => {
    const { adapter, of } = brand({ [upload]: { body: { blob } }, [put]: written });
    await adapter.publishPost({ text: "", attachments: [{ type: "image", url: dataUrl(png(1, 1)) }] });
    expect(of(put)).toHaveLength(1);
  });
  it.each<[string, string, RegExp]>([
    ["a data address without a comma", "data:image/png;base64", /cannot be read/],
    ["broken base64", "data:image/png;base64,%%%", /cannot be read/],
    ["nothing", "data:image/png;base64,", /is empty/],
    ["a text", "data:text/plain,hej", /is no image/],
  ])("refuses %s and uploads nothing", async (_, url, message) => {
    const { adapter, seen } = brand({});
    const error = await errorOf(adapter.publishPost({ text: "x", attachments: [{ type: "image", url }] }));
    expect(error).toMatchObject({ code: "invalid-request" });
    expect(error.message).toMatch(message);
    expect(seen).toHaveLength(0);
  });
  it("reads all pictures before it uploads the first", async () => {
    const { adapter, seen } = brand({ [upload]: { body: { blob } } });
    await errorOf(
      adapter.publishPost({
        text: "x",
        attachments: [
          { type: "image", url: dataUrl(png(1, 1)) },
          { type: "image", url: "data:text/plain,x" },
        ],
      }),
    );
    expect(seen).toHaveLength(0);
  });
  it("takes a picture of the largest size and refuses one byte more", async () => {
    const { adapter, of } = brand({ [upload]: { body: { blob } }, [put]: written });
    const picture = (size: number): string => `data:image/png;base64,${btoa("a".repeat(size))}`;
    await adapter.publishPost({ text: "x", attachments: [{ type: "image", url: picture(maxPictureBytes) }] });
    expect(of(upload)).toHaveLength(1);
    const error = await errorOf(adapter.publishPost({ text: "x", attachments: [{ type: "image", url: picture(maxPictureBytes + 1) }] }));
    expect(error.message).toMatch(/2000001 bytes and 2000000 are allowed/);
  });
  it("names neither address nor host of a picture that cannot be had", async () => {
    const error = await errorOf(
      brand({}).adapter.publishPost({ text: "x", attachments: [{ type: "image", url: "https://shop.example/secret.png?token=1" }] }),
    );
    expect(error).toMatchObject({ code: "invalid-request" });
    expect(error.message).not.toMatch(/secret|token|shop\.example/);
  });
});
