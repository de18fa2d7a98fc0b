/**
 * A network that folkmoot does not know, in one inbox with everything else: `npm run example`.
 * It runs on a forum in this process; nobody outside hears of it. How it was made: docs/guide/add-a-network.md.
 */
import { createInbox } from "folkmoot";
import { virtualClock } from "folkmoot/testing";
import { createLanternAdapter } from "./custom-network/lantern.ts";
import { fakeLantern } from "./custom-network/server.ts";

const clock = virtualClock({ auto: true });
const forum = fakeLantern({ clock });
const brand = forum.join("boots");
const asta = forum.join("asta");
const post = forum.say(brand, "Our winter boots are here.");
await clock.sleep(60_000);
const question = forum.say(asta, "Are they waterproof?", post.id);

const lantern = createLanternAdapter({ server: forum.baseUrl, memberId: brand.id, token: brand.token });
const inbox = createInbox({ accounts: [lantern], fetch: forum.fetch, clock });
await inbox.sync();

const [item] = (await inbox.items({ direction: "inbound" })).items;
console.log(`${item?.message.author?.handle ?? "nobody"} asks: ${item?.message.text ?? ""}`);
if (item) {
  const outcome = await inbox.respond(item.message, "They are: two hours in a stream, and dry.", { by: { type: "human", id: "sandra" } });
  console.log(`The answer is ${outcome.status}.`);
  await lantern.like(item.message);
}
const answer = forum.entries.at(-1);
console.log(
  `${answer?.author.handle ?? "nobody"} answers ${answer?.parentId === question.id ? "below the question" : "elsewhere"}: ${answer?.text ?? ""}`,
);
console.log(`The question has ${forum.entry(question.id)?.likedBy.size ?? 0} like.`);
console.log(`The forum received ${forum.calls.length} calls.`);
await inbox.close();
