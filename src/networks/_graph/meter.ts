/**
 * What calls of the Graph API cost, and what its answers say about its limits: three headers, the same in each answer of a batch, and
 * refusals in bodies.
 * @module
 */
import { accountIdOf, throttleOf } from "./throttle.js";
import { answerOf } from "./batch.js";
import { readGraphBusinessUsage, readGraphUsage } from "../../limits/read-graph.js";
import { listOf } from "../../adapter/fields.js";
import type { CallShape, Meter } from "../../limits/meter.js";
import type { GraphNetwork } from "./app-options.js";
import type { LimitObservation } from "../../model/limit.js";

/** How a network's rules hang on what the Graph API tells. */
export interface GraphMeterParts {
  /** The network. */
  readonly network: GraphNetwork;
  /** The rule of what is told of the app, or of the token's user. */
  readonly platform: string;
  /** Rules by the words of use cases in headers, e.g. `{ pages: "fb.pages", messenger: "fb.messenger" }`. @defaultValue none */
  readonly useCases?: Readonly<Record<string, string>>;
  /** The rule of the use case that a call counts in; for refusals that name none. */
  readonly useCaseOf: (call: CallShape) => string | undefined;
  /** What a call costs of rules that are counted here. Rules told in percent are named with 0. */
  readonly cost: (call: CallShape) => Readonly<Record<string, number>>;
  /** The rule that refusals with a limit of its own (613) are about, by call. @defaultValue that of the use case */
  readonly burstOf?: (call: CallShape) => string | undefined;
  /** The rule of what may be published in a day. @defaultValue none */
  readonly quota?: string;
  /** Whose the platform's limit is: the app's (tokens of Pages), or a user's, then by account. Names a ledger. @defaultValue "app" */
  readonly resourceOf?: (call: CallShape) => string | undefined;
}

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: unknown;
}

/** Makes the meter of a network of the Graph API. It keeps nothing, so the accounts of an app may share it. */
export function graphMeter(parts: GraphMeterParts): Meter {
  const { network, platform, useCases = {}, quota, resourceOf } = parts;

  const usage = (call: CallShape, headers: Headers, now: number): LimitObservation[] => {
    const seen: LimitObservation[] = [];
    const app = readGraphUsage(headers, "x-app-usage", now);
    if (app !== undefined) seen.push({ rule: platform, ...app });
    const page = readGraphUsage(headers, "x-page-usage", now);
    const pageRule = useCases["pages"];
    if (page !== undefined && pageRule !== undefined) seen.push({ rule: pageRule, ...page });
    const own = accountIdOf(call);
    const all = readGraphBusinessUsage(headers, now);
    for (const [type, rule] of Object.entries(useCases)) {
      const ofType = all.filter((one) => one.type === type);
      // A linked Page or the business stands there for the account, where it does not stand there itself.
      const ours = ofType.filter(({ id }) => id === own);
      for (const { blockedUntil, usedFraction } of ours.length > 0 ? ours : ofType.length === 1 ? ofType : [])
        seen.push({ rule, ...(blockedUntil !== undefined && { blockedUntil }), ...(usedFraction !== undefined && { usedFraction }) });
    }
    return seen;
  };

  const refusal = (call: CallShape, answer: Answer, now: number): LimitObservation[] => {
    const throttle = throttleOf(network, call, answer, now);
    if (throttle === undefined) return [];
    const { blockedUntil, scope, type } = throttle;
    const own = parts.useCaseOf(call);
    const rules = {
      app: platform,
      user: platform,
      page: useCases["pages"] ?? own,
      business: (type === undefined ? undefined : useCases[type]) ?? own,
      other: throttle.code === 9 ? quota : (parts.burstOf?.(call) ?? own),
    };
    const rule = rules[scope] ?? platform;
    return [{ rule, blockedUntil, ...(scope === "other" && { remaining: 0 }) }];
  };

  const one = (call: CallShape, answer: Answer, now: number): LimitObservation[] => {
    const refused = refusal(call, answer, now);
    // Of the rule that is shut the refusal says more than the percentage beside it.
    const shut = new Set(refused.map(({ rule }) => rule));
    return [
      ...usage(call, answer.headers, now).filter(({ rule, blockedUntil }) => !shut.has(rule) || blockedUntil !== undefined),
      ...refused,
    ];
  };

  return {
    cost: (call) => parts.cost(call),
    // Calls may mark themselves by it for `cost`; ledgers are kept by whose token it is and nothing else.
    subject: (call) => ({ ...call.subject, resource: resourceOf?.(call) ?? "app" }),
    read: (call, answer, now) => {
      const seen = one(call, answer, now);
      if (!Array.isArray(answer.body)) return seen;
      for (const told of listOf(answer.body)) {
        const part = answerOf(told);
        if (part !== undefined) seen.push(...one(call, part, now));
      }
      return seen;
    },
  };
}
