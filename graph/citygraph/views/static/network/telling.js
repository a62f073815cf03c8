/* Names, texts and small elements, told in the reader’s language, as text and nothing else. */

/** What the page says, in the reader's language. */
function say(key, values = {}) {
  const words = (STRINGS[state.lang] || STRINGS.en)[key];
  return words.replace(/\{(\w+)\}/g, (_, name) => String(values[name]));
}

/** The language in which a text is told: the reader's, else the first of the picture's that has one. */
function languageOf(texts, lang = state.lang) {
  return [lang, ...picture.languages, ...Object.keys(texts)].find((language) => texts[language]) || lang;
}

function told(texts) {
  return texts[languageOf(texts)] || "";
}

function nameOf(number) {
  return told(picture.nodes[number].names) || picture.nodes[number].id;
}

/** The name in the picture, where that is not the whole one. */
function shortNameOf(number) {
  const { short, names } = picture.nodes[number];
  return (short && short[languageOf(names)]) || nameOf(number);
}

/** The name in the other languages, where it differs. */
function otherNames(number) {
  const { names } = picture.nodes[number];
  const first = nameOf(number);
  return [...new Set(picture.languages.map((lang) => names[lang]).filter((name) => name && name !== first))];
}

/** An element with a text that is nothing but text. */
function element(tag, className, text) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text !== undefined) {
    made.textContent = text;
    made.dir = "auto";
  }
  return made;
}

/** An element that tells *texts* and says in which language, so that the right glyphs and voice are used. */
function telling(tag, className, texts) {
  const made = element(tag, className, told(texts));
  made.lang = languageOf(texts);
  return made;
}

function button(className, text, act) {
  const made = element("button", className, text);
  made.type = "button";
  made.addEventListener("click", act);
  return made;
}

/** The mark of a kind as a small picture. */
function swatch(kind) {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  const path = document.createElementNS(space, "path");
  svg.setAttribute("focusable", "false");
  svg.setAttribute("viewBox", "-1.3 -1.3 2.6 2.6");
  svg.setAttribute("class", "mark");
  svg.setAttribute("aria-hidden", "true");
  path.setAttribute("d", MARKS[kind.mark]);
  path.setAttribute("fill", legible(kind.color));
  svg.append(path);
  return svg;
}

function byId(id) {
  return document.getElementById(id);
}

/** Speaks to whoever does not see the picture. */
function announce(text) {
  byId("said").textContent = text;
}
