/**
 * One operation of a Page under way.
 * @module
 */
import { cursorQuery, nextCursor } from "../_graph/paging.js";
import { FolkmootError } from "../../errors.js";
import { graphTasks, withId, type GraphSetup, type GraphTask } from "../_graph/task.js";
import { pageAnswer } from "../_graph/wire.js";
import type { Begin, GivenQuery } from "../../adapter/task.js";
import type { RequestFunction } from "../../http/request.js";
import type { ResolvedRuntime } from "../../adapter/runtime.js";

/** What all operations of a Page share. */
export interface FacebookSetup extends GraphSetup {
  /** Permissions that the token has, where the host told. */
  readonly scopes: readonly string[] | undefined;
  /** True when the app may answer as a person for 7 days. */
  readonly humanAgent: boolean;
  /** Id of the app, where the host named one. */
  readonly appId: string | undefined;
  /** The token that was used last. */
  token(): string | undefined;
}

/** One page of an edge. */
export interface EdgePage {
  /** Not checked yet. */
  readonly data: readonly unknown[];
  /** Cursor of the next page. Absent at the end. */
  readonly next: string | undefined;
}

/** One edge, as {@link FacebookTask.page} asks it. */
export interface EdgeQuery {
  /** What is asked of each item. */
  readonly fields: readonly string[];
  /** More parameters. */
  readonly query?: GivenQuery;
  /** Where to go on. */
  readonly cursor?: string | undefined;
  /** How many are wanted. */
  readonly size?: number | undefined;
  /** Most items of a page. @defaultValue 100 */
  readonly most?: number;
}

/** One operation under way. */
export interface FacebookTask extends GraphTask, Pick<FacebookSetup, "scopes" | "humanAgent" | "appId"> {
  /** Reads one page of an edge. */
  page(path: string, edge: EdgeQuery): Promise<EdgePage>;
  /**
   * Makes sure that the token is the Page's own. To a person's token Facebook answers comments with an empty list and no error (reported
   * 2026-08), so an empty list says nothing until this was asked. `/me` is whoever the token speaks for: the Page, or the person. Asked once
   * for each token.
   * @throws FolkmootError `unauthenticated` with the cause `wrong-token-kind`
   */
  expectPageToken(): Promise<void>;
}

/** Begins operations of the Page. */
export type BeginFacebook = Begin<FacebookTask>;

/** Most items of a page of posts or comments (feed and comments, read 2026-08). */
const mostOfPage = 100;

/** Makes the function that begins the Page's operations. */
export function facebookTasks(setup: FacebookSetup, request: RequestFunction, runtime: ResolvedRuntime): BeginFacebook {
  const begin = graphTasks(setup, request, runtime);
  const { us, scopes, humanAgent, appId } = setup;
  let known: string | undefined;
  return (operation, options) => {
    const task = begin(operation, options);
    return {
      ...task,
      scopes,
      humanAgent,
      appId,
      page: async (path, { fields, query = {}, cursor, size, most = mostOfPage }) => {
        const asked = { ...query, fields: fields.join(","), limit: Math.min(size ?? most, most), ...cursorQuery(cursor) };
        const { data, paging } = await task.get(path, pageAnswer, asked);
        return { data, next: nextCursor(paging, "next") };
      },
      expectPageToken: async () => {
        const token = setup.token();
        if (token !== undefined && token === known) return;
        const { id } = await task.get("/me", withId, { fields: "id" });
        if (id !== us.id)
          throw new FolkmootError(
            "unauthenticated",
            `facebook ${operation} failed for ${us.account}: the token is not the Page's own, and to such a token Facebook answers empty lists; give the Page's token, which \`pageToken\` finds for that of the person.`,
            { reauthorize: "wrong-token-kind" },
          );
        known = token;
      },
    };
  };
}
