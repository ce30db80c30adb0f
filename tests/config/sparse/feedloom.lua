local t = {}
t[1], t[3] = "a", "b"
feed "sparse" { source = t }
