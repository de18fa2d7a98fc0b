import { describe, expect, it } from "vitest";
import { exportConversations, exportMeasures, exportMessages, exportObservations, exportPosts } from "../../../src/metrics/export/index.js";
import { responseRate } from "../../../src/metrics/index.js";
import { messageShell } from "../../../src/inbox/shell.js";
import type { Message } from "../../../src/model/message.js";
import { inbound } from "../../reply/message.js";

const written = async (pieces: AsyncIterable<string>): Promise<string> => {
  let text = "";
  for await (const piece of pieces) text += piece;
  return text;
};
const jsonRows = async (pieces: AsyncIterable<string>): Promise<readonly unknown[]> =>
  (await written(pieces))
    .trim()
    .split("\n")
    .map((line): unknown => JSON.parse(line));
const message = (fields: Partial<Message> = {}): Message => inbound({ key: "bluesky:1:message:1", ...fields });

describe("metrics", () => {
  describe("rows of an export", () => {
    it("refuses rows of another kind, which would be empty lines, saying which and what they lack", async () => {
      const odd = (rows: readonly unknown[]): never => rows as never;
      const key = "bluesky:1:message:1";
      await expect(written(exportMessages(odd([message(), {}])))).rejects.toThrow(/position 1 has no `key`/u);
      await expect(written(exportMessages(odd([{ ...message(), counts: null }])))).rejects.toThrow(/no `counts`/u);
      await expect(written(exportPosts(odd([{ key }])))).rejects.toThrow(/no `entities`/u);
      await expect(written(exportConversations(odd([{ key }])))).rejects.toThrow(/no `participants`/u);
      await expect(written(exportObservations(odd([[1, 2]])))).rejects.toThrow(/no `subject`/u);
      await expect(written(exportObservations(odd([{ subject: "x:1", value: 5 }])))).rejects.toThrow(/no `metric`/u);
      await expect(written(exportMeasures(odd([responseRate([], { now: "2026-03-01T00:00:00.000Z" })])))).rejects.toThrow(/no `metric`/u);
      await expect(written(exportMeasures(odd([{ metric: "rate", measure: 0.5 }])))).rejects.toThrow(/no `measure`/u);
    });

    it("refuses rows that are half of what they should be, naming the column", async () => {
      const halfMessage = { ...message(), entities: [null] } as never;
      const refused = (words: string): unknown =>
        expect.objectContaining({ code: "invalid-request", message: expect.stringContaining(words) as string });
      for (const format of ["jsonl", "csv"] as const) {
        await expect(written(exportMessages([halfMessage], { format }))).rejects.toThrow(refused("hashtags of a row"));
        await expect(written(exportMeasures([{ metric: "rate", measure: {} as never }], { format }))).rejects.toThrow(
          refused("missing of a row"),
        );
        const big = { subject: "x:1", metric: "likes", value: 5n as never, at: "2026-03-01T00:00:00.000Z" } as const;
        await expect(written(exportObservations([big], { format }))).rejects.toThrow(refused("value of a row is a bigint"));
      }
    });

    it("takes null for unknown, as databases say it", async () => {
      const rows = [message({ subject: null as never, rating: null as never })];
      const columns = ["key", "subject", "rating"];
      expect(await jsonRows(exportMessages(rows, { columns }))).toEqual([{ key: "bluesky:1:message:1" }]);
      expect(await written(exportMessages(rows, { columns, format: "csv" }))).toBe("key,subject,rating\r\nbluesky:1:message:1,,\r\n");
    });

    it("says of a shell what it was, so that figures over the file stay the same", async () => {
      const bot = message({ author: { key: "bluesky:1:author:feed", isOwn: false, isBot: true } });
      const shell = messageShell(bot, "2026-03-01T00:00:00.000Z", "forgotten");
      const columns = ["key", "shell"];
      expect(await jsonRows(exportMessages([shell, message()], { columns }))).toEqual([
        { key: bot.key, shell: { why: "forgotten", was: ["bot"] } },
        { key: bot.key },
      ]);
    });
  });
});
