/**
 * What changes and reactions have to do, where a network has them.
 * @module
 */
import { expectCode, throughJson } from "./bench.js";
import type { Checks } from "./bench.js";
import { expectSame, expectThat } from "../assert.js";
import { question, sentMessage } from "./writing.js";

const party = "🎉";

/** What changes and reactions have to do. */
export const changing: Checks = {
  "changes the text of one of our own, and keeps its key": {
    needs: ["reply", "edit", "getMessages"],
    run: async (bench) => {
      const { id, by } = await question(bench);
      const sent = sentMessage(await bench.op("reply")(await bench.read(id), { text: bench.words("It iz") }));
      const text = bench.words("It is");
      const receipt = await bench.op("edit")(throughJson(sent), { text });
      await bench.world.settle();
      const texts = [text, bench.answerTo(by, text)];
      const held = await bench.held(sent.id);
      expectThat(texts.includes(held.text), `the network holds the new text; it holds another of ${held.text.length} characters`);
      expectSame([held.parent, held.author], [id, bench.world.brand.id], "what it answers, and who said it");
      if (receipt.message !== undefined)
        expectSame([receipt.message.key, receipt.message.text], [sent.key, held.text], "key and text in the receipt");
      const again = await bench.read(sent.id);
      expectSame([again.key, again.text], [sent.key, held.text], "key and text when it is read again");
      expectThat(again.editedAt !== undefined || bench.world.tellsEdits === false, "it says when it was edited");
      expectSame(await bench.timesSaid(text), 1, "how often it was said");
    },
  },
  "refuses to change what somebody else said": {
    needs: ["edit", "getMessages"],
    run: async (bench) => {
      const { id } = await question(bench);
      const before = await bench.held(id);
      const target = await bench.read(id);
      await expectCode(
        () => bench.op("edit")(target, { text: bench.words("It is") }),
        ["forbidden", "invalid-request", "not-found"],
        "an edit",
      );
      expectSame((await bench.held(id)).text, before.text, "what it says");
    },
  },
  "reads what others have changed under the key that it had": {
    needs: ["getMessages"],
    where: ["changes"],
    run: async (bench) => {
      const { id } = await question(bench);
      const before = await bench.read(id);
      await bench.world.change?.(id, bench.words("is it really warm"));
      const after = await bench.read(id);
      expectSame([after.key, after.text], [before.key, (await bench.held(id)).text], "key and text");
      expectThat(after.text !== before.text && after.editedAt !== undefined, "the text is new, and it says when it was edited");
    },
  },
  "reacts with a word, and takes it back": {
    needs: ["react", "unreact", "getMessages"],
    where: ["reactions"],
    run: async (bench) => {
      const { id } = await question(bench);
      await bench.world.react?.(await bench.member(1), id, party);
      await bench.op("react")(await bench.read(id), party);
      await bench.op("react")(await bench.read(id), party);
      expectSame((await bench.read(id)).ownReactions, [party], "our reactions");
      await bench.op("unreact")(await bench.read(id), party);
      await bench.op("unreact")(await bench.read(id), party);
      const after = await bench.read(id);
      expectSame(after.ownReactions ?? [], [], "our reactions, taken back");
    },
  },
  "keeps a like and another reaction apart": {
    needs: ["react", "like", "unlike", "getMessages"],
    where: ["reactions"],
    run: async (bench) => {
      const { id } = await question(bench);
      await bench.op("react")(await bench.read(id), party);
      expectSame((await bench.held(id)).likedBy, [], "who likes it after another reaction");
      await bench.op("like")(await bench.read(id));
      expectSame((await bench.read(id)).ownReactions?.length, 2, "how many reactions of ours there are");
      await bench.op("unlike")(await bench.read(id));
      expectSame((await bench.read(id)).ownReactions, [party], "what is left of our reactions");
    },
  },
};
