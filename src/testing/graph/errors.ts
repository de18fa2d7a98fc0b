/**
 * Refusals as the Graph API says them: dispatch is by `code` and `error_subcode`, whatever the HTTP status.
 * @see https://developers.facebook.com/docs/graph-api/guides/error-handling/, read 2026-08
 * @module
 */
import type { FakeAnswer } from "../exchange.js";
import { present } from "../json.js";

/** What a refusal says. */
export interface GraphProblem {
  /** Error code, e.g. 190. */
  readonly code: number;
  /** `error_subcode`, e.g. 463. */
  readonly subcode?: number;
  /** What went wrong, for developers. */
  readonly message: string;
  /** Kind of exception. @defaultValue "OAuthException" */
  readonly type?: string;
  /** True where trying again may help. */
  readonly transient?: boolean;
  /** HTTP status. @defaultValue what the code usually comes with */
  readonly status?: number;
  /** `error_user_title`, for people. */
  readonly userTitle?: string;
  /** `error_user_msg`, for people. */
  readonly userMessage?: string;
  /** `error_data`. */
  readonly data?: unknown;
  /** Headers of this refusal alone. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** A refusal of the network. */
export class GraphRefusal extends Error {
  readonly problem: GraphProblem;

  constructor(problem: GraphProblem) {
    super(problem.message);
    this.name = "GraphRefusal";
    this.problem = problem;
  }
}

/** Makes a refusal. */
export const refusal = (code: number, message: string, more: Omit<GraphProblem, "code" | "message"> = {}): GraphRefusal =>
  new GraphRefusal({ code, message, ...more });

/** Makes the refusal of a parameter that is wrong. */
export const invalidParameter = (message: string, subcode?: number): GraphRefusal =>
  refusal(100, `(#100) ${message}`, present({ subcode }));

/** Makes the refusal of a field that the kind of node does not have. */
export const noSuchField = (field: string, node: string): GraphRefusal =>
  refusal(100, `(#100) Tried accessing nonexisting field (${field}) on node type (${node})`);

/** Makes the refusal of an id behind which there is nothing, nothing for this token, or nothing that can do this. */
export const notThere = (method: string, id: string): GraphRefusal =>
  refusal(
    100,
    `Unsupported ${method.toLowerCase()} request. Object with ID '${id}' does not exist, cannot be loaded due to missing permissions, or does not support this operation.`,
    { subcode: 33, type: "GraphMethodException" },
  );

/** Makes the refusal of a token that lacks a permission. Readers are told so with code 10, writers with code 200. */
export const noPermission = (scope: string, code: 10 | 200 = 10): GraphRefusal =>
  refusal(
    code,
    code === 10
      ? `(#10) This endpoint requires the '${scope}' permission or its feature to be granted and approved.`
      : `(#200) The permission(s) ${scope} are not available. It could because either they are deprecated or need to be approved by App Review.`,
  );

/** Makes the refusal of a path that nobody serves. */
export const unknownPath = (path: string): GraphRefusal => refusal(2500, `Unknown path components: ${path}`);

/** Makes the refusal of an insights request with a metric that is none (any more). */
export const invalidMetric = (): GraphRefusal => refusal(100, "(#100) The value must be a valid insights metric");

/** Makes the error of a service that is away for a moment. */
export const serviceDown = (): GraphRefusal =>
  refusal(2, "An unexpected error has occurred. Please retry your request later.", { transient: true, status: 500 });

const statusOf = ({ status, code }: GraphProblem): number => {
  if (status !== undefined) return status;
  if (code === 1 || code === 2) return 500;
  return code === 10 || code === 4 || (code >= 200 && code < 300) ? 403 : 400;
};

/** Makes the answer to a refusal. `trace` is `fbtrace_id`; `always` is the HTTP status of every error, where an edge answers all with one. */
export function problemAnswer(
  problem: GraphProblem,
  trace: string,
  headers: Readonly<Record<string, string>> = {},
  always?: number,
): FakeAnswer {
  const { message, type = "OAuthException", transient, code, subcode, userTitle, userMessage, data } = problem;
  return {
    status: always ?? statusOf(problem),
    headers: {
      "content-type": "application/json; charset=UTF-8",
      // What Graph says about the token to clients that only read headers.
      ...(code === 190 && { "www-authenticate": `OAuth "Facebook Platform" "invalid_token" "The access token could not be decrypted"` }),
      ...headers,
      ...problem.headers,
    },
    body: {
      error: present({
        message,
        type,
        code,
        error_subcode: subcode,
        error_data: data,
        is_transient: transient,
        error_user_title: userTitle,
        error_user_msg: userMessage,
        fbtrace_id: trace,
      }),
    },
  };
}
