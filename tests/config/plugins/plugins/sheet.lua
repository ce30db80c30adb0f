return { api = 1, name = "sheet", about = "has a broken stylesheet",
	stages = { "sheet.xsl" } }
