/**
 * The app: its webhook subscriptions, what it may know of a token, and how tokens are exchanged.
 * @see https://developers.facebook.com/docs/graph-api/reference/debug_token/, read 2026-08
 * @module
 */
import type { Core } from "./core.js";
import { dataList } from "../graph/node.js";
import type { NodeType } from "../graph/node.js";
import type { Call } from "./access.js";
import { invalidParameter, refusal } from "../graph/errors.js";
import type { Json } from "../json.js";
import { pageFields } from "./page.js";
import type { RootCall, RootPath } from "../graph/site.js";

/** How long a token of a person lives once it was exchanged. Seconds. */
const longLived = 5_184_000;

const asApp = ({ token }: Call): void => {
  if (token.kind !== "app") throw refusal(15, "(#15) This method must be called with an app access_token.");
};

/** The app. */
export const appNode: NodeType<Core["app"], Core> = {
  name: "Application",
  slot: "app-id",
  idOf: ({ id }) => id,
  usual: ["name"],
  fields: { name: ({ name }) => name, link: () => "https://www.facebook.com/games/", category: () => "Business" },
  edges: {
    subscriptions: dataList((_app: Core["app"], { call }) => {
      asApp(call);
      return [...call.core.subscriptions].map(([object, { callbackUrl, fields }]) => ({
        object,
        callback_url: callbackUrl,
        active: true,
        fields: fields.map((name) => ({ name, version: "v26.0" })),
      }));
    }),
  },
  actions: {
    "POST subscriptions": (_app, call) => {
      asApp(call);
      const { params, core } = call;
      const [object, callbackUrl, fields, verify] = ["object", "callback_url", "fields", "verify_token"].map((name) => params.text(name));
      if (object !== "page") throw invalidParameter("Param object must be one of {PAGE}");
      if (callbackUrl === undefined || !callbackUrl.startsWith("https://")) throw refusal(2200, "(#2200) Callback verification failed");
      if (verify === undefined) throw invalidParameter("The parameter verify_token is required");
      const names = (fields ?? "").split(",").map((one) => one.trim());
      if (names.some((one) => !pageFields.includes(one))) throw invalidParameter("Param fields must be of the object's fields");
      core.subscriptions.set(object, { callbackUrl, fields: names });
      return { success: true };
    },
    "DELETE subscriptions": (_app, call) => {
      asApp(call);
      const object = call.params.text("object");
      if (object === undefined) call.core.subscriptions.clear();
      else call.core.subscriptions.delete(object);
      return { success: true };
    },
  },
};

const seconds = (ms: number): number => Math.floor(ms / 1000);

function debugToken(call: RootCall<Core>): Json {
  const { core } = call;
  call.require();
  const asked = core.tokens.peek(call.params.text("input_token"));
  if (call.params.text("input_token") === undefined) throw invalidParameter("The parameter input_token is required");
  if (asked === undefined) return { data: { error: { code: 190, message: "Invalid OAuth access token." }, is_valid: false, scopes: [] } };
  const { kind, subject, userId, scopes, expiresAt, issuedAt } = asked;
  const isExpired = expiresAt !== undefined && core.clock.now() >= expiresAt;
  const dead = asked.dead ?? (isExpired ? 463 : undefined);
  return {
    data: {
      app_id: core.app.id,
      type: { app: "APP", user: "USER", page: "PAGE", instagram: "INSTAGRAM", threads: "USER" }[kind],
      application: core.app.name,
      data_access_expires_at: seconds(issuedAt) + 90 * 86_400,
      ...(dead !== undefined && {
        error: { code: 190, message: "Error validating access token.", subcode: dead },
      }),
      expires_at: expiresAt === undefined ? 0 : seconds(expiresAt),
      is_valid: dead === undefined,
      issued_at: seconds(issuedAt),
      ...(kind === "page" && { profile_id: subject }),
      scopes,
      granular_scopes: scopes.map((scope) => ({ scope, ...(kind === "page" && { target_ids: [subject] }) })),
      user_id: userId ?? subject,
    },
  };
}

function exchange({ core, params }: RootCall<Core>): Json {
  const grant = params.text("grant_type") ?? "authorization_code";
  if (params.text("client_id") !== core.app.id) throw refusal(101, "Error validating application. Cannot get application info.");
  if (params.text("client_secret") !== core.app.secret) throw refusal(1, "Error validating client secret.", { status: 400 });
  if (grant === "client_credentials") return { access_token: `${core.app.id}|${core.app.secret}`, token_type: "bearer" };
  if (grant !== "fb_exchange_token") throw refusal(100, "Invalid verification code format.", { subcode: 36009 });
  const short = core.tokens.require(params.text("fb_exchange_token"));
  if (short.kind !== "user") throw refusal(100, "(#100) Only the token of a person can be exchanged");
  const { token } = core.tokens.issue({ kind: "user", subject: short.subject, scopes: short.scopes, livesMs: longLived * 1000 });
  return { access_token: token, token_type: "bearer", expires_in: longLived };
}

/** Paths without a node. */
export const roots: Readonly<Record<string, RootPath<Core>>> = {
  "GET debug_token": { run: debugToken },
  "GET oauth/access_token": { effect: "session", run: exchange },
  "POST oauth/access_token": { effect: "session", run: exchange },
};
