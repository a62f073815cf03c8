/*
 * The address and the state follow each other: a link opens what its writer saw, the back button undoes each step.
 *
 *   id, to, passage, lang      what is chosen, the other end of a path, a passage that is followed, the language
 *   with (repeated), all       things whose neighbours were added; everything is shown
 *   off, in (repeated)         kinds that are switched off; networks and events by which relations are filtered
 *   since, until, undated      the years; "no": nothing without a date
 *   stated, without (repeated) "no": nothing told in the text; marks of what is left out
 *   theme                      light or dark, if the reader has said so
 *
 * What an address says of things that are not here, or in other words than these, is passed over.
 */

function addressOf(number, lang = state.lang) {
  return `#${new URLSearchParams({ id: number === null ? "" : idOf(number), lang })}`;
}

function idOf(number) {
  return wellFormed(picture.nodes[number].id);
}

/** How a text in several languages is written in an address: in the same words, whatever language is read. */
function markOf(texts) {
  return wellFormed(texts[languageOf(texts, "en")] || "");
}

/** The whole state as an address; what is as it is at first is left out. */
function addressOfState() {
  const said = new URLSearchParams({ id: state.chosen === null ? "" : idOf(state.chosen) });
  const write = (key, value) => value !== null && value !== false && said.append(key, String(value));
  write("to", state.way && idOf(state.way.to));
  write("passage", state.passage && wellFormed(state.passage));
  write("lang", state.lang);
  write("all", state.whole && "yes");
  for (const number of state.brought) write("with", idOf(number));
  for (const kind of state.off) write("off", wellFormed(picture.kinds[kind].key));
  for (const group of state.facets) write("in", group !== null && idOf(picture.groups[group]));
  write("since", state.years && state.years[0]);
  write("until", state.years && state.years[1]);
  write("undated", !state.undated && "no");
  for (const mark of state.unattested) if (mark !== TOLD) write("without", markOf(picture.labels[mark]));
  write("stated", state.unattested.has(TOLD) && "no");
  write("theme", state.theme);
  return `#${said}`;
}

/** Writes the state into the address: as a step of its own, or (*again*) in the place of the last one. */
function writeAddress(again = false) {
  const address = addressOfState();
  if (location.hash === address) return;
  view.address = address;
  if (again) location.replace(address);
  else location.hash = address;
}

/** Reads the state out of the address. */
function readAddress() {
  const asked = new URLSearchParams(location.hash.slice(1));
  view.address = location.hash;
  const id = asked.get("id");
  const number = id === null ? picture.focus : numberOf.has(id) ? numberOf.get(id) : null;
  const to = numberOf.get(asked.get("to"));
  Object.assign(state, {
    unknown: id && number === null ? id : "",
    lang: picture.languages.includes(asked.get("lang")) ? asked.get("lang") : drawing.lang,
    theme: ["light", "dark"].includes(asked.get("theme")) ? asked.get("theme") : null,
    chosen: number, picking: null, called: null, passage: asked.get("passage"), way: null,
    whole: asked.get("all") === "yes",
    brought: new Set(asked.getAll("with").filter((name) => numberOf.has(name)).map((name) => numberOf.get(name))),
    ...filtersIn(asked),
  });
  if (number !== null && to !== undefined && to !== number) state.way = wayBetween(number, to);
  reveal(number);
  if (state.unknown) announce(say("unknown", { name: state.unknown }));
}

/** The filters that an address asks for. */
function filtersIn(asked) {
  const [off, groups, without] = ["off", "in", "without"].map((key) => new Set(asked.getAll(key)));
  const kinds = picture.kinds.flatMap(({ key }, kind) => (off.has(wellFormed(key)) ? [kind] : []));
  const marks = attestations.filter((mark) => (mark === TOLD ? asked.get("stated") === "no" : without.has(markOf(picture.labels[mark]))));
  const facets = picture.facets.map(({ nodes }) => {
    const node = nodes.find((number) => groups.has(idOf(number)) && picture.groups.includes(number));
    return node === undefined ? null : picture.groups.indexOf(node);
  });
  return { off: new Set(kinds), facets, years: yearsIn(asked), undated: asked.get("undated") !== "no", unattested: new Set(marks) };
}

/** The years that an address asks for, as far as the picture has them; null for all of them and for none. */
function yearsIn(asked) {
  if (spanOfYears === null) return null;
  const [first, last] = spanOfYears;
  const [low, high] = [["since", first], ["until", last]].map(([key, end]) => (/^-?\d{1,6}$/.test(asked.get(key)) ? Number(asked.get(key)) : end));
  if (low > high || low > last || high < first || (low <= first && high >= last)) return null;
  return [Math.max(low, first), Math.min(high, last)];
}

/** After a step back, or with a link: the page as the address has it. */
function followAddress() {
  if (location.hash === view.address) return;
  const [chosen, lang, dark, seen] = [state.chosen, state.lang, isDark(), seenNow()];
  readAddress();
  if (wantsDark() !== dark) setTheme(wantsDark());
  drawAll(lang !== state.lang || wantsDark() !== dark);
  if (state.way) frame(state.way.nodes);
  else if (state.chosen !== chosen && state.chosen !== null) centreOn(state.chosen);
  else if (seen !== seenNow()) fitAll();
}

/** Which things the picture shows, to be compared. */
function seenNow() {
  return [...state.shown].filter(isVisible).join(" ");
}
