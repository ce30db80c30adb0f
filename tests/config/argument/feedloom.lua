settings "x"
