/**
 * What every fake network does around its own answers: faults, the list of calls, and observers.
 * @module
 */
import { faultPlan } from "./faults.js";
import type { CutFault, Fault, FaultAction, FaultedCall, LateFault } from "./faults.js";
import { fetchOf } from "./exchange.js";
import type { Exchange, FakeAnswer, FakeNetwork, FakeRequest, PushedEvent, ReceivedCall, Serve } from "./exchange.js";
import { isJson } from "./json.js";
import { openSocket, pushWith } from "./socket.js";
import type { ServedSocket } from "./socket.js";
import type { Clock } from "../clock.js";

/** A request as its network reads it. */
export interface Understood extends FaultedCall {
  /** Query parameters; a list where one is repeated. */
  readonly params: Readonly<Record<string, string | readonly string[]>>;
  /** The request's JSON; `undefined` where there was none. */
  readonly input?: unknown;
  /** The same without secrets, for the list of calls. */
  readonly shown?: unknown;
  /** Who calls. Absent without a valid token. */
  readonly account?: string;
}

/** How a network says the faults that it has its own words for. */
export interface FaultWords {
  /** Refuses everything until `retryAfterMs` are over. */
  exhaust(retryAfterMs: number): void;
  /** Lets the token that came with the request expire. */
  expire(request: FakeRequest): void;
  /** Takes the rights of the token that came with the request, for good. @defaultValue the fault hits nothing */
  revoke?(request: FakeRequest): void;
  /** The network's own server error. */
  serverError(status: number): FakeAnswer;
  /** Spoils an answer, which is a copy; `undefined` where the fault has nothing to hit in it. */
  spoil(action: SpoilingFault, call: Understood, answer: FakeAnswer): FakeAnswer | undefined;
}

/** Faults that spoil an answer. */
export type SpoilingFault = Exclude<LateFault, CutFault>;

/** What a network's fake brings along. */
export interface FakeWire {
  /** Which network it plays. */
  readonly network: string;
  /** Where it is found. */
  readonly baseUrl: string;
  /** Its time. */
  readonly clock: Clock;
  /** Feeds the faults that have a `rate`. @defaultValue where it is found */
  readonly seed?: string | number;
  /** Reads a request. */
  understand(request: FakeRequest): Understood;
  /** Carries a request out. */
  answer(request: FakeRequest, call: Understood): FakeAnswer;
  /** How it says faults. */
  readonly faults: FaultWords;
  /** Takes a socket that was opened, or refuses it by closing it. Absent where the network pushes over none. */
  accept?(socket: ServedSocket): void;
}

/** A fake network, and the plan of its faults for what it pushes. */
export interface FakeServer extends FakeNetwork {
  /** Pushes an event to those who should hear it, faults included. `deliver` hands it to every open socket that it is for. */
  readonly push: (event: string, deliver: () => void) => void;
}

/** Makes the fake network around a wire: `fetch`, `listen`, `calls`, `inject`, `observe`. */
export function fakeServer(wire: FakeWire, faults: readonly Fault[] = []): FakeServer {
  const plan = faultPlan(faults, wire.seed ?? wire.baseUrl);
  const sockets = new Set<ServedSocket>();
  const pushes: PushedEvent[] = [];
  const { push, deliverLate } = pushWith(
    plan,
    () => {
      for (const socket of sockets) socket.cut();
    },
    (event, hit) => pushes.push({ at: new Date(wire.clock.now()).toISOString(), event, faults: hit }),
  );
  const calls: ReceivedCall[] = [];
  const failures: Error[] = [];
  const listeners = new Set<(exchange: Exchange) => void>();

  const handle = async (request: FakeRequest, place: { at?: number }): Promise<FakeAnswer | "cut"> => {
    const call = wire.understand(request);
    const at = new Date(wire.clock.now()).toISOString();
    const hit: FaultAction["type"][] = [];
    // The place in the list is that of arrival, although the answer is known later.
    const arrived = (place.at = calls.length);
    const record = (answer: FakeAnswer | "cut"): void => {
      const received: ReceivedCall = {
        at,
        method: request.method,
        operation: call.operation,
        effect: call.effect,
        params: call.params,
        ...(call.shown !== undefined && { body: call.shown }),
        ...(call.account !== undefined && { account: call.account }),
        ...(answer !== "cut" && { status: answer.status }),
        faults: hit,
      };
      calls[arrived] = received;
      const type = request.headers.get("content-type");
      const exchange: Exchange = {
        ...received,
        url: request.url.href,
        inputBytes: request.body,
        ...(call.input !== undefined && { input: call.input }),
        ...(type !== null && { inputType: type }),
        ...(answer !== "cut" && answer.body !== undefined && { output: answer.body }),
      };
      for (const listener of listeners) listener(exchange);
    };
    calls.push({ at, method: request.method, operation: call.operation, effect: call.effect, params: call.params, faults: hit });

    for (const action of plan.early(call)) {
      hit.push(action.type);
      if (action.type === "slow") await wire.clock.sleep(action.ms);
      else if (action.type === "rate-limit") wire.faults.exhaust(action.retryAfterMs);
      else if (action.type === "expired-token") wire.faults.expire(request);
      else if (action.type === "revoked-scope") wire.faults.revoke?.(request);
      else {
        const answer = action.type === "server-error" ? wire.faults.serverError(action.status ?? 502) : "cut";
        record(answer);
        return answer;
      }
    }
    // Kept in one place, because the plan changes it from within.
    const end: { answer: FakeAnswer; cut: boolean } = { answer: wire.answer(request, call), cut: false };
    plan.late(call, (action) => {
      // A refusal commits nothing, and its body is no page.
      if (end.answer.status >= 300) return false;
      if (action.type === "timeout-after-commit") end.cut = true;
      else {
        const spoilt = wire.faults.spoil(action, call, structuredClone(end.answer));
        if (spoilt === undefined) return false;
        end.answer = spoilt;
      }
      hit.push(action.type);
      return true;
    });
    const delivered = end.cut ? "cut" : end.answer;
    record(delivered);
    return delivered;
  };
  const serve: Serve = async (request) => {
    const place: { at?: number } = {};
    try {
      return await handle(request, place);
    } catch (cause) {
      const failure = new Error(`The fake network failed: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
      failures.push(failure);
      const call = place.at === undefined ? undefined : calls[place.at];
      const answer = wire.faults.serverError(500);
      if (place.at !== undefined && call !== undefined) calls[place.at] = { ...call, status: answer.status, failure: failure.message };
      // Whoever asked may make an outage of it and try again; a test author has to see what it was.
      queueMicrotask(() => {
        throw failure;
      });
      return { ...answer, body: { ...(isJson(answer.body) && answer.body), message: failure.message } };
    }
  };

  const accept =
    wire.accept &&
    ((socket: ServedSocket): void => {
      sockets.add(socket);
      socket.onClosed(() => sockets.delete(socket));
      wire.accept?.(socket);
    });
  return {
    network: wire.network,
    baseUrl: wire.baseUrl,
    fetch: fetchOf(serve),
    listen: async () => (await import("./listen-node.js")).listenOnLoopback(serve, accept),
    push,
    deliverLate,
    ...(accept !== undefined && {
      webSocket: (url: string, protocols: readonly string[] = []) => openSocket(url, protocols, accept),
    }),
    calls,
    pushes,
    failures,
    inject: (fault) => {
      plan.inject(fault);
    },
    observe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
