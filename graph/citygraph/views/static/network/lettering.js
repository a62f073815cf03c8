/*
 * Names on lines. A line ends between words, Chinese words too; where a name must be shortened, it ends after a word,
 * with an ellipsis. Only a word that is wider than a line is broken.
 */

const READ = 200; // letters of a name that are looked at: more stand on no label
const CLOSES = /^[\p{Pe}\p{Pf}\p{Po}\p{Pd}\u00a0]/u; // may not begin a line
const OPENS = /[\p{Ps}\p{Pi}\u00a0]$/u; // may not end one
const GLUE = /(?<=\p{Script=Han}) (?=\d)|(?<=\d) (?=\p{Script=Han})/gu; // the space in 第 12 屆
const BOUND = /(?:\s+\p{Ll}{1,3})+$/u; // "of", "and the": what says nothing at the end of what is left

/** What stays together: words, Chinese words with their marks and numbers; and the spaces between them. */
function pieces(name) {
  const found = [];
  for (const chunk of name.replace(GLUE, "\u00a0").match(/[^\S\u00a0]+|[\S\u00a0]+/gu) || []) {
    for (const word of /\p{Script=Han}/u.test(chunk) ? chineseWords(chunk) : [chunk]) {
      const last = found.at(-1) || " ";
      if (word.trim() ? !/ $/.test(last) && (CLOSES.test(word) || OPENS.test(last)) : word === "\u00a0") found[found.length - 1] += word;
      else found.push(word);
    }
  }
  return found;
}

/** The words of a text that has no spaces between them; letters, where the browser knows no words. */
function chineseWords(text) {
  if (!Intl.Segmenter) return text.match(/[^\p{Script=Han}]+|\p{Script=Han}\p{M}*/gu);
  return [...new Intl.Segmenter("zh-Hant", { granularity: "word" }).segment(text)].map(({ segment }) => segment);
}

/** A name on as few lines as hold it, of about one length; if it needs more than *most*, the last one says so. */
function lined(name, most, measure) {
  const parts = pieces(name.slice(0, READ).trim());
  const widths = parts.map(measure);
  const lines = filled(parts, widths, LABEL.width);
  const [kept, wide] = [lines.slice(0, most), lines.findIndex((line) => measure(line) > LABEL.width)];
  if (wide >= 0 && wide < most) return [...kept.slice(0, wide), broken(kept[wide], measure)];
  if (lines.length > most || name.length > READ) return [...kept.slice(0, -1), ended(kept.at(-1), measure)];
  let [low, high] = [Math.max(...widths), LABEL.width];
  while (high - low > 4) {
    const middle = (low + high) / 2;
    if (filled(parts, widths, middle).length > lines.length) low = middle;
    else high = middle;
  }
  return filled(parts, widths, high);
}

/** Line by line, as much as a width holds; a word that is wider has a line for itself. */
function filled(parts, widths, width) {
  const lines = [""];
  let used = 0;
  parts.forEach((part, at) => {
    const last = lines.length - 1;
    const breaks = part.trim() && lines[last].trim() && used + widths[at] > width;
    if (breaks) lines.push(part);
    else lines[last] += part;
    used = breaks ? widths[at] : used + widths[at];
  });
  return lines.map((line) => line.trim());
}

/** A line that says that more would follow: words go until there is room for the ellipsis. */
function ended(line, measure) {
  const parts = pieces(line);
  while (parts.length > 1 && measure(`${parts.join("").trimEnd()}…`) > LABEL.width) parts.pop();
  const kept = parts.join("").replace(BOUND, "").replace(/[\s\p{P}]+$/u, "");
  return measure(`${kept}…`) <= LABEL.width ? `${kept || parts.join("")}…` : broken(kept, measure);
}

/** As many letters of a word as a line holds. */
function broken(word, measure) {
  const letters = Array.from(word);
  while (letters.length > 1 && measure(`${letters.join("")}…`) > LABEL.width) letters.pop();
  return `${letters.join("").trimEnd()}…`;
}

/** A text of at most so many letters, shortened after a word. */
function clipped(text, most) {
  if (text.length <= most) return text;
  const parts = pieces(text.slice(0, most + 1));
  parts.pop();
  const kept = parts.join("").replace(BOUND, "").replace(/[\s\p{P}]+$/u, "");
  return `${kept.length > most / 2 ? kept : wellFormed(text.slice(0, most))}…`;
}
