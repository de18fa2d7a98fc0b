/**
 * A brand's voice as data, so that five agents read as one.
 * @module
 */

/** How many emoji a reply may carry, and which. */
export interface EmojiHabit {
  /** At most so many in a reply; 0 = none. */
  readonly most?: number;
  /** Only these. Absent = any. Skin tones and variation selectors do not matter. */
  readonly only?: readonly string[];
}

/** How the brand sounds. Lint holds a text against it. Plain data: it can live in your database. Whatever is absent is not asked for. */
export interface Voice {
  /** Its name. */
  readonly id: string;
  /** By language (BCP 47): what stands under a reply. `da` serves `da-DK` too; `und` serves every language that has none of its own. */
  readonly signatures?: Readonly<Record<string, string>>;
  /** The brand's name. Signs, with the sign-off of the language, where `signatures` has nothing: `Mvh Brand X`. */
  readonly brand?: string;
  /** `always`: a reply without one of `signatures` is a warning, `missing-signature`. */
  readonly signed?: "always";
  /** Words and phrases that the brand does not use, found by whole words: who avoids "cure" may write "secure". */
  readonly avoid?: readonly string[];
  /** What the brand says instead: `{ shoe: "boot" }`. Found by whole words. */
  readonly prefer?: Readonly<Record<string, string>>;
  /**
   * By language: whether members are spoken to as friends (`du`, `ty`, `tu`) or formally (`De`, `Pan`, `dumneavoastră`).
   * Known for Danish, German, French, Polish, Romanian, Spanish; other languages are let be.
   */
  readonly address?: Readonly<Record<string, "informal" | "formal">>;
  /** By language: how a reply may begin (`Hej`, `Kære`). `und` as above. */
  readonly greetings?: Readonly<Record<string, readonly string[]>>;
  /** How many emoji, and which. */
  readonly emoji?: EmojiHabit;
  /** At most so many exclamation marks in a reply. */
  readonly exclamations?: number;
  /** At most so many words in a sentence. */
  readonly sentenceWords?: number;
  /** Names that are written in capitals without shouting: `MAMMUTO`. Acronyms of four letters or fewer never shout. */
  readonly names?: readonly string[];
  /** E-mail addresses, phone numbers and accounts of our own, which may stand in public. `@brandx.example` allows every address there. */
  readonly contacts?: readonly string[];
  /** Domains of our own that must not be told in public, with all below them: `intra.brandx.example`. */
  readonly internal?: readonly string[];
}
