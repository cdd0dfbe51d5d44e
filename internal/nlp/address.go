package nlp

import "strings"

// maxAddress bounds an address in bytes; longer runs are not addresses.
const maxAddress = 2048

// addressEnd returns the end of the URL, e-mail address, domain or file name
// that begins at i, or 0. A run that holds none is looked at once.
func (c *cutter) addressEnd(i int) int {
	if i < c.noAddress || !isWordByte[c.text[i]] {
		return 0
	}
	e, hint := i, false
	for e < len(c.text) && e-i < maxAddress && isAddressByte[c.text[e]] {
		b := c.text[e]
		hint = hint || b == '@' || b == '.' && e+1 < len(c.text) && isWordByte[c.text[e+1]] || b == ':' && strings.HasPrefix(c.text[e:], "://")
		e++
	}
	if !hint {
		c.noAddress = e
		return 0
	}
	for e > i && strings.IndexByte(".,;:!?'*", c.text[e-1]) >= 0 {
		e--
	}
	run := c.text[i:e]
	if strings.Contains(run, "://") || strings.HasPrefix(run, "www.") || c.isMail(run) {
		return e
	}
	host, _, path := strings.Cut(run, "/")
	if c.isHost(host, path) {
		return e
	}
	return 0
}

var isAddressByte = func() (t [256]bool) {
	t = isWordByte
	for _, b := range []byte("-._~:/?#@!$&'*+,;=%") {
		t[b] = true
	}
	return t
}()

func (c *cutter) isMail(run string) bool {
	local, host, ok := strings.Cut(run, "@")
	return ok && local != "" && strings.IndexByte(host, '.') > 0 && !strings.ContainsAny(run, "/,;")
}

// isHost reports whether host reads as labels of a domain that ends in a known
// way (path: with a path after it), or as a file's name.
func (c *cutter) isHost(host string, path bool) bool {
	at := strings.LastIndexByte(host, '.')
	if at < 1 || strings.ContainsAny(host, ":?#@!$&'*+,;=%") {
		return false
	}
	if first, _, _ := strings.Cut(host, "."); c.newsgroup[first] && strings.Count(host, ".") > 1 {
		return true
	}
	end := host[at+1:]
	if len(end) > 5 || len(end) < 2 {
		return false
	}
	low := strings.ToLower(end)
	if end != low && end != strings.ToUpper(end) {
		return false // "ended.In"
	}
	return c.domain[low] || path && len(end) == 2 && strings.Count(host, ".") > 1
}
