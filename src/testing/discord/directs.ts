/**
 * Direct channels between two people.
 * @module
 */
import type { ChannelData, Core } from "./core.js";
import { channelTypes } from "./core.js";

/** Gives the direct channel of two people, which is there from the first time that one of them opens it. */
export function directChannel(core: Core, one: string, other: string): ChannelData {
  const known = findDirect(core, one, other);
  if (known !== undefined) return known;
  const channel: ChannelData = {
    id: core.id(),
    type: channelTypes.direct,
    name: "",
    position: 0,
    slowModeSeconds: 0,
    tags: [],
    requiresTag: false,
    recipients: [one, other],
    denied: new Map(),
  };
  core.channels.set(channel.id, channel);
  return channel;
}

/** Finds the direct channel of two people; `undefined` where nobody has opened one. */
export const findDirect = (core: Core, one: string, other: string): ChannelData | undefined =>
  [...core.channels.values()].find(({ recipients }) => recipients?.includes(one) === true && recipients.includes(other));
