#!/usr/bin/perl
# feedloom status as a command: what it says without a database and with a
# broken one, its options, and that it leaves no trace.
use strict;
use warnings;
use File::Basename qw(dirname);
use lib dirname(__FILE__) . '/lib';
use Feedloom;
use JSON::PP;
use Test::More;

mkdir "$tmp/site" or die;
spew("$tmp/site/feedloom.lua", <<'LUA');
settings { state = "state/feedloom.db" }
feed "harbour" { source = "harbour.xml", publish = { ["h.json"] = "json" } }
feed "market" { source = "market.xml", publish = { ["m.json"] = "json" } }
LUA
my $here = { dir => "$tmp/site" };

my @lines = ('FEED     SUCCEEDED  DUE  8 WEEKS   FAILURES  TROUBLE',
    'harbour  -          -    ▁▁▁▁▁▁▁▁  0         -',
    'market   -          -    ▁▁▁▁▁▁▁▁  0         -');
my ($status, $out, $err) = feedloom($here, 'status');
is($status, 0, 'without a database');
is($out, join('', map { "$_\n" } @lines), 'no feed was ever run');
is($err, '', 'nothing is wrong');
is_deeply([sort map { s,.*/,,r } glob "$tmp/site/*"], ['feedloom.lua'],
    'nothing was made');

($status, $out) = feedloom('status', '-c', "$tmp/site/feedloom.lua", '--json',
    '--at', '2024-02-29');
is($status, 0, '--json');
my $json = decode_json($out);
is($json->{at}, '2024-02-29T00:00:00Z', '--at is the time that it is');
is_deeply([map { $_->{name} } @{ $json->{feeds} }], ['harbour', 'market'],
    'the feeds, in their order');
my $manual = slurp("$tests/../src/verbs/feedloom.1");
my ($members) = $manual =~ /^\.Ss How feeds stand\n.*?\n\.Bl(.*?)^\.El/ms;
is_deeply($json->{digests}, [], 'there are no digests');
is_deeply([sort map { split / , / } $members =~ /^\.It Ic (.+)$/mg],
    [sort keys %{ $json->{feeds}[0] }], 'their members are in the manual');

spew("$tmp/site/digest.lua", <<'LUA');
include "feedloom.lua"
digest "daily" {
	from = "harbour", every = "daily 07:00", timezone = "Asia/Almaty",
	to = "a@example.org", sender = "b@example.org", via = maildir "Mail",
}
LUA
my @there = ('-c', "$tmp/site/digest.lua", '--at', '2024-02-29');
($status, $out) = feedloom('status', @there);
is($out, join('', map { "$_\n" } @lines, '',
    'DIGEST  SENT  NEXT                  WAITING  GIVEN UP  TROUBLE',
    'daily   -     2024-02-29T01:00:00Z  0        0         -'),
    'a digest that was never made');
($status, $out) = feedloom('status', @there, '--json');
$json = decode_json($out);
is($json->{digests}[0]{next_slot}, '2024-02-29T01:00:00Z', 'as JSON');
($members) =
    $manual =~ /^\.Ss How feeds stand\n(?:.*?\n\.Bl){2}(.*?)^\.El/ms;
is_deeply([sort map { split / , / } $members =~ /^\.It Ic (.+)$/mg],
    [sort keys %{ $json->{digests}[0] }], 'the members of a digest, too');

($status, $out) = feedloom($here, 'status', '--prom');
is($status, 0, '--prom');
my ($metrics) = $manual =~ /^\.Ss How feeds stand\n(.*?)^\.Ss /ms;
($status, my $digests) = feedloom('status', @there, '--prom');
is($status, 0, '--prom with a digest');
is_deeply([sort $metrics =~ /\b(feedloom_(?:feed|digest)_\w+)/g],
    [sort $digests =~ /^# TYPE (\S+) gauge$/mg],
    'the metrics are in the manual');
like($digests, qr/^feedloom_digest_last_sent_timestamp_seconds\{digest="\w+"\} 0$/m,
    'those of digests as well');
unlike($out, qr/digest/, 'none of digests where there are none');
is(scalar(grep { !/^(?:#|feedloom_feed_\w+\{feed="[a-z]+"\} 0$)/ }
	split /\n/, $out), 0, 'each line is a metric');

($status, $out, $err) = feedloom($here, 'status', '--json', '--prom');
is($status, 64, '--json and --prom');
like($err, qr/^feedloom: --json, --prom and --html exclude each other\n/,
    'told');
($status, $out, $err) = feedloom($here, 'status', 'harbour');
is($status, 64, 'there are no operands');

mkdir "$tmp/site/state" or die;
spew("$tmp/site/state/feedloom.db", 'x' x 5000);
($status, $out, $err) = feedloom($here, 'status');
is($status, 78, 'what is no database');
is($out, '', 'no table');
like($err, qr/^feedloom: database '[^']*': file is not a database: name another/,
    'what to do is told');
is(slurp("$tmp/site/state/feedloom.db"), 'x' x 5000, 'it is not touched');

($status) = feedloom($here, 'status', '-c', 'none.lua');
is($status, 66, 'no configuration');

done_testing();
