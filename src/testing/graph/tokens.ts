/**
 * Access tokens: of which kind they are, what they may do, until when they live, and how they end.
 * @see https://developers.facebook.com/docs/facebook-login/guides/access-tokens/, read 2026-08
 * @module
 */
import { bytesFrom } from "../seed.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import type { Clock } from "../../clock.js";
import { hmac } from "@noble/hashes/hmac.js";
import { refusal } from "./errors.js";
import { sha256 } from "@noble/hashes/sha2.js";

/** Whom a token speaks for. */
export type GraphTokenKind = "app" | "user" | "page" | "instagram" | "threads";

/** A token as the network holds it. */
export interface GraphToken {
  readonly token: string;
  readonly kind: GraphTokenKind;
  /** Id of the app, person, Page or account that it speaks for: what `me` means. */
  readonly subject: string;
  /** Id of the person who gave it, where it speaks for a Page. */
  readonly userId?: string;
  /** When it was given. Milliseconds. */
  readonly issuedAt: number;
  /** Permissions; a test may take some. */
  scopes: readonly string[];
  /** When it ends. Milliseconds; absent = never by time. */
  expiresAt?: number;
  /** Why it is dead: the subcode of error 190, e.g. 460 after a new password. */
  dead?: number;
}

/** What a new token is like. */
export type NewGraphToken = Pick<GraphToken, "kind" | "subject" | "scopes"> & {
  readonly userId?: string;
  /** How long it lives. Milliseconds. @defaultValue without end by time */
  readonly livesMs?: number;
  /** The token itself, where it is no random one: an app's is its id and its secret. @defaultValue made from the seed */
  readonly value?: string;
};

/** The tokens of one network. */
export interface GraphTokens {
  /** Makes a token. */
  issue(about: NewGraphToken): GraphToken;
  /** Finds a token, dead ones too. */
  peek(value: string | undefined): GraphToken | undefined;
  /** Finds the token that a request came with, or refuses it. */
  require(value: string | undefined): GraphToken;
  /** Every token that speaks for somebody. */
  of(subject: string): readonly GraphToken[];
}

const deadWords: Readonly<Record<number, string>> = {
  458: "Error validating access token: The user has not authorized application.",
  459: "Error validating access token: You cannot access the app till you log in and follow the instructions given.",
  460: "Error validating access token: The session has been invalidated because the user changed their password or the session was changed for security reasons.",
  463: "Error validating access token: Session has expired.",
  467: "Error validating access token: This may be because the user logged out or may be due to a system error.",
  492: "Error validating access token: the session is invalid because the user does not have a role on the Page.",
};

const prefixes: Readonly<Record<GraphTokenKind, string>> = { app: "APP", user: "EAA", page: "EAA", instagram: "IGAA", threads: "THAA" };

/** Makes the tokens of a network. */
export function makeTokens(clock: Clock, seed: string | number): GraphTokens {
  const all = new Map<string, GraphToken>();
  return {
    issue: ({ kind, subject, scopes, userId, livesMs, value }) => {
      const token = value ?? `${prefixes[kind]}${bytesToHex(bytesFrom(seed, "token", all.size)).slice(0, 40)}`;
      const made: GraphToken = {
        token,
        kind,
        subject,
        scopes,
        issuedAt: clock.now(),
        ...(userId !== undefined && { userId }),
        ...(livesMs !== undefined && { expiresAt: clock.now() + livesMs }),
      };
      all.set(token, made);
      return made;
    },
    peek: (value) => (value === undefined ? undefined : all.get(value)),
    require: (value) => {
      if (value === undefined || value === "") throw refusal(104, "An access token is required to request this resource.");
      const token = all.get(value);
      if (token === undefined) throw refusal(190, "Invalid OAuth access token - Cannot parse access token");
      const dead = token.dead ?? (token.expiresAt !== undefined && clock.now() >= token.expiresAt ? 463 : undefined);
      if (dead !== undefined) throw refusal(190, deadWords[dead] ?? "Error validating access token.", { subcode: dead });
      return token;
    },
    of: (subject) => [...all.values()].filter((one) => one.subject === subject),
  };
}

/** How a host treats `appsecret_proof`: Meta documents it for graph.facebook.com alone. */
export type ProofRule = "ignored" | "checked" | "required";

/** Makes the proof that somebody holds the app's secret: what a right request carries. */
export const proofFor = (secret: string, token: string): string => bytesToHex(hmac(sha256, utf8ToBytes(secret), utf8ToBytes(token)));

/** Refuses a request whose proof is wrong, or missing where the app demands one. `time` is `appsecret_time`. */
export function checkProof(rule: ProofRule, secret: string, token: string, proof: string | undefined, time?: string): void {
  if (rule === "ignored") return;
  if (proof === undefined) {
    if (rule === "required") throw refusal(100, "API calls from the server require an appsecret_proof argument");
    return;
  }
  if (proof !== proofFor(secret, time === undefined ? token : `${token}|${time}`))
    throw refusal(100, "Invalid appsecret_proof provided in the API argument");
}
