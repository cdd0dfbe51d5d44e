package sqlite

// SetFew sets how many things are looked up one by one, and returns how many it
// was.
func SetFew(n int) (was int) {
	was, maxFew = maxFew, n
	return was
}
