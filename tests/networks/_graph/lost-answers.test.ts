/** Every write of the three networks whose answer is lost after it was carried out: it stands once, and the inbox finds out. @module */
import { describe, expect, it } from "vitest";
import { hour, messagesOf, metaTown, minute, morning, type Login, type MetaTown } from "../../inbox/meta-town.js";
import type { Message } from "../../../src/model/message.js";
import type { Outcome } from "../../../src/model/outcome.js";

const by = { type: "human", id: "ana" } as const;
const program = { type: "automation", id: "greeter" } as const;
const words = "We are on it";

interface Scene {
  readonly town: MetaTown;
  readonly said: Awaited<ReturnType<typeof morning>>;
  readonly the: (id: string) => Message;
}

async function scene(login: Login, options: Parameters<typeof metaTown>[1] = {}): Promise<Scene> {
  const town = await metaTown(login, options);
  const said = await morning(town);
  await town.receive(await town.deliveries());
  await town.inbox.sync();
  const messages = await messagesOf(town.inbox, "inbound");
  const the = (id: string): Message => messages.find((message) => message.id === id) ?? expect.fail(`nobody told of ${id}`);
  return { town, said, the };
}

/** Loses the answer of the next write on every network. */
const lose = ({ facebook, instagram, threads }: MetaTown, times = 1): void => {
  for (const fake of [facebook, instagram, threads]) fake.inject({ on: { effect: "write", times }, do: { type: "timeout-after-commit" } });
};

/** Says what stands on the networks with our words: where, and below what. */
function standing({ facebook, instagram, threads, page, shop, profile, people }: MetaTown): readonly string[] {
  const is = ({ text }: { readonly text: string }): boolean => text.endsWith(words);
  const direct = (one: { readonly text: string; readonly author: string }): boolean => is(one);
  return [
    ...facebook.state
      .saidBy(page)
      .filter(is)
      .map(({ kind, parent }) => `facebook ${kind} ${parent ?? "-"}`),
    ...facebook.state
      .directsBetween(page, people.facebook)
      .filter(direct)
      .map(() => "facebook direct"),
    ...instagram.state
      .saidBy(shop)
      .filter(is)
      .map(({ parent, media }) => `instagram comment ${parent ?? media}`),
    ...instagram.state
      .directsBetween(shop, people.instagram)
      .filter(direct)
      .map(() => "instagram direct"),
    ...threads.state
      .saidBy(profile)
      .filter(is)
      .map(({ parent }) => `threads ${parent ?? "-"}`),
  ];
}

async function settle({ town }: Scene, first: Outcome): Promise<Outcome> {
  const { inbox, clock } = town;
  let outcome = first;
  for (let times = 0; times < 5 && outcome.status === "unknown"; times++) {
    outcome = await inbox.reconcile(outcome.id);
    await clock.sleep(minute);
  }
  return outcome;
}

