import { existsSync } from "node:fs";
import { posix } from "node:path";
import { describe, expect, it } from "vitest";
import { check, codeBlocks, pages } from "./code-blocks.js";
import { root } from "./source.js";

describe("code blocks of the documentation", () => {
  const blocks = pages().flatMap(codeBlocks);

  it("are there", () => {
    expect(blocks.length).toBeGreaterThan(3);
  });

  it("type-check as they stand", { timeout: 60_000 }, () => {
    expect(check(blocks)).toEqual([]);
  });

  it("would be caught when they do not", { timeout: 60_000 }, () => {
    const wrong = check([{ at: "x.md:1", code: 'import { createInbox } from "folkmoot";\ncreateInbox({ account: [] });\n' }]);
    expect(wrong).toHaveLength(1);
    expect(wrong[0]).toContain("x.md:1 line 2");
  });
});

describe("links of the documentation", () => {
  it("lead somewhere", () => {
    const dead = pages().flatMap(({ path, text }) =>
      [...text.matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)[^)]*\)/g)]
        .map(([, target = ""]) => target)
        .filter((target) => !target.startsWith("docs/api/") && !existsSync(posix.join(root, posix.dirname(path), target)))
        .map((target) => `${path}: ${target}`),
    );
    expect(dead).toEqual([]);
  });

  it("lead to headings that are there", () => {
    /** The anchors of a page: its headings as they are written in addresses. */
    const anchors = new Map(
      pages().map(({ path, text }) => [
        path,
        [...text.replaceAll(/^```[\s\S]*?^```$/gm, "").matchAll(/^#+ (.+)$/gm)].map(([, heading = ""]) =>
          heading
            .toLowerCase()
            .replaceAll(/[^\p{L}\p{N}\s_-]/gu, "")
            .replaceAll(" ", "-"),
        ),
      ]),
    );
    const dead = pages().flatMap(({ path, text }) =>
      [...text.matchAll(/\]\((?!https?:)([^)#\s]*)#([^)\s]+)\)/g)]
        .map(([, target = "", anchor = ""]) => ({ target: target === "" ? path : posix.join(posix.dirname(path), target), anchor }))
        .filter(({ target, anchor }) => !anchors.get(target)?.includes(anchor))
        .map(({ target, anchor }) => `${path}: ${target}#${anchor}`),
    );
    expect(dead).toEqual([]);
  });
});
