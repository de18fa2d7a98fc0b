/**
 * The server about itself, and apps and tokens, over HTTP.
 * @see https://docs.joinmastodon.org/methods/instance/, /methods/apps/ and /methods/oauth/, read 2026-11
 * @module
 */
import { mediaLimits, mediaTypes } from "./media.js";
import type { AppData } from "./access.js";
import type { CallContext, Endpoints, Reply } from "./endpoint.js";
import type { Core } from "./core.js";
import type { Json } from "../json.js";
import { MastodonError, notFound, unprocessable } from "./wire.js";
import { ok } from "./endpoint.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { utf8ToBytes } from "@noble/hashes/utils.js";

const vapidKey = "BFake-public-key-of-a-server-that-pushes-nothing-over-the-web-because-it-only-plays-one-";

const limitsOf = ({ server }: Core): Json => ({
  statuses: {
    max_characters: server.maxCharacters,
    max_media_attachments: server.maxMedia,
    characters_reserved_per_url: server.urlWeight,
  },
  media_attachments: {
    supported_mime_types: mediaTypes,
    description_limit: mediaLimits.description,
    image_size_limit: mediaLimits.image,
    image_matrix_limit: 33_177_600,
    video_size_limit: mediaLimits.video,
    video_frame_rate_limit: 120,
    video_matrix_limit: 8_294_400,
  },
  polls: { max_options: 4, max_characters_per_option: 50, min_expiration: 300, max_expiration: 2_629_746 },
});

/** Where its streams are: where whoever asks has found it. */
const streamsOf = ({ request }: CallContext): string => request.url.origin.replace(/^http/, "ws");

function instance(context: CallContext): Reply {
  const { core } = context;
  const { server } = core;
  return ok({
    domain: server.host,
    title: "A made-up server",
    version: server.version,
    source_url: "https://github.com/mastodon/mastodon",
    description: "Plays a server for tests.",
    usage: { users: { active_month: core.accounts.size } },
    thumbnail: { url: `${server.baseUrl}/packs/preview.png`, blurhash: null, versions: {} },
    icon: [{ src: `${server.baseUrl}/packs/icon-36.png`, size: "36x36" }],
    languages: [server.language],
    configuration: {
      urls: { ...(server.features.streaming && { streaming: streamsOf(context) }), status: null },
      vapid: { public_key: vapidKey },
      accounts: { max_featured_tags: 10, max_pinned_statuses: 5 },
      ...limitsOf(core),
      translation: { enabled: false },
      limited_federation: false,
    },
    registrations: { enabled: false, approval_required: false, reason_required: false, message: null, url: null, min_age: null },
    ...(server.apiVersion !== undefined && { api_versions: { mastodon: server.apiVersion } }),
    contact: { email: `hello@${server.host}`, account: null },
    rules: [],
  });
}

function firstInstance(context: CallContext): Reply {
  const { core } = context;
  const { server } = core;
  return ok({
    uri: server.host,
    title: "A made-up server",
    short_description: "Plays a server for tests.",
    description: "",
    email: `hello@${server.host}`,
    version: server.version,
    urls: { streaming_api: streamsOf(context) },
    stats: { user_count: core.accounts.size, status_count: core.statuses.size, domain_count: 1 },
    thumbnail: `${server.baseUrl}/packs/preview.png`,
    languages: [server.language],
    registrations: false,
    approval_required: false,
    invites_enabled: false,
    configuration: { accounts: { max_featured_tags: 10 }, ...limitsOf(core) },
    contact_account: null,
    rules: [],
  });
}

const scopeWords = (scopes: string | undefined): readonly string[] => (scopes ?? "read").split(/[\s+]+/).filter((word) => word !== "");

const appView = (app: AppData): Json => ({
  id: app.id,
  name: app.name,
  website: app.website ?? null,
  scopes: app.scopes,
  redirect_uri: app.redirectUris.join("\n"),
  redirect_uris: app.redirectUris,
  vapid_key: vapidKey,
});

