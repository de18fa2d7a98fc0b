/**
 * What several calls do alike: who is meant, what was asked for, and pages.
 * @module
 */
import type { Call } from "./call.js";
import { answersTo, ancestorsOf, canSee, personAt } from "./core.js";
import type { Core, MediaData } from "./core.js";
import { edge, instantOf } from "../graph/node.js";
import type { NodeType } from "../graph/node.js";
import { invalidParameter, noSuchField, notThere } from "../graph/errors.js";
import { may } from "./call.js";
import { parseFields } from "../graph/fields.js";
import type { FieldSpec } from "../graph/fields.js";
import type { Json } from "../json.js";

/** What was asked for; `undefined` where nothing was named. */
export function fieldsOf(call: Call): readonly FieldSpec[] | undefined {
  const text = call.params.text("fields");
  return text === undefined || text === "" ? undefined : parseFields(text);
}

/** Refuses every user but who calls. */
export function requireSelf(call: Call, id: string): void {
  if (id !== call.token.subject) throw notThere(call.method, id);
}

/** Leaves what was said between `since` and `until`. */
export function within(call: Call, all: readonly MediaData[], earliest = 0): readonly MediaData[] {
  const since = instantOf("since", call.params.text("since"));
  const until = instantOf("until", call.params.text("until"));
  if (since !== undefined && since < earliest) throw invalidParameter(`Param since must be at least ${earliest / 1000}`);
  if (since !== undefined && until !== undefined && since >= until) throw invalidParameter("Param since must be before until");
  return all.filter(({ createdAt }) => createdAt >= (since ?? 0) && createdAt <= (until ?? Number.POSITIVE_INFINITY));
}

/**
 * Cuts a page out of a list. Cursors come and links do not, as in the examples of the official collection: the last page has a cursor too,
 * and what follows it is empty.
 */
export function page(call: Call, path: string, node: NodeType<MediaData, Core>, all: readonly MediaData[]): Json {
  const fields = fieldsOf(call);
  if (call.params.text("after") !== undefined && call.params.text("before") !== undefined)
    throw invalidParameter("Both before and after cannot be sent in the same request");
  // A field that the edge does not know is refused although there is nothing to read it of.
  for (const { name } of fields ?? []) if (name !== "id" && !Object.hasOwn(node.fields, name)) throw noSuchField(name, node.name);
  const [name = "", ...rest] = path.split("/").reverse();
  const read = edge<string, MediaData, Core>({
    name,
    node: () => node,
    idOf: () => rest.reverse().join("/"),
    list: () => all,
    style: "cursors",
  });
  return read(path, { call, params: call.params.texts, ...(fields !== undefined && { fields }) }) as Json;
}

/** Orders a list: newest first unless `reverse=false`. */
export const ordered = (call: Call, all: readonly MediaData[]): readonly MediaData[] =>
  call.params.flag("reverse") === false ? all : all.toReversed();

/** Says whether something stands among what answers somebody, at any depth. */
export const isBelow = (core: Core, media: MediaData, who: string): boolean =>
  ancestorsOf(core, media).some(({ authorId }) => authorId === who);

/**
 * Finds a post that the token may read: one's own, what answers one, what names one, and with a permission to discover everything public.
 * The documents say of each list what it needs, and nothing of single posts: this is what the lists add up to.
 */
export function readable(call: Call, id: string): MediaData {
  const { core } = call;
  const found = core.media.get(id);
  const viewer = personAt(core, call.token.subject);
  if (found === undefined || !canSee(core, viewer, found)) throw notThere(call.method, id);
  const discovers = may(call, "threads_keyword_search") || may(call, "threads_profile_discovery");
  const ok =
    found.authorId === viewer.id ||
    (may(call, "threads_read_replies") && isBelow(core, found, viewer.id)) ||
    (may(call, "threads_manage_mentions") && found.mentions.includes(viewer.id)) ||
    (discovers && !personAt(core, found.authorId).isPrivate);
  if (!ok) throw notThere(call.method, id);
  return found;
}

/** Gives what answers a post and is let in, oldest first. */
export function shownAnswers(call: Call, id: string, depth: "direct" | "all"): readonly MediaData[] {
  const { core } = call;
  const viewer = personAt(core, call.token.subject);
  const out = new Set<string>();
  // What answers something that waits is not shown either.
  return answersTo(core, id, depth).filter((one) => {
    const waits = one.approval === "pending" || one.approval === "ignored" || out.has(one.replyTo ?? "");
    if (waits) out.add(one.id);
    return !waits && canSee(core, viewer, one);
  });
}
