/**
 * The words that lint knows by language. Folded: lower case, no marks on letters. `*` = any ending.
 * @module
 */

/** A language that lint knows words of. Norwegian is `nb`. */
export type Known = "en" | "da" | "pl" | "ro" | "de" | "sv" | "nb" | "fr" | "es";

/** What lint knows of a language. */
export interface Lexicon {
  /** Greets, thanks, apologizes, agrees or feels with somebody. */
  readonly acknowledges: RegExp;
  /** Ends well, or leaves a door open. */
  readonly closes: RegExp;
  /** Says yes, no, or that it is being looked after: at the start of a sentence, or as a phrase inside. */
  readonly answers: RegExp;
  /** Refers to what was asked about: at the start of a sentence. */
  readonly refers: RegExp;
  /** Begins a question that has no mark. */
  readonly asks: RegExp;
  /** Says that one is sorry. */
  readonly sorry: RegExp;
  /** Is unhappy with something. */
  readonly complains: RegExp;
  /** Speaks of ourselves. */
  readonly ours: RegExp;
  /** Asks for a person: at the start of a sentence. */
  readonly who: RegExp;
}

const word = (words: string, start = String.raw`(?<![\p{L}\p{N}])`): RegExp => {
  const source = words.replaceAll("*", String.raw`\p{L}*`).replaceAll(" ", String.raw`\s+`);
  return new RegExp(String.raw`${start}(?:${source})(?![\p{L}\p{N}])`, "u");
};

type Words = Readonly<Record<keyof Lexicon, string>>;

const read = ({ acknowledges, closes, answers, refers, asks, sorry, complains, ours, who }: Words): Lexicon => ({
  acknowledges: word(`${acknowledges}|${sorry}`),
  closes: word(closes),
  answers: word(answers),
  refers: word(refers, "^"),
  asks: word(asks, "^"),
  sorry: word(sorry),
  complains: word(complains),
  ours: word(ours),
  who: word(who, "^"),
});

