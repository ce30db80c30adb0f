#!/usr/bin/perl
# Which entries a digest has: by numbers, one by one, what is there when it or
# a feed begins, what settles, what is changed, what is taken back.
use strict;
use warnings;
use lib 'tests/lib';
use Feedloom;
use JSON::PP;
use Mail;
use Test::More;

my $news = "feed \"news\" { source = \"news.xml\" }\n";

# Posts of these numbers, the newest first, on following hours of 1 May.
sub posts
{
	return map { { id => "p$_", title => "p$_",
	    at => sprintf('2026-05-01 %02d:00', $_) } } reverse @_;
}

# A run at an hour of that day, or of a later one; it is silent.
sub run_at
{
	my ($dir, $hour, @words) = @_;
	my ($status, $said) =
	    cron_at($dir, from_time(time_of('2026-05-01 00:00') + 3600 * $hour),
	    @words);
	is("$status $said", '0 ', "$dir: hour $hour is silent")
	    if "$status$said" ne 0;
	return;
}

sub slots { return sent(mails(@_)) }

# "20 entries".
my $dir = folder('three', $news . 'DIGEST("d") { every = "3 entries" }');
feed($dir, 'news', posts(1));
run_at($dir, 1);
feed($dir, 'news', posts(1 .. 3));
run_at($dir, 3);
is(slots($dir), '', '3 entries: two are too few');
feed($dir, 'news', posts(1 .. 8));
run_at($dir, 8) for 1 .. 2;
is(slots($dir), "no. 1: p4, p3, p2\nno. 2: p7, p6, p5\n",
    '3 entries: seven are two messages, the oldest first');
feed($dir, 'news', posts(1 .. 10));
run_at($dir, 10);
is(slots($dir), "no. 1: p4, p3, p2\nno. 2: p7, p6, p5\nno. 3: p10, p9, p8\n",
    '3 entries: the one that was left is in the next one');

# One by one.
$dir = folder('each', $news
    . 'DIGEST("d") { each = true, corrections = true }');
feed($dir, 'news', posts(1));
run_at($dir, 1);
feed($dir, 'news', posts(1 .. 3));
run_at($dir, 3) for 1 .. 2;
my @mails = mails($dir);
is(join(' ', map { "@{ $_->{titles} }" } @mails), 'p2 p3',
    'each: a message for each, the oldest first');
is($mails[0]{head}{subject}, 'p2', 'each: its title is the subject');
is($mails[0]{head}{date}, 'Fri, 01 May 2026 02:00:00 +0000',
    'each: and its time that of the message');
my $thread = $mails[0]{head}{'in-reply-to'};
is($mails[0]{head}{references}, $thread, 'each: it answers its feed');
is($mails[1]{head}{'in-reply-to'}, $thread, 'each: as the other one does');
my @posts = posts(1 .. 3);
$posts[1]{text} = 'Other words of p2.';
feed($dir, 'news', @posts);
run_at($dir, 5) for 1 .. 2;
@mails = mails($dir);
is(scalar @mails, 3, 'each: a correction is one message more');
is($mails[2]{head}{subject}, 'Re: p2', 'each: it says so');
is($mails[2]{head}{'in-reply-to'}, $mails[0]{head}{'message-id'},
    'each: it answers the message before');
is($mails[2]{head}{references}, "$thread $mails[0]{head}{'message-id'}",
    'each: which answers the feed');
is($mails[2]{head}{date}, 'Fri, 01 May 2026 05:00:00 +0000',
    'each: it is of the time when it was seen');
like($mails[2]{text}, qr/Other words/, 'each: with other words');
$posts[1]{text} = 'Words of p2.';
feed($dir, 'news', @posts);
run_at($dir, 6) for 1 .. 2;
is(scalar(mails($dir)), 4, 'each: changed back is changed');

# 500 messages in a run, and no more.
$dir = folder('bound', $news . 'DIGEST("d") { each = true, only_new = false }');
feed($dir, 'news', map { { id => "p$_", title => "p$_" } } 1 .. 505);
sub subjects
{
	my ($status, $out) =
	    feedloom({ dir => $dir }, 'outbox', '--all', '--json');
	return map { $_->{subject} } @{ decode_json($out)->{messages} };
}
run_at($dir, 1);
is(scalar(subjects()), 500, 'each: 500 in one run');
run_at($dir, 2);
my %subjects = map { $_ => 1 } subjects();
is(scalar(subjects()) . ' ' . keys %subjects, '505 505',
    'each: the others in the next one');

# What is there when it begins.
my $hourly = 'every = "hourly"';
$dir = folder('first', $news . "DIGEST(\"new\") { $hourly }\n"
    . "DIGEST(\"all\") { $hourly, only_new = false }\n");
feed($dir, 'news', posts(1, 2));
run_at($dir, 2.5);
is(slots($dir), '', 'the first run mails nothing');
run_at($dir, 3);
is(slots($dir, 'new'), '', 'only_new: nothing');
is(slots($dir, 'all'), "2026-05-01 03:00: p2, p1\n", 'else all that was there');
feed($dir, 'news', posts(1, 2, 4));
run_at($dir, 4);
config($dir, slurp("$dir/feedloom.lua")
    . "DIGEST(\"later\") { $hourly }\n"
    . "DIGEST(\"later-all\") { $hourly, only_new = false }\n");
run_at($dir, 4.5);
run_at($dir, 5);
feed($dir, 'news', posts(1, 2, 4, 5));
run_at($dir, 6);
is(slots($dir, 'new'), "2026-05-01 04:00: p4\n2026-05-01 06:00: p5\n",
    'a digest is added: nothing else for the old one');
