/**
 * Who asks, as Discord wants to be told. The same for the API and for the gateway's address.
 * @module
 */

/** Version of this package; a test holds it against package.json. */
export const version = "0.1.0";

/** Where people find out what asks. */
const defaultContactUrl = "https://www.npmjs.com/package/folkmoot";

/** True for an address that fits between the brackets of the header. */
export function isContactUrl(address: unknown): address is string {
  return typeof address === "string" && /^https?:\/\/[\x21-\x7e]+$/.test(address) && !/[(),]/.test(address) && URL.canParse(address);
}

/** Makes the header. The form is the network's wish; requests without it are turned away at its door (reference, user agent; read 2026-11). */
export function userAgent(contactUrl: string = defaultContactUrl): string {
  return `DiscordBot (${contactUrl}, ${version})`;
}
