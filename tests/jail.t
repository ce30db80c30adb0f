#!/usr/bin/perl
# The sandbox of convert, seen from outside: what the program still asks of the
# kernel once it is locked in, that nothing comes out differently for it, and
# what is said where it is missing.
use strict;
use warnings;
use File::Basename qw(basename dirname);
use lib dirname(__FILE__) . '/lib';
use Feedloom;
use JSON::PP;
use Test::More;

plan skip_all => 'a sanitizer or valgrind needs more than a jail lets through'
    if $ENV{SAN} || $ENV{VALGRIND};

my @formats = qw(json jsonl atom rss html text digest-html);
my @captures = glob "$tests/captures/*.xml $tests/captures/ill-formed/*";
my $feed = "$tests/captures/main-full.rss.xml";
my $plugin = "$tests/convert/plugins/shout.lua";

# The same bytes, words and statuses with and without.
{
	my @wrong;
	for my $i (0 .. $#captures) {
		my $file = $captures[$i];
		for my $format ('json', $formats[1 + $i % (@formats - 1)]) {
			my @args = ('convert', '-t', $format, $file);
			my @in = feedloom(@args);
			my @out = feedloom(@args, '--no-sandbox');
			$out[2] =~ s/\A--no-sandbox: [^\n]*\n//;
			push @wrong, "$file: $format" if "@in" ne "@out";
		}
	}
	is("@wrong", '', 'all captures: the same with and without a sandbox');
}

