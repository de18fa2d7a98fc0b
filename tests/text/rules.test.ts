import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { fit, hasForbidden, measure, overrideRules, tally, textRules, type TextRules } from "../../src/text/index.js";
import { readTlds } from "../../src/text/tlds.js";

const every: readonly (readonly [string, TextRules])[] = Object.entries(textRules).flatMap(([network, surfaces]) =>
  Object.entries(surfaces as Readonly<Record<string, TextRules>>).map(([surface, rules]) => [`${network}.${surface}`, rules] as const),
);
const folder = join(process.env["CONTRACT_DATA"] ?? "", "text");
const absent = process.env["CONTRACT_DATA"] === undefined || !existsSync(folder);
const read = (file: string): unknown => JSON.parse(readFileSync(join(folder, file), "utf8"));
const values = (text: string, rules: TextRules): readonly number[] => measure(text, rules).map(({ value }) => value);

describe("text", () => {
  describe("rules", () => {
    it("has every surface of the twelve networks", () => {
      expect(Object.keys(textRules)).toEqual([
        ..."bluesky discord facebook instagram linkedin mastodon reddit threads tiktok twitch x youtube".split(" "),
      ]);
      expect(every.map(([name, { limits }]) => `${name} ${limits.map(({ unit, max }) => `${max} ${unit}`).join(" ")}`))
        .toMatchInlineSnapshot(`
        [
          "bluesky.post 300 graphemes 3000 utf8-bytes",
          "bluesky.reply 300 graphemes 3000 utf8-bytes",
          "bluesky.direct 1000 graphemes 10000 utf8-bytes",
          "discord.message 2000 utf16",
          "facebook.post 63206 code-points",
          "facebook.comment 8000 code-points",
          "facebook.direct 2000 code-points",
          "instagram.caption 2200 code-points",
          "instagram.comment 2200 code-points 300 code-points",
          "instagram.direct 1000 utf8-bytes",
          "linkedin.post 3000 utf16",
          "linkedin.comment 1250 utf16",
          "mastodon.status 500 graphemes",
          "mastodon.reply 500 graphemes",
          "mastodon.direct 500 graphemes",
          "reddit.title 300 utf16",
          "reddit.post 40000 utf16",
          "reddit.comment 10000 utf16",
          "reddit.subject 100 utf16",
          "reddit.direct 10000 utf16",
          "threads.post 500 emoji-bytes",
          "threads.reply 500 emoji-bytes",
          "threads.attachment 10000 emoji-bytes",
          "tiktok.comment 150 code-points",
          "tiktok.direct 6000 code-points",
          "tiktok.caption 2200 utf16",
          "tiktok.photoTitle 90 utf16",
          "tiktok.photoDescription 4000 utf16",
          "twitch.chat 500 utf16",
          "twitch.whisper 500 utf16",
          "x.post 280 weighted",
          "x.reply 280 weighted",
          "x.direct 10000 code-points",
          "youtube.comment 10000 utf16",
          "youtube.chat 200 utf16",
          "youtube.title 100 utf16",
          "youtube.post 5000 utf8-bytes",
        ]
      `);
    });

    it.each(every)("are plain data that measures and fits: %s", (_, rules) => {
      expect(JSON.parse(JSON.stringify(rules))).toEqual(rules);
      expect(measure("vandtætte støvler", rules)).toHaveLength(rules.limits.length);
      const long = "vandtætte støvler. ".repeat(4_000);
      for (const { value, max = 0 } of measure(fit(long, rules), rules)) expect(value).toBeLessThanOrEqual(max);
    });
  });

  describe("overrideRules", () => {
    it("puts what a server told in place of what was known, unit by unit", () => {
      const told = overrideRules(textRules.mastodon.status, {
        limits: [{ unit: "graphemes", max: 5_000, severity: "error" }],
        urlWeight: 256,
        most: { attachments: 8 },
      });
      expect(told).toEqual({
        ...textRules.mastodon.status,
        limits: [{ unit: "graphemes", max: 5_000, severity: "error" }],
        urlWeight: 256,
        most: { attachments: 8 },
      });
      expect(values("https://example.com", told)).toEqual([256]);
      const both = overrideRules(textRules.bluesky.post, { limits: [{ unit: "graphemes", max: 600, severity: "error" }] });
      expect(both.limits.map(({ max }) => max)).toEqual([600, 3_000]);
    });

    it("changes nothing that was not told", () => {
      expect(overrideRules(textRules.x.reply, {})).toEqual(textRules.x.reply);
      expect(() => overrideRules(textRules.x.reply, { limits: [{ unit: "weighted", max: Number.NaN, severity: "error" }] })).toThrow(
        /`max`/,
      );
    });
  });

  describe("tally", () => {
    it("counts links once each, and everything else as often as it stands there", () => {
      const most = { links: 2, mentions: 2, hashtags: 1, cashtags: 1 };
      const text = "https://a.dk/ a.dk www.b.invalid @anna @anna #sko #støvler $DSV kontakt@a.dk f.ex. readme.nofile";
      const rules: TextRules = { limits: [], most, markup: "plain" };
      expect(tally(text, rules).map(({ what, value }) => [what, value])).toEqual([
        ["links", 2],
        ["mentions", 2],
        ["hashtags", 2],
        ["cashtags", 1],
      ]);
    });

    it("tells which ceiling the network keeps and which is advice", () => {
      expect(tally("#a #b #c #d #e https://a.dk", textRules.instagram.comment)).toEqual([
        { what: "links", value: 1, max: 1, severity: "warn" },
        { what: "hashtags", value: 5, max: 4, severity: "warn" },
      ]);
      expect(tally("$AAPL $DSV og $100", textRules.x.post)).toEqual([{ what: "cashtags", value: 2, max: 1, severity: "error" }]);
      expect(tally("#a", textRules.facebook.post)).toEqual([]);
    });
  });

  describe("links of X", () => {
    const weight = (text: string): number | undefined => values(text, textRules.x.post)[0];
    it("counts bare domains whose ending is known", () => {
      expect(weight("example.com")).toBe(23);
      expect(weight("se butik.dk/brune-støvler-i-alle-størrelser nu")).toBe(3 + 23 + 3);
      expect(weight("readme.nofile")).toBe(13);
    });

    it("takes endings behind a scheme that are newer than any list", () => {
      expect(weight("https://example.brandnewtld/sti")).toBe(23);
      expect(weight("http://localhost")).toBe(16);
    });

    it("knows the endings of the root zone", () => {
      const known = readTlds();
      for (const tld of ["com", "dk", "online", "zw", "vermögensberater", "みんな", "рф", "aaa", "zuerich"])
        expect(known.has(tld)).toBe(true);
      expect(known.size).toBeGreaterThan(1_400);
    });
  });

  it("finds characters that a network refuses", () => {
    expect(hasForbidden("a\ufeffb", textRules.x.post)).toBe(true);
    expect(hasForbidden("1 < 2", textRules.youtube.post)).toBe(true);
    expect(hasForbidden("1 < 2", textRules.youtube.comment)).toBe(false);
  });

  describe.skipIf(absent)("facts of other networks (need CONTRACT_DATA/text)", () => {
    it("counts a status of Mastodon with its content warning", () => {
      const { cases, max } = read("mastodon/status_length.json") as {
        readonly max: number;
        readonly cases: readonly {
          readonly id: string;
          readonly text_pattern?: string;
          readonly spoiler_text_len?: number;
          readonly text_len?: number;
          readonly counted?: number;
          readonly valid: boolean;
        }[];
      };
      expect(textRules.mastodon.status.limits[0]?.max).toBe(max);
      for (const { id, text_pattern, spoiler_text_len = 0, text_len = 0, counted, valid } of cases) {
        const text = text_pattern === undefined ? "a".repeat(spoiler_text_len + text_len) : made(text_pattern);
        const [value = Number.NaN] = values(text, textRules.mastodon.status);
        if (counted !== undefined) expect(value, id).toBe(counted);
        expect(value <= max, id).toBe(valid);
      }
    });

    it("counts different links of Threads", () => {
      const { cases, max_links } = read("threads/link_limit.json") as {
        readonly max_links: number;
        readonly cases: readonly { readonly text_urls: readonly string[]; readonly link_attachment_url: string; readonly count: number }[];
      };
      for (const { text_urls, link_attachment_url, count } of cases)
        expect(tally([...text_urls, link_attachment_url].join(" "), textRules.threads.post)[0]).toMatchObject({
          value: count,
          max: max_links,
        });
    });

    it("has Instagram's rules for comments as advice, and bytes for messages", () => {
      const { rules, dm } = read("instagram/comment_rules.json") as {
        readonly rules: {
          readonly max_length: number;
          readonly max_hashtags: number;
          readonly max_urls: number;
          readonly no_all_caps: boolean;
        };
        readonly dm: { readonly max_utf8_bytes: number };
      };
      expect(textRules.instagram.comment).toMatchObject({
        limits: [{ severity: "error" }, { max: rules.max_length, severity: "warn" }],
        advised: { hashtags: rules.max_hashtags, links: rules.max_urls },
        shoutingRefused: rules.no_all_caps,
      });
      expect(textRules.instagram.direct.limits).toEqual([{ unit: "utf8-bytes", max: dm.max_utf8_bytes, severity: "error" }]);
    });

    it("knows the country endings of X's list of 2021, and takes any of it behind a scheme in ASCII", () => {
      const { tests } = read("twitter-text/tlds.json") as {
        readonly tests: Readonly<Record<string, readonly { readonly text: string }[]>>;
      };
      for (const { text } of Object.values(tests).flat())
        if (/^[\x20-\x7e]+$/.test(text)) expect(values(text, textRules.x.post)[0], text).toBe(23);
    });
  });
});

/** Writes out "a*476 + ' http://' + b*30". */
function made(pattern: string): string {
  return pattern
    .split(" + ")
    .map((piece) => {
      const [, word = "", times = ""] = /^(.+?) ?\*(?: ?)(\d+)$/u.exec(piece.trim()) ?? [];
      if (word !== "") return (word === "family emoji" ? "👨‍👩‍👧‍👧" : word).repeat(Number(times));
      return piece.trim().replace(/^'|'$/gu, "");
    })
    .join("");
}
