/**
 * Reading messages again, fifty in one call.
 * @module
 */
import { inPath } from "../_graph/names.js";
import { commentFields, postFields, ratingFields } from "./fields.js";
import { directFields, toDirect, wireDirect } from "./direct.js";
import { graphFailure } from "../_graph/errors.js";
import { isOurTimeline, nodeOf, type NodeType } from "./ids.js";
import { mostOfBatch } from "../_graph/batch.js";
import { onePage, type PageRead } from "../../adapter/paged.js";
import { orNone } from "../_graph/gone.js";
import { readItems } from "../../adapter/read-items.js";
import { toComment, toMention, toReview } from "./normalize.js";
import { anyObject } from "../_graph/task.js";
import { wireComment, wirePost, wireRating } from "./wire.js";
import type { BeginFacebook, FacebookTask } from "./task.js";
import type { Message } from "../../model/message.js";
import type { MessageTarget } from "../../model/target.js";
import type { Operations } from "../../adapter/operations.js";
import type { Paged } from "../../model/page.js";
import type { Refs } from "../../model/ref.js";
import type { WireAnswer } from "../../http/answer.js";

/** One message that is read again. */
interface Wanted {
  readonly id: string;
  readonly refs: Refs;
  /** What it is taken to be. */
  readonly node: Exclude<NodeType, "review">;
  /** True when nothing told, so that it may be the other of the two whose ids look alike. */
  readonly guessed: boolean;
}

/** What a read gave: the object, nothing, or that the id is of another sort than was thought. */
type Told = { readonly wire: Readonly<Record<string, unknown>> } | "gone" | "other";

/** Reads messages again. */
export function rereading(begin: BeginFacebook): Pick<Operations, "getMessages"> {
  return { getMessages: (messages, options) => reread(begin("getMessages", options), messages) };
}

function reread(task: FacebookTask, messages: readonly MessageTarget[]): Paged<Message> {
  const all = messages.map((message) => {
    const { id } = task.target(message, ["message"]);
    return { id, refs: message.refs ?? {}, node: nodeOf(id, message) };
  });
  if (all.length === 0) return onePage<Message>([], task.options);
  const reviews = new Set(all.filter(({ node }) => node === "review").map(({ id }) => id));
  const others = all.flatMap(({ id, refs, node }): Wanted[] =>
    node === "review" ? [] : [{ id, refs, node: node ?? "comment", guessed: node === undefined }],
  );
  return task.list(async (cursor): Promise<PageRead<Message>> => {
    const from = Number(cursor ?? 0);
    const next = from + mostOfBatch;
    const read = await readBatch(task, others.slice(from, next));
    if (next < others.length) return { ...read, next: String(next) };
    return { ...read, items: [...read.items, ...(reviews.size === 0 ? [] : await findReviews(task, reviews))] };
  }, task.options);
}

const fieldsOfNode = { comment: commentFields, post: postFields, direct: directFields } as const;

async function readBatch(task: FacebookTask, wanted: readonly Wanted[]): Promise<PageRead<Message>> {
  const first = await ask(task, wanted);
  // Ids of comments and posts look alike, and asking one for the fields of the other is an error: those are asked once more.
  const again = wanted.flatMap((one, index): Wanted[] => (first[index] === "other" ? [{ ...one, node: "post", guessed: false }] : []));
  const second = await ask(task, again);
  const found: { readonly one: Wanted; readonly wire: unknown }[] = [];
  for (const [list, told] of [
    [wanted, first],
    [again, second],
  ] as const)
    list.forEach((one, index) => {
      const answer = told[index];
      if (typeof answer === "object") found.push({ one, wire: answer.wire });
    });
  const order = new Map(wanted.map(({ id }, index) => [id, index]));
  found.sort((one, other) => (order.get(one.one.id) ?? 0) - (order.get(other.one.id) ?? 0));
  const read = found.map(({ one, wire }) => readOne(task, one, wire));
  return { items: read.flatMap(({ items }) => items), quarantined: read.flatMap(({ quarantined }) => quarantined) };
}

function readOne(task: FacebookTask, { node, refs }: Wanted, wire: unknown): ReturnType<typeof readItems<unknown, Message>> {
  const { us } = task;
  if (node === "direct") return readItems("messages", [wire], wireDirect, (one) => toDirect(us, one, refs));
  if (node === "post")
    return readItems("messages", [wire], wirePost, (one) =>
      toMention(us, one, isOurTimeline(us, one.id) ? { surface: "visitor-post" } : { tagged: true }),
    );
  return readItems("messages", [wire], wireComment, (one) => toComment(us, one, { postId: refs["postId"], headId: refs["headId"] }));
}

async function ask(task: FacebookTask, wanted: readonly Wanted[]): Promise<readonly Told[]> {
  if (wanted.length === 0) return [];
  const paths = wanted.map(({ id, node }) => `${inPath(id)}?fields=${encodeURIComponent(fieldsOfNode[node].join(","))}`);
  const answers = await task.batch(paths);
  const told: Told[] = [];
  for (const [index, one] of wanted.entries()) told.push(judge(task, one, answers[index]) ?? (await alone(task, one)));
  return told;
}

/** Reads one answer of a batch. `undefined` for one that has to be asked by itself: that waits, and fails, as every call does. */
function judge(task: FacebookTask, { guessed }: Wanted, answer: WireAnswer | undefined): Told | undefined {
  if (answer === undefined) return undefined;
  const call = { operation: task.operation, method: "GET", route: "/{id}", subject: { account: task.account } } as const;
  const failure = graphFailure("facebook", () => task.runtime.clock.now())(call, answer);
  if (failure === undefined) return { wire: anyObject.parse(answer.body) };
  if (failure.code === "not-found") return "gone";
  return guessed && failure.code === "invalid-request" ? "other" : undefined;
}

async function alone(task: FacebookTask, { id, node }: Wanted): Promise<Told> {
  const wire = await orNone(task.get(`/${inPath(id)}`, anyObject, { fields: fieldsOfNode[node].join(",") }));
  return wire === undefined ? "gone" : { wire };
}

/** Recommendations cannot be read one by one: the list is read until all are found, so that those which are not there are gone indeed. */
async function findReviews(task: FacebookTask, ids: ReadonlySet<string>): Promise<readonly Message[]> {
  const found: Message[] = [];
  const path = `/${task.us.id}/ratings`;
  const list = task.edge(path, { fields: ratingFields, item: wireRating, read: (wire) => toReview(task.us, wire) }, task.options);
  for await (const review of list) {
    if (ids.has(review.id)) found.push(review);
    if (found.length === ids.size) break;
  }
  return found;
}
