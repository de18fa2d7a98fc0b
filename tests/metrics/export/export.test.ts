import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  exportColumns,
  exportConversations,
  exportMeasures,
  exportMessages,
  exportObservations,
  exportPosts,
  type ExportOptions,
  type ExportProgress,
  type RowSource,
} from "../../../src/metrics/export/index.js";
import { responseRate } from "../../../src/metrics/index.js";
import type { Conversation } from "../../../src/model/conversation.js";
import type { Message } from "../../../src/model/message.js";
import type { Post } from "../../../src/model/post.js";
import type { ObservedValue } from "../../../src/metrics/index.js";
import { messageShell } from "../../../src/inbox/shell.js";
import { inbound } from "../../reply/message.js";
import { parseCsv } from "./parse-csv.js";

const written = async (pieces: AsyncIterable<string>): Promise<string> => {
  let text = "";
  for await (const piece of pieces) text += piece;
  return text;
};
const jsonRows = async (pieces: AsyncIterable<string>): Promise<readonly Record<string, unknown>[]> => {
  const text = await written(pieces);
  expect(text === "" || text.endsWith("\n")).toBe(true);
  return text
    .split("\n")
    .slice(0, -1)
    .map((line) => JSON.parse(line) as Record<string, unknown>);
};
const csvRows = async (pieces: AsyncIterable<string>): Promise<readonly (readonly (string | undefined)[])[]> =>
  parseCsv(await written(pieces));

const message = (fields: Partial<Message> = {}): Message => inbound({ key: "bluesky:1:message:1", ...fields });
const post = (fields: Partial<Post> = {}): Post => ({
  key: "bluesky:1:post:1",
  network: "bluesky",
  accountId: "1",
  id: "1",
  isOwn: true,
  text: "Nye støvler",
  entities: [],
  attachments: [],
  counts: {},
  createdAt: "2026-11-01T08:00:00.000Z",
  visibility: "public",
  ...fields,
});

