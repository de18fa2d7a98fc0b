/** A page of 100 messages of a Discord thread, and reading it. The people and texts are invented. */
import { accountKey } from "../../src/model/keys.js";
import { readItems } from "../../src/adapter/read-items.js";
import { texts, type Pages } from "./pages.js";
import { toMessage } from "../../src/networks/discord/normalize.js";
import { toPlace } from "../../src/networks/discord/places.js";
import { wireMessage } from "../../src/networks/discord/wire.js";

type Kind = "plain" | "mentions" | "files";

const guild = "900000000000000001";
const bot = "900000000000000002";
const us = { account: accountKey("discord", guild), guild, bot, like: "👍" };
const place = toPlace(
  { id: "910000000000000001", type: 11, parent_id: "910000000000000002", owner_id: bot, name: "Boots", guild_id: guild },
  { type: 15 },
);

const person = (n: number): unknown => ({
  id: String(800_000_000_000_000_000n + BigInt(n % 37)),
  username: `member${n % 37}`,
  global_name: `Member ${n % 37}`,
  discriminator: "0",
  avatar: "4f2a3c1d9e8b7a6f5e4d3c2b1a0f9e8d",
  public_flags: 0,
  flags: 0,
  banner: null,
  accent_color: null,
  avatar_decoration_data: null,
  primary_guild: null,
});

/** One message as the network tells it; `n` makes each another. */
function message(n: number, kind: Kind): unknown {
  const at = new Date(Date.UTC(2026, 0, 1) - n * 61_000).toISOString().replace("Z", "000+00:00");
  const id = (one: number): string => String(1_400_000_000_000_000_000n - BigInt(one) * 4_194_304n);
  const said = texts[n % texts.length] ?? "";
  return {
    id: id(n),
    channel_id: "910000000000000001",
    type: n % 2 === 0 ? 19 : 0,
    author: person(n),
    content: kind === "mentions" ? `<@${bot}> ${said} <:boot:930000000000000001> **se** https://butik.example/a` : said,
    timestamp: at,
    edited_timestamp: null,
    tts: false,
    mention_everyone: false,
    mentions: kind === "mentions" ? [{ id: bot, username: "brand", global_name: null, discriminator: "0", avatar: null, bot: true }] : [],
    mention_roles: [],
    attachments:
      kind === "files"
        ? [0, 1].map((one) => ({
            id: `92${n}${one}`,
            filename: `billede-${one}.jpg`,
            description: `Billede ${one}`,
            content_type: "image/jpeg",
            size: 200_000 + n,
            url: `https://cdn.example/attachments/1/${n}${one}/billede.jpg?ex=1&is=2&hm=3`,
            proxy_url: `https://media.example/attachments/1/${n}${one}/billede.jpg`,
            width: 1200,
            height: 900,
          }))
        : [],
    embeds: [],
    pinned: false,
    flags: 0,
    components: [],
    ...(n % 2 === 0 && { message_reference: { type: 0, message_id: id(n + 3), channel_id: "910000000000000001", guild_id: guild } }),
    ...(n % 5 === 0 && {
      reactions: [
        { emoji: { id: null, name: "👍" }, count: 2, count_details: { burst: 0, normal: 2 }, me: false, me_burst: false, burst_colors: [] },
      ],
    }),
  };
}

function read(text: string): number {
  const { items, quarantined } = readItems("messages", JSON.parse(text) as unknown[], wireMessage, (wire) => toMessage(us, wire, place));
  return quarantined.length > 0 ? 0 : items.length;
}

export const discord: readonly Pages[] = (["plain", "mentions", "files"] as const).map((kind) => ({
  name: `discord ${kind}`,
  page: (start) => JSON.stringify(Array.from({ length: 100 }, (_, n) => message(start + n, kind))),
  read,
}));
