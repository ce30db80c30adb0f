#!/usr/bin/perl
# Messages of digests on their way, as `feedloom run` sends them: each way that
# there is, servers that refuse, wait, are gone or cut off, and a run that is
# killed.  tests/smtp/server.py is the server; what it notes is what it got.
use strict;
use warnings;
use lib 'tests/lib';
use Feedloom;
use Smtpd;
use Test::More;

$ENV{ASAN_OPTIONS} = join ':', $ENV{ASAN_OPTIONS} // (), 'detect_leaks=0';

# Whom messages went to: RCPT with a message behind it, "!" before those that
# have no good answer, and how often somebody connected.
sub went
{
	my @noted = noted();
	my (@to, $connections);
	for my $line (@noted) {
		$connections++ if $line eq 'connection';
		push @to, "!$1" if $line =~ /^RCPT TO:<(\w+)@/;
		$to[-1] =~ s/^!// if $line =~ /^</;
	}
	return join ' ', @to, $connections // 0;
}

my $N = 0;
my $dir;

# A folder with a feed and a digest of it, in which a run at 10:00 was.
sub world
{
	my ($via, $more) = @_;
	$dir = "$tmp/world" . ++$N;
	mkdir $dir;
	spew("$dir/in.xml", <<'XML');
<rss version="2.0"><channel><title>Harbour</title>
<link>https://example.org/</link><description>d</description>
<item><title>Post 1</title><guid isPermaLink="false">h-1</guid>
<link>https://example.org/1</link>
<pubDate>Mon, 01 Jun 2026 09:00:00 GMT</pubDate>
<description>From here on</description></item></channel></rss>
XML
	spew("$dir/secret", "s3cret\n");
	chmod 0600, "$dir/secret";
	spew("$dir/status", '0');
	spew("$dir/program", "#!/bin/sh\necho \"\$@\" >>args\ncat >>said\n" .
	    "read code <status\necho \"code \$code\" >&2\nexit \$code\n");
	chmod 0755, "$dir/program";
	configure($via, $more);
	feedloom({ dir => $dir }, qw(run --at 2026-06-01T09:59:00Z));
}

sub configure
{
	my ($via, $more) = @_;
	$more //= '';
	spew("$dir/feedloom.lua", <<"LUA");
feed "harbour" { source = "in.xml" }
digest "news" { from = { "harbour" }, every = "monday 07:00", only_new = false,
  to = { "a\@x.example", "b\@x.example", "c\@x.example" },
  sender = "Me <me\@client.example>", via = $via $more }
LUA
}

my $smtp = smtp();

# Status and words of a run at that time of a day in June.
sub at
{
	my ($day, $time, @more) = @_;
	my ($status, $said, $err) = feedloom({ dir => $dir }, 'run', @more,
	    '--at', "2026-06-${day}T$time:00Z");
	return "$status $said$err";
}

# What is remembered of deliveries: state, attempts, error.
sub stored
{
	my ($status, $said, $err) = run({}, 'sqlite3', "$dir/feedloom.db",
	    "SELECT substr(recipient, 1, 1) || ' ' || state || ' ' ||" .
	    " attempts || ' ' || ifnull(error, '-') FROM delivery ORDER BY id");
	return $said . $err;
}

sub monday { return at('08', '07:00', @_) }

# All goes well: each gets a message of his own.
server();
world($smtp);
is(monday(), '0 ', 'a run that sends is silent');
my @noted = noted();
is(scalar(grep { $_ eq 'connection' } @noted), 1, 'over one connection');
my @mails = grep { /^</ } @noted;
is(scalar(@mails), 3, 'three are sent');
for my $i (0 .. 2) {
	my $who = (qw(a b c))[$i];
	like($mails[$i], qr/^<To: <$who\@x\.example>\\r\\n/, "one to $who");
	is(scalar(() = $mails[$i] =~ /\@x\.example/g), 1, 'and to nobody else');
}
is(stored(), "a 2 1 -\nb 2 1 -\nc 2 1 -\n", 'that is remembered');
is(at('08', '07:05') . went(), '0 0', 'and none is sent again');

# One message that names all.
server();
world($smtp, ', together = true');
is(monday('-v') =~ /^news: sent to 3 of 3$/m, 1, 'told with -v');
for (grep { /^</ } noted()) {
	is(scalar(() = /(?:^<|\\n)To: /g), 1, 'one line that says to whom');
	like($_, qr/a\@x\.example.*b\@x\.example.*c\@x\.example/, 'all');
}

