package eval

import (
	_ "embed"
	"strings"
)

// alignedSlots asks what score.py's record task does not print: how well the
// incidents that were found are filled.
//
//go:embed aligned.py
var alignedSlots string

// Tasks is the bench: every set that has gold and a question asked of it.
// Floors and aims are those that the project set itself.
var Tasks = []Task{
	{Name: "record", Score: "record", Gold: []string{"record/dev.jsonl"}, Command: analyse("claims,text"), Metrics: []Metric{
		{"record_f1", .45, .65}, {"detection", .62, .78}, {"statements", .40, .60}, {"tolls", .50, .75},
		{"sub_event", 0, 0}, {"date", 0, 0}, {"country", 0, 0}, {"place", 0, 0}, {"actors", 0, 0}, {"targets", 0, 0},
		{"figures", 0, 0}, {"sources", 0, 0}, {"stmt_roles", 0, 0}}, Errors: recordErrors},
	{Name: "record/aligned", Gold: []string{"record/dev.jsonl"}, Command: analyse("claims,text"), Program: alignedSlots, Metrics: []Metric{
		{"date", .75, .90}, {"country", .90, .97}, {"place", .75, .88}}, Errors: placeErrors},
	{Name: "record/scores", Gold: []string{"record/dev.jsonl"}, Command: analyse("claims,text"), Judge: judgeIncidents, Metrics: []Metric{{"left alone", .70, .90}, {"calibration", .88, .94}}},
	{Name: "voa-cv/record", Score: "record", Gold: []string{"voa/briefs.jsonl"}, Metrics: []Metric{{"record_f1", .50, .70}, {"detection", .65, .80}, {"statements", 0, 0}, {"stmt_roles", 0, 0}}, Errors: recordErrors},
	{Name: "voa-cv/scores", Gold: []string{"voa/briefs.jsonl"}, Judge: judgeIncidents, Metrics: []Metric{{"left alone", .70, .90}, {"calibration", .88, .94}}},
	{Name: "voa-cv/attribution", Score: "attribution", Gold: []string{"voa/briefs.jsonl"}, Metrics: []Metric{{"attribution_f1", .60, .72}}},
	{Name: "voa-cv/ner", Score: "ner", Gold: []string{"voa/briefs.jsonl"}, Metrics: []Metric{{"ner_f1", .84, .90}}},
	{Name: "voa-cv/refs", Score: "refs", Gold: []string{"voa/briefs.jsonl"}, Metrics: []Metric{{"refs_f1", .65, .80}, {"kind accuracy", .85, .92}}},
	{Name: "who/voa", Gold: []string{"voa/briefs.jsonl"}, Command: analyse("claims,text"), Judge: judgeParties, Metrics: []Metric{{"type of those found", 0, 0}}, Errors: partyErrors},
	{Name: "coref/gum", Gold: []string{"ner/gum-dev.jsonl.gz"}, Command: analyse("names"), Judge: judgeCoref, Metrics: []Metric{
		{"conll_f1", .55, .65}, {"muc", 0, 0}, {"b3", 0, 0}, {"ceafe", 0, 0}, {"names conll_f1", 0, 0}}},
	{Name: "muc4/dev", Score: "muc4", Gold: []string{"muc4/dev.jsonl"}, Input: Raw, Command: analyse("claims"), Metrics: []Metric{{"muc4_f1", .40, .55}, {"roles only", .33, .48}}},
	{Name: "muc4/dev-lower", Score: "muc4", Gold: []string{"muc4/dev.jsonl"}, Command: analyse("claims"), Metrics: []Metric{{"muc4_f1", 0, 0}}},
	{Name: "muc4/train", Score: "muc4", Gold: []string{"muc4/train.jsonl"}, Input: Raw, Command: analyse("claims"), Metrics: []Metric{{"muc4_f1", 0, 0}}},
	{Name: "plover/dev", Score: "plover", Gold: []string{"plover/dev.jsonl"}, Command: analyse("claims"), Metrics: []Metric{{"plover_type_f1", .50, .70}, {"plover_full_f1", .28, .45}}},
	{Name: "petrarch", Gold: []string{"petrarch/dev.jsonl"}, Command: analyse("claims"), Judge: judgeCoded, Metrics: []Metric{{"root_f1 up-gsr", 0, 0}, {"root_f1 unit", 0, 0}}},
	{Name: "attribution/polnear", Score: "attribution", Gold: []string{"attribution/polnear-dev.jsonl.gz"}, Command: analyse("attributions"), Metrics: []Metric{
		{"source exact", .60, .72}, {"content exact", .45, .62}, {"cue exact", 0, 0}, {"attribution_f1", .55, .68}}},
	{Name: "geo/trnews", Score: "geo", Gold: []string{"geo/trnews_dev.jsonl"}, Command: analyse("places"), Metrics: []Metric{{"geo_f1", .76, .82}, {"resolution acc@161", .92, .95}, {"recognition strict", 0, 0}}, Errors: geoErrors},
	{Name: "geo/gwn", Score: "geo", Gold: []string{"geo/gwn_dev.jsonl"}, Command: analyse("places"), Metrics: []Metric{{"geo_f1", .66, .74}, {"recognition strict", .75, .84}}, Errors: geoErrors},
	{Name: "geo/geovirus", Score: "geo", Gold: []string{"geo/geovirus_dev.jsonl"}, Command: analyse("places"), Metrics: []Metric{{"geo_f1", .72, .80}, {"recognition strict", 0, 0}}, Errors: geoErrors},
	{Name: "time/all", Score: "time", Gold: []string{"time/timebank_train.jsonl", "time/aquaint_train.jsonl"}, Command: analyse("times"), Metrics: []Metric{
		{"relaxed", .88, .92}, {"value_f1", .72, .82}, {"strict", 0, 0}, {"type", 0, 0}}, Errors: timeErrors},
	{Name: "time/timebank", Score: "time", Gold: []string{"time/timebank_train.jsonl"}, Command: analyse("times"), Metrics: []Metric{{"relaxed", 0, 0}, {"value_f1", 0, 0}}},
	{Name: "time/aquaint", Score: "time", Gold: []string{"time/aquaint_train.jsonl"}, Command: analyse("times"), Metrics: []Metric{{"relaxed", 0, 0}, {"value_f1", 0, 0}}},
	{Name: "ner/worldwide", Score: "ner", Gold: []string{"ner/worldwide-dev.jsonl.gz"}, Command: analyse("names"), Metrics: []Metric{{"ner_f1", .72, .80}, {"span only", 0, 0}}},
	{Name: "ner/worldwide-upper", Score: "ner", Gold: []string{"ner/worldwide-dev.jsonl.gz"}, Input: Upper, Command: analyse("names"), Metrics: []Metric{{"ner_f1", 0, 0}}},
	{Name: "ner/uner-ewt", Score: "ner", Gold: []string{"ner/uner-ewt-dev.jsonl.gz"}, Command: analyse("names"), Metrics: []Metric{{"ner_f1", .76, .82}}},
	{Name: "ner/gum", Score: "ner", Gold: []string{"ner/gum-dev.jsonl.gz"}, Command: analyse("names"), Metrics: []Metric{{"ner_f1", .62, .70}}},
	{Name: "ner/crossner", Score: "ner", Gold: []string{"ner/crossner-politics-dev.jsonl.gz"}, Command: analyse("names"), Metrics: []Metric{{"ner_f1", .70, .78}}},
	{Name: "ud/ewt", Score: "tokens", Gold: []string{"ud/en_ewt-ud-dev.conllu.gz"}, Input: Treebank, Command: analyse("tokens"), Metrics: []Metric{{"words", .985, .99}, {"upos", .945, .96}, {"uas", 0, 0}, {"las", .80, .84}}},
	{Name: "ud/gum", Score: "tokens", Gold: []string{"ud/en_gum-ud-dev.conllu.gz"}, Input: Treebank, Command: analyse("tokens"), Metrics: []Metric{{"words", 0, 0}, {"upos", 0, 0}, {"uas", 0, 0}, {"las", .795, .83}}},
	{Name: "stories/gva", Score: "stories", Gold: []string{"stories/gva.dev.jsonl"}, Command: group, Metrics: []Metric{{"bcubed_f1", .915, .94}}},
	{Name: "stories/gva-undated", Score: "stories", Gold: []string{"stories/gva.dev.jsonl"}, Input: Undated, Command: group, Metrics: []Metric{{"bcubed_f1", .88, .91}}},
	{Name: "stories/allsides2021", Score: "stories", Gold: []string{"stories/allsides2021.dev.jsonl"}, Command: group, Metrics: []Metric{{"bcubed_f1", .88, .91}}},
	{Name: "stories/allsides3k", Score: "stories", Gold: []string{"stories/allsides3k.dev.jsonl"}, Command: group, Metrics: []Metric{{"bcubed_f1", .77, .82}}},
	{Name: "stories/ecbplus", Score: "stories", Gold: []string{"stories/ecbplus.dev.jsonl"}, Command: group, Metrics: []Metric{{"bcubed_f1", .88, .91}}},
	{Name: "stories/basil", Score: "stories", Gold: []string{"stories/basil.dev.jsonl"}, Command: group, Metrics: []Metric{{"bcubed_f1", .955, .97}}},
	{Name: "stories/business", Score: "stories", Gold: []string{"stories/business.dev.jsonl"}, Command: group, Metrics: []Metric{{"bcubed_f1", 0, 0}}},
	{Name: "copies/rewrites", Gold: []string{"dups/rewrites.dev.jsonl"}, Command: group, Prepare: inOrder, Judge: judgeRewrites, Metrics: []Metric{
		{"trim", .98, .99}, {"light", .95, .98}, {"heavy", .85, .93}, {"independent left alone", .99, .99}, {"verbatim", 0, 0}}},
	{Name: "copies/stitched", Gold: []string{"stories/gva.dev.jsonl"}, Command: group, Prepare: stitchPages, Judge: judgePages, Metrics: []Metric{
		{"sentence precision", .95, .98}, {"sentence recall", .80, .92}, {"reworded recall", 0, 0}}},
	{Name: "casualties/gva", Score: "casualties", Gold: []string{"incidents/gva_incidents.dev.jsonl"}, Command: []string{"read", "-", "--quiet", "--format", "jsonl", "--rule", "latest"}, Prepare: casualtyReports, Finish: pickIncidents, Metrics: []Metric{{"killed exact", .80, .90}, {"killed kept", .90, .96}, {"injured exact", .65, .78}}},
	{Name: "war", Command: []string{"read", "-", "--quiet", "--format", "jsonl"}, Prepare: warReports, Judge: judgeWar, Errors: warErrors, Metrics: []Metric{
		{"incidents precision", 0, 0}, {"incidents recall", 0, 0}, {"tellings read", 0, 0}, {"bcubed_f1", 0, 0}, {"bcubed precision", 0, 0}, {"bcubed recall", 0, 0},
		{"toll range right", 0, 0}, {"true toll in range", 0, 0}, {"toll figures f1", 0, 0}, {"voices exact", 0, 0}, {"voices within 1", 0, 0}}},
	{Name: "timelines/t17", Program: datedTwice, Gold: []string{"timelines/t17_reference.dev.jsonl"}, Command: analyse("times"), Prepare: timelineInput("articles"), Finish: pickDays, Metrics: []Metric{{"date_f1", .45, .55}, {"open_f1", 0, 0}}},
	{Name: "timelines/crisis", Program: datedTwice, Gold: []string{"timelines/crisis_reference.dev.jsonl"}, Command: analyse("times"), Prepare: timelineInput("dated_sentences"), Finish: pickDays, Metrics: []Metric{{"date_f1", .29, .33}, {"open_f1", 0, 0}}},
	{Name: "pages", Score: "pages", Gold: []string{"pages/gold.jsonl"}, Command: []string{"page", "--json"}, Files: pageFiles, Finish: namePages, Metrics: []Metric{{"pages_f1", .962, .97}}},
}

var group = []string{"group", "--stories"}

func analyse(layers string) []string { return []string{"analyse", "--layers", layers} }

// Pick returns the tasks whose names start with one of the prefixes; none
// means all.
func Pick(prefixes []string) []*Task {
	var out []*Task
	for i := range Tasks {
		t := &Tasks[i]
		if len(prefixes) == 0 {
			out = append(out, t)
		}
		for _, p := range prefixes {
			if strings.HasPrefix(t.Name, p) {
				out = append(out, t)
				break
			}
		}
	}
	return out
}
