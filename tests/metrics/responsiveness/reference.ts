import type { EpisodeOptions, Episodes, TimedMessage, WaitingEpisode } from "../../../src/metrics/responsiveness/episodes.js";

const hour = 3_600_000;

type Kind = "asks" | "speaks" | "bot speaks" | "replies" | "likes" | "deletes";
const order: readonly Kind[] = ["asks", "speaks", "bot speaks", "replies", "likes", "deletes"];

interface Happening {
  readonly at: number;
  readonly kind: Kind;
  readonly key: string;
  readonly message?: TimedMessage;
}

interface Wait {
  readonly first: TimedMessage;
  readonly others: readonly TimedMessage[];
  readonly isFirst: boolean;
}

/** Why something that came in asks for nothing, or what we wrote answers nobody; `undefined` when it does. */
function leftOut(message: TimedMessage, options: EpisodeOptions): string | undefined {
  const { direction, author, visibility, deletedAt, annotations = {}, shell } = message;
  const was: readonly string[] = shell?.was ?? [];
  const isBot = author?.isBot === true || was.includes("bot") || (author !== undefined && options.isBot?.(author) === true);
  const seen = shell === undefined ? visibility : (["internal", "held", "removed"].find((one) => was.includes(one)) ?? "public");
  const unseen =
    seen === "internal"
      ? "note"
      : seen === "held"
        ? "held"
        : seen === "removed" && (deletedAt === undefined || shell)
          ? "removed"
          : undefined;
  if (direction === "outbound") {
    if (unseen !== undefined) return unseen;
    return (options.isAutomatic === undefined ? isBot : options.isAutomatic(message)) ? "automatic" : undefined;
  }
  if (options.needsReply !== undefined) return options.needsReply(message) ? undefined : "needs-no-reply";
  if (author?.isOwn === true || was.includes("own")) return "own";
  if (isBot) return "bot";
  if (was.includes("spam") || Object.values(annotations).some(({ label, score }) => label === "spam" && score >= 0.5)) return "spam";
  if (visibility === "hidden" || was.includes("hidden")) return "hidden";
  return unseen;
}

/** A tree under a first comment is a thread; elsewhere a conversation is one. */
function threadOf(message: TimedMessage, all: readonly TimedMessage[]): string {
  const seen = new Set<string>();
  for (let one = message; ;) {
    if (one.kind === "direct" || one.kind === "chat" || one.kind === undefined) return one.conversation;
    const up = one.root ?? one.parent;
    if (up === undefined || seen.has(one.key)) return one.key;
    seen.add(one.key);
    const above = all.find(({ key }) => key === up);
    if (above === undefined) return up;
    one = above;
  }
}

/**
 * Finds waiting episodes as the definitions say it, slowly: for each thread everything that happened in it, in the order of time. Of messages
 * with one key only the first is read, so give none that differ.
 */
