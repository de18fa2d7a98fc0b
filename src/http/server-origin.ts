/**
 * Servers that hosts name: which of them may be sent credentials.
 * @module
 */

/** Host names of this machine, where `http:` is as good as `https:`. */
function isLoopback(hostname: string): boolean {
  return hostname === "localhost" || hostname.endsWith(".localhost") || hostname === "[::1]" || /^127(?:\.\d{1,3}){3}$/.test(hostname);
}

/**
 * Reads the origin off the address of a server that credentials may be sent to: `https:`, or `http:` on this machine, without a name or
 * password in it.
 * @returns e.g. `https://bsky.social`; `undefined` for every other address
 */
export function serverOrigin(address: string): string | undefined {
  if (!URL.canParse(address)) return undefined;
  const { protocol, hostname, origin, username, password } = new URL(address);
  const safe = protocol === "https:" || (protocol === "http:" && isLoopback(hostname));
  return safe && username === "" && password === "" ? origin : undefined;
}
