#!/usr/bin/perl
# Crashes of `feedloom run` with digests: killed at each call that writes, in the
# master, the editor and the mailer, or that call failing (strace(1) does it),
# and killed at each point of the dialogue with a mail server.  Whatever happens:
# the runs behind it bring each message to each recipient; once to a Maildir, an
# mbox or a file; by SMTP a second time only when the first one's last dot may
# have been sent, with the same bytes.  Cases are a sample, evenly taken; with
# FULL=1 all of them.
use strict;
use warnings;
use lib 'tests/lib';
use Crash;
use Feedloom;
use Smtpd;
use Test::More;

my $SAMPLE = 40;
my $DIALOGUES = 12;
my $DAMAGES = 300;
my $DAY = '2026-06-08';

# The next runs: later that day, as long as something waits, and on the next.
my @LATER = map { "2026-06-08T$_:00Z" } qw(07:06 07:30 08:30 13:00 19:00);
my $NEXT = '2026-06-09T07:00:00Z';

# What happens at the Nth of them.
my @FATES = ('signal=KILL:when=%d', (map { "error=$_:when=%d" }
    qw(ENOSPC EIO EROFS EDQUOT)), 'error=ENOSPC:when=%d+');

need_strace();

sub write_source
{
	my ($file, $name, @posts) = @_;
	my $items = join '', map {
		"<item><title>$name Post $_</title><guid isPermaLink=" .
		    "\"false\">$name-$_</guid><link>https://example.org/" .
		    "$name/$_</link><pubDate>Mon, 0$_ Jun 2026 05:00:00 GMT" .
		    "</pubDate><description>About $_</description></item>\n"
	} @posts;
	spew($file, '<rss version="2.0"><channel>' .
	    "<title>$name</title><link>https://example.org/</link>" .
	    "<description>d</description>\n$items</channel></rss>\n");
}

sub digest
{
	my ($name, $more) = @_;
	return "digest \"$name\" { from = \"*\", " .
	    "sender = \"Me <me\@client.example>\", $more }\n";
}

my $FOREIGN = "From x\@x.example Mon Jun  1 00:00:00 2026\nSubject: x\n\ny\n\n";

# A folder where digests are due; the entries of this day are known already, or
# are there to be fetched.
sub make_world
{
	my ($dir, $known) = @_;
	mkdir $dir;
	mkdir "$dir/mail";
	spew("$dir/mail/box", $FOREIGN);
	spew("$dir/secret", "s3cret\n");
	chmod 0600, "$dir/secret";
	write_source("$dir/harbour.xml", 'Harbour', 1 .. 3);
	write_source("$dir/weather.xml", 'Weather', 1 .. 2);
	spew("$dir/feedloom.lua", <<'LUA' .
defaults { every = "23 hours" }
settings { state = "state/feedloom.db" }
feed "harbour" { source = "harbour.xml" }
feed "weather" { source = "weather.xml" }
LUA
	    digest('post', 'every = "daily 07:00", to = { "a@x.example", ' .
		'"b@x.example", "c@x.example" }, via = ' . smtp()) .
	    digest('folder', 'every = "daily 07:00", ' .
		'via = maildir "mail/dir"') .
	    digest('box', 'every = "daily 07:00", via = mbox "mail/box"') .
	    digest('file', 'every = "daily 07:00", ' .
		'via = file "mail/{slot}.eml"') .
	    digest('each', 'each = true, via = maildir "mail/each"'));
	my ($status, $out, $err) = feedloom({ dir => $dir }, 'run', '--at',
	    '2026-06-07T07:30:00Z');
	is("$status $out$err", '0 ', 'an earlier run');
	write_source("$dir/harbour.xml", 'Harbour', 1 .. 5);
	write_source("$dir/weather.xml", 'Weather', 1 .. 3);
	return if !$known;
	($status, $out, $err) = feedloom({ dir => $dir }, qw(run harbour weather
	    --at 2026-06-08T06:30:00Z));
	is("$status $out$err", '0 ', 'one that fetches');
}

# Status and words of a run, which strace or what else is said runs.
sub go
{
	my ($dir, $time, @before) = @_;
	my ($status, $out, $err) = run({ dir => $dir }, @before, $feedloom,
	    'run', '--at', $time);
	rest();
	return ($status, "$out$err");
}

