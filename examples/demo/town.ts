/** A brand on a Bluesky in this process, and the people who talk to it during one morning. */
import { fakeNetwork, virtualClock, type FakeBluesky, type VirtualClock } from "folkmoot/testing";

/** What the demo works with. */
export interface Town {
  readonly network: FakeBluesky;
  /** Moves only when it is told to, so that the morning takes a second. */
  readonly clock: VirtualClock;
  readonly brand: { readonly did: string; readonly password: string };
}

/** Fills the morning: posts of the brand, and what twelve people make of them. */
export async function openTown(): Promise<Town> {
  const clock = virtualClock({ start: "2026-11-20T08:00:00.000Z" });
  const network = fakeNetwork("bluesky", { clock, seed: "town" });
  const { state } = network;
  const brand = state.addAccount("fjeldboots.test", { displayName: "Fjeld Boots" });
  const [sandra, birger, camilla, ditte, esben, frida, malou, ...others] = [
    "sandra", "birger", "camilla", "ditte", "esben", "frida", "malou", "niels", "oline", "preben", "rosa", "thora",
  ].map((name) => state.addAccount(`${name}.test`, { displayName: name.charAt(0).toUpperCase() + name.slice(1) })); // prettier-ignore
  if (!sandra || !birger || !camilla || !ditte || !esben || !frida || !malou) throw new Error("The town is empty.");
  const everybody = [sandra, birger, camilla, ditte, esben, frida, malou, ...others];
  for (const one of everybody) state.follow(one, brand);

  const winter = state.post(brand, "De nye vinterstøvler er her. Our new winter boots are here.");
  await clock.advance(9 * 60_000);
  const question = state.reply(sandra, winter.uri, "Er de vandtætte? De ligner ikke læder.");
  await clock.advance(4 * 60_000);
  state.reply(birger, question.uri, "Det vil jeg også gerne vide.");
  state.reply(camilla, winter.uri, "Cheap boots, better than these: spam.example");
  await clock.advance(11 * 60_000);
  state.post(ditte, "20 km i mine @fjeldboots.test i dag, og ingen vabler 👩‍👩‍👧");
  state.quote(esben, winter.uri, "Dem her ønsker jeg mig!");
  state.directMessage(malou, brand, "Hej, kan jeg returnere et par, jeg har gået i?");
  await clock.advance(6 * 60_000);
  state.reply(frida, winter.uri, "Den ene snøre knækkede efter to dage. Ikke godt nok.");
  for (const one of [sandra, birger, ditte, esben]) state.like(one, winter.uri);
  state.repost(ditte, winter.uri);
  await clock.advance(3 * 60_000);
  return { network, clock, brand: { did: brand.did, password: brand.privilegedAppPassword } };
}
