/* What the reader chooses. Each choice changes the state and is a step in the address, which the back button undoes. */

/** Chooses a node (or null), shows it and its neighbours, writes the address. */
function choose(number, { centre = false, called = null } = {}) {
  if (state.picking !== null && number !== null && number !== state.picking) {
    showWay(state.picking, number);
    return;
  }
  Object.assign(state, { picking: null, way: null, passage: null, allChips: false, unknown: "", called, chosen: number });
  if (number !== null) state.off.delete(picture.nodes[number].kind);
  reveal(number);
  writeAddress();
  drawAll();
  announce(number === null ? say("cleared") : spoken(number));
  if (centre && number !== null) centreOn(number);
}

function spoken(number) {
  const facts = (picture.nodes[number].facts || []).length;
  return say("said", { name: nameOf(number), kind: told(kindOf(number).label), n: neighbours(number).length, m: facts });
}

/** A node that comes from outside the view brings its neighbours, and they stay. */
function reveal(number) {
  gather();
  if (number === null || state.shown.has(number)) return;
  state.brought.add(number);
  gather();
}

/** Adds a node's neighbours to the view. */
function expand(number) {
  const added = hiddenNeighbours(number).length;
  if (!added) return;
  state.brought.add(number);
  writeAddress();
  drawAll();
  frame([number, ...neighbours(number).filter(isVisible)]);
}

function speak(lang) {
  state.lang = lang;
  writeAddress();
  drawAll(true);
}
