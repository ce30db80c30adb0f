---@type feedloom.Plugin
return {
	api = 1,
	name = "markdown",
	about = "CommonMark, one document: titles, dates, authors, posts",
	options = {
		summary = {
			type = "boolean",
			default = false,
			about = "show summaries in place of whole posts",
		},
		comments = {
			type = "boolean",
			default = false,
			about = "of a WordPress export, the comments below each post",
		},
	},
	stages = { "markdown.xsl" },
	format = {
		media_type = "text/markdown",
		extension = "md",
		serialise = "markdown",
	},
}
