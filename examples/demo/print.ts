/** Prints so that a person enjoys reading it; plain where the terminal has no colours. */
const coloured = process.stdout.isTTY && process.env["NO_COLOR"] === undefined;
const paint =
  (code: number) =>
  (text: string): string =>
    coloured ? `\u001B[${String(code)}m${text}\u001B[0m` : text;

export const bold: (text: string) => string = paint(1);
export const dim: (text: string) => string = paint(2);
export const green: (text: string) => string = paint(32);
export const yellow: (text: string) => string = paint(33);

/** Begins a part. */
export function heading(text: string): void {
  console.log(`\n${bold(text)}\n${dim("─".repeat(text.length))}`);
}

/** Lays a text out in lines of at most `width`, each behind `indent`. */
export function wrap(text: string, indent: string, width = 84): string {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(/\s+/)) {
    if (line !== "" && line.length + word.length + 1 > width) {
      lines.push(line);
      line = "";
    }
    line = line === "" ? word : `${line} ${word}`;
  }
  return [...lines, line].map((one) => indent + one).join("\n");
}

/** 26 minutes 4 seconds. */
export function duration(ms: number): string {
  const seconds = Math.round(ms / 1000);
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return [h > 0 ? `${String(h)} h` : "", m > 0 ? `${String(m)} min` : "", s > 0 || seconds === 0 ? `${String(s)} s` : ""]
    .filter((part) => part !== "")
    .join(" ");
}

/** 09:14, in UTC, as the model holds its times. */
export const clockTime = (timestamp: string): string => timestamp.slice(11, 16);
