import { describe, expect, it } from "vitest";
import { createInbox } from "../../../src/index.js";
import { createMastodonAdapter } from "../../../src/networks/mastodon/index.js";
import { memoryStore } from "../../../src/store/index.js";
import { mastodonWorld } from "../../../src/testing/mastodon/contract-world.js";
import type { Change } from "../../../src/model/change.js";

describe("mastodon in an inbox", () => {
  it("journals a thing once, although it is pushed and polled", async () => {
    const world = mastodonWorld({ pageSize: 80 });
    const { fake, account } = world;
    const adapter = createMastodonAdapter({ server: fake.baseUrl, accountId: account.id, token: account.token });
    const inbox = createInbox({ accounts: [adapter], ...world.runtime });
    await inbox.sync();
    const abort = new AbortController();
    const listening = inbox.listen({ signal: abort.signal });
    for (let time = 0; time < 3; time++) await world.settle();
    const id = await world.mention(await world.member(0), world.brand, "hello");
    for (let time = 0; time < 120; time++) await world.settle();
    abort.abort();
    await listening;
    await inbox.sync();
    const changes: Change[] = [];
    await inbox.handle((change) => void changes.push(change), { drain: true });
    const created = changes.filter((change) => change.type === "message.created" && change.message.id === id);
    expect(created).toHaveLength(1);
    await inbox.close();
  });
  it("loses no private message of a thread that fell apart between two polls, and takes each in once", async () => {
    const world = mastodonWorld();
    const { fake, account } = world;
    const { state } = fake;
    const store = memoryStore();
    const open = () => {
      const adapter = createMastodonAdapter({ server: fake.baseUrl, accountId: account.id, token: account.token });
      return createInbox({ accounts: [adapter], store, ...world.runtime });
    };
    const before = open();
    await before.sync();
    const stranger = state.addAccount("stranger");
    const first = state.directMessage(stranger, account, "Are they in stock?");
    const middle = state.directMessage(stranger, account, "Hello?", first);
    const below = state.directMessage(stranger, account, "Anybody?", middle);
    await before.sync();
    state.remove(middle);
    const beside = state.directMessage(stranger, account, "In size 46, I mean.", first);
    // The last of the conversation: what lists it leads to nothing but the branch that fell off.
    const last = state.directMessage(stranger, account, "I take your silence for a yes.", below);
    // Another process, which does not remember where the branch belonged.
    const inbox = open();
    await inbox.sync();
    await inbox.sync();
    const created: string[] = [];
    const keep = (change: Change): void => {
      if (change.type === "message.created") created.push(change.message.id);
    };
    await inbox.handle(keep, { drain: true });
    expect(created.sort()).toEqual([first, middle, below, beside, last].sort());
    await inbox.close();
  });
});
