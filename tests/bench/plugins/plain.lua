return {
	api = 1, name = "plain", about = "Atom by a stylesheet as people write them",
	stages = { "plain.xsl" },
	format = {
		media_type = "application/atom+xml", extension = "atom", serialise = "xml",
	},
}
