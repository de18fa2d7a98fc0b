/**
 * People and Pages as others see them: `from`, likers, and the profile of somebody who wrote.
 * @module
 */
import type { Core, PageData, PersonData } from "./core.js";
import type { FieldReader, NodeType } from "../graph/node.js";
import { edge, structure } from "../graph/node.js";
import { needs } from "./access.js";
import type { Call } from "./access.js";
import { pageNode } from "./page.js";
import { partyOf } from "./core.js";
import { refusal } from "../graph/errors.js";

const picture = (
  id: string,
): { readonly data: { readonly url: string; readonly is_silhouette: boolean; readonly width: number; readonly height: number } } => ({
  data: { url: `https://scontent.example/picture/${id}.jpg`, is_silhouette: false, width: 50, height: 50 },
});

/** Reads the picture of a node. */
export const pictureField = <T>(idOf: (thing: T) => string): FieldReader<T, Core> =>
  structure("ProfilePictureSource", ["data", "url", "height", "width", "is_silhouette"], (thing, { fields }) => {
    const { data } = picture(idOf(thing));
    // `picture{url}` reaches through `data`, as it does there.
    return fields === undefined || fields.some(({ name }) => name === "data") ? { data } : { ...data, data };
  });

/** Reads who said something; absent where whoever asks may not see people. */
export const fromField = <T>(authorOf: (thing: T) => string, isShown: (thing: T, call: Call) => boolean): FieldReader<T, Core> =>
  structure("User", ["id", "name", "picture", "username", "link"], (thing, { call, fields }) => {
    if (!isShown(thing, call)) return undefined;
    const id = authorOf(thing);
    const wantsPicture = fields?.some(({ name }) => name === "picture") === true;
    return { ...partyOf(call.core, id), ...(wantsPicture && { picture: picture(id) }) };
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
    pic: (id) => picture(id).data.url,
    type: () => undefined,
    username: (id, { call }) => call.core.pages.get(id)?.username,
  },
};

/** Says whether somebody has written to the Page that asks. */
const hasWritten = ({ core, token }: Call, personId: string): boolean =>
  [...core.conversations.values()].some((one) => one.personId === personId && one.pageId === token.subject && one.openedAt !== undefined);

/** A person: whoever runs Pages asks for their own, a Page asks for the profile of somebody who wrote to it. */
export const personNode: NodeType<PersonData, Core> = {
  name: "User",
  slot: "user-id",
  idOf: ({ id }) => id,
  usual: ["name"],
  admit: ({ id }, call) => {
    if (call.token.kind === "user" && call.token.subject === id) return;
    if (call.token.kind === "page" && hasWritten(call, id)) return;
    throw refusal(230, "(#230) Requires user consent to access the profile of this person.");
  },
  fields: {
    name: ({ name }) => name,
    first_name: ({ name }) => name.split(" ")[0],
    last_name: ({ name }) => name.split(" ").slice(1).join(" "),
    profile_pic: ({ id }) => picture(id).data.url,
    picture: pictureField(({ id }) => id),
    locale: () => undefined,
    timezone: () => undefined,
    gender: () => undefined,
  },
  edges: {
    accounts: edge<PersonData, PageData, Core>({
      name: "accounts",
      node: () => pageNode,
      idOf: ({ id }) => id,
      list: ({ id }, { call }) => {
        needs(call, "pages_show_list");
        return [...call.core.pages.values()].filter(({ ownerId }) => ownerId === id);
      },
      usualFields: ["access_token", "category", "category_list", "name", "tasks"],
    }),
  },
};
