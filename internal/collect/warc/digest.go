package warc

import (
	"crypto/md5"
	"crypto/sha1"
	"crypto/sha256"
	"encoding/base32"
	"encoding/hex"
	"strings"
)

// digestLike computes the digest of b in the form of want, in lower case:
// algorithm, colon, base 32 or hex.
func digestLike(want string, b []byte) (got string, known bool) {
	algorithm, value, _ := strings.Cut(strings.ToLower(want), ":")
	var sum []byte
	switch algorithm {
	case "sha1":
		s := sha1.Sum(b)
		sum = s[:]
	case "sha256":
		s := sha256.Sum256(b)
		sum = s[:]
	case "md5":
		s := md5.Sum(b)
		sum = s[:]
	default:
		return "", false
	}
	if len(value) == hex.EncodedLen(len(sum)) {
		return algorithm + ":" + hex.EncodeToString(sum), true
	}
	encoded := strings.ToLower(base32.StdEncoding.EncodeToString(sum))
	if !strings.HasSuffix(value, "=") {
		encoded = strings.TrimRight(encoded, "=")
	}
	return algorithm + ":" + encoded, true
}
