/** Nothing lost, nothing doubled, nothing invented, nothing that is gone. @module */
import { heldAt, isPushed, type AccountTruth } from "./truth.js";
import type { Evidence } from "./judge.js";
import type { Message } from "../../src/model/message.js";

const plain = (text: string): string => text.normalize("NFC").replace(/\s+/gu, " ").trim();

/** The id in a key, as the network writes it. */
const idIn = (key: string): string => decodeURIComponent(key.slice(key.lastIndexOf(":") + 1));

export function judgeMessages(evidence: Evidence): void {
  for (const truth of evidence.truth) {
    const rows = [...evidence.messages.values()].filter(({ key }) => key.startsWith(`${truth.account}:`));
    const byId = new Map<string, Message>();
    for (const row of rows) {
      if (byId.has(row.id)) evidence.wrong(`${truth.account}: ${row.id} is stored twice, as ${byId.get(row.id)?.key ?? ""} and ${row.key}`);
      byId.set(row.id, row);
      judgeRow(evidence, truth, row);
    }
    lost(evidence, truth, byId);
    judgePosts(evidence, truth);
  }
}

/** What has to be there. An item that arrived broken was put aside, and said so: it may be missing. */
function lost(evidence: Evidence, { account, messages, net }: AccountTruth, byId: ReadonlyMap<string, Message>): void {
  const { run, wrong } = evidence;
  const missing = [...messages].filter((id) => byId.get(id) === undefined);
  const aside = [...run.quarantined].filter(([list]) => list.startsWith(`${account} `)).reduce((sum, [, count]) => sum + count, 0);
  const inCalm = missing.filter((id) => run.town.said.get(net, id)?.calm === true);
  for (const id of inCalm) wrong(`${account}: lost ${id}, which was said in the calm`);
  const storm = missing.length - inCalm.length;
  if (storm > aside)
    wrong(`${account}: lost ${storm} messages, of which ${aside} were put aside at most: ${missing.slice(0, 5).join(", ")}`);
}

function judgeRow({ run, wrong }: Evidence, { account, net, us, messages: expected }: AccountTruth, row: Message): void {
  const { town } = run;
  const said = town.said.get(net, row.id);
  const held = heldAt(town, net, row.id);
  const isDirect = net === "bluesky" && !row.id.startsWith("at://");
  if (row.deletedAt !== undefined) {
    if (row.text !== "" || row.raw !== undefined || (row.author !== undefined && !row.author.isOwn) || row.author?.name !== undefined)
      wrong(`${account}: the shell of ${row.id} still tells something`);
    if (held !== undefined) wrong(`${account}: ${row.id} is buried, and stands on the network`);
    return;
  }
  const versions = said?.versions ?? (held === undefined ? undefined : [held.text]);
  if (versions === undefined) {
    // What the brand said, by this account or another, it may have taken back; the network forgets it.
    if (ourselves(town).has(row.author?.id ?? "")) return;
    // The fault `unknown-fields` invents a status of an audience that nobody knows.
    if (!isDirect && !(net === "mastodon" && row.id === "1")) wrong(`${account}: ${row.id} was never said`);
    return;
  }
  if (!versions.some((version) => plain(version) === plain(shown(town, row)))) wrong(`${account}: ${row.id} says what it never said`);
  if (said !== undefined && row.author?.id !== said.author) wrong(`${account}: ${row.id} has the wrong author`);
  if ((row.direction === "outbound") !== us.includes(row.author?.id ?? "")) wrong(`${account}: ${row.id} has the wrong direction`);
  if (said !== undefined && (row.visibility === "private") !== said.isPrivate) wrong(`${account}: ${row.id} is ${row.visibility}`);
  if (said === undefined) return;
  if (said.deletedInCalm === true && isPushed(said)) {
    const told = net === "discord" || row.mentionsUs === true;
    if (told) wrong(`${account}: ${row.id} was deleted in the calm, and is not buried`);
  }
  if (held === undefined) return;
  const parent = row.parent === undefined ? undefined : idIn(row.parent);
  const above = parent ?? (row.post === undefined ? undefined : idIn(row.post));
  if (held.parent !== undefined && above !== held.parent && parent !== held.parent)
    wrong(`${account}: ${row.id} answers ${above ?? "nothing"} instead of ${held.parent}`);
  const latest = said.versions.at(-1) ?? "";
  const isFresh = said.calm || (said.editedInCalm === true && net === "discord");
  if (isFresh && plain(latest) !== plain(shown(town, row)))
    wrong(`${account}: ${row.id} says what it said before it was edited in the calm`);
  const likes = new Set(held.likedBy).size;
  // What nobody lists, such as what a colleague wrote elsewhere, is not counted again.
  if (said.calm && expected.has(row.id) && row.counts.likes !== undefined && row.counts.likes !== likes)
    wrong(`${account}: ${row.id} has ${row.counts.likes} likes instead of ${likes}`);
}

/** Ids of all accounts of the brand. */
const ourselves = ({ sky, tooth, bot }: Evidence["run"]["town"]): ReadonlySet<string> =>
  new Set([...sky.brands.map(({ did }) => did), ...tooth.brands.map(({ id }) => id), bot]);

/** A text as the network shows it: Discord writes names of people into it by their id. */
function shown(town: Evidence["run"]["town"], { network, text }: Message): string {
  return network === "discord" ? text.replaceAll("@bootsbot", `<@${town.bot}>`) : text;
}

function judgePosts({ run, posts, wrong }: Evidence, { account, net, posts: expected }: AccountTruth): void {
  const rows = [...posts.values()].filter(({ key }) => key.startsWith(`${account}:`));
  const byId = new Map<string, (typeof rows)[number]>();
  for (const row of rows) {
    if (byId.has(row.id)) wrong(`${account}: the post ${row.id} is stored twice`);
    byId.set(row.id, row);
    const held = heldAt(run.town, net, row.id);
    if (row.deletedAt !== undefined && held !== undefined) wrong(`${account}: the post ${row.id} is buried, and stands on the network`);
  }
  const aside = [...run.quarantined].filter(([list]) => list.startsWith(`${account} `)).reduce((sum, [, count]) => sum + count, 0);
  const missing = [...expected].filter((id) => byId.get(id) === undefined);
  if (missing.length > aside || missing.some((id) => run.town.said.get(net, id)?.calm === true))
    wrong(`${account}: lost ${missing.length} posts, of which ${aside} were put aside at most: ${missing.slice(0, 5).join(", ")}`);
  for (const id of expected) {
    const row = byId.get(id);
    const said = run.town.said.get(net, id);
    if (row === undefined || said === undefined || row.deletedAt !== undefined) continue;
    if (!said.versions.some((version) => plain(version) === plain(row.text))) wrong(`${account}: the post ${id} says what it never said`);
    const likes = new Set(heldAt(run.town, net, id)?.likedBy).size;
    if (said.calm && row.counts.likes !== undefined && row.counts.likes !== likes)
      wrong(`${account}: the post ${id} has ${row.counts.likes} likes instead of ${likes}`);
  }
}
