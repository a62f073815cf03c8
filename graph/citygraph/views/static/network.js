/*
 * The network page: a picture of things and what passed between them, drawn by vis-network and told beside it.
 *
 * It reads two islands of JSON: "picture" (what there is: names, facts, citations) and "drawing" (what pyvis made
 * of it: places, curves, options). It keeps one state and draws everything from it; the address (#id=...&lang=...)
 * follows the state and leads it back. Data reach the page as text only: textContent, never markup.
 */
"use strict";

/* ---------------------------------------------------------------- words: what the page itself says, in both languages */

const STRINGS = {
  en: {
    endonym: "English", search: "Find a person, body, place or event", results: "Results", nothing: "Nothing here is called that",
    more: "{n} more: write on to narrow them down", legend: "Legend", kinds: "Kinds of things", count: "Showing {n} of {m}",
    held: "Showing {n} of {m} ({k} in this file)", all: "Show all ({n})", less: "First view", languages: "Language",
    zoom: "Zoom", nearer: "Zoom in", farther: "Zoom out", fit: "Fit to view", empty: "There is nothing to draw",
    picture: "Picture of the network",
    keys: "Arrow keys move to a neighbour of the chosen thing, Enter adds its neighbours, Escape clears the choice, plus and minus zoom, 0 fits, slash searches. The same relations stand in the table below.",
    choose: "Choose something", hint: "Click a mark in the picture, or search by any name. A double click adds a thing’s neighbours.",
    start: "Best connected", also: "Also written", expand: "Add neighbours ({n})", centre: "Centre", neighbours: "Connected with",
    every: "All {n}", facts: "Recorded facts", none: "No fact about it is recorded here.", correction: "Correction",
    relations: "The same relations as a table", rows: "Relations in the picture: {n}", cut: "The first {n} of {m} relations; choose fewer things to see the others.",
    from: "From", relation: "Relation", to: "To", date: "Date", source: "Source", skip: "Skip to the table of relations",
    said: "{name}, {kind}. Connections: {n}. Facts: {m}.", cleared: "Nothing is chosen", nowhere: "No neighbour that way",
    unknown: "Nothing in this picture is called “{name}”.",
  },
  "zh-Hant": {
    endonym: "中文", search: "搜尋人物、機關、地點或活動", results: "搜尋結果", nothing: "這裡沒有這個名稱",
    more: "另有 {n} 項，請再輸入以縮小範圍", legend: "圖例", kinds: "種類", count: "顯示 {n}／{m}",
    held: "顯示 {n}／{m}（本檔 {k}）", all: "顯示全部（{n}）", less: "初始畫面", languages: "語言",
    zoom: "縮放", nearer: "放大", farther: "縮小", fit: "符合畫面", empty: "沒有可繪製的內容",
    picture: "關係網絡圖",
    keys: "方向鍵移至所選項目的鄰居，Enter 展開鄰居，Esc 取消選取，加號與減號縮放，0 符合畫面，斜線搜尋。下方表格列出相同的關係。",
    choose: "請選擇一個項目", hint: "點選圖中的圖形，或以任一名稱搜尋；按兩下可展開鄰居。",
    start: "關係最多", also: "其他寫法", expand: "展開鄰居（{n}）", centre: "置中", neighbours: "相關對象",
    every: "全部 {n} 個", facts: "記載", none: "此處沒有關於它的記載。", correction: "更正",
    relations: "以表格呈現相同關係", rows: "圖中關係：{n} 筆", cut: "僅列前 {n} 筆，共 {m} 筆；縮小範圍可見其餘。",
    from: "自", relation: "關係", to: "至", date: "日期", source: "出處", skip: "跳至關係表格",
    said: "{name}，{kind}。相關對象 {n}，記載 {m}。", cleared: "已取消選取", nowhere: "該方向沒有鄰居",
    unknown: "此圖中沒有「{name}」。",
  },
};

/* The marks, in a square from -1 to 1: one path serves the canvas, the legend and every list. */
const MARKS = {
  dot: "M-1 0a1 1 0 1 0 2 0a1 1 0 1 0-2 0Z",
  square: "M-.86-.86H.86V.86H-.86Z",
  box: "M-.72-1H.36L.72-.62V1H-.72Z",
  diamond: "M0-1.12 1.02 0 0 1.12-1.02 0Z",
  triangle: "M0-1.08 1.06.8H-1.06Z",
  triangleDown: "M0 1.08 1.06-.8H-1.06Z",
  star: "M0-1.2 .31-.41 1.14-.37 .5.15 .71.97 0 .51-.71.97-.5.15-1.14-.37-.31-.41Z",
  hexagon: "M-.54-.94H.54L1.08 0 .54.94H-.54L-1.08 0Z",
};

const ROWS = 1500; // of the table; more are announced, not shown
const HITS = 12; // of the search
const CHIPS = 6; // neighbours in the panel before "all"
const HUBS = 14; // names that may lie over lesser marks
const LABELLED = 24; // edges of one node that are labelled all at once
const LABEL = { width: 132, lines: 2, line: 16, size: 13 };

/* ---------------------------------------------------------------- what there is */

const picture = JSON.parse(document.getElementById("picture").textContent);
const drawing = JSON.parse(document.getElementById("drawing").textContent);
const beside = neighbourhoods();
const numberOf = new Map(picture.nodes.map((node, number) => [wellFormed(node.id), number]));

/** The state: everything on the page follows from it. `chosen` is a node's number or null. */
const state = {
  lang: drawing.lang, chosen: picture.focus, unknown: "", hovered: null, called: null,
  shown: firstView(), off: new Set(), allChips: false,
};
/** What vis-network holds, the chosen node if it is drawn, its neighbours, and what was reckoned once. */
const view = {
  network: null, nodes: null, edges: null, centre: null, around: new Set(),
  styles: new Map(), theme: {}, labels: new Map(), colors: new Map(), paths: new Map(), table: "",
};

/** For each node its edges, by number. */
function neighbourhoods() {
  const found = picture.nodes.map(() => []);
  picture.edges.forEach((edge, number) => {
    found[edge.tail].push(number);
    if (edge.head !== edge.tail) found[edge.head].push(number);
  });
  return found;
}

