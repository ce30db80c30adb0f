# For the lints beside this: each makes claims, in the words of TAP, and runs
# from the top of the tree.  A claim holds when its command prints nothing.

cd "$(dirname "$0")/../.." || exit 1
tests=0
failed=0

# claim WORDS COMMAND...
claim() {
	words=$1
	shift
	tests=$((tests + 1))
	problems=$("$@" 2>&1)
	if [ -z "$problems" ]; then
		echo "ok $tests - $words"
	else
		echo "not ok $tests - $words"
		printf '%s\n' "$problems" | sed 's/^/# /'
		failed=1
	fi
}

# skip WORDS REASON: a claim that cannot be looked at here.
skip() {
	tests=$((tests + 1))
	echo "ok $tests - $1 # SKIP $2"
}

finish() {
	echo "1..$tests"
	exit $failed
}

# The C files given, as they are but for comments and what strings hold.
code() {
	for file; do
		"${CC:-cc}" -fpreprocessed -dD -E -w "$file" | awk -v file="$file" '
		/^# [0-9]+ / { line = $2 - 1; next }
		{
			line++
			gsub(/\\\\/, ""); gsub(/\\"/, "")
			gsub(/"[^"]*"/, "\"\"")
			print file ":" line ": " $0
		}'
	done
}
