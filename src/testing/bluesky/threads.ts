/**
 * Threads: the nested first version, and the flat second one with what it hides kept apart.
 * @module
 */
import { answersTo, apart, hiddenIn, isShown, postType, replyOf, rootOf } from "./relations.js";
import { blockedAuthor, gateView, postView } from "./views.js";
import type { Viewer } from "./views.js";
import { canonicalUri } from "./core.js";
import type { Core, IndexedRecord } from "./core.js";
import type { CallContext, Endpoint, Endpoints } from "./endpoint.js";
import { present } from "../json.js";
import type { Json } from "../json.js";
import { XrpcError } from "./xrpc.js";

const defs = "app.bsky.feed.defs#";
const items = "app.bsky.unspecced.defs#";

const isPost = (record: IndexedRecord | undefined): record is IndexedRecord => record?.collection === postType;

const outOfReach = (core: Core, viewer: Viewer, record: IndexedRecord): boolean => viewer !== undefined && apart(core, viewer, record.did);

function threadView(core: Core, uri: string, viewer: Viewer, depth: number, height: number): Json {
  const record = core.index.get(uri);
  if (!isPost(record)) return { $type: `${defs}notFoundPost`, uri, notFound: true };
  if (outOfReach(core, viewer, record))
    return { $type: `${defs}blockedPost`, uri, blocked: true, author: blockedAuthor(core, record.did, viewer) };
  const parent = replyOf(record)?.parent;
  return present({
    $type: `${defs}threadViewPost`,
    post: postView(core, record, viewer),
    parent: parent === undefined || height === 0 ? undefined : threadView(core, parent, viewer, -1, height - 1),
    replies:
      depth <= 0
        ? undefined
        : answersTo(core, uri)
            .filter((answer) => isShown(core, answer))
            .map((answer) => threadView(core, answer.uri, viewer, depth - 1, 0)),
    threadContext: {},
  });
}

const getPostThread: Endpoint = {
  verb: "GET",
  auth: "optional",
  run: ({ core, params, caller }) => {
    const uri = canonicalUri(core, params.uri("uri"));
    const depth = params.integer("depth", { min: 0, max: 1000, otherwise: 6 });
    const height = params.integer("parentHeight", { min: 0, max: 1000, otherwise: 80 });
    const record = core.index.get(uri);
    if (!isPost(record)) throw new XrpcError(400, "NotFound", `Post not found: ${uri}`);
    return present({
      thread: threadView(core, uri, caller?.account.did, depth, height),
      threadgate: gateView(core, rootOf(record)),
    });
  },
};

const sorts: Readonly<Record<string, (answers: readonly IndexedRecord[]) => readonly IndexedRecord[]>> = {
  oldest: (answers) => answers,
  newest: (answers) => answers.toReversed(),
  top: (answers) => answers,
};

/** Looks at one thread for one viewer. */
interface Look {
  readonly core: Core;
  readonly viewer: Viewer;
  readonly hidden: ReadonlySet<unknown>;
  readonly opDid: string | undefined;
}

const lookAt = ({ core, caller }: CallContext, anchor: IndexedRecord): Look => {
  const root = rootOf(anchor);
  return { core, viewer: caller?.account.did, hidden: hiddenIn(core, root), opDid: core.index.get(root)?.did };
};

const isMuted = ({ core, viewer }: Look, did: string): boolean =>
  viewer !== undefined && viewer !== did && (core.accounts.get(viewer)?.mutes.has(did) ?? false);

/** True for what the second version keeps apart: hidden by the threadgate, or muted by the one who asks. */
const isOther = (look: Look, record: IndexedRecord): boolean =>
  (look.hidden.has(record.uri) && record.did !== look.viewer) || isMuted(look, record.did);

const reachable = ({ core, viewer }: Look, uri: string): readonly IndexedRecord[] =>
  answersTo(core, uri).filter((answer) => isShown(core, answer) && !outOfReach(core, viewer, answer));

const itemOf = (look: Look, record: IndexedRecord, depth: number, moreReplies: number): Json => ({
  uri: record.uri,
  depth,
  value: {
    $type: `${items}threadItemPost`,
    post: postView(look.core, record, look.viewer),
    moreParents: false,
    moreReplies,
    opThread: inOwnThread(look, record),
    hiddenByThreadgate: look.hidden.has(record.uri),
    mutedByViewer: isMuted(look, record.did),
  },
});

