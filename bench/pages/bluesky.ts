/** A page of 100 notifications of Bluesky, and reading it. The people and texts are invented. */
import { accountKey } from "../../src/model/keys.js";
import { answers, wireNotification } from "../../src/networks/bluesky/wire.js";
import { fromNotification } from "../../src/networks/bluesky/normalize.js";
import { readItems } from "../../src/adapter/read-items.js";
import { texts, type Pages } from "./pages.js";

type Kind = "plain" | "facets" | "pictures";

const did = "did:plc:brandshop000000000000000";
const us = { account: accountKey("bluesky", did), did };

/** One notification as the index tells it; `n` makes each another. */
function notification(n: number, kind: Kind): unknown {
  const author = `did:plc:member${String(n % 37).padStart(17, "0")}`;
  const rkey = `3k${n.toString(32).padStart(11, "2")}`;
  const root = { uri: `at://${did}/app.bsky.feed.post/3kroot2222${n % 10}a2`, cid: `bafyreiroot${n % 10}` };
  const at = new Date(Date.UTC(2026, 0, 1) - n * 61_000).toISOString();
  const base = texts[n % texts.length] ?? "";
  const text = kind === "facets" ? `@brand.example.com ${base} #støvler https://butik.example/a` : base;
  const bytes = (part: string): number => new TextEncoder().encode(part).length;
  const facet = (part: string, feature: unknown): unknown => {
    const byteStart = bytes(text.slice(0, text.indexOf(part)));
    return { index: { byteStart, byteEnd: byteStart + bytes(part) }, features: [feature] };
  };
  return {
    uri: `at://${author}/app.bsky.feed.post/${rkey}`,
    cid: `bafyreinotification${n}aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa`,
    author: {
      did: author,
      handle: `member${n % 37}.example.com`,
      displayName: `Member ${n % 37}`,
      avatar: `https://cdn.example/img/avatar/plain/${author}/bafkrei@jpeg`,
      associated: { chat: { allowIncoming: "following" }, activitySubscription: { allowSubscriptions: "followers" } },
      viewer: { muted: false, mutedOnlyReposts: false, mutedOnlyQuoteposts: false, blockedBy: false, followedBy: `at://${author}/f/1` },
      labels: [],
      createdAt: "2024-05-01T10:00:00.000Z",
      description: "Vandrer, fotograf, far til to.",
      indexedAt: at,
    },
    reason: ["reply", "reply", "mention", "quote"][n % 4],
    reasonSubject: root.uri,
    record: {
      $type: "app.bsky.feed.post",
      text,
      createdAt: at,
      langs: ["da"],
      ...(n % 4 < 2 && { reply: { root, parent: root } }),
      ...(kind === "facets" && {
        facets: [
          facet("@brand.example.com", { $type: "app.bsky.richtext.facet#mention", did }),
          facet("#støvler", { $type: "app.bsky.richtext.facet#tag", tag: "støvler" }),
          facet("https://butik.example/a", { $type: "app.bsky.richtext.facet#link", uri: "https://butik.example/a" }),
        ],
      }),
      ...(kind === "pictures" && {
        embed: {
          $type: "app.bsky.embed.images",
          images: [0, 1].map((one) => ({
            alt: `Billede ${one}`,
            image: { $type: "blob", ref: { $link: `bafkrei${n}${one}` }, mimeType: "image/jpeg", size: 200_000 + n },
            aspectRatio: { width: 1200, height: 900 },
          })),
        },
      }),
    },
    isRead: n > 5,
    indexedAt: at,
    labels: [],
  };
}

function page(kind: Kind, start: number): string {
  return JSON.stringify({ notifications: Array.from({ length: 100 }, (_, n) => notification(start + n, kind)), cursor: "next" });
}

function read(text: string): number {
  const answer = answers["app.bsky.notification.listNotifications"].parse(JSON.parse(text));
  const { items, quarantined } = readItems("notifications", answer.notifications, wireNotification, (wire) => fromNotification(us, wire));
  return quarantined.length > 0 ? 0 : items.length;
}

export const bluesky: readonly Pages[] = (["plain", "facets", "pictures"] as const).map((kind) => ({
  name: `bluesky ${kind}`,
  page: (start) => page(kind, start),
  read,
}));
