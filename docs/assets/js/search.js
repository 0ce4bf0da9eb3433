/* Search that finds every passage: pairs of characters lead to chunks of articles, and what is shown was seen in their text.
   The index is made by scripts/edition/publish/search/; both fold text the same way. Nothing is asked of any other host. */
(() => {
  "use strict";

  const HOME = new URL("../../data/search/", document.currentScript.src).href; // the index of this edition
  const KINDS = ["title", "heading", "paragraph", "caption", "byline"];
  const LISTS = ["paragraph", "across", "title", "heading", "caption", "byline"];
  const WEIGHT = { title: 40, byline: 12, heading: 10, caption: 5, paragraph: 4, across: 1 }; // of the parts
  const NEAR = 20; // for words that stand in one chunk of an article
  const PAIRS = 4; // of a long query that are asked for when three of it led to articles in vain
  const FEW = 4; // results at first
  const VAIN = 2; // articles looked at for a result that is wanted, when there is a result already
  const LONG = 1000; // characters of the lists of a key that are not asked where hardly a chunk is left
  const BATCH = 24; // articles that are loaded at a time, at most
  const KEPT = 800; // chunks of articles that are kept
  const LONGEST = 24; // characters of a query for which the nearest that would be found is looked for
  const UNDATED = "年份未详"; // the value of the facet
  const CONTEXT = 30; // characters on either side of the words in an excerpt

  // The files of an index: scripts that hand their data over. A file of another version is not taken.

  const script = (url) => new Promise((resolve, reject) => {
    const node = document.createElement("script");
    node.src = url;
    node.onload = () => { node.remove(); resolve(); };
    node.onerror = () => { node.remove(); reject(new Error(`${url} is not there`)); };
    document.head.append(node);
  });

  const open = new Map(); // by the address of its folder what takes the files of an index
  /** A script says by its own address to which index its data belong. */
  const asked = (up) => open.get(new URL(up, document.currentScript.src).href);
  const edition = {
    current: (...data) => asked(".")?.current(...data),
    put: (...data) => asked("..")?.put(...data),
  };

  /**
   * The files of the index in a folder.
   * @param {function(Object)} begun is told what the index says of itself, whenever it is asked for
   * @param {function()} cleared is told that what was read before is of no use any more
   */
  const files = (home, begun, cleared) => {
    const waiting = new Map();
    const held = new Map();
    let started = null;
    const self = {
      version: null,
      table: null, // of traditional characters
      current: (name, counts) => {
        self.version = name;
        begun(counts);
      },
      put: (name, file, data) => { if (name === self.version) held.set(file, data); },
      begin: () => (started ??= start(false)),
      load: async (file, again = false) => {
        const mine = self.begin();
        await mine;
        if (held.has(file)) return held.get(file);
        if (!waiting.has(file)) waiting.set(file, taken(new URL(`${self.version}/${file}.js`, home).href));
        try {
          await waiting.get(file);
          if (!held.has(file)) throw new Error(`${file} is of another version`);
        } catch (error) {
          if (again || !location.protocol.startsWith("http")) throw error;
          if (started === mine) started = start(true);
          return self.load(file, true);
        }
        return held.get(file);
      },
      drop: (file) => {
        held.delete(file);
        waiting.delete(file);
      },
      /** A text with its traditional characters folded, as far as the index has any. */
      simplified: async (text) => {
        if (!/[^\x00-\x7f]/.test(text)) return text;
        if (!self.table) {
          const pairs = [...await self.load("fold")];
          self.table = new Map();
          for (let n = 0; n < pairs.length; n += 2) self.table.set(pairs[n], pairs[n + 1]);
        }
        return [...text].map((character) => self.table.get(character) ?? character).join("");
      },
    };
    /** A file of the index: run as a script where the page is opened from a folder, else read, which takes less time. */
    const taken = async (url) => {
      if (!url.startsWith("http")) return script(url);
      const answer = await fetch(url);
      if (!answer.ok) throw new Error(`${url} is not there`);
      const [, name, file, data] = (await answer.text()).match(/^edition\.put\("(\w+)","(\w+)",(.*)\);\n$/s);
      return self.put(name, file, JSON.parse(data));
    };
    const start = (again) => {
      waiting.clear();
      held.clear();
      self.table = null;
      cleared();
      // A stale list of files in some cache leads to files that are gone: then it is asked for anew, once.
      const mine = script(new URL(again ? `current.js?${Date.now()}` : "current.js", home).href);
      // While the host changes its files the list can be away: the next question asks for it again.
      mine.catch(() => { if (started === mine) started = null; });
      return mine;
    };
    open.set(home, self);
    return self;
  };

  // Folding, as scripts/edition/publish/search/fold.py does it.

  const DROPPED = /[\s\x00-\x1f\x7f-\x85"'“”‘’「」『』〝〞＂＇()（）[\]［］【】〔〕〖〗{}｛｝<>＜＞《》〈〉]/;
  const INKLESS = new RegExp([
    /[\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb]/u,
    /[\u{1bca0}-\u{1bca3}\u{1d173}-\u{1d17a}\u{e0000}-\u{e0fff}]/u,
  ].map(({ source }) => source).join("|"), "u");
  const known = new Map();
  const one = (character) => {
    let folded = known.get(character);
    if (folded === undefined) {
      const code = character.codePointAt(0);
      folded = DROPPED.test(character) || INKLESS.test(character) ? "" : (code > 0xff00 && code < 0xff5f ? String.fromCharCode(code - 0xfee0) : character).toLowerCase();
      known.set(character, folded);
    }
    return folded;
  };
  /** The folded text as an array of characters, and where each stands in the text. */
  const fold = (text) => {
    const characters = [];
    const places = [];
    let at = 0;
    for (const character of text) {
      for (const folded of one(character)) { characters.push(folded); places.push(at); }
      at += character.length;
    }
    return { characters, places, text: characters.join("") };
  };

  // The query: words, "phrases", -words without.

  const parse = (query) => {
    const wanted = [];
    const unwanted = [];
    for (const [, minus, phrase, word] of String(query).replace(new RegExp(INKLESS, "gu"), "").slice(0, 500).matchAll(/([-－]?)(?:"([^"]*)"?|([^\s"]+))/g)) {
      const text = fold(phrase ?? word).text;
      if (text) (minus ? unwanted : wanted).push(text);
    }
    return { wanted: [...new Set(wanted)], unwanted: [...new Set(unwanted)] };
  };

  // Lists of numbers.

  /** The numbers of a list; after each stands a sign for its places where `places` takes them. */
  const decode = (text, places) => {
    const out = [];
    let at = -1;
    let value = 0;
    let unit = 1;
    for (let n = 0; n < text.length; n++) {
      const code = sign(text, n);
      if (code >= 64) {
        value += (code - 64) * unit;
        unit *= 27;
        continue;
      }
      at += unit === 1 ? code + 1 : 65 + value + code * unit;
      out.push(at);
      places?.push(sign(text, ++n));
      value = 0;
      unit = 1;
    }
    return out;
  };
  const sign = (text, n) => {
    const code = text.charCodeAt(n) - 35;
    return code > 57 ? code - 1 : code; // the backslash is left out
  };
  const slot = (key, shards) => {
    let value = 2166136261;
    for (const character of key) value = Math.imul(value ^ character.codePointAt(0), 16777619) >>> 0;
    return value % shards;
  };
  /** The keys that lead to a word, each with its distance from the word's beginning: three pairs that are asked first, then others. */
  const keysOf = (word) => {
    const characters = [...word];
    if (characters.length === 1) return [[[word, 0]], []];
    const pairs = characters.slice(1).map((character, n) => [characters[n] + character, n]);
    const first = new Set([pairs[0], pairs[pairs.length >> 1], pairs.at(-1)]);
    return [[...first], pairs.filter((pair) => !first.has(pair)).slice(0, PAIRS)];
  };
  const either = (one, other) => {
    if (!one.chunks.length || !other.chunks.length) return one.chunks.length ? one : other;
    const out = { chunks: [], begins: [], weights: [] };
    for (let a = 0, b = 0; a < one.chunks.length || b < other.chunks.length;) {
      if (b === other.chunks.length || one.chunks[a] < other.chunks[b]) add(out, one.chunks[a], one.begins[a], one.weights[a++]);
      else add(out, other.chunks[b], other.begins[b], other.weights[b++]);
    }
    return out;
  };
  const both = (one, other) => {
    const out = { chunks: [], begins: [], weights: [] };
    for (let a = 0, b = 0; a < one.chunks.length && b < other.chunks.length;) {
      if (one.chunks[a] < other.chunks[b]) a++;
      else if (one.chunks[a] > other.chunks[b]) b++;
      else {
        const begins = one.begins[a] & other.begins[b];
        if (begins) add(out, one.chunks[a], begins, Math.min(one.weights[a], other.weights[b]));
        a++;
        b++;
      }
    }
    return out;
  };
  const add = (out, chunk, begins, weight) => {
    out.chunks.push(chunk);
    out.begins.push(begins);
    out.weights.push(weight);
  };
  /** Where in ascending numbers those from a certain one on begin. */
  const since = (numbers, first) => {
    let low = 0;
    for (let high = numbers.length; low < high;) {
      const middle = (low + high) >> 1;
      if (numbers[middle] < first) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  /** Places on the wheel of six, moved back. */
  const turned = (places, by) => ((places >> by % 6) | (places << (6 - (by % 6)))) & 63;

  // Articles.

  /** A chunk of an article; the head is searched in the first one. */
  const opened = (record, head) => {
    const [number, id, title, byline = "", place = "", date = "", blocks = [], above = "", below = "", folded = [], untitled = 0] = record;
    const texts = [["title", "head", untitled ? "" : title], ["title", "head", above], ["title", "head", below], ["byline", "head", byline], ["byline", "head", place]];
    const names = { p: "paragraph", h: "heading", c: "caption" };
    for (let n = 0; n < blocks.length; n += 2) texts.push([names[blocks[n][0]], blocks[n].slice(1), blocks[n + 1]]);
    const parts = texts.map(([kind, anchor, text], n) => ({ kind, anchor, text, compared: folded[n] ?? text }));
    return { number, id, title, byline, place, date, parts: parts.slice(head ? 0 : 5).filter((part) => part.text) };
  };
  /** Where words stand in a part: ranges of the text as printed. */
  const places = (part, words) => {
    part.folded ??= fold(part.compared);
    const found = [];
    for (const word of words) {
      const length = [...word].length;
      for (let from = part.folded.text.indexOf(word); from >= 0; from = part.folded.text.indexOf(word, from + 1)) {
        const at = part.folded.characters.length === part.folded.text.length ? from : [...part.folded.text.slice(0, from)].length;
        const last = part.folded.places[at + length - 1];
        // What says which form of the last character is meant is not torn off.
        let end = last;
        do end += part.text.codePointAt(end) > 0xffff ? 2 : 1;
        while (end < part.text.length && INKLESS.test(String.fromCodePoint(part.text.codePointAt(end))));
        found.push([part.folded.places[at], end, word]);
      }
    }
    return found.sort((a, b) => a[0] - b[0] || b[1] - a[1]);
  };

  /** What of an article answers the query; null where it does not. */
  const answer = (found, { wanted, unwanted }, kind) => {
    const missing = new Set(wanted);
    const parts = [];
    for (const part of found.parts) {
      if (unwanted.length && places(part, unwanted).length) return null;
      if (kind && part.kind !== kind) continue;
      const ranges = places(part, wanted);
      for (const [, , word] of ranges) missing.delete(word);
      if (ranges.length) parts.push({ part, ranges });
    }
    return missing.size ? null : parts;
  };
  /** Nearness and number of the words in a part, and what part it is. */
  const score = ({ part, ranges }, wanted) => {
    const words = new Set(ranges.map((range) => range[2]));
    let near = 0;
    if (words.size > 1) {
      let span = Infinity;
      for (let n = 0; n < ranges.length; n++) {
        const seen = new Set();
        for (let m = n; m < ranges.length && seen.size < words.size; m++) {
          seen.add(ranges[m][2]);
          if (seen.size === words.size) span = Math.min(span, ranges[m][1] - ranges[n][0]);
        }
      }
      near = 20 / (1 + span / 10);
    }
    return WEIGHT[part.kind] * (words.size / wanted.length) + near + Math.log2(1 + ranges.length);
  };
  const escapeHtml = (text) => text.replace(/[&<>"]/g, (sign) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[sign]);
  /** The text round the words as safe HTML with the words in <mark>. */
  const excerpt = (part, ranges, whole_ = false) => {
    const begin = whole_ ? 0 : Math.max(0, (ranges[0]?.[0] ?? 0) - CONTEXT);
    const end = whole_ ? part.text.length : Math.min(part.text.length, Math.max(begin + 3 * CONTEXT, (ranges[0]?.[1] ?? 0) + CONTEXT));
    let at = begin;
    let out = begin > 0 ? "……" : "";
    for (const [from, to] of ranges) {
      if (from < at || to > end) continue;
      out += `${escapeHtml(part.text.slice(at, from))}<mark>${escapeHtml(part.text.slice(from, to))}</mark>`;
      at = to;
    }
    return out + escapeHtml(part.text.slice(at, end)) + (end < part.text.length ? "……" : "");
  };

  /** The index in a folder, and what can be asked of it. Each volume of an edition in volumes has one. */
  const indexIn = (home) => {
    let counts = null; // what it says of itself
    let starts = []; // for each article the number of its first chunk
    let owners = []; // for each chunk the number of its article
    let all = null; // the articles, where they are in one file
    const cache = new Map(); // chunks of articles
    const files_ = files(home, (numbers) => {
      counts = numbers;
      starts = decode(numbers.starts ?? "");
      owners = new Int32Array(numbers.chunks ?? 0);
      starts.forEach((start, number) => owners.fill(number, start, starts[number + 1]));
    }, () => {
      cache.clear();
      all = null;
    });
    const { load, simplified } = files_;

    // Lists of chunks of articles.

    /** The lists of a key, as text. */
    const lists = async (key) => {
      const [text] = await load(`g${slot(key, counts.shards)}`);
      const name = `\n${[...key].length === 1 ? `${key} ` : key}`;
      const at = text.indexOf(name);
      return at < 0 ? [] : text.slice(at + name.length, text.indexOf("\n", at + 1)).split("!");
    };
    /** Articles that may hold a word, by some of its pairs; and what asks its other pairs, too. */
    const mayHold = async (word, kind) => {
      const kinds = kind ? [kind] : KINDS;
      const [first, others] = keysOf(word);
      const found = await heldBy(first, kinds, null);
      return { found: gathered(found), narrow: others.length ? async () => gathered(await heldBy(others, kinds, found)) : null };
    };
    /**
     * For each kind of part the chunks that hold the keys in it, of those that are left, in columns: chunk, where the word may begin, weight.
     * The shortest lists are the first ones; where these leave hardly a chunk, a long one is not asked: to look at the chunks takes less time.
     */
    const heldBy = async (keys, kinds, before) => {
      const parts = await Promise.all(keys.map(([key]) => lists(key)));
      const length = (n) => parts[n].reduce((sum, list) => sum + list.length, 0);
      const columns = (n, list) => {
        const places = keys[n][0].length > 1 ? [] : null;
        const chunks = decode(parts[n][LISTS.indexOf(list)] ?? "", places);
        return { chunks, begins: places?.map((one) => turned(one, keys[n][1])) ?? chunks.map(() => 63), weights: chunks.map(() => WEIGHT[list]) };
      };
      let left = before;
      for (const n of keys.map((_, n) => n).sort((a, b) => length(a) - length(b))) {
        if (left && length(n) > LONG && left.reduce((sum, { chunks }) => sum + chunks.length, 0) <= FEW) break;
        left = kinds.map((name, k) => {
          const here = name === "paragraph" ? either(columns(n, "paragraph"), columns(n, "across")) : columns(n, name);
          return left ? both(left[k], here) : here;
        });
      }
      return left;
    };
    /** The articles of chunks: their numbers, for every article the greatest weight, and the chunks of one by kind, the best first. */
    const gathered = (kinds) => {
      const weights = new Uint16Array(counts.articles);
      const numbers = [];
      for (const { chunks, weights: here } of kinds) {
        for (let n = 0; n < chunks.length; n++) {
          const number = owners[chunks[n]];
          if (!weights[number]) numbers.push(number);
          if (weights[number] < here[n]) weights[number] = here[n];
        }
      }
      const chunks = (number) => kinds.map(({ chunks: all_, weights: here }) => {
        const begin = since(all_, starts[number]);
        const ranked = all_.slice(begin, since(all_, endOf(number))).map((chunk, n) => [chunk, here[begin + n]]);
        return ranked.sort((a, b) => b[1] - a[1]).map(([chunk]) => chunk);
      });
      return { numbers, weights, chunks };
    };
    const endOf = (number) => starts[number + 1] ?? counts.chunks;
    /** The articles that hold every word, the best first, and the chunks to read of one: for all places of the words, or for a few. */
    const together = (words, only) => {
      const numbers = words[0].numbers.filter((number) => (!only || only.has(number)) && words.every((word) => word.weights[number]));
      const weights = new Uint16Array(counts.articles);
      for (const number of numbers) {
        for (const word of words) weights[number] += word.weights[number];
        if (words.length > 1 && shared(words, number).length) weights[number] += NEAR;
      }
      const order = Float64Array.from(numbers, (number) => (0xffff - weights[number]) * counts.articles + number).sort();
      const all = (number) => words.flatMap((word) => word.chunks(number).flat());
      const few = (number) => {
        const here = words.length > 1 ? shared(words, number) : [];
        return here.length ? [here[0]] : words.flatMap((word) => word.chunks(number).filter((chunks) => chunks.length).slice(0, 2).map(([chunk]) => chunk));
      };
      return { numbers: Array.from(order, (one) => one % counts.articles), all, few };
    };
    const shared = (words, number) => words.map((word) => word.chunks(number).flat()).reduce((left, here) => left.filter((chunk) => here.includes(chunk)));

    // Articles.

    const whole = async () => (all ??= (await load("all")).map((record) => opened(record, true)));
    const read = (chunk, head) => {
      if (!cache.has(chunk)) {
        const file = `p${chunk}`;
        const found = load(file).then((record) => {
          files_.drop(file);
          return opened(record, head);
        });
        cache.set(chunk, found);
        found.catch(() => cache.delete(chunk));
        if (cache.size > KEPT) cache.delete(cache.keys().next().value);
      }
      return cache.get(chunk);
    };
    /** An article, of which only some chunks are loaded: those given, else all. */
    const article = async (number, chunks) => {
      const first = starts[number];
      const wanted = chunks ? [...new Set(chunks)].sort((a, b) => a - b) : Array.from({ length: endOf(number) - first }, (_, n) => first + n);
      const found = await Promise.all(wanted.map((chunk) => read(chunk, chunk === first)));
      return { ...found[0], parts: found.flatMap(({ parts }) => parts) };
    };

    const hit = (found, parts, wanted) => {
      const ranked = parts.map((entry) => ({ ...entry, score: score(entry, wanted) })).sort((a, b) => b.score - a.score);
      const best = ranked[0];
      const inText = ranked.find(({ part }) => part.anchor !== "head") ?? best;
      const title = found.parts.find((part) => part.text === found.title) ?? { text: found.title, compared: found.title };
      return {
        id: found.id, title: found.title, byline: found.byline, place: found.place, date: found.date,
        url: new URL(`../../articles/${found.id}.html`, home).href,
        anchor: inText?.part.anchor ?? "head",
        kind: inText?.part.kind ?? "paragraph",
        titleHtml: excerpt(title, places(title, wanted), true),
        excerpt: inText ? excerpt(inText.part, inText.ranges) : "",
        passages: parts.map(({ part, ranges }) => ({ kind: part.kind, anchor: part.anchor, text: part.text, ranges: ranges.map(([a, b]) => [a, b]) })),
        words: wanted.join(" "),
        score: ranked.reduce((sum, entry) => sum + entry.score, 0),
      };
    };

    /** How often the words stand in articles; null where no word was asked for. */
    const placesIn = (hits, { wanted }) => (wanted.length
      ? hits.reduce((sum, { passages }) => sum + passages.reduce((inside, { ranges }) => inside + ranges.length, 0), 0) : null);

    // Facets.

    const facetLists = async () => {
      const lists_ = await load("facets");
      return (facet, value) => (Object.hasOwn(lists_, facet) && Object.hasOwn(lists_[facet], value) ? decode(lists_[facet][value]) : []);
    };
    /** The articles that the facets leave, or null where none is chosen. Values of one facet widen, facets narrow. */
    const allowed = async (facets) => {
      const chosen = Object.entries(facets).filter(([name, values]) => name !== "kind" && values?.length);
      if (!chosen.length) return null;
      const list = await facetLists();
      return chosen.map(([name, values]) => new Set([values].flat().flatMap((value) => list(name, value))))
        .reduce((a, b) => new Set([...a].filter((number) => b.has(number))));
    };

    /**
     * The articles that may answer a query, in their order.
     * @returns {Promise<{numbers: number[], all: function(number): number[]?, few?: function(number): number[], narrow?: function, sure: boolean}>}
     *     all: the chunks of an article that have to be read, or nothing for the whole of it; few: those that do for most articles;
     *     narrow: the same with all pairs asked for
     */
    const candidates = async (query, facets) => {
      const kind = [facets.kind].flat()[0];
      const only = await allowed(facets);
      const without = query.unwanted.length > 0;
      if (!query.wanted.length) {
        const numbers = Array.from({ length: counts.articles }, (_, n) => n).filter((number) => !only || only.has(number));
        return { numbers, all: (number) => (without ? null : [starts[number]]), sure: !without && !kind };
      }
      const words = await Promise.all(query.wanted.map((word) => mayHold(word, kind)));
      const ready = (found, narrow) => ({
        ...together(found, only), ...(without && { all: () => null, few: null }), narrow,
        sure: !without && query.wanted.every((word) => [...word].length < 3),
      });
      const narrow = async () => ready(await Promise.all(words.map((word) => word.narrow?.() ?? word.found)), null);
      return ready(words.map((word) => word.found), words.some((word) => word.narrow) ? narrow : null);
    };

    /**
     * Articles that hold the words of a query.
     * @param {string} text the query: words, "phrases", -words without
     * @param {{facets?: Object<string, string[]>, limit?: number, from?: number, passages?: boolean, order?: string}} [options] facets:
     *     province, theme, year, newspaper, kind; passages: all places of the words in each article instead of some, which takes longer;
     *     order: `new` or `old` for that of the dates, instead of that of relevance
     * @returns {Promise<{total: number, exact: boolean, places: number?, hits: object[], numbers: number[], query: object}>} exact: every
     *     article was looked at, or the lists themselves are certain; else there are at most so many; places: how often the words stand in
     *     all these articles, where that is known by now
     */
    const search = async (text, options = {}) => {
      await files_.begin();
      const before = files_.version;
      const found = await tried(text, options);
      // Numbers of one version mean nothing in another.
      return files_.version === before ? found : tried(text, options);
    };
    const tried = async (text, options) => {
      if (files_.table) return look(parse(await simplified(String(text))), options);
      const query = parse(text);
      const found = query.unwanted.length ? null : await look(query, options);
      if (found?.hits.length) {
        // The first result does not wait for the table; in a large edition later ones have it then.
        if (counts.shards) simplified(String(text)).catch(() => {});
        return found;
      }
      // The index holds simplified characters only: a traditional one finds nothing before it is folded.
      const folded = parse(await simplified(String(text)));
      return found && JSON.stringify(folded) === JSON.stringify(query) ? found : look(folded, options);
    };
    /** Articles by date; the index numbers them so, the newest first, and those without a date last. */
    const dated = async (numbers, order) => {
      const ascending = Float64Array.from(numbers).sort();
      if (order === "new") return [...ascending];
      const unknown = new Set((await facetLists())("year", UNDATED));
      return [...[...ascending].reverse().filter((number) => !unknown.has(number)), ...ascending.filter((number) => unknown.has(number))];
    };
    const look = async (query, { facets = {}, limit = FEW, from = 0, passages = false, order = "" }) => {
      const kind = [facets.kind].flat()[0];
      if (!query.wanted.length && !query.unwanted.length && !Object.values(facets).some((values) => values?.length)) {
        return { total: 0, exact: true, places: null, hits: [], numbers: [], all: Array.from({ length: counts.articles }, (_, n) => n), query };
      }
      const hits = [];
      if (!counts.shards) {
        const only = await allowed(facets);
        for (const found of await whole()) {
          if (only && !only.has(found.number)) continue;
          const parts = answer(found, query, kind);
          if (parts && (parts.length || !query.wanted.length)) hits.push({ number: found.number, ...hit(found, parts, query.wanted) });
        }
        if (order) {
          const rank = new Map((await dated(hits.map(({ number }) => number), order)).map((number, n) => [number, n]));
          hits.sort((a, b) => rank.get(a.number) - rank.get(b.number));
        } else if (query.wanted.length) hits.sort((a, b) => b.score - a.score || a.number - b.number);
        return { total: hits.length, exact: true, places: placesIn(hits, query), hits: hits.slice(from, from + limit), numbers: hits.map(({ number }) => number), query };
      }
      let may = await candidates(query, facets);
      let numbers = order ? await dated(may.numbers, order) : may.numbers;
      let at = 0;
      let wider = 1;
      const looked = async (number) => {
        const chunks = may.all(number);
        const first = !passages && may.few && chunks.length > 1 ? await article(number, may.few(number)) : null;
        const parts = first && answer(first, query, kind);
        if (parts?.length) return [first, parts];
        const found = await article(number, chunks);
        return [found, answer(found, query, kind)];
      };
      // Where most hold only the pairs, a few results now are better than all that are wanted later.
      const enough = () => hits.length > from && at >= from + VAIN * limit;
      while (hits.length < from + limit && at < numbers.length && !enough()) {
        // As many as are wanted; the more of them do not hold the words, the more of the next ones at a time.
        const batch = numbers.slice(at, at + Math.min(BATCH, (from + limit - hits.length) * wider));
        wider *= 2;
        for (const [found, parts] of await Promise.all(batch.map(looked))) {
          at += 1;
          if (parts && (parts.length || !query.wanted.length)) hits.push({ number: found.number, ...hit(found, parts, query.wanted) });
          if (hits.length === from + limit) break;
        }
        // Some were looked at in vain: then all pairs are asked for, before more articles are.
        if (may.narrow && hits.length < at && at + 2 < numbers.length) {
          may = await may.narrow();
          const before = new Set(numbers.slice(0, at));
          const left = may.numbers.filter((number) => !before.has(number));
          numbers = [...before, ...(order ? await dated(left, order) : left)];
        }
      }
      const left = numbers.length - at;
      return {
        total: may.sure ? numbers.length : hits.length + left, exact: may.sure || !left,
        places: passages && !left ? placesIn(hits, query) : null,
        hits: order ? hits.slice(from) : hits.slice(from).sort((a, b) => b.score - a.score || a.number - b.number), numbers, query,
      };
    };

    /** How many of the articles of a result have each value of each facet. */
    const count = async (numbers) => {
      const wanted = new Set(numbers);
      const out = {};
      for (const [facet, values] of Object.entries(await load("facets"))) {
        out[facet] = Object.entries(values).map(([value, list]) => [value, decode(list).filter((number) => wanted.has(number)).length]).filter(([, n]) => n);
      }
      return out;
    };

    /** The longest run of the query's characters that is found somewhere, for a query that finds nothing. */
    const nearest = async (text) => {
      await files_.begin();
      const characters = [...parse(await simplified(String(text))).wanted.join("")].slice(0, LONGEST);
      // A single character says nothing.
      for (let length = Math.min(characters.length - 1, LONGEST / 2); length > 1; length--) {
        for (let from = 0; from + length <= characters.length; from++) {
          const part = characters.slice(from, from + length).join("");
          if ((await search(`"${part}"`, { limit: 1 })).hits.length) return part;
        }
      }
      return "";
    };

    return { search, count, nearest, files: files_, told: () => counts };
  };

  /** Where the words of a query stand in a text, from first to last and without overlap: ranges. */
  const find = (text, query) => {
    const out = [];
    for (const [from, to] of places({ text, compared: text }, parse(query).wanted)) if (from >= (out.at(-1)?.[1] ?? 0)) out.push([from, to]);
    return out;
  };

  const own = indexIn(HOME);
  const { search, count, nearest } = own;
  window.edition = Object.assign(window.edition ?? {}, edition, {
    search, count, nearest, find, fold: (text) => fold(text).text, KINDS, inside: { files, indexIn, own, parse, decode, sign, slot },
  });
})();
