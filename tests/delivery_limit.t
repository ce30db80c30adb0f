#!/usr/bin/perl
# How much one run delivers: a program with tiny limits sends 5 messages a run.
# What is more waits for the next one, in its order, and -v says so.
use strict;
use warnings;
use lib 'tests/lib';
use Feedloom;
use Mail;
use Test::More;

my $tiny = $ENV{FEEDLOOM_TINY} // "$tests/../build/plain-tiny/feedloom";
plan skip_all => 'no program with tiny limits' unless -x $tiny;
$feedloom = $tiny;

my $news = "feed \"news\" { source = \"news.xml\" }\n";

sub digest_to
{
	my ($name, @to) = @_;
	my $to = join ', ', map { "\"$_\@x.example\"" } @to;
	return "DIGEST \"$name\" { every = \"daily\", to = { $to }, "
	    . "via = sendmail \"./program\" }\n";
}

# A folder in which a post waits for the next day; ./program notes recipients.
sub begun
{
	my ($name, $text) = @_;
	my $dir = folder($name, $news . $text);
	spew("$dir/program", "#!/bin/sh\nfor to; do :; done\n"
	    . "echo \"\${to%\@*}\" >>to\ncat >/dev/null\n"
	    . "[ ! -e status ] || exit \"\$(cat status)\"\n");
	chmod 0755, "$dir/program";
	feed($dir, 'news', { id => 'p1' });
	cron_at($dir, '2026-05-31 08:00');
	feed($dir, 'news', { id => 'p2' }, { id => 'p1' });
	cron_at($dir, '2026-05-31 09:00', 'news');
	return $dir;
}

# Whom messages went to since this was asked last.
sub went
{
	my ($dir) = @_;
	return '' if !-e "$dir/to";
	my $to = join ' ', split /\n/, slurp("$dir/to");
	unlink "$dir/to";
	return $to;
}

my $dir = begun('more', digest_to('one', 'a' .. 'g') . digest_to('two',
    'h' .. 'l'));
is_deeply([cron_at($dir, '2026-06-01 07:00')], [0, ''],
    'silent: the next run will do it');
is(went($dir), 'a b c d e', 'the first five');
my ($status, $said) = cron_at($dir, '2026-06-01 07:01', '-v');
is($status, 0, 'the next run: well');
like($said, qr/^2 messages wait for the next run: one run sends 5$/m,
    'the next run: what waits is counted with -v');
is(went($dir), 'f g h i j', 'the next five, in their order');
($status, $said) = cron_at($dir, '2026-06-01 07:02', '-v');
unlike($said, qr/wait for the next run/, 'the last run: nothing waits');
is(went($dir), 'k l', 'the last ones');
cron_at($dir, '2026-06-01 07:03');
is(went($dir), '', 'none goes twice');

# Those that are tried again later do not keep others from being sent.
$dir = begun('later', digest_to('one', 'a' .. 'f') . digest_to('two', 'g', 'h'));
spew("$dir/status", "75\n");
cron_at($dir, '2026-06-01 07:00');
is(went($dir), 'a b c d e', 'later: five are tried');
unlink "$dir/status";
cron_at($dir, '2026-06-01 07:01');
is(went($dir), 'f g h', 'later: the others, at once');
cron_at($dir, '2026-06-01 07:10');
is(went($dir), 'a b c d e', 'later: and these again');

# Messages of a digest that left the configuration are not among the five: they
# wait for ever.
$dir = begun('gone', digest_to('old', 'a' .. 'g') . digest_to('new', 'h', 'i'));
spew("$dir/status", "75\n");
cron_at($dir, "2026-06-01 07:0$_") for 0, 1;
went($dir);
unlink "$dir/status";
config($dir, $news . digest_to('new', 'h', 'i'));
($status, $said) = cron_at($dir, '2026-06-01 09:00');
is($status, 0, 'gone: the status');
like($said, qr/\Aold: its messages wait, but it is not in the configuration any more; [^\n]*'feedloom outbox --drop 1' drops this one\n\z/,
    'gone: told, once');
is(went($dir), 'h i', 'gone: others are sent');
done_testing();
