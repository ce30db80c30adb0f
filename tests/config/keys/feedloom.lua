feed "a" { [1.5] = "x" }
