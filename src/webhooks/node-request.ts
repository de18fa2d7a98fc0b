/**
 * Makes a web request of Node's, with the raw body. Needs nothing of Node itself, so it may be loaded anywhere.
 * @module
 */
import { FolkmootError } from "../errors.js";
import { isBytes, isParsed, parsedRemedy } from "./check-request.js";

/** What is read of a request of Node's HTTP server, or of a framework upon it (Express, Koa's `ctx.req`, Fastify's `request.raw`). */
export interface NodeRequest extends AsyncIterable<unknown> {
  /** As sent. */
  readonly method?: string | undefined;
  /** Path and query. */
  readonly url?: string | undefined;
  /** Path and query before a router cut them (Express). */
  readonly originalUrl?: string | undefined;
  /** `http` or `https`, as the framework sees it (Express, with `trust proxy`). */
  readonly protocol?: string | undefined;
  /** By name in lower case. */
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** What a body parser left: raw bytes or text are taken, anything else is refused. */
  readonly body?: unknown;
  /** Raw bytes that a host kept beside a parsed body (Cloud Functions, NestJS). */
  readonly rawBody?: unknown;
}

/** How a request of Node's is read. */
export interface NodeRequestOptions {
  /** The address that the network called, where a proxy hides it and something depends on it. @defaultValue made of the `Host` header */
  readonly url?: string;
}

/**
 * Makes a web `Request` of Node's, for `inbox.receive` and for receivers. The body is not read here: what is too large is never held.
 * @throws FolkmootError `invalid-request` when a body parser has read the body, naming the remedy.
 *
 * @example
 * const response = await inbox.receive(requestFromNode(req));
 * res.status(response.status).set(Object.fromEntries(response.headers)).send(await response.text());
 */
export function requestFromNode(incoming: NodeRequest, options: NodeRequestOptions = {}): Request {
  if (isParsed(incoming))
    throw new FolkmootError("invalid-request", `requestFromNode: a body parser has read the body of the request. ${parsedRemedy}.`);
  const { method = "GET" } = incoming;
  const headers = new Headers();
  for (const [name, value] of Object.entries(incoming.headers)) {
    // HTTP/2 writes method and path among the headers, with a colon in front.
    if (value !== undefined && !name.startsWith(":")) for (const one of [value].flat()) headers.append(name, one);
  }
  const bodiless = method === "GET" || method === "HEAD";
  return new Request(options.url ?? addressOf(incoming), {
    method,
    headers,
    // A body that is still under way has to be said to be so (Fetch standard, `duplex`).
    ...(!bodiless && { body: bodyOf(incoming), duplex: "half" }),
  });
}

function bodyOf(incoming: NodeRequest): BodyInit {
  const { rawBody, body } = incoming;
  if (isBytes(rawBody)) return new Uint8Array(rawBody);
  if (isBytes(body)) return new Uint8Array(body);
  return typeof body === "string" ? body : streamOf(incoming);
}

function streamOf(incoming: AsyncIterable<unknown>): ReadableStream<Uint8Array> {
  const chunks = incoming[Symbol.asyncIterator]();
  return new ReadableStream<Uint8Array>({
    pull: async (stream) => {
      const next = await chunks.next();
      if (next.done === true) stream.close();
      // A server that was told to decode gives texts.
      else stream.enqueue(isBytes(next.value) ? new Uint8Array(next.value) : new TextEncoder().encode(String(next.value)));
    },
    // Nothing is done when it is cancelled: ending Node's iterator would cut the connection, and with it our answer.
  });
}

function addressOf({ url = "/", originalUrl = url, protocol = "http", headers }: NodeRequest): string {
  const host = [headers["host"]].flat()[0] ?? "localhost";
  const path = originalUrl.startsWith("/") ? originalUrl : "/";
  const address = `${protocol}://${host}${path}`;
  // What stands in the header is the sender's, and may be nonsense.
  return URL.canParse(address) ? address : `http://localhost${path}`;
}