const en: Words = {
  acknowledges:
    "hi|hey*|hello|dear|good (?:morning|afternoon|evening|question|point|catch)|great question|thank*|thx|cheers|welcome|glad|happy to|so happy|delighted|lovely|wonderful|wow|yay|love*|congrat*|appreciate*|we (?:understand|hear you|know how)|you(?: are|['’]re) (?:absolutely |so |quite )?right|oh no|ouch|haha|well done|means a lot|made our day|so kind|what a|fair (?:point|question)|great to hear|good to hear|understandable",
  closes:
    "have an? \\p{L}+|(?:we|i)(?:'ll| will) (?:\\p{L}+ )?(?:you|it|back|into|this|that|call|write|send|check|ask)|enjoy*|see you|take care|welcome|any ?time|let us know|write to us|drop us|message us|looking forward|good luck|feel free|just (?:ask|write)|here for you|talk soon|speak soon|thanks again|thank you again|happy \\p{L}+ing|get well|all the best|hope (?:to|that|you|this|it)|come (?:by|and)|stay (?:warm|dry|safe)|keep (?:us posted|an eye)|stay tuned|fingers crossed|give (?:it|them) a (?:try|go)|as soon as|we will be in touch|we['’]ll be in touch",
  answers:
    "yes|yep|yeah|no|nope|sure|absolutely|of course|certainly|definitely|exactly|correct|unfortunately|sadly|indeed|both|not yet|not (?:at the moment|right now|currently)|soon|because|we(?:['’]ll| will| have| are going to| can| can['’]?not| can['’]t| do(?:n['’]t)?| ship| send| sent| offer| open| close| made| make| use| recommend| only)|let (?:us|me)|you can|you(?:['’]ll| will) (?:find|get|have|receive)|(?:dm|message|write(?: to)?|e-?mail|contact|call) us|looking into|look into|checking|check with|here is|here['’]s|available|in stock|sold out|back in|try",
  refers:
    "they(?:['’]re|['’]ve|['’]ll)?|them|it(?:['’]s)?|that(?:['’]s)?|this|these|those|all|every|most|none|only|for now|from|until|on|at|by|in",
  asks: "who|what|when|where|why|how|which|whose|do you|does|did|is|are|can|could|will|would|should|have you|has|any chance",
  sorry: "sorry|apolog*|regret*|our fault|our mistake|we messed up",
  complains:
    "broke*|terrible|awful|worst|horrible|disappoint*|angry|furious|refund|never again|not happy|unhappy|damaged|defect*|faulty|scam|rude|still waiting|waited|doesn['’]?t work|does not work|not working|don['’]?t work|fell (?:apart|off)|falling apart|ruined|unacceptable|complain*|frustrat*|useless|waste of|rip ?off|leak*|wrong (?:size|item|order)|never (?:arrived|came)|no (?:answer|reply|response)|ignored|poor (?:quality|service)|bad (?:service|quality|experience)",
  ours: "we|our|us",
  who: "who",
};
const da: Words = {
  acknowledges:
    "hej*|halløj*|goddag|god(?:morgen|aften)|god (?:morgen|aften)|kære|tak|velkommen|dejlig*|skøn*|hvor (?:er|var|lyder) (?:det|den|de)|sikke*|godt (?:spørgsmal|spurgt|set)|forstar|glad*|glæder|elsker|wow|tillykke|ærger*|ret i|haha|hvor (?:dejligt|godt|fedt|hyggeligt|skønt|ærgerligt|trist)|fedt|fed|superfedt|uha|det kan vi (?:godt )?forsta|godt gaet|smukt|flot",
  closes:
    "ha[vr]? en|(?:vi|jeg) (?:ringer|skriver|vender|undersøger|tjekker|sender|finder)|(?:ringer|skriver|vender|undersøger|tjekker|sender|finder) vi|god (?:weekend|dag|aften|tur|fornøjelse|sommer|jul|ferie|bedring|paske|søndag|lørdag|fredag|uge|lyst|appetit)|godt nytar|vi ses|pas (?:godt )?pa|velkommen|skriv (?:endelig|bare|gerne|til)|sig (?:endelig|bare|gerne|til)|held og lykke|glæder os|haber|nyd|tak igen|kig (?:endelig |gerne )?forbi|vender tilbage|er her|altid|følg med|kryds* fingre|spørg (?:endelig|bare)",
  answers:
    "ja|jo|nej|selvfølgelig|naturligvis|bestemt|rigtigt|desværre|præcis|absolut|begge|snart|ikke endnu|fordi|vi (?:har|kan|sender|er ved|undersøger|tjekker|vender|finder|aner|skal|vil|anbefaler|bruger|laver|aabner|abner|lukker|leverer|bytter|refunderer|giver|får|far)|du (?:kan|finder|far|skal)|skriv til os|send os|i en (?:privat|direkte) besked|pa lager|udsolgt|findes|prøv|kontakt",
  refers: "de|den|det|dem|disse|alle|kun|indtil|fra|pa|til|i|hos|om|efter",
  asks: "hvad|hvem|hvor|hvornar|hvordan|hvorfor|hvilke[nt]?|hvis|(?:kan|har|er|ma|skal|vil|gør|findes|sælger|sender|laver|kommer) (?:i|du|man|de|den|det|der|jeg|vi)",
  sorry: "undskyld*|beklag*|(?:ked|kede) af|vores fejl|ærgerligt",
  complains:
    "ødelagt|gaet i stykker|gik i stykker|i stykker|elendig*|darlig*|skuff*|sur|vred|utilfreds|aldrig mere|penge(?:ne)? tilbage|defekt*|fejl i|svindel|uforskammet|venter (?:stadig|endnu)|ventet|virker ikke|dur ikke|holder ikke|falder fra hinanden|uacceptabel*|klage*|frustr*|ubrugelig*|spild af|utæt*|forkert*|kom(?:mer)? aldrig|ikke (?:kommet|modtaget)|intet svar|ringe|værste|hul i",
  ours: "vi|vores|os",
  who: "hvem",
};
const pl: Words = {
  acknowledges:
    "czesc|hej*|witaj*|witam*|dzien dobry|dobry wieczor|dziek*|ciesz*|milo|swietn*|wspanial*|rozumiem*|kochamy|uwielbiamy|gratul*|dobre pytanie|masz (?:pelna )?racje|(?:pan|pani) racje|oj*|wow|brawo|drog[ai]*|szanown*|jak (?:milo|fajnie|pieknie)|super|fajnie|ale (?:super|fajnie|pieknie)|pieknie",
  closes:
    "mile(?:go|j)|sprawdzimy|zajmiemy|odpiszemy|zadzwonimy|wyslemy|ustalimy|udane(?:go|j)|dobre(?:go|j)|piekne(?:go|j)|spokojne(?:go|j)|do zobaczenia|zapraszam*|smacznego|trzymaj*|daj(?:cie)? znac|pisz(?:cie)?|napisz(?:cie)?|czekamy|powodzenia|wesolych|jestesmy (?:tu|do)|w razie pytan|do uslyszenia|mamy nadzieje|wracamy|wrocimy|odezwiemy|sluzymy|pozostajemy",
  answers:
    "tak|nie|oczywiscie|jasne|niestety|pewnie|zgadza sie|dokladnie|jeszcze nie|wkrotce|obie|oba|poniewaz|bo|mamy|mozesz|mozna|moze (?:pan|pani)|wysylamy|wyslemy|sprawdz\\p{L}*|ustalimy|wracamy z|wrocimy z|polecamy|uzywamy|robimy|otwieramy|zamykamy|dostarczamy|wymienimy|zwrocimy|napisz(?:cie)? do nas|w wiadomosci prywatnej|dostepn*|wyprzedan*|znajdziesz|kosztuj*|planujemy|pracujemy|mozliwe|skontaktuj*|sprobuj",
  refers: "sa|jest|beda|bedzie|to|one|ona|on|wszystkie|tylko|do|od|w|na|po",
  asks: "czy|kiedy|gdzie|ile|jak|dlaczego|czemu|kto|co|jaki*|jaka|ktor*|skad|da sie|macie|mozna",
  sorry: "przepraszam*|przykro|przeprosin*|nasz* (?:wina|blad)|szkoda|wyrazy ubolewania",
  complains:
    "zepsut*|zepsul*|popsu*|fataln*|okropn*|beznadziejn*|tragedia|tragiczn*|zawied*|zawiod*|rozczarow*|wsciek*|zwrot* pieniedzy|nigdy wiecej|niezadowol*|uszkodz*|wadliw*|oszust*|oszukan*|chamsk*|(?:wciaz|nadal|ciagle) czekam|czekam (?:juz|od)|nie dziala*|rozpad*|niedopuszczaln*|reklamacj*|skarg*|frustr*|bezuzyteczn*|strata|przeciek*|przemak*|zly rozmiar|nie (?:dotarl*|doszl*|przysz*)|brak odpowiedzi|slab* (?:jakosc|obslug*)|najgorsz*|rozkleil*|pekl*|dziur*",
  ours: "my|nasz*|nam|\\p{L}{3,}my",
  who: "kto|kogo",
};
const ro: Words = {
  acknowledges:
    "buna|salut*|hei|hey|draga|drag[ai]|stimat*|multumi*|multumesc|mersi|bucur*|minunat*|felicit*|intelegem|inteleg|apreciem|neata|ce (?:frumos|bine|dragut|tare|fain)|(?:ai|aveti) (?:toata )?dreptate|wow|incanta*|bine (?:ai|ati) venit|bun venit|la multi ani|intrebare buna|super|bravo|ne (?:topesti|bucura|bucuram)|excelent*",
  closes:
    "verificam|(?:va|te) sunam|trimitem|o (?:zi|seara|saptamana|duminica|vara|vacanta|calatorie|plimbare)|zi (?:buna|frumoasa)|weekend|spor|pofta|(?:va|te) asteptam|pe curand|ne vedem|la revedere|succes|spune-ne|spuneti-ne|scrie-ne|scrieti-ne|anunta-ne|anuntati-ne|aveti grija|ai grija|sarbatori|drum bun|suntem aici|ne auzim|revenim|speram|numai bine|distractie|purtare placuta",
  answers:
    "da|nu|desigur|sigur|bineinteles|din pacate|exact|corect|inca nu|in curand|ambele|amandoua|pentru ca|deoarece|avem|puteti|poti|se poate|trimitem|livram|verificam|cautam|revenim cu|recomandam|folosim|facem|deschidem|inchidem|schimbam|inlocuim|rambursam|scrie-ne|scrieti-ne|in privat|mesaj privat|disponibil*|epuizat*|in stoc|gasiti|gasesti|costa|lucram|contacteaza*|contactati*|incearca|incercati",
  refers: "sunt|este|e|se|le|il|o|acestea|acesta|aceasta|toate|doar|pana|din|de la|in|la|pe|ele|ei",
  asks: "cand|unde|cum|cat[aei]?|de ce|cine|care|ce|aveti|ai|se poate|se pot|puteti|poti|exista|sunt|este|mai",
  sorry: "scuz*|ne pare (?:foarte |sincer |tare )?rau|imi pare (?:foarte |sincer |tare )?rau|cerem|regret*|greseala noastra|vina noastra",
  complains:
    "stricat*|rupt*|defect*|oribil*|groaznic*|jalnic*|dezamag*|nervos|nervoasa|furios|furioasa|banii inapoi|niciodata|nemultumit*|deteriorat*|teapa|inselatorie|nesimtit*|inca astept|astept de|nu (?:merge|functioneaza|mai merge|a ajuns|au ajuns|raspunde*|mi-a ajuns)|s-a(?:u)? (?:rupt|dezlipit|stricat|descusut)|inacceptabil*|reclam*|frustr*|inutil*|pierdere de|curge|intra apa|gresit*|niciun raspuns|slaba|cel mai prost|cea mai proasta|proast*|prost|rusine",
  ours: "noi|noastr*|nostr*|ne|\\p{L}{3,}am",
  who: "cine",
};
const de: Words = {
  acknowledges: "hallo|hi|hey|guten|moin|servus|liebe*|dank*|vielen dank|freut|freuen|wie schon|toll|super|versteh*|gute frage|willkommen",
  closes: "schone[nrs]?|viel (?:spass|freude|erfolg)|bis (?:bald|dann)|meld*|alles gute|willkommen|freuen uns|schreib* uns|gern*",
  answers: "ja|nein|doch|klar|naturlich|leider|genau|bald|noch nicht|weil|wir|du kannst|sie konnen|schreib*|verfugbar|ausverkauft",
  refers: "sie|es|er|das|die|der|diese*|alle|nur|bis|ab|am|um|in",
  asks: "wer|was|wann|wo|warum|wie|welche*|kann|konnt|gibt es|habt|ist|sind",
  sorry: "entschuldig*|leid|sorry|verzeih*|bedauer*",
  complains:
    "kaputt*|schlecht*|furchtbar*|enttausch*|wutend|nie wieder|defekt*|betrug|warte (?:immer )?noch|funktioniert nicht|unzufrieden|beschwer*|undicht*|falsche*",
  ours: "wir|uns*",
  who: "wer|wen",
};
const sv: Words = {
  acknowledges: "hej*|god(?:morgon|kvall)|tack*|kul|harlig*|roligt|valkomm*|bra fraga|forstar|glad*|vad (?:roligt|kul|harligt|fint)|kara",
  closes: "ha en|trevlig*|valkomm*|vi ses|hor av|lycka till|hoppas|skriv garna|sag till|ha det",
  answers: "ja|jo|nej|sjalvklart|absolut|tyvarr|precis|snart|inte an|eftersom|vi|du kan|skriv till|i lager|slutsald*",
  refers: "de|den|det|dom|dessa|alla|bara|till|fran|pa|i",
  asks: "vad|vem|var|nar|hur|varfor|vilke[nt]|vilka|kan|har|ar|finns|far",
  sorry: "forlat|ursakt*|ledsn*|ledsen*|beklag*|trakigt",
  complains:
    "trasig*|dalig*|besviken|besvikna|arg|aldrig mer|pengarna tillbaka|defekt*|bluff|vantar fortfarande|vantat|fungerar inte|missnojd*|reklam*|klag*|sonder",
  ours: "vi|var|vara|oss",
  who: "vem",
};
const nb: Words = {
  acknowledges:
    "hei*|god (?:morgen|kveld|dag)|takk*|kjære|sa (?:hyggelig|bra|kult|fint|gøy)|hyggelig|velkommen|glad*|bra spørsmal|godt spørsmal|forstar",
  closes: "ha en|god (?:helg|tur|dag|kveld|sommer|jul)|velkommen|vi (?:ses|sees)|ta kontakt|si fra|lykke til|haper|skriv gjerne",
  answers: "ja|jo|nei|selvsagt|selvfølgelig|dessverre|akkurat|snart|ikke enna|fordi|vi|du kan|send oss|pa lager|utsolgt",
  refers: "de|den|det|dem|disse|alle|bare|til|fra|pa|i",
  asks: "hva|hvem|hvor|nar|hvordan|hvorfor|hvilke[nt]?|kan|har|er|finnes|far",
  sorry: "unnskyld*|beklag*|lei (?:for|oss)|var feil|synd",
  complains:
    "ødelagt|darlig*|skuff*|sint|aldrig mer|aldri mer|pengene tilbake|defekt*|svindel|venter fortsatt|ventet|virker ikke|fungerer ikke|misfornøyd*|klage*|i stykker",
  ours: "vi|var|vare|oss",
  who: "hvem",
};
const fr: Words = {
  acknowledges: "bonjour|bonsoir|salut|coucou|chere?s?|merci*|ravie?s?|bienvenue|super|bravo|bonne question|compren*|heureu*",
  closes: "bonne \\p{L}+|bon (?:week-end|voyage|courage)|a (?:bientot|tres vite)|n['’]hesite*|au plaisir|belle \\p{L}+|esper*",
  answers: "oui|non|bien sur|malheureusement|exactement|bientot|pas encore|parce que|nous|vous pouvez|tu peux|ecri*|disponible*|epuise*",
  refers: "ils|elles|il|elle|c['’]est|cela|ce|ces|tous|toutes|seulement|jusqu*|a partir|en|a",
  asks: "qui|que|quand|ou|pourquoi|comment|quel*|combien|est-ce|avez|peut-on|y a",
  sorry: "desolee?s?|pardon|excus*|regret*",
  complains:
    "casse*|horrible*|decu*|en colere|plus jamais|rembours*|defect*|arnaque*|attends (?:toujours|encore)|ne (?:marche|fonctionne)*|nul*|mecontent*|inadmissible*|abime*",
  ours: "nous|notre|nos",
  who: "qui",
};
const es: Words = {
  acknowledges:
    "hola|buen[oa]s|gracias|estimad*|querid*|alegra*|bienvenid*|entendemos|genial|que (?:bien|bonito|alegria)|buena pregunta|encanta*",
  closes:
    "que (?:tengas|pases|disfrutes|tenga)|buen (?:dia|finde|fin|viaje)|nos vemos|hasta (?:pronto|luego)|no dudes|feliz|esper*|escribe*|suerte|disfruta*",
  answers:
    "si|no|claro|por supuesto|desafortunadamente|lamentablemente|exacto|pronto|todavia no|porque|tenemos|puedes|puede|enviamos|escribe*|disponible*|agotad*",
  refers: "son|es|estan|esta|esto|estos|todos|todas|solo|hasta|desde|en|a|lo|los|las",
  asks: "quien|que|cuando|donde|por que|como|cual*|cuant*|tienen|teneis|hay|se puede|puedo",
  sorry: "lo sentimos|siento|perdon*|disculp*|lamentamos",
  complains:
    "rot[oa]s?|horrible*|decepcion*|enfadad*|nunca mas|devol*|defect*|estafa*|sigo esperando|no funciona*|fatal|descontent*|inaceptable*|quej*|pesim*",
  ours: "nosotros|nuestr*|nos",
  who: "quien",
};

const words: Readonly<Record<Known, Words>> = { en, da, pl, ro, de, sv, nb, fr, es };
const made: Partial<Record<Known, Lexicon>> = {};

/** Finds what lint knows of a language; undefined for one that it does not know. */
export function lexiconOf(language: string | undefined): Lexicon | undefined {
  if (!isKnown(language)) return undefined;
  // Made at first use: most hosts write in one or two of them.
  return (made[language] ??= read(words[language]));
}

/** Tells whether lint knows words of a language. */
export function isKnown(language: string | undefined): language is Known {
  return language !== undefined && Object.hasOwn(words, language);
}

/** Lower case, without marks on letters. Danish and Norwegian letters stay. */
export function fold(text: string): string {
  return text
    .normalize("NFD")
    .replace(/\p{M}+/gu, "")
    .toLowerCase()
    .replaceAll("ł", "l")
    .replaceAll("’", "'");
}
