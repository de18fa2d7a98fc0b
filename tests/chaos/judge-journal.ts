/** Everything that arrived was journaled once and handled once, or is dead and visible. @module */
import type { Evidence } from "./judge.js";

export function judgeJournal(evidence: Evidence): void {
  const { messages, changes, dead, run, wrong } = evidence;
  const letters = new Set([...dead.values()].map(({ consumer, id }) => `${consumer} ${id}`));
  const created = new Set<string>();
  for (const change of changes.values()) {
    if (change.type === "message.created") created.add(change.message.key);
    if (change.type !== "message.created" && change.type !== "message.updated") continue;
    const row = messages.get(change.message.key);
    if (row === undefined) wrong(`The journal tells of ${change.message.key}, which is not stored`);
    else if (row.deletedAt !== undefined && change.message.text !== "") wrong(`The journal still tells what ${row.key} said`);
  }
  for (const { key, deletedAt, direction } of messages.values()) {
    if (deletedAt === undefined && direction === "inbound" && !created.has(key)) wrong(`${key} is stored and was never journaled`);
  }
  for (const change of changes.values()) {
    const isOwn = (change.type === "message.created" || change.type === "message.updated") && change.message.direction === "outbound";
    for (const consumer of ["recorder", "clumsy"] as const) {
      const one = run.consumers.handled.get(`${consumer} ${change.id}`);
      const isDead = letters.has(`${consumer} ${change.id}`);
      if (isDead) {
        if (one?.dead !== true) wrong(`${change.id} is a dead letter of ${consumer} without having been given up`);
        continue;
      }
      if (one === undefined || one.acknowledged !== 1) {
        wrong(`${change.id} was ended ${one?.acknowledged ?? 0} times for ${consumer}`);
        continue;
      }
      if (!isOwn && one.successes.length === 0 && change.type !== "message.updated") wrong(`${change.id} was never handled by ${consumer}`);
      if (one.successes.length > 1 + one.lost)
        wrong(`${change.id} was handled ${one.successes.length} times by ${consumer}, lost ${one.lost}`);
      if (one.afterwards > 0) wrong(`${change.id} was handed to ${consumer} after it was done`);
    }
  }
  for (const id of run.acknowledged)
    if (![...created].some((key) => key.endsWith(`:${id}`)) && run.town.said.get("discord", id)?.deletedAt === undefined)
      wrong(`The delivery of ${id} was acknowledged and is not journaled`);
}
