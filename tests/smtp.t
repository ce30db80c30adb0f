#!/usr/bin/perl
# SMTP: what sink/smtp.h makes of a server that answers well or badly.  Each
# file of tests/smtp/*.case is blocks: a comment, lines "- WORDS" that
# tests/smtp/server.py obeys, a line "? HOW RECIPIENT ... WORD=..." that
# tests/smtp/send is run by, with a message to each, what it prints, and what
# the server noted, after ">".  :OLD is a certificate that nobody trusts.
use strict;
use warnings;
use lib 'tests/lib';
use File::Basename qw(basename dirname);
use Feedloom;
use IPC::Open2;
use Test::More;

my $send = dirname($ENV{FEEDLOOM_BINARY} // $feedloom) . '/smtp/send';
plan skip_all => 'tests/smtp/send is not built' unless -x $send;

sub certificate
{
	my ($name, $host) = @_;
	return (run({}, qw(openssl req -x509 -newkey ec -pkeyopt
	    ec_paramgen_curve:prime256v1 -nodes -days 2 -subj), "/CN=$host",
	    '-addext', "subjectAltName=DNS:$host", '-keyout', "$tmp/$name.key",
	    '-out', "$tmp/$name"))[0];
}

is(certificate('ca', 'localhost'), 0, 'a certificate is made');
is(certificate('other', 'localhost'), 0, 'another one, too');
my $pid = open2(my $out, my $in, '/usr/bin/python3', "$tests/smtp/server.py",
    "$tmp/ca", "$tmp/ca.key");
my ($plain, $secure) = split ' ', <$out>;
ok($secure, 'the server listens');

sub tell_server
{
	print $in "$_[0]\n";
	$in->flush;
	return scalar <$out>;
}

sub noted
{
	print $in "log\n";
	$in->flush;
	my $all = '';
	while (my $line = <$out>) {
		last if $line eq ".\n";
		$all .= "> $line";
	}
	return $all =~ s/ +$//gmr;
}

# A message of lines, as a file; "long" is one of 200 KB, "huge" one that no
# system keeps for who does not take it.  In "dots", 64 KiB and three bytes, as
# many dots are doubled.
spew("$tmp/message", join '', map { "$_\r\n" } 'Subject: x', '', '.dot',
    '..two', '.', 'last');
spew("$tmp/bare", "Subject: x\r\n\r\n.\n\r\nMAIL FROM:<x\@y>\r\n");
spew("$tmp/return", "Subject: x\r\n\r\na\rb\r\n");
spew("$tmp/open", "Subject: x\r\n\r\nno end");
spew("$tmp/nul", "Subject: x\r\n\r\na\0b\r\n");
spew("$tmp/long", "Subject: x\r\n\r\n" . ('x' x 70 . "\r\n") x 3000);
spew("$tmp/dots", "Subject: x\r\n\r\n" . ".d\r\n" x 3
    . ('x' x 70 . "\r\n") x 909 . 'x' x 60 . "end\r\n");
spew("$tmp/huge", "Subject: x\r\n\r\n" . ('x' x 70 . "\r\n") x 400_000);

sub answers
{
	my ($block) = @_;
	my ($how, @words) = split ' ', ($block =~ /^\? (.*)$/m)[0];
	my (@to, @more);
	my %set = (ca => "$tmp/ca", time => 5, port => undef, host => 'localhost',
	    file => 'message', from => 'me@client.example');
	for my $word (@words) {
		my ($name, $value) = $word =~ /^(\w+)=(.*)/;
		push @to, $word unless defined $name;
		push @more, $word
		    if defined $name && $name =~ /user|password|wait/;
		$set{$name} = $value if defined $name;
	}
	$set{ca} = "$tmp/other" if $set{ca} eq 'OTHER';
	$set{port} //= $how eq 'tls' ? $secure : $plain;
	$set{port} = $plain if $set{port} eq 'plain';
	spew("$tmp/lines", join '', map {
		my $to = /@/ ? $_ : "$_\@x.example";
		"$set{from} $to $tmp/$set{file}\n"
	} @to);
	my ($status, $is, $said) = run({ stdin => "$tmp/lines",
		env => { ALL_PROXY => 'http://127.0.0.1:9/' } }, $send,
	    $set{host}, $set{port}, $how, $set{time}, "ca=$set{ca}", @more);
	$is =~ s/\@x\.example:/:/g;
	my $noted = noted();
	$noted =~ s/(x{70}(?:\\r\\n)?)+/(long)/g;
	return $is . $said . ($status == 0 ? '' : "status $status\n") . $noted;
}

for my $file (sort glob "$tests/smtp/*.case") {
	my $all = '';
	for my $block (split /^(?=#)/m, slurp($file)) {
		my ($name) = $block =~ /^# (.*)/;
		my @head = $block =~ /^([#?-] ?.*\n)/mg;
		tell_server('reset');
		tell_server($_) for $block =~ /^- (.*)$/mg;
		my $is = join('', @head) . "\n" . answers($block) . "\n";
		$all .= $is;
		next if $ENV{UPDATE};
		is($is, $block =~ s/\n+\z/\n\n/r,
		    basename($file, '.case') . ": $name");
	}
	next unless $ENV{UPDATE};
	spew($file, $all =~ s/\n+\z/\n/r);
	pass("$file is updated");
}

close $in;
kill 'TERM', $pid;
waitpid $pid, 0;
done_testing();
