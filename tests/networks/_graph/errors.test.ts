import { describe, expect, it } from "vitest";
import { graphFailure } from "../../../src/networks/_graph/errors.js";
import { byCode, bySubcode, bySubcodeOnly } from "../../../src/networks/_graph/error-table.js";
import { graphError, now, rejection, scene } from "./support.js";
import type { Failure } from "../../../src/http/answer.js";
import type { GraphNetwork } from "../../../src/networks/_graph/app.js";

const call = { operation: "reply", method: "POST", route: "/:id/comments", subject: { account: "facebook:1001" } };

interface Said {
  readonly status?: number;
  readonly message?: string;
  readonly transient?: boolean;
  readonly network?: GraphNetwork;
  readonly route?: string;
  readonly headers?: Record<string, string>;
}

function read(code: number, subcode?: number, { status = 400, message, transient, network, route, headers = {} }: Said = {}): Failure {
  const more = { ...(message !== undefined && { message }), ...(transient !== undefined && { is_transient: transient }) };
  const { body } = graphError(code, subcode, more);
  const failure = graphFailure(network ?? "facebook", () => now)(
    { ...call, ...(route !== undefined && { route }) },
    { status, headers: new Headers(headers), body },
  );
  if (failure === undefined) throw new Error("read as a success");
  return failure;
}

