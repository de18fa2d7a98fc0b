/** A page of 100 mentions of Mastodon, and reading it. The people and texts are invented. */
import { accountKey } from "../../src/model/keys.js";
import { readItems } from "../../src/adapter/read-items.js";
import { texts, type Pages } from "./pages.js";
import { toMessage } from "../../src/networks/mastodon/normalize.js";
import { wireNotification, wireStatus } from "../../src/networks/mastodon/wire.js";
import { Unreadable } from "../../src/adapter/read-items.js";

type Kind = "plain" | "links" | "pictures";

const server = "https://fjeld.example";
const us = {
  account: accountKey("mastodon", "fjeld.example/1"),
  accountId: "fjeld.example/1",
  id: "1",
  origin: server,
  host: "fjeld.example",
};

const account = (n: number): unknown => ({
  id: String(1000 + (n % 37)),
  username: `member${n % 37}`,
  acct: `member${n % 37}@bjerg.example`,
  display_name: `Member ${n % 37}`,
  locked: false,
  bot: false,
  discoverable: true,
  indexable: false,
  group: false,
  created_at: "2022-11-01T00:00:00.000Z",
  note: "<p>Vandrer, fotograf, far til to.</p>",
  url: `https://bjerg.example/@member${n % 37}`,
  uri: `https://bjerg.example/users/member${n % 37}`,
  avatar: "https://media.fjeld.example/avatars/1.png",
  avatar_static: "https://media.fjeld.example/avatars/1.png",
  header: "https://media.fjeld.example/headers/1.png",
  header_static: "https://media.fjeld.example/headers/1.png",
  followers_count: 120 + n,
  following_count: 80,
  statuses_count: 1900,
  last_status_at: "2026-01-01",
  emojis: [],
  fields: [],
});

/** One notification as the server tells it; `n` makes each another. */
function notification(n: number, kind: Kind): unknown {
  const at = new Date(Date.UTC(2026, 0, 1) - n * 61_000).toISOString();
  const link =
    '<a href="https://butik.example/vinter/stoevler?farve=brun" target="_blank" rel="nofollow noopener" translate="no">' +
    '<span class="invisible">https://</span><span class="ellipsis">butik.example/vinter/stoevler</span><span class="invisible">?farve=brun</span></a>';
  const name =
    '<span class="h-card" translate="no"><a href="https://fjeld.example/@brand" class="u-url mention">@<span>brand</span></a></span>';
  const said = `${name} ${texts[n % texts.length] ?? ""}`;
  const content = kind === "links" ? `<p>${said}</p><p>${link}<br />&amp; så til fjelds!</p>` : `<p>${said}</p>`;
  return {
    id: String(90_000 - n),
    type: "mention",
    created_at: at,
    group_key: `ungrouped-${90_000 - n}`,
    account: account(n),
    status: {
      id: String(114_000_000_000_000_000n - BigInt(n)),
      created_at: at,
      in_reply_to_id: n % 2 === 0 ? "113000000000000001" : null,
      in_reply_to_account_id: n % 2 === 0 ? "1" : null,
      sensitive: false,
      spoiler_text: "",
      visibility: "public",
      language: "da",
      uri: `https://bjerg.example/users/member${n % 37}/statuses/${n}`,
      url: `https://bjerg.example/@member${n % 37}/${n}`,
      replies_count: 0,
      reblogs_count: 1,
      favourites_count: n % 9,
      quotes_count: 0,
      edited_at: null,
      favourited: false,
      reblogged: false,
      muted: false,
      bookmarked: false,
      content,
      filtered: [],
      reblog: null,
      account: account(n),
      media_attachments:
        kind === "pictures"
          ? [0, 1].map((one) => ({
              id: `${n}${one}`,
              type: "image",
              url: `https://media.fjeld.example/${n}${one}.jpg`,
              preview_url: `https://media.fjeld.example/small/${n}${one}.jpg`,
              remote_url: null,
              meta: { original: { width: 1200, height: 900, size: "1200x900", aspect: 1.33 } },
              description: `Billede ${one}`,
              blurhash: "UBL_:rOpGG-oBUNG,qRj2so|=eE1w^n4S5NH",
            }))
          : [],
      mentions: [{ id: "1", username: "brand", url: "https://fjeld.example/@brand", acct: "brand" }],
      tags: [],
      emojis: [],
      card: null,
      poll: null,
    },
  };
}

function read(text: string): number {
  const thread = { rootId: "113000000000000001", rootAuthor: "1" };
  const { items, quarantined } = readItems("notifications", JSON.parse(text) as unknown[], wireNotification, ({ status }) => {
    if (!wireStatus.accepts(status)) throw new Unreadable(wireStatus.complaint(status));
    return toMessage(us, status, thread);
  });
  return quarantined.length > 0 ? 0 : items.length;
}

export const mastodon: readonly Pages[] = (["plain", "links", "pictures"] as const).map((kind) => ({
  name: `mastodon ${kind}`,
  page: (start) => JSON.stringify(Array.from({ length: 100 }, (_, n) => notification(start + n, kind))),
  read,
}));
