/**
 * Takes tokens out of answers: addresses of next pages carry the one that was asked with, at every depth, and hosts keep answers as `raw`.
 * @module
 */
import type { Schema } from "../../http/request.js";

const secret = /[?&](?:access_token|appsecret_proof)=/;

function clean(address: string): string {
  if (!secret.test(address) || !URL.canParse(address)) return address;
  const url = new URL(address);
  url.searchParams.delete("access_token");
  url.searchParams.delete("appsecret_proof");
  return url.href;
}

/** Takes tokens out of the addresses of pages, in place: an answer that was just parsed belongs to nobody else. Gives the same answer. */
export function withoutTokens(answer: unknown): unknown {
  if (typeof answer !== "object" || answer === null) return answer;
  // JSON of the network, so its fields are texts, numbers, lists and objects.
  const fields = answer as Record<string, unknown>;
  for (const name of Object.keys(fields)) {
    const value = fields[name];
    if (typeof value === "object") withoutTokens(value);
    else if ((name === "next" || name === "previous") && typeof value === "string") fields[name] = clean(value);
  }
  return answer;
}

/** Has a schema see answers without tokens only. */
export function scrubbed<T>(schema: Schema<T>): Schema<T> {
  return { parse: (value) => schema.parse(withoutTokens(value)) };
}