describe("errors of the Graph API", () => {
  it.each([
    [190, 463, "unauthenticated", "expired"],
    [190, 458, "unauthenticated", "revoked"],
    [190, 459, "unauthenticated", "revoked"],
    [190, 460, "unauthenticated", "revoked"],
    [190, 464, "unauthenticated", "revoked"],
    [190, 467, "unauthenticated", "revoked"],
    [1200, undefined, "server-error", undefined],
    [190, 492, "unauthenticated", "revoked"],
    [190, undefined, "unauthenticated", "revoked"],
    [190, 12345, "unauthenticated", "revoked"],
    [102, undefined, "unauthenticated", "revoked"],
    [10, undefined, "forbidden", "missing-scope"],
    [200, undefined, "forbidden", "missing-scope"],
    [299, undefined, "forbidden", "missing-scope"],
    [210, undefined, "forbidden", "wrong-token-kind"],
    [200, 2018028, "forbidden", "missing-scope"],
    [200, 1545041, "forbidden", undefined],
    [230, undefined, "forbidden", undefined],
    [3, undefined, "forbidden", undefined],
    [10, 2018278, "window-closed", undefined],
    [10, 2018065, "window-closed", undefined],
    [10, 2534022, "window-closed", undefined],
    [551, 1545041, "forbidden", undefined],
    [100, 33, "not-found", undefined],
    [100, 2018001, "not-found", undefined],
    [100, undefined, "invalid-request", undefined],
    [104, undefined, "misconfigured", undefined],
    [368, undefined, "declined", undefined],
    [506, undefined, "duplicate", undefined],
    [1, 1446036, "duplicate", undefined],
    [1705, undefined, "forbidden", undefined],
    [4, 2207051, "declined", undefined],
    [9, 2207042, "rate-limited", undefined],
    [36003, 2207009, "invalid-request", undefined],
    [24, 4279013, "forbidden", undefined],
    [80001, undefined, "rate-limited", undefined],
    [4, undefined, "rate-limited", undefined],
    [613, undefined, "rate-limited", undefined],
    [2, undefined, "server-error", undefined],
    [777777, undefined, "invalid-request", undefined],
  ])("reads %i/%s as %s", (code, subcode, word, reauthorize) => {
    const failure = read(code, subcode);
    expect([failure.code, failure.reauthorize]).toEqual([word, reauthorize]);
    expect(failure.message).toContain(`[Graph error ${subcode === undefined ? code : `${code}/${subcode}`}]`);
    expect(failure.message).not.toMatch(/Freja|my secret|AbCdEf/);
    expect(failure.stale).toBe(word === "unauthenticated" ? true : undefined);
  });

  it("counts below a status of success and of trouble as well", () => {
    expect(read(190, 463, { status: 200 }).code).toBe("unauthenticated");
    expect(read(100, 33, { status: 500 })).toMatchObject({ code: "not-found", nothingHappened: true });
    expect(read(777777, undefined, { status: 500 }).code).toBe("server-error");
    expect(read(777777, undefined, { status: 404 }).code).toBe("not-found");
    expect(read(777777, undefined, { status: 200, transient: true }).code).toBe("server-error");
  });

  it("believes the network about what passes by itself, and never that a write did not happen", () => {
    expect(read(1)).toMatchObject({ code: "server-error", nothingHappened: false });
    expect(read(1, undefined, { transient: false }).retryable).toBe(false);
    expect(read(1, 1965014, { transient: false })).toMatchObject({ code: "invalid-request", nothingHappened: true });
    expect(read(1, 1965014)).toMatchObject({ code: "server-error", nothingHappened: false });
    expect(read(2, undefined, { transient: true }).retryable).toBeUndefined();
    expect(read(9007, 2207027)).toMatchObject({ code: "server-error", nothingHappened: true, retryAfterMs: 60_000 });
  });

  it("finds in words what codes do not tell", () => {
    expect(read(10, undefined, { message: "(#10) Not enough viewers for the media to show insights" }).code).toBe("unsupported");
    expect(read(100, undefined, { message: "API calls from the server require an appsecret_proof argument" }).code).toBe("misconfigured");
    expect(read(100, undefined, { message: "Invalid appsecret_proof provided in the API argument" }).message).toContain("another app");
    const links = { network: "threads", message: "Param text must … THREADS_API__LINK_LIMIT_EXCEEDED" } as const;
    expect(read(100, undefined, links).message).toContain("five different links");
  });

  it("tells how long a refusal lasts: as told, else a guess", () => {
    const usage = (minutes: unknown, type = "pages"): Record<string, string> => ({
      "x-business-use-case-usage": JSON.stringify({ "1001": [{ type, call_count: 100, estimated_time_to_regain_access: minutes }] }),
    });
    expect(read(80001, undefined, { headers: usage(19) })).toMatchObject({ metered: true, retryAfterMs: 19 * 60_000 });
    expect(read(32, undefined, { headers: usage("2") }).retryAfterMs).toBe(120_000);
    expect(read(80006, undefined, { headers: usage(19) }).retryAfterMs).toBe(300_000);
    expect(read(4).retryAfterMs).toBe(300_000);
    expect(read(613).retryAfterMs).toBe(60_000);
    expect(read(613, undefined, { network: "instagram", route: "/:id/likes" }).retryAfterMs).toBe(3_600_000);
    expect(read(9).retryAfterMs).toBe(3_600_000);
  });

  it("reads the form that only token calls have, and what is no form at all", () => {
    const read = (status: number, body: unknown): Failure | undefined =>
      graphFailure("instagram", () => now)(call, { status, headers: new Headers(), body });
    expect(read(400, { error_type: "OAuthException", code: 400, error_message: "Invalid platform app" })?.code).toBe("invalid-request");
    expect(read(503, "<html>")).toMatchObject({ code: "server-error" });
    expect(read(200, { id: "1" })).toBeUndefined();
    expect(read(200, [{ code: 400, body: "{}" }])).toBeUndefined();
    expect(read(200, { success: false })).toMatchObject({ code: "unexpected-response", nothingHappened: true });
    expect(read(200, { error: "a field of that name" })).toBeUndefined();
  });

  it("ends every row without words of the network, for a person at night", () => {
    for (const [, message] of [...Object.values(byCode), ...Object.values(bySubcode), ...Object.values(bySubcodeOnly)])
      expect(message).toMatch(/^[A-Za-z].{10,}[^.]$/);
  });

  it("do not make a write unsure that was refused, and make one unsure that met trouble", async () => {
    const ended = async (code: number, status: number): Promise<string> => {
      const { begin } = scene({ answer: () => ({ ...graphError(code), status }) });
      return (await rejection(begin("reply").post("/1/comments", { parse: (value) => value }))).code;
    };
    expect(await ended(368, 500)).toBe("declined");
    expect(await ended(2, 400)).toBe("outcome-unknown");
    expect(await ended(1, 500)).toBe("outcome-unknown");
  });

  it("have a token that was replaced asked for once more", async () => {
    let token = "EAAold";
    const { asked, begin } = scene({
      token: async () => token,
      answer: ({ headers }) => {
        token = "EAAnew";
        return headers.get("authorization") === "Bearer EAAnew" ? { body: { id: "1" } } : graphError(190, 463);
      },
    });
    await begin().get("/me", { parse: (value) => value });
    expect(asked).toHaveLength(2);
    const refused = scene({ answer: () => graphError(190, 463) });
    expect(await rejection(refused.begin().get("/me", { parse: (value) => value }))).toMatchObject({
      code: "unauthenticated",
      reauthorize: "expired",
      retryable: false,
    });
  });
});
