/*
 * The editor: CodeMirror with its SPARQL mode. It lives in a shadow root, because CodeMirror adopts its style sheet
 * there; in the document it would add a <style> element, which the page's policy refuses.
 */

function makeEditor(host, { label, words, run }) {
  const { EditorState, EditorView, StateEffect, StateField, Decoration } = codemirror;
  const root = host.attachShadow({ mode: "open" });
  const mark = StateEffect.define();
  const wrong = StateField.define({
    create: () => Decoration.none,
    update(marks, change) {
      const set = change.effects.find((effect) => effect.is(mark));
      if (set) return set.value;
      return change.docChanged ? Decoration.none : marks;
    },
    provide: (field) => EditorView.decorations.from(field),
  });
  const view = new EditorView({
    root,
    parent: root,
    state: EditorState.create({
      extensions: [
        codemirror.lineNumbers(),
        codemirror.history(),
        codemirror.highlightActiveLine(),
        codemirror.bracketMatching(),
        codemirror.closeBrackets(),
        codemirror.indentOnInput(),
        codemirror.StreamLanguage.define(codemirror.sparql),
        codemirror.syntaxHighlighting(codemirror.HighlightStyle.define(inks(codemirror.tags))),
        codemirror.autocompletion({ override: [(context) => completions(context, words())], icons: false }),
        codemirror.keymap.of([
          { key: "Mod-Enter", run: () => run() ?? true },
          ...codemirror.closeBracketsKeymap,
          ...codemirror.defaultKeymap,
          ...codemirror.historyKeymap,
          ...codemirror.completionKeymap,
        ]),
        EditorView.lineWrapping,
        EditorView.contentAttributes.of({ "aria-label": label, spellcheck: "false", autocapitalize: "none" }),
        EditorView.domEventHandlers({ beforeinput: typedOver }),
        EditorView.theme(paper()),
        wrong,
      ],
    }),
  });
  const place = (line, column) => {
    const there = view.state.doc.line(Math.min(line, view.state.doc.lines));
    const before = [...there.text].slice(0, column - 1).join("").length;
    return Math.min(there.from + before, there.to);
  };
  return {
    text: () => view.state.doc.toString(),
    write(text) {
      view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text }, selection: { anchor: 0 } });
      view.scrollDOM.scrollTop = 0;
    },
    focus: () => view.focus(),
    /* Underlines the word at a mistake and puts the cursor before it. */
    point(line, column) {
      const from = place(line, column);
      const word = /^[\w:?$.-]+|^./u.exec(view.state.sliceDoc(from, from + 80))?.[0] ?? "";
      const marks = word ? Decoration.set(Decoration.mark({ class: "cm-wrong" }).range(from, from + word.length)) : Decoration.none;
      view.dispatch({ effects: mark.of(marks), selection: { anchor: from }, scrollIntoView: true });
    },
  };
}

/*
 * Typing over a selection: left to the browser, it would keep the style of what was there by a style attribute. What
 * is replaced is asked of the event, since the editor may not have heard of the selection yet.
 */
function typedOver(event, view) {
  if (event.inputType !== "insertText" || event.data === null || event.isComposing) return false;
  const [range] = event.getTargetRanges();
  const inside = range && !range.collapsed && view.contentDOM.contains(range.startContainer);
  const { main } = view.state.selection;
  if (!inside && main.empty) return false;
  const from = inside ? view.posAtDOM(range.startContainer, range.startOffset) : main.from;
  const to = inside ? view.posAtDOM(range.endContainer, range.endOffset) : main.to;
  event.preventDefault();
  const change = { changes: { from, to, insert: event.data }, selection: { anchor: from + event.data.length } };
  const insert = () => view.state.update({ ...change, userEvent: "input.type", scrollIntoView: true });
  const handlers = view.state.facet(codemirror.EditorView.inputHandler);
  if (!handlers.some((handle) => handle(view, from, to, event.data, insert))) view.dispatch(insert());
  return true;
}

/* What a name that is being written may become: a name of the ontology, or a thing by any part of its name. */
function completions(context, words) {
  const before = context.matchBefore(/[\p{L}\p{N}_-]+:[\p{L}\p{N}_.-]*/u);
  if (before === null) return null;
  const prefix = before.text.slice(0, before.text.indexOf(":") + 1);
  const options = words.filter((word) => word.label.startsWith(prefix));
  return options.length ? { from: before.from, options, validFor: /^[\p{L}\p{N}_:.-]*$/u } : null;
}

/* Colours are the page's own, so that they follow light and dark. */
function inks(tags) {
  return [
    { tag: tags.keyword, color: "var(--keyword)", fontWeight: "600" },
    { tag: tags.standard(tags.name), color: "var(--keyword)" },
    { tag: tags.local(tags.variableName), color: "var(--variable)" },
    { tag: tags.atom, color: "var(--name)" },
    { tag: tags.string, color: "var(--string)" },
    { tag: tags.comment, color: "var(--soft)", fontStyle: "italic" },
    { tag: tags.meta, color: "var(--soft)" },
    { tag: tags.variableName, color: "var(--ink)" },
  ];
}

function paper() {
  const box = { backgroundColor: "var(--card)", color: "var(--ink)", border: "1px solid var(--line)" };
  return {
    "&": { fontSize: ".875rem", backgroundColor: "var(--card)", color: "var(--ink)", borderRadius: ".7rem" },
    "&.cm-focused": { outline: "2px solid var(--accent)", outlineOffset: "1px" },
    ".cm-scroller": { fontFamily: "var(--mono)", lineHeight: "1.65", minHeight: "12.5rem", maxHeight: "26rem" },
    ".cm-content": { padding: ".75rem 0", caretColor: "var(--ink)" },
    ".cm-line": { padding: "0 .9rem 0 .5rem" },
    ".cm-gutters": { backgroundColor: "transparent", color: "var(--soft)", border: "0", paddingLeft: ".4rem" },
    ".cm-activeLine, .cm-activeLineGutter": { backgroundColor: "transparent" },
    "&.cm-focused .cm-activeLine": { backgroundColor: "color-mix(in srgb, var(--tint) 55%, transparent)" },
    ".cm-cursor": { borderLeftColor: "var(--ink)" },
    "&.cm-focused .cm-matchingBracket": { backgroundColor: "var(--tint)", outline: "1px solid var(--accent)" },
    ".cm-wrong": { textDecoration: "underline wavy var(--wrong-ink)", textUnderlineOffset: ".25em" },
    ".cm-tooltip": { ...box, borderRadius: ".45rem", overflow: "hidden" },
    ".cm-tooltip.cm-tooltip-autocomplete > ul": { fontFamily: "var(--mono)", maxHeight: "15rem", maxWidth: "min(34rem, 90vw)" },
    ".cm-tooltip.cm-tooltip-autocomplete > ul > li": { padding: ".2rem .6rem" },
    ".cm-tooltip-autocomplete > ul > li[aria-selected]": { backgroundColor: "var(--tint)", color: "var(--ink)" },
    ".cm-completionDetail": { color: "var(--soft)", fontStyle: "normal", fontFamily: "var(--latin), var(--han), sans-serif" },
    ".cm-completionMatchedText": { textDecoration: "none", fontWeight: "600" },
  };
}
