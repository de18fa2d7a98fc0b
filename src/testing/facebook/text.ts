/**
 * Texts and the words in them that name somebody: `@[id]` becomes a name, and a Page's own name is a tag.
 * @module
 */
import type { Core, TagData } from "./core.js";
import { nameOf } from "./core.js";

/** A text as it is kept. */
export interface KeptText {
  readonly message: string;
  readonly tags: readonly TagData[];
}

/** Turns `@[id]` into names with tags. Ids of nobody stay as they are. `named` are those whose plain name is a tag too. */
export function keptText(core: Core, text: string, named: readonly string[] = []): KeptText {
  const tags: TagData[] = [];
  let message = "";
  let at = 0;
  for (const found of text.matchAll(/@\[(\d+)(?::[^\]]*)?\]/g)) {
    const [whole, id = ""] = found;
    const name = nameOf(core, id);
    if (name === undefined) continue;
    message += text.slice(at, found.index);
    tags.push(tagOf(core, id, name, message.length));
    message += name;
    at = found.index + whole.length;
  }
  message += text.slice(at);
  for (const id of named) {
    const name = nameOf(core, id);
    const offset = name === undefined ? -1 : message.indexOf(name);
    if (name !== undefined && offset >= 0 && !tags.some((tag) => tag.id === id)) tags.push(tagOf(core, id, name, offset));
  }
  return { message, tags };
}

const tagOf = (core: Core, id: string, name: string, offset: number): TagData => ({
  id,
  name,
  type: core.pages.has(id) ? "page" : "user",
  offset,
  length: name.length,
});
