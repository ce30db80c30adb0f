#!/usr/bin/perl
# feedloom digest: what a digest would be, or was, and nothing changes by it;
# the same history makes the same bytes.
use strict;
use warnings;
use lib 'tests/lib';
use Digest::MD5 qw(md5_hex);
use Feedloom;
use Mail;
use Test::More;

my $dir = folder('tool', <<'LUA');
feed "news" { source = "news.xml" }
feed "other" { source = "other.xml" }
DIGEST "daily" { from = "news", every = "daily 07:00",
  timezone = "Asia/Almaty", to = { "a@example.org", "b@example.org" },
  together = true }
DIGEST "each" { each = true, from = "other" }
DIGEST "three" { every = "3 entries", from = "other" }
LUA

sub posts
{
	my ($name, @hours) = @_;
	return map { { id => "$name$_", title => "$name$_",
	    at => sprintf('2026-06-%02d %02d:00', 1 + $_ / 24, $_ % 24) } }
	    reverse @hours;
}

sub digest
{
	return feedloom({ dir => $dir }, 'digest', @_);
}

sub state
{
	return join ' ', map { $_ . ' ' . (-e $_ ? md5_hex(slurp($_)) : '-') }
	    sort glob "$dir/feedloom.db* $dir/mail.mbox";
}

# What it prints of the first post's kind, and what it says.
sub titles
{
	my ($status, $out, $err) = digest(@_);
	return join ' ', $status, $err =~ s/\n\z//r,
	    $out =~ /^((?:n|o)\d+)$/mg;
}

my ($status, $out, $err) = digest('daily', '--at', '2026-06-01T00:00:00Z');
is("$status $err", "0 nothing is new; these are the latest entries\n",
    'before the first run: nothing');
like($out, qr/\Adaily\n=====\nNo\. 1 \N{U+B7} 1 June 2026 \N{U+B7} 0 stories\n/,
    'before the first run: on one day') if utf8::decode($out);
feed($dir, 'news', posts('n', 1));
feed($dir, 'other', posts('o', 1));
cron_at($dir, '2026-06-01 01:10');
feed($dir, 'news', posts('n', 1 .. 3));
feed($dir, 'other', posts('o', 1 .. 3));
is_deeply([cron_at($dir, '2026-06-01 02:10')], [0, ''], 'a run');
feed($dir, 'news', posts('n', 1 .. 25));
feed($dir, 'other', posts('o', 1 .. 5));
cron_at($dir, '2026-06-02 01:00');

my $before = state();
my @at = ('--at', '2026-06-02T01:30:00Z');
my $latest = 'nothing is new; these are the latest entries';
my $waits = join ' ', map { "n$_" } reverse 3 .. 25;
for (['what waits, the newest first', "0  $waits", 'daily'],
    ['nothing does: the latest one', "0 $latest o5", 'each'],
    ['too few', '0  o5', 'three'],
    ['a slot that was', '0  n2 n1', 'daily', '--as-of', '2026-06-01T02:00:00Z'],
    ['the last one until then', '0  n2 n1', 'daily', '--as-of',
	'2026-06-02T01:59:59Z'],
    ['one that nothing was in', '0 ', 'daily', '--as-of',
	'2026-05-01T00:00:00Z'],
    ['the last message until then', '0  o3', 'each', '--as-of',
	'2026-06-01T03:00:00Z'],
    ['the same', '0  o3 o2 o1', 'three', '--as-of', '2026-06-01T03:00:00Z'],
    ['quiet', '0  o5', 'each', '-q']) {
	my ($words, $want, @words) = @$_;
	is(titles(@words, @at), $want, "$words: @words");
}
is(state(), $before, 'nothing is changed by all that');

# Each kind of file.
for my $end ('eml', 'html', 'txt', 'atom') {
	is_deeply([digest('daily', '--preview', "x.$end", @at)], [0, '', ''],
	    "$end: silent");
}
like(slurp("$dir/x.html"), qr/\A<!DOCTYPE html>.*<h3.*n25.*<\/html>\s*\z/s,
    'html: a page');
