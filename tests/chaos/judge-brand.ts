/** What the brand wanted happened once, or visibly not. @module */
import { heldAt, netOf, saidByUs } from "./truth.js";
import type { Ask } from "./brand.js";
import type { Evidence } from "./judge.js";

export function judgeBrand(evidence: Evidence): void {
  const { run, outbox, wrong } = evidence;
  for (const surprise of run.brand.surprises) wrong(surprise);
  for (const entry of outbox.values()) {
    if (entry.state === "sending") wrong(`${entry.id} is still being sent`);
    if (entry.lease !== undefined) wrong(`${entry.id} is ${entry.state} and still held by a worker`);
  }
  const said = saidByUs(run.town);
  const takenBack = run.brand.asks.filter(({ what }) => what === "delete").map(({ target }) => target?.text ?? "");
  for (const ask of run.brand.asks) {
    if (ask.parts.length > 0) judgeWords(evidence, ask, said, takenBack);
    else judgeSwitch(evidence, ask);
  }
}

function judgeWords(
  { outbox, messages, wrong }: Evidence,
  { key, account, parts, outcomes, what }: Ask,
  said: ReturnType<typeof saidByUs>,
  takenBack: readonly string[],
): void {
  const entry = outbox.get(`${account}:outbox:${key}`);
  const steps = (entry?.steps ?? []).filter(({ step }) => step === "part" || step === "private");
  const goneUnheard = parts.some((part) => takenBack.some((text) => text.includes(/\[[^\]]+\]/u.exec(part)?.[0] ?? part)));
  if (entry?.state === "unknown" && !goneUnheard)
    wrong(`${account}: nobody knows what became of ${key} (${what}), although the network could be asked`);
  if (outcomes.some(({ status }) => status === "sent") && entry?.state !== "sent")
    wrong(`${account}: ${key} was sent once and is ${entry?.state ?? "gone"} now`);
  for (const [index, part] of parts.entries()) {
    const tag = /\[[^\]]+\]/u.exec(part)?.[0] ?? part;
    const standing = said.filter(({ text }) => text.includes(tag));
    if (standing.length > 1) wrong(`${account}: ${tag} was said ${standing.length} times`);
    const step = steps[index];
    const gone = takenBack.some((text) => text.includes(tag));
    if (step?.status === "sent" && standing.length === 0 && !gone) wrong(`${account}: ${tag} is said to be sent and is not on the network`);
    // What nobody had heard of when we deleted it leaves no words to know it by; others may still see it (direct messages of Bluesky).
    if (step?.status !== "sent" && standing.length > 0 && !gone)
      wrong(`${account}: ${tag} is on the network, and its step is ${step?.status ?? "missing"} (${entry?.state ?? "no entry"})`);
    if (step?.status === "sent" && !gone && what !== "publish" && ![...messages.values()].some((row) => row.text.includes(tag)))
      wrong(`${account}: ${tag} was sent and is not stored`);
  }
  if (entry?.state === "sent" && steps.filter(({ status }) => status === "sent").length !== parts.length)
    wrong(`${account}: ${key} is sent, and not all of its parts are`);
}

function judgeSwitch({ run, outbox, wrong }: Evidence, { key, account, target, what }: Ask): void {
  if (target === undefined) return;
  const net = netOf(account);
  const held = heldAt(run.town, net, target.id);
  const isSent = outbox.get(`${account}:outbox:${key}`)?.state === "sent";
  const us = [...run.town.sky.brands.map(({ did }) => did), ...run.town.tooth.brands.map(({ id }) => id), run.town.bot];
  if (what === "delete" && isSent && held !== undefined) wrong(`${account}: ${target.id} was deleted by us and stands on the network`);
  if (what === "hide" && isSent && held !== undefined && net === "bluesky" && run.town.bluesky.state.held(target.id)?.hidden !== true)
    wrong(`${account}: ${target.id} was hidden by us and is not`);
  if (what !== "like" || held === undefined) return;
  for (const one of us) {
    const likes = held.likedBy.filter((who) => who === one).length;
    if (likes > 1) wrong(`${account}: we like ${target.id} ${likes} times`);
  }
  if (isSent && !held.likedBy.some((who) => us.includes(who))) wrong(`${account}: ${target.id} was liked by us and is not`);
}
