-- The content of each entry as Markdown, and nothing else.
return {
	api = 1,
	name = "bare",
	about = "content alone",
	stages = { "bare.xsl" },
	format = {
		media_type = "text/markdown",
		extension = "md",
		serialise = "markdown",
	},
}
