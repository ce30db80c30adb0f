-- error: too many instructions
::again:: goto again