# The calls behind the lock, as strace tells them: [name, the line].
sub calls
{
	my ($how, @args) = @_;
	my ($status, $out, $err) = run($how, 'strace', '-f', '-o',
	    "$tmp/trace", $feedloom, @args);
	my @lines = split /\n/, slurp("$tmp/trace");
	shift @lines while @lines && $lines[0] !~ /PR_SET_SECCOMP/;
	shift @lines;
	return map { /^\d+ +(\w+)\(/ ? [$1, $_] : () } @lines;
}

my $traced = (run({}, 'strace', '-o', '/dev/null', 'true'))[0] == 0;
SKIP: {
	skip('no strace, or it may not trace', 5) unless $traced;
	my %plain = map { $_ => 1 } qw(read pread64 lseek write close brk mmap
	    munmap mremap madvise exit_group rt_sigprocmask rt_sigaction
	    clock_gettime poll);
	my %file = (%plain, map { $_ => 1 } qw(newfstatat fsync renameat
	    unlinkat getpid));
	my (@beyond, @failed, $locked);
	my $check = sub {
		my ($what, $may, @calls) = @_;
		$locked++ if @calls;
		push @beyond, "$what: $_->[1]" for grep { !$may->{ $_->[0] } } @calls;
		# The file that is not there yet, and what ends a loop of reads.
		push @failed, "$what: $_->[1]"
		    for grep { $_->[1] =~ / = -1 (?!ENOENT)/ } @calls;
	};
	for my $i (0 .. $#captures) {
		my $format = $formats[$i % @formats];
		my @args = ('convert', '-q', '-t', $format);
		my $name = basename($captures[$i]);
		if ($i / @formats % 2) {
			$check->("$name: $format", \%plain,
			    calls({ stdin => $captures[$i] }, @args));
		} else {
			$check->("$name: $format into a file", \%file,
			    calls({}, @args, '-o', "$tmp/out.$format",
				$captures[$i]));
		}
	}
	is($locked, scalar @captures, 'all captures are read behind the lock');
	is(join("\n", @beyond), '',
	    'nothing is opened, connected or started there');
	is(join("\n", @failed), '', 'and nothing is refused');

	# Where more libraries come into it.
	my @json = feedloom('convert', '-t', 'json', $feed);
	spew("$tmp/feed.json", $json[1]);
	system 'gzip', '-kf', "$tmp/feed.json";
	@beyond = @failed = ();
	$check->('JSON', \%plain, calls({}, 'convert', '-t', 'rss',
	    "$tmp/feed.json"));
	$check->('gzip', \%plain, calls({}, 'convert', '-t', 'rss',
	    "$tmp/feed.json.gz"));
	$check->('a plugin', \%plain, calls({}, 'convert', '-t', 'json', '-p',
	    $plugin, $feed));
	$check->('trace', \%plain, calls({}, 'trace', '-p', $plugin, $feed));
	$check->('explain', \%plain, calls({}, 'explain', '-t', 'json', $feed));
	$check->('a page', \%plain, calls({}, 'convert', '--stylesheet',
	    "$tests/pages/method-html/sheet.xsl",
	    "$tests/pages/method-html/in.xml"));
	$check->('several', \%plain, calls({}, 'convert', '-t', 'json', $feed,
	    "$tests/captures/category-cyrillic-windows-1251.rss.xml"));
	is(join("\n", @beyond, @failed), '',
	    'nor for JSON, compressed or several inputs, plugins, pages');
	# Descriptors that came from elsewhere are closed.
	run({}, 'sh', '-c', "exec 9>'$tmp/inherited'; exec strace -o " .
	    "'$tmp/trace' \"\$1\" convert -t json \"\$2\"", 'sh', $feedloom,
	    $feed);
	like(slurp("$tmp/trace"), qr/^close\(9\)/m,
	    'what was inherited is closed');
}

# Every encoding, whose decoders are not there any more when they are needed.
my @samples = ("d\xE9j\xE0 vu", "\x{17D}lu\x{165}", "\x{41D}\x{43E}\x{432}",
    "\x{3B1}\x{3B2}\x{3B3}", "\x{5D0}\x{5D1}\x{5D2}", "\x{645}\x{631}\x{62D}",
    "\x{E44}\x{E17}\x{E22}", "\x{65E5}\x{672C}\x{8A9E}", "\x{4E2D}\x{6587}",
    "\x{D55C}\x{AD6D}", "\x{159}e\x{10D}", "\x{11F}\x{131}", "\x{111}",
    "\x{4D9}\x{493}", "\x{2116}", "\x{175}", "\x{17E}", "\x{20AC}");

# A text in an encoding, as iconv(1) has it; undef when it cannot be.
sub encode_as
{
	my ($encoding, $text) = @_;
	utf8::encode($text);
	spew("$tmp/utf8", $text);
	my ($status, $out) = run({}, 'iconv', '-f', 'UTF-8', '-t', $encoding,
	    "$tmp/utf8");
	return $status == 0 ? $out : undef;
}

my $encoding_c = slurp("$tests/../src/base/encoding.c");
my (@not, $encodings);
while ($encoding_c =~ /\{"([^"]+)", ENCODING_(\w+), (?:NULL|"([^"]+)"),/g) {
	my ($name, $kind, $iconv) = ($1, $2, $3 // $1);
	next if $kind eq 'UTF8';
	my $title = join ' ', grep { defined encode_as($iconv, $_) } @samples;
	my $text = "<?xml version=\"1.0\" encoding=\"$name\"?><rss version=\"2.0\">"
	    . "<channel><title>t</title><item><title>$title</title></item>"
	    . '</channel></rss>';
	spew("$tmp/feed.xml", encode_as($iconv, $text) // '');
	system 'gzip', '-kf', "$tmp/feed.xml";
	for my $how (["$tmp/feed.xml"], ["$tmp/feed.xml.gz"], []) {
		my ($status, $out, $err) = feedloom({ stdin => "$tmp/feed.xml" },
		    'convert', '-t', 'jsonl', @$how);
		my $is = $status == 0 ? decode_json($out)->{title} : '';
		push @not, "$name: $status$err" if $is ne $title || $title eq '';
	}
	$encodings++;
}
is("@not", '', 'every encoding, plain, packed and from standard input');
cmp_ok($encodings // 0, '>', 40, 'there are encodings');

# A document of one encoding turns out to be windows-1252 far within.
{
	spew("$tmp/late.xml", '<rss version="2.0"><channel><title>t</title>' .
	    '<item><title>' . 'x' x 300_000 . "\x93\xE9\x94</title></item>" .
	    '</channel></rss>');
	my ($status, $out) = feedloom('convert', '-q', '-t', 'jsonl',
	    "$tmp/late.xml");
	is(substr(decode_json($out)->{title}, -3), "\x{201C}\xE9\x{201D}",
	    'windows-1252 in the middle of a document');
}

# Failures are told as they were.
sub fails
{
	my ($status, $says, $words, @got) = @_;
	is($got[0], $status, "$words: status $status");
	like($got[2], $says, "$words: says so");
}

# A shell's words, with the program, the feed and a folder of their own; "begun
# FOLDER" waits until an output is being written there.
my $begun = 'begun() { until ls -A $1 | grep -q feedloom-; do sleep 0.02; done; }';
my $runs = 0;
sub shell
{
	my ($words) = @_;
	my $dir = "$tmp/shell" . $runs++;
	mkdir $dir;
	return (run({ dir => $dir }, 'sh', '-c', "$begun\n$words", 'sh',
	    $feedloom, $feed), $dir);
}

SKIP: {
	skip('no /dev/full', 2) unless -c '/dev/full';
	fails(74, qr/No space left/, 'a full device',
	    feedloom('convert', '-t', 'json', '-o', '/dev/full', $feed));
}
fails(73, qr/No such file/, 'no such folder',
    feedloom('convert', '-t', 'json', '-o', "$tmp/none/x", $feed));
fails(74, qr/Permission denied|Is a directory/, 'a folder in the place of the output',
    shell('{ cat "$2"; begun .; mkdir out; } | "$1" convert -t json -o out'));
fails(74, qr/No such file/, 'a folder that goes away',
    shell('mkdir x; { cat "$2"; begun x; rm -r x; } | ' .
	'"$1" convert -t json -o x/out'));
{
	my ($status, undef, $err, $dir) = shell('echo old >out; ' .
	    'mkfifo in; "$1" convert -t json -o out in & exec 3>in; ' .
	    'cat "$2" >&3; begun .; kill -TERM $!; wait $!');
	is($status, 143, 'a signal ends it');
	is(slurp("$dir/out"), "old\n", 'a signal: the file stays');
	is(join(' ', map { basename($_) } glob "$dir/* $dir/.[!.]*"), 'in out',
	    'a signal: nothing is left behind');
}
{
	my ($status, $out, $err, $dir) = shell('"$1" convert -t json -o a "$2" ' .
	    '&& ln -s a b && "$1" convert -t atom -o b "$2" && ' .
	    '"$1" convert -t atom "$2" | cmp - a && readlink b');
	is("$status$out$err", "0a\n", 'a link to the output is followed');
}

# A file for each entry.
{
	for my $how (['in'], ['out', '-q', '--no-sandbox']) {
		my ($dir, @more) = @$how;
		my ($status, $out, $err) = feedloom('convert', '-t', 'markdown',
		    '-o', "$tmp/$dir/a/{year}/{month}/{slug}.md", @more, $feed);
		is("$status$out$err", '0', "many files: $dir");
	}
	my ($status, $out) = run({}, 'diff', '-r', "$tmp/in", "$tmp/out");
	is("$status$out", '0', 'many files: the same ones');
	my @files = split /\n/, (run({}, 'find', "$tmp/in", '-type', 'f'))[1];
	is(scalar @files, 10, 'many files: one for each entry');
	my @again = feedloom('convert', '-t', 'markdown', '-o',
	    "$tmp/in/a/{year}/{month}/{slug}.md", $feed);
	is("@again", '0  ', 'many files: again, over those that are there');
}

# More memory than there may be.
{
	spew("$tmp/members.json", '{' . join(',', map { "\"k$_\":1" }
	    1 .. 600_000) . '}');
	my @args = ('convert', '-f', 'json', '-t', 'json', "$tmp/members.json");
	fails(75, qr/^feedloom: out of memory; try again\n\z/,
	    'more than the memory of the sandbox', feedloom(@args));
	fails(65, qr/members\.json: /, 'the same without a sandbox',
	    feedloom(@args, '-q', '--no-sandbox'));
}

# --no-sandbox.
{
	my @none = ('convert', '-t', 'json', '--no-sandbox');
	my ($status, $out, $err) = feedloom(@none, $feed);
	is($status, 0, '--no-sandbox');
	like($err, qr/\A--no-sandbox: [^\n]+\n\z/, '--no-sandbox: says so');
	($status, $out, $err) = feedloom(@none, '-q', $feed);
	is("$status$err", '0', '--no-sandbox -q: silent');
	fails(64, qr/^feedloom: 'shout' .*--no-sandbox twice/,
	    "--no-sandbox, another's plugin", feedloom(@none, '-q', '-p',
		$plugin, $feed));
	($status, $out, $err) = feedloom(@none, '-q', '--no-sandbox', '-p',
	    $plugin, $feed);
	is("$status$err", '0', '--no-sandbox twice: it is run');
	my (undef, $same) = feedloom('convert', '-t', 'json', '-p', $plugin,
	    $feed);
	ok($out eq $same, '--no-sandbox twice: the same bytes');
	mkdir "$tmp/own";
	spew("$tmp/own/json.lua", slurp("$tests/../plugins/json.lua"));
	spew("$tmp/own/json.xsl", slurp("$tests/../xslt/json.xsl"));
	fails(64, qr/^feedloom: 'json' .*--no-sandbox twice/,
	    "--no-sandbox, another's format", feedloom(@none, '--plugin-path',
		"$tmp/own", $feed));
	my ($own) = feedloom(@none, '-q', '--plugin-path',
	    "$tests/../plugins/../plugins", $feed);
	is($own, 0, '--no-sandbox, its own plugins by another path');
	my @page = ('convert', '--stylesheet',
	    "$tests/pages/method-html/sheet.xsl",
	    "$tests/pages/method-html/in.xml");
	fails(64, qr/^feedloom: .*sheet\.xsl' .*--no-sandbox twice/,
	    "--no-sandbox, another's stylesheet", feedloom(@page,
		'--no-sandbox'));
	my ($page) = feedloom(@page, '--no-sandbox', '--no-sandbox', '-q');
	is($page, 0, "--no-sandbox twice, another's stylesheet");
	symlink "$tmp/own/json.lua", "$tmp/own/link.lua";
	fails(64, qr/'json' .*--no-sandbox twice/, '--no-sandbox, a link',
	    feedloom('convert', '--no-sandbox', '-t', "$tmp/own/link.lua",
		$feed));
}

# Kernels with less than this one: a filter takes a call away.
my $without = <<'END';
import ctypes, os, struct, sys
call, argument, error = map(int, sys.argv[1:4])
code = struct.pack('=' + 'HBBI' * 6, 0x20, 0, 0, 0, 0x15, 0, 3, call,
    0x20, 0, 0, 16, 0x15, 0, 1, argument, 6, 0, 0, 0x50000 | error,
    6, 0, 0, 0x7FFF0000)
code = ctypes.create_string_buffer(code)
program = struct.pack('@HP', 6, ctypes.addressof(code))
libc = ctypes.CDLL(None, use_errno=True)
assert libc.prctl(38, 1, 0, 0, 0) == 0
assert libc.prctl(22, 2, program, 0, 0) == 0
os.execv(sys.argv[4], sys.argv[4:])
END
# The number of prctl is not the same on all machines.
my %prctl = (x86_64 => 157, aarch64 => 167, riscv64 => 167);
my ($machine) = (run({}, 'uname', '-m'))[1] =~ /(\S+)/;

sub without
{
	return run({}, '/usr/bin/python3', '-c', $without, @_[0 .. 2],
	    $feedloom, 'convert', '-t', 'json', @_[3 .. $#_], $feed);
}
{
	my (undef, $same) = feedloom('convert', '-t', 'json', $feed);
	my ($status, $out, $err) = without(444, 0, 38);
	is($status, 0, 'no Landlock');
	ok($out eq $same, 'no Landlock: the same bytes');
	like($err, qr/\A[^\n]*no Landlock[^\n]*\n\z/, 'no Landlock: one warning');
	($status, $out, $err) = without(444, 0, 95, '-q', '-o', "$tmp/weak");
	is("$status$err", '0', 'no Landlock, -q: silent');
	ok(slurp("$tmp/weak") eq $same, 'no Landlock, into a file');
	SKIP: {
		skip("no number of prctl for $machine", 4)
		    unless $prctl{$machine};
		my @got = without($prctl{$machine}, 22, 22);
		fails(75, qr/sandbox: seccomp: .*--no-sandbox/, 'no seccomp',
		    @got);
		is($got[1], '', 'no seccomp: nothing is written');
		($status) = without($prctl{$machine}, 22, 22, '-q',
		    '--no-sandbox');
		is($status, 0, 'no seccomp and --no-sandbox');
	}
}
done_testing();
