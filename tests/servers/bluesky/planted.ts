/**
 * The community of the story: two brands, twenty members, and everything that they say before the inbox looks.
 * @module
 */
import { join, settle, type Person, type RealNetwork, type Said } from "./people.js";

/** Everybody and everything, so that a test can compare what the inbox saw with what was said. */
export interface Community {
  readonly boots: Person;
  readonly coffee: Person;
  readonly members: readonly Person[];
  /** Posts of the boots brand, oldest first. */
  readonly posts: readonly [Said, Said, Said];
  /** The post of the coffee brand. */
  readonly coffeePost: Said;
  readonly question: Said;
  readonly spam: Said;
  /** What each brand is to find, by kind, as texts. */
  readonly expected: {
    readonly boots: Readonly<Record<"comment" | "mention" | "quote" | "direct", readonly string[]>>;
    readonly coffee: Readonly<Record<"comment" | "mention" | "quote" | "direct", readonly string[]>>;
  };
  /** What the first post of the boots brand earned. */
  readonly earned: { readonly likes: number; readonly replies: number; readonly shares: number; readonly quotes: number };
  readonly followers: { readonly boots: number; readonly coffee: number };
}

const names = [
  "asta", "birger", "camilla", "ditte", "esben", "frida", "gustav", "helle", "ingrid", "jeppe",
  "karla", "laurits", "malou", "niels", "oline", "preben", "rosa", "sandra", "thora", "viggo",
]; // prettier-ignore

/** Plants the community and waits until the network shows all of it. */
export async function plant(network: RealNetwork): Promise<Community> {
  const [boots, coffee, ...members] = await Promise.all(["fjeldboots", "havkaffe", ...names].map((name) => join(network, name)));
  if (boots === undefined || coffee === undefined) throw new Error("The brands are missing.");
  const member = (name: string): Person => {
    const found = members[names.indexOf(name)];
    if (found === undefined) throw new Error(`Nobody is called ${name}.`);
    return found;
  };

  const posts = [
    await boots.post("Our new winter boots are here."),
    await boots.post("Which trail do you walk this weekend?"),
    await boots.post("The shop is closed on Monday."),
  ] as const;
  const coffeePost = await coffee.post("Fresh beans on Monday.");
  const [winter, trail] = posts;

  const question = await member("asta").reply(winter, "Are they waterproof?");
  const praise = await member("birger").reply(winter, "Love them!");
  const spam = await member("camilla").reply(winter, "Cheap boots at spam.example");
  // The AppView indexes repositories side by side and may meet an answer before the post above it. Then it tells only the author of that
  // post, and nobody further up: the brand hears nothing of the third level, and the inbox has to find it in the thread.
  const nested = await member("ditte").reply(question, "I was wondering the same.");
  await member("esben").reply(nested, "Me too, for my kids.");
  await member("frida").reply(trail, "Kullen, as always.");
  await member("gustav").reply(trail, "👩‍👩‍👧 @fjeldboots.test Møns Klint!", { mentions: [boots] });
  await member("helle").reply(coffeePost, "Do you ship to Sweden?");
  await member("ingrid").post("Walked 20 km in my @fjeldboots.test today", { mentions: [boots] });
  await member("jeppe").post("Coffee by @havkaffe.test in boots by @fjeldboots.test", { mentions: [coffee, boots] });
  await member("karla").post("These!", { quotes: winter });
  await member("laurits").post("My Monday.", { quotes: coffeePost });
  await member("malou").write(boots, "Hello!");
  await member("malou").write(boots, "Can I return worn boots?");

  const firstFifteen = members.slice(0, 15);
  await Promise.all([
    ...firstFifteen.map((one) => one.like(winter)),
    ...members.slice(0, 5).map((one) => one.like(trail)),
    member("niels").share(winter),
    member("oline").share(winter),
    member("preben").like(praise),
    ...members.map((one) => one.follow(boots)),
    ...members.slice(0, 10).map((one) => one.follow(coffee)),
  ]);
  await settle(network);

  const both = "Coffee by @havkaffe.test in boots by @fjeldboots.test";
  return {
    boots,
    coffee,
    members,
    posts,
    coffeePost,
    question,
    spam,
    expected: {
      boots: {
        comment: [
          "Are they waterproof?",
          "Love them!",
          "Cheap boots at spam.example",
          "I was wondering the same.",
          "Me too, for my kids.",
          "Kullen, as always.",
          "👩‍👩‍👧 @fjeldboots.test Møns Klint!",
        ],
        mention: ["Walked 20 km in my @fjeldboots.test today", both],
        quote: ["These!"],
        direct: ["Hello!", "Can I return worn boots?"],
      },
      coffee: { comment: ["Do you ship to Sweden?"], mention: [both], quote: ["My Monday."], direct: [] },
    },
    earned: { likes: firstFifteen.length, replies: 3, shares: 2, quotes: 1 },
    followers: { boots: members.length, coffee: 10 },
  };
}
