---@type feedloom.Plugin
return {
	api = 1,
	name = "hugo",
	about = "posts for Hugo: front matter and Markdown, each in a file (see -o)",
	options = {
		comments = {
			type = "choice",
			values = { "front", "none" },
			default = "front",
			about = "front: comments stand in the front matter",
		},
		meta = {
			type = "choice",
			values = { "public", "all", "none" },
			default = "public",
			about = "custom fields; all: those that begin with _, too",
		},
		address = {
			type = "choice",
			values = { "url", "alias", "none" },
			default = "url",
			about = "url: a post keeps its path; alias: that leads to it",
		},
	},
	stages = { "hugo.xsl" },
	format = {
		media_type = "text/markdown",
		extension = "md",
		serialise = "markdown",
	},
}