# One is refused, one is to wait: the third has it.
server('rcpt a 550 5.1.1 nobody', 'rcpt b 450 4.2.0 greylisted');
world($smtp);
is(monday(), "1 news: a\@x.example: 550 5.1.1 nobody\n",
    'who is refused is told');
is(went(), '!a !b c 3', 'nobody is in the way of others');
is(stored(), "a 3 1 550 5.1.1 nobody\nb 0 1 450 4.2.0 greylisted\nc 2 1 -\n",
    'each as it is');
is(at('08', '07:01') . went(), '0 0', 'not at once');
is(at('08', '07:06') . went(), '0 !b 1', 'again');
is(at('08', '07:11') . went(), '0 0', 'the pause is longer then');
server();
is(at('08', '07:25', '-v') =~ /^news: sent to 2 of 3$/m, 1, 'and goes');
is(went(), 'b 1', 'once');

# Nobody there: one look at a run, the rest waits, and it is no news at first.
server('banner cut');
world($smtp);
is(monday(), '0 ', 'no server is not worth a word');
is(went(), '1', 'looked for once');
my $gone = 'localhost broke the connection, at the greeting';
is(stored(), "a 0 0 $gone\nb 0 0 $gone\nc 0 0 $gone\n", 'nothing counts');
is(at('08', '07:05') . went(), '0 1', 'looked for again');
is(at('09', '07:05'), "1 news: its messages wait: $gone\n",
    'after a day it is');
server();
is(at('09', '07:10'), '0 ', 'it is back');
is(noted() > 0 && stored(), "a 2 1 -\nb 2 1 -\nc 2 1 -\n", 'and all is sent');

