/**
 * Descriptions of pictures: whether one is there and says anything.
 * @module
 */
import type { DraftAttachment } from "../model/draft.js";

const seen: ReadonlySet<string> = new Set<DraftAttachment["type"]>(["image", "video", "gif"]);

// A word that says what the thing is and not what it shows: English, Danish, Polish, Romanian, German, Swedish, Norwegian, French, Spanish.
const empty =
  /^(?:an? |the |et |en |un |une |una |o |ein |eine |ett )?(?:images?|imgs?|photos?|pics?|pictures?|videos?|gifs?|screenshots?|graphics?|logos?|untitled|alt(?: text)?|billede[rt]?|fotos?|skærmbillede|zdjęci[ea]|obraz(?:ek)?|grafika|film(?:ik)?|imagin[ei]a?|poz[aăe]|fotografi[ea]?|bild(?:er)?|bilde|imágen(?:es)?|imagen|foto)(?: \d+)?[.!]?$/iu;
const fileName =
  /(?:\.(?:jpe?g|png|gif|webp|heic|heif|avif|tiff?|bmp|svg|mp4|mov|webm)$)|^(?:img|dsc[nf]?|pxl|image|screenshot|photo|wp|dji|gopr|mvimg)[_ -]?\d{2,}[\w-]*$|^[\w-]*\d{6,}[\w-]*$/iu;

/**
 * Tells what is wrong with the description of a picture, video or gif: `missing`, or `poor` when it is a file name, a word such as "image", or
 * shorter than five letters. Undefined when nothing is, and for what needs none.
 */
export function altProblem({ type, alt }: Pick<DraftAttachment, "type" | "alt">): "missing" | "poor" | undefined {
  if (!seen.has(type)) return undefined;
  const text = (alt ?? "").normalize("NFC").trim();
  if (text === "") return "missing";
  return text.length < 5 || empty.test(text) || fileName.test(text) ? "poor" : undefined;
}
