/** What people do on Bluesky. @module */
import type { Occasion } from "./people.js";
import type { Said } from "./said.js";

/** How many posts a brand says in a town: the inbox watches the threads of the newest 25. */
const mostPosts = 15;

/** Lets somebody do something. */
export function actSky({ town, chance, calm, words }: Occasion): boolean {
  const { state } = town.bluesky;
  const { brands, people } = town.sky;
  const brand = chance.of(brands);
  const person = chance.of(people);
  if (brand === undefined || person === undefined) return false;
  const posts = town.said.standing("bluesky").filter(({ isPrivate }) => !isPrivate);
  const keep = (id: string, author: string, text: string, isPrivate = false): Said =>
    town.said.add({ net: "bluesky", id, author, text, isPrivate, at: town.clock.now(), calm });
  const some = chance.late(posts);
  switch (
    chance.weighed({
      post: 3,
      reply: 30,
      mention: 8,
      quote: 4,
      direct: 12,
      like: 14,
      unlike: 4,
      repost: 2,
      remove: 5,
      follow: 1,
      colleague: 3,
    })
  ) {
    case "post": {
      if (posts.filter(({ author }) => author === brand.did).length >= mostPosts) return false;
      const text = words();
      keep(state.post(brand, text).uri, brand.did, text);
      return true;
    }
    case "reply": {
      if (some === undefined) return false;
      const text = words();
      keep(state.reply(person, some.id, text).uri, person.did, text);
      return true;
    }
    case "colleague": {
      // Somebody of the brand answers in the network's own app.
      if (some === undefined || some.author === brand.did) return false;
      const text = words();
      keep(state.reply(brand, some.id, text).uri, brand.did, text);
      return true;
    }
    case "mention": {
      const text = `@${brand.handle} ${words()}`;
      keep(state.post(person, text).uri, person.did, text);
      return true;
    }
    case "quote": {
      const quoted = chance.late(posts.filter(({ author }) => author === brand.did));
      if (quoted === undefined) return false;
      const text = words();
      keep(state.quote(person, quoted.id, text).uri, person.did, text);
      return true;
    }
    case "direct": {
      const text = words();
      keep(state.directMessage(person, brand, text).id, person.did, text, true);
      return true;
    }
    case "like":
      if (some === undefined || some.author === person.did || state.held(some.id)?.likedBy.includes(person.did) === true) return false;
      state.like(person, some.id);
      return true;
    case "unlike": {
      const like = chance.late(state.records(person).filter(({ collection }) => collection === "app.bsky.feed.like"));
      if (like === undefined) return false;
      state.remove(like.uri);
      return true;
    }
    case "repost":
      if (some === undefined) return false;
      state.repost(person, some.id);
      return true;
    case "follow":
      if (state.relation(person, brand).follows) return false;
      state.follow(person, brand);
      return true;
    case "remove": {
      // Posts of the brand stay: what hangs below them is what the run is about.
      const gone = chance.late(posts.filter(({ author }) => brands.every(({ did }) => did !== author)));
      if (gone === undefined) return false;
      gone.deletedAt = town.clock.now();
      gone.deletedInCalm = calm;
      state.remove(gone.id);
      return true;
    }
  }
}
