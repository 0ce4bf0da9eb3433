/* What a query may mean: facts (2021 安徽), names by their characters or their pinyin (rugao, rg), and, where nothing is found, other words:
   numbers written otherwise (十九届, 19届), words that sound alike (防空, 防控), a long word cut into words that are there. Only what leads
   to articles is said. The names come with the index (scripts/edition/publish/search/names.py). */
(() => {
  "use strict";

  const { search, inside: { own, parse } } = window.edition;
  const SHOWN = 6; // names that are offered
  const LATIN = /^[a-z][a-z' ]*$/i;
  const YEAR = /^(1[89]\d\d|20\d\d)年?$/;
  const SPAN = /^(1[89]\d\d|20\d\d)年?[-—–~～至到](1[89]\d\d|20\d\d)年?$/;
  const UNIT = /(?:自治[区州县旗]|特别行政区|地区|街道|[省市州盟县区旗镇乡])$/;
  const DIGITS = "〇一二三四五六七八九";
  // 二百三十五, 一千零五. What is said in short (三千五) or roughly (二三十), and 百姓, is no number that figures write.
  const NUMERAL = /^(?:(D)千)?(?:(D)百)?(?:零?(D?)(十)(D?)|零(D))?$/.source.replaceAll("D", `[${DIGITS.slice(1)}]`);
  const LONGEST = 24; // characters of a query for which other words are looked for
  const FEW = 40; // words that sound alike which are tried

  const stem = (name) => {
    const short = name.replace(UNIT, "");
    return short.length > 1 ? short : name;
  };
  const words = (query) => query.split(/\s+/).filter(Boolean);
  /** A query as the search compares it: folded, without what has no ink, and without what is not wanted. */
  const folded = async (query) => {
    await own.files.begin();
    return own.files.simplified(parse(query).wanted.join(" "));
  };

  /** All names as objects, made once for an index. */
  const made = new WeakMap();
  const told = async () => {
    await own.files.begin();
    return own.files.load("names");
  };
  /** The syllables of each character. */
  const soundsOf = async () => {
    const sounds = new Map();
    for (const [syllable, signs] of Object.entries((await told()).sounds)) {
      for (const sign of signs) sounds.set(sign, (sounds.get(sign) ?? new Set()).add(syllable));
    }
    return sounds;
  };
  const all = async () => {
    const { rows } = await told();
    if (!made.has(rows)) {
      const readings = await soundsOf();
      made.set(rows, Object.entries(rows).flatMap(([kind, list]) => list.map(([name, sound, count, page, way]) => {
        const syllables = sound.split(" ");
        const characters = [...name];
        // Each character with all its readings, that of the dictionary among them.
        const spelled = characters.length === syllables.length
          ? characters.map((character, n) => [...new Set([syllables[n], ...(readings.get(character) ?? [])])]) : syllables.map((one) => [one]);
        return { kind, name, syllables, spelled, count, page, way, stem: kind === "place" ? stem(name) : name };
      })));
    }
    return made.get(rows);
  };

  /**
   * The facts that stand in a query of several words, as facets, and what is left of it; null where it has none, or is one word.
   * @returns {Promise<{facets: Object<string, string[]>, label: string, q: string}?>}
   */
  const facts = async (query) => {
    const parts = words((await folded(query)).replace(/^((?:1[89]|20)\d\d年?)(?=[\u4e00-\u9fff]{2})/, "$1 "));
    if (parts.length < 2) return null;
    const found = await all();
    const facets = {};
    const labels = [];
    const left = [];
    const add = (facet, values, label) => {
      facets[facet] = [...(facets[facet] ?? []), ...values];
      labels.push(label);
    };
    for (const part of parts) {
      const span = part.match(SPAN);
      const nearest = found.filter(({ kind, name, stem: short, way }) => kind === "place" && (name === part || short === part) && way.split("/").length < 4)
        .sort((a, b) => a.way.split("/").length - b.way.split("/").length || b.count - a.count);
      const places = nearest.filter(({ name }) => name === nearest[0].name); // 鼓楼区 is in several cities.
      const other = found.find(({ kind, name }) => (kind === "theme" || kind === "newspaper") && name === part);
      if (YEAR.test(part)) add("year", [part.slice(0, 4)], `${part.slice(0, 4)}年`);
      else if (span && span[1] <= span[2]) add("year", Array.from({ length: span[2] - span[1] + 1 }, (_, n) => String(Number(span[1]) + n)), `${span[1]}—${span[2]}年`);
      else if (places.length) add("province", places.map(({ way }) => way), places[0].name);
      else if (other) add(other.kind, [other.name], other.name);
      else left.push(part);
    }
    return labels.length ? { facets, label: [...labels, ...left.map((word) => `“${word}”`)].join(" · "), q: left.join(" ") } : null;
  };

  /** What of a name letters spell, from its beginning: the number of characters, of which the last may be cut off; 0 where they spell another. */
  const spells = (spelled, letters, n = 0) => {
    if (!letters) return n;
    for (const syllable of spelled[n] ?? []) {
      if (syllable.startsWith(letters)) return n + 1;
      const found = letters.startsWith(syllable) ? spells(spelled, letters.slice(syllable.length), n + 1) : 0;
      if (found) return found;
    }
    return 0;
  };
  /** How well a name answers a query, from 0 for the same; Infinity where it does not. */
  const rank = (row, query, latin) => {
    if (latin) {
      const whole = [row.spelled.length, [...row.stem].length];
      if (whole.includes(latin.length) && [...latin].every((letter, n) => row.spelled[n]?.some((syllable) => syllable.startsWith(letter)))) return 4;
      const length = latin.length > 2 ? spells(row.spelled, latin) : 0;
      return length ? (whole.includes(length) ? 2 : 3) : Infinity;
    }
    if (row.kind === "word") return Infinity;
    if (row.name === query) return 0;
    if (row.stem === query) return 1;
    return query.length > 1 && row.name.startsWith(query) ? 3 : Infinity;
  };
  /** Names that a query means, the nearest first. */
  const named = async (query) => {
    const text = await folded(query);
    const latin = LATIN.test(text) ? text.toLowerCase().replace(/[' ]/g, "") : "";
    if (!text || (LATIN.test(text) && latin.length < 2)) return [];
    const ranked = (await all()).map((row) => ({ ...row, rank: rank(row, text, latin) })).filter(({ rank: n }) => n < Infinity)
      .sort((a, b) => a.rank - b.rank || (a.kind === "word") - (b.kind === "word") || b.count - a.count || (a.name < b.name ? -1 : 1));
    // A word is not offered a second time as a word.
    return ranked.filter(({ kind, name }) => kind !== "word" || !ranked.some((other) => other.kind !== "word" && other.name === name)).slice(0, SHOWN);
  };

  // Other words.

  const inDigits = (text) => {
    if (!/[十百千]/.test(text)) return [...text].map((sign) => DIGITS.indexOf(sign === "零" ? "〇" : sign)).join("");
    const found = text.match(NUMERAL);
    if (!found) return text;
    const [thousands, hundreds, tens, , ones, alone] = found.slice(1).map((sign) => (sign ? DIGITS.indexOf(sign) : 0));
    return String(thousands * 1000 + hundreds * 100 + (found[4] ? (tens || 1) * 10 : 0) + ones + alone);
  };
  const inCharacters = (digits) => {
    if (digits.length > 2 || digits.startsWith("0")) return [...digits].map((digit) => DIGITS[digit]).join("");
    const [tens, ones] = digits.length === 2 ? digits : [0, digits];
    return (Number(tens) ? `${tens === "1" ? "" : DIGITS[tens]}十` : "") + (Number(ones) ? DIGITS[ones] : "");
  };
  /** The query with its numbers written the other way; the same where it has none. A single 一 is seldom a number. */
  const renumbered = (query) => {
    const digits = query.replace(/[〇零一二三四五六七八九十百千]*[十百千][〇零一二三四五六七八九十百千]*|[〇零一二三四五六七八九]{2,}/g, inDigits);
    return digits === query ? query.replace(/\d+/g, inCharacters) : digits;
  };
  /** The query with a part of it as words that sound alike. */
  const alike = async (query) => {
    const found = await all();
    const sounds = await soundsOf();
    const characters = [...query];
    const out = [];
    for (const { name, syllables, count } of found) {
      const length = syllables.length;
      if (length < 2 || [...name].length !== length) continue;
      for (let from = 0; from + length <= characters.length; from++) {
        const here = characters.slice(from, from + length);
        if (here.join("") !== name && here.every((character, n) => sounds.get(character)?.has(syllables[n]) || character === [...name][n])) {
          out.push([length, count, [...characters.slice(0, from), ...name, ...characters.slice(from + length)].join("")]);
        }
      }
    }
    out.sort((a, b) => b[0] - a[0] || b[1] - a[1]);
    return [...new Set(out.map(([, , text]) => text))].slice(0, FEW);
  };
  /** The ways to cut a word into two or three. */
  const cuts = (word) => {
    const characters = [...word];
    const part = (from, to) => characters.slice(from, to).join("");
    const out = [];
    for (let at = 2; at + 2 <= characters.length; at++) out.push([part(0, at), part(at)]);
    for (let at = 2; at + 4 <= characters.length && characters.length <= 9; at++) {
      for (let to = at + 2; to + 2 <= characters.length; to++) out.push([part(0, at), part(at, to), part(to)]);
    }
    return out;
  };
  const hits = (query, facets) => search(query, { facets, limit: 1 });

  /**
   * What to ask instead of a query that finds nothing; null where nothing is known.
   * @returns {Promise<{q: string, why: string, total: number, exact: boolean}?>}
   */
  const instead = async (query, facets = {}) => {
    const tried = async (q, why) => {
      const found = await hits(q, facets);
      return found.hits.length ? { q, why, total: found.total, exact: found.exact } : null;
    };
    const text = await folded(query);
    if (LATIN.test(text)) {
      const [first] = await named(text);
      return first ? tried(first.stem, "拼音") : null;
    }
    if (renumbered(text) !== text) {
      const found = await tried(renumbered(text), "数字的另一种写法");
      if (found) return found;
    }
    if ([...text].length > LONGEST) return null;
    for (const other of await alike(text)) {
      const found = await tried(other, "读音相同");
      if (found) return found;
    }
    // Of the ways to cut it, the one with most words that the edition has names for; then that with fewest parts, then with most articles.
    const known = new Map((await all()).map(({ name, count }) => [name, count]));
    let best = null;
    for (const parts of words(text).length === 1 ? cuts(text) : []) {
      const found = await tried(parts.join(" "), "分成几个词");
      const weight = found ? parts.filter((part) => known.has(part)).length * 1000 - parts.length * 100 + Math.min(99, found.total) : -1;
      if (found && (!best || weight > best.weight)) best = { ...found, weight };
    }
    return best;
  };

  /** A query that finds something, with its numbers written the other way, where that finds something, too. */
  const also = async (query, facets = {}) => {
    const other = renumbered(query.trim());
    if (other === query.trim()) return null;
    const found = await hits(other, facets);
    return found.hits.length ? { q: other, total: found.total, exact: found.exact } : null;
  };

  window.edition.understand = { facts, named, instead, also };
})();
