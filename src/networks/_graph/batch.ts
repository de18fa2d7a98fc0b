/**
 * Several reads in one call (batch requests of the Graph API). Each counts against the limits like a call of its own.
 * @module
 */
import { fieldsOf, listOf, textOf } from "../../adapter/fields.js";
import { Unreadable } from "../../adapter/read-items.js";
import { withoutTokens } from "./scrub.js";
import type { Schema } from "../../http/request.js";
import type { Task } from "../../adapter/task.js";
import type { WireAnswer } from "../../http/answer.js";

/** Most reads in one call (batch requests; read 2026-08). */
export const mostOfBatch = 50;

const answers: Schema<readonly unknown[]> = {
  parse: (value) => {
    if (Array.isArray(value)) return listOf(value);
    throw new Unreadable("item: no list");
  },
};

/**
 * Asks reads in calls of fifty.
 * @param where - server and version: a batch goes to the server itself, and each read names the version
 * @returns answers in the order of `gets`; `undefined` for one that the network did not get to in time
 */
export async function readBatch(
  task: Task,
  where: { readonly origin: string; readonly version: string },
  gets: readonly string[],
): Promise<readonly (WireAnswer | undefined)[]> {
  const found: (WireAnswer | undefined)[] = [];
  for (let start = 0; start < gets.length; start += mostOfBatch) {
    const part = gets.slice(start, start + mostOfBatch);
    const batch = part.map((path) => ({ method: "GET", relative_url: `${where.version}/${path.replace(/^\/+/, "")}` }));
    const told = await task.request("POST", `${where.origin}/`, {
      schema: answers,
      // With the headers of each answer, off which the meter reads what it cost.
      body: new URLSearchParams({ batch: JSON.stringify(batch) }),
      write: false,
      // Each read in it is a call: meters of limits that are counted price it by this.
      subject: { route: `batch ${part.length}` },
    });
    found.push(...part.map((_, index) => answerOf(told[index])));
  }
  return found;
}

/** Reads one answer of a batch; `undefined` for one that ran out of time. */
export function answerOf(told: unknown): WireAnswer | undefined {
  const { code, headers, body } = fieldsOf(told);
  if (typeof code !== "number") return undefined;
  const pairs = listOf(headers).flatMap((one): [string, string][] => {
    const { name, value } = fieldsOf(one);
    return textOf(name) === undefined || typeof value !== "string" ? [] : [[String(name), value]];
  });
  return { status: code, headers: headersOf(pairs), body: bodyOf(body) };
}

function headersOf(pairs: readonly [string, string][]): Headers {
  const headers = new Headers();
  for (const [name, value] of pairs) {
    try {
      headers.append(name, value);
    } catch {
      // A header that cannot be one says nothing.
    }
  }
  return headers;
}

function bodyOf(body: unknown): unknown {
  if (typeof body !== "string") return body ?? undefined;
  try {
    return withoutTokens(JSON.parse(body));
  } catch {
    return body;
  }
}
