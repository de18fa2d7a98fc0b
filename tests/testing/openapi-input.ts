/**
 * Reads what a request carries, the way a network's own server does: query, forms, JSON. Nothing of a fake is used for it.
 * @module
 */

/** Fields by name: text, lists and, where names nest, objects. */
export type Fields = Record<string, unknown>;

/** How a network reads names of fields. `brackets`: `a[]` is a list, `a[b]` an object; `repeated`: a name that comes twice is a list. */
export type Naming = "brackets" | "repeated";

/** Puts named texts together. A list stays text where only one came and nothing in its name says that it is a list. */
export function fieldsFrom(entries: Iterable<readonly [string, string]>, naming: Naming): Fields {
  const fields: Fields = {};
  for (const [name, value] of entries) {
    if (naming === "repeated") {
      const old = fields[name];
      fields[name] = old === undefined ? value : Array.isArray(old) ? [...(old as unknown[]), value] : [old, value];
    } else put(fields, [name.split("[")[0] ?? "", ...[...name.matchAll(/\[([^\]]*)\]/g)].map(([, key = ""]) => key)], value);
  }
  return fields;
}

function put(fields: Fields, [name = "", next, ...rest]: readonly string[], value: string): void {
  if (next === undefined) fields[name] = value;
  else if (next === "") fields[name] = [...(Array.isArray(fields[name]) ? (fields[name] as unknown[]) : []), value];
  else {
    const inner = fields[name];
    const object = (fields[name] = typeof inner === "object" && inner !== null ? inner : {}) as Fields;
    put(object, [next, ...rest], value);
  }
}

/** What came in a body. */
export type Input =
  | { readonly form: false; readonly value: unknown }
  | { readonly form: true; readonly entries: readonly (readonly [string, string])[] }
  | { readonly fault: string };

/** Reads a body by its type; files are empty text. */
export function readInput(bytes: Uint8Array, type: string): Input {
  const kind = type.split(";")[0]?.trim().toLowerCase();
  const text = new TextDecoder().decode(bytes);
  if (kind === "application/x-www-form-urlencoded") return { form: true, entries: [...new URLSearchParams(text)] };
  if (kind === "multipart/form-data") {
    const boundary = /boundary="?([^";]+)"?/i.exec(type)?.[1];
    return boundary === undefined ? { fault: "a form without a boundary" } : { form: true, entries: parts(bytes, boundary) };
  }
  if (kind !== "application/json") return { fault: `a body of the type "${kind ?? ""}"` };
  try {
    return { form: false, value: JSON.parse(text) as unknown };
  } catch {
    return { fault: "a body that is no JSON" };
  }
}

/** The parts of a multipart body. One character is one byte until the text of a field is read. */
function parts(bytes: Uint8Array, boundary: string): readonly (readonly [string, string])[] {
  const raw = Buffer.from(bytes).toString("latin1");
  return raw
    .split(`--${boundary}`)
    .slice(1, -1)
    .map((part) => {
      const [head = "", ...body] = part.split("\r\n\r\n");
      const name = /name="([^"]*)"/i.exec(head)?.[1] ?? "";
      const isFile = /filename\*?=/i.test(head);
      return [name, isFile ? "" : Buffer.from(body.join("\r\n\r\n").replace(/\r\n$/, ""), "latin1").toString("utf8")] as const;
    });
}
