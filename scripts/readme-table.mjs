// npm run readme: writes the table of networks in README.md from the catalog, between its two markers.
// A repository test fails when the page and the catalog differ.
import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { loadCatalog } from "./load-catalog.mjs";

/** What a reader is told of an operation or a kind of message, by column; `null` where another word says it already. */
export const words = {
  read: {
    listPosts: "posts",
    comment: "comments",
    listMentions: "mentions",
    quote: "quotes",
    review: "reviews",
    direct: "direct messages",
    chat: "chat",
    listHeld: "held messages",
    searchPosts: "search",
    getPostInsights: "numbers of posts",
    getAccountInsights: "numbers of the account",
    mention: null,
    other: null,
    listComments: null,
    listConversations: null,
    listMessages: null,
    listReviews: null,
    getAccount: null,
    getPost: null,
    getMessages: null,
    findOwn: null,
    stream: null, // said by the last column, as the next three
    subscribe: null,
    listSubscriptions: null,
    unsubscribe: null,
  },
  answer: {
    publishPost: "post",
    reply: "reply",
    replyPrivately: "reply privately",
    sendMessage: "message",
    like: "like",
    unlike: null,
    react: "react",
    unreact: null,
    edit: "edit",
    delete: "delete",
    markRead: null,
  },
  moderate: {
    hide: "hide",
    unhide: null,
    approve: "approve",
    deny: "deny",
    pin: "pin",
    unpin: null,
    ban: "ban",
    unban: null,
    mute: "mute",
    unmute: null,
  },
};

const ways = { poll: "polling", stream: "stream", webhook: "webhooks" };
const start = "<!-- networks: written by `npm run readme` -->";
const end = "<!-- /networks -->";

const said = (column, names) =>
  Object.entries(words[column]).flatMap(([name, word]) => (word !== null && names.includes(name) ? [word] : []));

/** One line of the table. */
function row({ name, links, operations, kinds, delivery }) {
  const columns = Object.keys(words).map((column) => said(column, [...operations, ...kinds]));
  const cells = [...columns, delivery.map((way) => ways[way])].map((cell) => cell.join(", "));
  return `| [${name}](${links.guide}) | ${cells.join(" | ")} |`;
}

/** The table, markers included. */
export function table(catalog) {
  return [start, "", "| network | read | answer | moderate | live |", "|---|---|---|---|---|", ...catalog.map(row), "", end].join("\n");
}

/** A page with its table put right. */
export function withTable(page, catalog) {
  const from = page.indexOf(start);
  const to = page.indexOf(end);
  if (from < 0 || to < from) throw new Error(`README.md needs the lines ${start} and ${end}; the table goes between them.`);
  return page.slice(0, from) + table(catalog) + page.slice(to + end.length);
}

if (import.meta.filename === resolve(process.argv[1] ?? "")) {
  const { catalog } = await loadCatalog();
  const path = join(import.meta.dirname, "..", "README.md");
  writeFileSync(path, withTable(readFileSync(path, "utf8"), catalog));
}
