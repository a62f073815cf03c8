/* Nodes and edges as vis-network draws them. */

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
  if (state.way !== null) return !onWay(number) ? "far" : number === state.chosen || number === state.way.to ? "chosen" : "near";
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
  if (state.way !== null) {
    return isOnWay(edge) ? { color: view.theme.accent, opacity: 0.9, width: 2 } : { color: view.theme.thread, opacity: 0.15, width: 1 };
  }
  if (view.centre === null) return { color: view.theme.thread, opacity: 0.55, width: 1 };
  if (edge.tail === view.centre || edge.head === view.centre) return { color: view.theme.accent, opacity: 0.8, width: 1.6 };
  return { color: view.theme.thread, opacity: 0.2, width: 1 };
}

/**
 * Changes what vis-network holds, the camera too, and draws once: it would draw anew after each of the changes. The
 * first drawing comes with the browser's next frame, in place of the one that vis-network has asked for by then.
 */
function drawOnce(change) {
  view.network.body.emitter.emit("_blockRedraw"); // no public door leads there
  change();
  if (view.drawn) draw();
  else requestAnimationFrame(draw);
}

function draw() {
  view.network.body.emitter.emit("_allowRedraw");
  view.network.redraw();
  if (view.drawn) return;
  view.drawn = true;
  ready();
}

/** Brings vis-network's nodes and edges in line with the state, touching only what changed. */
function syncDrawing() {
  view.centre = state.chosen !== null && isVisible(state.chosen) ? state.chosen : null;
  view.around = new Set(view.centre === null ? [] : neighbours(view.centre));
  const nodes = drawing.nodes.filter((node) => isVisible(node.id));
  const edges = drawing.edges.filter((edge) => isEdgeVisible(edge.id));
  const added = difference(view.nodes, nodes).map((node) => ({
    id: node.id, x: node.x, y: node.y, shape: "custom", ctxRenderer: drawNode, title: tooltip(node.id),
  }));
  view.nodes.add(added);
  // vis-network draws what it believes to be in sight, and a new node at the origin until it has drawn once.
  for (const { id, x, y } of added) view.network.body.nodes[id].shape.updateBoundingBox(x, y);
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
