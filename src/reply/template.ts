/**
 * Templates: `{{name}}`, `{{name|fallback}}`, `{{#name}}only with a name{{/name}}`, `{{^name}}only without{{/name}}`.
 * @module
 */

/** A piece of a template. */
export type Piece =
  | { readonly is: "text"; readonly text: string }
  | { readonly is: "field"; readonly name: string; readonly fallback?: string }
  | { readonly is: "section"; readonly name: string; readonly wants: boolean; readonly pieces: readonly Piece[] };

/** Refuses a template: what is wrong, and what to do. */
export type Refuse = (what: string, remedy: string) => never;

const tag = /\{\{([^{}]*)\}\}/gu;
const fieldName = /^[\p{L}_][\p{L}\p{N}_.-]{0,39}$/u;

interface Open {
  readonly name: string;
  readonly wants: boolean;
  readonly pieces: Piece[];
}

/** Reads a template. A text without `{{` is one piece. */
export function parseTemplate(source: string, refuse: Refuse): readonly Piece[] {
  if (!source.includes("{{")) return [{ is: "text", text: source }];
  const whole: Piece[] = [];
  const open: Open[] = [];
  const add = (piece: Piece): unknown => (open.at(-1)?.pieces ?? whole).push(piece);
  const addText = (text: string): void => {
    if (text.includes("{{")) refuse("holds a placeholder that is not closed", "write {{name}} or {{name|fallback}}");
    if (text !== "") add({ is: "text", text });
  };
  let from = 0;
  for (const { 0: found, 1: inside = "", index } of source.matchAll(tag)) {
    addText(source.slice(from, index));
    from = index + found.length;
    const { mark, name, fallback } = readTag(inside.trim());
    if (!fieldName.test(name))
      refuse("holds a placeholder without a proper name", "use letters, digits, points, dashes, such as {{name}} or {{order.number}}");
    if (mark === "") add({ is: "field", name, ...(fallback !== undefined && { fallback }) });
    else if (mark === "/") {
      const section = open.pop();
      if (section?.name !== name) return refuse(`closes the section {{/${name}}} where it is not open`, `open it with {{#${name}}}`);
      add({ is: "section", ...section });
    } else open.push({ name, wants: mark === "#", pieces: [] });
  }
  addText(source.slice(from));
  const [left] = open;
  if (left !== undefined) refuse(`opens the section {{#${left.name}}} and does not close it`, `close it with {{/${left.name}}}`);
  return whole;
}

/** Takes a tag apart: `#name`, `name|fallback`. By hand, so that no text makes a regular expression slow. */
function readTag(inside: string): { readonly mark: string; readonly name: string; readonly fallback?: string } {
  const mark = /^[#^/]/u.exec(inside)?.[0] ?? "";
  const bar = inside.indexOf("|");
  if (bar === -1) return { mark, name: inside.slice(mark.length).trim() };
  return { mark, name: inside.slice(mark.length, bar).trim(), fallback: inside.slice(bar + 1).trim() };
}

/** What a placeholder is filled with. `said`: the text to put in, once for every use. `trusted`: it goes in as it is. */
export interface Filling {
  /** What to put in. `mentioned` holds who was mentioned before in this reply. */
  readonly said: (mentioned: Set<string>) => string;
  /** True when it goes in as it is: written by the host, not by somebody else. */
  readonly trusted: boolean;
}

/** How a template is filled. */
export interface Fill {
  /** What stands for a name; nothing when there is nothing. */
  readonly find: (name: string) => Filling | undefined;
  /** Makes harmless what is not trusted. */
  readonly neutralise: (value: string) => string;
  /** Refuses a placeholder without a value. */
  readonly refuse: Refuse;
}

const insideLink = /https?:\/\/\S*$/iu;

/**
 * Fills a template. What was put in is never read as a template again; values that touch each other are made harmless together, and one inside a
 * link is percent-encoded.
 */
export function fillTemplate(pieces: readonly Piece[], fill: Fill, mentioned: Set<string>): string {
  let text = "";
  let doubtful = "";
  const settle = (): void => {
    if (doubtful !== "") text += insideLink.test(text) ? encodeURIComponent(doubtful) : fill.neutralise(doubtful);
    doubtful = "";
  };
  const walk = (list: readonly Piece[]): void => {
    for (const piece of list) {
      const filling = piece.is === "text" ? undefined : fill.find(piece.name);
      if (piece.is === "section") {
        if ((filling !== undefined) === piece.wants) walk(piece.pieces);
        continue;
      }
      if (filling !== undefined && !filling.trusted) {
        doubtful += filling.said(mentioned);
        continue;
      }
      settle();
      if (piece.is === "text") text += piece.text;
      else if (filling !== undefined) text += filling.said(mentioned);
      else
        text +=
          piece.fallback ??
          fill.refuse(`has no value for the placeholder {{${piece.name}}}`, `give fields.${piece.name}, or write {{${piece.name}|...}}`);
    }
  };
  walk(pieces);
  settle();
  return text;
}
