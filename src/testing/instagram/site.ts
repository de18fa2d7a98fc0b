/**
 * Where everything is found: ids, and the paths that belong to no node.
 * @module
 */
import { bound } from "../graph/node.js";
import type { BoundNode } from "../graph/node.js";
import { commentNode, mediaNode } from "./media-node.js";
import { containerNode, meNode, userNode } from "./user-node.js";
import type { Core } from "./core.js";
import { directNode, personNode, threadNode } from "./direct-node.js";
import { hashtagNode, managerNode, pageNode, searchHashtag } from "./page-node.js";
import { invalidParameter, refusal } from "../graph/errors.js";
import type { RootCall, RootPath } from "../graph/site.js";
import { everyScope } from "./access.js";
import type { GraphToken } from "../graph/tokens.js";
import type { Json } from "../json.js";

const day = 86_400_000;

/** How long a token lives that was extended. Milliseconds. */
export const longLivedMs: number = 60 * day;
const shortLivedMs = 3_600_000;

/** Finds what is behind an id. */
export function findNode(core: Core, id: string): BoundNode<Core> | undefined {
  const account = core.accounts.get(id);
  if (account !== undefined) {
    if (account.brand === undefined) return bound(personNode, account);
    return bound(core.login === "instagram" ? meNode : userNode, account);
  }
  const media = core.media.get(id);
  if (media !== undefined) return bound(mediaNode, media);
  const comment = core.comments.get(id);
  if (comment !== undefined) return bound(commentNode, comment);
  const thread = core.threads.get(id);
  if (thread !== undefined) return bound(threadNode, thread);
  const direct = core.directs.get(id);
  if (direct !== undefined) return bound(directNode, direct);
  const container = core.containers.get(id);
  if (container !== undefined) return bound(containerNode, container);
  return core.login === "facebook" ? findOnFacebook(core, id) : undefined;
}

function findOnFacebook(core: Core, id: string): BoundNode<Core> | undefined {
  for (const account of core.accounts.values()) {
    if (account.brand?.pageId === id) return bound(pageNode, account);
    if (account.brand?.userId === id) return bound(managerNode, account);
  }
  const word = [...core.hashtags].find(([, known]) => known === id)?.[0];
  return word === undefined ? undefined : bound(hashtagNode, { id, word });
}

const seconds = (ms: number): number => Math.floor(ms / 1000);

const tokenBody = ({ token, expiresAt, issuedAt }: GraphToken): Json => ({
  access_token: token,
  token_type: "bearer",
  ...(expiresAt !== undefined && { expires_in: seconds(expiresAt - issuedAt) }),
});

function again(core: Core, { kind, subject, scopes, userId }: GraphToken): GraphToken {
  return core.tokens.issue({ kind, subject, scopes, livesMs: longLivedMs, ...(userId !== undefined && { userId }) });
}

function checkGrant({ params }: RootCall<Core>, grant: string): void {
  if (params.text("grant_type") !== grant) throw invalidParameter(`Param grant_type must be one of {${grant}}`);
}

function checkSecret({ params }: RootCall<Core>, secret: string): void {
  if (params.text("client_secret") !== secret) throw refusal(101, "Error validating client secret.");
}

/** The paths without a node of a log-in. `secret` is that of the app. */
export function rootsOf(core: Core, secret: string): Readonly<Record<string, RootPath<Core>>> {
  if (core.login === "facebook")
    return {
      "GET ig_hashtag_search": { run: (call) => searchHashtag({ ...call, token: call.require() }) },
      "GET oauth/access_token": {
        effect: "session",
        run: (call) => {
          checkGrant(call, "fb_exchange_token");
          checkSecret(call, secret);
          return tokenBody(again(core, core.tokens.require(call.params.text("fb_exchange_token"))));
        },
      },
    };
  return {
    "POST oauth/access_token": {
      effect: "session",
      run: (call) => {
        checkGrant(call, "authorization_code");
        checkSecret(call, secret);
        const code = call.params.text("code") ?? "";
        const subject = core.codes.get(code);
        if (subject === undefined) throw invalidParameter("Invalid authorization code");
        core.codes.delete(code);
        const scopes = everyScope("instagram");
        const { token } = core.tokens.issue({ kind: "instagram", subject, scopes, livesMs: shortLivedMs });
        return { access_token: token, user_id: subject, permissions: scopes };
      },
    },
    "GET access_token": {
      effect: "session",
      run: (call) => {
        checkGrant(call, "ig_exchange_token");
        checkSecret(call, secret);
        return tokenBody(again(core, call.require()));
      },
    },
    "GET refresh_access_token": {
      effect: "session",
      run: (call) => {
        checkGrant(call, "ig_refresh_token");
        const token = call.require();
        if (core.clock.now() - token.issuedAt < day) throw invalidParameter("The access token must be at least 24 hours old");
        return tokenBody(again(core, token));
      },
    },
  };
}
