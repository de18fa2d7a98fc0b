/** Replies labelled by hand, as an editor would, before lint read them. Members, brands, numbers and addresses are invented. */
export interface Labelled {
  readonly language: "en" | "da" | "pl" | "ro";
  /** What the member wrote. */
  readonly to: string;
  readonly reply: string;
  /** What an editor would point at; nothing else. */
  readonly codes: readonly string[];
}

const en: readonly Labelled[] = [
  {
    language: "en",
    to: "Do you ship to Norway?",
    reply: "Hi Ingrid, thanks for asking! Yes, we ship to all of Norway within five days. Which model are you looking at?",
    codes: [],
  },
  {
    language: "en",
    to: "Are the Fjord boots waterproof? And do they come in size 47?",
    reply: "Hi Tom, thank you for your interest! The Fjord boots are fully waterproof. Enjoy your hikes!",
    codes: ["unanswered-question"],
  },
  {
    language: "en",
    to: "My boots fell apart after two weeks. Really disappointed.",
    reply: "Awesome, thanks for sharing! 🎉 Have a fantastic day!",
    codes: ["cheer-at-complaint"],
  },
  {
    language: "en",
    to: "The heel came off after one walk. I want a refund!",
    reply:
      "Hi Ruth, we are sorry about the heel, that should not happen. Could you send us a direct message with your order number, so that we can refund it?",
    codes: [],
  },
  {
    language: "en",
    to: "Still waiting for my parcel, it's been three weeks.",
    reply: "Sorry about the wait, Omar. Please write your order number and your home address here and we will look into it.",
    codes: ["asks-for-private-data"],
  },
  {
    language: "en",
    to: "How do I reach your repair shop?",
    reply: "Hi Lena, good question! Call Marek at the workshop on +48 600 700 800 or write to marek.lis@post.example. See you soon!",
    codes: ["pii-phone", "pii-email"],
  },
  {
    language: "en",
    to: "Love these!",
    reply: "Thank you so much, {{name}}! Where did you take them first?",
    codes: ["unfilled-placeholder"],
  },
  { language: "en", to: "Love these!", reply: "❤️🙌", codes: [] },
  {
    language: "en",
    to: "What time do you open on Sunday?",
    reply: "WE OPEN AT TEN ON SUNDAY MORNING! Come by, we would love to see you.",
    codes: ["shouting", "missing-acknowledgement"],
  },
  {
    language: "en",
    to: "Is the wool from New Zealand?",
    reply: "Our new spring collection is here. Have a look at the shop.",
    codes: ["missing-acknowledgement", "unanswered-question"],
  },
  {
    language: "en",
    to: "Best boots I ever had, walked 900 km in them",
    reply: "Wow, 900 km! Thank you for telling us, that made our day. Where is the next walk going?",
    codes: [],
  },
  {
    language: "en",
    to: "Can I pay you by bank transfer?",
    reply: "Hi Joy, of course. Our account is GB33 BUKB 2020 1555 5555 55. Let us know when it is done!",
    codes: ["pii-iban"],
  },
  {
    language: "en",
    to: "Is there a size guide?",
    reply: "Hi Pat, yes, here it is: http://bit.ly/size-guide. Let us know if you are between two sizes!",
    codes: ["suspicious-link"],
  },
];

const da: readonly Labelled[] = [
  {
    language: "da",
    to: "Er jeres støvler vandtætte?",
    reply:
      "Hej Sandra, tusind tak for din besked. Det er helt rigtigt forstået, vores støvler er vandtætte! Kunne du tænke dig at prøve dem på? Mvh Brand X",
    codes: [],
  },
  {
    language: "da",
    to: "Kan man returnere dem, hvis de ikke passer?",
    reply: "Hej Malou, tak fordi du spørger. Ja, inden for 30 dage, også når de har været på fjeldet. Hav en god dag! Mvh Brand X",
    codes: [],
  },
  {
    language: "da",
    to: "Hvornår kommer de brune på lager igen?",
    reply: "Hej Karen, tak for din besked. Vi elsker også vores støvler. Hav en dejlig weekend!",
    codes: ["unanswered-question"],
  },
  {
    language: "da",
    to: "Snøren gik i stykker efter tre dage. Det er simpelthen for dårligt.",
    reply:
      "Hej Frida, undskyld, sådan skal en snøre ikke være. Vi sender dig et nyt par i dag. Vil du skrive din ordre til os i en privat besked?",
    codes: [],
  },
  {
    language: "da",
    to: "Snøren gik i stykker efter tre dage. Det er simpelthen for dårligt.",
    reply: "Hej Frida! Hvor fedt at du skriver 😂 Vi sender et nyt par. Hav en fantastisk dag!",
    codes: ["cheer-at-complaint"],
  },
  {
    language: "da",
    to: "Jeg har ikke fået svar på min reklamation.",
    reply: "Hej Bo, det beklager vi. Skriv dit telefonnummer og dit cpr-nummer her i tråden, så ringer vi til dig i dag.",
    codes: ["asks-for-private-data"],
  },
  {
    language: "da",
    to: "Hvem kan jeg tale med om en reparation?",
    reply: "Hej Jens, tak for spørgsmålet. Ring til Ida på tlf. 20 12 34 56, hun sidder klar fra kl. 9. Vi ses!",
    codes: ["pii-phone"],
  },
  {
    language: "da",
    to: "Jeg har sendt mine oplysninger, er de kommet frem?",
    reply: "Hej Poul, tak, ja, vi har modtaget dem: 010190-1234. Skriv endelig, hvis du mangler noget.",
    codes: ["pii-cpr"],
  },
  { language: "da", to: "Har I dem i str. 49?", reply: "Ja, op til 50.", codes: ["missing-acknowledgement", "missing-continuation"] },
  {
    language: "da",
    to: "Fed video 😂",
    reply: "Tak, Asger! Hvad er din yndlingstur?",
    codes: [],
  },
  {
    language: "da",
    to: "Hvad koster de røde?",
    reply: "Hi Niels, thank you for your question! They are 900 kroner and you can find them in our shop. Have a great day!",
    codes: ["language-mismatch"],
  },
  {
    language: "da",
    to: "Kommer I til messen?",
    reply: "Hej [navn], tak for din besked. Ja, vi kommer lørdag og søndag. Vi ses!",
    codes: ["unfilled-placeholder"],
  },
];