describe("metrics", () => {
  describe("export", () => {
    describe("of messages", () => {
      it("writes a line of JSON for each, with the columns that were told and no others", async () => {
        const [row] = await jsonRows(
          exportMessages([
            message({
              text: "Er de vandtætte? #støvler @fjeld",
              entities: [
                { type: "hashtag", start: 17, end: 25, value: "støvler" },
                { type: "mention", start: 26, end: 32, value: "fjeld" },
              ],
              counts: { likes: 0, reactions: { "❤": 2 } },
              tip: { amountMicros: 5_000_000, currency: "DKK" },
              annotations: { sentiment: { label: "positive", score: 0.9, by: "lexicon@1", at: "2026-11-01T08:00:00.000Z" } },
            }),
          ]),
        );
        expect(row).toMatchObject({
          key: "bluesky:1:message:1",
          text: "Er de vandtætte? #støvler @fjeld",
          hashtags: ["støvler"],
          mentions: ["fjeld"],
          likes: 0,
          reactions: { "❤": 2 },
          tipAmountMicros: 5_000_000,
          tipCurrency: "DKK",
          sentiment: "positive",
        });
        expect(Object.keys(row ?? {})).not.toContain("replies");
        expect(Object.keys(row ?? {})).not.toContain("raw");
        const names = exportColumns.messages.map(({ name }) => name);
        expect(names).toEqual(expect.arrayContaining(Object.keys(row ?? {})));
      });

      it("takes items of an inbox as well", async () => {
        const item = { message: message({ text: "Hej" }), workflow: { status: "open" } };
        expect(await written(exportMessages([item]))).toBe(await written(exportMessages([item.message])));
      });

      it("never writes the network's own object", async () => {
        const text = await written(exportMessages([message({ raw: { secret: "hemmelig" } })]));
        expect(text).not.toContain("hemmelig");
      });

      it("writes shells", async () => {
        const shell = messageShell(message({ author: { key: "bluesky:1:author:2", isOwn: false } }), "2026-11-02T08:00:00.000Z");
        const [row] = await jsonRows(exportMessages([shell]));
        expect(row).toMatchObject({ text: "", visibility: "removed", deletedAt: "2026-11-02T08:00:00.000Z" });
        expect(row).not.toHaveProperty("author");
      });
    });

    it("writes posts, conversations and numbers in time by their columns", async () => {
      const conversation: Conversation = {
        key: "bluesky:1:conversation:1",
        network: "bluesky",
        accountId: "1",
        id: "1",
        kind: "direct",
        participants: [{ key: "bluesky:1:author:2", isOwn: false }],
        waitingSince: "2026-11-01T08:00:00.000Z",
      };
      const observation: ObservedValue = { subject: "bluesky:1", metric: "followers", value: 0, at: "2026-11-01T08:00:00.000Z" };
      expect(await jsonRows(exportPosts([post({ counts: { shares: 3 } })]))).toMatchObject([
        { isOwn: true, shares: 3, text: "Nye støvler" },
      ]);
      expect(await jsonRows(exportConversations([conversation]))).toMatchObject([
        { kind: "direct", participants: ["bluesky:1:author:2"], waitingSince: "2026-11-01T08:00:00.000Z" },
      ]);
      expect(await jsonRows(exportObservations([observation]))).toEqual([observation]);
    });

    it("writes measures with their value, or the reason why there is none", async () => {
      const some = responseRate([message({ kind: "direct", createdAt: "2026-11-01T08:00:00.000Z" })], { now: "2026-11-03T08:00:00.000Z" });
      const none = responseRate([], { now: "2026-11-03T08:00:00.000Z" });
      const rows = await jsonRows(
        exportMeasures([
          { metric: "responseRate", measure: some, labels: { account: "bluesky:1" } },
          { metric: "responseRate", measure: { ...none, excluded: { spam: 2 } } },
        ]),
      );
      expect(rows[0]).toMatchObject({
        metric: "responseRate",
        labels: { account: "bluesky:1" },
        value: 0,
        unit: "fraction",
        n: 1,
        low: 0,
        level: 0.95,
      });
      expect(rows[0]).not.toHaveProperty("reason");
      expect(rows[1]).toMatchObject({ reason: "no-data", n: 0, details: { excluded: { spam: 2 } } });
      expect(rows[1]).not.toHaveProperty("value");
    });

    describe("as CSV", () => {
      const csv: ExportOptions = { format: "csv" };
      it("begins with the names of the columns, also where no row follows", async () => {
        expect(await csvRows(exportObservations([], csv))).toEqual([["subject", "metric", "value", "at"]]);
      });

      it("tells unknown from empty and from zero", async () => {
        const [, row] = await csvRows(
          exportMessages([message({ text: "", counts: { likes: 0 } })], { ...csv, columns: ["text", "likes", "replies"] }),
        );
        expect(row).toEqual(["", "0", undefined]);
      });

      it("gives back every text that was said, whatever is in it", async () => {
        const texts = fc.array(
          fc.oneof(fc.string({ unit: "grapheme" }), fc.string({ unit: fc.constantFrom('"', ",", "\n", "\r", " ", "a", "'", "=") })),
          { minLength: 1 },
        );
        await fc.assert(
          fc.asyncProperty(texts, async (said) => {
            const source = said.map((text) => message({ text }));
            const [, ...rows] = await csvRows(exportMessages(source, { ...csv, formulas: "keep", columns: ["id", "text"] }));
            expect(rows.map(([, text]) => text)).toEqual(said);
          }),
        );
      });

      it("lets no spreadsheet run what a stranger wrote, unless it is told to keep the text", async () => {
        const said = ["=HYPERLINK(1)", "+45 12", "-1", "@fjeld", "\t=1", "\n=1", "＝1", "Hej =1"];
        const source = said.map((text) => message({ text }));
        const [, ...guarded] = await csvRows(exportMessages(source, { ...csv, columns: ["text"] }));
        expect(guarded.map(([text]) => text)).toEqual(["'=HYPERLINK(1)", "'+45 12", "'-1", "'@fjeld", "'\t=1", "'\n=1", "'＝1", "Hej =1"]);
        const [, ...kept] = await csvRows(exportMessages(source, { ...csv, columns: ["text"], formulas: "keep" }));
        expect(kept.map(([text]) => text)).toEqual(said);
      });

      it("leaves negative numbers and instants as they are", async () => {
        const [, row] = await csvRows(
          exportObservations([{ subject: "x:1", metric: "net", value: -5, at: "2026-11-01T08:00:00.000Z" }], csv),
        );
        expect(row).toEqual(["x:1", "net", "-5", "2026-11-01T08:00:00.000Z"]);
      });

      it("ends lines as RFC 4180 says, and begins with a mark for Excel when asked", async () => {
        const text = await written(
          exportObservations([{ subject: "x:1", metric: "m", value: 1, at: "t" }], { ...csv, byteOrderMark: true }),
        );
        expect(text).toBe("\ufeffsubject,metric,value,at\r\nx:1,m,1,t\r\n");
      });
    });

    it("writes the columns that are asked for, in their order", async () => {
      const [head] = await csvRows(exportMessages([], { format: "csv", columns: ["createdAt", "key"] }));
      expect(head).toEqual(["createdAt", "key"]);
      const [row] = await jsonRows(exportMessages([message()], { columns: ["id", "key"] }));
      expect(Object.keys(row ?? {})).toEqual(["id", "key"]);
    });

    it("has each column once, with a type and an explanation", () => {
      for (const columns of Object.values(exportColumns)) {
        expect(new Set(columns.map(({ name }) => name)).size).toBe(columns.length);
        for (const { name, says } of columns) {
          expect(name).toMatch(/^[a-z][A-Za-z]*$/u);
          expect(says.length).toBeGreaterThan(3);
        }
      }
    });

    it("holds what its columns say", async () => {
      const full = message({
        surface: "forum",
        post: "bluesky:1:post:1",
        parent: "bluesky:1:message:0",
        root: "bluesky:1:message:0",
        counts: { likes: 1, replies: 2, shares: 3, quotes: 4, saves: 5, views: 6, dislikes: 7, reactions: { a: 1 } },
        editedAt: "2026-11-02T08:00:00.000Z",
        rating: 5,
      });
      const [row] = await jsonRows(exportMessages([full]));
      const is = { string: "string", number: "number", boolean: "boolean", instant: "string", json: "object" };
      for (const { name, type } of exportColumns.messages) if (row?.[name] !== undefined) expect(typeof row[name], name).toBe(is[type]);
      expect(row).toMatchObject({
        likes: 1,
        replies: 2,
        shares: 3,
        quotes: 4,
        saves: 5,
        views: 6,
        dislikes: 7,
        rating: 5,
        surface: "forum",
      });
    });

    describe("in pieces", () => {
      it("asks its source for no more than the reader takes, and ends each piece with a whole row", async () => {
        let asked = 0;
        async function* endless(): AsyncGenerator<Message> {
          for (;;) {
            asked++;
            yield message({ id: String(asked) });
          }
        }
        const pieces = exportMessages(endless())[Symbol.asyncIterator]();
        const first = await pieces.next();
        const after = asked;
        expect((first.value as string).endsWith("\n")).toBe(true);
        expect((first.value as string).length).toBeLessThan(200_000);
        await new Promise((resolve) => setImmediate(resolve));
        expect(asked).toBe(after);
        await pieces.return?.();
      });

      it("closes its source when the reader leaves", async () => {
        let closed = false;
        function* source(): Generator<Message> {
          try {
            for (;;) yield message();
          } finally {
            closed = true;
          }
        }
        const pieces = exportMessages(source());
        for await (const piece of pieces) {
          expect(piece).not.toBe("");
          break;
        }
        expect(closed).toBe(true);
      });

      it("tells how far it is, and when it is done", async () => {
        const told: ExportProgress[] = [];
        const many = Array.from({ length: 1000 }, (_, index) => message({ id: String(index) }));
        const text = await written(exportMessages(many, { onProgress: (progress) => told.push(progress) }));
        expect(
          text
            .trimEnd()
            .split("\n")
            .map((line) => (JSON.parse(line) as Message).id),
        ).toEqual(many.map(({ id }) => id));
        expect(told.length).toBeGreaterThan(2);
        expect(told.at(-1)).toEqual({ rows: 1000, characters: text.length, done: true });
        expect(told.slice(0, -1).every(({ done }) => !done)).toBe(true);
        expect(told.map(({ rows }) => rows)).toEqual(told.map(({ rows }) => rows).toSorted((a, b) => a - b));
      });

      it("is told to be done where there is nothing", async () => {
        const told: ExportProgress[] = [];
        expect(await written(exportMessages([], { onProgress: (progress) => told.push(progress) }))).toBe("");
        expect(told).toEqual([{ rows: 0, characters: 0, done: true }]);
      });

      it("stops when its signal says so", async () => {
        const controller = new AbortController();
        const source = function* (): Generator<Message> {
          for (let row = 0; ; row++) {
            if (row === 5) controller.abort(new Error("enough"));
            yield message();
          }
        };
        await expect(written(exportMessages(source(), { signal: controller.signal }))).rejects.toThrow("enough");
      });

      it("hands on what its source throws", async () => {
        const source = function* (): Generator<Message> {
          yield message();
          throw new Error("the store is away");
        };
        await expect(written(exportMessages(source()))).rejects.toThrow("the store is away");
      });
    });

    it.each([
      ["a format that it does not write", { format: "xml" }, "format"],
      ["a column that is not there", { columns: ["key", "adress"] }, '"adress"'],
      ["no columns at all", { columns: [] }, "`columns`"],
      ["columns that are no list", { columns: "key" }, "`columns`"],
      ["an unknown way with formulas", { formulas: "run" }, "formulas"],
      ["options that are nothing", null, "`options`"],
      ["a column that is no word", { columns: [5n] }, "`columns` names bigint"],
      ["progress that cannot be told", { onProgress: 5 }, "onProgress"],
      ["a mark that is neither there nor not", { format: "csv", byteOrderMark: "yes" }, "byteOrderMark"],
      ["a signal that is none", { signal: {} }, "signal"],
      ["no signal at all", { signal: null }, "signal"],
    ])("refuses %s before it reads a row", (_what, options, field) => {
      let asked = false;
      const source = function* (): Generator<Message> {
        asked = true;
        yield message();
      };
      const refused: unknown = expect.objectContaining({ code: "invalid-request", message: expect.stringContaining(field) as string });
      expect(() => exportMessages(source(), options as ExportOptions)).toThrow(refused);
      expect(asked).toBe(false);
    });

    it.each([[null], [5], ["messages"], [{}]])("refuses %o as rows", (rows) => {
      expect(() => exportMessages(rows as RowSource<Message>)).toThrow(/`rows` is nothing to go through/u);
      expect(() => exportPosts(rows as RowSource<Post>)).toThrow(/`rows` is nothing to go through/u);
    });

    it("refuses a row that is nothing, saying which", async () => {
      await expect(written(exportMessages([message(), null] as RowSource<Message>))).rejects.toThrow(/position 1/u);
    });

    it("refuses a number that is none, naming the column", async () => {
      await expect(written(exportMessages([message({ counts: { likes: Number.NaN } })]))).rejects.toThrow(/likes/u);
    });
  });
});
