/* The camera: zoom, fit, centre. */

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
  const tools = byId("tools");
  const floats = getComputedStyle(tools).position === "absolute";
  const open = byId("legend").open || byId("filters").open;
  return floats ? [open ? tools.offsetWidth + 84 : 84, 48, 84, 84] : [58, 36, 58, 76];
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
