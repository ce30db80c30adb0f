local f = feed "a"
f {}
f {}