function register({ access, params }: CallContext): Reply {
  const name = params.text("client_name") ?? "";
  const single = params.text("redirect_uris");
  const redirectUris = single === undefined ? params.list("redirect_uris") : single.split("\n");
  if (name === "") throw unprocessable("Validation failed: Application name can't be blank");
  if (redirectUris.length === 0 || redirectUris.some((uri) => !/^[a-z][a-z0-9+.-]*:/i.test(uri)))
    throw unprocessable("Validation failed: Redirect URI must be an absolute URI.");
  const app = access.register({ name, website: params.text("website"), redirectUris, scopes: scopeWords(params.text("scopes")) });
  return ok({ ...appView(app), client_id: app.clientId, client_secret: app.clientSecret, client_secret_expires_at: 0 });
}

function appOf({ access, params }: CallContext): AppData {
  const app = access.apps.get(params.text("client_id") ?? "");
  if (app !== undefined && app.clientSecret === params.text("client_secret")) return app;
  throw new MastodonError(401, "invalid_client", "The app is not known here, or its secret is another one.");
}

const base64url = (bytes: Uint8Array): string =>
  btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");

function ofCode(context: CallContext, app: AppData): { readonly accountId: string; readonly scopes: readonly string[] } {
  const { access, params } = context;
  const code = access.codes.get(params.text("code") ?? "");
  const verifier = params.text("code_verifier");
  const proven = code?.challenge === undefined || (verifier !== undefined && base64url(sha256(utf8ToBytes(verifier))) === code.challenge);
  if (code?.clientId !== app.clientId || code.redirectUri !== params.text("redirect_uri") || !proven)
    throw new MastodonError(400, "invalid_grant", "The code is not known, was used, or belongs to somebody else.");
  access.codes.delete(params.text("code") ?? "");
  return code;
}

function token(context: CallContext): Reply {
  const { access, params } = context;
  const app = appOf(context);
  const grant = params.text("grant_type");
  if (grant !== "authorization_code" && grant !== "client_credentials")
    throw new MastodonError(400, "unsupported_grant_type", "The server does not give tokens this way.");
  const wanted = scopeWords(params.text("scope"));
  if (grant === "client_credentials" && wanted.some((scope) => !app.scopes.includes(scope)))
    throw new MastodonError(400, "invalid_scope", "The app did not ask for these scopes when it was registered.");
  const given = grant === "authorization_code" ? ofCode(context, app) : { scopes: wanted };
  const issued = access.issue({ clientId: app.clientId, appName: app.name, ...given });
  // Whole seconds; there is no end, and nothing to renew.
  return ok({
    access_token: issued.token,
    token_type: "Bearer",
    scope: issued.scopes.join(" "),
    created_at: Math.floor(issued.at / 1000),
  });
}

function revoke(context: CallContext): Reply {
  const { access, params } = context;
  const app = access.apps.get(params.text("client_id") ?? "");
  const found = access.peek(params.text("token") ?? null);
  if (app === undefined || app.clientSecret !== params.text("client_secret") || (found !== undefined && found.clientId !== app.clientId))
    throw new MastodonError(403, "unauthorized_client", "The app may not take this token back.");
  if (found !== undefined) access.revoke(found.token);
  return ok({});
}

/** The server about itself; apps and tokens. */
export const serverEndpoints: Endpoints = {
  "GET /api/v2/instance": { auth: "none", run: instance },
  "GET /api/v1/instance": { auth: "none", run: firstInstance },
  "GET /api/v1/streaming/health": {
    auth: "none",
    run: ({ core }) => {
      if (!core.server.features.streaming) throw notFound();
      return { body: "OK" };
    },
  },
  "POST /api/v1/apps": { auth: "none", run: register },
  "GET /api/v1/apps/verify_credentials": {
    auth: "app",
    run: ({ access, token: asked }) => {
      const app = access.apps.get(asked?.clientId ?? "");
      if (app === undefined) throw notFound();
      return ok(appView(app));
    },
  },
  "POST /oauth/token": { auth: "none", run: token },
  "POST /oauth/revoke": { auth: "none", run: revoke },
};
