/** What the brand says. In your app a person types this, or a model drafts it and a person approves. */
import type { Message } from "folkmoot";
import type { StepValues } from "folkmoot/reply";

const signature = "Mvh Fjeld Boots";

const known: readonly { readonly asks: RegExp; readonly values: StepValues }[] = [
  {
    asks: /De ligner ikke læder/,
    values: {
      acknowledge: "Hej Sandra, tusind tak for din besked.",
      answer: "Ja, vores støvler er vandtætte!",
      continue: "Kunne du tænke dig at prøve dem på?",
      signature,
    },
  },
  {
    asks: /vide, om de er vandtætte/,
    values: { acknowledge: "Tak fordi du også spørger, Birger.", answer: "De holder en hel dag i sne.", signature },
  },
  { asks: /ingen vabler/, values: { acknowledge: "Tak for turen, Birger, og godt gået!", continue: "Hvor gik den hen?" } },
  { asks: /bedste skobutik/, values: { acknowledge: "Tusind tak, Malou, det varmer.", close: "Vi ses i butikken!" } },
  {
    asks: /returnere/,
    values: {
      acknowledge: "Hej Malou, tak fordi du spørger.",
      answer: "Ja, inden for 30 dage, også når de har været på fjeldet.",
      signature,
    },
  },
  { asks: /på søndag/, values: { acknowledge: "Hej Sandra, tak for din besked.", answer: "Ja, fra 11 til 15.", signature } },
  { asks: /str\. 49/, values: { acknowledge: "Hej Frida, tak fordi du spørger.", answer: "Ja, op til 50.", signature } },
  { asks: /str\. 34/, values: { acknowledge: "Hej Esben, godt spørgsmål.", answer: "Nej, de begynder ved 36.", signature } },
  { asks: /Første tur/, values: { acknowledge: "Tak fordi du tog os med, Ditte!", continue: "Hvad med Rago næste gang?" } },
  { asks: /Færøerne/, values: { acknowledge: "Hej Niels, tak fordi du spørger.", answer: "Ja, for 79 kr.", signature } },
  { asks: /Grønland/, values: { acknowledge: "Godt spørgsmål, Asger.", answer: "Ja, med skib hver anden uge.", signature } },
  { asks: /otte år/, values: { acknowledge: "Otte år, Asger, tak!", continue: "Hvilken model er det?" } },
];

/** Finds what to say; `undefined` = a person should look. */
export function answerTo(message: Message): StepValues | undefined {
  return known.find(({ asks }) => asks.test(message.text))?.values;
}