sub ask
{
	my ($dir, $question) = @_;
	my ($status, $out, $err) =
	    run({}, 'sqlite3', "$dir/state/feedloom.db", $question);
	return $out . $err;
}

# What is not done yet, a line each.
sub waiting
{
	my ($dir) = @_;
	return ask($dir, 'SELECT m.digest, m.slot, d.error FROM delivery d' .
	    ' JOIN message m ON m.id = d.message WHERE d.state < 2;' .
	    ' SELECT name, last_error FROM digest WHERE failures > 0');
}

# Who got what by SMTP: lists of messages, and who the last one was.
sub got
{
	my (%got, $who, $last);
	for (@_) {
		$who = $1 if /^RCPT TO:<(\w)/;
		next unless /^</;
		push @{ $got{$who} }, $_;
		$last = $who;
	}
	return (\%got, $last);
}

sub message_id { return $_[0] =~ /Message-ID: (<[^>]*>)/ ? $1 : '' }

# What is wrong with messages that came by SMTP; twice says whose may be there
# two times.
sub wrong_mails
{
	my ($got, $was, $twice, $plain) = @_;
	my @wrong;
	for my $who (qw(a b c)) {
		my @mails = @{ $got->{$who} // [] };
		push @wrong, "$who has nothing" if !@mails;
		push @wrong, "$who has it " . @mails . ' times'
		    if @mails > ($who eq $twice ? 2 : 1);
		push @wrong, "$who has something else" if grep {
			$_ ne $mails[0] || message_id($_) ne
			    message_id($was->{$who}[0]) ||
			    (!$plain && $_ ne $was->{$who}[0])
		} @mails;
	}
	return @wrong;
}

# What is wrong with files that hold messages.
sub wrong_files
{
	my ($is, $was, $plain) = @_;
	my @wrong;
	for my $file (sort keys %{ { %$is, %$was } }) {
		my ($a, $b) = ($is->{$file}, $was->{$file});
		if (!defined $a || !defined $b) {
			push @wrong, defined $a ? "$file is there" :
			    "$file is not there";
		} elsif ($plain) {
			my @a = $a =~ /^(Message-ID: .*)$/mg;
			my @b = $b =~ /^(Message-ID: .*)$/mg;
			push @wrong, "$file: @a" if "@a" ne "@b";
		} elsif ($a ne $b) {
			push @wrong, "$file is another one";
		}
	}
	return @wrong;
}

my (%was, $was_said);

# Runs until nothing waits, and on the next day; what is wrong then.
sub end
{
	my ($dir, $first, $twice, $plain) = @_;
	my (@wrong, $all);
	for my $time (@LATER) {
		# Locks beside an mbox get as old as that.
		utime 0, 0, "$dir/mail/box.lock";
		my ($status, $words) = go($dir, $time);
		$plain ||= $words =~ /headlines only/;
		push @wrong, "the run at $time: $status $words"
		    if "$status $words" ne '0 ';
		last if waiting($dir) eq '' && @{[glob "$dir/mail/*.eml"]};
	}
	my $left = waiting($dir);
	push @wrong, "there waits:\n$left" if $left ne '';
	my @mails = (@$first, noted());
	push @wrong, wrong_mails((got(@mails))[0], $was{mails}, $twice, $plain),
	    wrong_files(files("$dir/mail"), $was{files}, $plain);
	my ($status, $words) = go($dir, $NEXT);
	push @wrong, "the next day: $status $words" if "$status $words" ne '0 ';
	push @wrong, 'on the next day there is more'
	    if noted() || keys %{ files("$dir/mail") } != keys %{ $was{files} };
	my $good = ask($dir, 'PRAGMA integrity_check');
	push @wrong, "the database: $good" if $good ne "ok\n";
	my $state = join ' ', sort keys %{ files("$dir/state") };
	push @wrong, "beside the database: $state"
	    if $state ne 'feedloom.db feedloom.db.lock';
	return @wrong;
}

# What is wrong with a status and words.
sub wrong_word
{
	my ($dir, $status, $said, $trace) = @_;
	return "exit $status" unless $status =~ /^(?:0|1|73|74|75|78)$/;
	return if $trace =~ /write\(2<.*INJECTED/;
	if ($status != 0) {
		return if $said =~ /^(?:\w+|feedloom): ./m;
		return "exit $status without a word";
	}
	return if waiting($dir) ne '';
	return if !wrong_files(files("$dir/mail"), $was{files},
	    $said =~ /headlines only/);
	return 'exit 0, nothing waits, and not all is there';
}

my %count = (killed => 0, failed => 0, missed => 0);

# One case of strace.
sub try_call
{
	my ($base, $who, $call, $n, $fate) = @{ $_[0] };
	my $dir = "$tmp/case";
	my $inject = "inject=$call:" . sprintf $fate, $n;
	copy_world("$tmp/$base", $dir);
	noted();
	my ($status, $said) = go($dir, "${DAY}T07:00:00Z", 'strace', '-y',
	    $who eq 'all' ? '-f' : (), '-o', "$tmp/calls", '-e',
	    "trace=$call", '-e', $inject);
	my $trace = slurp("$tmp/calls");
	my $kills = $fate =~ /KILL/;
	my $hit = $trace =~ ($kills ? qr/killed by SIGKILL/ : qr/INJECTED/);
	$count{ !$hit ? 'missed' : $kills ? 'killed' : 'failed' }++;
	my @first = noted();
	my ($got, $last) = got(@first);
	my @wrong;
	push @wrong, wrong_word($dir, $status, $said, $trace)
	    if $status != 128 + 9;
	push @wrong, end($dir, \@first, $last // '', $said =~ /headlines only/);
	push @wrong, "(the run: $status $said)" if @wrong;
	return @wrong;
}

# One case of the dialogue.
sub try_dialogue
{
	my ($base, $who, $at, $n, $side) = @{ $_[0] };
	my $dir = "$tmp/case";
	copy_world("$tmp/$base", $dir);
	noted();
	server("kill $who $at $n $side $tmp/pid");
	my ($status, $said) = go($dir, "${DAY}T07:00:00Z", 'sh', '-c',
	    "echo \$\$ >$tmp/pid; exec \"\$@\"", 'sh');
	server();
	my @first = noted();
	my @wrong;
	push @wrong, 'nobody was killed'
	    if !grep { $_ eq 'killed, 1 mailer' } @first;
	push @wrong, "exit $status" if $status != ($who eq 'master' ? 137 : 0);
	# Behind the answer to DATA all of the message may be on its way.
	my ($got, $last) = got(@first);
	my $sent = $at =~ /^(?:body|dot)$/ || "$at $side" eq 'data after';
	push @wrong, end($dir, \@first, $sent ? $last // '' : '', 0);
	push @wrong, "(the run: $status $said)" if @wrong;
	return @wrong;
}

# Posts of messages, each in as many of them as there are.
sub posts
{
	my (@mails) = @_;
	return join ' ', sort map {
		my %posts = map { $_ => 1 } /((?:Harbour|Weather) Post \d)/g;
		keys %posts;
	} @mails;
}

my $NEW = 'Harbour Post 4 Harbour Post 5 Weather Post 3';

# What is wrong with posts in messages, which may be those of two slots.
sub wrong_posts
{
	my ($dir, @mails) = @_;
	my ($got) = got(@mails);
	my %posts;
	for my $who (qw(a b c)) {
		my %mails = map { message_id($_) => $_ } @{ $got->{$who} };
		$posts{$who} = posts(values %mails);
	}
	my $is = files("$dir/mail");
	for my $place (qw(dir each)) {
		$posts{$place} = posts(map { $is->{$_} }
		    grep { m{^$place/new/} } keys %$is);
	}
	$posts{box} = posts(split /^(?=From )/m, $is->{box});
	$posts{file} = posts(map { $is->{$_} } grep { /\.eml$/ } keys %$is);
	return map { "$_: $posts{$_}" } grep { $posts{$_} ne $NEW }
	    sort keys %posts;
}

# One case of strace in a run that fetches as well.
sub try_fetch
{
	my ($base, $who, $call, $n, $fate) = @{ $_[0] };
	my $dir = "$tmp/case";
	my @wrong;
	copy_world("$tmp/$base", $dir);
	noted();
	my ($status, $said) = go($dir, "${DAY}T07:00:00Z", 'strace', '-o',
	    "$tmp/calls", '-e', "trace=$call", '-e',
	    "inject=$call:" . sprintf $fate, $n);
	$count{$status == 128 + 9 ? 'killed' : 'failed'}++;
	for my $time (@LATER, $NEXT, $NEXT =~ s/09T/10T/r) {
		utime 0, 0, "$dir/mail/box.lock";
		my ($next, $words) = go($dir, $time);
		push @wrong, "the run at $time: $next $words"
		    if "$next $words" ne '0 ';
	}
	push @wrong, wrong_posts($dir, noted());
	my $left = waiting($dir);
	push @wrong, "there waits:\n$left" if $left ne '';
	push @wrong, "(the run: $status $said)" if @wrong;
	return @wrong;
}

sub try_all
{
	my ($what, $try, $all, @cases) = @_;
	my $bad = 0;
	for my $case (@cases) {
		my @wrong = $try->($case);
		next unless @wrong;
		$bad++;
		fail(join ' ', @$case);
		diag(join "\n", @wrong);
	}
	is($bad, 0, scalar(@cases) . " of $all $what are as they should be");
}

server();
make_world("$tmp/base", 1);
copy_world("$tmp/base", "$tmp/good");
my ($status, $said) = go("$tmp/good", "${DAY}T07:00:00Z", qw(strace -f -q -o),
    "$tmp/calls");
is("$status $said", '0 ', 'a run that nothing happens to');
my @calls = cases('base', count_calls("$tmp/calls"), @FATES);
$was{mails} = (got(noted()))[0];
$was{files} = files("$tmp/good/mail");
is(join(' ', map { "$_ " . @{ $was{mails}{$_} } } sort keys %{ $was{mails} }),
    'a 1 b 1 c 1', 'each gets one');
is(join(' ', map { s{/\d+\.\w+}{/N}r } sort keys %{ $was{files} }),
    "$DAY-07-00.eml box dir/new/N.feedloom each/new/N.feedloom " .
    'each/new/N.feedloom each/new/N.feedloom', 'and so do files');
like($was{mails}{a}[0], qr/Harbour Post 5/, 'of what is new');
unlike($was{mails}{a}[0], qr/Harbour Post 3/, 'and that alone');
is(join("\n", end("$tmp/good", [], '', 0)) =~ s/^\w has nothing\n?//mgr, '',
    'it is over then');

# What was put by a run that was killed is on the disk before that is remembered.
copy_world("$tmp/good", "$tmp/put");
ask("$tmp/put", "UPDATE delivery SET state = 1 WHERE message IN (SELECT id" .
    " FROM message WHERE digest <> 'post')");
spew("$tmp/put/mail/.$DAY-07-00.eml.feedloom-abcdef", 'half of it');
go("$tmp/put", $NEXT, qw(strace -y -o), "$tmp/calls");
is(join(' ', grep { /mail/ } slurp("$tmp/calls") =~
    m{sync\(\d+<\Q$tmp\E/put/(.*?)>}g),
    'mail/dir/new mail/box mail mail/each/new mail/each/new mail/each/new', 'what is there is to last');
is(join("\n", wrong_files(files("$tmp/put/mail"), $was{files}, 0)), '',
    'and what is half is not there');

# A database from before its messages were sent is put back.  Until the next
# slot they are made again as they were, so that who has one knows it.
copy_world("$tmp/good", "$tmp/back");
system('cp', '-a', "$tmp/base/state/feedloom.db", "$tmp/back/state") == 0 or die;
is(join(' ', go("$tmp/back", $LATER[1])), '0 ', 'a database from a backup');
is(join("\n", wrong_mails((got(noted()))[0], $was{mails}, '', 0)), '',
    'by SMTP the same comes again');
is(join("\n", wrong_files(files("$tmp/back/mail"), $was{files}, 0)), '',
    'in files it is once');
copy_world("$tmp/good", "$tmp/back");
system('cp', '-a', "$tmp/base/state/feedloom.db", "$tmp/back/state") == 0 or die;
is(join(' ', go("$tmp/back", $NEXT)), '0 ', 'and a day later');
my ($again) = got(noted());
like($again->{a}[0], qr/Harbour Post 4.*Harbour Post 5/s, 'the same entries');
isnt(message_id($again->{a}[0]), message_id($was{mails}{a}[0]),
    'in the next message');

# One that is not there any more: what was there before is not news.
copy_world("$tmp/good", "$tmp/gone");
unlink "$tmp/gone/state/feedloom.db";
is(join(' ', go("$tmp/gone", $NEXT)), '0 ', 'a database that is gone');
is(join(' ', noted()), '', 'nothing is mailed');
is(join("\n", wrong_files(files("$tmp/gone/mail"), $was{files}, 0)), '',
    'nor put anywhere');

# Some bytes of it are others, or its end is missing: it is refused, untouched,
# and nothing is mailed; or what was harmed is found to be no harm.
my $whole = slurp("$tmp/base/state/feedloom.db");
my ($refused, $unharmed, @harm) = (0, 0);
srand 6;
for my $i (1 .. ($ENV{FULL} ? $DAMAGES : $DAMAGES / 10)) {
	my $bytes = $whole;
	my $at = int rand length $bytes;
	substr $bytes, $at, 1 + int rand 64,
	    join '', map { chr int rand 256 } 1 .. 1 + int rand 64;
	$bytes = substr $whole, 0, $at if $i % 5 == 0;
	copy_world("$tmp/base", "$tmp/case");
	spew("$tmp/case/state/feedloom.db", $bytes);
	($status, $said) = go("$tmp/case", "${DAY}T07:00:00Z");
	my @mails = grep { /^</ } noted();
	my $old = grep { /(?:Harbour Post [123]|Weather Post [12])\b/ } @mails,
	    values %{ files("$tmp/case/mail") };
	if ($status == 78 && $said =~ /^feedloom: database '/ && !@mails &&
	    slurp("$tmp/case/state/feedloom.db") eq $bytes) {
		$refused++;
	} elsif ($status =~ /^(?:0|1|75)$/ && @mails <= 3 && !$old) {
		$unharmed++;
	} else {
		push @harm, "$i, at $at: $status $said, " . @mails .
		    " mails, $old with what is old";
	}
}
is(join("\n", @harm), '', 'damaged databases mail nothing that is old');
note("$refused were refused, $unharmed were no worse for it");

my @dialogue;
for my $who (qw(master mailer)) {
	my %points = (banner => 1, ehlo => 2, starttls => 1, auth => 1,
	    mail => 3, rcpt => 3, data => 3, body => 3, dot => 3, quit => 1);
	for my $at (sort keys %points) {
		for my $n (1 .. $points{$at}) {
			push @dialogue, map { ['base', $who, $at, $n, $_] }
			    qw(before after);
		}
	}
}
try_all('kills at a point of the dialogue', \&try_dialogue, scalar @dialogue,
    sample($DIALOGUES, @dialogue));
make_world("$tmp/news", 0);
copy_world("$tmp/news", "$tmp/case");
go("$tmp/case", "${DAY}T07:00:00Z", qw(strace -f -q -o), "$tmp/calls");
is(join("\n", wrong_posts("$tmp/case", noted())), '', 'a run that fetches too');
my @fetches = grep { $_->[1] eq 'master' } cases('news',
    count_calls("$tmp/calls"), @FATES[0, 1]);
try_all('calls while fetching', \&try_fetch, scalar @fetches,
    sample($SAMPLE / 2 + 1, @fetches));
my @some = sample($SAMPLE, @calls);
# A lock beside an mbox that cannot be removed.
push @some, ['base', 'master', 'unlinkat', 2, 'error=EIO:when=%d']
    if !$ENV{FULL};
try_all('calls', \&try_call, scalar @calls, @some);
note("$count{killed} kills, $count{failed} failures, $count{missed} that " .
    'nothing met');
cmp_ok(scalar @calls, '>', 2000, 'calls are there');
cmp_ok($count{missed}, '<=', @some / 10, 'most met what they were meant for');
done_testing();
