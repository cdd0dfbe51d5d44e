"""usage: spacy_peer.py MODEL IN OUT. Analyses reports with a spaCy model; prints white-space words and CPU seconds."""
import json, sys, time
import spacy

NAMES = {"PERSON": "PER", "ORG": "ORG", "GPE": "LOC", "LOC": "LOC", "FAC": "FAC", "NORP": "NORP"}

nlp = spacy.load(sys.argv[1])
reports = [json.loads(line) for line in open(sys.argv[2], encoding="utf-8")]
start, done = time.process_time(), []
for doc in nlp.pipe((r["text"] for r in reports), batch_size=32):
    done.append(doc)
seconds = time.process_time() - start
with open(sys.argv[3], "w", encoding="utf-8") as out:
    for r, doc in zip(reports, done):
        words = [t for t in doc if not t.is_space]
        at = {t.i: n for n, t in enumerate(words)}
        tokens = [{"start": t.idx, "end": t.idx + len(t), "upos": t.pos_, "xpos": t.tag_,
                   "head": -1 if t.head.i == t.i else at.get(t.head.i, -1), "deprel": t.dep_.lower()} for t in words]
        names = [{"start": e.start_char, "end": e.end_char, "text": e.text, "type": NAMES[e.label_]}
                 for e in doc.ents if e.label_ in NAMES]
        out.write(json.dumps({"id": r["id"], "text": r["text"], "tokens": tokens, "names": names}) + "\n")
print(sum(len(r["text"].split()) for r in reports), "%.3f" % seconds)
