return {
	api = 1,
	name = "shout",
	about = "Put a sign behind each title",
	options = {
		sign = { type = "string", default = "!", about = "what to put" },
	},
	stages = { "shout.xsl" },
}
