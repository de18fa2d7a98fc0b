import { describe, expect, it } from "vitest";
import { contractData, directUs, now, pagesMeter } from "./support.js";
import { existsSync, readFileSync } from "node:fs";
import { graphFailure } from "../../../src/networks/_graph/errors.js";
import { join } from "node:path";
import { nextCursor } from "../../../src/networks/_graph/paging.js";
import { pageAnswer } from "../../../src/networks/_graph/wire.js";
import { personOf, toDirectMessage, type DirectUs } from "../../../src/networks/_graph/direct.js";
import { fieldsOf, listOf } from "../../../src/adapter/fields.js";
import { wireDirectMessage } from "../../../src/networks/_graph/direct-normalize.js";
import type { Message } from "../../../src/model/message.js";

// Answers that were recorded, or written down from the documents, by others.

const meta = join(contractData ?? "", "meta");
const skipped = contractData === undefined || !existsSync(meta);
const read = (path: string): unknown => JSON.parse(readFileSync(join(meta, path), "utf8"));
const call = { operation: "x", method: "GET", route: "/:id", subject: { account: "facebook:1234567890" } };
const codeOf = (status: number, body: unknown): string | undefined =>
  graphFailure("facebook", () => now)(call, { status, headers: new Headers(), body })?.code;

describe.skipIf(skipped)("recorded answers of the Graph API (need CONTRACT_DATA)", () => {
  it("are failures of the right kind", () => {
    const envelopes = listOf(read("derived/error-envelopes.json")).map(fieldsOf);
    expect(envelopes.map(({ http, body }) => codeOf(Number(http), body))).toEqual([
      "unauthenticated",
      "rate-limited",
      "rate-limited",
      "window-closed",
      "server-error",
      "not-found",
    ]);
    const recorded = [
      "exampleError",
      "exampleErrorNew",
      "exampleOauthError",
      "oauthExampleError",
      "Issue1095",
      "instagram/ig_login_exception",
    ];
    expect(recorded.map((name) => codeOf(400, read(`restfb/${name}.json`)))).toEqual([
      "unauthenticated",
      "unauthenticated",
      "invalid-request",
      "invalid-request",
      "duplicate",
      "invalid-request",
    ]);
  });

  it("tell of budgets in three headers", () => {
    const headers = new Headers(Object.entries(read("derived/rate-limit-headers.json") as Record<string, string>));
    expect(pagesMeter().read(call, { status: 200, headers, body: {} }, now)).toEqual([
      { rule: "graph.app", usedFraction: 0.28 },
      { rule: "fb.pages", usedFraction: 0.28 },
      { rule: "fb.pages", blockedUntil: now + 19 * 60_000 },
      { rule: "fb.messenger", usedFraction: 0.03 },
    ]);
  });

  it.each([
    ["connection-with-cursor", "NzU1MjI1MjU0", "NzU1MjI1MjU0"],
    ["connection-with-cursor-only", undefined, "NzU1MjI1MjU0"],
    ["connection-same-cursor", undefined, "MjM4NDI5OTEyNDQ4MjA0NzYZD"],
    ["connection-p3", undefined, undefined],
  ])("are pages that end where they should: %s", (name, next, cursor) => {
    const { paging, data } = pageAnswer.parse(read(`restfb/${name}.json`));
    expect(data.length).toBeGreaterThan(0);
    expect([nextCursor(paging, "next"), nextCursor(paging, "cursor")]).toEqual([next, cursor]);
  });

  it("are direct messages", () => {
    const us = directUs({ actors: ["nobody"] });
    const ig: DirectUs = { ...us, network: "instagram", platform: "instagram" };
    const message = (of: DirectUs, wire: unknown): Message => {
      // Some were recorded without their time, which we always ask for.
      const checked = wireDirectMessage.parse({ id: "m_1", created_time: "2026-11-22T08:00:00+0000", ...fieldsOf(wire) });
      const found = toDirectMessage(of, checked, { person: personOf(of, checked) ?? "1" });
      if (found === undefined) throw new Error("left out");
      return found;
    };
    expect(message(ig, read("restfb/v10_0/instagram-message-story.json"))).toMatchObject({
      surface: "story-reply",
      direction: "inbound",
      attachments: [{ type: "share" }],
    });
    const parts = ["v2_5/message.json", "v2_5/message-with-share.json", "v2_11/message-with-sticker.json", "v7_0/message-eu.json"];
    const found = parts.map((name) => message(us, read(`restfb/${name}`)));
    expect(found.map(({ kind, attachments }) => [kind, attachments.map(({ type }) => type)])).toEqual([
      ["direct", []],
      ["direct", ["share"]],
      ["direct", ["sticker"]],
      // Media that are not told in Europe.
      ["direct", ["other"]],
    ]);
    const list = listOf(read("restfb/v2_5/messages-with-attachments.json"));
    const types = new Set(list.flatMap((wire) => message(us, wire).attachments.map(({ type }) => type)));
    expect(list.length).toBeGreaterThan(0);
    expect(types.has("other")).toBe(false);
  });
});
