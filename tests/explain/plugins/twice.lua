return {
	api = 1,
	name = "twice",
	about = "A key of JSON that is there twice: the first one counts",
	stages = { "twice.xsl" },
	format = {
		media_type = "application/json",
		extension = "json",
		serialise = "json",
	},
}
