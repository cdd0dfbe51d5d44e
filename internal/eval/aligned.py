"""Scores the slots of incidents that the record's scorer aligns with gold ones, an F1 a slot given the alignment.

usage: python3 aligned.py BENCH GOLD PREDICTED
Alignment and slots are score_record.py's own; a missed or invented incident counts for nothing here.
"""
import json
import sys

sys.path.insert(0, sys.argv[1])
import score_record as scorer


def lines(name):
    with open(name, encoding='utf-8') as f:
        return [json.loads(line) for line in f if line.strip()]


def aligned(report, read):
    """Yields the pairs of gold and read incidents that the scorer takes for one."""
    sents = scorer.sentences(report['text'])
    golds, reads = report.get('incidents') or [], read.get('incidents') or []
    where = {id(x): scorer.sent_ids(report['text'], sents, x.get('evidence')) for x in golds + reads}
    for i, j in scorer.align(golds, reads, lambda g, p: scorer.affinity(g, p, where[id(g)], where[id(p)])):
        yield golds[i], reads[j]


def main():
    read = {r['id']: r for r in lines(sys.argv[3])}
    totals = {slot: [0, 0, 0] for slot in scorer.SLOTS}
    for report in lines(sys.argv[2]):
        for gold, pred in aligned(report, read.get(report['id'], {})):
            for slot, counts in scorer.slot_counts(gold, pred).items():
                totals[slot] = [a + b for a, b in zip(totals[slot], counts)]
    for slot, counts in totals.items():
        print('%-12s P %.4f R %.4f F1 %.4f  (%d hits, %d gold, %d predicted)' % ((slot,) + scorer.prf(*counts) + tuple(counts)))


main()
