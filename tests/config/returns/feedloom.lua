return { feed = 1 }
