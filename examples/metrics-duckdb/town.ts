/** A brand on a Mastodon in this process, with four weeks of posts, questions, answers and likes. The people are invented. */
import { createMastodonAdapter, type MastodonAdapter } from "folkmoot/mastodon";
import { fakeNetwork, virtualClock, type VirtualClock } from "folkmoot/testing";

export interface Town {
  /** Stands still while anybody works, and jumps while everybody waits. */
  readonly clock: VirtualClock;
  readonly fetch: typeof globalThis.fetch;
  readonly adapter: MastodonAdapter;
}

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** Numbers that look drawn, and are the same in every run. */
function dice(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Opens it on the morning after. */
export async function openTown(): Promise<Town> {
  const clock = virtualClock({ auto: true, start: "2026-10-19T06:00:00.000Z" });
  const network = fakeNetwork("mastodon", { clock, seed: "duckdb", baseUrl: "https://fjeld.test" });
  const brand = network.state.addAccount("fjeldboots");
  const people = ["asta", "bo", "cilje", "ditte", "elif", "frida", "gorm", "hella"].map((name) =>
    network.state.addAccount(`${name}@bjerg.example`),
  );
  const bot = network.state.addAccount("weather@bjerg.example", { bot: true });
  const random = dice(7);
  const pick = <T>(list: readonly T[]): T | undefined => list[Math.floor(random() * list.length)];

  // What happens, by the minute at which it does: a question may come while another one still waits.
  const diary: { readonly at: number; readonly happens: () => void }[] = [];
  const on = (at: number, happens: () => void): void => {
    diary.push({ at, happens });
  };
  for (let today = 0; today < 28; today++) {
    const noon = today * day + 6 * hour;
    on(noon, () => {
      const post = network.state.post(brand, `Day ${String(today + 1)}: a boot that has seen a mountain.`);
      for (const who of people) if (random() < 0.3) network.state.favourite(who, post);
      if (random() < 0.4) network.state.boost(people[0] ?? brand, post);
      if (today % 5 === 0) network.state.follow(people[(today / 5) % people.length] ?? bot, brand);
      if (today % 7 === 3)
        on(clock.now() - start + 2 * minute, () => network.state.reply(bot, post, `@fjeldboots@fjeld.test Rain at four.`));
      for (let asked = 0; asked < 1 + Math.floor(random() * 5); asked++) ask(post, clock.now() - start + random() * 6 * hour);
    });
  }

  function ask(post: string, at: number): void {
    const who = pick(people) ?? brand;
    on(at, () => {
      const question = network.state.reply(who, post, "@fjeldboots@fjeld.test Are they waterproof?");
      const again = random() < 0.25;
      if (again) on(at + 10 * minute, () => network.state.reply(who, question, "@fjeldboots@fjeld.test And in snow?"));
      if (random() < 0.82)
        on(at + (3 + random() ** 3 * 600) * minute, () => network.state.reply(brand, question, "They are, up to the ankle."));
      // Two days later they ask something else in the same place: a new wait, whatever became of the first one.
      if (random() < 0.15) on(at + 2 * day, () => network.state.reply(who, question, "@fjeldboots@fjeld.test Do you repair them, too?"));
    });
  }

  const start = clock.now();
  while (diary.length > 0) {
    diary.sort((a, b) => b.at - a.at);
    const next = diary.pop();
    if (next === undefined) break;
    await clock.sleep(Math.max(0, start + next.at - clock.now()));
    next.happens();
  }
  await clock.sleep(day);
  return {
    clock,
    fetch: network.fetch,
    adapter: createMastodonAdapter({ server: network.baseUrl, accountId: brand.id, token: brand.token }),
  };
}
