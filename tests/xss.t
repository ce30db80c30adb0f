#!/usr/bin/perl
# Markup that wants to run something, wherever a feed can put it: nothing of it
# is left in a page or a mail, judged by a parser of HTML that is not ours.
#
# With FEEDLOOM_PAYLOADS=FOLDER in the environment it takes further payloads
# from all *.txt there, one a line, as the public lists of them are written:
#	FEEDLOOM_PAYLOADS=lists FEEDLOOM=build/plain/feedloom \
#	    prove -v tests/xss.t
use strict;
use warnings;
use File::Basename qw(dirname);
use lib dirname(__FILE__) . '/lib';
use Feedloom;
use Test::More;

plan skip_all => 'too slow under valgrind' if $ENV{VALGRIND};
my ($status, $out, $err) = run({ seconds => 1800 }, '/usr/bin/python3',
    "$tests/xss/xss.py");
plan skip_all => $out if $status == 77;
is("$status$err", '0', 'the judge has no trouble');
ok($1 eq 'PASSED', $2) while $out =~ /^(PASSED|FAILED) (.*)$/mg;
done_testing();
