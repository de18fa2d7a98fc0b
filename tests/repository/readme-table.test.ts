import { describe, expect, it } from "vitest";
import { table, withTable, words } from "../../scripts/readme-table.mjs";
import { operationNames } from "../../src/adapter/operation-names.js";
import { catalog, type CatalogEntry } from "../../src/networks/catalog.js";
import { fileText } from "./source.js";
import type { MessageKind } from "../../src/model/message.js";

const kinds: Readonly<Record<MessageKind, true>> = {
  comment: true,
  mention: true,
  quote: true,
  direct: true,
  chat: true,
  review: true,
  other: true,
};
const readme = fileText("README.md");

describe("the table of networks", () => {
  it("in the README is what the catalog says; else run `npm run readme`", () => {
    expect(readme).toBe(withTable(readme, catalog));
  });

  it("has a word, or knows of another that says it, for every operation and every kind of message, once", () => {
    const known = Object.values(words).flatMap((column) => Object.keys(column));
    expect(known.sort()).toEqual([...operationNames(), ...Object.keys(kinds)].sort());
  });

  it("is said in words by column", () => {
    const acme: CatalogEntry = {
      id: "acme",
      name: "Acme",
      entry: "folkmoot/acme",
      operations: ["like", "listPosts", "ban", "getPost", "searchPosts"],
      limits: [],
      scopes: [],
      delivery: ["poll", "webhook"],
      kinds: ["chat"],
      surfaces: [],
      links: { home: "", api: "", guide: "acme.md" },
    };
    expect(table([acme]).split("\n")).toContain("| [Acme](acme.md) | posts, chat, search | like | ban | polling, webhooks |");
  });

  it("needs its markers", () => {
    expect(() => withTable("# folkmoot\n", catalog)).toThrow("<!-- /networks -->");
  });
});
