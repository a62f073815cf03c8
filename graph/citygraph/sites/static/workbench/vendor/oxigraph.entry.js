// What the page uses of Oxigraph; bundled by scripts/vendor.py. The engine's own loader, which fetches, is left out.
export { initSync, Store } from "oxigraph/web.js";