function inOwnThread(look: Look, record: IndexedRecord): boolean {
  if (record.did !== look.opDid) return false;
  const parent = replyOf(record)?.parent;
  const above = parent === undefined ? undefined : look.core.index.get(parent);
  return parent === undefined || (above !== undefined && inOwnThread(look, above));
}

function parentsOf(look: Look, record: IndexedRecord, depth: number): readonly Json[] {
  const uri = replyOf(record)?.parent;
  if (uri === undefined) return [];
  const parent = look.core.index.get(uri);
  if (!isPost(parent)) return [{ uri, depth, value: { $type: `${items}threadItemNotFound` } }];
  if (outOfReach(look.core, look.viewer, parent)) {
    const author = blockedAuthor(look.core, parent.did, look.viewer);
    return [{ uri, depth, value: { $type: `${items}threadItemBlocked`, author } }];
  }
  return [...parentsOf(look, parent, depth - 1), itemOf(look, parent, depth, 0)];
}

interface Below {
  readonly levels: number;
  readonly branches: number;
  readonly sort: string;
}

function answersBelow(look: Look, record: IndexedRecord, depth: number, below: Below): readonly Json[] {
  const shown = reachable(look, record.uri).filter((answer) => !isOther(look, answer));
  const sorted = (sorts[below.sort] ?? sorts.oldest)?.(shown) ?? shown;
  const taken = depth > below.levels ? [] : below.branches === 0 ? sorted : sorted.slice(0, below.branches);
  return taken.flatMap((answer) => {
    const under = answersBelow(look, answer, depth + 1, below);
    const direct = reachable(look, answer.uri).filter((one) => !isOther(look, one)).length;
    const given = under.filter((item) => item.depth === depth + 1).length;
    return [itemOf(look, answer, depth, direct - given), ...under];
  });
}

/** Every answer below a post that is kept apart, with what is under it. */
function othersBelow(look: Look, record: IndexedRecord, depth: number): readonly Json[] {
  return reachable(look, record.uri).flatMap((answer) =>
    isOther(look, answer) ? [itemOf(look, answer, depth, 0)] : othersBelow(look, answer, depth),
  );
}

const getPostThreadV2: Endpoint = {
  verb: "GET",
  auth: "optional",
  run: (context) => {
    const { core, params } = context;
    const uri = canonicalUri(core, params.uri("anchor"));
    const below: Below = {
      levels: params.integer("below", { min: 0, max: 20, otherwise: 6 }),
      branches: params.integer("branchingFactor", { min: 0, max: 100, otherwise: 10 }),
      sort: params.maybe("sort") ?? "oldest",
    };
    const record = core.index.get(uri);
    if (!isPost(record)) return { thread: [{ uri, depth: 0, value: { $type: `${items}threadItemNotFound` } }], hasOtherReplies: false };
    const look = lookAt(context, record);
    if (outOfReach(core, look.viewer, record)) {
      const author = blockedAuthor(core, record.did, look.viewer);
      return { thread: [{ uri, depth: 0, value: { $type: `${items}threadItemBlocked`, author } }], hasOtherReplies: false };
    }
    const under = answersBelow(look, record, 1, below);
    const direct = reachable(look, uri).filter((one) => !isOther(look, one)).length;
    const anchor = itemOf(look, record, 0, direct - under.filter((item) => item.depth === 1).length);
    return present({
      thread: [...(params.flag("above", true) ? parentsOf(look, record, -1) : []), anchor, ...under],
      threadgate: gateView(core, rootOf(record)),
      hasOtherReplies: othersBelow(look, record, 1).length > 0,
    });
  },
};

const getPostThreadOtherV2: Endpoint = {
  verb: "GET",
  auth: "optional",
  run: (context) => {
    const record = context.core.index.get(canonicalUri(context.core, context.params.uri("anchor")));
    return { thread: isPost(record) ? othersBelow(lookAt(context, record), record, 1) : [] };
  },
};

/** The methods that read threads. */
export const threadEndpoints: Endpoints = {
  "app.bsky.feed.getPostThread": getPostThread,
  "app.bsky.unspecced.getPostThreadV2": getPostThreadV2,
  "app.bsky.unspecced.getPostThreadOtherV2": getPostThreadOtherV2,
};
