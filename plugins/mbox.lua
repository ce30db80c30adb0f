---@type feedloom.Plugin
return {
	api = 1,
	name = "mbox",
	about = "a mailbox: posts and their comments as threads of mail",
	options = {
		comments = {
			type = "boolean",
			default = true,
			about = "comments, too, each in reply to what it answers",
		},
		summary = {
			type = "boolean",
			default = false,
			about = "show summaries in place of whole posts",
		},
	},
	stages = { "mbox.xsl" },
	format = {
		media_type = "application/mbox",
		extension = "mbox",
		serialise = "mbox",
	},
}
