/**
 * The codes of the Graph API and what they mean, as data (error handling of the Graph, Messenger, Instagram and Threads APIs; read 2026-08 to
 * 2026-11). Where a subcode stands in no table of the network, public reports tell it; those are marked (?).
 * @module
 */
import type { ErrorCode, ReauthorizeCause } from "../../model/error-info.js";

/** What a code means and what to do about it. No words of the network: they may quote a text or a name. */
export type GraphRow = readonly [code: ErrorCode, message: string, more?: GraphRowMore];

/** What a code says beside its meaning. */
export interface GraphRowMore {
  /** Why somebody has to log in again. */
  readonly reauthorize?: ReauthorizeCause;
  /** True when the same call may succeed later, though its code says otherwise; or false. */
  readonly retryable?: boolean;
  /** How long to wait. Milliseconds. */
  readonly retryAfterMs?: number;
}

const loginAgain = "log in again and hand in the new token";
const expired: GraphRow = ["unauthenticated", `the token has run out; ${loginAgain}`, { reauthorize: "expired" }];
const revoked = (why: string): GraphRow => ["unauthenticated", `${why}; ${loginAgain}`, { reauthorize: "revoked" }];

const lacking: GraphRow = [
  "forbidden",
  "the token lacks a permission for this; grant what `requiredScopes` names, and check that the app has Advanced Access to it",
  { reauthorize: "missing-scope" },
];
const closed: GraphRow = [
  "window-closed",
  "the person wrote too long ago: 24 hours, or seven days for a human with the Human Agent feature; wait until they write again",
];
const unreachable: GraphRow = ["forbidden", "the person cannot be written to: they blocked the account, left, or take no messages from it"];
const badFile = (what: string): GraphRow => ["invalid-request", `the network refused the file: ${what}`];
const later = (what: string): GraphRow => ["server-error", `${what}; try again later`];
const tooMuch = (what: string): GraphRow => ["invalid-request", what];

/** By code and subcode. */
export const bySubcode: Readonly<Record<string, GraphRow>> = {
  "190/458": revoked("the person removed the app"),
  "190/459": revoked("the person has to pass a checkpoint on facebook.com first"),
  "190/460": revoked("the password was changed"),
  "190/463": expired,
  "190/464": revoked("the person's account is not confirmed"),
  "190/467": revoked("the token is not valid any more"),
  "190/492": revoked("the person lost their role on the Page"),
  // Pages API, error codes; read 2026-11.
  "190/2069032": [
    "unauthenticated",
    "the call wants the token of the Page itself; hand that in instead of a person's",
    { reauthorize: "wrong-token-kind" },
  ],
  "100/33": ["not-found", "there is no such thing, the account may not see it, or it does not take this call"],
  "10/2018278": closed,
  "10/2018065": closed,
  "10/2534022": closed,
  "10/2018108": unreachable,
  "10/1893063": ["forbidden", "Meta keeps the Page from messaging for a while; look at its Support Inbox"],
  "551/1545041": unreachable,
  "200/1545041": unreachable,
  "200/2018028": ["forbidden", "the app may write to its testers only; get pages_messaging approved", { reauthorize: "missing-scope" }],
  "100/2018001": ["not-found", "there is no such person for this account; people have a number of their own for each Page"],
  "100/2018034": tooMuch("the text is too long; shorten it"),
  "100/2018008": badFile("it could not be fetched; its address has to be open to everybody"),
  "100/2018047": badFile("it could not be uploaded; check address and type"),
  "100/2018294": badFile("it could not be fetched; its address has to be open to everybody"),
  "100/2018109": badFile("it is too large"),
  "100/2018074": badFile("it was not found; send its address instead"),
  "100/2534014": tooMuch("the network refused the form of the message; check text and attachments"),
  "100/2534015": tooMuch("the network refused the form of the message; check text and attachments"),
  "100/2534037": ["forbidden", "another app answers this conversation now; take it over, or hand the answer to that app"],
  "613/1996": ["rate-limited", "the account suddenly calls far more often than before; slow down"],
};