describe.each<Login>(["facebook", "instagram"])("a write whose answer is lost, Instagram with the %s log-in", (login) => {
  it.each([
    ["facebook", "comment"],
    ["facebook", "below"],
    ["facebook", "mention"],
    ["facebook", "review"],
    ["facebook", "direct"],
    ["instagram", "comment"],
    ["instagram", "below"],
    ["instagram", "direct"],
    ["threads", "comment"],
    ["threads", "below"],
    ["threads", "mention"],
  ] as const)("to %s, a %s, is found and stands once, whoever sends it again", async (network, name) => {
    const here = await scene(login);
    const { town, said, the } = here;
    const id = (said[network] as Readonly<Record<string, string>>)[name] ?? "";
    lose(town);
    const outcome = await town.inbox.respond(the(id), words, { by, idempotencyKey: "k" });
    expect(outcome.status).toBe("unknown");
    const again = await town.inbox.respond(the(id), words, { by, idempotencyKey: "k" });
    expect(again.id).toBe(outcome.id);
    const settled = await settle(here, outcome);
    expect(settled.status).toBe("sent");
    expect(standing(town)).toHaveLength(1);
    // Our own words come by list and webhook too, and are the same message.
    await town.receive(await town.deliveries());
    await town.inbox.sync();
    const outbound = await messagesOf(town.inbox, "outbound");
    expect(outbound.filter(({ text }) => text.endsWith(words)).map(({ key }) => key)).toEqual(
      settled.steps.flatMap(({ message }) => message?.key ?? []),
    );
    const third = await town.inbox.respond(the(id), words, { by, idempotencyKey: "k" });
    expect([third.id, third.status]).toEqual([outcome.id, "sent"]);
    expect(standing(town)).toHaveLength(1);
    await town.inbox.close();
  });

  it.each(["facebook", "instagram"] as const)("in private to a comment on %s is found, and not sent twice", async (network) => {
    const here = await scene(login);
    const { town, said, the } = here;
    const comment = the(said[network].comment);
    lose(town);
    const outcome = await town.inbox.act("replyPrivately", comment, words, { by, idempotencyKey: "k" });
    expect(outcome.status).toBe("unknown");
    expect((await settle(here, outcome)).status).toBe("sent");
    const again = await town.inbox.act("replyPrivately", comment, words, { by, idempotencyKey: "k" });
    expect([again.id, again.status]).toEqual([outcome.id, "sent"]);
    expect(standing(town)).toEqual([`${network} direct`]);
    const other = await town.inbox.act("replyPrivately", comment, "And more", { by });
    expect(other.status).toBe("rejected");
    await town.inbox.close();
  });

  it("that only turns a switch is repeated, and done", async () => {
    const { town, said, the } = await scene(login);
    const own = await town.inbox.respond(the(said.threads.comment), words, { by });
    const done = async (operation: "hide" | "unhide" | "delete", id: string): Promise<void> => {
      lose(town);
      const outcome = await town.inbox.act(operation, the(id), null, { by });
      expect([operation, id, outcome.status]).toEqual([operation, id, "sent"]);
    };
    for (const id of [said.facebook.below, said.instagram.below, said.threads.comment]) {
      await done("hide", id);
      await done("unhide", id);
    }
    for (const id of [said.facebook.below, said.instagram.below]) await done("delete", id);
    lose(town);
    const [key] = own.steps.flatMap(({ message }) => message?.key ?? []);
    if (key === undefined) throw new Error("It was sent.");
    expect((await town.inbox.act("delete", { key }, null, { by })).status).toBe("sent");
    expect(standing(town)).toEqual([]);
    lose(town);
    const liked = await town.inbox.act("like", the(said.facebook.comment), null, { by });
    expect(liked.status).toBe("sent");
    lose(town);
    expect((await town.inbox.act("approve", the(said.threads.held), null, { by })).status).toBe("sent");
    await town.inbox.close();
  });

  it("is never a program's with the tag of people, though every answer is lost and everything is tried again", async () => {
    const here = await scene(login, { policies: [] });
    const { town, said, the } = here;
    const tags: unknown[] = [];
    for (const fake of [town.facebook, town.instagram])
      fake.observe(({ input }) => {
        const { tag } = (input ?? {}) as { readonly tag?: string };
        if (tag !== undefined) tags.push(tag);
      });
    await town.clock.sleep(26 * hour);
    for (const id of [said.facebook.direct, said.instagram.direct]) {
      lose(town, 3);
      const outcome = await town.inbox.respond(the(id), words, { by: program });
      expect(outcome.status).toBe("rejected");
      const plain = await town.inbox.act("sendMessage", { key: the(id).conversation }, words, { by: program });
      expect(plain.status).toBe("rejected");
    }
    expect(tags).toEqual([]);
    expect(standing(town)).toEqual([]);
    await town.inbox.close();
  });

  it("to our own comment is refused before anything leaves", async () => {
    const { town, said, the } = await scene(login);
    for (const network of ["facebook", "instagram"] as const) {
      const outcome = await town.inbox.respond(the(said[network].comment), words, { by });
      const [own] = outcome.steps.flatMap(({ message }) => message?.key ?? []);
      if (own === undefined) throw new Error("It was sent.");
      await town.receive(await town.deliveries());
      const before = town[network].calls.length;
      for (const operation of ["hide", "replyPrivately"] as const) {
        const refused =
          operation === "hide"
            ? await town.inbox.act("hide", { key: own }, null, { by })
            : await town.inbox.act("replyPrivately", { key: own }, words, { by });
        expect([network, operation, refused.status]).toEqual([network, operation, "rejected"]);
        expect((await town.inbox.can(operation, own, { by })).ok).toBe(false);
      }
      expect(town[network].calls.slice(before).filter(({ effect }) => effect === "write")).toEqual([]);
    }
    await town.inbox.close();
  });
});
