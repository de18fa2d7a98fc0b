/**
 * What one of Meta's networks brings to the router: its nodes, its paths without a node, its tokens and limits.
 * @module
 */
import type { BoundNode, GraphCall } from "./node.js";
import type { Clock } from "../../clock.js";
import type { Effect } from "../faults.js";
import type { GraphIds } from "./ids.js";
import type { GraphToken, GraphTokens, ProofRule } from "./tokens.js";
import type { Usage, UseCase } from "./usage.js";

/** A call of a path that belongs to no node, where a token may be missing. */
export type RootCall<C> = Omit<GraphCall<C>, "token"> & {
  /** The token that came, not judged yet. */
  readonly value: string | undefined;
  /** Finds the token that came, or refuses. */
  readonly require: () => GraphToken;
};

/** A path without a node. */
export interface RootPath<C> {
  /** @defaultValue "read" for GET, else "write" */
  readonly effect?: Effect;
  readonly run: (call: RootCall<C>) => unknown;
}

/** What one network brings along. */
export interface GraphSite<C> {
  readonly network: string;
  readonly baseUrl: string;
  readonly clock: Clock;
  readonly seed: string | number;
  readonly core: C;
  /** The version that links carry where the request named none, e.g. "v26.0". */
  readonly version: string;
  readonly tokens: GraphTokens;
  readonly usage: Usage;
  readonly ids: GraphIds;
  /** Key of the app. */
  readonly secret: string;
  readonly proof: ProofRule;
  /** Most items on a page, whatever was asked for. */
  readonly pageSize: number;
  /** HTTP status of every refusal, where an edge answers them all with one, e.g. 200. @defaultValue what the code usually comes with */
  readonly errorStatus?: number;
  /** Kind of exception of every refusal that is not about the token (190, 104). @defaultValue what the refusal itself says */
  readonly errorType?: string;
  /** False where what was made cannot be read with the answer that tells its id. @defaultValue true */
  readonly readsAfterWrite?: boolean;
  /** False where calls cannot be bundled. @defaultValue true */
  readonly batches?: boolean;
  /** Finds what is behind an id. */
  readonly find: (id: string) => BoundNode<C> | undefined;
  /** Paths without a node, e.g. `"GET debug_token"`. Looked at before ids. */
  readonly roots: Readonly<Record<string, RootPath<C>>>;
  /** What a call counts for beside the app. Gets the name of its operation. */
  readonly useCase?: (operation: string, call: { readonly method: string; readonly token: GraphToken | undefined }) => UseCase | undefined;
  /** Runs before each call, e.g. to publish what is due. */
  readonly before?: () => void;
  /** True where a bundled call is answered with `null`, as one is that took too long. Gets its address. */
  readonly isLost?: (relativeUrl: string) => boolean;
}
