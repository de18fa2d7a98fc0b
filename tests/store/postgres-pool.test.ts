import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { systemClock } from "../../src/clock.js";
import { postgresBook } from "../../src/store/postgres/index.js";
import type { PostgresBookOptions, PostgresClient } from "../../src/store/postgres/index.js";
import { virtualClock } from "../../src/testing/clock.js";

/** A pool whose connections are lost, or refuse, as the test says. */
function poolOf(answer: (statements: string) => Promise<unknown>): { connect: () => Promise<PostgresClient>; released: unknown[] } {
  const released: unknown[] = [];
  const client: PostgresClient = {
    query: answer,
    release: (error) => released.push(error),
    on: () => undefined,
    removeListener: () => undefined,
  };
  return { connect: () => Promise.resolve(client), released };
}

const failing = (code: string): Promise<never> => Promise.reject(Object.assign(new Error("quotes a row"), { code }));

describe("a host's pool of PostgreSQL", () => {
  it("gets a connection back with an error where it is of no use any more", async () => {
    const { released, connect } = poolOf(() => failing("ECONNRESET"));
    const book = postgresBook({ pool: { connect } });
    await expect(book.acquire("poll:1", "me", 1_000)).rejects.toMatchObject({ code: "connection-failed", retryable: true });
    // The first was only looked whether it is to be had.
    const used = released.filter((_, index) => index % 2 === 1);
    expect(used.length).toBeGreaterThan(0);
    expect(used.every((error) => error instanceof Error)).toBe(true);
  });

  it("gets a connection back in good order, and out of its transaction, where PostgreSQL only refused", async () => {
    const asked: string[] = [];
    const { released, connect } = poolOf((statements) => {
      asked.push(statements);
      return statements === "ROLLBACK" ? Promise.resolve({ rows: [] }) : failing("42501");
    });
    const book = postgresBook({ pool: { connect } });
    await expect(book.acquire("poll:1", "me", 1_000)).rejects.toMatchObject({
      code: "misconfigured",
      message: expect.stringContaining("grant") as string,
    });
    expect(asked.at(-1)).toBe("ROLLBACK");
    expect(released).toEqual([undefined, undefined]);
  });
});

describe("a pool that takes its time", () => {
  it("gets a connection back that comes after nobody waits for it any more", async () => {
    const { released, connect } = poolOf(() => Promise.resolve({ rows: [] }));
    let hand: () => void = () => undefined;
    const later = new Promise<void>((done) => (hand = done));
    const book = postgresBook({ pool: { connect: () => later.then(connect) }, timeoutMs: 20 });
    await expect(book.acquire("poll:1", "me", 1_000)).rejects.toThrow(/did not answer in time/);
    expect(released).toEqual([]);
    hand();
    await expect.poll(() => released).toEqual([undefined]);
  });
});

describe("a connection that was good and is lost", () => {
  it("is told to those who keep what a crash may have taken", async () => {
    const { connect } = poolOf(() => failing("57P01"));
    const book = postgresBook({ pool: { connect } });
    let heard = 0;
    const stop = book.watch?.(() => heard++);
    await expect(book.list("")).rejects.toMatchObject({ code: "connection-failed" });
    expect(heard).toBeGreaterThan(0);
    stop?.();
    const before = heard;
    await expect(book.list("")).rejects.toMatchObject({ code: "connection-failed" });
    expect(heard).toBe(before);
  });
});

describe("a transaction", () => {
  /** What is sent for one change, on a server whose tables are there. */
  const sentFor = async (options: Pick<PostgresBookOptions, "clock">): Promise<string> => {
    const asked: string[] = [];
    const { connect } = poolOf((statements) => {
      asked.push(statements);
      if (statements.includes("to_regclass")) return Promise.resolve({ rows: [{ name: "there" }] });
      if (statements.includes("max(version)")) return Promise.resolve({ rows: [{ version: "1" }] });
      return Promise.resolve([{ rows: [] }, { rows: [] }, { rows: [{ now: "1700000000000", born: "0" }] }]);
    });
    const book = postgresBook({ pool: { connect }, timeoutMs: 900, ...options });
    await book.change([], () => ({ changes: [], result: undefined }));
    return asked.filter((statements) => statements.includes("BEGIN")).join("\n");
  };

  it("has PostgreSQL itself end what takes too long, where this process no longer can", async () => {
    const sent = await sentFor({});
    for (const [setting, limit] of [
      ["lock_timeout", 900],
      ["statement_timeout", 900],
      ["idle_in_transaction_session_timeout", 450],
    ])
      expect(sent).toContain(`set_config('${setting}', '${limit}', true)`);
  });

  it("reads the database's time, be it that the host hands in the system's clock, which other machines do not share", async () => {
    for (const clock of [undefined, systemClock])
      expect(await sentFor(clock === undefined ? {} : { clock })).toMatch(/clock_timestamp\(\)/);
    expect(await sentFor({ clock: virtualClock() })).not.toMatch(/clock_timestamp\(\)/);
  });
});

describe("a connection string", () => {
  it("that cannot be read is told with its remedy, and not shown", async () => {
    const book = postgresBook({ connectionString: "postgres://app:not-to-be-seen@127.0.0.1:port/test" });
    const error: unknown = await book.list("").catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: "misconfigured", message: expect.stringContaining("connection string cannot be read") as string });
    expect(inspect(error, { depth: 9, showHidden: true })).not.toContain("not-to-be-seen");
    await book.close();
  });

  it("that is empty is refused, because it would lead wherever the environment says", () => {
    expect(() => postgresBook({ connectionString: "" })).toThrow(/either `pool` or `connectionString`/);
  });
});
