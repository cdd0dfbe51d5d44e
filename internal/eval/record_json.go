package eval

import "encoding/json"

// UnmarshalJSON reads a name, a list of names, or an object with names.
func (c *codedParty) UnmarshalJSON(b []byte) error {
	var one string
	if json.Unmarshal(b, &one) == nil {
		c.Names = []string{one}
		return nil
	}
	if len(b) > 0 && b[0] == '[' {
		return json.Unmarshal(b, &c.Names)
	}
	var o struct {
		Name, Text, Inter, Kind string
		Aliases, Names          []string
	}
	if err := json.Unmarshal(b, &o); err != nil {
		return err
	}
	c.Names = append(append([]string{o.Name, o.Text}, o.Aliases...), o.Names...)
	c.Type = partyType(o.Inter, o.Kind)
	return nil
}

// UnmarshalJSON reads a text or an object with one.
func (q *codedQuote) UnmarshalJSON(b []byte) error {
	var o struct{ Text string }
	if len(b) > 0 && b[0] == '{' {
		err := json.Unmarshal(b, &o)
		*q = codedQuote(o.Text)
		return err
	}
	return json.Unmarshal(b, (*string)(q))
}
