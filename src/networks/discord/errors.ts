/**
 * What Discord's errors mean: the number in `code` decides, then the status.
 * @module
 */
import { failureByStatus } from "../../http/failure.js";
import { fieldsOf, listOf } from "../../adapter/fields.js";
import { isWall, toldWait } from "./meter.js";
import type { ErrorCode } from "../../model/error-info.js";
import type { Failure, ReadFailure } from "../../http/answer.js";

type Row = readonly [code: ErrorCode, message: string];

/** How texts of others are told. */
export const contentRemedy = "grant the app the Message Content Intent (developer portal, Bot, Privileged Gateway Intents)";

const access = "the bot cannot see this channel; give its role View Channel and Read Message History there";
/** Calls about the whole server are refused to a bot that was put out, and searches also to one without the intent. */
const guildAccess = "the bot cannot see this server; invite it, check `accountId`, and give its role View Channel and Read Message History";
const searchAccess = `the bot may not search this server: it has to be in it, its role needs Read Message History, and without the intent nothing is searched; ${contentRemedy}, or give the adapter \`messageContent: false\``;
const takesNone =
  "this person takes no direct messages from the bot: they share no server with it, block it, or have turned messages from members off; answer in public and ask them to write first";

/** By the number in `code` (reference, opcodes and status codes, JSON error codes; read 2026-11). */
const table: Readonly<Record<number, Row>> = {
  10003: ["not-found", "there is no such channel or thread; it may be deleted"],
  10004: ["not-found", "the bot is not in this server; invite it, and check `accountId`"],
  10007: ["not-found", "this person is not in the server"],
  10008: ["not-found", "the message is gone or was never there"],
  10013: ["not-found", "there is no such person"],
  10014: [
    "invalid-request",
    "Discord knows no such emoji, or the bot is not where it comes from; use an emoji, or name:id of one of this server's own",
  ],
  10026: ["not-found", "this person is not banned"],
  10062: ["not-found", "the interaction has expired; it lives for 15 minutes, and for 3 seconds without an answer"],
  20016: ["rate-limited", "slow mode is on in this channel"],
  20022: ["rate-limited", "announcements cannot be edited this often"],
  20028: ["rate-limited", "the channel takes no more messages now"],
  20029: ["rate-limited", "the server takes no more messages now"],
  30003: ["invalid-request", "the channel has as many pins as it can hold; unpin one first"],
  30010: ["invalid-request", "the message has its twenty reactions; use one that is there already"],
  30033: ["invalid-request", "the thread has as many members as it can hold"],
  30046: ["rate-limited", "messages older than an hour cannot be edited this often"],
  40001: ["unauthenticated", "the bot token is not known; reset it in the developer portal and give the new one"],
  40003: ["rate-limited", "direct channels are opened too fast; write to fewer people"],
  40005: ["invalid-request", "the files are too large together; send less"],
  40007: ["forbidden", "this person is banned from the server; unban them first"],
  40033: ["duplicate", "the announcement is handed on already"],
  40058: ["invalid-request", "a forum takes no messages, only posts; use `publishPost`, or answer in one of its posts"],
  40060: ["duplicate", "the interaction is answered already"],
  40067: ["invalid-request", "the forum wants a tag on its posts; give the adapter `publishTags`"],
  40333: ["forbidden", "the door in front of Discord refuses the client; check what stands between, and its user agent"],
  50001: ["forbidden", access],
  50005: ["forbidden", "only the bot's own messages can be edited"],
  50006: ["invalid-request", "the message is empty; give it a text or a file"],
  50007: ["forbidden", takesNone],
  50008: ["invalid-request", "this channel takes no messages; choose a text channel, a thread or a forum post"],
  50013: [
    "forbidden",
    "the bot's role lacks a permission for this, or stands below that of the person; `requiredScopes` lists what the operation needs",
  ],
  50014: ["unauthenticated", "the bot token is not valid; reset it in the developer portal and give the new one"],
  50021: ["invalid-request", "this is a notice of Discord's own, which takes no such thing"],
  50024: ["invalid-request", "this kind of channel does not do that"],
  50034: ["invalid-request", "messages older than 14 days cannot be deleted in one go"],
  50045: ["invalid-request", "the file is larger than this server takes; make it smaller"],
  50083: ["forbidden", "the thread is archived; a message in it, or a moderator, brings it back"],
  50278: ["forbidden", takesNone],
  90001: ["forbidden", "this person blocks the bot, so it cannot react to them"],
  110000: ["server-error", "Discord has not yet indexed the server's messages for searching; try again in a few minutes"],
  130000: ["server-error", "Discord is overloaded; try again later"],
  160002: ["forbidden", "answering needs Read Message History in the channel; give it to the bot's role"],
  160005: ["forbidden", "the thread is locked; only moderators may write in it"],
  200000: ["declined", "the server's AutoMod refused the text; change it, or exempt the bot's role"],
  200001: ["declined", "the server's AutoMod refused the title; change it, or exempt the bot's role"],
  240000: ["declined", "Discord calls a link in the text harmful; leave it out"],
};

