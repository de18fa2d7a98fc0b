/**
 * Where the official documents say less or something else than the networks do. Each line has its reason; the fewer, the better.
 * @module
 */
import type { Exceptions } from "./openapi-judge.js";

/** The document is generated from Mastodon's documentation, which leaves some things to prose. */
export const mastodonExceptions: Exceptions = {
  naming: "brackets",
  formsLikeJson: { why: "every body may come as a form or as JSON: docs.joinmastodon.org/client/intro, parameters; read 2026-11" },
  lacking: [
    {
      method: "GET",
      path: /^\/(?:\.well-known\/(?:nodeinfo|webfinger)|nodeinfo\/2\.\d)$/,
      why: "NodeInfo and WebFinger are specifications of their own",
    },
  ],
  statuses: [
    {
      status: 403,
      schema: "Error",
      why: "a token without the scope, shown with a few methods only: docs.joinmastodon.org/methods/accounts; read 2026-11",
    },
  ],
  repairs: [
    {
      at: "/components/schemas/ValidationError/required",
      put: ["error"],
      why: "`details` comes with sign-ups only: docs.joinmastodon.org/entities/Error; read 2026-11",
    },
    {
      at: "/components/schemas/Status/properties/quote",
      put: { anyOf: [{ $ref: "#/components/schemas/Quote" }, { $ref: "#/components/schemas/ShallowQuote" }, { type: "null" }] },
      why: "both kinds of quote need only `state`, so that each is the other too: docs.joinmastodon.org/entities/Status, quote; read 2026-11",
    },
    {
      at: "/paths/~1oauth~1token/post/requestBody/content/application~1json/schema/required",
      put: ["client_id", "client_secret", "grant_type", "redirect_uri"],
      why: "an app's own token is given without a code: docs.joinmastodon.org/methods/oauth, token; read 2026-11",
    },
    {
      at: "/paths/~1api~1v1~1statuses/post/requestBody/content/application~1json/schema",
      put: { anyOf: ["TextStatus", "MediaStatus", "PollStatus"].map((name) => ({ $ref: `#/components/schemas/${name}` })) },
      why: "a text with pictures is both a TextStatus and a MediaStatus: docs.joinmastodon.org/methods/statuses, create; read 2026-11",
    },
  ],
};

/** Discord's own document. */
export const discordExceptions: Exceptions = {
  base: "/api/v10",
  jsonField: {
    name: "payload_json",
    why: "the other fields of a form with files: docs.discord.com/developers/reference, uploading files; read 2026-11",
  },
  repairs: [
    {
      at: "/components/schemas/InnerErrors/properties/_errors/items",
      put: { type: "object", properties: { code: { type: "string" }, message: { type: "string" } }, required: ["code", "message"] },
      why: "the code of a field's error is a word: docs.discord.com/developers/reference, error messages; read 2026-11",
    },
    {
      at: "/components/schemas/RatelimitedResponse/allOf/0",
      put: { type: "object", properties: { code: { type: "integer" }, message: { type: "string" } }, required: ["message"] },
      why: "`code` is optional: docs.discord.com/developers/topics/rate-limits, exceeding a rate limit; read 2026-11",
    },
    ...["put", "delete"].map((verb) => ({
      at: `/paths/~1guilds~1{guild_id}~1bans~1{user_id}/${verb}/requestBody/required`,
      put: false,
      why: "a ban needs no body and its end has none: docs.discord.com/developers/resources/guild, guild ban; read 2026-11",
    })),
  ],
};
