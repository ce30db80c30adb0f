#!/usr/bin/perl
# Clocks of all zones, by the system's files and by such as hold no more than
# they must, as an independent judge reads them.
use strict;
use warnings;
use File::Basename qw(dirname);
use lib dirname(__FILE__) . '/lib';
use Feedloom;
use Test::More;

my $ask = dirname($feedloom) . '/zones/ask';
$ask = dirname($ENV{FEEDLOOM_BINARY}) . '/zones/ask' if $ENV{FEEDLOOM_BINARY};
my $database = '/usr/share/zoneinfo';

# What the two say differently of the zones in a folder, the first five of it.
sub differences
{
	my ($folder, @some) = @_;
	my ($status, $judged, $err) =
	    run({}, '/usr/bin/python3', "$tests/zones/judge.py", $folder, @some);
	return "the judge: $err" if $status != 0;
	spew("$tmp/judged", $judged);
	my (undef, $answers, $said) =
	    run({ stdin => "$tmp/judged" }, $ask, $folder);
	my @judged = split /\n/, $judged;
	my @answers = split /\n/, $answers;
	return 'few moments' if @judged < 10000;
	my @wrong = map { ($answers[$_] // 'nothing') . ", not $judged[$_]\n" }
	    grep { ($answers[$_] // '') ne $judged[$_] } 0 .. $#judged;
	return join '', $said, splice @wrong, 0, 5;
}

is(differences($database), '', 'the files of the system');

# "slim": after the last change of law there is but the rule.
my $zic = (grep { -x } qw(/usr/sbin/zic /usr/bin/zic))[0];
SKIP: {
	skip 'no zic', 1 unless $zic && -f "$database/tzdata.zi";
	run({}, $zic, '-b', 'slim', '-d', "$tmp/slim", "$database/tzdata.zi");
	is(differences("$tmp/slim", 'far'), '',
	    'files with rules instead of lists');
}

done_testing;
