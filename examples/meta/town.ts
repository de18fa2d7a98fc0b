/** A brand on Facebook, Instagram and Threads in this process, and the people who talk to it during one morning. */
import { createFacebookAdapter, createGraphApp } from "folkmoot/facebook";
import { createInstagramAdapter } from "folkmoot/instagram";
import { createThreadsAdapter } from "folkmoot/threads";
import { connectFakes, fakeNetwork, virtualClock, type VirtualClock } from "folkmoot/testing";
import type { AnyAdapter, Runtime } from "folkmoot/adapter";

/** How the account on Instagram logs in, which decides what can be done there. */
export type Login = "facebook" | "instagram";

/** What the example works with. */
export interface Town {
  /** One account on each network, all of them of one app. */
  readonly accounts: readonly AnyAdapter[];
  /** Reaches the three networks, and nothing else. */
  readonly runtime: Runtime;
  /** Moves by itself when everybody waits. */
  readonly clock: VirtualClock;
  /** Goes on to what happens after nine. */
  readonly later: () => Promise<void>;
  /** What Meta delivers to the app's address: everything that happened since it was asked last. */
  readonly deliveries: () => Promise<readonly Request[]>;
}

const minute = 60_000;

/** Fills the morning: what the brand posts, and what people make of it. */
export async function openTown(login: Login): Promise<Town> {
  const clock = virtualClock({ start: "2026-11-20T08:00:00.000Z", auto: true });
  // Pages and Instagram sign with the app's secret, so they grow from one seed; Threads signs with a secret of its own.
  const facebook = fakeNetwork("facebook", { clock, seed: "town", humanAgent: true });
  const instagram = fakeNetwork("instagram", { clock, seed: "town", login, baseUrl: "https://instagram.test" });
  const threads = fakeNetwork("threads", { clock, seed: "threads" });

  const page = facebook.state.addPage("Fjeld Boots");
  const shop = instagram.state.addAccount("fjeldboots", { name: "Fjeld Boots" });
  const profile = threads.state.addAccount("fjeldboots", { name: "Fjeld Boots" });
  const onFacebook = (name: string) => facebook.state.addPerson(name);
  const onInstagram = (name: string) => instagram.state.addPerson(name);
  const onThreads = (name: string) => threads.state.addAccount(name);
  const [sandra, birger, camilla, malou] = [onFacebook("Sandra"), onFacebook("Birger"), onFacebook("Camilla"), onFacebook("Malou")];
  const [frida, esben, ditte] = [onInstagram("frida"), onInstagram("esben"), onInstagram("ditte")];
  const [niels, asger, preben] = [onThreads("niels"), onThreads("asger"), onThreads("preben")];

  const winter = facebook.state.post(page, "De nye vinterstøvler er her.");
  const picture = instagram.state.share(shop, { caption: "De nye vinterstøvler er her.", altText: "Et par brune støvler i sne" });
  const thread = threads.state.post(profile, { text: "Hvor går du hen i vinter?", approvesReplies: true });
  const news = threads.state.post(profile, "De nye vinterstøvler er her.");
  await clock.sleep(9 * minute);
  const question = facebook.state.comment(sandra, winter, "Er de vandtætte? De ligner ikke læder.");
  const size = instagram.state.comment(frida, picture, "Findes de også i str. 49?");
  const asked = threads.state.reply(niels, news, "Kan I sende til Færøerne?");
  await clock.sleep(4 * minute);
  // What answers a comment, and not the post.
  facebook.state.comment(birger, question, "Jeg vil også gerne vide, om de er vandtætte.");
  instagram.state.reply(esben, size, "Eller i str. 34?");
  threads.state.reply(asger, asked, "Og til Grønland?");
  await clock.sleep(11 * minute);
  facebook.state.comment(camilla, winter, "Cheap boots, better than these: spam.example");
  facebook.state.tag(birger, page, "20 km i mine Fjeld Boots i dag, og ingen vabler.");
  facebook.state.review(malou, page, { text: "Den bedste skobutik i byen!", positive: true });
  facebook.state.message(malou, page, "Hej, kan jeg returnere et par, jeg har gået i?");
  instagram.state.write(frida, shop, "Hej, hvor er min pakke? Den skulle være her i går.");
  threads.state.post(asger, "Mine @fjeldboots har holdt i otte år.");
  threads.state.reply(preben, thread, "Til Rago!");
  await clock.sleep(6 * minute);

  const told: string[] = [];
  const pushed: Request[] = [];
  facebook.onWebhook((request) => pushed.push(request));
  return {
    accounts: accountsOf(),
    runtime: { clock, ...connectFakes(facebook, instagram, threads) },
    clock,
    later: async () => {
      facebook.state.message(sandra, page, "Har I åbent på søndag?");
      instagram.state.share(ditte, "Første tur med mine @fjeldboots. Hvor går den næste hen?");
      told.push(threads.state.reply(niels, news, "Eller kan I sende til Island?"));
      await clock.sleep(minute);
    },
    deliveries: async () => {
      const happenings = instagram.news();
      return [
        ...pushed.splice(0),
        ...(happenings.length > 0 ? [instagram.signedWebhook({ type: "happenings", happenings })] : []),
        ...(await Promise.all(told.splice(0).map((id) => threads.signedWebhook({ type: "reply", id })))),
      ];
    },
  };

  function accountsOf(): readonly AnyAdapter[] {
    const app = createGraphApp({
      id: facebook.app.id,
      secrets: [facebook.app.secret],
      products: { threads: [threads.app.secret] },
      verifyToken: facebook.app.verifyToken,
    });
    const onInstagram = { app, accountId: shop.id, token: shop.token, baseUrl: instagram.baseUrl, humanAgent: true };
    return [
      createFacebookAdapter({ app, accountId: page.id, token: page.token, humanAgent: true }),
      login === "facebook"
        ? createInstagramAdapter({ ...onInstagram, login, pageId: shop.pageId })
        : createInstagramAdapter({ ...onInstagram, login }),
      createThreadsAdapter({ app, accountId: profile.id, token: profile.token }),
    ];
  }
}
