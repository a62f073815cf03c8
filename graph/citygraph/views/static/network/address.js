/* What the reader chooses, and the address that follows it: deep links and the back button. */

/** Chooses a node (or null), shows it and its neighbours, writes the address. */
function choose(number, { centre = false, called = null } = {}) {
  if (state.picking !== null && number !== null && number !== state.picking) {
    showWay(state.picking, number);
    return;
  }
  state.picking = null;
  state.way = null;
  state.passage = null;
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

/** Puts a node into the view, whatever hid it. */
function admit(number) {
  state.off.delete(picture.nodes[number].kind);
  state.shown.add(number);
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

function addressOf(number, to = null, passage = null) {
  const id = (node) => wellFormed(picture.nodes[node].id);
  const parts = { id: number === null ? "" : id(number), ...(to === null ? {} : { to: id(to) }), ...(passage === null ? {} : { passage: wellFormed(passage) }), lang: state.lang };
  return `#${new URLSearchParams(parts)}`;
}

/** The address follows the state; each choice is a step that the back button undoes. */
function writeAddress() {
  const address = addressOf(state.chosen, state.way && state.way.to, state.passage);
  if (location.hash !== address) location.hash = address;
}

/** The state follows the address: a deep link, the back button, a link in the table. */
function readAddress() {
  const asked = new URLSearchParams(location.hash.slice(1));
  const lang = picture.languages.includes(asked.get("lang")) ? asked.get("lang") : drawing.lang;
  const id = asked.get("id");
  const number = id === null ? picture.focus : numberOf.has(id) ? numberOf.get(id) : null;
  const to = numberOf.get(asked.get("to"));
  const end = number === null || to === undefined || to === number ? null : to;
  const cited = asked.get("passage");
  const same = number === state.chosen && lang === state.lang && cited === state.passage && end === (state.way && state.way.to);
  state.unknown = id && number === null ? id : "";
  state.lang = lang;
  state.chosen = number;
  state.picking = null;
  state.passage = cited;
  state.way = end === null ? null : wayBetween(number, end);
  if (state.way) state.way.nodes.forEach(admit);
  if (number !== null) reveal(number);
  if (state.unknown) announce(say("unknown", { name: state.unknown }));
  return !same || state.unknown !== "";
}

function followAddress() {
  const before = state.lang;
  if (!readAddress()) return;
  state.called = null;
  drawAll(before !== state.lang);
  if (state.way) frame(state.way.nodes);
  else if (state.chosen !== null) centreOn(state.chosen);
}

function speak(lang) {
  state.lang = lang;
  writeAddress();
  drawAll(true);
}
