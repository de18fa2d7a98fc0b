/**
 * Checks that a host hands over what a network sent, untouched. Each refusal names the remedy of the framework that it looks like.
 * @module
 */
import { fieldsOf } from "../adapter/fields.js";
import { FolkmootError } from "../errors.js";

/** What is wrong with a body that was read before, and what to do, by framework. */
export const parsedRemedy: string =
  "Signatures are made over the raw bytes, and what was parsed is no longer those. Express: give the route express.raw({ type: () => true }) and put it before express.json(). Next.js, pages router: export const config = { api: { bodyParser: false } }. NestJS: rawBody: true";

/** Looks like what Node's HTTP server, Express, Koa and the pages router of Next.js hand out. */
const isNodeRequest = (fields: Readonly<Record<string, unknown>>): boolean =>
  typeof fields["method"] === "string" && typeof fields["httpVersion"] === "string";

/** Tells whether something is raw bytes: Node's buffers are. */
export const isBytes = (value: unknown): value is Uint8Array => value instanceof Uint8Array;

/**
 * Tells whether a parser has read the body of a Node request, so that its bytes are gone.
 * @param request - with `body` as parsers leave it, and `readableDidRead` as Node's streams tell it
 */
export function isParsed(request: unknown): boolean {
  const { body, rawBody, readableDidRead, readableEnded } = fieldsOf(request);
  if (isBytes(rawBody) || isBytes(body) || typeof body === "string") return false;
  // Parsers of old leave an empty object where there was nothing for them to parse: then the stream is untouched.
  return readableDidRead === true || readableEnded === true || (body !== undefined && body !== null && readableDidRead !== false);
}

/**
 * Checks that something is a web `Request` whose body nobody has read.
 * @param call - what was called, for the message
 * @throws FolkmootError `invalid-request`, naming what to hand over instead.
 */
export function checkRequest(call: string, request: unknown): asserts request is Request {
  const fields = fieldsOf(request);
  if (isNodeRequest(fields))
    refuse(
      call,
      isParsed(request)
        ? `got a Node request with a parsed body. ${parsedRemedy}; then hand over requestFromNode(req).`
        : "got a Node request; hand over requestFromNode(req), which keeps the raw body.",
    );
  const { headers, url, method, bodyUsed } = fields as Partial<Request>;
  if (typeof headers?.get !== "function" || typeof url !== "string" || typeof method !== "string" || typeof bodyUsed !== "boolean")
    refuse(
      call,
      "got something that is no web Request. Hono: hand over c.req.raw. Next.js, SvelteKit, Remix, Workers, Deno, Bun: the request that the handler gets. Express, Koa, Fastify: requestFromNode of Node's request (Fastify: request.raw, with its body parser off). Functions that get an event: new Request(url, { method, headers, body }) with the body as it came.",
    );
  if (bodyUsed || (request as Request).body?.locked === true)
    refuse(
      call,
      "the body of the request was read before, and its signature is made over the raw bytes. Hand the request over first: Hono c.req.raw before c.req.json() and before any middleware that parses; Next.js the route handler's request before request.json(). Who needs the body as well reads a request.clone().",
    );
}

function refuse(call: string, what: string): never {
  throw new FolkmootError("invalid-request", `${call}: ${what}`);
}