/** The nodes marked near; all of them when none is. */
function firstView() {
  const numbers = picture.nodes.map((_, number) => number);
  const near = numbers.filter((number) => picture.nodes[number].near || number === picture.focus);
  return new Set(near.length > (picture.focus === null ? 0 : 1) ? near : numbers);
}

/** A text as an address can carry it: half a character becomes a replacement character. */
function wellFormed(text) {
  return new TextDecoder().decode(new TextEncoder().encode(text));
}

function other(edge, number) {
  return edge.tail === number ? edge.head : edge.tail;
}

/** The distinct neighbours of a node, those with most edges first. */
function neighbours(number) {
  const times = new Map();
  for (const edge of beside[number]) {
    const end = other(picture.edges[edge], number);
    if (end !== number) times.set(end, (times.get(end) || 0) + 1);
  }
  return [...times.keys()].sort((one, two) => times.get(two) - times.get(one) || one - two);
}

function kindOf(number) {
  return picture.kinds[picture.nodes[number].kind];
}

function isVisible(number) {
  return state.shown.has(number) && !state.off.has(picture.nodes[number].kind);
}

function hiddenNeighbours(number) {
  return neighbours(number).filter((neighbour) => !state.shown.has(neighbour));
}

/* ---------------------------------------------------------------- telling */

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

/* ---------------------------------------------------------------- colours */

function readTheme() {
  const style = getComputedStyle(document.documentElement);
  for (const name of ["canvas", "ink", "accent", "on-accent", "thread"]) {
    view.theme[name] = style.getPropertyValue(`--${name}`).trim();
  }
  view.theme.font = style.fontFamily;
  view.colors.clear();
}

/** A kind's colour, moved away from the background until it can be told from it (WCAG: 3 to 1). */
function legible(color) {
  if (!view.colors.has(color)) {
    const ground = channels(view.theme.canvas);
    const goal = luminance(ground) > 0.5 ? [0, 0, 0] : [255, 255, 255];
    let mixed = channels(color);
    for (let step = 0; step < 20 && contrast(mixed, ground) < 3; step += 1) {
      mixed = mixed.map((channel, index) => channel + (goal[index] - channel) * 0.08);
    }
    view.colors.set(color, `rgb(${mixed.map(Math.round).join(" ")})`);
  }
  return view.colors.get(color);
}

function channels(color) {
  const long = color.length === 4 ? color.replace(/[0-9a-f]/gi, "$&$&") : color;
  return [1, 3, 5].map((at) => parseInt(long.slice(at, at + 2), 16));
}

