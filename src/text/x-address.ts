/**
 * What is an address in whole, not somewhere in a text.
 * @module
 */
const label = /^[\p{L}\p{N}\p{M}\p{S}](?:[\p{L}\p{N}\p{M}\p{S}_-]*[\p{L}\p{N}\p{M}\p{S}])?$/u;
const parts =
  /^https?:\/\/(?:([^\s/?#@[\]]*)@)?(\[[0-9a-f:.]+\]|[^\s/?#:@[\]]+)(?::\d{1,5})?((?:\/[^\s?#"<>\\^`{|}]*)?)((?:\?[^\s#"<>\\^`{|}]*)?)((?:#[^\s"<>\\^`{|}]*)?)$/iu;

/** Tells whether a text is one `http(s)://` address and nothing else: a host with a dot or an IP address; port and user as they may be. */
export function isXAddress(text: string): boolean {
  const found = parts.exec(text);
  if (found === null || !URL.canParse(text)) return false;
  const host = found[2] ?? "";
  if (host.startsWith("[") || /^[\d.]+$/.test(host)) return true;
  const labels = host.split(".");
  // The last two are what is registered, and hold no "_".
  return labels.length > 1 && labels.every((one) => label.test(one)) && !labels.slice(-2).some((one) => one.includes("_"));
}
