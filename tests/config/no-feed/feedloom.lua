settings { pause = "1 second" }
