return {
	api = 1, name = "noop", about = "A stage that does nothing",
	stages = { function() end },
}
