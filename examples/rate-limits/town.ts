/** A brand on a Mastodon in this process, whose two months of posts were all asked about. Every trip there takes 120 ms. */
import { createMastodonAdapter, type MastodonAdapter } from "folkmoot/mastodon";
import { fakeNetwork, virtualClock, type FakeMastodon, type VirtualClock } from "folkmoot/testing";

export interface Town {
  readonly network: FakeMastodon;
  /** Stands still while anybody works, and jumps while everybody waits. */
  readonly clock: VirtualClock;
  readonly fetch: typeof globalThis.fetch;
  /** An adapter of the brand's account. Each process makes its own. */
  readonly adapter: () => MastodonAdapter;
}

const hour = 3_600_000;

/** Opens it; a `silent` one tells nothing of its limits, and keeps them all the same. */
export async function openTown({ silent = false }: { readonly silent?: boolean } = {}): Promise<Town> {
  const clock = virtualClock({ auto: true, start: "2026-09-22T08:00:00.000Z" });
  const network = fakeNetwork("mastodon", { clock, seed: "limits", baseUrl: "https://fjeld.test" });
  const brand = network.state.addAccount("fjeldboots");
  const asta = network.state.addAccount("asta@bjerg.example");
  for (let day = 1; day <= 60; day++)
    for (const boot of ["hiking boot", "rubber boot", "winter boot", "slipper"]) {
      await clock.sleep(6 * hour);
      const post = network.state.post(brand, `Day ${String(day)}: a ${boot}.`);
      network.state.reply(asta, post, `@fjeldboots@fjeld.test Is the ${boot} of day ${String(day)} waterproof?`);
    }
  await clock.sleep(hour);
  return {
    network,
    clock,
    fetch: async (input, init) => {
      await clock.sleep(60);
      const answer = await network.fetch(input, init);
      await clock.sleep(60);
      if (silent) for (const name of [...answer.headers.keys()]) if (name.startsWith("x-ratelimit-")) answer.headers.delete(name);
      return answer;
    },
    adapter: () => createMastodonAdapter({ server: network.baseUrl, accountId: brand.id, token: brand.token }),
  };
}
