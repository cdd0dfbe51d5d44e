// usage: node compromise.cjs IN OUT, with NODE_PATH where compromise is.
const nlp = require("compromise/three");
const { run } = require("./common.cjs");

// UPOS by the first of compromise's tags that decides it.
const upos = [["Person", "PROPN"], ["Place", "PROPN"], ["Organization", "PROPN"], ["ProperNoun", "PROPN"], ["Pronoun", "PRON"],
  ["Possessive", "NOUN"], ["Noun", "NOUN"], ["Modal", "AUX"], ["Auxiliary", "AUX"], ["Copula", "AUX"], ["Verb", "VERB"],
  ["Adjective", "ADJ"], ["Adverb", "ADV"], ["Determiner", "DET"], ["Preposition", "ADP"], ["Conjunction", "CCONJ"], ["Value", "NUM"]];

run((text) => {
  const doc = nlp(text);
  const tokens = [];
  for (const sentence of doc.json({ offset: true, terms: { offset: true, tags: true, text: true } })) {
    for (const t of sentence.terms) {
      if (!t.text) continue;
      const hit = upos.find(([tag]) => t.tags.includes(tag));
      tokens.push({ start: t.offset.start, end: t.offset.start + t.text.length, upos: hit ? hit[1] : "X" });
    }
  }
  const names = [];
  for (const [kind, type] of [["people", "PER"], ["places", "LOC"], ["organizations", "ORG"]]) {
    for (const n of doc[kind]().json({ offset: true })) {
      const bare = n.text.replace(/[^\p{L}\p{N})]+$/u, "").replace(/['’]s$/, "");
      names.push({ start: n.offset.start, end: n.offset.start + bare.length, type });
    }
  }
  return { tokens, names };
});
