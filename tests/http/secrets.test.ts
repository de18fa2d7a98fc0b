import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { anything, bench, broken, json, rejection, type Reply } from "./support.js";
import { errorInfo } from "../../src/errors.js";
import type { Credentials, ReadFailure } from "../../src/adapter/index.js";

/** Planted everywhere that a secret, a person's words or a name can be. */
const marks = ["s3cr3t-token", "s3cr3t-query", "s3cr3t-header", "Sandras-words", "Sandras-answer", "s3cr3t-vault", "s3cr3t-system"];

const told = (error: unknown): string => {
  const chain: string[] = [];
  for (let at = error; at !== undefined && at !== null; at = (at as { cause?: unknown }).cause)
    chain.push(
      at instanceof Error ? at.message : "",
      JSON.stringify(at),
      inspect(at, { depth: 9, showHidden: true }),
      (at as Error).stack ?? "",
      JSON.stringify(errorInfo(at)),
    );
  return chain.join("\n");
};

const answer = (status: number): Response =>
  json({ error: "Sandras-answer", message: "Sandras-answer" }, status, {
    "x-own": "Sandras-answer",
    location: "https://x.example/Sandras-answer",
  });
const system = (code: string): Error =>
  Object.assign(broken(code), { message: "fetch failed for s3cr3t-system", request: { headers: "s3cr3t-system" } });
/** What a badly written fetch may reject with. */
const noError = JSON.parse('"s3cr3t-system"') as Error;
const credentials: Credentials = {
  authorize: async () => ({ headers: { authorization: "Bearer s3cr3t-token" } }),
  renew: () => Promise.reject(new Error("s3cr3t-vault")),
};
const stale: ReadFailure = () => ({ code: "unauthenticated", message: "run out", stale: true });
const throwing: ReadFailure = (_call, { body }) => {
  throw new Error(JSON.stringify(body));
};
const strict = {
  parse: (value: unknown): never => {
    throw Object.assign(new Error(JSON.stringify(value)), {
      issues: [{ path: ["Sandras-answer said"], message: "Sandras-answer", input: value }],
    });
  },
};

describe("http", () => {
  describe("errors and logs hold no secret, text or name", () => {
    const cases: readonly (readonly [
      string,
      Reply,
      Partial<Parameters<typeof bench>[1]>,
      { strict?: true; header?: string; path?: string },
    ])[] = [
      ...[301, 400, 401, 404, 409, 422, 429, 500].map((status) => [`after status ${status}`, answer(status), {}, {}] as const),
      ["after a broken connection", () => Promise.reject(system("ECONNRESET")), {}, {}],
      ["after an odd rejection", () => Promise.reject(Object.assign(new Error("s3cr3t-system"), { code: "s3cr3t-system" })), {}, {}],
      ["after a rejection that is no error", () => Promise.reject(noError), {}, {}],
      ["after silence", () => new Promise<Response>(() => undefined), {}, {}],
      ["after broken JSON", () => new Response('{"Sandras-answer', { headers: { "content-type": "application/json" } }), {}, {}],
      ["after a misfit", answer(200), {}, { strict: true }],
      ["when the adapter stumbles over an answer", answer(200), { readFailure: throwing }, {}],
      ["when the vault fails", answer(200), { readFailure: stale }, {}],
      ["when a header cannot be sent", answer(200), {}, { header: "s3cr3t-header\nx" }],
      ["when credentials would go astray", answer(200), {}, { path: "https://evil.example/?token=s3cr3t-query" }],
      ["when there is no such address", answer(200), { baseUrl: "no address" }, {}],
    ];
    for (const method of ["GET", "POST"] as const)
      it.each(cases)(`${method} %s`, async (_what, reply, definition, { strict: misfit, header, path }) => {
        const logged: unknown[] = [];
        const log = (...args: unknown[]): void => void logged.push(args);
        const { adapter } = bench(
          [reply],
          { credentials: () => credentials, ...definition },
          { logger: { debug: log, warn: log, error: log } },
        );
        const error = await rejection(
          adapter.request(method, path ?? "/posts/1?token=s3cr3t-query", {
            schema: misfit === true ? strict : anything,
            query: { q: "s3cr3t-query" },
            headers: { "x-own": header ?? "s3cr3t-header" },
            ...(method === "POST" && { body: { text: "Sandras-words" } }),
          }),
        );
        const text = told(error) + inspect(logged, { depth: 9 });
        expect(text).toContain("acme");
        for (const mark of marks) expect(text).not.toContain(mark);
        expect(text).not.toMatch(/evil\.example/);
      });
  });

  it("guesses templates without ids and names where the author named no operation", async () => {
    const { adapter } = bench([json({}, 404)]);
    for (const [path, template] of [
      ["/v2.1/posts/123/comments?fields=a#b", "/v2.1/posts/:id/comments"],
      ["/users/@sandra", "/users/:id"],
      ["/xrpc/app.bsky.notification.listNotifications", "/xrpc/app.bsky.notification.listNotifications"],
      ["/users/abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrst/posts", "/users/:id/posts"],
      ["//users/me/", "/users/me/"],
      ["/xrpc/app.acme.getPosts", "/xrpc/app.acme.getPosts"],
      ["https://acme.example/a/did:plc:abc", "/a/:id"],
      ["posts", "/posts"],
    ] as const)
      expect(await rejection(adapter.request("GET", path, { schema: anything }))).toMatchObject({
        message: expect.stringMatching(new RegExp(`^acme ${template} failed for acme:7: `)) as string,
      });
  });
});
