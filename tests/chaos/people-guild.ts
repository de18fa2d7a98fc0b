/** What people do on Discord. @module */
import type { Occasion } from "./people.js";
import type { Said } from "./said.js";

/** How many forum posts and threads a guild gets. */
const mostThreads = 12;

/** Lets somebody do something. */
export function actGuild({ town, chance, calm, words }: Occasion): boolean {
  const { state } = town.discord;
  const guild = chance.of(town.guilds);
  if (guild === undefined) return false;
  const person = chance.of(guild.members);
  const text = chance.of(guild.texts);
  if (person === undefined || text === undefined) return false;
  const all = town.said.standing("discord").filter(({ channel }) => channel?.startsWith(guild.id) === true);
  const keep = (place: { readonly id: string; readonly channelId: string }, author: string, words: string): Said =>
    town.said.add({
      net: "discord",
      id: place.id,
      author,
      text: words,
      isPrivate: false,
      at: town.clock.now(),
      calm,
      channel: `${guild.id} ${place.channelId}`,
    });
  const some = chance.late(all);
  const mine = all.filter(({ author }) => author === person.id);
  const saying = chance.hits(0.15) ? `<@${town.bot}> ${words()}` : words();
  switch (
    chance.weighed({ say: 20, reply: 18, post: 4, thread: 3, inThread: 10, news: 1, react: 14, unreact: 4, edit: 8, remove: 6, pin: 1 })
  ) {
    case "say":
      keep(state.say(person, text.id, saying), person.id, saying);
      return true;
    case "reply": {
      if (some === undefined) return false;
      keep(state.reply(person, some.id, saying), person.id, saying);
      return true;
    }
    case "post": {
      if (threads(all).size >= mostThreads) return false;
      keep(state.post(person, guild.forum.id, saying), person.id, saying);
      return true;
    }
    case "thread": {
      const under = chance.late(
        all.filter(({ channel, id }) => guild.texts.some((one) => channel === `${guild.id} ${one.id}`) && !threads(all).has(id)),
      );
      if (under === undefined || threads(all).size >= mostThreads) return false;
      try {
        const thread = state.startThread(person, under.id, "More of it");
        keep(state.say(person, thread.id, saying), person.id, saying);
      } catch {
        // It has a thread already.
        return false;
      }
      return true;
    }
    case "inThread": {
      const thread = chance.late([...threads(all)]);
      if (thread === undefined) return false;
      keep(state.say(person, thread, saying), person.id, saying);
      return true;
    }
    case "news": {
      const news = words();
      keep(state.say(guild.owner, guild.news.id, news), guild.owner.id, news);
      return true;
    }
    case "react":
      if (some === undefined) return false;
      state.react(person, some.id, chance.of(["👍", "🎉"]) ?? "👍");
      return true;
    case "unreact": {
      const [who] = (some && state.held(some.id)?.reactions["👍"]?.filter((one) => one !== town.bot)) ?? [];
      if (some === undefined || who === undefined) return false;
      state.unreact(who, some.id, "👍");
      return true;
    }
    case "edit": {
      const changed = chance.late(mine);
      if (changed === undefined) return false;
      state.edit(person, changed.id, saying);
      changed.versions.push(saying);
      if (calm) changed.editedInCalm = true;
      return true;
    }
    case "remove": {
      const gone = chance.late(mine.filter(({ id }) => !threads(all).has(id)));
      if (gone === undefined) return false;
      gone.deletedAt = town.clock.now();
      gone.deletedInCalm = calm;
      state.remove(gone.id);
      return true;
    }
    case "pin": {
      if (some === undefined) return false;
      state.pin(some.id);
      return true;
    }
  }
}

/** Ids of the threads in which something was said. */
function threads(all: readonly Said[]): ReadonlySet<string> {
  const ids = new Set(all.map(({ id }) => id));
  return new Set(all.map(({ channel }) => channel?.split(" ")[1] ?? "").filter((channel) => ids.has(channel)));
}
