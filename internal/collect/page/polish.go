package page

import (
	"regexp"
	"strings"

	"golang.org/x/net/html/atom"
)

// furniture are lines that stand in articles and say nothing: calls to
// subscribe, to share, to read something else.
var furniture = regexp.MustCompile(`(?i)^\W*(?:advertisement|ad|sponsored|continue reading( below| the main story)?|story continues below( advertisement)?|article continues below.*|` +
	`sign up (?:for|to) .*|subscribe (?:to|now|today|here).*|click here .*|follow (?:us|@\w+)\b.*|share (?:this|on|via)\b.*|(?:email|print|share|tweet|save|comments?|reply)|` +
	`(?:related|read also|also read|read more|see also|more from|watch(?: live)?|recommended|don['’]t miss|more on this|you may also like|trending|most read|read next|up next)\b:.*|` +
	`read (?:more|next)|related(?: articles?| stories| coverage| content)?|recommended(?: for you)?|more (?:stories|news|on this story)|top stories|our standards:.*|` +
	`(?:download|get) (?:our|the) .{0,40}\bapp\b.*|this video (?:is no longer|cannot).*|please enable javascript.*|javascript is (?:disabled|required).*|` +
	`(?:copyright )?©.*|all rights reserved\W*|\d+ (?:comments?|shares?|views?)|(?:facebook|twitter|whatsapp|telegram|linkedin|email)(?:\W+(?:facebook|twitter|whatsapp|telegram|linkedin|email|print|copy link))+|` +
	`читайте также.*|подписывайтесь.*|читайте також.*|اقرأ أيضا.*|اشترك .*)\W*$`)

// polish drops what the extractor leaves and an article does not say: its
// title again, furniture, and runs of links.
func polish(blocks []block, title string) []block {
	out := blocks[:0]
	for i, b := range blocks {
		switch {
		case len(out) == 0 && sameWords(b.text, title):
		case len(b.text) < 300 && furniture.MatchString(b.text):
		case isLinkRun(blocks, i):
		default:
			out = append(out, b)
		}
	}
	for len(out) > 0 && isHeading(out[len(out)-1].tag) {
		out = out[:len(out)-1] // a heading with nothing below it
	}
	return out
}

func isHeading(t atom.Atom) bool {
	switch t {
	case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
		return true
	}
	return false
}

// isLinkRun reports whether block i is all link and so is a neighbour: a list
// of other articles. A single linked paragraph may be a quotation.
func isLinkRun(blocks []block, i int) bool {
	if !blocks[i].isLink() {
		return false
	}
	if blocks[i].tag == atom.Li || isHeading(blocks[i].tag) {
		return true
	}
	return i > 0 && blocks[i-1].isLink() || i+1 < len(blocks) && blocks[i+1].isLink()
}

func (b block) isLink() bool {
	return b.linked > 0 && b.linked*10 >= len(strings.ReplaceAll(b.text, " ", ""))*9
}
