// Text -> search tokens, in the browser.
// The index was made with the same rules (papercatalog/search/tokens.py); tests compare the
// two on shared cases. Change one and the other must follow.

// Chinese, Japanese and Korean are written without (reliable) spaces.
const UNSPACED =
  "\\u3005-\\u3007\\u3041-\\u3096\\u309d-\\u309f\\u30a1-\\u30fa\\u30fc-\\u30ff" +
  "\\u3400-\\u4dbf\\u4e00-\\u9fff\\uac00-\\ud7af\\u{20000}-\\u{3ffff}";
const UNSPACED_RUN = new RegExp(`([${UNSPACED}]+)`, "u");
const CHUNK = /[\p{L}\p{N}][\p{L}\p{N}_.+#^'-]*/gu;
const DIVIDER = /[-+#]|\.(?![0-9])|(?<![0-9])\./u;
const TRAILING = ".'^_-";
// A word as it stands in text that has not been folded.
const WRITTEN = "\\p{L}\\p{N}\\p{M}_.+#^'\\u2019\\u2010\\u2011\\u207a\\u208a-";
const PLAIN_WORD = /^[a-z]+$/;
const WRITTEN_WORD = new RegExp(`[${UNSPACED}]+|(?:(?![${UNSPACED}])[${WRITTEN}])+`, "gu");

/** Return the words of `text` in reading order as {joined, parts}: `IJB-B` is "ijbb", ["ijb", "b"]. */
export function chunks(text) {
  return fold(text).split(UNSPACED_RUN).flatMap((run, i) => (i % 2 ? pairs(run) : (run.match(CHUNK) ?? []).map(cut)));
}

/** Return all tokens of `text`: of each word its parts, then the joined form where that is another one. */
export function tokens(text) {
  return chunks(text).flatMap(chunkTokens);
}

export function chunkTokens({ joined, parts }) {
  return parts.length === 1 && parts[0] === joined ? parts : [...parts, joined];
}

/** Return what is the same in all spellings of a name: "crowd pose", "Crowd-Pose"; "Labeled Scenes", "labelled scenes". */
export function nameKey(text) {
  const joined = chunks(text).map((chunk) => chunk.joined).join("");
  return joined.replaceAll("z", "s").replaceAll("ll", "l").replaceAll("our", "or");
}

/** Tell whether `token` comes from a script without spaces, where one or two characters are a word. */
export function isUnspaced(token) {
  return UNSPACED_RUN.test(token);
}

/** Yield [start, end, tokens] of each word of `text` as written, so that it can be marked in place. */
export function* wordsInPlace(text) {
  for (const { 0: word, index } of text.matchAll(WRITTEN_WORD)) {
    // Most words: their token without the toil, for these are all words of ten abstracts.
    if (PLAIN_WORD.test(word)) yield [index, index + word.length, [word]];
    else if (!isUnspaced(word)) {
      const end = trimEnd(word, TRAILING).length;
      if (end) yield [index, index + end, tokens(word)];
    } else {
      let start = index;
      for (const { joined } of chunks(word)) {
        yield [start, start + joined.length, [joined]];
        start += [...joined][0].length;
      }
    }
  }
}

/** Drop what people vary or cannot type: accents, ligatures, superscripts, mathematical letters, case. */
export function fold(text) {
  return text
    .normalize("NFKD").replace(/\p{M}/gu, "").normalize("NFC").toLowerCase()
    .replaceAll("\u2019", "'").replaceAll("\u2010", "-").replaceAll("ς", "σ")
    .replace(/[${}\u00ad\u200c\u200d]/g, "");
}

function pairs(run) {
  const characters = [...run];
  const starts = characters.slice(0, Math.max(1, characters.length - 1));
  return starts.map((_, i) => {
    const pair = characters.slice(i, i + 2).join("");
    return { joined: pair, parts: [pair] };
  });
}

function cut(chunk) {
  const word = trimEnd(chunk, TRAILING);
  const stem = trimEnd(word, "+#");
  const tail = word.slice(stem.length);
  const body = trimEnd(stem, TRAILING).replace(/'s$/, "").replace(/[\^_']/g, "");
  const parts = body.split(DIVIDER).filter(Boolean);
  return { joined: parts.join("") + tail, parts };
}

function trimEnd(text, characters) {
  let end = text.length;
  while (end && characters.includes(text[end - 1])) end--;
  return text.slice(0, end);
}
