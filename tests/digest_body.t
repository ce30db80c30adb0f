#!/usr/bin/perl
# How much of entries there is: what body says, and what there is room for.
use strict;
use warnings;
use lib 'tests/lib';
use Feedloom;
use JSON::PP;
use Mail;
use Test::More;

# A text of so many words with elements in elements, letters of four bytes.
sub words
{
	my ($count, $word) = @_;
	$word //= 'word';
	return join "\n", map { "<blockquote><p>$word$_ <b>bold <i>and $_</i></b> "
	    . "\xf0\x9f\x9a\xa2 <a href=\"https://a.example/?a=$_&amp;b=1\">"
	    . "\xd1\x81\xd3\xa9\xd0\xb7</a></p><ul><li>one</li></ul></blockquote>" }
	    1 .. $count;
}

# What is wrong with messages.
sub judged
{
	my (@mails) = @_;
	spew("$tmp/mails.json", encode_json(\@mails));
	my ($status, $out, $err) = run({ stdin => "$tmp/mails.json" },
	    '/usr/bin/python3', "$tests/digest/balanced.py");
	return "$out$err";
}

sub digests
{
	my ($name, $text, @posts) = @_;
	my $dir = folder($name, "feed \"news\" { source = \"news.xml\" }\n$text");
	feed($dir, 'news', @posts);
	my $said = join ' ', cron_at($dir, '2026-06-01 06:00'),
	    cron_at($dir, '2026-06-01 07:00');
	is($said, '0  0 ', "$name: runs are silent");
	return $dir;
}

my $all = 'every = "daily", only_new = false';
my @three = map { { id => "p$_", title => "p$_",
    at => "2026-06-01 0$_:00", text => words(40, "p$_-"),
    more => '<category>Ropes</category>' } } 1 .. 3;
my $dir = digests('body', <<"LUA", @three);
DIGEST "full" { $all, body = "full" }
DIGEST "excerpt" { $all }
DIGEST "headlines" { $all, body = "headlines" }
DIGEST "small" { $all, body = "full", max_bytes = "20K" }
DIGEST "least" { $all, body = "full", max_bytes = "4K" }
LUA
my %mail = map { $_->{head}{'x-feedloom-digest'} => $_ } mails($dir);
for my $part ('text', 'html') {
	my $has = sub { return join ' ', map { $mail{$_[0]}{$part}
	    =~ /p2-$_\b/ ? 'yes' : 'no' } 1, 40 };
	is($has->('full'), 'yes yes', "full: all of it, in $part");
	is($has->('excerpt'), 'yes no', "excerpt: its begin, in $part");
	is($has->('headlines'), 'no no', "headlines: nothing, in $part");
	ok($mail{headlines}{$part} =~ /p3.*p2.*p1/s, "but titles, in $part");
}
is(join(' ', map { $mail{$_}{text} =~ /Filed under: Ropes/ ? 'yes' : 'no' }
    qw(full excerpt headlines)), 'yes yes no', 'categories: not of titles');
cmp_ok($mail{small}{size}, '<=', 20 * 1024, 'small: what it may be');
cmp_ok($mail{small}{size}, '>', 10 * 1024, 'small: and not much less');
cmp_ok($mail{least}{size}, '<', 8 * 1024, 'least: nothing is left to leave out');
is(judged(values %mail), '', 'all: nothing is cut where it should not be');

# The longest one has less first.
my @posts = map { { id => "q$_", title => "q$_", at => "2026-06-01 0$_:00",
    text => words($_ == 2 ? 300 : 5, "q$_-") } } 1 .. 3;
$dir = digests('longest', "DIGEST \"d\" { $all, body = \"full\", "
    . 'max_bytes = "30K" }', @posts);
my ($mail) = mails($dir);
ok($mail->{html} =~ /q2-1\b/, 'longest: its begin');
ok($mail->{html} !~ /q2-300\b/, 'longest: not its end');
ok($mail->{html} =~ /q1-5\b.*q3-5\b|q3-5\b.*q1-5\b/s,
    'longest: others are whole');
is(judged($mail), '', 'longest: nothing is cut');

# Full, excerpt, headline: as more and more of them come.
for my $count (30, 300, 1000) {
	@posts = map { { id => "q$_", title => "title$_.",
	    at => sprintf('2026-05-%02d %02d:%02d', 1 + $_ / 60, 1, $_ % 60),
	    text => words(30, "q$_-") } } 1 .. $count;
	$dir = digests("count$count", "DIGEST \"d\" { $all, body = \"full\" }",
	    @posts);
	($mail) = mails($dir);
	cmp_ok($mail->{size}, '<=', 100 * 1024, "$count: what it may be");
	cmp_ok($mail->{size}, '>', 60 * 1024, "$count: and not much less");
	my $shown = @{ $mail->{titles} };
	my ($more) = $mail->{html} =~ /([\d,]+) more/;
	$more =~ tr/,//d if defined $more;
	is($shown + ($more // 0), $count, "$count: shown, and $count in all");
	is($mail->{head}{subject}, "News: $count new, 1 June 2026",
	    "$count: all are counted");
	my $last = $mail->{titles}[0];
	is($last, "title$count.", "$count: the newest is there");
	is(judged($mail), '', "$count: nothing is cut");
	if ($count == 30) {
		is($shown, 30, '30: all are there');
		ok($mail->{html} =~ /q30-1\b/, '30: with some text');
	}
}

# One that is far too long, and a line without an end.
my $large = "DIGEST \"large\" { $all, body = \"full\", max_bytes = \"20M\" }";
@posts = ({ id => 'p1', title => 'long', at => '2026-06-01 01:00',
	text => words(8_000) },
    { id => 'p2', title => 'one line', at => '2026-06-01 02:00',
	text => "\xd2\xaf" x 500_000 },
    { id => 'p3', title => 'short', at => '2026-06-01 03:00' });
$dir = digests('long', "DIGEST \"d\" { $all, body = \"full\" }\n$large",
    @posts);
%mail = map { $_->{head}{'x-feedloom-digest'} => $_ } mails($dir);
cmp_ok($mail{d}{size}, '<=', 100 * 1024, 'long: what it may be');
is_deeply($mail{d}{titles}, ['short', 'one line', 'long'], 'long: all are there');
ok($mail{large}{html} =~ /word8000\b/, 'long: all of it');
is(judged(values %mail), '', 'long: nothing is cut');
is((scalar grep { length > 998 } split /\r?\n/, $mail{large}{raw}), 0,
    'long: no line of the mail is');

# More elements than the text's layout takes: it says so, and has titles.
$posts[0]{text} = words(40_000);
$dir = folder('elements', "feed \"news\" { source = \"news.xml\" }\n$large");
feed($dir, 'news', @posts);
cron_at($dir, '2026-06-01 06:00');
is(join('', cron_at($dir, '2026-06-01 07:00')), '0large: it has headlines only '
    . "this time: text: too much HTML at once\n", 'elements: told');
is_deeply([map { @{ $_->{titles} } } mails($dir)],
    ['short', 'one line', 'long'], 'elements: all are there');
done_testing();
