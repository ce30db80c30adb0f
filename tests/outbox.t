#!/usr/bin/perl
# feedloom outbox as a command: what it lists of a database, letter by letter
# (outbox/), what it changes there, and that listing changes nothing.
use strict;
use warnings;
use Fcntl qw(:flock);
use File::Basename qw(dirname);
use lib dirname(__FILE__) . '/lib';
use Feedloom;
use JSON::PP;
use Test::More;

mkdir "$tmp/site" or die;
spew("$tmp/site/feedloom.lua", <<'LUA');
settings { state = "state/feedloom.db" }
feed "harbour" { source = "harbour.xml", publish = { ["h.json"] = "json" } }
digest "daily" {
	from = "harbour", every = "daily 07:00", timezone = "UTC",
	to = "a@example.org", sender = "b@example.org", via = maildir "Mail",
}
LUA
my $here = { dir => "$tmp/site" };
my $database = "$tmp/site/state/feedloom.db";

sub outbox { return feedloom($here, 'outbox', @_) }
sub file { return slurp("$tests/outbox/$_[0]") }

# What it prints, all being well.
sub prints
{
	my ($want, $words, @args) = @_;
	my ($status, $out, $err) = outbox(@args);
	is("$status $err$out", "0 $want", $words);
}

sub fails
{
	my ($want, $words, $err_like, @args) = @_;
	my ($status, $out, $err) = outbox(@args);
	is("$status $out", "$want ", $words);
	like($err, $err_like, "$words: told");
}

# A database with what outbox/fill.sql puts in.
sub fill
{
	unlink glob "$database*";
	outbox('--retry', 'all');
	my ($status) =
	    run({ stdin => "$tests/outbox/fill.sql" }, 'sqlite3', $database);
	die if $status;
}

prints('', 'without a database');
is_deeply([map { s,.*/,,r } glob "$tmp/site/*"], ['feedloom.lua'],
    'nothing was made');
prints(qq({\n  "messages": []\n}\n), 'the same as JSON', '--json');
fails(1, 'a number that is not there',
    qr/\Afeedloom: there is no message 7\n\z/, '--show', 7);

fill();
my $before = slurp($database);
prints(file('list'), 'what is not sent');
prints(file('all'), 'and what is', '--all');
prints(file('recipients'), 'the recipients of two, one said twice', 5, 2, 5);
prints(file('json'), 'one as JSON', '--json', 2);
my ($status, $out) = outbox('--json', '--all');
my $messages = decode_json($out)->{messages};
is(join(' ', map { $_->{number} } @$messages), '1 2 3 4 5', 'all as JSON');
my ($members) = slurp("$tests/../src/verbs/feedloom.1") =~
    /^\.Ss The outbox\n.*?\n\.Bl(.*?)^\.El/ms;
is_deeply([sort map { split / , / } $members =~ /^\.It Ic (.+)$/mg],
    [sort keys %{ $messages->[0] }, keys %{ $messages->[0]{deliveries}[0] }],
    'the members are in the manual');

prints("Subject: n3\r\n\r\nGood day.\r\n", 'a message as it is', '--show', 3);
fails(1, 'two that are not there',
    qr/\Afeedloom: there is no message 8\nfeedloom: there is no message 9\n\z/,
    9, 8);
($status, $out) = outbox('--show', 1, '-c', "$tmp/site/feedloom.lua");
is("$status $out", "0 Subject: n1\r\n\r\nGood day.\r\n", '-c');
is(slurp($database), $before, 'nothing was changed');

prints('', 'what is sent is not sent again', '--retry', 4);
prints(file('list'), 'and nothing else is');
prints('', 'three that are sent again', '--retry', 3, 2, 5);
prints(file('retried'), 'at once, as often as they were tried', 2, 3, 5);
fill();
prints('', 'all of them', '--retry', 'all');
prints(file('retried'), 'and not only those that wait', 2, 3, 5);

fill();
($status, $out) = outbox('--drop', 3, 8, 4);
is($status, 1, 'one of those is not there that are dropped');
is($out, "dropped 3: weekly 2024-W16, sent to 0 of 1\n"
    . "dropped 4: daily 2024-04-17, sent to 1 of 1\n", 'the others are');
prints(file('left'), 'they are gone', '--all');
prints("dropped 1: daily 2024-04-18, sent to 0 of 1\n"
    . "dropped 2: daily 2024-04-19, sent to 1 of 4\n"
    . "dropped 5: weekly 2024-W17, sent to 0 of 1\n", 'all', '--drop', 'all');
prints('', 'there is none left', '--all');

# Another run is not disturbed, but may be looked at.
fill();
open my $lock, '>', "$database.lock" or die;
flock $lock, LOCK_EX or die;
prints(file('list'), 'beside another run');
fails(75, "--$_ beside another run", qr/another run is not done yet; --wait/,
    "--$_", 1) for qw(retry drop);
prints(file('list'), 'nothing was changed by that');
close $lock;

fails(64, "@$_", qr/^feedloom: /, @$_) for ['--retry'], ['--drop'], ['--show'],
    ['--show', 1, 2], ['--show', 'all'], ['--retry', '--drop', 1],
    ['--drop', '--json', 1], ['--retry', '--all'], ['1x'], ['--retry', -1],
    ['--drop', 1, 'all'], ['--show', '1' x 19], [''];

run({}, 'sqlite3', $database, "UPDATE message_part SET bytes = x'00'");
fails(78, 'a message that is damaged', qr/delete it to start anew/,
    '--show', 1);
spew($database, 'x' x 5000);
fails(78, 'what is no database', qr/file is not a database/);
fails(66, 'no configuration', qr/none\.lua/, '-c', 'none.lua');

done_testing();
