/* Counts words in the text of the whole edition: how often a word stands in each article, and which words stand beside it. The text and the
   dictionary come from scripts/edition/publish/search/counting.py. It draws nothing; count.js does. */
(() => {
  "use strict";

  const { decode, own } = window.edition.inside;
  const AT_ONCE = 6; // files that are loaded together
  const GROUPS = { year: "年份未详", province: "地点未详", newspaper: "报名未详" }; // each with what is not known
  const SIDE = 5; // words on either side of a word among which its collocates are
  const LEAST = 2; // how often a collocate stands there
  const SHOWN = 50; // collocates

  // The text.

  const inTurn = async (number, load, told) => {
    const out = [];
    for (let n = 0; n < number; n += AT_ONCE) {
      out.push(...await Promise.all(Array.from({ length: Math.min(AT_ONCE, number - n) }, (_, k) => load(n + k))));
      told(out.length, number);
    }
    return out;
  };
  const SURROGATES = /[\ud800-\udbff]/g;
  /** How many characters a text has; ends of lines do not count. */
  const lengthOf = (text) => text.length - (text.match(/\n/g)?.length ?? 0) - (text.match(SURROGATES)?.length ?? 0);

  /** The groups of a facet, by name, and the number of the group of each article; on the way to a place its province stands first. */
  const grouped = (values, number, unknown) => {
    const names = Object.keys(values).filter((name) => !name.includes("/") && name !== unknown).sort();
    const of = new Int32Array(number).fill(names.length);
    names.forEach((name, group) => decode(values[name]).forEach((article) => { of[article] = group; }));
    return { names: [...names, unknown], of };
  };

  /**
   * All text of the edition, as it is compared.
   * @param {function(number, number)} told is told how many files of how many are there
   * @returns {Promise<{texts: string[], lengths: Int32Array, groups: Object}>} texts: of each article, a part on each line, empty for a
   *     further copy of an article; lengths: in characters; groups: for year, province and newspaper the names and the article's group
   */
  const read = async (told) => {
    await own.files.begin();
    const { version } = own.files;
    const { articles, texts: number } = own.told();
    const texts = (await inTurn(number, (n) => own.files.load(`t${n}`), told)).flat();
    const facets = await own.files.load("facets");
    // The edition was published anew meanwhile: files of two versions do not fit.
    if (own.files.version !== version) return read(told);
    const groups = Object.fromEntries(Object.entries(GROUPS).map(([name, unknown]) => [name, grouped(facets[name], articles, unknown)]));
    return { texts, lengths: Int32Array.from(texts, lengthOf), groups };
  };
  let asked = null;
  const text = (told = () => {}) => (asked ??= read(told).catch((error) => { asked = null; throw error; }));

  // Words.

  /** Where a word stands in a text, one beginning after the other; places may overlap. */
  const places = (whole, word) => {
    const out = [];
    for (let at = whole.indexOf(word); at >= 0; at = whole.indexOf(word, at + 1)) out.push(at);
    return out;
  };
  const counts = ({ texts }, word) => Int32Array.from(texts, (whole) => places(whole, word).length);

  /**
   * How often words stand in each group of articles.
   * @param {string} by year, province or newspaper
   * @returns {{rows: object[], all: object}} each row: name, articles, length, and of each word `times` and `articles`
   */
  const table = (edition, words, by) => {
    const { names, of } = edition.groups[by];
    const row = (name) => ({ name, articles: 0, length: 0, words: words.map(() => ({ times: 0, articles: 0 })) });
    const rows = names.map(row);
    const all = row("合计");
    const found = words.map((word) => counts(edition, word));
    edition.lengths.forEach((length, article) => {
      if (!length) return;
      for (const one of [rows[of[article]], all]) {
        one.articles += 1;
        one.length += length;
        found.forEach((times, n) => {
          one.words[n].times += times[article];
          one.words[n].articles += times[article] > 0;
        });
      }
    });
    return { rows: rows.filter(({ articles }) => articles), all };
  };

  // Text cut into words: of all ways to cut a run of Han characters the cheapest, of two that cost the same the one with the longer first word.

  const RUNS = /([々〇\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]+)|[0-9a-z][0-9a-z.]*|[\ud800-\udbff][\udc00-\udfff]/g;

  /** A dictionary as a tree of characters: a step is found by its node and its character in a table with open addresses. */
  const tree = ([unknown, lines]) => {
    const rows = lines ? lines.split("\n").map((line) => line.split(" ")) : [];
    const most = rows.reduce((sum, [word]) => sum + word.length, 1);
    const mask = 2 ** Math.ceil(Math.log2(2 * most)) - 1;
    const first = new Int32Array(0x10000); // nodes of first characters
    const [nodes, signs, steps] = [new Int32Array(mask + 1), new Uint16Array(mask + 1), new Int32Array(mask + 1)];
    const cost = new Int32Array(most + 1);
    const words = new Map(); // collocates by their node
    let last = 0;
    const slot = (node, sign) => {
      let at = (Math.imul(node, 0x9e3779b1) ^ Math.imul(sign, 0x85ebca6b)) >>> 5 & mask;
      while (steps[at] && (nodes[at] !== node || signs[at] !== sign)) at = (at + 1) & mask;
      return at;
    };
    for (const [word, price, none] of rows) {
      let node = first[word.charCodeAt(0)] ||= ++last;
      for (let n = 1; n < word.length; n++) {
        const at = slot(node, word.charCodeAt(n));
        if (!steps[at]) [nodes[at], signs[at], steps[at]] = [node, word.charCodeAt(n), ++last];
        node = steps[at];
      }
      cost[node] = Number(price);
      if (!none) words.set(node, word);
    }
    return { unknown, cost, words, last, first, step: (node, sign) => steps[slot(node, sign)] };
  };

  let [worth, ends, found] = [new Float64Array(256), new Int32Array(256), new Int32Array(256)];
  /** Hand over each word of a text: where it begins and ends, and its node in the tree, 0 where the dictionary does not have it. */
  const cut = (whole, { unknown, cost, first, step }, take) => {
    RUNS.lastIndex = 0;
    for (let match = RUNS.exec(whole); match; match = RUNS.exec(whole)) {
      const { index, 0: { length } } = match;
      if (!match[1]) {
        take(index, index + length, 0);
        continue;
      }
      if (length >= worth.length) [worth, ends, found] = [new Float64Array(2 * length), new Int32Array(2 * length), new Int32Array(2 * length)];
      worth[length] = 0;
      for (let begin = length - 1; begin >= 0; begin--) {
        let best = unknown + worth[begin + 1];
        let end = begin + 1;
        let word = 0;
        let low = Infinity;
        let node = first[whole.charCodeAt(index + begin)];
        for (let at = begin + 1; node; node = at < length ? step(node, whole.charCodeAt(index + at)) : 0, at++) {
          const sum = cost[node] ? cost[node] + worth[at] : Infinity;
          if (sum <= low && sum < Infinity) [low, best, end, word] = [sum, sum, at, node];
        }
        worth[begin] = best;
        ends[begin] = end;
        found[begin] = word;
      }
      for (let at = 0; at < length; at = ends[at]) take(index + at, index + ends[at], found[at]);
    }
  };

  const pause = () => new Promise((done) => { setTimeout(done); });
  /** The dictionary, and how often each of its words stands in the edition. */
  const counted = async (edition, told) => {
    const words = tree(await own.files.load("words"));
    const times = new Int32Array(words.last + 1);
    for (const [n, whole] of edition.texts.entries()) {
      cut(whole, words, (_, __, node) => { times[node] += 1; });
      if (n % 100 === 99 || n + 1 === edition.texts.length) {
        told(n + 1, edition.texts.length);
        await pause(); // A page that counts for seconds still answers.
      }
    }
    return { words, times };
  };
  const known = new WeakMap();
  const vocabulary = (edition, told) => {
    if (!known.has(edition)) known.set(edition, counted(edition, told).catch((error) => { known.delete(edition); throw error; }));
    return known.get(edition);
  };

  /** How often each word of the dictionary stands beside a word, by its node: a place counts once, however many windows hold it. */
  const beside = (edition, word, words) => {
    const together = new Int32Array(words.last + 1);
    for (const whole of edition.texts) {
      if (!whole.includes(word)) continue;
      for (const part of whole.split("\n")) {
        const here = places(part, word);
        if (!here.length) continue;
        const tokens = [];
        cut(part, words, (begin, end, node) => tokens.push({ begin, end, node, taken: false }));
        for (const at of here) {
          const to = at + word.length;
          const first = tokens.findIndex(({ end }) => end > at);
          const left = tokens.slice(0, first < 0 ? tokens.length : first).slice(-SIDE);
          const right = tokens.slice(first < 0 ? tokens.length : first).filter(({ begin }) => begin >= to).slice(0, SIDE);
          for (const token of [...left, ...right]) token.taken = true;
        }
        const within = ({ begin, end }) => here.some((at) => begin < at + word.length && end > at);
        for (const token of tokens) if (token.taken && !within(token)) together[token.node] += 1;
      }
    }
    return together;
  };

  /**
   * The words that stand beside a word more often than chance would have it, by logDice (Rychlý 2008): 14 + log2(2 f(xy) / (f(x) + f(y))).
   * @returns {Promise<{word: string, together: number, times: number, score: number}[]>} the strongest first; together: in windows of
   *     five words on either side in the same part of an article, times: in the whole edition
   */
  const collocates = async (edition, word, told = () => {}) => {
    const { words, times } = await vocabulary(edition, told);
    const all = counts(edition, word).reduce((sum, one) => sum + one, 0);
    const found = [];
    beside(edition, word, words).forEach((together, node) => {
      if (together >= LEAST && words.words.has(node)) found.push({ word: words.words.get(node), together, times: times[node], all: all + times[node] });
    });
    // As fractions, which are the same in every browser, as logarithms need not be.
    found.sort((a, b) => b.together * a.all - a.together * b.all || b.together - a.together || (a.word < b.word ? -1 : 1));
    return found.slice(0, SHOWN).map(({ word: one, together, times: often, all: sum }) => ({
      word: one, together, times: often, score: 14 + Math.log2((2 * together) / sum),
    }));
  };

  window.edition.tally = { text, table, collocates, cut: (part, words) => {
    const out = [];
    cut(part, tree(words), (begin, end) => out.push(part.slice(begin, end)));
    return out;
  } };
})();
