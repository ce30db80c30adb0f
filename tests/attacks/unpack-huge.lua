-- error: too many results
table.unpack({}, 1, 1e8 // 1 | 0)
