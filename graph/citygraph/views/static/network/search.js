/* Search over every written form, in either script: a combobox. */

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
