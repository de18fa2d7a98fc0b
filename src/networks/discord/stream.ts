/**
 * What the gateway pushes: events handed over by the host, and the stream over a gateway of ours.
 *
 * How adapter.ts uses it: `operations` names `stream`, and operations.ts spreads `{ stream }` of {@link discordPush} into what
 * `loadOperations` loads. `acceptGatewayEvent` is no operation, so adapter.ts adds it with `Object.assign(defineAdapter(…), { … })`,
 * loading this file when it is first called. One push an adapter: both come from the same call of `discordPush`.
 * @module
 */
import { FolkmootError } from "../../errors.js";
import type { AccountKey } from "../../model/keys.js";
import type { CallOptions } from "../../http/request.js";
import type { Change } from "../../model/change.js";
import type { DiscordGateway } from "./gateway.js";
import type { ResolvedRuntime } from "../../adapter/runtime.js";
import type { StreamQuery } from "../../adapter/operations.js";

/** What pushing needs of the adapter. */
export interface PushSetup {
  /** Key of the guild's account. */
  readonly account: AccountKey;
  /** Id of the guild. */
  readonly guildId: string;
  /** The channels that the host wants read; absent = all. */
  readonly channels?: readonly string[];
  /** The channels of direct messages that belong to this account. @defaultValue none, and then no direct message is taken in */
  readonly directChannels?: readonly string[];
  /** Whether the privileged intent is asked for. */
  readonly messageContent: boolean;
  /** What the option `gateway` gave. Absent = `stream` is refused with the remedy. */
  readonly gateway?: DiscordGateway;
  /** Time and logger. */
  readonly runtime: ResolvedRuntime;
  /** Gives the bot user's id; asked once and remembered. */
  botId(options?: CallOptions): Promise<string>;
  /** Gives a channel or thread as `GET /channels/{id}` tells it, remembered within bounds; `undefined` where it cannot be seen. */
  channel(id: string, options?: CallOptions): Promise<unknown>;
}

/** Both ways by which gateway events come in. */
export interface DiscordPush {
  /** Reads one raw dispatch, `{ t, d }`. Never throws for what it is given: what is no event or another guild's is an empty list. */
  acceptGatewayEvent(event: unknown): Promise<readonly Change[]>;
  /** Follows the gateway until aborted. */
  stream(query?: StreamQuery): AsyncIterable<Change>;
}

/** Makes the push of one guild. Opens nothing. */
export function discordPush(setup: PushSetup): DiscordPush {
  return {
    acceptGatewayEvent: async () => Promise.resolve([]),
    stream: () => {
      throw new FolkmootError("unsupported", `discord: stream of ${setup.account} is not built yet.`);
    },
  };
}
