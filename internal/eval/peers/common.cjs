// Reads reports, times an analysis of each, writes what it gives; prints
// white-space words and CPU seconds.
const fs = require("fs");

exports.run = function (analyse) {
  const [input, output] = process.argv.slice(-2);
  const reports = fs.readFileSync(input, "utf8").split("\n").filter(Boolean).map((line) => JSON.parse(line));
  const before = process.cpuUsage();
  const found = reports.map((r) => analyse(r.text));
  const used = process.cpuUsage(before);
  const points = (text) => { // UTF-16 offsets to code points
    const at = new Int32Array(text.length + 1);
    let n = 0;
    for (let i = 0; i < text.length; i++) {
      at[i] = n;
      const c = text.charCodeAt(i);
      if (c < 0xd800 || c > 0xdbff) n++;
    }
    at[text.length] = n;
    return at;
  };
  const lines = reports.map((r, i) => {
    const at = points(r.text);
    const move = (x) => ({ ...x, start: at[x.start], end: at[x.end] });
    return JSON.stringify({ id: r.id, text: r.text, tokens: found[i].tokens.map(move), names: found[i].names.map(move) });
  });
  fs.writeFileSync(output, lines.join("\n") + "\n");
  const words = reports.reduce((n, r) => n + r.text.split(/\s+/).filter(Boolean).length, 0);
  console.log(words, ((used.user + used.system) / 1e6).toFixed(3));
};
