// Search over every name of the site, in any script. The index stands in names.js, which the page loads before this.
"use strict";

const MOST = 60;
const VARIANTS = new Map(
  [..."台裡祕羣峯叁參着爲啓麽擧隣曁"].map((variant, index) => [variant, [..."臺里秘群峰叄叄著為啟麼舉鄰暨"][index]]),
);
const HAN = "\\u2e80-\\u2fdf\\u3005-\\u3007\\u3021-\\u3029\\u3400-\\u4dbf\\u4e00-\\u9fff\\uf900-\\ufaff\\u{20000}-\\u{3ffff}";
const BESIDE_HAN = new RegExp(`(?<=[${HAN}]) (?=[\\p{L}\\p{N}])|(?<=[\\p{L}\\p{N}]) (?=[${HAN}])`, "gu");

/** The key under which a written name is found, as `names.fold` makes it: case, accents, width, 台/臺 do not count. */
function fold(text) {
  const lowered = text.normalize("NFKC").toLowerCase().replace(/ß/g, "ss").replace(/ς/g, "σ");
  const folded = lowered.normalize("NFD").replace(/\u0345/g, "ι").replace(/[\p{Mn}\p{Cf}]/gu, "").normalize("NFC");
  const written = Array.from(folded, (letter) => VARIANTS.get(letter) || letter).join("");
  return written.replace(/[^\p{L}\p{N}]+/gu, " ").trim().replace(BESIDE_HAN, "");
}

/** How well a form answers: 0 the whole name, 1 its beginning, 2 a word's beginning, 3 somewhere, 4 all words, -1 not. */
function closeness(key, asked) {
  if (key === asked) return 0;
  if (key.startsWith(asked)) return 1;
  if (key.includes(` ${asked}`)) return 2;
  if (key.includes(asked)) return 3;
  const words = asked.split(" ");
  return words.length > 1 && words.every((word) => key.includes(word)) ? 4 : -1;
}

/** The things with a form that answers, best first, those with more facts before others. */
function find(typed) {
  const asked = fold(typed);
  if (!asked) return [];
  const found = [];
  for (const thing of window.citygraphNames.things) {
    let best = null;
    for (const [key, form] of thing[4]) {
      const score = closeness(key, asked);
      if (score >= 0 && (best === null || score < best.score)) best = { score, form, thing };
    }
    if (best) found.push(best);
  }
  return found.sort((a, b) => a.score - b.score || b.thing[3] - a.thing[3] || (a.thing[0] < b.thing[0] ? -1 : 1));
}

function element(tag, name, text, language) {
  const made = document.createElement(tag);
  if (name) made.className = name;
  if (language) made.lang = language;
  made.textContent = text;
  return made;
}

function row({ form, thing: [stem, kind, names, count] }, said) {
  const { language } = said;
  const { kinds, languages } = window.citygraphNames;
  const own = Math.max(languages.indexOf(language), 0);
  const line = element("li", "thing", "");
  const link = element("a", "", names[own]);
  link.href = `id/${encodeURIComponent(stem)}.html`;
  link.dir = "auto";
  line.append(link);
  names.forEach((name, at) => {
    if (at !== own && name !== names[own]) line.append(" ", element("span", "other", name, languages[at]));
  });
  if (form) line.append(" ", element("span", "quiet", `(${form})`));
  line.append(" ", element("span", "quiet", kinds[kind][own]));
  if (count) line.append(" ", element("span", "quiet", `${count} ${count === 1 ? said.fact : said.facts}`));
  return line;
}

function start(finder) {
  const input = finder.querySelector("input");
  const results = finder.querySelector("#results");
  const count = finder.querySelector("#count");
  const said = finder.dataset;

  function show() {
    const found = find(input.value);
    results.replaceChildren(...found.slice(0, MOST).map((each) => row(each, said)));
    const more = found.length > MOST ? ` ${said.more}` : "";
    if (!fold(input.value)) count.textContent = "";
    else count.textContent = found.length ? `${found.length} ${said.found}.${more}` : said.none;
  }

  input.addEventListener("input", () => {
    show();
    history.replaceState(null, "", input.value ? `#q=${encodeURIComponent(input.value)}` : "#");
  });
  input.addEventListener("keydown", (event) => {
    const first = results.querySelector("a");
    if (event.key === "Enter" && first) first.click();
  });
  if (location.hash.startsWith("#q=")) {
    try {
      input.value = decodeURIComponent(location.hash.slice(3));
    } catch {
      input.value = location.hash.slice(3);
    }
    show();
  }
}

document.querySelectorAll(".finder").forEach(start);
