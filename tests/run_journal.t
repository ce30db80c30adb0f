#!/usr/bin/perl
# What feedloom run says: in words, and as JSON; and that nothing which came
# from outside reaches a terminal as it is.
use strict;
use warnings;
use lib 'tests/lib';
use Cron;
use Encode qw(decode FB_CROAK);
use Feedloom;
use JSON::PP;
use Test::More;

my ($status, $said);
my $nasty = "\033[31m\033]0;owned\007\x{9b}\r\n\xff\xfe\xc0\xaf";
my $good = rss('News', 3, 2, 1);
spew("$tmp/fail.lua", <<'LUA');
return { api = 1, name = "fail", about = "Fails with one entry", stages = {
  function(entry)
    if entry.title:find("2") then
      error("\27[31m\155\255bad\0 \u{202e}words: " .. entry.title)
    end
  end } }
LUA
page('good.xml', $good, 'ETag: "g"');
page('hostile.xml', rss("T\xc2\x9b31m\xe2\x80\xae", 5,
    [4, "Post\xc2\x9b2 \xe2\x80\xae&#x202e;"], 3));
page('error.xml', $good, ':status 500');
page('root.xml', "<$nasty>");
page('name.xml', "<q\xc2\x9b\xe2\x80\xae/>");
page('moved.xml', '', ':status 302', "Location: http://HOST/$nasty");
my $config = <<"LUA";
feed "good" { source = <good.xml>, publish = { ["good.atom"] = "atom" } }
feed "hostile" { source = <hostile.xml>, through = { "$tmp/fail.lua" },
    publish = { ["hostile.atom"] = "atom", ["hostile.txt"] = "text" } }
feed "error" { source = <error.xml>, publish = { ["error.atom"] = "atom" } }
feed "late" { source = <error.xml>, alert_after = 5,
    publish = { ["late.atom"] = "atom" } }
feed "root" { source = <root.xml>, publish = { ["root.atom"] = "atom" } }
feed "name" { source = <name.xml>, publish = { ["name.atom"] = "atom" } }
feed "moved" { source = <moved.xml>, publish = { ["moved.atom"] = "atom" } }
feed "command" { source = { command = { "/bin/sh", "-c",
    "printf '\\\\033[31m\\\\377\\\\233 \\\\342\\\\200\\\\256x\\\\n' >&2; exit 1" } },
    publish = { ["command.atom"] = "atom" } }
LUA

# Valid UTF-8 without controls, but for the ends of lines.
sub fit
{
	my ($text, $name) = @_;
	ok(eval { decode('UTF-8', my $copy = $text, FB_CROAK); 1 },
	    "$name: valid UTF-8");
	unlike(decode('UTF-8', $text), qr/[^\P{Cc}\n]/,
	    "$name: nothing that a terminal obeys");
}

# What each feed is said of; those that are not told of a first failure last.
my $gone = 'http://SITE/error.xml: the server answered 500: it is not well';
my %failed = (
	command => "/bin/sh -c 'printf '\\''\\033[31m\\377\\233 \\342\\200\\256x"
	    . "\\n'\\'' >&2; exit 1': the command ended with status 1: "
	    . '?[31m?? ???x',
	error => $gone,
	moved => 'http://SITE/moved.xml: 127.0.0.1 does not answer by HTTP',
	name => 'http://SITE/name.xml: line 1: Input is not proper UTF-8, '
	    . 'indicate encoding !',
	root => 'http://SITE/root.xml: not a feed: there is no XML in it',
);
my $lost = "fail: \"Post?2 \xe2\x80\xae\xe2\x80\xae\" (4): fail.lua:4: ?[31m"
    . "\xef\xbf\xbd\xef\xbf\xbdbad; the entry is left out";
my @published = map { "published $_ (3 entries, 3 new)" } 'good.atom';
push @published, map { "published $_ (2 entries, 2 new)" }
    qw(hostile.atom hostile.txt);
my @named = map { /good/ ? "good: $_" : "hostile: $_" } @published;

sub lines
{
	return join '', map { "$_\n" } sort @_;
}

my @failed = map { "$_: $failed{$_}" } keys %failed;
my %is = (
	'' => lines(@failed, "hostile: $lost"),
	'-q' => lines(@failed),
	'-v' => lines(@failed, "hostile: $lost", "late: $gone", @named),
	'--dry-run' => lines(@failed, "hostile: $lost", "late: $gone",
	    map { s/published/would publish/r } @named),
	'--strict' => lines(@failed, "hostile: $lost", "late: $gone"),
);
for my $word (sort keys %is) {
	my $dir = folder("words$word", $config);
	($status, $said) = cron($dir, 0, grep { $_ ne '' } $word);
	is($status, 1, "run $word: some feeds failed");
	fit($said, "run $word");
	is(join('', sort split /^/, $said), $is{$word}, "run $word: what it says");
}

# The same as JSON, each line an object.
my $dir = folder('json', $config);

sub events
{
	my ($minute, @words) = @_;
	($status, $said) = cron($dir, $minute, '--log=json', @words);
	fit($said, "JSON at $minute");
	my @events;
	for my $line (split /\n/, $said, -1) {
		my $event = eval { decode_json($line) };
		push @events, $event if defined $event;
		ok(defined $event || $line eq '', "JSON at $minute: a line");
	}
	is(scalar @events, $said =~ tr/\n//, "JSON at $minute: every line is one");
	is(join(' ', grep { $_ ne at($minute) } map { $_->{time} } @events), '',
	    "JSON at $minute: of that time");
	delete $_->{time} for @events;
	return [sort { ($a->{feed} // '') cmp ($b->{feed} // '') or
		$a->{text} cmp $b->{text} } @events];
}

sub event
{
	my ($event, $feed, $text) = @_;
	return { event => $event, (defined $feed ? (feed => $feed) : ()),
		text => decode('UTF-8', $text) };
}

my $events = events(0);
is($status, 1, 'JSON: some feeds failed');
is_deeply($events, [
	event('failed', 'command', $failed{command}),
	event('failed', 'error', $failed{error}),
	event('published', 'good', $published[0]),
	event('warning', 'hostile', $lost),
	event('published', 'hostile', $published[1]),
	event('published', 'hostile', $published[2]),
	event('retry', 'late', $gone),
	(map { event('failed', $_, $failed{$_}) } qw(moved name root)),
], 'JSON: all events');
is_deeply(events(1), [event('note', undef, 'no feed is due before '
    . '2026-03-01T07:00:00Z; --force fetches all of them')],
    'JSON: a note about no feed');
is($status, 0, 'JSON: and nothing to do');
page('good.xml', rss('News'));
page('hostile.xml', rss('Hostile'));
$events = [grep { $_->{feed} =~ /good|hostile/ } @{ events(60) }];
is_deeply([map { "$_->{event} $_->{feed}" } @$events],
    ['held good', 'held hostile'], 'JSON: held back');
page('good.xml', $good, 'ETag: "g"');
$events = [grep { $_->{feed} eq 'good' } @{ events(120) }];
is_deeply($events, [event('unchanged', 'good', 'nothing new')],
    'JSON: unchanged');

# Words of the command line are checked.
($status, $said) = cron($dir, 0, '--log=xml');
is($status, 64, 'an unknown format of --log');

done_testing;
