/**
 * Where the official documents say less or something else than the networks do. Each line has its reason; the fewer, the better.
 * The pages were read in November 2026 in their sources: github.com/mastodon/documentation (`content/en`) and
 * github.com/discord/discord-api-docs (`developers`).
 * @module
 */
import type { Exceptions } from "./openapi-judge.js";

/** The document is generated from Mastodon's documentation, which leaves some things to prose. */
export const mastodonExceptions: Exceptions = {
  naming: "brackets",
  formsLikeJson: { why: "form data and JSON are equally understood: docs.joinmastodon.org/client/intro#parameters" },
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
      why: "a token without the scope; the pages show the answer with a few methods only: docs.joinmastodon.org/methods/accounts",
    },
  ],
  repairs: [
    {
      at: "/components/schemas/ValidationError/required",
      put: ["error"],
      why: "`details` is told of sign-ups only, and an Error has none: docs.joinmastodon.org/methods/accounts#create, /entities/Error",
    },
    {
      at: "/components/schemas/Status/properties/quote",
      put: { anyOf: [{ $ref: "#/components/schemas/Quote" }, { $ref: "#/components/schemas/ShallowQuote" }, { type: "null" }] },
      why: "in the document both kinds of quote need `state` only, so that each is the other too: `Quote` and `ShallowQuote` in it",
    },
    {
      at: "/paths/~1oauth~1token/post/requestBody/content/application~1json/schema/required",
      put: ["client_id", "client_secret", "grant_type", "redirect_uri"],
      why: "an app's own token is given without a code: docs.joinmastodon.org/methods/oauth#token",
    },
    {
      at: "/paths/~1api~1v1~1statuses/post/requestBody/content/application~1json/schema",
      put: { anyOf: ["TextStatus", "MediaStatus", "PollStatus"].map((name) => ({ $ref: `#/components/schemas/${name}` })) },
      why: "a text may come with pictures, and is then a TextStatus and a MediaStatus: docs.joinmastodon.org/methods/statuses#create",
    },
  ],
};

/** Discord's own document. */
export const discordExceptions: Exceptions = {
  base: "/api/v10",
  jsonField: {
    name: "payload_json",
    why: "the JSON body of a form with files: docs.discord.com/developers/reference#uploading-files",
  },
  repairs: [
    {
      at: "/components/schemas/InnerErrors/properties/_errors/items",
      put: { type: "object", properties: { code: { type: "string" }, message: { type: "string" } }, required: ["code", "message"] },
      why: "the code of a field's error is a word in every example: docs.discord.com/developers/reference#error-messages",
    },
    {
      at: "/components/schemas/RatelimitedResponse/allOf/0",
      put: { type: "object", properties: { code: { type: "integer" }, message: { type: "string" } }, required: ["message"] },
      why: "`code` comes with some limits only: docs.discord.com/developers/topics/rate-limits#exceeding-a-rate-limit",
    },
    {
      at: "/paths/~1guilds~1{guild_id}~1bans~1{user_id}/delete/requestBody/required",
      put: false,
      why: "the end of a ban takes no parameters: docs.discord.com/developers/resources/guild#remove-guild-ban",
    },
  ],
};
