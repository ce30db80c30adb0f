return { api = 1, name = "broken", stages = { function(entry) end }