const pl: readonly Labelled[] = [
  {
    language: "pl",
    to: "Czy te buty są wodoodporne?",
    reply: "Cześć, Zosia! Dziękujemy za pytanie. Tak, są w pełni wodoodporne. Gdzie planujesz je zabrać?",
    codes: [],
  },
  {
    language: "pl",
    to: "Ile kosztuje wysyłka do Krakowa?",
    reply: "Dzień dobry, dziękujemy za wiadomość. Wysyłka kosztuje 15 zł, a od 300 zł jest darmowa. Miłego dnia!",
    codes: [],
  },
  {
    language: "pl",
    to: "Kiedy będą znowu dostępne brązowe?",
    reply: "Cześć, Tomek! Bardzo lubimy jesień w górach. Miłego weekendu!",
    codes: ["unanswered-question"],
  },
  {
    language: "pl",
    to: "Podeszwa odpadła po tygodniu, jestem bardzo rozczarowana.",
    reply: "Super, że piszesz! 🎉 Udanego dnia!",
    codes: ["cheer-at-complaint"],
  },
  {
    language: "pl",
    to: "Podeszwa odpadła po tygodniu, jestem bardzo rozczarowana.",
    reply:
      "Bardzo nam przykro, Haniu. Tak nie powinno być i wymienimy buty na nowe. Napisz do nas w wiadomości prywatnej, a zajmiemy się tym dzisiaj.",
    codes: [],
  },
  {
    language: "pl",
    to: "Nadal czekam na zwrot pieniędzy.",
    reply: "Przepraszamy za opóźnienie. Podaj tutaj numer konta i numer telefonu, sprawdzimy to jeszcze dziś. Miłego dnia!",
    codes: ["asks-for-private-data"],
  },
  {
    language: "pl",
    to: "Czy moje zgłoszenie dotarło?",
    reply: "Dzień dobry, tak, zgłoszenie dotarło, PESEL 44051401458 się zgadza. Dziękujemy i do zobaczenia!",
    codes: ["pii-pesel"],
  },
  {
    language: "pl",
    to: "Gdzie jest wasz sklep w Gdańsku?",
    reply: "Cześć! Zadzwoń do kierowniczki: 600 700 800, wszystko wyjaśni. Zapraszamy!",
    codes: ["pii-phone"],
  },
  { language: "pl", to: "Kocham ten produkt!", reply: "Dziękujemy, to dla nas wiele znaczy! A który kolor masz?", codes: [] },
  {
    language: "pl",
    to: "Macie rozmiar 46?",
    reply: "Dzień dobry, mamy [produkt tutaj] w rozmiarze 46. Zapraszamy do sklepu!",
    codes: ["unfilled-placeholder"],
  },
];

