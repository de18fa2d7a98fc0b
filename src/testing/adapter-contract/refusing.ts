/**
 * Bad input is refused before anything is sent.
 * @module
 */
import { expectRefused } from "./bench.js";
import type { Bench, Checks } from "./bench.js";
import { expectFailure, expectSame, expectThat } from "../assert.js";
import { accountKey, makeKey, parseKey } from "../../model/keys.js";
import { textOfLength } from "./writing.js";

const target = async (bench: Bench): Promise<ReturnType<Bench["messageRef"]>> =>
  bench.messageRef(await bench.world.reply(await bench.member(0), await bench.ownPost(), bench.words("is it warm")));

/** Bad input is refused before anything is sent. */
export const refusing: Checks = {
  "refuses a text one over the limit before any request, and names the limit": {
    needs: ["reply"],
    run: async (bench) => {
      const to = await target(bench);
      // What a server allows is known once it was asked; and whom an answer is addressed to counts, once the message was read.
      await bench.warmUp();
      const rules = bench.adapter.textRules("reply");
      const known = bench.adapter.getMessages === undefined ? undefined : await bench.read(parseKey(to.key)?.id ?? "");
      const cases = [
        [to, textOfLength(rules, bench.words("long"), 1)],
        ...(known === undefined
          ? []
          : [[known, textOfLength(rules, bench.words("long"), 1, bench.answerTo(await bench.member(0), ""))] as const]),
      ] as const;
      for (const [whom, text] of cases) {
        const error = await expectRefused(bench, () => bench.op("reply")(whom, { text }), "a text one over the limit");
        expectThat(
          rules.limits.some(({ max }) => error.message.includes(String(max)) || error.message.includes(max.toLocaleString("en"))),
          "the error names the limit",
        );
      }
    },
  },
  "refuses an empty text before any request": {
    needs: ["reply"],
    run: async (bench) => {
      const to = await target(bench);
      await expectRefused(bench, () => bench.op("reply")(to, { text: "" }), "an empty text");
    },
  },
  "refuses half of a surrogate pair before any request": {
    needs: ["reply"],
    run: async (bench) => {
      const to = await target(bench);
      for (const half of ["\ud83d", "\udc4d"])
        await expectRefused(bench, () => bench.op("reply")(to, { text: `warm ${half} boots` }), "half of a surrogate pair");
    },
  },
  "refuses a key of the wrong kind before any request": {
    needs: ["reply"],
    run: async (bench) => {
      const key: string = makeKey(bench.adapter.account, "author", (await bench.member(0)).id);
      await expectRefused(bench, () => bench.op("reply")({ key }, { text: bench.words("hello") }), "a reply to an author");
    },
  },
  "refuses what is no key before any request": {
    needs: ["reply"],
    run: async (bench) => {
      await expectRefused(bench, () => bench.op("reply")({ key: "nonsense" }, { text: bench.words("hello") }), "a reply to nonsense");
    },
  },
  "refuses the key of another account before any request": {
    needs: ["reply"],
    run: async (bench) => {
      const id = parseKey((await target(bench)).key)?.id ?? "";
      const key = makeKey(accountKey(bench.world.network, "somebody-else"), "message", id);
      await expectRefused(bench, () => bench.op("reply")({ key }, { text: bench.words("hello") }), "a reply under another account's key");
    },
  },
  "refuses a limit that is no positive number before any request": {
    needs: ["listMentions"],
    run: async (bench) => {
      for (const limit of [0, -1, 1.5]) await expectRefused(bench, () => bench.op("listMentions")({ limit }), `the limit ${limit}`);
    },
  },
  "sends nothing when the signal has ended before": {
    needs: ["listMentions", "reply"],
    run: async (bench) => {
      const to = await target(bench);
      const signal = AbortSignal.abort();
      await expectFailure(async () => bench.op("listMentions")({ signal }), "a list with an ended signal fails");
      await expectFailure(() => bench.op("reply")(to, { text: bench.words("hello") }, { signal }), "a reply with an ended signal fails");
      expectSame(bench.requests(), 0, "the requests sent");
    },
  },
};
