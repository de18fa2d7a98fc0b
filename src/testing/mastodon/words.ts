/**
 * Refusals as the server says them: most in English whatever the language, what a person is meant to read in the server's own.
 * @module
 */

/** Languages that the fake speaks. */
export type MastodonLanguage = "en" | "de";

/** Words of one language. */
export interface Words {
  /** Too many requests. */
  readonly tooMany: string;
  /** A record that is not as it should be; gets the complaints. */
  readonly invalid: (...complaints: readonly string[]) => string;
  /** A text that is missing. */
  readonly blank: string;
  /** A text that is too long. */
  tooLong(max: number): string;
  /** A date that is too near. */
  readonly tooSoon: string;
  /** More attachments than may be. */
  tooManyFiles(max: number): string;
  /** A video beside pictures. */
  readonly mixedFiles: string;
  /** Attachments that are still being worked on. */
  readonly unreadyFiles: string;
  /** Attachments that are not there, not ours or used. */
  missingFiles(ids: string): string;
  /** The answered status is not there. */
  readonly noParent: string;
  /** The quoted status is not there, or may not be quoted. */
  readonly noQuoted: string;
  /** A private quote of somebody who is not named. */
  readonly quotedNotNamed: string;
}

const en: Words = {
  tooMany: "Too many requests",
  invalid: (...complaints) => `Validation failed: ${complaints.join(", ")}`,
  blank: "Text can't be blank",
  tooLong: (max) => `Text character limit of ${max} exceeded`,
  tooSoon: "Scheduled at date must be in the future",
  tooManyFiles: (max) => `Cannot attach more than ${max} files`,
  mixedFiles: "Cannot attach a video to a post that already contains images",
  unreadyFiles: "Cannot attach files that have not finished processing. Try again in a moment!",
  missingFiles: (ids) => `Media ${ids} not found or already attached to another post`,
  noParent: "The post you are trying to reply to does not appear to exist.",
  noQuoted: "The post you are trying to quote does not appear to exist.",
  quotedNotNamed: "Cannot quote a non-mentioned user in a Private Mention post.",
};

const de: Words = {
  tooMany: "Zu viele Anfragen",
  invalid: (...complaints) => `Gültigkeitsprüfung fehlgeschlagen: ${complaints.join(", ")}`,
  blank: "Text muss ausgefüllt werden",
  tooLong: (max) => `Text Begrenzung von ${max} Zeichen überschritten`,
  tooSoon: "Geplant für muss in der Zukunft liegen",
  tooManyFiles: (max) => `Es können nicht mehr als ${max} Dateien angehängt werden`,
  mixedFiles: "Es kann kein Video an einen Beitrag mit Bildern angehängt werden",
  unreadyFiles: "Dateien, die noch verarbeitet werden, können nicht angehängt werden",
  missingFiles: (ids) => `Medien ${ids} nicht gefunden oder schon an einen anderen Beitrag angehängt`,
  noParent: "Der Beitrag, auf den du antworten möchtest, scheint nicht zu existieren.",
  noQuoted: "Der Beitrag, den du zitieren möchtest, scheint nicht zu existieren.",
  quotedNotNamed: "Ein nicht erwähntes Profil kann privat nicht zitiert werden.",
};

/** Gives the words of a language. */
export const wordsOf = (language: MastodonLanguage): Words => (language === "de" ? de : en);
