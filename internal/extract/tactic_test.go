package extract_test

import (
	"testing"

	"vigil"
)

// ACLED's order of precedence and its traps: where tactics coincide the earlier
// sub-event wins, and some things are not what they look like.
func TestTactics(t *testing.T) {
	for _, c := range []struct{ text, act string }{
		{"Air defences intercepted two missiles over Riyadh on Monday, the defence ministry said.", vigil.DisruptedWeapons},
		{"Soldiers shot down a rebel drone near Tartus on Monday.", vigil.DisruptedWeapons},
		{"Rebels shot down an army helicopter near Saraqib on Monday, killing both pilots.", vigil.Shelling},
		{"The two armies exchanged artillery fire across the border near Tovuz on Monday, and three soldiers were killed.", vigil.ArmedClash},
		{"Troops and rebels fought with artillery in Homs on Monday, and 12 fighters were killed in the clashes.", vigil.ArmedClash},
		{"Police opened fire on protesters in Port Sudan on Monday, killing three of them, medics said.", vigil.ExcessiveForce},
		{"Police fired tear gas to disperse protesters in Tunis on Monday.", vigil.Intervention},
		{"A suicide car bomb exploded outside a barracks in Kandahar on Monday, killing six soldiers.", vigil.SuicideBomb},
		{"An attacker wearing an explosive vest detonated it on the outskirts of Maaloula on Monday, killing six soldiers.", vigil.SuicideBomb},
		{"An air strike hit a village near Jisr al-Shughour on Monday, killing four people.", vigil.AirStrike},
		{"A missile struck a railway station in Kharkiv on Monday, killing four people.", vigil.Shelling},
		{"A roadside bomb killed four soldiers in Diyala on Monday.", vigil.IED},
		{"On Monday army artillery targeted a hideout of the rebels in Diyala, killing four people.", vigil.Shelling},
		{"Gunmen kidnapped an engineer in Kirkuk on Monday, police said.", vigil.Abduction},
	} {
		got := incidents(readAll(t, "2018-09-04", c.text))
		if len(got) != 1 || got[0].Act != c.act {
			var acts []string
			for _, x := range got {
				acts = append(acts, x.Act)
			}
			t.Errorf("%q: %q, want %q", c.text, acts, c.act)
		}
	}
}
