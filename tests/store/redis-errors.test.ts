import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import type { RedisClient } from "../../src/store/redis/index.js";
import { redisBook } from "../../src/store/redis/index.js";
import { freePort, redisUrl, whyNoRedis } from "./redis-server.js";

const password = "not-to-be-seen";
const why = await whyNoRedis();

/** What one call is told. */
async function told(options: Parameters<typeof redisBook>[0]): Promise<{ code: unknown; message: string; all: string }> {
  const book = redisBook(options);
  const error: unknown = await book.acquire("poll:1", "me", 1_000).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  await book.close();
  if (!(error instanceof Error)) throw new Error("Nothing was thrown.");
  return { code: "code" in error ? error.code : undefined, message: error.message, all: inspect(error, { depth: 9, showHidden: true }) };
}

/** A client that answers as ioredis does: with the command that failed. */
const answering = (words: string): RedisClient => {
  const fail = (): Promise<never> => {
    const error = Object.assign(new Error(words), { command: { name: "auth", args: ["user", password] } });
    error.name = "ReplyError";
    return Promise.reject(error);
  };
  return { evalsha: fail, eval: fail };
};

describe("an error of Redis", () => {
  it.each([
    ["WRONGPASS invalid username-password pair", "misconfigured", /\(WRONGPASS\): .*user and password/],
    ["NOAUTH Authentication required.", "misconfigured", /\(NOAUTH\): .*redis:\/\/user:password@host/],
    ["NOPERM User app has no permissions to run the 'evalsha' command", "misconfigured", /\(NOPERM\): .*grant/],
    ["READONLY You can't write against a read only replica.", "connection-failed", /\(READONLY\): .*name the master/],
    ["OOM command not allowed when used memory > 'maxmemory'.", "connection-failed", /\(OOM\): .*raise maxmemory/],
    [`ERR ${password} is nothing that this can read`, "connection-failed", /^Redis could not be asked \(ERR\): look whether/],
    [`lowercase ${password}`, "connection-failed", /^Redis could not be asked \(ReplyError\): look whether/],
  ])("says what to do, and shows no command: %s", async (words, code, message) => {
    const error = await told({ client: answering(words) });
    expect(error.code).toBe(code);
    expect(error.message).toMatch(message);
    expect(error.all).not.toContain(password);
  });

  it("says where the address leads nowhere, without the address", async () => {
    const port = await freePort();
    const refused = await told({ url: `redis://app:${password}@127.0.0.1:${port}` });
    expect(refused).toMatchObject({
      code: "connection-failed",
      message: expect.stringContaining("(ECONNREFUSED): nothing listens") as string,
    });
    const unreadable = await told({ url: `redis://app:${password}@127.0.0.1:99999999` });
    expect(unreadable).toMatchObject({
      code: "misconfigured",
      message: expect.stringContaining("`url` of Redis cannot be read") as string,
    });
    for (const { all } of [refused, unreadable]) expect(all).not.toContain(password);
  });

  it.skipIf(why !== undefined)(`says that the password is wrong${why === undefined ? "" : ` (skipped: ${why})`}`, async () => {
    const { host } = new URL(redisUrl);
    const error = await told({ url: `redis://nobody-of-ours:${password}@${host}` });
    expect(error).toMatchObject({ code: "misconfigured", message: expect.stringContaining("(WRONGPASS)") as string });
    expect(error.all).not.toContain(password);
  });

  it("refuses an empty address, which would lead to this machine", () => {
    expect(() => redisBook({ url: "" })).toThrow(/Say where Redis is/);
  });
});
