/**
 * People and Pages as others see them: `from`, likers, and the profile of somebody who wrote.
 * @module
 */
import type { Core } from "./core.js";
import type { FieldReader, NodeType } from "../graph/node.js";
import { structure } from "../graph/node.js";
import type { Call } from "./access.js";
import { partyOf } from "./core.js";

/** Gives the picture of somebody. */
export const pictureOf = (
  id: string,
): { readonly data: { readonly url: string; readonly is_silhouette: boolean; readonly width: number; readonly height: number } } => ({
  data: { url: `https://scontent.example/picture/${id}.jpg`, is_silhouette: false, width: 50, height: 50 },
});

/** Reads the picture of a node. */
export const pictureField = <T>(idOf: (thing: T) => string): FieldReader<T, Core> =>
  structure("ProfilePictureSource", ["data", "url", "height", "width", "is_silhouette"], (thing, { fields }) => {
    const { data } = pictureOf(idOf(thing));
    // `picture{url}` reaches through `data`, as it does there.
    return fields === undefined || fields.some(({ name }) => name === "data") ? { data } : { ...data, data };
  });

/** Reads who said something; absent where whoever asks may not see people. */
export const fromField = <T>(authorOf: (thing: T) => string, isShown: (thing: T, call: Call) => boolean): FieldReader<T, Core> =>
  structure("User", ["id", "name", "picture", "username", "link"], (thing, { call, fields }) => {
    if (!isShown(thing, call)) return undefined;
    const id = authorOf(thing);
    const wantsPicture = fields?.some(({ name }) => name === "picture") === true;
    return { ...partyOf(call.core, id), ...(wantsPicture && { picture: pictureOf(id) }) };
  });

/** Whoever likes something: a person or a Page. */
export const profileNode: NodeType<string, Core> = {
  name: "Profile",
  slot: "profile-id",
  idOf: (id) => id,
  usual: ["name"],
  fields: {
    name: (id, { call }) => call.core.pages.get(id)?.name ?? call.core.people.get(id)?.name,
    link: (id) => `https://www.facebook.com/${id}`,
    picture: pictureField((id) => id),
    pic: (id) => pictureOf(id).data.url,
    type: () => undefined,
    username: (id, { call }) => call.core.pages.get(id)?.username,
  },
};
