import { describe, expect, it } from "vitest";
import { adapterContract } from "../../src/testing/adapter-contract.js";
import type { AnyAdapter } from "../../src/adapter/adapter.js";
import type { Behaviour } from "../../src/testing/behaviour.js";
import type { ContractWorld } from "../../src/testing/adapter-contract/world.js";
import {
  bluesky,
  blueskyByToken,
  blueskyLive,
  broken,
  discord,
  mastodon,
  soundAdapter,
  without,
  world,
  type Habitat,
  type MutantsOf,
} from "./mutants.js";
import { canMutants, discordCanMutants, mastodonCanMutants } from "./mutants-can.js";
import { discordMutants } from "./mutants-discord.js";
import { failingMutants } from "./mutants-failing.js";
import { listMutants } from "./mutants-lists.js";
import { liveMutants } from "./mutants-live.js";
import { mastodonMutants } from "./mutants-mastodon.js";
import { outageMutants, tokenMutants } from "./mutants-outages.js";
import { readingMutants } from "./mutants-reading.js";
import { writingMutants } from "./mutants-writing.js";

/** Mutants that live in one habitat. */
interface Group {
  readonly where: string;
  readonly mutants: Readonly<Record<string, { readonly breaks: readonly string[]; readonly contract: () => readonly Behaviour[] }>>;
  readonly sound: () => readonly Behaviour[];
}

const group = <A extends AnyAdapter, W extends ContractWorld>(where: string, habitat: Habitat<A, W>, mutants: MutantsOf<A, W>): Group => ({
  where,
  mutants: Object.fromEntries(
    Object.entries(mutants).map(([name, mutant]) => [
      name,
      { breaks: mutant.breaks, contract: () => adapterContract(broken(habitat, mutant)) },
    ]),
  ),
  sound: () => adapterContract(broken(habitat, { breaks: [] })),
});

const groups: readonly Group[] = [
  group("Bluesky", bluesky, { ...readingMutants, ...listMutants, ...writingMutants, ...canMutants, ...failingMutants, ...outageMutants }),
  group("Bluesky by token", blueskyByToken, tokenMutants),
  group("Bluesky with a socket and webhooks", blueskyLive, liveMutants),
  group("Mastodon", mastodon, { ...mastodonMutants, ...mastodonCanMutants }),
  group("Discord", discord, { ...discordMutants, ...discordCanMutants }),
];
const sentenceOf = (name: string): string => name.slice(name.indexOf(": ") + 2);

describe("testing", () => {
  describe("adapter contract", () => {
    describe.each(groups)("notices on $where an adapter that", ({ mutants }) => {
      for (const [name, { breaks, contract }] of Object.entries(mutants))
        it(name, async () => {
          const behaviours = contract();
          for (const sentence of breaks) {
            const behaviour = behaviours.find((one) => sentenceOf(one.name) === sentence);
            expect(behaviour, sentence).toBeDefined();
            await expect(behaviour?.run(), sentence).rejects.toThrow();
          }
        });
    });
    // What mutants break has to be whole without them: the worlds that only tests have are held to the contract here.
    describe.each(groups.slice(1))("holds on $where:", ({ mutants, sound }) => {
      const broken = new Set(Object.values(mutants).flatMap(({ breaks }) => breaks));
      for (const { name, run } of sound().filter((one) => broken.has(sentenceOf(one.name)))) it(name, run);
    });
    it("has a mutant for every behaviour", () => {
      const sentences = groups.flatMap(({ sound }) => sound().map(({ name }) => sentenceOf(name)));
      const noticed = new Set(groups.flatMap(({ mutants }) => Object.values(mutants).flatMap(({ breaks }) => breaks)));
      expect([...new Set(sentences)].filter((sentence) => !noticed.has(sentence))).toEqual([]);
    });
    it("leaves out what an adapter or a world cannot do", () => {
      const all = adapterContract({ world, create: soundAdapter }).map(({ name }) => name);
      const plain = adapterContract({
        world: () => {
          return { ...without(world(), "inject", "calls"), pageSize: 100 };
        },
        create: (runtime, here) => ({ ...soundAdapter(runtime, { ...world(), ...here }), operations: new Set(["listMentions"] as const) }),
      }).map(({ name }) => name);
      expect(all.some((name) => name.startsWith("faults: "))).toBe(true);
      expect(plain.some((name) => name.startsWith("faults: ") || name.startsWith("writes: "))).toBe(false);
      expect(plain).toContain("reads: stops at the limit and says so");
      expect(plain).not.toContain("reads: goes on after a cursor where the page before it stopped");
    });
    it("gives every behaviour a name of its own", () => {
      const names = adapterContract({ world, create: soundAdapter }).map(({ name }) => name);
      expect(new Set(names).size).toBe(names.length);
    });
  });
});