/** By subcode alone: the same whatever the code beside it. */
export const bySubcodeOnly: Readonly<Record<number, GraphRow>> = {
  2534122: ["forbidden", "Instagram keeps the account from messaging for a while; look at its account status"],
  2534029: ["forbidden", "Meta keeps the account from messaging for a while; look at its account status"],
  2018320: lacking,
  2018300: lacking,
  2018321: lacking,
  2018218: ["not-found", "there is no such person for this account"],
  2207001: later("Instagram had a problem of its own"),
  2207003: later("Instagram took too long to fetch the file"),
  2207004: badFile("it is too large (pictures: 8 MB)"),
  2207005: badFile("its format is not taken; pictures have to be JPEG"),
  2207006: ["not-found", "the media is gone"],
  2207008: ["not-found", "what was prepared for publishing is older than 24 hours; publish it anew"],
  2207009: badFile("its shape is not taken; pictures have to lie between 4:5 and 1.91:1"),
  2207010: tooMuch("the caption is longer than 2,200 characters"),
  2207020: ["not-found", "the media has expired; publish it anew"],
  2207023: badFile("its media type is not known"),
  2207026: badFile("its video format is not taken; use MP4 or MOV with H.264 or HEVC"),
  2207027: ["server-error", "the media is not ready yet; try again in a minute", { retryable: true, retryAfterMs: 60_000 }],
  2207028: tooMuch("a carousel holds two to ten pictures or videos"),
  2207032: later("Instagram could not prepare the media"),
  2207040: tooMuch("the caption mentions more than 20 accounts"),
  2207042: ["rate-limited", "the account has published as much as it may in 24 hours", { retryAfterMs: 3_600_000 }],
  2207050: ["forbidden", "the account is restricted or inactive; open Instagram and follow what it says"],
  2207051: ["declined", "Instagram took the publication for spam; wait, and publish something else", { retryable: false }],
  2207052: badFile("it could not be fetched; its address has to be open to everybody"),
  2207053: later("Instagram could not upload the file"),
  2207057: tooMuch("the cover lies outside the video"),
  1366046: badFile("pictures have to be JPEG, PNG, GIF, TIFF or BMP, and smaller than 10 MB"),
  1390008: ["rate-limited", "the Page publishes too fast; wait", { retryAfterMs: 600_000 }],
  1346003: ["declined", "Facebook took the content for abuse"],
  1404102: ["declined", "Facebook refused the content for its community standards"],
  1404078: ["forbidden", "Facebook wants a person to confirm who they are before the Page may publish"],
  1366051: ["duplicate", "the pictures were published already"],
  1609008: tooMuch("links to facebook.com cannot be attached; leave it out"),
  1446036: ["duplicate", "the comment is marked so already"],
  4279013: ["forbidden", "the Threads profile is restricted; open Threads and follow what it says"],
};

/** By code, where no subcode tells more. */
export const byCode: Readonly<Record<number, GraphRow>> = {
  1: ["server-error", "the network failed without saying why, or a parameter is wrong (1)"],
  2: ["server-error", "the network is away for a moment (2); try again later"],
  3: ["forbidden", "the app has no right to this call (3); add the product or feature in the app dashboard"],
  4: ["rate-limited", "the app has called as often as it may"],
  9: ["rate-limited", "the account has published as much as it may in 24 hours", { retryAfterMs: 3_600_000 }],
  10: lacking,
  17: ["rate-limited", "the token's user has called as often as they may"],
  32: ["rate-limited", "the Page has called as often as it may"],
  100: ["invalid-request", "the network refused a parameter (100); check ids, text and options"],
  102: revoked("the login has ended"),
  104: [
    "misconfigured",
    "the network refused the proof of the token (104); check that the token was made for this app, and the app's newest secret",
  ],
  190: revoked("the token is not valid any more"),
  210: [
    "forbidden",
    "the call wants the token of the Page itself; `pageToken` gives it for that of a person",
    { reauthorize: "wrong-token-kind" },
  ],
  230: ["forbidden", "the person has not written to the account yet, or did not agree to be shown"],
  341: ["rate-limited", "the app has called as often as it may"],
  368: [
    "declined",
    "Meta keeps the account from doing this for a while because of its policies (368), often for a day; do not try again before",
  ],
  506: ["duplicate", "the same was published just before"],
  551: unreachable,
  613: ["rate-limited", "this call may not be made so often"],
  1200: ["server-error", "the message could not be sent for a moment; try again later", { retryable: true }],
  1705: ["forbidden", "Facebook does not let the account write there"],
  2500: ["invalid-request", "the network knows no such path (2500); check ids and version"],
  3001: ["invalid-request", "no metric was named (3001)"],
  10900: ["duplicate", "it was answered in private before, and once is all that is allowed; answer in public"],
  10903: ["forbidden", "it cannot be answered in private; answer in public"],
  1609005: ["invalid-request", "the link could not be looked at; check that it opens for everybody"],
  9000001: ["not-found", "the message is gone"],
  9004: badFile("it could not be fetched; its address has to be open to everybody"),
  9007: ["server-error", "the media is not ready yet; try again in a minute", { retryable: true, retryAfterMs: 60_000 }],
  36003: badFile("its shape is not taken; pictures have to lie between 4:5 and 1.91:1"),
  36004: tooMuch("the caption is longer than 2,200 characters"),
};

/** English words of the network, where codes alone do not tell. None of them is passed on. */
export const byWords: readonly (readonly [code: number | undefined, words: RegExp, row: GraphRow])[] = [
  [
    100,
    /cursor specified exceeds the max limit/i,
    ["invalid-request", "the network gives no more of this list; ask for a shorter time, or for what is newer (`since`)"],
  ],
  [
    undefined,
    /invalid appsecret_proof/i,
    [
      "misconfigured",
      "the proof of the token is wrong: it was made for another app, or the first of the app's `secrets` is not its secret",
    ],
  ],
  [
    100,
    /appsecret_proof/i,
    ["misconfigured", "the app wants every call proved with its secret; give the adapter the app that `createGraphApp` made"],
  ],
  [10, /not enough viewers/i, ["unsupported", "fewer than five people have seen it, so no numbers are told"]],
  [undefined, /THREADS_API__LINK_LIMIT_EXCEEDED/, ["invalid-request", "the post has more than five different links; leave some out"]],
  [undefined, /THREADS_API__FEATURE_NOT_AVAILABLE/, ["unsupported", "Threads does not offer this to the profile yet"]],
  [undefined, /THREADS_API__GEO_GATING_INVALID_COUNTRY_CODES/, ["invalid-request", "Threads does not know one of the countries"]],
];
