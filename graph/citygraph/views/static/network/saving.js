/*
 * The picture as a file: what is seen now, as PNG from the canvas, or as SVG made of the same places, lines and
 * letters. An SVG is built as a tree of elements, so a hostile name is text in it; it has no script, no style sheet
 * and nothing foreign.
 */

const SVG = "http://www.w3.org/2000/svg";
const UNFIT = /[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu; // what XML cannot hold

function shape(tag, attributes, text) {
  const made = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, String(value).replace(UNFIT, "\ufffd"));
  if (text !== undefined) made.textContent = text.replace(UNFIT, "\ufffd");
  return made;
}

/** What stands under a saved picture: what it is and which data it was made from. */
function caption() {
  return [document.title, picture.stamp].filter(Boolean).join(" · ");
}

/** From the drawing's measure to pixels of the picture. */
function projection() {
  const scale = view.network.getScale();
  const { x, y } = view.network.getViewPosition();
  const { clientWidth: width, clientHeight: height } = byId("network");
  return { scale, width, height, left: width / 2 - x * scale, top: height / 2 - y * scale };
}

/** The picture as it is seen, as the text of an SVG file. */
function svgText() {
  view.network.redraw();
  const to = projection();
  const { width, height } = to;
  const svg = shape("svg", { xmlns: SVG, viewBox: `0 0 ${width} ${height + 28}`, width, height: height + 28, lang: state.lang, "font-family": view.theme.font });
  svg.append(shape("title", {}, document.title), shape("rect", { width, height: height + 28, fill: view.theme.canvas }));
  const places = view.network.getPositions();
  const point = ({ x, y }) => [x * to.scale + to.left, y * to.scale + to.top].map((value) => Math.round(value * 10) / 10);
  for (const number of view.edges.getIds()) svg.append(...svgEdge(number, point, to.scale));
  for (const number of view.nodes.getIds()) svg.append(...svgNode(number, point(places[number]), to.scale));
  svg.append(...view.lettering.map((letters) => svgLetters(letters, to)));
  svg.append(shape("text", { x: 12, y: height + 18, "font-size": 11, fill: view.theme.soft }, caption()));
  return `<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(svg)}\n`;
}

/** A line or curve, and its arrow at the rim of the node it leads to. */
function svgEdge(number, point, scale) {
  const drawn = view.network.body.edges[number];
  if (!drawn || !drawn.connected) return [];
  const { color, opacity, width } = edgeStyle(number);
  const parts = Array.from({ length: 17 }, (_, index) => point(drawn.edgeType.getPoint(index / 16)));
  const { head } = picture.edges[number];
  const rim = reach(head) * scale + halo(head) + 3;
  const [x, y] = parts.at(-1);
  const cut = parts.filter(([left, top]) => Math.hypot(left - x, top - y) > rim);
  const from = cut.at(-1) || parts[0];
  const angle = (Math.atan2(y - from[1], x - from[0]) * 180) / Math.PI;
  const [tipX, tipY] = [x - rim * Math.cos((angle * Math.PI) / 180), y - rim * Math.sin((angle * Math.PI) / 180)].map((value) => value.toFixed(1));
  const straight = drawing.curves[number] === undefined;
  const line = (straight ? [parts[0], [tipX, tipY]] : [...cut, [tipX, tipY]]).map((place) => place.join(" ")).join("L");
  return [
    shape("path", { d: `M${line}`, fill: "none", stroke: color, "stroke-opacity": opacity, "stroke-width": width }),
    shape("path", { d: "M0 0-7-2.6V2.6Z", transform: `translate(${tipX} ${tipY}) rotate(${angle.toFixed(1)})`, fill: color, "fill-opacity": opacity }),
  ];
}

function svgNode(number, [x, y], scale) {
  const size = reach(number) * scale;
  const { mark, color } = kindOf(number);
  const stands = standing(number);
  const look = { fill: legible(color), "fill-opacity": stands === "far" ? 0.3 : 1 };
  const ringed = { cx: x, cy: y, fill: view.theme.canvas };
  const rings = stands === "chosen" ? [shape("circle", { ...ringed, r: size + 7, stroke: view.theme.accent, "stroke-width": 3 })] : [];
  const place = `translate(${x} ${y}) scale(${size.toFixed(2)})`;
  const made = shape("g", {});
  made.append(
    shape("title", {}, nameOf(number)),
    shape("path", { d: MARKS[mark], transform: place, fill: view.theme.canvas, stroke: view.theme.canvas, "stroke-width": (4 / size).toFixed(2) }),
    shape("path", { d: MARKS[mark], transform: place, ...look }),
  );
  return [...rings, made];
}

function svgLetters({ text, x, y, color, size, strong, alpha }, { left, top }) {
  return shape("text", {
    x: (x + left).toFixed(1), y: (y + top + size * 0.35).toFixed(1), "font-size": size, "font-weight": strong ? 600 : 400, "text-anchor": "middle",
    fill: color, "fill-opacity": alpha, stroke: view.theme.canvas, "stroke-width": 4, "stroke-linejoin": "round", "paint-order": "stroke",
  }, text);
}

/** The canvas on its ground, with the caption below. */
function pngCanvas() {
  view.network.redraw();
  const seen = byId("network").querySelector("canvas");
  const ratio = seen.width / byId("network").clientWidth;
  const made = element("canvas");
  Object.assign(made, { width: seen.width, height: seen.height + Math.round(28 * ratio) });
  const ctx = made.getContext("2d");
  ctx.fillStyle = view.theme.canvas;
  ctx.fillRect(0, 0, made.width, made.height);
  ctx.drawImage(seen, 0, 0);
  ctx.font = `${11 * ratio}px ${view.theme.font}`;
  ctx.fillStyle = view.theme.soft;
  ctx.fillText(caption(), 12 * ratio, seen.height + 18 * ratio);
  return made;
}

function savePng() {
  pngCanvas().toBlob((blob) => hand(blob, "png"), "image/png");
  closeMenu();
}

function saveSvg() {
  hand(new Blob([svgText()], { type: "image/svg+xml" }), "svg");
  closeMenu();
}

/** Hands a file to the reader, named after what it shows. */
function hand(blob, ending) {
  const link = element("a");
  const id = state.chosen === null ? "network" : picture.nodes[state.chosen].id;
  link.href = URL.createObjectURL(blob);
  link.download = `${id.replace(/[^\p{L}\p{N}-]+/gu, "-").slice(0, 60)}.${ending}`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

function closeMenu() {
  byId("save").open = false;
  byId("save").querySelector("summary").focus();
}

function listenToSaving() {
  byId("png").addEventListener("click", savePng);
  byId("svg").addEventListener("click", saveSvg);
  byId("print").addEventListener("click", () => {
    closeMenu();
    print();
  });
  byId("save").addEventListener("focusout", ({ relatedTarget }) => {
    if (relatedTarget && !byId("save").contains(relatedTarget)) byId("save").open = false;
  });
  addEventListener("beforeprint", () => {
    completeTable();
    view.dark = isDark();
    if (view.dark) changeTheme(false); // paper is white
  });
  addEventListener("afterprint", () => view.dark && changeTheme(true));
}
