return {
	api = 1,
	name = "untagged",
	about = "Takes the categories away, once it has seen all entries",
	window = "all",
	stages = {
		function(entries)
			for _, entry in ipairs(entries) do
				entry.categories = {}
			end
		end,
	},
}
