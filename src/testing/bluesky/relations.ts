/**
 * Who likes, follows, blocks and quotes what, read off the index.
 * @module
 */
import { groupBy } from "./core.js";
import type { Core, IndexedRecord } from "./core.js";
import { listAt, objectAt, textAt } from "../json.js";
import { partsOf } from "./ids.js";

/** The type of posts. */
export const postType = "app.bsky.feed.post";

/** Indexed records of one type by what they point at, each list newest first. */
const grouped = (
  core: Core,
  collection: string,
  name: string,
  keyOf: (record: IndexedRecord) => string | undefined,
): ReadonlyMap<string | undefined, readonly IndexedRecord[]> =>
  core.derived(`${collection} by ${name}`, () => groupBy(core.indexed(collection), keyOf));

/** The person that a follow or block points at. */
export const personOf = (record: IndexedRecord): string | undefined => textAt(record.value, "subject");

/** The post that a like or repost points at. */
export const subjectOf = (record: Pick<IndexedRecord, "value">): string | undefined => textAt(objectAt(record.value, "subject"), "uri");

/** The record of one person about another (`follow`, `block`); the oldest when there are several. */
const edge = (core: Core, collection: string, from: string, to: string): IndexedRecord | undefined =>
  grouped(core, collection, "pair", (record) => `${record.did} ${personOf(record) ?? ""}`)
    .get(`${from} ${to}`)
    ?.at(-1);

/** Follows of one person by another. */
export const followOf = (core: Core, from: string, to: string): IndexedRecord | undefined => edge(core, "app.bsky.graph.follow", from, to);

/** Blocks of one person by another. */
export const blockOf = (core: Core, from: string, to: string): IndexedRecord | undefined => edge(core, "app.bsky.graph.block", from, to);

/** Says whether one of the two blocks the other. */
export const apart = (core: Core, one: string, other: string): boolean =>
  one !== other && (blockOf(core, one, other) !== undefined || blockOf(core, other, one) !== undefined);

/** Likes or reposts of a post, newest first, one a person: the application view counts a second one by the same person once. */
export function reactionsTo(core: Core, collection: "app.bsky.feed.like" | "app.bsky.feed.repost", uri: string): readonly IndexedRecord[] {
  const seen = new Set<string>();
  const oldestFirst = grouped(core, collection, "subject", subjectOf).get(uri)?.toReversed() ?? [];
  return oldestFirst.filter(({ did }) => !seen.has(did) && seen.add(did)).reverse();
}

/** The parent's and the root's URI of a reply. */
export function replyOf(record: Pick<IndexedRecord, "value">): { readonly parent: string; readonly root: string } | undefined {
  const reply = objectAt(record.value, "reply");
  const [parent, root] = [textAt(objectAt(reply, "parent"), "uri"), textAt(objectAt(reply, "root"), "uri")];
  return parent === undefined || root === undefined ? undefined : { parent, root };
}

/** Root of the thread that a post is in: itself when it answers nothing. */
export const rootOf = (record: IndexedRecord): string => replyOf(record)?.root ?? record.uri;

/** The URI that a post quotes. */
export function quotedBy(record: Pick<IndexedRecord, "value">): string | undefined {
  const embed = objectAt(record.value, "embed");
  const held = objectAt(embed, "record");
  return textAt(held, "uri") ?? textAt(objectAt(held, "record"), "uri");
}

/** DIDs that the facets of a post mention. */
export const mentionedBy = (record: Pick<IndexedRecord, "value">): readonly string[] =>
  listAt(record.value, "facets").flatMap((facet) =>
    listAt(facet, "features").flatMap((feature) =>
      textAt(feature, "$type")?.endsWith("#mention") === true ? [textAt(feature, "did") ?? ""] : [],
    ),
  );

/** Direct answers to a post, oldest first. */
export const answersTo = (core: Core, uri: string): readonly IndexedRecord[] =>
  core.derived("answers by parent", () => groupBy(core.indexed(postType).toReversed(), (record) => replyOf(record)?.parent)).get(uri) ?? [];

/** Posts that quote a post, newest first. */
export const quotesOf = (core: Core, uri: string): readonly IndexedRecord[] => grouped(core, postType, "quoted", quotedBy).get(uri) ?? [];

/** The threadgate of a thread: same record key, same repository as the root post. */
export function gateOf(core: Core, root: string): IndexedRecord | undefined {
  const parts = partsOf(root);
  if (parts === undefined) return undefined;
  const gate = core.index.get(`at://${parts.repo}/app.bsky.feed.threadgate/${parts.rkey}`);
  return textAt(gate?.value, "post") === root ? gate : undefined;
}

/** URIs that the thread's author has hidden. */
export const hiddenIn = (core: Core, root: string): ReadonlySet<unknown> => new Set(listAt(gateOf(core, root)?.value, "hiddenReplies"));

/** Says whether a person may answer in a thread, by its threadgate. */
export function mayAnswer(core: Core, root: string, did: string): boolean {
  const gate = gateOf(core, root);
  const author = partsOf(root)?.repo;
  if (gate === undefined || author === undefined || author === did || !Array.isArray(gate.value.allow)) return true;
  const post = core.index.get(root);
  return listAt(gate.value, "allow").some((rule) => {
    const type = textAt(rule, "$type") ?? "";
    if (type.endsWith("#mentionRule")) return post !== undefined && mentionedBy(post).includes(did);
    if (type.endsWith("#followingRule")) return followOf(core, author, did) !== undefined;
    if (type.endsWith("#followerRule")) return followOf(core, did, author) !== undefined;
    return false;
  });
}

/** Says whether the application view shows an answer: one that the threadgate forbids is stored, but not shown. */
export const isShown = (core: Core, record: IndexedRecord): boolean => {
  const reply = replyOf(record);
  return reply === undefined || mayAnswer(core, reply.root, record.did);
};
