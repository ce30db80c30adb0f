-- error: too many instructions|processor time
::again:: goto again
