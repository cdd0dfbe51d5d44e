"""Given the bench, the gold and what was predicted: date_f1 of the timelines picked within the reference's first and last
day, and open_f1 of those picked from all days. Each has as many days as the reference."""
import contextlib, io, sys

bench, gold, predicted = sys.argv[1:4]
sys.path.insert(0, bench)
import score

gold, predicted = score.load(gold), score.load(predicted)
score.timelines(gold, predicted)
said = io.StringIO()
with contextlib.redirect_stdout(said):
    score.timelines(gold, [{'id': p['id'], 'dates': p['open']} for p in predicted])
print(said.getvalue().splitlines()[-1].replace('date_f1', 'open_f1'))