const byStatus: Readonly<Record<number, Row>> = {
  401: ["unauthenticated", "the bot token was refused; reset it in the developer portal and give the new one"],
  403: ["forbidden", "the bot may not do this; check the permissions of its role and of the channel"],
};

/** Codes that say that the token is no good. */
const badToken: ReadonlySet<unknown> = new Set([40001, 50014]);

/** Most fields that an error names. */
const mostFields = 5;

/** What is wrong with a form: the paths of fields with the network's words for it (`content: BASE_TYPE_MAX_LENGTH`), never a value. */
function complaints(errors: unknown): readonly string[] {
  const found: string[] = [];
  const open: { readonly node: unknown; readonly path: string; readonly depth: number }[] = [{ node: errors, path: "", depth: 0 }];
  for (let next = open.shift(); next !== undefined && found.length < mostFields; next = open.shift()) {
    for (const [name, node] of Object.entries(fieldsOf(next.node))) {
      if (name === "_errors") {
        const words = listOf(node).map((one) => fieldsOf(one)["code"]);
        const known = words.filter((word) => typeof word === "string" && /^[A-Z][A-Z0-9_]{0,60}$/.test(word));
        found.push(`${next.path === "" ? "the form" : next.path}: ${known.join(", ") || "refused"}`);
      } else if (/^\w{1,40}$/.test(name) && next.depth < 8)
        open.push({ node, path: next.path === "" ? name : `${next.path}.${name}`, depth: next.depth + 1 });
    }
  }
  return found.slice(0, mostFields);
}

function ofForm(errors: unknown): Row {
  const found = complaints(errors);
  if (found.some((one) => /^message_reference: .*UNKNOWN_MESSAGE/.test(one))) return ["not-found", "the message to answer is gone"];
  return ["invalid-request", `Discord refused the form (${found.join("; ") || "it does not say which field"}); check what was sent`];
}

function read(code: number | undefined, errors: unknown, route: string): Row | undefined {
  if (code === 50035) return ofForm(errors);
  if (code === 50001 && route.startsWith("/guilds/")) return ["forbidden", route.endsWith("/messages/search") ? searchAccess : guildAccess];
  return code === undefined ? undefined : table[code];
}

/**
 * Reads a failure off an answer of any status. A search answers 202 while its index is being made, which is no success.
 * @param refused - told when the token is not known
 */
export function discordFailure(refused: () => void): ReadFailure {
  return (call, answer): Failure | undefined => {
    const { status, headers, body } = answer;
    const { code: number, errors } = fieldsOf(body);
    const code = typeof number === "number" ? number : undefined;
    if (status < 400 && !(status === 202 && code !== undefined)) return undefined;
    // A wait that only the header tells is read by whoever sends again.
    const wait = toldWait(body);
    const waits = wait === undefined ? {} : { retryAfterMs: wait };
    if (isWall(status, headers, body))
      return {
        code: "rate-limited",
        message:
          "Discord shuts out this address for about an hour, because too many answers were refusals; find out which, before anything is sent again",
        retryAfterMs: 3_600_000,
        metered: true,
      };
    const row = read(code, errors, call.route) ?? byStatus[status];
    if (status === 429) return { code: "rate-limited", message: row?.[1] ?? "Discord asks to wait", ...waits, metered: true };
    if (status === 401 || badToken.has(code)) {
      refused();
      return {
        code: "unauthenticated",
        message: row?.[1] ?? "the bot token was refused; reset it in the developer portal and give the new one",
        stale: true,
        reauthorize: "revoked",
      };
    }
    if (row === undefined) return failureByStatus(call, answer);
    return { code: row[0], message: row[1], ...waits, ...(row[0] === "rate-limited" && { metered: true }) };
  };
}
