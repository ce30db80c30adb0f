local t = {}
t.t = t
defaults(t)