function luminance(color) {
  const [red, green, blue] = color.map((channel) => {
    const part = channel / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one, two) {
  const [low, high] = [luminance(one), luminance(two)].sort((first, second) => first - second);
  return (high + 0.05) / (low + 0.05);
}

/* ---------------------------------------------------------------- search */

/* The same folding as citygraph.names.fold; a test compares them character by character. */
const VARIANTS = new Map(
  [..."台裡祕羣峯叁參着爲啓麽擧隣曁"].map((variant, index) => [variant, [..."臺里秘群峰叄叄著為啟麼舉鄰暨"][index]]),
);
const HAN = "\\u2e80-\\u2fdf\\u3005-\\u3007\\u3021-\\u3029\\u3400-\\u4dbf\\u4e00-\\u9fff\\uf900-\\ufaff\\u{20000}-\\u{3ffff}";
const BESIDE_HAN = new RegExp(`(?<=[${HAN}]) (?=[\\p{L}\\p{N}])|(?<=[\\p{L}\\p{N}]) (?=[${HAN}])`, "gu");

/** The key under which a written name is found: case, accents, width, 台/臺 and punctuation do not count. */
function fold(text) {
  const folded = lowered(text.normalize("NFKC")).normalize("NFD").replace(/\u0345/g, "ι");
  const plain = folded.replace(/\p{Mn}/gu, "").normalize("NFC");
  const written = Array.from(plain, (letter) => VARIANTS.get(letter) || letter).join("");
  return written.replace(/[^\p{L}\p{N}]+/gu, " ").trim().replace(BESIDE_HAN, "");
}

function lowered(text) {
  return text.toLowerCase().replace(/ß/g, "ss").replace(/ς/g, "σ");
}

/** Every written form of every node, folded: [key, form, number]. Made when first asked for. */
let written = null;
function forms() {
  if (written === null) {
    written = picture.nodes.flatMap((node, number) =>
      [...new Set([...Object.values(node.names), ...(node.forms || [])])].map((form) => [fold(form), form, number]),
    );
  }
  return written;
}

/** The nodes with a form that holds what was typed, whole names and beginnings first: [number, form]. */
function search(typed) {
  const key = fold(typed);
  if (!key) return [];
  const best = new Map();
  for (const [folded, form, number] of forms()) {
    const score = closeness(folded, key);
    if (score < (best.has(number) ? best.get(number).score : Infinity)) best.set(number, { score, form });
  }
  const hits = [...best].map(([number, { score, form }]) => ({ number, form, score: score - Math.min(beside[number].length, 99) / 100 }));
  return hits.sort((one, two) => one.score - two.score || one.number - two.number).map(({ number, form }) => [number, form]);
}

/** 0 for the whole name, then beginnings, words, middles; Infinity for no match. */
function closeness(folded, key) {
  const at = folded.indexOf(key);
  if (at < 0) return key.includes(" ") && key.split(" ").every((word) => folded.includes(word)) ? 8 : Infinity;
  if (at === 0) return folded.length === key.length ? 0 : 2;
  return folded[at - 1] === " " ? 4 : 6;
}

const box = { hits: [], active: -1 };

function drawFound() {
  const typed = byId("search").value;
  const hits = search(typed);
  box.hits = hits.slice(0, HITS);
  const items = box.hits.map(([number, form], index) => foundItem(number, form, index));
  if (hits.length > HITS) items.push(element("li", "none", say("more", { n: hits.length - HITS })));
  if (!hits.length && typed.trim()) items.push(element("li", "none", say("nothing")));
  for (const item of items) if (!item.role) item.role = "presentation";
  byId("found").replaceChildren(...items);
  openFound(items.length > 0);
  activate(box.hits.length ? 0 : -1);
  if (typed.trim() && !hits.length) announce(say("nothing"));
}

/** One result: mark and name; below, what tells it apart: kind, other names, the form that matched. */
function foundItem(number, form, index) {
  const item = element("li");
  item.role = "option";
  item.id = `found-${index}`;
  const names = otherNames(number);
  const aside = [told(kindOf(number).label), ...names];
  if (form !== nameOf(number) && !names.includes(form)) aside.push(form);
  if (picture.nodes[number].note) aside.push(told(picture.nodes[number].note));
  item.append(swatch(kindOf(number)), element("span", "name", nameOf(number)), element("span", "quiet", aside.join(" · ")));
  item.addEventListener("mousedown", (event) => event.preventDefault());
  item.addEventListener("click", () => take(index));
  return item;
}

function openFound(open) {
  byId("found").hidden = !open;
  byId("search").setAttribute("aria-expanded", String(open));
  if (!open) activate(-1);
}

/** Moves the mark of the active result; the caret stays in the box, as the combobox pattern has it. */
function activate(index) {
  box.active = index;
  const items = byId("found").querySelectorAll('[role="option"]');
  items.forEach((item, place) => item.setAttribute("aria-selected", String(place === index)));
  if (index < 0 || !items[index]) {
    byId("search").removeAttribute("aria-activedescendant");
  } else {
    byId("search").setAttribute("aria-activedescendant", items[index].id);
    items[index].scrollIntoView({ block: "nearest" });
  }
}

/** Chooses a result and brings it to the middle. */
function take(index) {
  if (!box.hits[index]) return;
  const [number] = box.hits[index];
  byId("search").value = "";
  openFound(false);
  choose(number, { centre: true });
  byId("network").focus({ preventScroll: true });
}

function searchKey(event) {
  const open = !byId("found").hidden;
  const count = box.hits.length;
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (event.isComposing) return; // the keys belong to the input method
  if (step && open && count) activate((box.active + step + count) % count);
  else if (step && byId("search").value) drawFound();
  else if (event.key === "Enter" && open) take(box.active);
  else if (event.key === "Escape" && (open || byId("search").value)) {
    byId("search").value = "";
    openFound(false);
    event.stopPropagation();
  } else return;
  event.preventDefault();
}

/* ---------------------------------------------------------------- state and address */

/** Chooses a node (or null), shows it and its neighbours, writes the address. */
function choose(number, { centre = false, called = null } = {}) {
  state.allChips = false;
  state.unknown = "";
  state.called = called;
  state.chosen = number;
  if (number !== null) reveal(number);
  writeAddress();
  drawAll();
  announce(number === null ? say("cleared") : spoken(number));
  if (centre && number !== null) centreOn(number);
}

function spoken(number) {
  const facts = (picture.nodes[number].facts || []).length;
  return say("said", { name: nameOf(number), kind: told(kindOf(number).label), n: neighbours(number).length, m: facts });
}

/** Makes a node visible; one that comes from outside the view brings its neighbours. */
function reveal(number) {
  state.off.delete(picture.nodes[number].kind);
  if (state.shown.has(number)) return;
  state.shown.add(number);
  neighbours(number).forEach((neighbour) => state.shown.add(neighbour));
}

function expand(number) {
  const added = hiddenNeighbours(number);
  added.forEach((neighbour) => state.shown.add(neighbour));
  drawAll();
  if (added.length) frame([number, ...neighbours(number).filter(isVisible)]);
}

function addressOf(number, lang = state.lang) {
  return `#${new URLSearchParams({ id: number === null ? "" : picture.nodes[number].id, lang })}`;
}

/** The address follows the state; each choice is a step that the back button undoes. */
function writeAddress() {
  const address = addressOf(state.chosen);
  if (location.hash !== address) location.hash = address;
}

/** The state follows the address: a deep link, the back button, a link in the table. */
function readAddress() {
  const asked = new URLSearchParams(location.hash.slice(1));
  const lang = picture.languages.includes(asked.get("lang")) ? asked.get("lang") : drawing.lang;
  const id = asked.get("id");
  const number = id === null ? picture.focus : numberOf.has(id) ? numberOf.get(id) : null;
  const same = number === state.chosen && lang === state.lang;
  state.unknown = id && number === null ? id : "";
  state.lang = lang;
  state.chosen = number;
  if (number !== null) reveal(number);
  if (state.unknown) announce(say("unknown", { name: state.unknown }));
  return !same || state.unknown !== "";
}

function followAddress() {
  const before = state.lang;
  if (!readAddress()) return;
  state.called = null;
  drawAll(before !== state.lang);
  if (state.chosen !== null) centreOn(state.chosen);
}

function speak(lang) {
  state.lang = lang;
  writeAddress();
  drawAll(true);
}

/* ---------------------------------------------------------------- the drawing */

/** How far a node's mark reaches from its middle, in the drawing's own measure. */
function radius(number) {
  const size = 9 + 2.6 * Math.log2(1 + beside[number].length);
  return Math.min(number === picture.focus ? size + 5 : size, 26);
}

/** The same, but never too small to hit or to see. */
function reach(number) {
  return Math.max(radius(number), 4.5 / view.network.getScale());
}

/** Where a node stands in the reader's attention. */
function standing(number) {
  if (view.centre === null) return "plain";
  if (number === view.centre) return "chosen";
  return view.around.has(number) ? "near" : "far";
}

/** vis-network calls this for each node that it draws. */
function drawNode({ ctx, id, x, y }) {
  const size = reach(id);
  const paint = () => {
    const far = standing(id) === "far" && id !== state.hovered;
    const { mark, color } = kindOf(id);
    const path = pathOf(mark);
    const unit = 1 / view.network.getScale();
    if (standing(id) === "chosen") ring(ctx, x, y, size + 7 * unit, 3 * unit, view.theme.accent);
    else if (id === picture.focus) ring(ctx, x, y, size + 5 * unit, 1.5 * unit, legible(color));
    ctx.translate(x, y);
    ctx.scale(size, size);
    ctx.lineJoin = "round";
    ctx.lineWidth = (4 * unit) / size;
    ctx.strokeStyle = view.theme.canvas;
    ctx.stroke(path);
    ctx.fillStyle = view.theme.canvas;
    ctx.fill(path);
    ctx.globalAlpha = far ? 0.3 : 1;
    ctx.fillStyle = legible(color);
    ctx.fill(path);
  };
  const whole = 2 * (size + halo(id) / view.network.getScale());
  return { drawNode: paint, nodeDimensions: { width: whole, height: whole } };
}

function pathOf(mark) {
  if (!view.paths.has(mark)) view.paths.set(mark, new Path2D(MARKS[mark]));
  return view.paths.get(mark);
}

/** How many pixels of the screen the ring around a node takes. */
function halo(number) {
  if (standing(number) === "chosen") return 8;
  return number === picture.focus ? 6 : 0;
}

function ring(ctx, x, y, size, width, color) {
  ctx.beginPath();
  ctx.arc(x, y, size, 0, 2 * Math.PI);
  ctx.fillStyle = view.theme.canvas;
  ctx.fill();
  ctx.lineWidth = width;
  ctx.strokeStyle = color;
  ctx.stroke();
}

/** How an edge looks now: threads of the chosen node stand out, the others fade. */
function edgeStyle(number) {
  const edge = picture.edges[number];
  if (view.centre === null) return { color: view.theme.thread, opacity: 0.55, width: 1 };
  if (edge.tail === view.centre || edge.head === view.centre) return { color: view.theme.accent, opacity: 0.8, width: 1.6 };
  return { color: view.theme.thread, opacity: 0.2, width: 1 };
}

/** Brings vis-network's nodes and edges in line with the state, touching only what changed. */
function syncDrawing() {
  view.centre = state.chosen !== null && isVisible(state.chosen) ? state.chosen : null;
  view.around = new Set(view.centre === null ? [] : neighbours(view.centre));
  const nodes = drawing.nodes.filter((node) => isVisible(node.id));
  const edges = drawing.edges.filter((edge) => isVisible(edge.from) && isVisible(edge.to));
  const added = difference(view.nodes, nodes).map((node) => ({
    id: node.id, x: node.x, y: node.y, shape: "custom", ctxRenderer: drawNode, title: tooltip(node.id),
  }));
  view.nodes.add(added);
  const styled = [];
  for (const edge of edges) {
    const { color, opacity, width } = edgeStyle(edge.id);
    const style = `${color} ${opacity} ${width}`;
    if (view.styles.get(edge.id) === style && view.edges.get(edge.id)) continue;
    view.styles.set(edge.id, style);
    styled.push({ ...edge, width, color: { color, opacity, highlight: color, hover: color } });
  }
  difference(view.edges, edges);
  view.edges.update(styled);
}

/** Removes from *held* what is no longer *wanted*; gives what is wanted and not yet held. */
function difference(held, wanted) {
  const ids = new Set(wanted.map((item) => item.id));
  held.remove(held.getIds().filter((id) => !ids.has(id)));
  return wanted.filter((item) => !held.get(item.id));
}

/** The whole name, its other names and its kind, shown by vis-network as text. */
function tooltip(number) {
  return [nameOf(number), ...otherNames(number), told(kindOf(number).label)].join("\n");
}

/* Labels have one size at every zoom. The important ones are placed first; one that finds no free place waits. */

function drawLabels(ctx) {
  const scale = view.network.getScale();
  const area = visibleArea(scale, 40);
  const places = view.network.getPositions();
  const numbers = Object.keys(places).map(Number).filter((number) => within(places[number], area));
  numbers.sort(byImportance);
  const [taken, marked, major] = [occupied(), occupied(), occupied()];
  const spots = new Map(numbers.map((number) => [number, spot(places[number], number, scale)]));
  numbers.forEach((number, rank) => {
    const { x, y, size } = spots.get(number);
    for (const marks of rank < HUBS ? [marked, major] : [marked]) marks.take([x - size, y - size, x + size, y + size], number);
  });
  const screen = visibleArea(scale, 0).map((side) => side * scale);
  ctx.save();
  ctx.scale(1 / scale, 1 / scale);
  ctx.textAlign = "center";
  ctx.textBaseline = "middle";
  ctx.lineJoin = "round";
  for (const cover of covers(screen)) taken.take(cover, -1);
  const badged = [...new Set([state.chosen, state.hovered])].filter((number) => spots.has(number) && hiddenNeighbours(number).length);
  for (const number of badged) taken.take(badgeArea(spots.get(number)), -1);
  numbers.forEach((number, rank) => {
    // A name keeps clear of every mark; the most important ones, where there is no such place, only of their like.
    const ways = [marked, major].slice(0, rank < HUBS ? 2 : 1);
    const free = ways.map((marks) => (area) => taken.free(area, number) && marks.free(area, number));
    drawLabel(ctx, number, spots.get(number), taken, free, screen);
  });
  const clear = (area) => taken.free(area, -2) && marked.free(area, -2);
  if (view.centre !== null) drawEdgeLabels(ctx, scale, taken, clear);
  for (const number of badged) drawBadge(ctx, number, spots.get(number));
  ctx.restore();
}

/** A node's place and reach in pixels of the screen. */
function spot(place, number, scale) {
  return { x: place.x * scale, y: place.y * scale, size: reach(number) * scale };
}

/** The part of the drawing that is seen, and a margin of some pixels: [left, top, right, bottom]. */
function visibleArea(scale, margin) {
  const { x, y } = view.network.getViewPosition();
  const { clientWidth, clientHeight } = byId("network");
  const [wide, high] = [(clientWidth / 2 + margin) / scale, (clientHeight / 2 + margin) / scale];
  return [x - wide, y - high, x + wide, y + high];
}

/** What lies over the picture: a name under it could not be read. In pixels of the drawing. */
function covers([left, top]) {
  const frame = byId("network").getBoundingClientRect();
  return [byId("legend"), byId("zoom"), document.querySelector(".count")].map((part) => {
    const box = part.getBoundingClientRect();
    const [x, y] = [left + box.left - frame.left, top + box.top - frame.top];
    return [x, y, x + box.width, y + box.height];
  });
}

function within({ x, y }, [left, top, right, bottom]) {
  return x >= left && x <= right && y >= top && y <= bottom;
}

function holds(outer, inner) {
  return inner[0] >= outer[0] && inner[1] >= outer[1] && inner[2] <= outer[2] && inner[3] <= outer[3];
}

function byImportance(one, two) {
  return importance(two) - importance(one) || one - two;
}

function importance(number) {
  const steps = { chosen: 4000, near: 2000, plain: 0, far: 0 };
  const extra = (number === state.hovered ? 8000 : 0) + (number === picture.focus ? 1000 : 0);
  return steps[standing(number)] + extra + beside[number].length;
}

/** Boxes already used, in a coarse grid: `free` says whether a box meets none of another owner. */
function occupied() {
  const cells = new Map();
  const [wide, high] = [160, 48];
  const each = ([left, top, right, bottom], visit) => {
    for (let column = Math.floor(left / wide); column <= Math.floor(right / wide); column += 1) {
      for (let row = Math.floor(top / high); row <= Math.floor(bottom / high); row += 1) visit(`${column} ${row}`);
    }
  };
  const meets = (one, two) => one[0] < two[2] && two[0] < one[2] && one[1] < two[3] && two[1] < one[3];
  return {
    take(area, owner) {
      each(area, (cell) => {
        if (!cells.has(cell)) cells.set(cell, []);
        cells.get(cell).push([area, owner]);
      });
    },
    free(area, owner) {
      let free = true;
      each(area, (cell) => {
        for (const [used, by] of cells.get(cell) || []) if (by !== owner && meets(area, used)) free = false;
      });
      return free;
    },
  };
}

function drawLabel(ctx, number, { x, y, size }, taken, ways, screen) {
  const stands = standing(number);
  const strong = stands === "chosen" || number === picture.focus || number === state.hovered;
  ctx.font = `${strong ? "600 " : ""}${LABEL.size + (strong ? 1 : 0)}px ${view.theme.font}`;
  const { lines, width } = labelOf(ctx, number, strong);
  const height = lines.length * LABEL.line;
  const gap = size + 5 + halo(number);
  const centres = [[x, y + gap + height / 2], [x, y - gap - height / 2], [x + gap + width / 2, y], [x - gap - width / 2, y]];
  const boxAt = ([left, top]) => [left - width / 2 - 2, top - height / 2, left + width / 2 + 2, top + height / 2];
  const open = ways.flatMap((isFree) => centres.filter((centre) => isFree(boxAt(centre))));
  const whole = open.find((centre) => holds(screen, boxAt(centre)));
  const free = whole || (strong || stands === "near" ? open[0] : undefined);
  if (!free && !strong) return;
  const [left, top] = free || centres[0];
  taken.take(boxAt([left, top]), -1);
  ctx.globalAlpha = stands === "far" && number !== state.hovered ? 0.5 : 1;
  lines.forEach((line, index) => {
    outlined(ctx, line, left, top + (index - (lines.length - 1) / 2) * LABEL.line, view.theme.ink);
  });
  ctx.globalAlpha = 1;
}

function outlined(ctx, text, x, y, color) {
  ctx.lineWidth = 4;
  ctx.strokeStyle = view.theme.canvas;
  ctx.strokeText(text, x, y);
  ctx.fillStyle = color;
  ctx.fillText(text, x, y);
}

/** A name in at most two short lines, remembered. */
function labelOf(ctx, number, strong) {
  const key = `${state.lang} ${strong} ${number}`;
  if (!view.labels.has(key)) {
    const lines = wrapped(nameOf(number), (text) => ctx.measureText(text).width);
    view.labels.set(key, { lines, width: Math.max(...lines.map((line) => ctx.measureText(line).width)) });
  }
  return view.labels.get(key);
}

/** Breaks between words and between Chinese characters; what does not fit ends in an ellipsis. */
function wrapped(name, measure) {
  const pieces = name.slice(0, 120).match(/[\p{Script=Han}\u3000-\u303f\uff00-\uffef]\p{M}*|[^\s\p{Script=Han}\u3000-\u303f\uff00-\uffef]+|\s+/gu) || [""];
  const lines = [""];
  for (const piece of pieces) {
    const last = lines.length - 1;
    if (!lines[last] || measure((lines[last] + piece).trimEnd()) <= LABEL.width) lines[last] += piece;
    else if (piece.trim()) lines.push(piece);
  }
  const kept = lines.slice(0, LABEL.lines).map((line) => line.trim());
  const cut = lines.length > LABEL.lines || name.length > 120;
  return kept.map((line, index) => shortened(line, cut && index === kept.length - 1, measure));
}

function shortened(line, cut, measure) {
  if (!cut && measure(line) <= LABEL.width * 1.3) return line;
  const letters = Array.from(line);
  while (letters.length > 1 && measure(`${letters.join("")}…`) > LABEL.width) letters.pop();
  return `${letters.join("").trimEnd()}…`;
}

/**
 * The words of the chosen node's edges, each on its own curve, where there is room. Of very many edges only those to
 * the node under the pointer are labelled, until the reader zooms in.
 */
function drawEdgeLabels(ctx, scale, taken, isFree) {
  ctx.font = `12px ${view.theme.font}`;
  const drawn = beside[view.centre].filter((number) => view.edges.get(number));
  const all = drawn.length <= LABELLED || scale > 1.2;
  for (const number of drawn) {
    const edge = picture.edges[number];
    const shape = view.network.body.edges[number]; // no public door leads to a point on a curve; late by one drawing
    if (!shape || !shape.connected || !(all || other(edge, view.centre) === state.hovered)) continue;
    const words = told(picture.labels[edge.label]).slice(0, 40) + (edge.date ? ` · ${edge.date}` : "");
    const width = ctx.measureText(words).width;
    for (const part of [0.5, 0.4, 0.6, 0.3, 0.7]) {
      const point = shape.edgeType.getPoint(part);
      const [x, y] = [point.x * scale, point.y * scale];
      const area = [x - width / 2 - 3, y - 8, x + width / 2 + 3, y + 8];
      if (!isFree(area)) continue;
      taken.take(area, -1);
      outlined(ctx, words, x, y, view.theme.accent);
      break;
    }
  }
}

/** Where a node's badge lies: at its upper right. */
function badgeArea({ x, y, size }) {
  const [left, top] = [x + size * 0.75 - 4, y - size * 0.75 - 14];
  return [left, top, left + 34, top + 18];
}

/** "+3" at a node that has three neighbours more than are shown. */
function drawBadge(ctx, number, place) {
  const text = `+${hiddenNeighbours(number).length}`;
  const [left, top] = badgeArea(place);
  ctx.font = `600 11px ${view.theme.font}`;
  const width = Math.max(ctx.measureText(text).width + 10, 20);
  ctx.beginPath();
  ctx.roundRect(left, top, width, 18, 9);
  ctx.fillStyle = view.theme.accent;
  ctx.fill();
  ctx.fillStyle = view.theme["on-accent"];
  ctx.fillText(text, left + width / 2, top + 9.5);
}

/* ---------------------------------------------------------------- the camera */

function animation() {
  return matchMedia("(prefers-reduced-motion: reduce)").matches ? false : { duration: 450, easingFunction: "easeInOutCubic" };
}

/** Moves the camera; a tooltip would stay behind. */
function travel(goal) {
  const tooltip = byId("network").querySelector(".vis-tooltip");
  if (tooltip) tooltip.style.visibility = "hidden";
  view.network.moveTo(goal);
}

/** What the legend, lying over the picture, leaves free: [left, top, right, bottom] in pixels. */
function margins() {
  const legend = byId("legend");
  const floats = getComputedStyle(legend).position === "absolute";
  return floats ? [legend.open ? legend.offsetWidth + 84 : 84, 48, 84, 84] : [58, 36, 58, 76];
}

/** Shows these nodes, with room for their labels. */
function frame(numbers, move = animation()) {
  const places = Object.values(view.network.getPositions(numbers.filter((number) => view.nodes.get(number))));
  if (!places.length) return;
  const [left, top, right, bottom] = margins();
  const { clientWidth, clientHeight } = byId("network");
  const [low, high] = [Math.min, Math.max].map((pick) => ({ x: pick(...places.map((p) => p.x)), y: pick(...places.map((p) => p.y)) }));
  const room = [Math.max(clientWidth - left - right, 60), Math.max(clientHeight - top - bottom, 60)];
  const scale = Math.min(room[0] / Math.max(high.x - low.x, 1), room[1] / Math.max(high.y - low.y, 1), 1.15);
  travel({
    position: { x: (low.x + high.x) / 2, y: (low.y + high.y) / 2 },
    scale: Math.max(scale, 0.05),
    offset: { x: (left - right) / 2, y: (top - bottom) / 2 },
    animation: move,
  });
}

function centreOn(number) {
  const place = view.nodes.get(number) && view.network.getPosition(number);
  if (place) travel({ position: place, scale: Math.max(view.network.getScale(), 0.85), animation: animation() });
}

function zoomBy(factor) {
  const scale = Math.min(Math.max(view.network.getScale() * factor, 0.05), 4);
  travel({ scale, animation: animation() });
}

function fitAll() {
  frame([...state.shown].filter(isVisible));
}

/* ---------------------------------------------------------------- keys */

const TOWARDS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/** The visible neighbour of the chosen node that lies most nearly in a direction. */
function neighbourTowards([across, down]) {
  const places = view.network.getPositions();
  const from = places[state.chosen];
  let best = null;
  for (const number of neighbours(state.chosen).filter((neighbour) => places[neighbour])) {
    const [x, y] = [places[number].x - from.x, places[number].y - from.y];
    const length = Math.hypot(x, y) || 1;
    const straight = (x * across + y * down) / length;
    const score = straight - length / 5000;
    if (straight > 0.38 && (best === null || score > best.score)) best = { number, score };
  }
  return best === null ? null : best.number;
}

function networkKey(event) {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (TOWARDS[event.key]) move(TOWARDS[event.key]);
  else if (event.key === "Enter" && view.centre !== null) expand(view.centre);
  else if (event.key === "+" || event.key === "=") zoomBy(1.3);
  else if (event.key === "-") zoomBy(1 / 1.3);
  else if (event.key === "0") fitAll();
  else return;
  event.preventDefault();
}

/** Chooses the neighbour that lies that way; without a choice, the focus. */
function move(direction) {
  const start = picture.focus !== null ? picture.focus : [...state.shown].find(isVisible);
  const next = view.centre === null ? start : neighbourTowards(direction);
  if (next === null || next === undefined) announce(say("nowhere"));
  else choose(next, { centre: true });
}

function pageKey(event) {
  const typing = event.target.tagName === "INPUT" && event.target.type === "text";
  if (event.key === "Escape" && state.chosen !== null) choose(null);
  if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
    event.preventDefault();
    byId("search").focus();
  }
}

/* ---------------------------------------------------------------- the panel */

function drawPanel() {
  const parts = state.chosen === null ? welcome() : details(state.chosen);
  byId("panel").replaceChildren(...parts);
  byId("panel").scrollTop = 0;
  const called = byId("panel").querySelector(".called");
  if (called) called.scrollIntoView({ block: "nearest" });
}

function heading(text) {
  const made = element("h2", "", text);
  made.id = "panel-name";
  made.tabIndex = -1;
  return made;
}

/** What stands there while nothing is chosen: how to choose, and where to start. */
function welcome() {
  const best = picture.nodes.map((_, number) => number).filter((number) => state.shown.has(number));
  best.sort((one, two) => beside[two].length - beside[one].length || one - two);
  const parts = [heading(say(picture.nodes.length ? "choose" : "empty"))];
  if (state.unknown) parts.push(element("p", "note", say("unknown", { name: state.unknown })));
  if (best.length) parts.push(element("p", "note quiet", say("hint")), section("start"), chips(best.slice(0, CHIPS + 2)));
  return parts;
}

function details(number) {
  const node = picture.nodes[number];
  const kind = element("p", "kind");
  kind.append(swatch(kindOf(number)), telling("span", "", kindOf(number).label));
  const name = heading(nameOf(number));
  name.lang = languageOf(node.names);
  const parts = [kind, name, ...otherNames(number).map((other) => named(node, other))];
  if (node.note) parts.push(telling("p", "note", node.note));
  if (node.forms) parts.push(alsoWritten(number));
  parts.push(actions(number));
  const around = neighbours(number);
  if (around.length) parts.push(section("neighbours", around.length), chips(around, number));
  return [...parts, ...factSections(number)];
}

function named(node, name) {
  const made = element("p", "other", name);
  made.lang = Object.keys(node.names).find((lang) => node.names[lang] === name);
  return made;
}

function section(key, count) {
  const made = element("h3", "", say(key));
  if (count) made.append(element("span", "number", String(count)));
  return made;
}

function alsoWritten(number) {
  const node = picture.nodes[number];
  const others = node.forms.filter((form) => !Object.values(node.names).includes(form));
  const folded = element("details");
  folded.append(element("summary", "", `${say("also")} (${others.length})`), element("p", "", others.join(" · ")));
  folded.hidden = !others.length;
  return folded;
}

function actions(number) {
  const made = element("div", "actions");
  const hidden = hiddenNeighbours(number).length;
  const more = button("expand", say("expand", { n: hidden }), () => expandFromPanel(number));
  more.hidden = !hidden;
  made.append(more, button("", say("centre"), () => choose(number, { centre: true })));
  return made;
}

/** The button goes away with its purpose; the reader stays where it was. */
function expandFromPanel(number) {
  expand(number);
  byId("panel-name").focus({ preventScroll: true });
}

/** Things as buttons. Beyond the first few, one more button shows the rest. */
function chips(numbers, from = null) {
  const list = element("ul", "neighbours");
  const all = state.allChips || numbers.length <= CHIPS + 2;
  for (const number of all ? numbers : numbers.slice(0, CHIPS)) {
    const item = element("li");
    const chip = button("", undefined, () => chooseFromPanel(number));
    chip.append(swatch(kindOf(number)), element("span", "name", nameOf(number)));
    if (from !== null) chip.append(relationTo(from, number));
    item.append(chip);
    list.append(item);
  }
  if (!all) {
    const item = element("li");
    item.append(button("every", say("every", { n: numbers.length }), showAllChips));
    list.append(item);
  }
  return list;
}

function chooseFromPanel(number) {
  choose(number, { centre: true });
  byId("panel-name").focus({ preventScroll: true });
}

function showAllChips() {
  state.allChips = true;
  drawPanel();
  const next = byId("panel").querySelectorAll(".neighbours button")[CHIPS];
  if (next) next.focus();
}

/** How two things are connected, in a few words; what is cut short is whole in its tooltip. */
function relationTo(from, to) {
  const words = relationWords(from, to);
  const made = element("span", "quiet", words);
  made.title = words;
  return made;
}

/** "→ member of · ← hosted" */
function relationWords(from, to) {
  const words = beside[from].map((number) => picture.edges[number])
    .filter((edge) => other(edge, from) === to)
    .map((edge) => `${edge.tail === from ? "→" : "←"} ${told(picture.labels[edge.label])}`);
  return [...new Set(words)].join(" · ");
}

/** The facts, under the heading of their kind, in the order in which the picture gives them. */
function factSections(number) {
  const groups = new Map();
  for (const fact of picture.nodes[number].facts || []) {
    const { kind } = picture.facts[fact];
    if (!groups.has(kind)) groups.set(kind, []);
    groups.get(kind).push(fact);
  }
  if (!groups.size) return [section("facts"), element("p", "quiet", say("none"))];
  return [...groups].flatMap(([kind, facts]) => {
    const title = telling("h3", "", picture.labels[kind]);
    title.append(element("span", "number", String(facts.length)));
    const list = element("ul");
    list.append(...facts.map(factItem));
    return [title, list];
  });
}

function factItem(number) {
  const fact = picture.facts[number];
  const item = element("li", number === state.called ? "fact called" : "fact");
  if (fact.date) item.append(element("time", "", fact.date));
  item.append(telling("p", "", fact.text));
  for (const mark of fact.marks || []) item.append(telling("span", "mark-text", mark));
  for (const correction of fact.corrections || []) item.append(correctionNote(correction));
  if (fact.citations) item.append(citations(fact));
  return item;
}

function correctionNote(correction) {
  const note = element("div", "correction");
  note.append(element("b", "", say("correction")), telling("span", "", correction));
  return note;
}

/** The passages that say so, by report: "montreal-2017 肆.三.(一), montreal-2017 陸.一 Report on ...". */
function citations(fact) {
  const list = element("ul", "citations");
  for (const source of new Set(fact.citations.map((citation) => citation.source))) {
    const item = element("li");
    const passages = fact.citations.filter((citation) => citation.source === source).map(passage);
    item.append(element("code", "", passages.join(", ")), " ", telling("span", "", picture.sources[source].title));
    list.append(item);
  }
  return list;
}

/** "montreal-2017 肆.三.(一)" */
function passage(citation) {
  return [picture.sources[citation.source].report, citation.section].filter(Boolean).join(" ");
}

/* ---------------------------------------------------------------- legend, count, languages, table */

function drawLegend() {
  const counts = picture.kinds.map(() => [0, 0]);
  picture.nodes.forEach((node, number) => {
    counts[node.kind][0] += state.shown.has(number) ? 1 : 0;
    counts[node.kind][1] += 1;
  });
  const rows = picture.kinds.map((kind, index) => (counts[index][1] ? legendRow(kind, index, counts[index]) : null));
  const focused = document.activeElement && document.activeElement.dataset.kind;
  byId("kinds").replaceChildren(...rows.filter(Boolean));
  const again = focused === undefined ? null : byId("kinds").querySelector(`[data-kind="${focused}"]`);
  if (again) again.focus();
}

function legendRow(kind, index, [shown, all]) {
  const row = element("li");
  const label = element("label");
  const tick = element("input");
  tick.type = "checkbox";
  tick.checked = !state.off.has(index);
  tick.dataset.kind = String(index);
  tick.addEventListener("change", () => filterKind(index, tick.checked));
  label.append(tick, swatch(kind), telling("span", "", kind.label), element("span", "number", shown === all ? `${all}` : `${shown}/${all}`));
  row.append(label);
  return row;
}

function filterKind(index, on) {
  if (on) state.off.delete(index);
  else state.off.add(index);
  drawAll();
}

function drawCount() {
  const [n, k, m] = [[...state.shown].filter(isVisible).length, picture.nodes.length, picture.total];
  byId("count").textContent = k < m ? say("held", { n, m, k }) : say("count", { n, m: k });
  byId("all").textContent = say("all", { n: k });
  byId("all").hidden = state.shown.size === k;
  byId("less").hidden = !k || state.shown.size === firstView().size;
}

function showAll() {
  picture.nodes.forEach((_, number) => state.shown.add(number));
  drawAll();
  fitAll();
  byId("less").hidden || byId("less").focus();
}

function showFirst() {
  state.shown = firstView();
  if (state.chosen !== null && !state.shown.has(state.chosen)) choose(picture.focus);
  drawAll();
  fitAll();
  byId("all").hidden || byId("all").focus();
}

function drawLanguages() {
  const buttons = picture.languages.map((lang) => {
    const made = button("", (STRINGS[lang] || { endonym: lang }).endonym, () => speak(lang));
    made.lang = lang;
    made.dataset.lang = lang;
    made.setAttribute("aria-pressed", String(lang === state.lang));
    return made;
  });
  const focused = byId("languages").contains(document.activeElement);
  byId("languages").replaceChildren(...buttons);
  byId("languages").hidden = buttons.length < 2;
  if (focused) byId("languages").querySelector('[aria-pressed="true"]').focus();
}

/** The picture again, for who reads instead of looking, and for paper. */
function drawTable() {
  const edges = picture.edges.filter((edge) => isVisible(edge.tail) && isVisible(edge.head));
  byId("rows").replaceChildren(...edges.slice(0, ROWS).map(tableRow));
  byId("relations-note").textContent = edges.length > ROWS ? say("cut", { n: ROWS, m: edges.length }) : say("rows", { n: edges.length });
  byId("relations-scroll").hidden = !edges.length;
}

function tableRow(edge) {
  const row = element("tr");
  const sources = (picture.facts[edge.fact].citations || []).map(passage).join("; ");
  row.append(cellOf(edge.tail), telling("td", "", picture.labels[edge.label]), cellOf(edge.head));
  row.append(element("td", "when", edge.date || ""), element("td", "", sources));
  return row;
}

function cellOf(number) {
  const cell = element("td");
  const link = element("a", "", nameOf(number));
  link.href = addressOf(number);
  cell.append(link);
  return cell;
}

/** Everything that the page itself says. */
function drawStrings() {
  document.documentElement.lang = state.lang;
  byId("title").textContent = told(picture.title);
  for (const place of document.querySelectorAll("[data-string]")) place.textContent = say(place.dataset.string);
  byId("search").placeholder = say("search");
  byId("stamp").textContent = picture.stamp;
  const names = { found: "results", kinds: "kinds", languages: "languages", zoom: "zoom", nearer: "nearer", farther: "farther", fit: "fit", network: "picture" };
  for (const [id, key] of Object.entries(names)) byId(id).setAttribute("aria-label", say(key));
  for (const id of ["nearer", "farther", "fit"]) byId(id).title = say(id);
}

function drawTitle() {
  document.title = [state.chosen === null ? "" : nameOf(state.chosen), told(picture.title)].filter(Boolean).join(" – ");
}

/** Draws the page from the state. */
function drawAll(anew = false) {
  if (anew) {
    drawStrings();
    drawLanguages();
    view.labels.clear();
    readTheme(); // each language has its fonts
    openFound(false);
  }
  drawTitle();
  drawLegend();
  drawCount();
  drawPanel();
  const table = [state.lang, [...state.off].join(), [...state.shown].join()].join("|");
  if (table !== view.table) drawTable(); // a choice alone does not change the table
  view.table = table;
  if (!view.network) return;
  syncDrawing();
  if (anew) view.nodes.update(view.nodes.getIds().map((id) => ({ id, title: tooltip(id) })));
  view.network.redraw();
}

/* ---------------------------------------------------------------- start */

function startNetwork() {
  view.nodes = new vis.DataSet();
  view.edges = new vis.DataSet();
  view.network = new vis.Network(byId("network"), { nodes: view.nodes, edges: view.edges }, drawing.options);
  view.network.on("afterDrawing", drawLabels);
  view.network.on("click", clicked);
  view.network.on("doubleClick", ({ nodes }) => nodes.length && expand(nodes[0]));
  view.network.on("hoverNode", ({ node }) => hover(node));
  view.network.on("blurNode", () => hover(null));
  byId("network").querySelector("canvas").setAttribute("aria-hidden", "true");
}

/** A node is chosen; an edge leads to the fact behind it; empty ground clears. */
function clicked({ nodes, edges }) {
  if (nodes.length) choose(nodes[0]);
  else if (edges.length) {
    const edge = picture.edges[edges[0]];
    const stay = state.chosen === edge.tail || state.chosen === edge.head;
    choose(stay ? state.chosen : edge.tail, { called: edge.fact });
  } else if (state.chosen !== null) choose(null);
}

function hover(number) {
  state.hovered = number;
  byId("network").classList.toggle("over", number !== null);
  view.network.redraw();
}

function listen() {
  addEventListener("hashchange", followAddress);
  addEventListener("keydown", pageKey);
  byId("network").addEventListener("keydown", networkKey);
  byId("search").addEventListener("input", drawFound);
  byId("search").addEventListener("focus", () => byId("search").value && drawFound());
  byId("search").addEventListener("blur", () => openFound(false));
  byId("search").addEventListener("keydown", searchKey);
  byId("all").addEventListener("click", showAll);
  byId("less").addEventListener("click", showFirst);
  byId("nearer").addEventListener("click", () => zoomBy(1.3));
  byId("farther").addEventListener("click", () => zoomBy(1 / 1.3));
  byId("fit").addEventListener("click", fitAll);
  document.querySelector(".skip").addEventListener("click", (event) => {
    event.preventDefault(); // the address is kept for the chosen thing
    byId("relations").focus();
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
    readTheme();
    drawAll();
  });
}

function start() {
  readTheme();
  readAddress();
  byId("legend").open = matchMedia("(min-width: 60.01rem)").matches;
  byId("empty").hidden = picture.nodes.length > 0;
  for (const id of ["network", "legend", "zoom"]) byId(id).hidden = !picture.nodes.length;
  if (picture.nodes.length) startNetwork();
  listen();
  drawAll(true);
  if (view.network) frame([...state.shown].filter(isVisible), false);
  document.documentElement.dataset.ready = "true";
}

start();