# It says nothing any more: one waits for it, in one run, and no other digest
# does.
my $short = $smtp =~ s/\{/{ timeout = "5 seconds",/r;
server('rcpt hang');
world($short, "} digest \"too\" { from = \"harbour\", only_new = false, " .
    'every = "monday 07:00", to = "d@x.example", ' .
    "sender = \"me\@client.example\", via = $short");
is(monday(), '0 ', 'a silent server is not worth a word');
is(went(), '!a 1', 'one delivery waits for it');
my $silent = 'localhost does not answer in time, at RCPT TO';
is(stored(), "a 0 1 $silent\n" . join('', map { "$_ 0 0 $silent\n" } qw(b c d)),
    'all are put off');
server();
is(at('08', '07:10') . went(), '0 a b c d 1', 'and go when it speaks');

# It gives up.
server('rcpt 450 4.2.0 later');
world($smtp, ', give_up = "1 hour"');
is(monday(), '0 ', 'it waits');
is(at('08', '07:10'), '0 ', 'and waits');
like(at('08', '08:10'), qr/^1 news: a\@x\.example: given up: 450 4\.2\.0 later$/m,
    'it is given up');
is(stored(), join('', map { "$_ 3 3 given up: 450 4.2.0 later\n" } qw(a b c)),
    'for good');
is(at('08', '12:00') . (noted() && ''), '0 ', 'and is left alone');

# The sender, the password, the certificate.
for (['mail 550 5.7.1 not you', '550 5.7.1 not you', ''],
    ['auth 535 5.7.8 no', '535: the server does not take the user and password',
	''], ['', 'cannot trust localhost: self-signed certificate',
	"ca_file = \"$tmp/other\"", 'x']) {
	my ($rule_, $words, $ca) = @$_;
	run({}, qw(openssl req -x509 -newkey ec -pkeyopt
	    ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=localhost
	    -keyout), "$tmp/otherkey", '-out', "$tmp/other") if $ca;
	server(grep { $_ } $rule_);
	world($ca ? $smtp =~ s/ca_file = "[^"]*"/$ca/r : $smtp);
	is(monday(), '0 ', "$words: it waits");
	is(stored(), join('', map { "$_ 0 0 $words\n" } qw(a b c)), 'for all');
	unlike(stored() . at('09', '08:00', '-vv'), qr/s3cret|czNjcmV0/,
	    'without the password');
}
server();
world($smtp);
unlink "$dir/secret";
is(monday(), '0 ', 'no password');
like(stored(), qr/^a 0 0 the secret in '.*secret': cannot be opened/, 'is told');

# Programs.
server();
for (['0', '0 ', 2, 1, '-'], ['75', '0 ', 0, 1, 'the command ended with status 75: code 75'],
    ['67', '1 ', 3, 1, 'the command ended with status 67: code 67'],
    ['1', '0 ', 0, 1, 'the command ended with status 1: code 1']) {
	my ($code, $status, $state, $attempts, $words) = @$_;
	world('sendmail { "./program", "-x" }');
	spew("$dir/status", "$code\n");
	like(monday(), qr/^$status/, "a program that ends with $code");
	is(stored(), join('', map { "$_ $state $attempts $words\n" }
	    qw(a b c)), 'is understood');
	is(slurp("$dir/args"), join('', map {
		"-x -i -f me\@client.example -- $_\@x.example\n" } qw(a b c)),
	    'it is told whom');
	unlike(slurp("$dir/said"), qr/\r/, 'lines end in LF');
	is(scalar(() = slurp("$dir/said") =~ /^To: </mg), 3, 'with a header');
}
world('sendmail { "/no/such/program" }');
is(monday(), '0 ', 'no program');
like(stored(), qr/^(?:\w 0 0 the command '.*' is no program\n){3}$/, 'all wait');

# Files.
for my $kind ('maildir "mail/box"', 'mbox "mail/box"', 'file "mail/{slot}.eml"',
    'file "mail/last.eml"') {
	world($kind);
	is(monday(), '0 ', $kind);
	my ($file) = glob "$dir/mail/{box/new/*feedloom,*.eml}";
	$file = "$dir/mail/box" if $kind =~ /^mbox/;
	like(slurp($file), qr/^Message-ID: <\w+\@client\.example>\r?$/m,
	    'a message');
	like($file, qr/2026-06-08-07-00\.eml$/, 'the slot') if $kind =~ /slot/;
	my $is = slurp($file);
	run({}, 'sqlite3', "$dir/feedloom.db", 'UPDATE delivery SET state = 1');
	is(at('08', '07:30'), '0 ', 'begun, and not known to have ended');
	is(slurp($file), $is, 'it is there once');
	is(() = glob("$dir/mail/box/new/*"), 1, 'in one file')
	    if $kind =~ /^maildir/;
}
spew("$tmp/nofolder", '');
world("maildir \"$tmp/nofolder\"");
is(monday(), '0 ', 'where no Maildir can be');
like(stored(), qr/^ 0 0 cannot open the Maildir/, 'it waits');

# A digest that is no more.
server('banner cut');
world($smtp);
monday();
spew("$dir/feedloom.lua", 'feed "harbour" { source = "in.xml", publish = { ["x.atom"] = "atom" } }');
like(at('08', '08:00'), qr/^0 .*news: its messages wait, but it is not in the configuration any more; .*--drop 1' drops this one$/m,
    'a digest that left');
is(stored() =~ s/ 0 0 .*//gr, "a\nb\nc\n", 'they stay');

# Killed, master or mailer, at each call that says or writes something: none is
# lost, and who has it twice has the same message.
my ($traced) = run({}, qw(strace -o /dev/null -e inject=fsync:error=EIO true));
if ($traced == 0 && !$ENV{VALGRIND}) {
	server();
	world($smtp);
	my $base = $dir;
	my ($bad, $cases, $twice) = (0, 0, 0);
	my @points = ((map { "sendmsg:signal=KILL:when=$_" } 3 .. 8),
	    (map { "sendto:signal=KILL:when=$_" } 1 .. 12),
	    (map { "fdatasync:signal=KILL:when=$_" } 1 .. 14),
	    (map { "pwrite64:signal=KILL:when=$_" } map { $_ * 3 } 1 .. 20),
	    (map { "recvfrom:signal=KILL:when=$_" } map { $_ * 2 } 4 .. 20));
	for my $point (@points) {
		$dir = "$tmp/killed";
		system('rm', '-rf', $dir);
		system('cp', '-a', $base, $dir);
		noted();
		run({ dir => $dir }, qw(strace -f -o /dev/null -e),
		    "inject=$point", $feedloom, 'run', '--at',
		    '2026-06-08T07:00:00Z');
		at('08', "07:$_") for qw(10 40);
		at('08', '09:00');
		my %got;
		my ($who);
		for my $line (noted()) {
			$who = $1 if $line =~ /^RCPT TO:<(\w)/;
			push @{ $got{$who} }, $line if $line =~ /^</;
		}
		$cases++;
		my $all = join '', sort keys %got;
		my $same = !grep { my @m = @$_; grep { $_ ne $m[0] } @m }
		    values %got;
		$twice += grep { @$_ > 1 } values %got;
		next if $all eq 'abc' && $same &&
		    stored() =~ /^(?:\w 2 \d -\n){3}$/;
		$bad++;
		diag("$point: $all, same $same, " . stored());
	}
	is($bad, 0, "$cases kills lose nothing");
	note("$twice messages came twice");
}

done_testing();
