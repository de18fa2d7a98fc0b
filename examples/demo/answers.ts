/** What the brand says. In your app a person types this, or a model drafts it and a person approves. */
import type { Message } from "folkmoot";
import type { StepValues } from "folkmoot/reply";

const known: readonly { readonly asks: RegExp; readonly values: StepValues }[] = [
  {
    asks: /vandtætte/,
    values: {
      acknowledge: "Hej Sandra, tusind tak for din besked.",
      answer: "Det er helt rigtigt forstået, vores støvler er vandtætte!",
      continue: "Kunne du tænke dig at prøve dem på?",
      signature: "Mvh Brand X",
    },
  },
  {
    asks: /returnere/,
    values: {
      acknowledge: "Hej Malou, tak fordi du spørger.",
      answer: "Ja, inden for 30 dage, også når de har været på fjeldet.",
      signature: "Mvh Brand X",
    },
  },
  {
    asks: /snøre/,
    values: {
      acknowledge: "Hej Frida, tak fordi du siger det, og undskyld.",
      answer: "Sådan skal en snøre ikke være. Vi sender dig et nyt par i dag.",
      continue: "Vil du skrive din ordre til os i en privat besked?",
      signature: "Mvh Brand X",
    },
  },
  {
    asks: /saltrande/i,
    values: {
      acknowledge: "Hej Oline, godt spørgsmål.",
      answer: "En klud med lunkent vand og et par dråber eddike, og så fedt, når de er tørre.",
      signature: "Mvh Brand X",
    },
  },
  {
    asks: /str\. 49/,
    values: { acknowledge: "Hej Niels, tak fordi du spørger.", answer: "Ja, op til 50.", signature: "Mvh Brand X" },
  },
  {
    asks: /vandredagen/,
    values: { acknowledge: "Hej Preben!", answer: "Det gør vi, vi ses ved broen kl. 9.", signature: "Mvh Brand X" },
  },
  { asks: /km i mine/, values: { acknowledge: "Tak for turen, Ditte, og godt gået!", continue: "Hvor gik den hen?" } },
];

/** Finds what to say; `undefined` = a person should look. */
export function answerTo(message: Message): StepValues | undefined {
  return known.find(({ asks }) => asks.test(message.text))?.values;
}
