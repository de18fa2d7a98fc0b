/**
 * Texts as people read them: `<@id>` becomes `@name` where the message tells who that is; the rest stays as it was written. Pure.
 * @module
 */
import { fieldsOf, listOf } from "../../adapter/fields.js";
import { handleOf, nameOf } from "./normalize-author.js";
import type { Entity } from "../../model/entity.js";
import type { WireMessage } from "./wire.js";

/** A text with what an interface would mark in it. */
export interface ReadText {
  /** As people read it. */
  readonly text: string;
  /** Mentions, emoji of guilds and links, in order. */
  readonly entities: readonly Entity[];
}

// A person, an emoji of a guild, an address, a hashtag (which people write here too, although the network makes nothing of it). What stands in code or behind a backslash is read the same: it looks the same to a reader.
const token = /<@!?(\d{1,20})>|<a?:(\w{2,32}:\d{1,20})>|https?:\/\/[^\s<>]+|(?<![\p{L}\p{N}_/&])#(?=[\p{N}_]*\p{L})[\p{L}\p{N}\p{M}_]+/gu;

/** Most messages hold nothing of the kind, and are told so at once. */
const maybe = /[<#]|https?:/;

/** Reads the text of a message. */
export function readText(wire: WireMessage): ReadText {
  const { content } = wire;
  if (!maybe.test(content)) return { text: content, entities: [] };
  const entities: Entity[] = [];
  let text = "";
  let from = 0;
  const people = new Map(listOf(wire["mentions"]).map((user) => [fieldsOf(user)["id"], user]));
  for (const match of content.matchAll(token)) {
    const [written, person, emoji] = match;
    text += content.slice(from, match.index);
    from = match.index + written.length;
    const start = text.length;
    const user = person === undefined ? undefined : people.get(person);
    if (person !== undefined) {
      const name = nameOf(user);
      text += name === undefined ? written : `@${name}`;
      entities.push({ type: "mention", start, end: text.length, value: handleOf(user) ?? person, targetId: person });
      continue;
    }
    text += written;
    entities.push(toEntity(written, emoji, start));
  }
  return { text: text + content.slice(from), entities };
}

function toEntity(written: string, emoji: string | undefined, start: number): Entity {
  const end = start + written.length;
  if (emoji !== undefined) return { type: "emoji", start, end, value: emoji };
  if (written.startsWith("#")) return { type: "hashtag", start, end, value: written.slice(1) };
  // Punctuation behind an address belongs to the sentence.
  const value = written.replace(/[.,;:!?)\]}'"*_~|]+$/, "");
  return { type: "link", start, end: start + value.length, value };
}
