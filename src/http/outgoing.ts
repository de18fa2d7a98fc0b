/**
 * Makes of a caller's options what leaves, and what limits and errors see of it.
 * @module
 */
import { encodeBody, type EncodedBody } from "./body.js";
import { FolkmootError } from "../errors.js";
import { isAbsolute, makeAddress, templateOf, type Address } from "./address.js";
import { laneOf } from "./lane.js";
import type { AccountKey, Network } from "../model/keys.js";
import type { Authorization } from "./credentials.js";
import type { CallShape } from "../limits/meter.js";
import type { Lane } from "../model/limit.js";
import type { Method, RequestOptions } from "./request.js";

/** Whose request it is. */
export interface Sender {
  /** The network asked. */
  readonly network: Network;
  /** Whose budget and credentials. */
  readonly account: AccountKey;
  /** Id of the app. */
  readonly app: string;
  /** Where paths begin, unless the credentials know better. */
  readonly baseUrl: string;
}

/** One call, the same over all its sends. */
export interface Outgoing {
  /** What its errors begin with: network, operation and account. */
  readonly head: string;
  /** Operation name or path template. */
  readonly operation: string;
  /** HTTP method. */
  readonly method: Method;
  /** True when it may change something. */
  readonly write: boolean;
  /** True when a second send does no harm. */
  readonly safe: boolean;
  /** Its lane. */
  readonly lane: Lane;
  /** True for a body that can be sent once only. */
  readonly once: boolean;
  /** Longest wait for one answer. Milliseconds. */
  readonly timeoutMs: number;
  /** What it carries. */
  readonly body: EncodedBody | undefined;
  /** Where it goes with these credentials. */
  address(authorization: Authorization | undefined): Address;
  /** Its headers with these credentials. */
  headers(authorization: Authorization | undefined): Record<string, string>;
  /** What the limiter sees. */
  shape(address: Address): CallShape;
}

const jsonTimeoutMs = 30_000;
const mediaTimeoutMs = 120_000;

/**
 * Prepares a call.
 * @throws FolkmootError `invalid-request` when the body is no JSON, or the address is none
 */
export function prepare(sender: Sender, method: Method, path: string, options: RequestOptions<unknown>): Outgoing {
  const route = templateOf(path);
  const operation = options.operation ?? route;
  const head = `${sender.network} ${operation} failed for ${sender.account}`;
  const write = options.write ?? method !== "GET";
  let body: EncodedBody | undefined;
  try {
    body = encodeBody(options.body);
  } catch {
    throw new FolkmootError("invalid-request", `${head}: the body cannot be written as JSON; hand in plain data.`);
  }
  const once = body?.repeatable === false;

  const fixed: Record<string, string> = { accept: "application/json" };
  if (body?.contentType !== undefined) fixed["content-type"] = body.contentType;
  for (const [name, value] of Object.entries(options.headers ?? {})) fixed[name.toLowerCase()] = value;

  return {
    head,
    operation,
    method,
    write,
    safe: options.safeToRepeat ?? !write,
    lane: options.lane ?? laneOf(operation),
    once,
    timeoutMs: options.timeoutMs ?? (body === undefined || body.contentType !== undefined ? jsonTimeoutMs : mediaTimeoutMs),
    body,
    address: (authorization) => {
      const base = authorization?.baseUrl ?? sender.baseUrl;
      let address: Address;
      try {
        const proof = authorization?.query;
        address = makeAddress(base, path, proof === undefined ? options.query : { ...options.query, ...proof });
      } catch {
        throw new FolkmootError("invalid-request", `${head}: base address and path make no address; check both.`);
      }
      // Credentials belong to one server. An address out of a payload must not carry them to another.
      if (authorization !== undefined && isAbsolute(path) && ![base, sender.baseUrl].some((own) => originOf(own) === address.origin))
        throw new FolkmootError(
          "invalid-request",
          `${head}: credentials are not sent to another server than the account's own; use a path, or ask without credentials (\`anonymous\`).`,
        );
      return address;
    },
    headers: (authorization) => {
      const headers = { ...fixed };
      for (const [name, value] of Object.entries(authorization?.headers ?? {})) headers[name.toLowerCase()] = value;
      return headers;
    },
    shape: ({ host }) => ({
      operation,
      method,
      route,
      subject: { app: sender.app, account: sender.account, ip: host, route: `${method} ${route}`, ...options.subject },
      ...(options.query !== undefined && { query: options.query }),
    }),
  };
}

function originOf(address: string): string | undefined {
  return URL.canParse(address) ? new URL(address).origin : undefined;
}
