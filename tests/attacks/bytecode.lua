-- error: global 'load'
load("\27Lua")()
