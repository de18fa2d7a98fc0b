/**
 * Attachments over HTTP: pictures are ready at once, everything else after a while.
 * @see https://docs.joinmastodon.org/methods/media/, read 2026-11
 * @module
 */
import { isFile } from "./body.js";
import type { UploadedFile } from "./body.js";
import type { CallContext, Endpoints, Reply } from "./endpoint.js";
import { notFound, unprocessable } from "./wire.js";
import { ok, viewerOf } from "./endpoint.js";
import type { MediaData } from "./core.js";
import { mediaView } from "./views.js";
import { wordsOf } from "./words.js";

/** Media types that the server takes. */
export const mediaTypes: readonly string[] = [
  "image/jpeg",
  "image/png",
  "image/gif",
  "image/webp",
  "image/avif",
  "video/webm",
  "video/mp4",
  "video/quicktime",
  "audio/wave",
  "audio/ogg",
  "audio/mpeg",
  "audio/mp4",
];

/** Largest files, and longest description in characters. Bytes. */
export const mediaLimits = { image: 16_777_216, video: 103_809_024, description: 1500 } as const;

const kindOf = (mimeType: string): MediaData["type"] =>
  mimeType === "image/gif" ? "gifv" : mimeType.startsWith("image/") ? "image" : mimeType.startsWith("video/") ? "video" : "audio";

function checkFile(context: CallContext, file: UploadedFile): void {
  const { invalid } = wordsOf(context.core.server.language);
  if (!mediaTypes.includes(file.mimeType)) throw unprocessable(invalid("File content type is invalid", "File is invalid"));
  const most = file.mimeType.startsWith("image/") ? mediaLimits.image : mediaLimits.video;
  if (file.bytes.length > most) throw unprocessable(invalid(`File file size must be less than ${Math.round(most / 1_048_576)} MB`));
}

function describe(context: CallContext, media: Pick<MediaData, "description" | "focus">): void {
  const { core, params } = context;
  const description = params.text("description");
  if ((description?.length ?? 0) > mediaLimits.description)
    throw unprocessable(
      wordsOf(core.server.language).invalid(`Description is too long (maximum is ${mediaLimits.description} characters)`),
    );
  if (description !== undefined) media.description = description === "" ? undefined : description.trim();
  media.focus = params.text("focus") ?? media.focus;
}

function upload(context: CallContext): Reply {
  const { core, params } = context;
  const { file } = params.all;
  if (!isFile(file)) throw unprocessable(wordsOf(core.server.language).invalid("File can't be blank"));
  checkFile(context, file);
  const type = kindOf(file.mimeType);
  const words: Pick<MediaData, "description" | "focus"> = { description: undefined, focus: undefined };
  describe(context, words);
  const media: MediaData = {
    id: core.ids.timed(),
    owner: viewerOf(context).id,
    type,
    size: file.bytes.length,
    readyAt: core.clock.now() + (type === "image" ? 0 : core.server.mediaProcessingMs),
    ...words,
  };
  core.media.set(media.id, media);
  return { body: mediaView(core, media), status: media.readyAt > core.clock.now() ? 202 : 200 };
}

/** Finds an attachment of the caller that no status has. */
function freeOf(context: CallContext): MediaData {
  const media = context.core.media.get(context.path("id"));
  if (media?.owner !== viewerOf(context).id || media.statusId !== undefined) throw notFound();
  return media;
}

const scopes = ["write", "write:media"];

/** Attachments. */
export const mediaEndpoints: Endpoints = {
  "POST /api/v2/media": { auth: "user", scopes, family: "media", run: upload },
  "GET /api/v1/media/{id}": {
    auth: "user",
    scopes,
    run: (context) => {
      const media = freeOf(context);
      return { body: mediaView(context.core, media), status: media.readyAt > context.core.clock.now() ? 206 : 200 };
    },
  },
  "PUT /api/v1/media/{id}": {
    auth: "user",
    scopes,
    run: (context) => {
      const media = freeOf(context);
      describe(context, media);
      return ok(mediaView(context.core, media));
    },
  },
  "DELETE /api/v1/media/{id}": {
    auth: "user",
    scopes,
    run: (context) => {
      context.core.media.delete(freeOf(context).id);
      return ok({});
    },
  },
};
