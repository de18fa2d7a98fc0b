/**
 * What has to become of tokens that end and of rights that are taken.
 * @module
 */
import { expectCode } from "./bench.js";
import type { Checks } from "./bench.js";
import { calls, callsSince, endOf, idsIn, inject, mentioned } from "./fault-tools.js";
import { expectSame, expectThat } from "../assert.js";

/** What has to become of tokens that end and of rights that are taken. */
export const tokens: Checks = {
  "renews an expired token once, for ten calls at the same time": {
    needs: ["listMentions"],
    where: ["faults", "renews"],
    run: async (bench) => {
      const [id] = await mentioned(bench);
      await bench.op("listMentions")({ limit: 1 });
      const before = calls(bench).length;
      inject(bench, { do: { type: "expired-token" } });
      const lists = await Promise.all(Array.from({ length: 10 }, () => idsIn(bench)));
      expectThat(
        lists.every((ids) => ids.includes(id ?? "")),
        "all ten lists come",
      );
      expectSame(callsSince(bench, before, "session").length, 1, "how often the session was renewed");
    },
  },
  "renews an expired token before a write, and sends once": {
    needs: ["reply", "listMentions"],
    where: ["faults", "renews"],
    run: async (bench) => {
      const [id] = await mentioned(bench);
      await bench.op("listMentions")({ limit: 1 });
      const text = bench.words("We hear you");
      inject(bench, { on: { effect: "write" }, do: { type: "expired-token" } });
      await bench.op("reply")(bench.messageRef(id ?? ""), { text });
      expectSame(await bench.timesSaid(text), 1, "how often it was said");
    },
  },
  "logs in once for ten first calls at the same time": {
    needs: ["listMentions"],
    where: ["faults", "renews"],
    run: async (bench) => {
      const before = calls(bench).length;
      await Promise.all(Array.from({ length: 10 }, () => idsIn(bench)));
      expectSame(callsSince(bench, before, "session").length, 1, "how often it logged in");
    },
  },
  "says that somebody has to log in again where a token has ended for good, and asks once for each call": {
    needs: ["listMentions", "reply"],
    where: ["faults", "lasting-token"],
    run: async (bench) => {
      const [id] = await mentioned(bench);
      await bench.warmUp();
      inject(bench, { on: { effect: "read" }, do: { type: "expired-token" } });
      for (const attempt of ["first", "second"]) {
        const before = calls(bench).length;
        const error = await expectCode(
          () => bench.op("listMentions")(),
          ["unauthenticated"],
          `the ${attempt} list with a token that has ended`,
        );
        expectThat(!error.retryable && error.reauthorize !== undefined, "the error says that waiting does not help, and that a login does");
        expectThat(calls(bench).length - before <= 1, "the network is asked once at most");
      }
      const [before, text] = [calls(bench).length, bench.words("We hear you")];
      await expectCode(
        () => bench.op("reply")(bench.messageRef(id ?? ""), { text }),
        ["unauthenticated"],
        "a reply with a token that has ended",
      );
      expectThat(calls(bench).length - before <= 1, "the network is asked once at most");
      expectSame(await bench.timesSaid(text), 0, "how often it was said");
    },
  },
  "takes an ended token for no outage: ten calls at the same time ask ten times at most": {
    needs: ["listMentions"],
    where: ["faults", "lasting-token"],
    run: async (bench) => {
      await mentioned(bench);
      await bench.warmUp();
      const before = calls(bench).length;
      inject(bench, { on: { effect: "read" }, do: { type: "expired-token" } });
      const ends = await Promise.all(Array.from({ length: 10 }, () => endOf(() => idsIn(bench))));
      expectSame([...new Set(ends)], ["unauthenticated"], "how the lists end");
      expectThat(calls(bench).length - before <= 10, "nothing is asked again");
    },
  },
  "ends a read as `forbidden` where rights were taken, and does not ask again": {
    needs: ["listMentions"],
    where: ["faults"],
    run: async (bench) => {
      await mentioned(bench);
      await bench.warmUp();
      const before = calls(bench).length;
      inject(bench, { on: { effect: "read" }, do: { type: "revoked-scope" } });
      const error = await expectCode(() => bench.op("listMentions")(), ["forbidden"], "a list without the right to it");
      expectThat(!error.retryable, "the error says that trying again does not help");
      expectSame(callsSince(bench, before, "read").length, 1, "how often the list was asked for");
      // Where tokens are renewed, a network may say only to one who renews that the rights are gone; nobody logs in anew for that.
      const renewals = callsSince(bench, before, "session").length;
      expectThat(renewals <= (bench.world.renews === false ? 0 : 1), `no session is asked for once that was said; ${renewals} were`);
    },
  },
  "ends a reply as `forbidden` where rights were taken, sends it once, and says nothing": {
    needs: ["reply", "listMentions"],
    where: ["faults"],
    run: async (bench) => {
      const [id] = await mentioned(bench);
      const target = await bench.read(id ?? "");
      const text = bench.words("We hear you");
      await bench.warmUp();
      const before = calls(bench).length;
      inject(bench, { on: { effect: "write" }, do: { type: "revoked-scope" } });
      await expectCode(() => bench.op("reply")(target, { text }), ["forbidden"], "a reply without the right to it");
      expectSame([callsSince(bench, before, "write").length, await bench.timesSaid(text)], [1, 0], "how often it was sent, and said");
    },
  },
};