like(slurp("$dir/x.atom"), qr/\A<\?xml .*<loom:edition .*<\/feed>\s*\z/s,
    'atom: what it is made of');
($status, $out) = digest('daily', @at);
is(slurp("$dir/x.txt"), $out, 'txt: what is printed else');
is((digest('daily', '--preview', '-', @at))[1], $out, '-: the same');
my $eml = slurp("$dir/x.eml");
like($eml, qr/^To: <a\@example\.org>,\r?\n <b\@example\.org>\r?$/m,
    'eml: whom it is for');
like($eml, qr/^Content-Type: multipart\/alternative;/m, 'eml: its parts');
is(state(), $before, 'nothing is changed by these');
for (['x.pdf', 'x.pdf'], ['eml', 'eml'], ['.eml', '.eml'], ['x.EML', 'x.EML']) {
	($status, $out, $err) = digest('daily', '--preview', $_->[0]);
	is($status, 64, "$_->[0]: no such kind");
	like($err, qr/\.eml, \.html, \.txt or \.atom, not '\Q$_->[1]\E'\n/,
	    "$_->[0]: told");
}
($status, $out, $err) = digest('daily', '--preview', 'none/x.eml', @at);
is($status, 73, 'a folder that is not there');
my $none = 'feedloom: feedloom\.lua has no digest';
for (['dayly', qr/\A$none 'dayly'; did you mean 'daily'\?\n/],
    ['news', qr/\A$none 'news'\n/]) {
	($status, $out, $err) = digest($_->[0]);
	is($status, 64, "$_->[0]: unknown");
	like($err, $_->[1], "$_->[0]: told");
}
is((digest())[0], 64, 'which one?');

# A dry run, when it is due.
for (['--dry-run', 0], ['--check', 1]) {
	my ($option, $want) = @$_;
	my ($status, $said) = cron_at($dir, '2026-06-02 02:10', $option);
	is($status, $want, "$option: its status");
	like($said, qr/^daily: a message with 23 entries would be made$/m,
	    "$option: what would be done");
	is(state(), $before, "$option: nothing is");
}

# A window that was sent is that message again.
cron_at($dir, '2026-06-02 02:10');
my @sent = mails($dir, 'daily');
is(scalar @sent, 2, 'the second one is sent');
digest('daily', '--preview', 'x.eml', '--as-of', '2026-06-02T02:00:00Z', @at);
my ($id) = slurp("$dir/x.eml") =~ /^Message-ID: (\S+)/m;
is($id, $sent[1]{head}{'message-id'}, 'as of then: the same message');

# The same history, the same bytes, whatever the place.
sub history
{
	my ($name, $env) = @_;
	my $dir = folder($name, <<'LUA');
feed "news" { source = "news.xml" }
feed "other" { source = "other.xml" }
for i = 1, 3 do
  local zones = { "UTC", "Asia/Almaty", "America/New_York" }
  DIGEST("d" .. i) { every = "daily 07:00", timezone = zones[i],
    group_by = "day", corrections = true, body = "full" }
end
DIGEST "each" { each = true }
LUA
	for my $hour (map { 6 * $_ } 0 .. 12) {
		feed($dir, 'news', map { $_->{text} = "Words of $hour"
		    if $_->{id} eq 'n7'; $_ } posts('n', 1 .. $hour));
		feed($dir, 'other', map { $_->{title} = "\xc3\x9c $_->{id}"; $_ }
		    posts('o', grep { $_ % 7 == 0 } 1 .. $hour));
		cron_at($dir, from_time(time_of('2026-06-01 00:00')
		    + 3600 * $hour), { env => $env });
	}
	return bytes_of($dir);
}
my $bytes = history('one', {});
cmp_ok(length $bytes, '>', 100_000, 'a history has many messages');
ok($bytes eq history('two', {}), 'again: the same bytes');
ok($bytes eq history('three', { TZ => 'Asia/Kathmandu', LC_ALL => 'tr_TR.UTF-8',
    LANG => 'de_DE.UTF-8' }), 'elsewhere: the same bytes');
done_testing();
