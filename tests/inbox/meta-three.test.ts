import { describe, expect, it } from "vitest";
import { compose, nordic } from "../../src/reply/index.js";
import { hour, messagesOf, metaTown, minute, morning, type Login } from "./meta-town.js";
import type { Message } from "../../src/model/message.js";
import type { Outcome } from "../../src/model/outcome.js";

const by = { type: "human", id: "ana" } as const;
const program = { type: "automation", id: "greeter" } as const;
const values = { acknowledge: "Thank you for asking!", answer: "Yes.", signature: "Nordlys" };
const words = "Thank you for asking! Yes. Nordlys";
const text = "We are on it";

/** What an outcome says, in a line: `sent: part sent, like sent`. */
const told = ({ status, steps }: Outcome): string => `${status}: ${steps.map(({ step, status: state }) => `${step} ${state}`).join(", ")}`;

/** What both routes have to agree on. */
const placeOf = ({ network, kind, id, parent, root, post, conversation, author, text: said, visibility, direction }: Message): object => ({
  ...{ network, kind, id, parent, root, post, conversation, said, visibility, direction },
  author: [author?.key, author?.name ?? author?.handle],
});

/** The message with an id; the test ends where there is none. */
function the(messages: readonly Message[], id: string): Message {
  const found = messages.find((message) => message.id === id);
  if (found === undefined) throw new Error(`Nobody told of ${id}.`);
  return found;
}

