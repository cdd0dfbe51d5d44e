// Package en holds the words of English that the stages read and people edit:
// plain files in, typed lists out. One Go file a list.
package en