const ro: readonly Labelled[] = [
  {
    language: "ro",
    to: "Sunt impermeabile bocancii?",
    reply: "Bună, Ioana! Mulțumim de întrebare. Da, bocancii sunt complet impermeabili. Unde vrei să mergi cu ei?",
    codes: [],
  },
  {
    language: "ro",
    to: "cat costa livrarea la cluj",
    reply: "Buna, Andrei! Multumim pentru mesaj. Livrarea la Cluj costa 20 de lei. O zi frumoasa!",
    codes: [],
  },
  {
    language: "ro",
    to: "Când redeschideți magazinul din Iași?",
    reply: "Bună ziua, mulțumim pentru mesaj. Ne plac mult plimbările de toamnă. O zi frumoasă!",
    codes: ["unanswered-question"],
  },
  {
    language: "ro",
    to: "S-au dezlipit dupa o luna. Foarte dezamagit.",
    reply: "Minunat, mulțumim că ne-ai scris! 😍 O zi fantastică!",
    codes: ["cheer-at-complaint"],
  },
  {
    language: "ro",
    to: "S-au dezlipit dupa o luna. Foarte dezamagit.",
    reply: "Bună, Radu, ne pare rău, nu așa trebuia să fie. Îți trimitem o pereche nouă. Ne poți scrie în privat numărul comenzii?",
    codes: [],
  },
  {
    language: "ro",
    to: "Nu mi-a ajuns coletul de trei saptamani.",
    reply: "Ne cerem scuze, Elena. Scrie aici adresa ta și numărul de telefon și verificăm imediat. O zi bună!",
    codes: ["asks-for-private-data"],
  },
  {
    language: "ro",
    to: "Ați primit documentele mele?",
    reply: "Bună ziua, da, le-am primit, CNP 1800101221144 este corect. Vă mulțumim, pe curând!",
    codes: ["pii-cnp"],
  },
  {
    language: "ro",
    to: "Cum vă pot contacta?",
    reply: "Bună! Sunați-l pe Mihai la 0721 234 567, știe tot despre bocanci. Vă așteptăm!",
    codes: ["pii-phone"],
  },
  {
    language: "ro",
    to: "Super bocanci, ii port zilnic!",
    reply: "Thank you so much for your kind words! We are happy that you like them. Have a great day!",
    codes: ["language-mismatch"],
  },
  {
    language: "ro",
    to: "Aveți mărimea 36?",
    reply: "Bună, {nume}, avem mărimea 36 în stoc!! Te așteptăm.",
    codes: ["unfilled-placeholder", "double-punctuation"],
  },
];

/** All of them. */
export const labelled: readonly Labelled[] = [...en, ...da, ...pl, ...ro];

/** Good replies, written after the others and read by lint for the first time then: nothing in them is worth a warning. */
export const good: readonly Omit<Labelled, "codes">[] = [
  {
    language: "en",
    to: "Can I machine wash them?",
    reply: "Hi Sam, thanks for asking. Better by hand, in lukewarm water. Does that help?",
  },
  {
    language: "en",
    to: "Are you hiring?",
    reply: "Hello! We are always on the look-out. Have a look at https://brandx.example/jobs and say hi from us.",
  },
  {
    language: "en",
    to: "Your app crashes all the time. Useless.",
    reply: "We hear you, Jo, and we are sorry. A fix is on its way and should reach you on Friday.",
  },
  { language: "en", to: "happy birthday!!", reply: "Thank you, you made our day 🎂" },
  { language: "en", to: "Who designed these?", reply: "Thanks for the curiosity! Our own Mette in Aarhus did. Which is your favourite?" },
  {
    language: "da",
    to: "Hvem har tegnet dem?",
    reply: "Tak for nysgerrigheden, Lone! Det har vores egen Mette i Aarhus. Hvilken er din favorit?",
  },
  {
    language: "da",
    to: "Kan de vaskes i maskine?",
    reply: "Hej Sofie, godt spørgsmål. Helst i hånden og i lunkent vand. God fornøjelse med dem!",
  },
  { language: "da", to: "I har glemt min rabatkode", reply: "Hej Mads, det må du undskylde. Vi har lige sendt dig en ny på mail." },
  { language: "da", to: "Tillykke med jubilæet!", reply: "Tusind tak, Ellen ❤️ Vi glæder os til de næste ti år." },
  {
    language: "da",
    to: "Findes de i en smal læst?",
    reply: "Hej Tina, desværre ikke i år. Vi giver ønsket videre til dem, der tegner dem.",
  },
  { language: "pl", to: "Czy można prać w pralce?", reply: "Cześć! Najlepiej ręcznie, w letniej wodzie. Daj znać, jak poszło." },
  { language: "pl", to: "Kto je zaprojektował?", reply: "Dzięki za pytanie! Nasza Mette z Aarhus. A który model lubisz najbardziej?" },
  { language: "pl", to: "Gratulacje z okazji jubileuszu!", reply: "Pięknie dziękujemy! Do zobaczenia na szlaku." },
  {
    language: "pl",
    to: "Paczka przyszła uszkodzona",
    reply: "Bardzo przepraszamy. Prosimy o wiadomość prywatną ze zdjęciem, a wyślemy nową parę.",
  },
  { language: "ro", to: "Se pot spăla la mașină?", reply: "Bună, Dana! Mai bine de mână, în apă călduță. Spor la drum!" },
  { language: "ro", to: "Cine i-a desenat?", reply: "Mulțumim de întrebare! Mette a noastră, din Aarhus. Ție ce model îți place?" },
  { language: "ro", to: "La multi ani!", reply: "Vă mulțumim din suflet! Ne vedem pe munte." },
  {
    language: "ro",
    to: "A venit rupt coletul",
    reply: "Ne pare rău, Vlad. Scrie-ne te rog în privat cu o poză și îți trimitem altă pereche.",
  },
];
