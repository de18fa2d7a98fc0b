/**
 * What has to become of each fault.
 * @module
 */
import type { Receipt } from "../../adapter/operations.js";
import { all, expectCode, pagesOf } from "./bench.js";
import type { Checks } from "./bench.js";
import { answerable, calls, idsIn, inject, mentioned } from "./fault-tools.js";
import { expectFailure, expectSame, expectThat, expectThere } from "../assert.js";
import type { Fault } from "../faults.js";
import { isFolkmootError } from "../../errors.js";
import { legible } from "./legible.js";

const faults = ["faults"] as const;

/** What has to become of each fault. */
export const failing: Checks = {
  "waits out a rate limit on a read, without asking in between": {
    needs: ["listMentions"],
    where: faults,
    run: async (bench) => {
      const [id] = await mentioned(bench);
      await bench.op("listMentions")({ limit: 1 });
      const [start, before] = [bench.clock.now(), calls(bench).length];
      inject(bench, { on: { effect: "read" }, do: { type: "rate-limit", retryAfterMs: 90_000 } });
      expectThat((await idsIn(bench)).includes(id ?? ""), "the list comes after the wait");
      expectThat(bench.clock.now() - start >= 90_000, "the wait lasts as long as the network said");
      // Some networks refuse with another status than 429 (Graph: 400), and who is not told how long to wait may ask again.
      const most = bench.world.tellsWaits === false ? 2 : 1;
      const refused = calls(bench)
        .slice(before)
        .filter(({ status = 0 }) => status >= 400);
      expectThat(refused.length <= most, `the network refused ${most === 1 ? "only once" : `${most} times at most`}`);
    },
  },
  "waits out a rate limit on a write, and sends once": {
    needs: ["reply"],
    where: faults,
    run: async (bench) => {
      const [id] = await mentioned(bench);
      const [text, start] = [bench.words("We hear you"), bench.clock.now()];
      inject(bench, { on: { effect: "write" }, do: { type: "rate-limit", retryAfterMs: 90_000 } });
      await bench.op("reply")(bench.messageRef(id ?? ""), { text });
      expectThat(bench.clock.now() - start >= 90_000, "the wait lasts as long as the network said");
      expectSame(await bench.timesSaid(text), 1, "how often it was said");
    },
  },
  "throws instead of waiting, in the mode `throw`": {
    needs: ["listMentions"],
    where: faults,
    run: async (bench) => {
      await bench.warmUp();
      const adapter = bench.another({ limiter: { mode: "throw" } });
      await bench.op("listMentions", adapter)({ limit: 1 });
      inject(bench, { on: { effect: "read" }, do: { type: "rate-limit", retryAfterMs: 90_000 } });
      const start = bench.clock.now();
      const error = await expectCode(() => bench.op("listMentions", adapter)(), ["rate-limited"], "a list under a rate limit");
      expectThat(error.retryable && error.retryAt !== undefined, "the error says that and when it may be tried again");
      expectThat(Date.parse(error.retryAt) >= start + 89_000, "it may be tried again when the network said");
      expectThat(bench.clock.now() - start < 60_000, "nothing waits");
    },
  },
  "tries a read again after server errors": {
    needs: ["listMentions"],
    where: faults,
    run: async (bench) => {
      const [id] = await mentioned(bench);
      await bench.warmUp();
      inject(bench, { on: { effect: "read", times: 2 }, do: { type: "server-error", status: 502 } });
      expectThat((await idsIn(bench)).includes(id ?? ""), "the list comes at last");
    },
  },
  "tries a read again after a cut connection": {
    needs: ["listMentions"],
    where: faults,
    run: async (bench) => {
      const [id] = await mentioned(bench);
      await bench.warmUp();
      inject(bench, { on: { effect: "read" }, do: { type: "reset-before-commit" } });
      expectThat((await idsIn(bench)).includes(id ?? ""), "the list comes at last");
    },
  },
  "gives up a read that keeps failing, and says why": {
    needs: ["listMentions"],
    where: faults,
    run: async (bench) => {
      await bench.warmUp();
      inject(bench, { on: { effect: "read", times: 1000 }, do: { type: "server-error", status: 503 } });
      const error = await expectCode(() => bench.op("listMentions")(), ["server-error"], "a list at a network that is down");
      expectThat(error.retryable, "the error says that it may be tried again");
    },
  },
  "ends a reply whose answers are lost as sent where the network can be asked, else as `outcome-unknown`, and finds it": {
    needs: ["reply", "findOwn"],
    where: faults,
    run: async (bench) => {
      const id = await answerable(bench);
      const target = bench.messageRef(id);
      const [draft, begun] = [{ text: bench.words("We hear you") }, bench.now()];
      inject(bench, { on: { effect: "write", times: 1000 }, do: { type: "timeout-after-commit" } });
      const ended: unknown = await bench
        .op("reply")(target, draft)
        .catch((error: unknown) => error);
      const unknown = isFolkmootError(ended, "outcome-unknown");
      expectThat(unknown || !(ended instanceof Error), "a reply without an answer is sent or `outcome-unknown`");
      expectSame(await bench.timesSaid(draft.text), 1, "how often it was said");
      await bench.world.settle();
      const refs = unknown ? ended.refs : (ended as Receipt).refs;
      const found = await all(bench.op("findOwn")(target, draft, { since: begun, ...(refs !== undefined && { refs }) }));
      expectSame(found.length, 1, "how many are found of it");
    },
  },
  "ends a reply whose answer was lost once with exactly one on the network": {
    needs: ["reply"],
    where: faults,
    run: async (bench) => {
      const [id] = await mentioned(bench);
      const text = bench.words("We hear you");
      inject(bench, { on: { effect: "write" }, do: { type: "timeout-after-commit" } });
      const outcome = await bench
        .op("reply")(bench.messageRef(id ?? ""), { text })
        .then(
          () => "sent",
          (error: unknown) => (isFolkmootError(error) ? error.code : "other"),
        );
      expectThat(outcome === "sent" || outcome === "outcome-unknown", `the reply is sent or unknown; it was ${outcome}`);
      expectSame(await bench.timesSaid(text), 1, "how often it was said");
    },
  },
  "says `outcome-unknown` of a reply that never arrived, and finds nothing": {
    needs: ["reply", "findOwn"],
    where: faults,
    run: async (bench) => {
      const id = await answerable(bench);
      const target = bench.messageRef(id);
      const [draft, begun] = [{ text: bench.words("We hear you") }, bench.now()];
      inject(bench, { on: { effect: "write", times: 1000 }, do: { type: "reset-before-commit" } });
      await expectCode(() => bench.op("reply")(target, draft), ["outcome-unknown"], "a reply without an answer");
      expectSame((await all(bench.op("findOwn")(target, draft, { since: begun }))).length, 0, "how many are found of it");
    },
  },
  "sends a direct message once when its answer is lost": {
    needs: ["sendMessage", "listMentions"],
    where: ["faults", "directs"],
    run: async (bench) => {
      const person = await bench.member(0);
      const author = await bench.author(person);
      const draft = { text: bench.words("What is your number?") };
      inject(bench, { on: { effect: "write", times: 1000 }, do: { type: "timeout-after-commit" } });
      await expectCode(() => bench.op("sendMessage")(author, draft), ["outcome-unknown"], "a direct message without an answer");
      const held = await bench.world.directs?.(bench.world.brand, person);
      const texts = [draft.text, bench.answerTo(person, draft.text)];
      expectThat((held?.filter(({ text }) => texts.includes(text)).length ?? 0) <= 1, "a direct message is said once at most");
    },
  },
  "puts a broken item aside and gives its neighbours": {
    needs: ["listMentions"],
    where: faults,
    run: async (bench) => {
      const ids = await mentioned(bench, 3);
      await bench.warmUp();
      inject(bench, { on: { effect: "read" }, do: { type: "broken-item", index: 1 } });
      const pages = await pagesOf(bench.op("listMentions")());
      const found = pages.flatMap(({ items }) => items.map(({ id }) => id)).filter((id) => ids.includes(id));
      // Of two lists the fault hits the one that is asked first, and nothing tells which of them is on it.
      const broken = bench.world.mentionLists === 2 ? ids.find((one) => !found.includes(one)) : ids[1];
      expectSame(found, ids.filter((one) => one !== broken).toReversed(), "the neighbours of the broken item");
      const aside = pages.flatMap(({ quarantined }) => quarantined);
      expectSame(aside.length, 1, "how many were put aside");
      expectThat((aside[0]?.reason ?? "").length > 3, "it says why");
    },
  },
  "reads answers with fields, words and variants that nobody knows yet": {
    needs: ["listMentions", "listPosts"],
    where: faults,
    run: async (bench) => {
      const ids = await mentioned(bench, 2);
      const post = await bench.ownPost();
      await bench.world.directMessage?.(await bench.member(0), bench.world.brand, bench.words("are you there"));
      await bench.world.settle();
      inject(bench, { on: { times: 1000 }, do: { type: "unknown-fields" } });
      const pages = await pagesOf(bench.op("listMentions")());
      const found = pages.flatMap(({ items }) => items.map(({ id }) => id));
      expectThat(
        ids.every((id) => found.includes(id)),
        "every mention comes",
      );
      expectThat(
        pages.every(({ quarantined }) => quarantined.length === 0),
        "what is new is no broken item",
      );
      expectThat(
        (await all(bench.op("listPosts")())).some(({ id }) => id === post),
        "our post comes",
      );
      const { listConversations, listMessages } = bench.adapter;
      if (listConversations === undefined || listMessages === undefined || bench.world.directMessage === undefined) return;
      const [conversation] = await all(listConversations());
      expectThat((await all(listMessages(expectThere(conversation, "a conversation")))).length > 0, "direct messages come");
    },
  },
  "ends a list whose cursor repeats with an error": {
    needs: ["listMentions"],
    where: ["faults", "small-pages"],
    run: async (bench) => {
      const ids = await mentioned(bench, bench.world.pageSize * 2 + 1);
      await bench.warmUp();
      const before = calls(bench).length;
      inject(bench, { on: { effect: "read", times: 1000 }, do: { type: "repeat-cursor" } });
      let found: readonly string[] = [];
      const list = async (): Promise<void> => {
        found = (await pagesOf(bench.op("listMentions")())).flatMap(({ items }) => items.map(({ id }) => id));
      };
      const work = list();
      await work.catch(() => undefined);
      const isHit = calls(bench)
        .slice(before)
        .some(({ faults: hit }) => hit.includes("repeat-cursor"));
      if (isHit) await expectCode(() => work, ["unexpected-response"], "a list whose cursor repeats");
      // Where answers hold no cursor, none can repeat.
      else {
        await work;
        expectSame(
          found.filter((id) => ids.includes(id)),
          ids.toReversed(),
          "the list, whose cursor cannot repeat",
        );
      }
    },
  },
  "goes on after an empty page that has a cursor": {
    needs: ["listMentions"],
    where: faults,
    run: async (bench) => {
      const [id] = await mentioned(bench);
      await bench.warmUp();
      inject(bench, { on: { effect: "read" }, do: { type: "empty-page" } });
      expectThat((await idsIn(bench)).includes(id ?? ""), "what follows the empty page comes");
    },
  },
  "ends a read when its signal ends, although the network has not answered": {
    needs: ["listMentions"],
    where: faults,
    run: async (bench) => {
      await mentioned(bench);
      await bench.op("listMentions")({ limit: 1 });
      inject(bench, { on: { effect: "read" }, do: { type: "slow", ms: 8000 } });
      const [stop, start] = [new AbortController(), bench.clock.now()];
      const list = expectFailure(async () => bench.op("listMentions")({ signal: stop.signal }), "an aborted list fails");
      await bench.clock.sleep(1000);
      stop.abort();
      await list;
      expectThat(bench.clock.now() - start < 8000, "it ends before the network answers");
    },
  },
  "says `outcome-unknown` of a write whose signal ends after its bytes have left": {
    needs: ["reply", "listMentions"],
    where: faults,
    run: async (bench) => {
      const [id] = await mentioned(bench);
      const target = await bench.read(id ?? "");
      inject(bench, { on: { effect: "write" }, do: { type: "slow", ms: 8000 } });
      const stop = new AbortController();
      const send = expectCode(
        () => bench.op("reply")(target, { text: bench.words("We hear you") }, { signal: stop.signal }),
        ["outcome-unknown"],
        "a reply that was given up under way",
      );
      await bench.clock.sleep(1000);
      stop.abort();
      await send;
    },
  },
  "keeps secrets and words out of errors and logs": {
    needs: ["reply", "listMentions"],
    where: faults,
    run: async (bench) => {
      const [id] = await mentioned(bench);
      const target = bench.messageRef(id ?? "");
      const sentinel = bench.words("gumbootsentinel");
      const errors: unknown[] = [];
      const attempt = async (work: () => PromiseLike<unknown>): Promise<void> => {
        try {
          await work();
        } catch (error) {
          errors.push(error);
        }
      };
      const hit = async (fault: Fault["do"], effect: "read" | "write"): Promise<void> => {
        // A write that the network does not keep from doubling goes out once, and would leave the rest of the fault to the next.
        const times = effect === "write" && !bench.world.sendsOnce.includes("reply") ? 1 : 6;
        inject(bench, { on: { effect, times }, do: fault });
        await attempt(() =>
          effect === "read" ? bench.op("listMentions")({ limit: 5 }) : bench.op("reply", bench.another())(target, { text: sentinel }),
        );
        // Uses up what is left of the fault, so that the next one stands alone.
        for (let at = 0; at < 8; at += 1) await attempt(() => bench.op("listMentions")({ limit: 1 }));
      };
      await hit({ type: "server-error", status: 500 }, "write");
      await hit({ type: "timeout-after-commit" }, "write");
      await hit({ type: "reset-before-commit" }, "write");
      await hit({ type: "server-error", status: 503 }, "read");
      await attempt(() => bench.op("reply")(target, { text: `${sentinel} ${"x".repeat(20_000)}` }));
      await attempt(() => bench.op("reply")({ key: sentinel }, { text: sentinel }));
      expectThat(errors.length > 0, "something fails");
      const all = [...errors.map(legible), JSON.stringify(bench.logged())].join("\n");
      for (const secret of bench.world.secrets()) expectThat(!all.includes(secret), "no password or token is in an error or log");
      expectThat(!all.includes("gumbootsentinel"), "no word of a message is in an error or log");
    },
  },
};
