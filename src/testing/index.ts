/**
 * Testing kit (`folkmoot/testing`): a clock that a test moves, networks in this process with faults, and the contracts that every adapter
 * and every store has to keep.
 * @module
 */
export { adapterContract } from "./adapter-contract.js";
export type { AdapterContractOptions, ContractWorld, HeldDirect, HeldMessage, HeldRelation, WorldPerson } from "./adapter-contract.js";
export type { WebhookSpoil, WorldWebhooks } from "./adapter-contract.js";
export type { Behaviour } from "./behaviour.js";
export type { BlueskyLimits, BlueskyState, FakeBluesky, FakeBlueskyOptions } from "./bluesky/index.js";
// Each network's people and things carry its name: twelve networks share this entry.
export type {
  ChatAllowance as BlueskyChatAllowance,
  FakeAccount as FakeBlueskyAccount,
  FakePicture as BlueskyPicture,
  HeldPost as HeldBlueskyPost,
  NewAccount as NewBlueskyAccount,
  Relation as BlueskyRelation,
  SaidDirect as HeldBlueskyDirect,
  Saying as BlueskySaying,
  SentDirect as BlueskySentDirect,
  StoredRecord as BlueskyRecord,
  StrongRef as BlueskyStrongRef,
  Who as BlueskyWho,
} from "./bluesky/index.js";
export { connectFakes } from "./connect-fakes.js";
export { virtualClock } from "./clock.js";
export type { VirtualClock, VirtualClockOptions } from "./clock.js";
export { coordinatorContract } from "./coordinator-contract.js";
export type { CoordinatorContractOptions } from "./coordinator-contract.js";
export type { Exchange, FakeAnswer, FakeNetwork, FakeRequest, Listening, PushedEvent, ReceivedCall } from "./exchange.js";
export type {
  DiscordBucket,
  DiscordFile,
  DiscordIndexing,
  DiscordLimits,
  DiscordPermission,
  DiscordSaying,
  DiscordState,
  DiscordWho,
  FakeDiscord,
  FakeDiscordApp,
  FakeDiscordOptions,
  HeldDiscordFile,
  HeldDiscordMessage,
} from "./discord/index.js";
export type {
  AppAuthorized as DiscordAppAuthorized,
  AppDeauthorized as DiscordAppDeauthorized,
  AuditEntry as DiscordAuditEntry,
  ButtonPress as DiscordButtonPress,
  FakeBot as FakeDiscordBot,
  FakeChannel as FakeDiscordChannel,
  FakeGuild as FakeDiscordGuild,
  FakePerson as FakeDiscordPerson,
  MessageCommand as DiscordMessageCommand,
  MessagePlace as DiscordMessagePlace,
  NewChannel as NewDiscordChannel,
  SignedHow as DiscordSignedHow,
  SlashCommand as DiscordSlashCommand,
  Standing as DiscordStanding,
  UnknownWebhook as DiscordUnknownWebhook,
  WebhookEvent as DiscordWebhookEvent,
  WebhookPing as DiscordWebhookPing,
} from "./discord/index.js";
export type * from "./facebook/index.js";
export { fakeServer } from "./fake-server.js";
export type { FakeServer, FakeWire, FaultWords, SpoilingFault, Understood } from "./fake-server.js";
export { fakeNetwork } from "./fake-network.js";
export type { FakeNetworkName, FakeNetworkOptions, FakeNetworks } from "./fake-network.js";
export type * from "./faults.js";
export type * from "./instagram/index.js";
export type { Json } from "./json.js";
export type * from "./mastodon/index.js";
export type * from "./threads/index.js";
export type { ServedSocket } from "./socket.js";
export { storeContract, tokenStoreContract } from "./store-contract.js";
export type { Reopen, StoreContractOptions } from "./store-contract.js";
