"""Reads the record with the client that was generated from the API's document: client.py BASE TOKEN"""
import sys

sys.path.insert(0, "")
from vigil_client import AuthenticatedClient
from vigil_client.api.changes import changes
from vigil_client.api.incidents import get_incident, incident_evidence, list_incidents
from vigil_client.api.reports import get_report
from vigil_client.api.review import decide
from vigil_client.models import DecideRequest, DecideRequestKind

client = AuthenticatedClient(base_url=sys.argv[1], token=sys.argv[2], raise_on_unexpected_status=True)
seen, after = [], ""
while True:
    page = list_incidents.sync(client=client, limit=3, after=after)
    seen += [x.id for x in page.items]
    after = page.next_
    if not after:
        break
assert sorted(seen) == ["i-jisr-1", "i-jisr-2", "i-libya", "i-saada"], seen
one = get_incident.sync_detailed("i-jisr-1", client=client)
assert one.parsed.act == "Air/drone strike" and one.headers["etag"] == '"1"', one
told = incident_evidence.sync("i-jisr-1", client=client).items[0]
assert told.sentences[0].startswith("Air strikes hit"), told
assert get_report.sync(told.report, client=client).report.text.startswith("Air strikes hit")
judged = decide.sync("i-jisr-1", client=client, body=DecideRequest(rev=1, kind=DecideRequestKind.JUDGE, value="accepted", reason="seen"))
assert judged.review.verdict == "accepted" and judged.rev == 2, judged
assert any(x.of == "i-jisr-1" and x.rev == 2 for x in changes.sync(client=client, after=0).items)
