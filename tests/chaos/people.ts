/** What people do in a town: one thing at a time, drawn by chance. @module */
import { actGuild } from "./people-guild.js";
import { actSky } from "./people-sky.js";
import { actTooth } from "./people-tooth.js";
import type { Chance } from "./chance.js";
import type { Town } from "./town.js";

/** One occasion to do something. */
export interface Occasion {
  readonly town: Town;
  readonly chance: Chance;
  /** True in the calm end of the run. */
  readonly calm: boolean;
  /** Words that nobody has said before. */
  readonly words: () => string;
}

const phrases = [
  "Are the boots waterproof?",
  "My tent leaks since Tuesday.",
  "Love the new colours!",
  "Where is my parcel?",
  "Tak for hjælpen 👋",
  "Do they come in size 46?",
  "This is the third time I ask.",
  "Ærlig talt: flotte støvler",
];

/** Makes words that are said once only. */
export function wordsFrom(chance: Chance): () => string {
  let said = 0;
  return () => `${chance.of(phrases) ?? ""} (${(said += 1)})`;
}

/** Lets somebody do something. @returns false where there was nothing to do */
export function act(occasion: Occasion): boolean {
  noteTakenBack(occasion.town);
  switch (occasion.chance.weighed({ sky: 4, tooth: 4, guild: 4 })) {
    case "sky":
      return actSky(occasion);
    case "tooth":
      return actTooth(occasion);
    case "guild":
      return actGuild(occasion);
  }
}

/** What the brand took back by itself is gone for people too. */
function noteTakenBack({ said, sky, tooth, clock, bluesky, mastodon }: Town): void {
  const ours = new Set([...sky.brands.map(({ did }) => did), ...tooth.brands.map(({ id }) => id)]);
  for (const one of said.standing("bluesky"))
    if (ours.has(one.author) && !one.isPrivate && bluesky.state.held(one.id) === undefined) one.deletedAt = clock.now();
  for (const one of said.standing("mastodon"))
    if (ours.has(one.author) && mastodon.state.held(one.id) === undefined) one.deletedAt = clock.now();
}
