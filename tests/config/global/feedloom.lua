
every = "1 hour"
