/**
 * Words that speak for an intent, by language. Small on purpose: a host's model knows more, see `firstConfident`.
 * Folded: lower case, letters without marks; `*` = any ending.
 * @module
 */

/** What people say in one language. */
export interface IntentWords {
  /** How a question begins that ends without a mark. */
  readonly question: string;
  /** How people thank. */
  readonly thanks: string;
  /** How they praise. */
  readonly praise: string;
  /** How they complain. */
  readonly complaint: string;
  /** What turns a word into its opposite. */
  readonly not: string;
}

/** By language. `tak` is Danish for thanks and Polish for yes, so a list is read where its language may be meant only. */
export const intentWords: Readonly<Record<string, IntentWords>> = {
  da: {
    question:
      "hvad|hvem|hvor|hvornar|hvordan|hvorfor|hvilke*|kan (?:i|du|man|jeg)|har (?:i|du)|er (?:i|du|det|den|der)|ma (?:man|jeg)|skal (?:man|jeg)|findes",
    thanks: "tak|tusind tak|mange tak",
    praise:
      "elsker|fed|fede|fedt|super|smuk*|flot*|dejlig*|fantastisk*|perfekt*|skøn*|lækker*|bedste|genial*|anbefale*|sej*|vidunderlig*|godt gaet|glad for",
    complaint:
      "i stykker|gik itu|knække*|defekt*|aldrig (?:kommet|modtaget|faet)|ikke (?:kommet|modtaget)|venter stadig|skuff*|elendig*|darlig*|ringe|værste|pengene (?:tilbage|retur)|reklamation|reklamere|klage*|virker ikke|duer ikke|forkert*|uacceptabel*|svindel|frustrer*|spild af|intet svar|ikke (?:god*|glad|okay|i orden|tilfreds)|mangler (?:stadig|min)",
    not: "ikke|aldrig|ingen|intet",
  },
  en: {
    question:
      "what|who|where|when|how|why|which|(?:can|could|do|does|did|is|are|was|will|would|should|has|have|may) (?:i|you|we|they|he|she|it|this|these|that|there|the|your|anyone|someone)",
    thanks: "thanks|thank you|thx|ty|cheers|much appreciated",
    praise:
      "love (?:it|this|these|those|them|your|my|the|how)|loving|great|awesome|amazing|beautiful|perfect|best|excellent|fantastic|wonderful|gorgeous|brilliant|superb|well done|good (?:job|work)|recommend|so (?:good|nice|cool)|very (?:good|nice|happy)|my favou?rite*",
    complaint:
      "broken|broke|defective|faulty|never (?:arrived|came|received|got|again)|(?:not|hasn'?t|didn'?t|haven'?t) (?:yet )?(?:arrived?|come|received?|show up)|still waiting|no (?:answer|reply|response)|refund|money back|terrible|awful|worst|disappoint*|rubbish|useless|unacceptable|complain*|(?:does not|doesn'?t|doesnt|not) work*|stopped working|ripped|fell apart|falling apart|leak(?:s|ed|ing)|wrong (?:size|item|colour|color|order|one)|rude|rip-?off|cheated|fed up|horrible|shame on|garbage|waste of|(?:not|isn'?t|wasn'?t) (?:good|happy|nice|ok|okay|cool|great|impressed)",
    not: "not|no|never|don'?t|dont|isn'?t|wasn'?t|hardly|without",
  },
  pl: {
    question: "czy|kiedy|gdzie|ile|jak|jaki*|dlaczego|kto|co|ktor*|moge|mozna|macie",
    thanks: "dzieki|dziekuje|dziekujemy|dzieks",
    praise: "swietn*|piekn*|cudown*|uwielbiam|kocham|rewelac*|najleps*|polecam|ekstra|fajn*|doskonal*|super|brawo|zachwycon*",
    complaint:
      "zepsu*|popsu*|nie dziala|nie (?:doszl*|dotarl*|przysz*)|reklamac*|rozczarowa*|okropn*|najgorsz*|zwrot (?:pieniedzy|kosztow)|oszu*|skandal*|slab*|kiepsk*|nie polecam|opoznien*|brak odpowiedzi|czekam (?:od|juz)|wadliw*|dramat|tragedia|uszkodzon*",
    not: "nie|nigdy|zaden|brak|bez",
  },
  ro: {
    question: "cand|unde|cum|cat|cati|cate|de ce|cine|care|ce|aveti|se poate|pot|este|exista",
    thanks: "multumesc|multumim|mersi|mulțumesc",
    praise:
      "superb*|frumos|frumoas*|minunat*|excelent*|iubesc|ador|genial*|cel mai bun|cele mai bune|recomand|perfect*|bravo|foarte (?:bun|buna|buni|bune|tare)|felicitari",
    complaint:
      "stric*|defect*|nu (?:functioneaz*|merge|mergea)|nu (?:a|am|au) (?:ajuns|primit|venit)|dezamag*|groaznic*|oribil*|jalnic*|cel mai prost|bani* inapoi|reclamat*|teapa|nu recomand|intarzi*|nimeni nu raspunde|inca astept|rupt*|proasta|slaba",
    not: "nu|niciodata|fara|nici",
  },
  de: {
    question: "was|wer|wo|wann|wie|warum|wieso|welche*|kann (?:ich|man)|konnt ihr|habt ihr|gibt es|ist (?:das|der|die|es)|sind (?:das|die)",
    thanks: "danke|vielen dank|dankeschon|herzlichen dank",
    praise: "toll*|super|wunderschon*|liebe (?:es|diese*|eure)|großartig*|perfekt*|klasse|beste*|wunderbar*|empfehl*|geil*|hervorragend*",
    complaint:
      "kaputt*|defekt*|funktioniert nicht|geht nicht|(?:nie|nicht) (?:angekommen|erhalten|bekommen)|enttausch*|schrecklich*|furchtbar*|schlecht*|schlimmste*|geld zuruck|reklam*|unverschamt*|betrug|warte (?:immer noch|seit)|keine antwort|falsche* (?:große|artikel|farbe)",
    not: "nicht|nie|kein*|ohne",
  },
};

/** What spammers write, in whatever language. */
export const spamWords: string =
  "crypto|bitcoin|btc|forex|airdrop|nft drop|investment (?:plan|advice|opportunity)|earn (?:money|cash|daily|\\$)|passive income|follow ?4 ?follow|follow for follow|f4f|l4l|sub4sub|(?:dm|inbox|message|text) me|check (?:out )?my (?:bio|profile|page|channel)|link in (?:my )?bio|whatsapp|telegram|onlyfans|promote it on|you (?:have )?won|claim your|free (?:gift|followers|iphone)";

/** Makes a pattern of a list: whole words, `*` as any ending. */
export function wordPattern(list: string): RegExp {
  return new RegExp(String.raw`(?<![\p{L}\p{M}\p{N}_])(?:${list.replaceAll("*", String.raw`\p{L}*`)})(?![\p{L}\p{M}\p{N}_])`, "gu");
}
