/* Labels have one size at every zoom. The important ones are placed first; one that finds no free place waits. */

function drawLabels(ctx) {
  view.lettering = [];
  const scale = view.network.getScale();
  const area = visibleArea(scale, 40);
  const places = view.network.getPositions();
  const numbers = Object.keys(places).map(Number).filter((number) => within(places[number], area));
  numbers.sort(byImportance);
  const [taken, marked, major] = [occupied(), occupied(), occupied()];
  const spots = new Map(numbers.map((number) => [number, spot(places[number], number, scale)]));
  const hubs = numbers.length > DENSE ? HUBS : 0;
  numbers.forEach((number, rank) => {
    const { x, y, size } = spots.get(number);
    for (const marks of rank < hubs ? [marked, major] : [marked]) marks.take([x - size, y - size, x + size, y + size], number);
  });
  const screen = visibleArea(scale, 0).map((side) => side * scale);
  ctx.save();
  ctx.scale(1 / scale, 1 / scale);
  ctx.textAlign = "center";
  ctx.textBaseline = "middle";
  ctx.lineJoin = "round";
  for (const cover of covers(screen)) taken.take(cover, -1);
  view.covered = JSON.stringify(covers([0, 0]));
  const badged = [...new Set([state.chosen, state.hovered])].filter((number) => spots.has(number) && hiddenNeighbours(number).length);
  for (const number of badged) taken.take(badgeArea(spots.get(number), number), -1);
  numbers.forEach((number, rank) => {
    // A name keeps clear of every mark; among very many, the most important ones, if need be, only of their like.
    const ways = [marked, major].slice(0, rank < hubs ? 2 : 1);
    const free = ways.map((marks) => (area) => taken.free(area, number) && marks.free(area, number));
    drawLabel(ctx, number, spots.get(number), taken, free, screen);
  });
  const clear = (area) => taken.free(area, -2) && marked.free(area, -2);
  drawEdgeLabels(ctx, scale, taken, clear);
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

/** The names anew, if something else lies over them now than when they were set. */
function uncover() {
  if (view.drawn && view.covered !== JSON.stringify(covers([0, 0]))) view.network.redraw();
}

/** What lies over the picture: a name under it could not be read. In pixels of the drawing. */
function covers([left, top]) {
  const frame = byId("network").getBoundingClientRect();
  return [byId("tools"), byId("zoom"), document.querySelector(".count"), byId("picking")].map((part) => {
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

/** Whether the shortest name would find no place at a mark: then nothing needs to be measured. */
function isCrowded({ x, y, size }, gap, ways) {
  const [wide, high] = [LABEL.size, LABEL.line];
  return !ways.some((isFree) => labelBoxes({ x, y }, gap, wide, high).some(isFree));
}

/** Where a name may stand at a mark: below, above, beside, then at a corner. */
function labelBoxes({ x, y }, gap, width, height) {
  const [right, down] = [gap + width / 2, gap + height / 2];
  const [aside, askew] = [0.75 * gap + width / 2, 0.75 * gap + height / 2];
  const shifts = [[0, down], [0, -down], [right, 0], [-right, 0], [aside, askew], [-aside, askew], [aside, -askew], [-aside, -askew]];
  return shifts.map(([across, along]) => [x + across - width / 2 - 2, y + along - height / 2 - 2, x + across + width / 2 + 2, y + along + height / 2 + 2]);
}

function drawLabel(ctx, number, { x, y, size }, taken, ways, screen) {
  const stands = standing(number);
  const strong = stands === "chosen" || number === picture.focus || number === state.hovered;
  if (!strong && isCrowded({ x, y, size }, size + 5 + halo(number), ways)) return;
  ctx.font = `${strong ? "600 " : ""}${LABEL.size + (strong ? 1 : 0)}px ${view.theme.font}`;
  const { lines, width } = labelOf(ctx, number, strong);
  const height = lines.length * LABEL.line;
  const gap = size + 5 + halo(number);
  const boxes = labelBoxes({ x, y }, gap, width, height);
  const open = ways.flatMap((isFree) => boxes.filter(isFree));
  const whole = open.find((box) => holds(screen, box));
  const free = whole || (strong ? open[0] : undefined);
  if (!free && !strong) return;
  const box = free || boxes[0];
  taken.take(box, -1);
  const [left, top] = [(box[0] + box[2]) / 2, (box[1] + box[3]) / 2];
  ctx.globalAlpha = stands === "far" && number !== state.hovered ? 0.5 : 1;
  lines.forEach((line, index) => {
    outlined(ctx, line, left, top + (index - (lines.length - 1) / 2) * LABEL.line, view.theme.ink);
  });
  ctx.globalAlpha = 1;
}

/** A text that can be read over lines; remembered, for the drawing that is saved. */
function outlined(ctx, text, x, y, color) {
  view.lettering.push({ text, x, y, color, size: parseFloat(ctx.font.match(/([\d.]+)px/)[1]), strong: /^(bold|[6-9]00)/.test(ctx.font), alpha: ctx.globalAlpha });
  ctx.lineWidth = 4;
  ctx.strokeStyle = view.theme.canvas;
  ctx.strokeText(text, x, y);
  ctx.fillStyle = color;
  ctx.fillText(text, x, y);
}

/** A name as it stands beside a mark: the short one, if there is one and the reader does not look at just this thing. */
function labelOf(ctx, number, strong) {
  const key = `${state.lang} ${strong} ${number}`;
  if (!view.labels.has(key)) {
    const name = strong ? nameOf(number) : shortNameOf(number);
    const lines = lined(name, strong ? LABEL.most : LABEL.lines, (text) => ctx.measureText(text).width);
    view.labels.set(key, { lines, width: Math.max(...lines.map((line) => ctx.measureText(line).width)) });
  }
  return view.labels.get(key);
}

/**
 * The words of the chosen node's edges, each on its own curve, where there is room. Of very many edges only those to
 * the node under the pointer are labelled, until the reader zooms in.
 */
function drawEdgeLabels(ctx, scale, taken, isFree) {
  ctx.font = `12px ${view.theme.font}`;
  const called = state.way !== null ? wayEdges() : view.centre !== null ? beside[view.centre] : [];
  const drawn = called.filter((number) => view.edges.get(number));
  const all = drawn.length <= LABELLED || scale > 1.2 || state.way !== null;
  for (const number of drawn) {
    const edge = picture.edges[number];
    const shape = view.network.body.edges[number]; // no public door leads to a point on a curve; late by one drawing
    if (!shape || !shape.connected || !(all || other(edge, view.centre) === state.hovered)) continue;
    const words = clipped(told(picture.labels[edge.label]), 40) + (edge.date ? ` · ${edge.date}` : "");
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

/** Where a node's badge lies: at its upper right, beside mark and ring. */
function badgeArea({ x, y, size }, number) {
  const rim = 0.72 * (size + halo(number));
  const [left, top] = [x + rim, y - rim - 18];
  return [left, top, left + 34, top + 18];
}

/** "+3" at a node that has three neighbours more than are shown. */
function drawBadge(ctx, number, place) {
  const text = `+${hiddenNeighbours(number).length}`;
  const [left, top] = badgeArea(place, number);
  ctx.font = `600 11px ${view.theme.font}`;
  const width = Math.max(ctx.measureText(text).width + 10, 20);
  ctx.beginPath();
  ctx.roundRect(left, top, width, 18, 9);
  ctx.fillStyle = view.theme.accent;
  ctx.fill();
  ctx.fillStyle = view.theme["on-accent"];
  ctx.fillText(text, left + width / 2, top + 9.5);
}
