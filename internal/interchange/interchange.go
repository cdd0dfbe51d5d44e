// Package interchange reads reports from JSON Lines and writes what was read
// from them: the form that other programs and the scorers use
// (docs/formats.md). Here byte offsets become characters (Unicode code points).
package interchange

import "vigil"

// party, figure and the rest are the JSON shapes of docs/formats.md.
type party struct {
	Name   string   `json:"name"`
	Text   string   `json:"text,omitempty"`
	Also   []string `json:"aliases,omitempty"`
	Entity string   `json:"entity,omitempty"`
	Kind   string   `json:"kind,omitempty"`
	Inter  string   `json:"inter,omitempty"`
	Score  float64  `json:"score,omitempty"`
	Unsure string   `json:"unsure,omitempty"`
}

type span struct {
	Start int `json:"start"`
	End   int `json:"end"`
}

type quote struct {
	span
	Text string `json:"text"`
}

type figure struct {
	Measure string  `json:"measure"`
	Min     *int    `json:"min"`
	Max     *int    `json:"max"`
	Of      *string `json:"of"`
	Source  *string `json:"source"`
	Part    bool    `json:"part,omitempty"`
}

type place struct {
	*span
	Text      string   `json:"text,omitempty"`
	Name      string   `json:"name"`
	Canonical string   `json:"canonical,omitempty"` // of an incident's place, whose name is as written
	Kind      string   `json:"kind,omitempty"`
	Use       string   `json:"use,omitempty"`
	Relation  string   `json:"relation,omitempty"`
	Country   string   `json:"country,omitempty"`
	Basis     string   `json:"basis,omitempty"` // of a country that the place's name does not tell
	Admin1    string   `json:"admin1,omitempty"`
	Lat       *float64 `json:"lat,omitempty"`
	Lon       *float64 `json:"lon,omitempty"`
	RadiusKm  float64  `json:"radius_km,omitempty"`
	GeoID     int64    `json:"geonameid,omitempty"`
	GeoPrec   int      `json:"geo_precision,omitempty"`
	Score     float64  `json:"score,omitempty"`
}

type when struct {
	*span
	Text  string      `json:"text,omitempty"`
	Type  string      `json:"type,omitempty"`
	Value string      `json:"value,omitempty"`
	Mod   string      `json:"mod,omitempty"`
	Basis string      `json:"basis,omitempty"`
	Score float64     `json:"score,omitempty"`
	Days  *vigil.Days `json:"days,omitempty"`
}

type published struct {
	Date  string  `json:"date,omitempty"`
	From  string  `json:"from,omitempty"` // where only a range is known
	Basis string  `json:"basis"`
	Score float64 `json:"score,omitempty"`
}

type name struct {
	quote
	Type   string `json:"type"`
	Kind   string `json:"kind,omitempty"`
	Entity string `json:"entity,omitempty"`
}

type ref struct {
	quote
	Entity string  `json:"entity"`
	Score  float64 `json:"score"`
	Unsure string  `json:"unsure,omitempty"`
}

type token struct {
	span
	Lemma  string `json:"lemma"`
	UPOS   string `json:"upos"`
	XPOS   string `json:"xpos"`
	Head   int    `json:"head"`
	Deprel string `json:"deprel"`
}

type attribution struct {
	Source  [][2]int `json:"source"`
	Cue     [][2]int `json:"cue"`
	Content [][2]int `json:"content"`
	Speaker []party  `json:"speaker,omitempty"`
	Via     []party  `json:"via,omitempty"`
	Force   string   `json:"force,omitempty"`
	Quoted  bool     `json:"quoted,omitempty"`
	Unsure  string   `json:"unsure,omitempty"`
	Score   float64  `json:"score,omitempty"`
}

// claimFields are what incidents, statements and tolls share.
type claimFields struct {
	ID       string  `json:"id"`
	Status   string  `json:"status"`
	Sources  []party `json:"sources"`
	Via      []party `json:"via,omitempty"`
	DeniedBy []party `json:"denied_by,omitempty"`
	Evidence []quote `json:"evidence"`
	Plover   string  `json:"plover,omitempty"`
	Score    float64 `json:"score"`
	Copied   bool    `json:"copied,omitempty"`
}

type incident struct {
	claimFields
	SubEvent   string      `json:"sub_event"`
	Date       *vigil.Days `json:"date"`
	When       string      `json:"when,omitempty"`
	Place      *place      `json:"place"`
	Actors     []party     `json:"actors"`
	Targets    []party     `json:"targets"`
	Weapon     *string     `json:"weapon"`
	Figures    []figure    `json:"figures"`
	Background bool        `json:"background,omitempty"`
}

type statement struct {
	claimFields
	Type      string      `json:"type"`
	Actor     []party     `json:"actor"`
	Recipient []party     `json:"recipient"`
	Date      *vigil.Days `json:"date"`
	Due       *vigil.Days `json:"due,omitempty"`
	Place     *place      `json:"place,omitempty"`
	Condition *string     `json:"condition"`
}

type toll struct {
	claimFields
	figure
	Scope string  `json:"scope"`
	Since *string `json:"since"`
}

type side struct {
	claimFields
	Relation string      `json:"relation,omitempty"`
	Actor    []party     `json:"actor"`
	To       []party     `json:"to,omitempty"`
	Place    *place      `json:"place,omitempty"`
	Date     *vigil.Days `json:"date,omitempty"`
	Figures  []figure    `json:"figures,omitempty"`
}

// record is one line of output.
type record struct {
	ID           string        `json:"id"`
	Error        string        `json:"error,omitempty"`
	Title        string        `json:"title,omitempty"`
	Source       string        `json:"source,omitempty"`
	URL          string        `json:"url,omitempty"`
	Language     string        `json:"language,omitempty"`
	Text         string        `json:"text"`
	Unread       int           `json:"unread,omitempty"` // characters of a text too long for a report that were not analysed
	Published    *published    `json:"published,omitempty"`
	Sentences    []span        `json:"sentences,omitempty"`
	Tokens       []token       `json:"tokens,omitempty"`
	Names        []name        `json:"names,omitempty"`
	Refs         []ref         `json:"refs,omitempty"`
	Places       []place       `json:"places,omitempty"`
	Times        []when        `json:"times,omitempty"`
	Attributions []attribution `json:"attributions,omitempty"`
	Incidents    []incident    `json:"incidents,omitempty"`
	Statements   []statement   `json:"statements,omitempty"`
	Tolls        []toll        `json:"tolls,omitempty"`
	Sides        []side        `json:"sides,omitempty"`
	Forces       []side        `json:"forces,omitempty"`
}
