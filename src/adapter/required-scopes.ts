/**
 * What a token has to be allowed, for whoever asks a person to grant it.
 * @module
 */
import { FolkmootError } from "../errors.js";
import type { Adapter } from "./adapter.js";
import type { Network } from "../model/keys.js";
import type { OperationName } from "./operations.js";

/**
 * Lists the scopes or permissions that these operations need, in the network's words: each once, in alphabetical order, so that the same
 * operations give the same list however they were named. Pure, no I/O. An operation that works without some of them for a part of its
 * targets is given what every target needs; `can` says the rest.
 * @param operations - operations that the adapter offers; all of them: `[...adapter.operations]`
 * @returns an empty list where nothing has to be granted; `undefined` where the adapter does not know, which is not the same
 * @throws FolkmootError `unsupported`, naming the operations that the adapter lacks
 *
 * @example
 * requiredScopes(bluesky, ["reply", "sendMessage"]); // ["com.atproto.appPassPrivileged"]
 */
export function requiredScopes<O extends OperationName>(
  adapter: Pick<Adapter<Network, O>, "network" | "operations" | "scopes">,
  operations: readonly NoInfer<O>[],
): readonly string[] | undefined {
  const { network, scopes } = adapter;
  const lacking = operations.filter((operation) => !adapter.operations.has(operation));
  if (lacking.length > 0)
    throw new FolkmootError(
      "unsupported",
      `${network} has no such operation: ${lacking.join(", ")}; name those in \`adapter.operations\`.`,
    );
  return scopes === undefined ? undefined : [...new Set(operations.flatMap((operation) => scopes[operation] ?? []))].sort();
}
