// usage: node wink.cjs IN OUT, with NODE_PATH where wink-nlp is.
const model = require("wink-eng-lite-web-model");
const nlp = require("wink-nlp")(model);
const { run } = require("./common.cjs");
const its = nlp.its;

run((text) => {
  const doc = nlp.readDoc(text);
  const words = doc.tokens().out();
  const tags = doc.tokens().out(its.pos);
  const tokens = [];
  let at = 0;
  words.forEach((w, i) => {
    const start = text.indexOf(w, at);
    if (start < 0 || tags[i] === "SPACE") return;
    at = start + w.length;
    tokens.push({ start, end: at, upos: tags[i] });
  });
  return { tokens, names: [] };
});
