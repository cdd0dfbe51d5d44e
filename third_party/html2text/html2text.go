// Package html2text stands in for github.com/inbucket/html2text: the one name
// that enmime refers to, and does not call, since vigil reads the HTML of
// mails as it reads pages. See docs/decisions/0120-article-text.md.
package html2text

import "errors"

// FromString always fails.
func FromString(string) (string, error) {
	return "", errors.New("html2text: left out of this build")
}
