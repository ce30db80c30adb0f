return {
	api = 1,
	name = "traps",
	about = "What could be taken for a field that is kept, and is not",
	stages = { "traps.xsl" },
	format = {
		media_type = "application/xml",
		extension = "xml",
		serialise = "xml",
	},
}
