import { describe, expect, it } from "vitest";
import { graphError, now, pagesMeter, rejection, scene } from "./support.js";
import type { CallShape } from "../../../src/limits/meter.js";
import type { LimitObservation } from "../../../src/model/limit.js";

const minute = 60_000;
const call: CallShape = {
  operation: "listComments",
  method: "GET",
  route: "/:id/comments",
  subject: { account: "facebook:1001", app: "42" },
};
const send: CallShape = { ...call, operation: "sendMessage", method: "POST", route: "/:id/messages" };

const read = (headers: Record<string, unknown>, body: unknown = {}, shape: CallShape = call): readonly LimitObservation[] => {
  const told = Object.entries(headers).map(([name, value]): [string, string] => [name, JSON.stringify(value)]);
  return pagesMeter().read(shape, { status: 200, headers: new Headers(told), body }, now);
};
const use = (type: string, more: Record<string, unknown>): Record<string, unknown> => ({ type, call_count: 0, ...more });

describe("the meter of the Graph API", () => {
  it("reads the app's percentage, the Page's of old calls, and each use case of the account", () => {
    expect(read({ "x-app-usage": { call_count: 28, total_time: 61 } })).toEqual([{ rule: "graph.app", usedFraction: 0.61 }]);
    expect(read({ "x-page-usage": { call_count: 3 } })).toEqual([{ rule: "fb.pages", usedFraction: 0.03 }]);
    const business = {
      "1001": [use("pages", { call_count: 12 }), use("messenger", { call_count: 100, estimated_time_to_regain_access: 19 })],
      "2002": [use("pages", { call_count: 99 }), use("ads_management", { call_count: 50 })],
    };
    expect(read({ "x-business-use-case-usage": business })).toEqual([
      { rule: "fb.pages", usedFraction: 0.12 },
      { rule: "fb.messenger", blockedUntil: now + 19 * minute },
    ]);
  });

  it("takes what stands there for another id only where nobody else could be meant", () => {
    expect(read({ "x-business-use-case-usage": { "555": [use("pages", { call_count: 40 })] } })).toEqual([
      { rule: "fb.pages", usedFraction: 0.4 },
    ]);
    const two = { "555": [use("pages", { call_count: 40 })], "666": [use("pages", { call_count: 50 })] };
    expect(read({ "x-business-use-case-usage": two })).toEqual([]);
  });

  it("shuts the rule that a refusal is about", () => {
    const refused = (code: number, shape: CallShape = call): readonly LimitObservation[] => read({}, graphError(code).body, shape);
    expect(refused(4)).toEqual([{ rule: "graph.app", blockedUntil: now + 5 * minute }]);
    expect(refused(17)).toEqual([{ rule: "graph.app", blockedUntil: now + 5 * minute }]);
    expect(refused(32)).toEqual([{ rule: "fb.pages", blockedUntil: now + 5 * minute }]);
    expect(refused(80001, send)).toEqual([{ rule: "fb.pages", blockedUntil: now + 5 * minute }]);
    expect(refused(80006)).toEqual([{ rule: "fb.messenger", blockedUntil: now + 5 * minute }]);
    expect(refused(80004, send)).toEqual([{ rule: "fb.messenger", blockedUntil: now + 5 * minute }]);
    expect(refused(613, send)).toEqual([{ rule: "fb.messenger", blockedUntil: now + minute, remaining: 0 }]);
    expect(refused(100)).toEqual([]);
    // Spam comes under the number of a throttle, and shuts nothing.
    expect(read({}, graphError(4, 2207051).body)).toEqual([]);
  });

  it("believes the time that the header tells beside a refusal, and no percentage then", () => {
    const headers = { "x-business-use-case-usage": { "1001": [use("pages", { call_count: 100, estimated_time_to_regain_access: 7 })] } };
    const { body } = graphError(80001);
    expect(read(headers, body)).toContainEqual({ rule: "fb.pages", blockedUntil: now + 7 * minute });
    expect(read({ "x-app-usage": { call_count: 97 } }, graphError(4).body)).toEqual([
      { rule: "graph.app", blockedUntil: now + 5 * minute },
    ]);
  });

  it("reads each answer of a batch as one of its own", () => {
    const usage = JSON.stringify({ "1001": [use("pages", { call_count: 33 })] });
    const batch = [
      { code: 200, headers: [{ name: "X-Business-Use-Case-Usage", value: usage }], body: '{"id":"1"}' },
      null,
      { code: 400, headers: [{ name: "no header\n", value: "1" }], body: JSON.stringify(graphError(32).body) },
    ];
    expect(read({}, batch)).toEqual([
      { rule: "fb.pages", usedFraction: 0.33 },
      { rule: "fb.pages", blockedUntil: now + 5 * minute },
    ]);
  });

  it("keeps one ledger of the app for all its Pages, whatever calls are marked with", () => {
    expect(pagesMeter().subject?.({ ...call, subject: { ...call.subject, resource: "film" } })).toEqual({
      ...call.subject,
      resource: "app",
    });
  });

  it("has a call wait as long as the network said, and sends it then", async () => {
    const headers = { "x-app-usage": JSON.stringify({ call_count: 100, estimated_time_to_regain_access: 3 }) };
    const { asked, begin, clock } = scene({ answer: (_, count) => (count === 1 ? { ...graphError(4), headers } : { body: { id: "1" } }) });
    await begin().get("/me", { parse: (value) => value });
    expect(asked).toHaveLength(2);
    expect(clock.now() - now).toBeGreaterThanOrEqual(3 * minute);
    expect(clock.now() - now).toBeLessThan(4 * minute);
    const refused = scene({ answer: () => graphError(368) });
    expect((await rejection(refused.begin().get("/me", { parse: (value) => value }))).code).toBe("declined");
    expect(refused.asked).toHaveLength(1);
  });
});
