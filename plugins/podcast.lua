---@type feedloom.Plugin
return {
	api = 1,
	name = "podcast",
	about = "a podcast: RSS 2.0 for Apple Podcasts and Podcasting 2.0",
	options = {
		author = {
			type = "string",
			about = "who makes it",
		},
		category = {
			type = "list",
			about = "of Apple's categories, as News or News/Tech News",
		},
		description = {
			type = "string",
			about = "what it is about",
		},
		email = {
			type = "string",
			about = "the owner's address, which everybody can read",
		},
		explicit = {
			type = "choice",
			values = { "no", "yes" },
			about = "whether it is not for children",
		},
		image = {
			type = "string",
			about = "the address of its cover, a square JPEG or PNG",
		},
		language = {
			type = "string",
			about = "the language it speaks, as en or pt-BR",
		},
		link = {
			type = "string",
			about = "the address of its page",
		},
		locked = {
			type = "choice",
			values = { "no", "yes" },
			about = "whether other hosts are kept from importing it",
		},
		type = {
			type = "choice",
			values = { "episodic", "serial" },
			about = "whether to begin with the newest episode or the first",
		},
		url = {
			type = "string",
			about = "the address where this podcast will be",
		},
	},
	stages = { "podcast.xsl" },
	format = {
		media_type = "application/rss+xml",
		extension = "rss",
		serialise = "xml",
	},
}
