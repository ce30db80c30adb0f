#!/usr/bin/perl
# An export of 64 MiB takes no more memory than the promise: 32 MiB.
use strict;
use warnings;
use File::Basename qw(dirname);
use lib dirname(__FILE__) . '/lib';
use Feedloom;
use Test::More;

plan skip_all => 'a sanitizer or valgrind takes memory of its own'
    if $ENV{SAN} || $ENV{VALGRIND};

my $limit = 32 * 1024;
my $measure = <<'END';
import resource, subprocess, sys
code = subprocess.call(sys.argv[1:], stdout=subprocess.DEVNULL)
peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
print(code, peak, file=sys.stderr)
END

my ($status) = run({ out => "$tmp/big.xml" }, "$tests/bench/generate", 'wxr',
    '64M');
is($status, 0, 'a generated export');
cmp_ok(-s "$tmp/big.xml", '>=', 64 << 20, 'of 64 MiB');

sub peak
{
	my ($what, @command) = @_;
	my (undef, undef, $err) = run({}, '/usr/bin/python3', '-c', $measure,
	    @command);
	my ($code, $kib) = $err =~ /^(\d+) (\d+)$/;
	is($code, 0, "$what: converted") or diag($err);
	cmp_ok($kib // 1e9, '<', $limit, "$what: memory");
	note("$what: $kib KiB");
}

for my $format (qw(json atom jsonl)) {
	peak("$format of a file", $feedloom, 'convert', '-t', $format,
	    "$tmp/big.xml");
}
peak('json of a pipe', 'sh', '-c', 'cat "$1" | "$2" convert -t json', 'sh',
    "$tmp/big.xml", $feedloom);
unlink "$tmp/big.xml";
done_testing();
