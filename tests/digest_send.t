#!/usr/bin/perl
# feedloom digest --send-test by a server of mail: one message to one address,
# and nothing of it is remembered: the digest's own messages go out as if there
# had been none.  What the server or the way to it lacks is told.
use strict;
use warnings;
use lib 'tests/lib';
use Digest::MD5 qw(md5_hex);
use Feedloom;
use Mail;
use Smtpd;
use Test::More;

my $via = smtp() =~ s/\{/{ timeout = "5 seconds",/r;
my $dir = folder('send', <<"LUA");
feed "news" { source = "news.xml" }
DIGEST "apart" { every = "daily", via = $via,
  to = { "a\@x.example", "b\@x.example" } }
DIGEST "named" { every = "daily", via = $via, together = true,
  to = { "a\@x.example", "b\@x.example" } }
DIGEST "each" { each = true, via = $via, to = "c\@x.example" }
LUA
spew("$dir/secret", "s3cret\n");
chmod 0600, "$dir/secret";

sub posts { return map { { id => "p$_", title => "p$_" } } reverse 1 .. $_[0] }

sub send_test
{
	my ($name, $address, @more) = @_;
	return feedloom({ dir => $dir }, 'digest', $name, '--send-test', $address,
	    '--at', '2026-05-31T10:00:00Z', @more);
}

# All files of the folder, the database as well.
sub files
{
	return join ' ', map { $_ . ' ' . md5_hex(slurp($_)) } sort glob "$dir/*";
}

sub outbox { return join '', feedloom({ dir => $dir }, 'outbox', '--all') }

# Whom the server was told of, and the messages that it has.
sub got
{
	my @noted = noted();
	return (join(' ', map { /^RCPT TO:<(.*?)>/ } @noted), grep { /^</ } @noted);
}

server();
feed($dir, 'news', posts(1));
cron_at($dir, '2026-05-31 08:00');
feed($dir, 'news', posts(2));
is_deeply([cron_at($dir, '2026-05-31 09:00', 'news')], [0, ''], 'a post waits');
is((got())[0], '', 'nobody has a message');
my $before = files();
my %trial;
for my $name ('apart', 'named', 'each') {
	is_deeply([send_test($name, 'Me <me@y.example>')], [0, '', ''],
	    "$name: silent");
	my ($to, @mails) = got();
	is($to, 'me@y.example', "$name: to that address");
	is(scalar @mails, 1, "$name: one message");
	like($mails[0], qr/\\nTo: Me <me\@y\.example>\\r/, "$name: it is named");
	unlike($mails[0], qr/\@x\.example/, "$name: no recipient is");
	like($mails[0], qr/\\nSubject: \[test\] /, "$name: a test, it says");
	like($mails[0], qr/p2/, "$name: with what waits");
	($trial{$name}) = $mails[0] =~ /\\nMessage-ID: (<.*?>)/;
	ok($trial{$name}, "$name: with a number of its own");
}
is(files(), $before, 'nothing is changed by that');
is(outbox(), '0', 'the outbox is empty');

# Refused for good, or not now, or nobody is there.
my $not = "feedloom: digest 'apart': not sent to <me\@y.example>: ";
for (['rcpt 550 5.1.1 nobody', 73, '550 5.1.1 nobody'],
    ['dot 554 5.7.1 spam', 73, '554 5.7.1 spam'],
    ['rcpt 450 4.2.0 later', 75, '450 4.2.0 later'],
    ['mail 550 5.7.1 not you', 75, '550 5.7.1 not you'],
    ['auth 535 5.7.8 no', 75,
	'535: the server does not take the user and password'],
    ['mail hang', 75, 'localhost does not answer in time, at MAIL FROM'],
    ['banner cut', 75, 'localhost broke the connection, at the greeting'],
    ['dot cut', 75, 'localhost broke the connection, at the message']) {
	my ($rule, $status, $words) = @$_;
	server($rule);
	is_deeply([send_test('apart', 'me@y.example')], [$status, '',
	    "$not$words\n"], "$rule: status and words");
	is(files(), $before, "$rule: nothing is changed");
}
server();
noted();
rename "$dir/secret", "$tmp/secret" or die;
my ($status, $out, $err) = send_test('apart', 'me@y.example');
is($status, 75, 'no password: the status');
like($err, qr/\A\Q$not\Ethe secret in '.*secret': [^\n]+\n\z/,
    'no password: the words');
rename "$tmp/secret", "$dir/secret" or die;
for my $bad ('me', 'a@y.example, b@y.example', '') {
	($status, $out, $err) = send_test('apart', $bad);
	is($status, 64, "'$bad': the status");
	like($err, qr/\Afeedloom: --send-test:? /, "'$bad': the words");
}
is_deeply([noted()], [], 'and nobody was asked for these');
is(outbox(), '0', 'the outbox is still empty');

# Its time comes.
is_deeply([cron_at($dir, '2026-06-01 07:00')], [0, ''], 'the slot');
my ($to, @mails) = got();
is($to, 'a@x.example b@x.example a@x.example b@x.example c@x.example',
    'all have their messages');
is(scalar(grep { /\[test\]|y\.example/ } @mails), 0, 'which are no tests');
for my $trial (values %trial) {
	is(scalar(grep { /\Q$trial\E/ } @mails), 0, 'nor have the number of one');
}
$before = files();
is_deeply([send_test('apart', 'me@y.example', '--as-of',
    '2026-06-01T07:00:00Z')], [0, '', ''], 'a test of what was sent');
is((got())[0], 'me@y.example', 'is sent again, to that address');
is(files(), $before, 'and nothing is changed');
done_testing();
