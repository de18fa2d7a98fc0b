/** What people do on Mastodon. @module */
import type { Occasion } from "./people.js";
import type { Said } from "./said.js";

const mostPosts = 15;

/** Lets somebody do something. */
export function actTooth({ town, chance, calm, words }: Occasion): boolean {
  const { state } = town.mastodon;
  const { brands, people } = town.tooth;
  const brand = chance.of(brands);
  const person = chance.of(people);
  if (brand === undefined || person === undefined) return false;
  const all = town.said.standing("mastodon");
  const statuses = all.filter(({ isPrivate }) => !isPrivate);
  const isBrand = (id: string): boolean => brands.some((one) => one.id === id);
  const keep = (id: string, author: string, text: string, under?: string, isPrivate = false): Said =>
    town.said.add({ net: "mastodon", id, author, text, isPrivate, at: town.clock.now(), calm, ...(under !== undefined && { under }) });
  const some = chance.late(statuses);
  const nameOf = (id: string): string => [...brands, ...people].find((one) => one.id === id)?.handle ?? "nobody";
  switch (
    chance.weighed({
      post: 3,
      reply: 26,
      mention: 11,
      quote: 4,
      direct: 12,
      like: 12,
      unlike: 4,
      boost: 2,
      edit: 8,
      remove: 6,
      follow: 1,
      colleague: 3,
    })
  ) {
    case "post": {
      if (statuses.filter(({ author }) => author === brand.id).length >= mostPosts) return false;
      const text = words();
      keep(state.post(brand, text), brand.id, text);
      return true;
    }
    case "reply": {
      if (some === undefined) return false;
      // As apps do it, the one who is answered is named; sometimes they are not.
      const text = chance.hits(0.85) && some.author !== person.id ? `@${nameOf(some.author)} ${words()}` : words();
      keep(state.reply(person, some.id, text), person.id, text, some.id);
      return true;
    }
    case "colleague": {
      if (some === undefined || isBrand(some.author)) return false;
      const text = `@${nameOf(some.author)} ${words()}`;
      keep(state.reply(brand, some.id, text), brand.id, text, some.id);
      return true;
    }
    case "mention": {
      const text = `@${brand.handle} ${words()}`;
      const visibility = chance.of(["public", "unlisted"] as const) ?? "public";
      keep(state.post(person, { text, visibility }), person.id, text);
      return true;
    }
    case "quote": {
      const quoted = chance.late(statuses.filter(({ author }) => author === brand.id));
      if (quoted === undefined) return false;
      const text = words();
      keep(state.quote(person, quoted.id, text), person.id, text);
      return true;
    }
    case "direct": {
      const between = new Set(state.directsBetween(person, brand).map(({ id }) => id));
      const before = chance.late(all.filter(({ id }) => between.has(id)));
      const text = words();
      const answers = chance.hits(0.7) ? before : undefined;
      keep(state.directMessage(person, brand, text, answers?.id), person.id, `@${brand.handle} ${text}`, answers?.id, true);
      return true;
    }
    case "like":
      if (some === undefined || state.held(some.id)?.likedBy.includes(person.id) === true) return false;
      state.favourite(person, some.id);
      return true;
    case "unlike": {
      const who = people.find(({ id }) => some !== undefined && state.held(some.id)?.likedBy.includes(id) === true);
      if (some === undefined || who === undefined) return false;
      state.unfavourite(who, some.id);
      return true;
    }
    case "boost":
      if (some === undefined) return false;
      state.boost(person, some.id);
      return true;
    case "follow":
      state.follow(person, brand);
      return true;
    case "edit": {
      const changed = chance.late(all.filter(({ author }) => !isBrand(author)));
      if (changed === undefined) return false;
      const named = /^(?:@\w+ )+/u.exec(changed.versions.at(-1) ?? "")?.[0] ?? "";
      const text = `${named}${words()}`;
      state.edit(changed.id, text);
      changed.versions.push(text);
      if (calm) changed.editedInCalm = true;
      return true;
    }
    case "remove": {
      const gone = chance.late(all.filter(({ author }) => !isBrand(author)));
      if (gone === undefined) return false;
      gone.deletedAt = town.clock.now();
      gone.deletedInCalm = calm;
      state.remove(gone.id);
      return true;
    }
  }
}
