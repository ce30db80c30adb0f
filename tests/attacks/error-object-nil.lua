-- error: raised an error that is a nil
error(nil)
