/**
 * Bundled calls: `POST /` with up to 50 requests, each answered for itself.
 * @see https://developers.facebook.com/docs/graph-api/batch-requests/, read 2026-08
 * @module
 */
import type { Carry } from "./router.js";
import type { GraphParams } from "./params.js";
import type { GraphSite } from "./site.js";
import { invalidParameter } from "./errors.js";
import { isJson, textAt } from "../json.js";
import type { Json } from "../json.js";
import { wireText } from "../exchange.js";

/** Most requests in one bundle. */
const most = 50;

/** Answers a bundle. A request without a token of its own uses that of the bundle. */
export function answerBatch<C>(
  site: GraphSite<C>,

  params: GraphParams,
  token: string | undefined,
  carry: Carry,
): readonly (Json | null)[] {
  const bundle = params.json("batch");
  if (!Array.isArray(bundle) || bundle.length === 0) throw invalidParameter("The parameter batch is required");
  if (bundle.length > most) throw invalidParameter(`Too many requests in batch message. Maximum batch size is ${most}`);
  const withHeaders = params.flag("include_headers") !== false;
  return (bundle as readonly unknown[]).map((one) => {
    const relative = textAt(one, "relative_url");
    const method = (textAt(one, "method") ?? "GET").toUpperCase();
    if (!isJson(one) || relative === undefined) throw invalidParameter("Each request of a batch needs a method and a relative_url");
    if (site.isLost?.(relative) === true) return null;
    const url = new URL(`${site.baseUrl}/${relative.replace(/^\//, "")}`);
    // The proof belongs to the token of the bundle, and so to each request that uses it.
    const proof = params.text("appsecret_proof");
    if (!url.searchParams.has("access_token") && proof !== undefined) url.searchParams.set("appsecret_proof", proof);
    const body = textAt(one, "body");
    const headers = new Headers();
    if (!url.searchParams.has("access_token") && token !== undefined) headers.set("authorization", `Bearer ${token}`);
    if (body !== undefined) headers.set("content-type", "application/x-www-form-urlencoded");
    const answer = carry({ method, url, headers, body: new TextEncoder().encode(body ?? "") });
    return {
      code: answer.status,
      ...(withHeaders && { headers: Object.entries(answer.headers).map(([name, value]) => ({ name, value })) }),
      body: wireText(answer) ?? "",
    };
  });
}
