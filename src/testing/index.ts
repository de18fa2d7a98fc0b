/**
 * Testing kit (`folkmoot/testing`): a clock that a test moves, networks in this process with faults, and the contracts that every adapter
 * and every store has to keep.
 * @module
 */
export { adapterContract } from "./adapter-contract.js";
export type { AdapterContractOptions, ContractWorld, HeldDirect, HeldMessage, HeldRelation, WorldPerson } from "./adapter-contract.js";
export type { WebhookSpoil, WorldWebhooks } from "./adapter-contract.js";
export type { Behaviour } from "./behaviour.js";
export type * from "./bluesky/index.js";
export { connectFakes } from "./connect-fakes.js";
export { virtualClock } from "./clock.js";
export type { VirtualClock, VirtualClockOptions } from "./clock.js";
export type { Exchange, FakeAnswer, FakeNetwork, FakeRequest, Listening, ReceivedCall } from "./exchange.js";
export type * from "./discord/index.js";
export { fakeServer } from "./fake-server.js";
export type { FakeServer, FakeWire, FaultWords, SpoilingFault, Understood } from "./fake-server.js";
export { fakeNetwork } from "./fake-network.js";
export type { FakeNetworkName, FakeNetworkOptions, FakeNetworks } from "./fake-network.js";
export type * from "./faults.js";
export type { Json } from "./json.js";
export type * from "./mastodon/index.js";
export type { ServedSocket } from "./socket.js";
export { storeContract, tokenStoreContract } from "./store-contract.js";
export type { Reopen, StoreContractOptions } from "./store-contract.js";
