/**
 * What people are called.
 * @module
 */
import type { Author } from "../model/author.js";
import type { Message } from "../model/message.js";
import type { TextRules } from "../model/text-rules.js";
import { countCodePoints } from "../text/count.js";

const decoration = /[\p{Extended_Pictographic}\p{EMod}\uFE0F\u200D]+/gu;
const likeName = /^\p{L}+(?:['’-]\p{L}+)*$/u;
/** Scripts that write the family name first, or without spaces. */
const familyFirst = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u;
const title = /^(?:dr|mr|mrs|ms|prof|sir|hr|fru|frk|herr|frau|pan|pani|dl|dna|mme|sr|sra|the|team|official)$/iu;

/**
 * Takes the first name out of a display name when it looks like one: letters only, 2 to 20 of them, in a name of four words at most. `SANDRA` and
 * `sandra` become `Sandra`. Nothing for handles with digits, titles, bots, and scripts in which the family name comes first.
 */
export function firstName(author: Pick<Author, "name" | "isBot"> | undefined): string | undefined {
  if (author?.name === undefined || author.isBot === true) return undefined;
  const words = author.name.normalize("NFC").replace(decoration, " ").trim().split(/\s+/u);
  const [first = ""] = words;
  const letters = countCodePoints(first);
  const isName =
    words.length <= 4 && letters >= 2 && letters <= 20 && likeName.test(first) && !familyFirst.test(first) && !title.test(first);
  if (!isName) return undefined;
  const oneCase = first === first.toLowerCase() || (letters > 2 && first === first.toUpperCase());
  return oneCase ? first.toLowerCase().replace(/(?<=^|['’-])\p{L}/gu, (letter) => letter.toUpperCase()) : first;
}

/** Somebody whom a reply can mention. */
export interface Person {
  /** Name in mentions, without a leading `@`. */
  readonly handle: string;
  /** The network's id, where it told one. */
  readonly id?: string | undefined;
}

const likeHandle = /^[\p{L}\p{N}_](?:[\p{L}\p{N}_.@-]{0,200}[\p{L}\p{N}_])?$/u;

/** The member who wrote, when the network told a handle. */
export function memberOf({ author }: Message): Person | undefined {
  return author?.handle !== undefined && likeHandle.test(author.handle) ? { handle: author.handle, id: author.id } : undefined;
}

/** The friend whom the member tagged: the first person mentioned who is neither the member nor us. */
export function friendOf(to: Message, ownHandle: string | undefined): Person | undefined {
  const same = (a: string, b: string | undefined): boolean => a.toLowerCase() === b?.toLowerCase();
  const friend = to.entities.find(
    ({ type, value, targetId }) =>
      type === "mention" &&
      likeHandle.test(value) &&
      !same(value, to.author?.handle) &&
      !same(value, ownHandle) &&
      (targetId === undefined || (targetId !== to.accountId && targetId !== to.author?.id)),
  );
  return friend === undefined ? undefined : { handle: friend.value, id: friend.targetId };
}

/** Mentions a person as the network wants it, once in a reply: the second time by the bare name, so that nobody is called twice. */
export function mention({ handle, id }: Person, { markup }: Pick<TextRules, "markup">, mentioned: Set<string>): string {
  const bare = handle.replace(/(?<=.)[@.].*$/u, "");
  if (mentioned.has(handle)) return bare;
  mentioned.add(handle);
  switch (markup) {
    case "discord":
      return id !== undefined && /^\d+$/u.test(id) ? `<@${id}>` : bare;
    case "reddit":
      return `u/${handle}`;
    // LinkedIn takes mentions as annotations, and reads no "@name".
    case "little":
      return bare;
    default:
      return `@${handle}`;
  }
}
