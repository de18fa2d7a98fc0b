/**
 * The official OpenAPI documents as judges: every request that a fake receives and every answer that it gives is held against them.
 * They are read from `CONTRACT_DATA/mastodon` and `CONTRACT_DATA/discord`; without them nothing is judged, and it says so.
 * @module
 */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, expect } from "vitest";
import { discordExceptions, mastodonExceptions } from "./openapi-exceptions.js";
import { openApiJudge, type Exceptions, type OpenApiDocument, type OpenApiJudge } from "./openapi-judge.js";
import type { FakeNetwork } from "../../src/testing/exchange.js";

const faults: string[] = [];
let judgedCalls = 0;

/** How many calls were judged so far in this file. */
export const callsJudged = (): number => judgedCalls;

/** One official document, read when it is first asked for. */
interface Official {
  /** True where the document is at hand. */
  readonly isAtHand: boolean;
  /** Its judge; `undefined` where the document is not at hand. */
  readonly judge: () => OpenApiJudge | undefined;
  /** Says, once, that a fake goes unjudged. */
  readonly tellUnjudged: () => void;
}

function official(path: readonly string[], exceptions: Exceptions): Official {
  const file = process.env.CONTRACT_DATA === undefined ? undefined : join(process.env.CONTRACT_DATA, ...path);
  const isAtHand = file !== undefined && existsSync(file);
  let judge: OpenApiJudge | undefined;
  let told = false;
  return {
    isAtHand,
    judge: () => (isAtHand ? (judge ??= openApiJudge(JSON.parse(readFileSync(file, "utf8")) as OpenApiDocument, exceptions)) : undefined),
    tellUnjudged: () => {
      if (!told) console.warn(`CONTRACT_DATA is not set or has no ${path.join("/")}: what the fake network hears and says goes unjudged.`);
      told = true;
    },
  };
}

/** Mastodon's API, generated from its documentation; written for 4.7.0. */
export const officialMastodon: Official = official(["mastodon", "mastodon-openapi-4.7.0.json"], mastodonExceptions);

/** Discord's own document of its HTTP API, version 10. */
export const officialDiscord: Official = official(["discord", "openapi.json"], discordExceptions);

function judgedBy<F extends FakeNetwork>(fake: F, { judge, tellUnjudged }: Official): F {
  const known = judge();
  if (known === undefined) {
    tellUnjudged();
    return fake;
  }
  fake.observe((exchange) => {
    judgedCalls += 1;
    const fault = known.exchange(exchange);
    if (fault !== undefined) faults.push(fault);
  });
  return fake;
}

/** Puts a fake before Mastodon's document: the test in which an exchange breaks it fails. Returns the fake. */
export function judgedByMastodon<F extends FakeNetwork>(fake: F): F {
  return judgedBy(fake, officialMastodon);
}

/** Puts a fake before Discord's document: the test in which an exchange breaks it fails. Returns the fake. */
export function judgedByDiscord<F extends FakeNetwork>(fake: F): F {
  return judgedBy(fake, officialDiscord);
}

afterEach(() => {
  // Taken out first, so that the next test starts clean.
  const found = faults.splice(0);
  expect(found[0], "what the official document refuses").toBeUndefined();
});
