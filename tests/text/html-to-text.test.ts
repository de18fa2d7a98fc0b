import { describe, expect, it } from "vitest";
import fc from "fast-check";
import { htmlToText } from "../../src/text/html-to-text.js";

const text = (html: string): string => htmlToText(html).text;
const linked = (html: string): readonly (readonly [string, string, string])[] => {
  const { text: whole, links } = htmlToText(html);
  return links.map(({ start, end, href, type }) => [type, whole.slice(start, end), href]);
};

describe("html to text", () => {
  it("writes out an address that is shown shortened", () => {
    const html =
      '<p>Se <a href="https://shop.example/boots/winter?size=40&amp;c=red"><span class="invisible">https://</span><span class="ellipsis">shop.example/boots/wi</span><span class="invisible">nter?size=40&amp;c=red</span></a>!</p>';
    expect(text(html)).toBe("Se https://shop.example/boots/winter?size=40&c=red!");
    expect(linked(html)).toEqual([
      ["link", "https://shop.example/boots/winter?size=40&c=red", "https://shop.example/boots/winter?size=40&c=red"],
    ]);
  });
  it("writes an address once where it is shown whole, and behind other words in brackets", () => {
    expect(text('<a href="https://a.example/x">https://a.example/x</a>')).toBe("https://a.example/x");
    expect(text('<a href="https://www.a.example/x/y">a.example/x…</a>')).toBe("https://www.a.example/x/y");
    const html = 'Read <a href="https://a.example/guide">our guide</a>.';
    expect(text(html)).toBe("Read our guide (https://a.example/guide).");
    expect(linked(html)).toEqual([["link", "https://a.example/guide", "https://a.example/guide"]]);
  });
  it("believes the address and not the words, when they claim another one", () => {
    expect(text('<a href="https://bad.example/login">https://bank.example</a>')).toBe("https://bad.example/login");
  });
  it("leaves mentions and hashtags as they are written", () => {
    const html =
      '<p><span class="h-card"><a href="https://a.example/@freja" class="u-url mention">@<span>freja</span></a></span> elsker <a href="https://a.example/tags/boots" class="mention hashtag" rel="tag">#<span>boots</span></a></p>';
    expect(text(html)).toBe("@freja elsker #boots");
    expect(linked(html).map(([type, words]) => [type, words])).toEqual([
      ["mention", "@freja"],
      ["hashtag", "#boots"],
    ]);
    expect(linked('<a href="https://b.example/u/1">@malik</a> <a href="https://b.example/t/ok">#ok</a>').map(([type]) => type)).toEqual([
      "mention",
      "hashtag",
    ]);
  });
  it("keeps paragraphs and line breaks apart", () => {
    expect(text("<p>One<br />two<br><br>three</p><p>four</p>")).toBe("One\ntwo\n\nthree\n\nfour");
    expect(text("<div>One</div>\n  <div>two</div>")).toBe("One\ntwo");
  });
  it("keeps blanks that the author typed, and none of the source's line breaks", () => {
    expect(text("<p>a   b</p>")).toBe("a   b");
    expect(text("<p>\n  a\n  b\n</p>\n\n<p>c</p>")).toBe("a b\n\nc");
  });
  it("writes lists, quotations and code of other software as lines", () => {
    expect(text("<p>Need:</p><ul><li>wax</li><li><p>laces</p></li></ul><p>ok</p>")).toBe("Need:\n\n- wax\n- laces\n\nok");
    expect(text("<ol><li>a</li><li>b<ul><li>c</li></ul></li></ol>")).toBe("1. a\n2. b\n  - c");
    expect(text("<p>x</p><blockquote><p>a</p><p>b</p></blockquote><p>y</p>")).toBe("x\n\n> a\n>\n> b\n\ny");
    expect(text("<pre><code>if (a) {\n  b();\n}</code></pre><p>done</p>")).toBe("if (a) {\n  b();\n}\n\ndone");
  });
  it("reads entities, once", () => {
    expect(text("<p>&lt;b&gt; &amp;amp; &#230;&#xe6; &quot;a&quot; &hellip; &unknown; &#xD800;&#0;</p>")).toBe(
      '<b> &amp; ææ "a" … &unknown; \ufffd\ufffd',
    );
  });
  it("leaves out what it is told to, nested elements too, and what nobody reads", () => {
    const html = '<p class="quote-inline">RE: <a href="https://a.example/1">a</a></p><p>Yes!</p>';
    expect(htmlToText(html, { without: "quote-inline" }).text).toBe("Yes!");
    expect(text(html)).toContain("https://a.example/1");
    expect(text("<div>a<script>b<p>c</script><style>d</style><!-- e --> f</div>")).toBe("a f");
  });
  it("writes what it is given for a mention", () => {
    const shown = new Map([["https://b.example/@malik", "@malik@b.example"]]);
    const { text: whole, links } = htmlToText('Hi <a href="https://b.example/@malik" class="mention">@malik</a>!', { shown });
    expect(whole).toBe("Hi @malik@b.example!");
    expect(links[0]).toMatchObject({ start: 3, end: 19, type: "mention" });
  });
  it("shows the words of a link that leads nowhere", () => {
    expect(text('<a href="javascript:alert(1)">press</a> <a>here</a>')).toBe("press here");
  });
  it("takes a sign that begins no tag for text", () => {
    expect(text("1 < 2 and 3 > 2 <3")).toBe("1 < 2 and 3 > 2 <3");
  });

  const pieces = fc.constantFrom(
    ...[
      "<",
      ">",
      "</",
      "<a ",
      'href="https://x.example"',
      "<p>",
      "</p>",
      "<br/>",
      "<li>",
      "<ul>",
      "</ul>",
      "<blockquote>",
      "<pre>",
      "<!--",
      "-->",
    ],
    ...[
      "'",
      '"',
      "=",
      "&",
      "&amp;",
      "&#",
      ";",
      " ",
      "\n",
      "æ",
      "👩‍👩‍👧",
      "@a",
      "#b",
      "<script>",
      "</script>",
      "<span class='invisible'>",
      "\ud83d",
    ],
  );
  const soup = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.array(pieces, { maxLength: 60 }).map((parts) => parts.join("")),
  );
  it("never throws, and its links lie in the text, in order", () => {
    fc.assert(
      fc.property(soup, (html) => {
        const { text: whole, links } = htmlToText(html, { without: "x" });
        let at = 0;
        for (const { start, end } of links) {
          expect(start).toBeGreaterThanOrEqual(at);
          expect(end).toBeGreaterThan(start);
          expect(end).toBeLessThanOrEqual(whole.length);
          at = end;
        }
      }),
    );
  });
  it("leaves no tag, and loses no word between tags", () => {
    const word = fc.stringMatching(/^[a-zæøå]{1,8}$/);
    const tag = fc.constantFrom("p", "b", "em", "span", "li", "ul", "blockquote", "div", "h2", "code");
    const node = fc.tuple(tag, fc.array(word, { minLength: 1, maxLength: 4 }));
    fc.assert(
      fc.property(fc.array(node, { maxLength: 8 }), (nodes) => {
        const whole = text(nodes.map(([name, words]) => `<${name} class="a">${words.join(" ")}</${name}>`).join(" "));
        expect(whole).not.toMatch(/<\/?[a-z]/);
        expect(whole.match(/[a-zæøå]+/g) ?? []).toEqual(nodes.flatMap(([, words]) => words.join(" ").split(" ")));
      }),
    );
  });
  it("gives back a text that was escaped and wrapped", () => {
    const escape = (plain: string): string => plain.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (plain) => {
        const line = plain.replace(/\s+/g, " ").trim();
        expect(text(`<p>${escape(line)}</p>`)).toBe(line);
      }),
    );
  });
  it.each([
    ["open tags", "<a "],
    ["open quotation marks", '<a href="'],
    ["crossed quotation marks", `<a '">`],
    ["signs", "<<"],
    ["comments", "<!--"],
    ["blanks", " "],
    ["attribute names", "<a aaaa "],
    ["nested quotations", "<blockquote>a<p>"],
    ["nested lists", "<ul><li>a"],
    ["ampersands", "&#"],
  ])("takes time in proportion to its length: %s", (_, piece) => {
    const time = (count: number): number => {
      const html = piece.repeat(count);
      const start = performance.now();
      htmlToText(html);
      return performance.now() - start;
    };
    time(2_000);
    // Ten times the length in far less than a hundred times the time; the floor takes out what a busy machine adds.
    expect(time(100_000)).toBeLessThan(Math.max(40 * time(10_000), 1_500));
  });
});