is(slots($dir, 'later'), "2026-05-01 06:00: p5\n", 'what is new for it');
is(slots($dir, 'later-all'),
    "2026-05-01 05:00: p4, p2, p1\n2026-05-01 06:00: p5\n", 'or all of it');

# A digest that comes to a feed which was published alone so far.
$dir = folder('published', my $public =
    'feed "news" { source = "news.xml", publish = { ["n.json"] = "json" } }'
    . "\n");
feed($dir, 'news', posts(1, 2));
run_at($dir, 2.5);
config($dir, $public . "DIGEST(\"d\") { $hourly, only_new = false }\n");
run_at($dir, 2.6);
run_at($dir, 3);
is(slots($dir), "2026-05-01 03:00: p2, p1\n", 'entries were not kept before');

# Of what is lost no message is made, and nothing is forgotten.
feed($dir, 'news', posts(1, 2, 3.5));
run_at($dir, 3.6);
run({}, 'sqlite3', "$dir/feedloom.db", 'DELETE FROM document');
my ($status, $said) = cron_at($dir, '2026-05-01 04:00');
is("$status $said", "1 d: none of its 1 entry is kept\n", 'lost: told');
feed($dir, 'news', posts(1, 2, 3.5, 4));
run_at($dir, 4.5);
is(slots($dir), "2026-05-01 03:00: p2, p1\n2026-05-01 04:00: p4, p3.5\n",
    'lost: found again');

# A feed that is added to "*".
my $all = "DIGEST(\"d\") { $hourly, corrections = true }\n";
$dir = folder('added', $news . $all);
feed($dir, 'news', posts(1, 2));
run_at($dir, 2.5);
feed($dir, 'news', posts(1, 2, 3));
run_at($dir, 3);
feed($dir, 'other', { id => 'o1', title => 'o1', at => '2026-04-01 00:00' });
config($dir, "$news feed \"other\" { source = \"other.xml\" }\n"
    . "feed \"quiet\" { source = \"other.xml\", only_new = true }\n" . $all);
run_at($dir, 4);
is(slots($dir), "2026-05-01 03:00: p3\n2026-05-01 04:00: o1\n",
    'what a new feed has is new, unless it has only_new');

# What settles.
$dir = folder('settle', $news . "DIGEST(\"d\") { $hourly, settle = \"2 hours\" }"
    . "\nDIGEST(\"at-once\") { $hourly }\n");
feed($dir, 'news', posts(1));
run_at($dir, 1);
feed($dir, 'news', @posts = posts(1, 2));
run_at($dir, 2);
$posts[0]{text} = 'Other words.';
feed($dir, 'news', @posts);
run_at($dir, $_) for 3 .. 6;
is(slots($dir, 'at-once'), "2026-05-01 02:00: p2\n", 'no settle: at once');
is(slots($dir, 'd'), "2026-05-01 05:00: p2\n",
    'settle: two hours behind the last change');
@mails = mails($dir, 'd');
like($mails[0]{text}, qr/Other words/, 'settle: as it is then');
feed($dir, 'news', @posts = posts(1, 2, 7));
for my $hour (7 .. 40) {
	$posts[0]{text} = "Words of hour $hour.";
	feed($dir, 'news', @posts);
	run_at($dir, $hour);
}
is((mails($dir, 'd'))[1]{head}{'x-feedloom-slot'}, '2026-05-02 09:00',
    'settle: what never does is mailed a day and two hours behind');

# Corrections, once, in the next one.
$dir = folder('corrections', $news . $all . "DIGEST(\"silent\") { $hourly }\n");
feed($dir, 'news', posts(1));
run_at($dir, 1);
feed($dir, 'news', @posts = posts(1, 2));
run_at($dir, 2);
$posts[0]{text} = 'Corrected words.';
$posts[1]{text} = 'Of old ones nothing was told.';
feed($dir, 'news', @posts);
run_at($dir, $_) for 3, 4;
is(slots($dir, 'd'), "2026-05-01 02:00: p2\n2026-05-01 03:00: p2\n",
    'a correction is in the next one, once');
like((mails($dir, 'd'))[1]{text}, qr/correct/i, 'as one');
is(slots($dir, 'silent'), "2026-05-01 02:00: p2\n", 'not unless it is asked for');

# Taken back by its author, or pushed out by later ones.
$dir = folder('withdrawn', $news . 'DIGEST("d") { every = "daily 20:00" }');
feed($dir, 'news', posts(1 .. 5));
run_at($dir, 5);
feed($dir, 'news', posts(1 .. 7));
run_at($dir, 7);
feed($dir, 'news', posts(1 .. 6));
run_at($dir, $_) for 8, 20;
is(slots($dir), "2026-05-01 20:00: p6\n", 'what is in the trash is not mailed');
$dir = folder('later', $news . 'DIGEST("d") { every = "daily 20:00" }');
feed($dir, 'news', posts(1 .. 5)), run_at($dir, 5);
feed($dir, 'news', posts(1 .. 7)), run_at($dir, 7);
feed($dir, 'news', posts(1 .. 6)), run_at($dir, 8);
feed($dir, 'news', posts(4 .. 6), posts(8 .. 15)), run_at($dir, $_) for 15, 20;
unlike(slots($dir), qr/p7\b/, 'not even when many have come since');
$dir = folder('pushed', $news . 'DIGEST("d") { every = "daily 23:00" }');
feed($dir, 'news', posts(1 .. 5));
run_at($dir, 5);
feed($dir, 'news', posts($_ - 4 .. $_)), run_at($dir, $_) for 6 .. 14;
run_at($dir, 23);
is(slots($dir), '2026-05-01 23:00: ' . join(', ', map { "p$_" }
    reverse 6 .. 14) . "\n", 'what has no place in the feed any more is');
done_testing();