describe.each<Login>(["facebook", "instagram"])("Facebook, Instagram with the %s log-in, and Threads in one inbox", (login) => {
  it("have everything once, and the same, whether lists or webhooks tell first", async () => {
    const places: (readonly object[])[] = [];
    for (const first of ["lists", "webhooks"]) {
      const town = await metaTown(login);
      const said = await morning(town);
      const deliveries = await town.deliveries();
      const read = async (): Promise<void> => {
        const { surfaces } = await town.inbox.sync();
        expect(surfaces.flatMap(({ error }) => error ?? [])).toEqual([]);
      };
      if (first === "lists") await read();
      expect(await town.receive(deliveries)).toEqual([]);
      if (first === "webhooks") {
        const only = new Set((await messagesOf(town.inbox)).map(({ id }) => id));
        // Replies that wait are in a list and in no webhook.
        const pushed = [said.facebook, said.instagram, said.threads].flatMap((ids) => Object.values<string>(ids));
        expect(pushed.filter((id) => !only.has(id))).toEqual([said.threads.held]);
        await read();
      }
      expect(await town.receive(deliveries)).toEqual([]);
      await town.clock.sleep(minute);
      await read();

      const messages = await messagesOf(town.inbox);
      expect(messages.map(({ network, kind, id }) => `${network} ${kind} ${id}`).sort()).toEqual(
        [
          ...["comment", "below", "mention", "review", "direct"].map((name) => ["facebook", name]),
          ...["comment", "below", "mention", "elsewhere", "direct"].map((name) => ["instagram", name]),
          ...["comment", "below", "mention", "held"].map((name) => ["threads", name]),
        ]
          .map(([network = "", name = ""]) => {
            const kind = { below: "comment", held: "comment", elsewhere: "mention" }[name] ?? name;
            return `${network} ${kind} ${(said as Record<string, Record<string, string>>)[network]?.[name] ?? ""}`;
          })
          .sort(),
      );
      for (const network of ["facebook", "instagram", "threads"] as const) {
        const { comment, below } = said[network];
        const top = the(messages, comment);
        expect(top).not.toHaveProperty("parent");
        expect(the(messages, below)).toMatchObject({ parent: top.key, root: top.key, conversation: top.conversation, post: top.post });
      }
      expect(the(messages, said.facebook.review).refs).toMatchObject({ recommendation: "positive" });
      expect(the(messages, said.threads.held).visibility).toBe("held");
      // Instagram's webhooks tell of no comment when it was written, so the order may differ.
      places.push(messages.toSorted((one, other) => (one.key < other.key ? -1 : 1)).map(placeOf));

      const heard: string[] = [];
      await town.inbox.handle(
        (change) => {
          if (change.type === "message.created") heard.push(change.message.id);
        },
        { drain: true },
      );
      expect(heard.sort()).toEqual(messages.map(({ id }) => id).sort());
      await town.inbox.close();
    }
    expect(places[1]).toEqual(places[0]);
  });

  it("are heard once while polls and webhooks run beside each other, some of these twice", async () => {
    const town = await metaTown(login);
    const stop = new AbortController();
    const heard: string[] = [];
    const handling = town.inbox.handle(
      (change) => {
        if (change.type === "message.created") heard.push(change.message.id);
      },
      { signal: stop.signal },
    );
    const listening = town.inbox.listen({ signal: stop.signal });
    const said: Awaited<ReturnType<typeof morning>>[] = [];
    for (let round = 0; round < 2; round++) {
      said.push(await morning(town));
      const deliveries = await town.deliveries();
      await town.receive(deliveries);
      await town.clock.sleep(round * minute);
      await town.receive(deliveries);
    }
    await town.clock.sleep(5 * minute);
    stop.abort();
    await Promise.allSettled([handling, listening]);
    const ids = said.flatMap((one) => [one.facebook, one.instagram, one.threads].flatMap((each) => Object.values<string>(each)));
    expect(heard.sort()).toEqual(ids.sort());
    await town.inbox.close();
  });

  it("are answered with the Nordic framework, once, with a like where there is one", async () => {
    const town = await metaTown(login);
    const { inbox, facebook, instagram, threads } = town;
    const said = await morning(town);
    await town.receive(await town.deliveries());
    await inbox.sync();
    const waiting = await messagesOf(inbox, "inbound");
    const outcomes: Record<string, string> = {};
    for (const message of waiting.filter(({ id }) => id !== said.threads.held)) {
      const plan = compose(nordic, { ...(await inbox.replyContext(message.key)), values });
      const outcome = await inbox.respond(message, plan, { by });
      outcomes[message.id] = told(outcome);
      const again = await inbox.respond(message, plan, { by });
      expect([again.id, again.status]).toEqual([outcome.id, "sent"]);
    }
    const [liked, plain] = ["sent: part sent, like sent", "sent: part sent"];
    const { facebook: fb, instagram: ig, threads: th } = said;
    expect(outcomes).toEqual({
      ...{ [fb.comment]: liked, [fb.below]: liked, [fb.mention]: liked, [fb.direct]: plain },
      // Nothing documents that a recommendation can be liked, and the network does not let it.
      [fb.review]: "sent: part sent, like rejected",
      ...Object.fromEntries([ig.comment, ig.below, ig.mention, ig.elsewhere].map((id) => [id, login === "facebook" ? liked : plain])),
      ...{ [ig.direct]: plain, [th.comment]: plain, [th.below]: plain, [th.mention]: plain },
    });

    const onFacebook = facebook.state.saidBy(town.page).filter(({ kind }) => kind === "comment");
    expect(onFacebook.map(({ text, parent }) => [text, parent]).sort()).toEqual(
      // What answers below hangs on the top comment.
      [
        [words, fb.comment],
        [words, fb.comment],
        [words, fb.mention],
        [words, fb.review],
      ].sort(),
    );
    expect(facebook.state.directsBetween(town.page, town.people.facebook).map(({ text }) => text)).toEqual(["Where is my parcel?", words]);
    for (const id of [fb.comment, fb.below, fb.mention]) expect(facebook.state.held(id)?.likedBy).toEqual([town.page.id]);

    const theirs = instagram.state.held(ig.elsewhere)?.media;
    const onInstagram = instagram.state.saidBy(town.shop);
    expect(onInstagram.map(({ text, media, parent }) => [text, media, parent]).sort()).toEqual(
      [
        [words, town.posts.instagram, ig.comment],
        [`@asta ${words}`, town.posts.instagram, ig.comment],
        [words, ig.mention, undefined],
        [words, theirs, ig.elsewhere],
      ].sort(),
    );
    expect(instagram.state.directsBetween(town.shop, town.people.instagram).map(({ text }) => text)).toEqual([
      "Where is my parcel?",
      words,
    ]);
    const likes = login === "facebook" ? [town.shop.id] : [];
    for (const id of [ig.comment, ig.below, ig.elsewhere]) expect(instagram.state.held(id)?.likedBy).toEqual(likes);
    expect(instagram.state.media(ig.mention)?.likedBy).toEqual(likes);

    const onThreads = threads.state.saidBy(town.profile).filter(({ parent }) => parent !== undefined);
    expect(onThreads.map(({ text, parent }) => [text, parent]).sort()).toEqual(
      [
        [words, th.comment],
        [words, th.below],
        [words, th.mention],
      ].sort(),
    );

    // Our own words come back by webhook and by list, and are nobody's news.
    const before = await messagesOf(inbox);
    expect(before.filter(({ direction }) => direction === "outbound")).toHaveLength(13);
    expect(await town.receive(await town.deliveries())).toEqual([]);
    await town.clock.sleep(minute);
    await inbox.sync();
    const after = await messagesOf(inbox);
    expect(after.map(({ key }) => key).sort()).toEqual(before.map(({ key }) => key).sort());
    for (const { conversation, id } of waiting)
      if (id !== th.held) expect((await inbox.conversation(conversation))?.waitingSince).toBeUndefined();
    await inbox.close();
  });

  it("say where nothing can be liked, as plans and hosts want to hear it", async () => {
    const town = await metaTown(login);
    const { inbox } = town;
    const said = await morning(town);
    await town.receive(await town.deliveries());
    const messages = await messagesOf(inbox, "inbound");
    const likes = { facebook: true, instagram: login === "facebook", threads: false };
    for (const network of ["facebook", "instagram", "threads"] as const) {
      const message = the(messages, said[network].comment);
      const may = await inbox.can("like", message.key, { by });
      expect(may, network).toMatchObject(likes[network] ? { ok: true } : { ok: false, reason: "unsupported" });
      const plan = compose(nordic, { ...(await inbox.replyContext(message.key)), values });
      expect(plan.actions.length, network).toBe(likes[network] ? 1 : 0);
      const wanted = await inbox.respond(message, { ...plan, actions: [{ type: "like", onUnsupported: "fail" }] }, { by });
      expect(told(wanted), network).toBe(`sent: part sent, like ${likes[network] ? "sent" : "rejected"}`);
      expect(wanted.steps[1]?.error?.code, network).toBe(likes[network] ? undefined : "unsupported");
      if (likes[network]) expect(told(await inbox.act("unlike", message, null, { by }))).toBe("sent: act sent");
      else await expect(inbox.act("like", message, null, { by })).rejects.toMatchObject({ code: "unsupported" });
    }
    await inbox.close();
  });

  it("answer a comment in private once, hide another, and let in what waited", async () => {
    const town = await metaTown(login);
    const { inbox, facebook, instagram, threads } = town;
    const said = await morning(town);
    await inbox.sync();
    const messages = await messagesOf(inbox, "inbound");
    for (const network of ["facebook", "instagram"] as const) {
      const comment = the(messages, said[network].comment);
      expect(told(await inbox.act("replyPrivately", comment, text, { by })), network).toBe("sent: part sent");
      const second = await inbox.act("replyPrivately", comment, "And another thing", { by });
      expect(second, network).toMatchObject({ status: "rejected", error: { code: "forbidden" } });
      expect(await inbox.can("replyPrivately", comment.key, { by }), network).toMatchObject({ ok: false, reason: "refused" });
      const below = the(messages, said[network].below);
      expect(told(await inbox.act("hide", below, null, { by })), network).toBe("sent: act sent");
    }
    const top = the(messages, said.threads.comment);
    expect(told(await inbox.act("hide", top, null, { by }))).toBe("sent: act sent");
    expect(await inbox.can("hide", the(messages, said.threads.below).key, { by })).toMatchObject({ ok: false, reason: "too-deep" });
    expect(await inbox.can("replyPrivately", top.key, { by })).toMatchObject({ ok: false, reason: "unsupported" });
    expect(told(await inbox.act("approve", the(messages, said.threads.held), null, { by }))).toBe("sent: act sent");

    expect(facebook.state.held(said.facebook.comment)?.answeredPrivately).toBe(true);
    expect(facebook.state.directsBetween(town.page, town.people.facebook).filter(({ author }) => author === town.page.id)).toMatchObject([
      { text },
    ]);
    expect(facebook.state.held(said.facebook.below)?.hidden).toBe(true);
    expect(instagram.state.held(said.instagram.comment)?.answeredPrivately).toBe(true);
    expect(instagram.state.directsBetween(town.shop, town.people.instagram).filter(({ author }) => author === town.shop.id)).toMatchObject([
      { text },
    ]);
    expect(instagram.state.held(said.instagram.below)?.hidden).toBe(true);
    expect(threads.state.held(said.threads.comment)?.hidden).toBe(true);
    expect(threads.state.held(said.threads.held)?.approval).toBe("approved");

    // A week later nobody may, and the next list tells what became of the rest.
    await town.receive(await town.deliveries());
    await town.clock.sleep(7 * 24 * hour);
    await inbox.sync();
    const now = await messagesOf(inbox, "inbound");
    for (const id of [said.facebook.below, said.instagram.below, said.threads.comment]) expect(the(now, id).visibility).toBe("hidden");
    expect(the(now, said.threads.held).visibility).toBe("public");
    for (const network of ["facebook", "instagram"] as const) {
      const late = await inbox.act("replyPrivately", the(now, said[network].below), text, { by });
      expect(late, network).toMatchObject({ status: "rejected", error: { code: "window-closed" } });
    }
    await inbox.close();
  });

  it("let a program write for 24 hours, and a person for seven days", async () => {
    const town = await metaTown(login, { policies: [] });
    const { inbox, clock, facebook, instagram } = town;
    const tags: unknown[] = [];
    for (const fake of [facebook, instagram])
      fake.observe(({ input }) => {
        const { recipient, tag } = (input ?? {}) as { recipient?: { id?: string }; tag?: string };
        if (recipient?.id !== undefined) tags.push(tag ?? "none");
      });
    const said = await morning(town);
    await inbox.sync();
    const rooms = (await messagesOf(inbox, "inbound")).filter(({ kind }) => kind === "direct");
    expect(rooms.map(({ id }) => id)).toEqual([said.facebook.direct, said.instagram.direct]);
    const write = async (who: typeof by | typeof program, what: string): Promise<readonly string[]> => {
      const lines: string[] = [];
      for (const message of rooms) {
        const { conversation } = message;
        const may = await inbox.can("sendMessage", conversation, { by: who });
        const outcome = await inbox.respond(message, what, { by: who });
        lines.push(`${may.ok ? (may.mode ?? "?") : "no"} ${outcome.status === "rejected" ? outcome.error.code : outcome.status}`);
      }
      return lines;
    };
    expect(await write(program, "one")).toEqual(["standard sent", "standard sent"]);
    await clock.sleep(26 * hour);
    expect(await write(program, "two")).toEqual(["no forbidden", "no forbidden"]);
    expect(await write(by, "three")).toEqual(["human sent", "human sent"]);
    await clock.sleep(6 * 24 * hour);
    expect(await write(by, "four")).toEqual(["no window-closed", "no window-closed"]);
    // They write again, and nothing but a webhook has told of it.
    facebook.state.message(town.people.facebook, town.page, "Hello?");
    instagram.state.write(town.people.instagram, town.shop, "Hello?");
    expect(await town.receive(await town.deliveries())).toEqual([]);
    expect(await write(program, "five")).toEqual(["standard sent", "standard sent"]);
    expect(tags).toEqual(["none", "none", "HUMAN_AGENT", "HUMAN_AGENT", "none", "none"]);
    for (const directs of [
      facebook.state.directsBetween(town.page, town.people.facebook),
      instagram.state.directsBetween(town.shop, town.people.instagram),
    ])
      expect(directs.map(({ text: line }) => line)).toEqual(["Where is my parcel?", "one", "three", "Hello?", "five"]);
    await inbox.close();
  });

  it("hold what a program writes, and send it as a person's where one approves it later", async () => {
    const town = await metaTown(login);
    const { inbox, clock } = town;
    const said = await morning(town);
    await inbox.sync();
    const messages = await messagesOf(inbox, "inbound");
    for (const network of ["facebook", "instagram"] as const) {
      const draft = await inbox.respond(the(messages, said[network].direct), text, { by: program });
      expect(draft, network).toMatchObject({ status: "pending", waitsFor: "approval", steps: [] });
      if (network === "facebook") await clock.sleep(26 * hour);
      expect(told(await inbox.approveReply(draft.id, by)), network).toBe("sent: part sent");
    }
    await inbox.close();
  });

  it("let nobody write after 24 hours where Meta has not approved it", async () => {
    const town = await metaTown(login, { humanAgent: false });
    const { inbox, clock, facebook, instagram } = town;
    const said = await morning(town);
    await inbox.sync();
    await clock.sleep(26 * hour);
    const messages = await messagesOf(inbox, "inbound");
    for (const network of ["facebook", "instagram"] as const)
      expect(await inbox.respond(the(messages, said[network].direct), text, { by }), network).toMatchObject({ status: "rejected" });
    expect(facebook.state.directsBetween(town.page, town.people.facebook)).toHaveLength(1);
    expect(instagram.state.directsBetween(town.shop, town.people.instagram)).toHaveLength(1);
    await inbox.close();
  });
});