export function slowEpisodes(messages: readonly TimedMessage[], options: EpisodeOptions): Episodes {
  const all = messages.filter(({ key }, index) => messages.findIndex((one) => one.key === key) === index);
  const now = Date.parse(options.now);
  const from = options.from === undefined ? -Infinity : Date.parse(options.from);
  const to = options.to === undefined ? Infinity : Date.parse(options.to);
  const gap = (options.gapHours ?? 24) * hour;
  const isIn = (at: number): boolean => at >= from && at < to;

  const excluded: Record<string, number> = {};
  const threads = new Map<string, Happening[]>();
  const add = (thread: string, happening: Happening): void => {
    if (happening.at <= now) threads.set(thread, [...(threads.get(thread) ?? []), happening]);
  };
  for (const message of all) {
    const { key, direction, deletedAt, shell, parent } = message;
    const at = Date.parse(message.createdAt);
    const why = leftOut(message, options);
    const closes = why === undefined || (why === "automatic" && options.autoRepliesClose === true);
    if (!closes && at <= now && isIn(at)) excluded[why] = (excluded[why] ?? 0) + 1;
    const thread = threadOf(message, all);
    if (direction === "inbound") {
      add(thread, { at, kind: closes ? "asks" : "speaks", key, message });
      if (deletedAt !== undefined && (shell === undefined || shell.why === "deleted"))
        add(thread, { at: Math.max(at, Date.parse(deletedAt)), kind: "deletes", key, message });
    } else if (closes || why === "automatic") {
      const answered = all.find((one) => one.key === parent);
      const places = new Set([thread, answered === undefined ? thread : threadOf(answered, all)]);
      for (const place of places) add(place, { at, kind: closes ? "replies" : "bot speaks", key, message });
    }
  }
  for (const { key, at } of options.handOffs ?? []) {
    const message = all.find((one) => one.key === key);
    const thread = message === undefined ? key : threadOf(message, all);
    add(thread, { at: Date.parse(at), kind: "bot speaks", key });
  }
  if (options.countLikesAsResponse === true)
    for (const { target, at } of options.acknowledgements ?? []) {
      const message = all.find(({ key }) => key === target);
      if (message !== undefined) add(threadOf(message, all), { at: Date.parse(at), kind: "likes", key: target, message });
      else if (target.includes(":conversation:")) add(target, { at: Date.parse(at), kind: "likes", key: target });
    }

  const episodes: WaitingEpisode[] = [];
  let withdrawn = 0;
  for (const happenings of threads.values()) {
    happenings.sort((a, b) => a.at - b.at || order.indexOf(a.kind) - order.indexOf(b.kind) || (a.key < b.key ? -1 : 1));
    let wait: Wait | undefined;
    let lastAt = -Infinity;
    let botAt = -Infinity;
    let isFirst = true;
    const end = (how: { readonly at?: number; readonly reply?: TimedMessage; readonly lapsed?: boolean }): void => {
      if (wait === undefined) return;
      const { key: opened, conversation, createdAt: openedAt } = wait.first;
      const openedMs = Date.parse(openedAt);
      const since = options.baseline === "lastNonHumanActivity" ? Math.max(openedMs, botAt) : openedMs;
      const until = how.at ?? now;
      if (isIn(how.at !== undefined && options.attribution === "reply" ? how.at : openedMs))
        episodes.push({
          conversation,
          opened,
          openedAt,
          ...(how.reply !== undefined && { closed: how.reply.key }),
          ...(how.at !== undefined && { closedAt: new Date(how.at).toISOString() }),
          waitedMs: until - since,
          ...(options.hours !== undefined && { workingMs: options.hours.between(since, until) }),
          isFirst: wait.isFirst,
          ...(how.lapsed === true && { hasLapsed: true as const }),
          ...(since > openedMs && { since: new Date(since).toISOString() }),
        });
      wait = undefined;
    };
    for (const { at, kind, message } of happenings) {
      const isAfterSilence = at - lastAt >= gap;
      if (kind === "bot speaks") botAt = at;
      else if (kind === "likes") {
        if (wait !== undefined && (message === undefined || [wait.first, ...wait.others].includes(message))) end({ at });
      } else if (kind === "deletes") {
        if (wait === undefined || message === undefined) continue;
        const left: readonly TimedMessage[] = [wait.first, ...wait.others].filter((one) => one !== message);
        const [first, ...others] = left;
        if (first !== undefined) wait = { ...wait, first, others };
        else {
          if (isIn(Date.parse(wait.first.createdAt))) withdrawn++;
          if (wait.isFirst) isFirst = true;
          wait = undefined;
        }
      } else if (kind === "asks" && message !== undefined) {
        if (isAfterSilence) {
          end({ lapsed: true });
          isFirst = true;
        }
        wait = wait === undefined ? { first: message, others: [], isFirst } : { ...wait, others: [...wait.others, message] };
        isFirst = false;
      } else {
        if (isAfterSilence && wait === undefined) isFirst = true;
        if (kind === "replies" && message !== undefined) end({ at, reply: message });
      }
      if (kind === "asks" || kind === "speaks" || kind === "replies") lastAt = at;
    }
    end({});
  }
  episodes.sort((a, b) => Date.parse(a.openedAt) - Date.parse(b.openedAt) || (a.opened < b.opened ? -1 : 1));
  return { episodes, withdrawn, excluded };
}
