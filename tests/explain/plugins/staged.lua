return {
	api = 1,
	name = "staged",
	about = "A format that takes fields away before its stylesheet sees them",
	feed = function(feed)
		feed.subtitle = nil
	end,
	stages = {
		"staged-categories.xsl",
		function(entry)
			entry.summary = nil
		end,
		"staged.xsl",
	},
	format = {
		media_type = "application/xml",
		extension = "xml",
		serialise = "xml",
	},
}
