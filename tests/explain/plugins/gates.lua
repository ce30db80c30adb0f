return {
	api = 1,
	name = "gates",
	about = "What the gate of the html serialiser does not let through",
	stages = { "gates.xsl" },
	format = {
		media_type = "text/html",
		extension = "html",
		serialise = "html",
	},
}
