/**
 * Tokens: compare and swap.
 * @module
 */
import type { TokenStore } from "../../store/token-store.js";
import { expectSame, expectThat } from "../assert.js";

/** What a token store has to keep, by name. Each behaviour gets names of its own. */
export const keepingTokens: Readonly<Record<string, (tokens: TokenStore) => Promise<void>>> = {
  "loads nothing where there is no token": async (tokens) => {
    expectSame(await tokens.load("forum:none"), undefined, "what is loaded");
  },
  "keeps a token under its name, with a version that counts": async (tokens) => {
    const first = { accessToken: "a1", refreshToken: "r1", expiresAt: "2026-01-01T00:00:00.000Z", scopes: ["read"] };
    expectThat(await tokens.swap("forum:1", first, "absent"), "the first token is stored");
    expectSame(await tokens.load("forum:1"), { value: first, version: 1 }, "what is loaded");
    expectThat(await tokens.swap("forum:1", { accessToken: "a2" }, 1), "the next token is stored");
    expectSame(await tokens.load("forum:1"), { value: { accessToken: "a2" }, version: 2 }, "what is loaded then");
    expectSame(await tokens.load("forum:10"), undefined, "what is loaded under another name");
  },
  "refuses a token whose version has passed, and keeps the newer one": async (tokens) => {
    await tokens.swap("forum:1", { accessToken: "a1" }, "absent");
    await tokens.swap("forum:1", { accessToken: "a2" }, 1);
    for (const expect of [1, 3, "absent"] as const)
      expectThat(!(await tokens.swap("forum:1", { accessToken: "late" }, expect)), `a swap that expects ${expect} is refused`);
    expectThat(!(await tokens.swap("forum:2", { accessToken: "late" }, 1)), "a swap that expects a version where there is none is refused");
    expectSame((await tokens.load("forum:1"))?.value.accessToken, "a2", "the token");
  },
  "lets exactly one of many refreshes win": async (tokens) => {
    await tokens.swap("forum:1", { accessToken: "old" }, "absent");
    const answers = await Promise.all(Array.from({ length: 20 }, (_, index) => tokens.swap("forum:1", { accessToken: `new ${index}` }, 1)));
    const winners = answers.flatMap((won, index) => (won ? [index] : []));
    expectSame(winners.length, 1, "how many were told that they won");
    expectSame(await tokens.load("forum:1"), { value: { accessToken: `new ${String(winners[0])}` }, version: 2 }, "the token");
  },
  "keeps a token although the caller changes what it handed in": async (tokens) => {
    const token = { accessToken: "a1" };
    await tokens.swap("forum:1", token, "absent");
    token.accessToken = "changed behind its back";
    expectSame((await tokens.load("forum:1"))?.value.accessToken, "a1", "the token");
  },
};
