/**
 * What calls to Threads cost, and what its answers say about its limits.
 * @module
 */
import { fieldsOf, listOf } from "../../adapter/fields.js";
import { graphMeter } from "../_graph/meter.js";
import { quotasIn } from "./quotas.js";
import type { CallShape, Meter } from "../../limits/meter.js";
import type { CostsOf } from "../../adapter/adapter.js";
import type { LimitObservation } from "../../model/limit.js";
import type { Quota } from "./quotas.js";

/** Marks a call that publishes at once: the same path only prepares otherwise, and preparing costs nothing. */
export const publishing: CallShape["subject"] = { resource: "publish" };

const searchPath = "/keyword_search";
const quotaPath = "/me/threads_publishing_limit";

/** The rule of what a call publishes or deletes. */
function quotaOf({ method, route, operation, subject }: CallShape): string | undefined {
  if (method === "DELETE") return "th.deletes";
  const publishes =
    method === "POST" && (route.endsWith("/threads_publish") || (route.endsWith("/threads") && subject.resource === "publish"));
  if (!publishes) return undefined;
  return operation === "reply" ? "th.replies" : "th.posts";
}

function ownRule(call: CallShape): string | undefined {
  return quotaOf(call) ?? (call.route.endsWith(searchPath) ? "th.search" : undefined);
}

function costOf(call: CallShape): Readonly<Record<string, number>> {
  const rule = ownRule(call);
  return { "th.calls": 0, ...(rule !== undefined && { [rule]: 1 }) };
}

/** Prices operations for `can`, and pages: calls themselves are told in percent. */
export const threadsCosts: CostsOf = (operation) => {
  const rules: Partial<Record<string, string>> = {
    publishPost: "th.posts",
    reply: "th.replies",
    delete: "th.deletes",
    searchPosts: "th.search",
  };
  const rule = rules[operation];
  return { "th.calls": 0, ...(rule !== undefined && { [rule]: 1 }) };
};

const base = graphMeter({
  network: "threads",
  platform: "th.calls",
  useCaseOf: () => "th.calls",
  cost: costOf,
  // A refusal with a limit of its own is about what is counted by day, where the call is counted so.
  burstOf: (call) => ownRule(call) ?? "th.calls",
  quota: "th.posts",
});

function told(rule: string, quota: Quota | undefined): LimitObservation[] {
  if (quota?.total === undefined) return [];
  return [{ rule, limit: quota.total, remaining: Math.max(0, quota.total - quota.used) }];
}

/** Prices calls, reads usage and refusals, the daily budgets where they are asked for, and finds that cost nothing. */
export const threadsMeter: Meter = {
  ...base,
  read: (call, answer, now) => {
    const seen = base.read(call, answer, now);
    const { data } = fieldsOf(answer.body);
    if (call.route.endsWith(quotaPath)) {
      const { posts, replies, deletes } = quotasIn(data);
      return [...seen, ...told("th.posts", posts), ...told("th.replies", replies), ...told("th.deletes", deletes)];
    }
    // "Queries that yield no results do not count" (keyword search, read 2026-01).
    if (call.route.endsWith(searchPath) && Array.isArray(data) && listOf(data).length === 0)
      return [...seen, { rule: "th.search", cost: 0 }];
    return seen;
  },
};
