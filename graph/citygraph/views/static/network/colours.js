/* Light and dark, and colours that can be told from the ground. */

/** Light or dark: the reader's setting, until the switch is used. */
function setTheme(dark) {
  document.documentElement.dataset.theme = dark ? "dark" : "light";
  byId("dark").setAttribute("aria-pressed", String(dark));
}

function isDark() {
  return document.documentElement.dataset.theme === "dark";
}

/** Light or dark: as the reader has said, else as the system is set. */
function wantsDark() {
  return state.theme === null ? matchMedia("(prefers-color-scheme: dark)").matches : state.theme === "dark";
}

/** The reader says which; that is a step of its own. */
function switchTheme() {
  state.theme = isDark() ? "light" : "dark";
  writeAddress();
  changeTheme(wantsDark());
}

function changeTheme(dark) {
  setTheme(dark);
  readTheme();
  view.styles.clear();
  drawAll();
}

function readTheme() {
  const style = getComputedStyle(document.documentElement);
  for (const name of ["canvas", "ink", "soft", "accent", "on-accent", "thread"]) {
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
