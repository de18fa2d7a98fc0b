/** Reads CSV by the letter of RFC 4180, and tells an empty cell from an empty text. Written apart from what writes it. */
export function parseCsv(text: string): readonly (readonly (string | undefined)[])[] {
  const rows: (string | undefined)[][] = [];
  let row: (string | undefined)[] = [];
  let at = 0;
  while (at < text.length) {
    let cell: string | undefined;
    if (text[at] === '"') {
      cell = "";
      for (at++; ; at++) {
        if (at >= text.length) throw new Error("a quote is not closed");
        if (text[at] !== '"') cell += text.charAt(at);
        else if (text[at + 1] === '"') {
          cell += '"';
          at++;
        } else break;
      }
      at++;
    } else {
      const from = at;
      while (at < text.length && text[at] !== "," && text[at] !== "\r") {
        if (text[at] === '"' || text[at] === "\n") throw new Error(`a bare ${JSON.stringify(text[at])} at ${String(at)}`);
        at++;
      }
      cell = at === from ? undefined : text.slice(from, at);
    }
    row.push(cell);
    if (text[at] === ",") at++;
    else if (text.startsWith("\r\n", at)) {
      rows.push(row);
      row = [];
      at += 2;
    } else throw new Error(`neither comma nor end of line at ${String(at)}`);
  }
  if (row.length > 0) throw new Error("the last line is not ended");
  return rows;
}
