#!/usr/bin/perl
# Digests of a real WordPress: a month of it in fast-forward, which is written
# down in tests/wordpress/month.table, by a real mail server into Maildirs.
# WORDPRESS names the program that starts a site.
use strict;
use warnings;
use utf8;
use lib 'tests/lib';
use Feedloom;
use JSON::PP;
use POSIX qw(mktime strftime tzset);
use Postfix;
use Test::More;
use WordPress;

plan skip_all => no_wordpress() if no_wordpress();
plan skip_all => no_mail_server() if no_mail_server();

binmode Test::More->builder->$_, ':utf8' for
    qw(output failure_output todo_output);

my %tag = (H => 'Harbour', W => 'Weather');
my %to = (daily => ['anna', 'ben'], weekly => ['anna', 'cleo'],
    alarm => ['dora']);
my @hours = qw(01 06 07 10 14 18 22);
my ($first, $last) = ('03-01 01:00', '04-06 10:00');

# "03-01 07:00", of Berlin, as seconds since 1970; and back.
sub time_of
{
	my ($text) = @_;
	my ($month, $day, $hour, $minute) =
	    $text =~ /^(\d\d)-(\d\d)(?: (\d\d):(\d\d))?$/ or die "$text?";
	local $ENV{TZ} = 'Europe/Berlin';
	tzset();
	my $time = mktime(0, $minute // 0, $hour // 7, $day, $month - 1, 126,
	    0, 0, -1);
	delete local $ENV{TZ};
	tzset();
	return $time;
}

sub from_time
{
	local $ENV{TZ} = 'Europe/Berlin';
	tzset();
	my $text = strftime('%m-%d %H:%M', localtime $_[0]);
	delete local $ENV{TZ};
	tzset();
	return $text;
}

# The table: posts, what authors do, and what happens to the mail.
my (%posts, @desk, @events);

sub read_post
{
	my ($at, $name, $tags, @rest) = @_;
	my ($daily, $weekly, $alarm, $title) = @rest;
	$posts{$name} = { at => $at, titles => [[$at, $title]],
		daily => $daily, weekly => $weekly, alarm => $alarm };
	push @desk, [$at, 'post', $name, { title => $title,
		content => words_of($name, $title),
		tags => [map { $tag{$_} } split //, $tags] }];
	return $name;
}

sub read_more
{
	my ($name, $at, $what, $title) = @_;
	my $post = $posts{$name};
	if ($what eq 'again') {
		$post->{again} = $at;
	} elsif ($what eq 'saved') {
		my ($new) = grep { $_->[2] eq $name } @desk;
		@$new[0, 1] = ($at, 'schedule');
		$new->[3]{date} = $post->{at};
		push @desk, [$post->{at}, 'due', $name];
	} else {
		push @desk, [$at, $what, $name, { title => $title }];
		push @{ $post->{titles} }, [$at, $title] if $what eq 'edit';
	}
}

# A text of its own for each: those that are alike stand for each other.
sub words_of
{
	my ($name, $title) = @_;
	my @words = map { "$name-$_" } 1 .. 12;
	return "<p>$title: " . join(' ', @words) . ".</p>\n"
	    . '<p>Grüße vom Quay – “' . join(', ', reverse @words) . '”.</p>';
}

sub read_table
{
	my $name;
	my $when = qr/(\d\d-\d\d \d\d:\d\d)/;
	my $text = slurp("$tests/wordpress/month.table");
	utf8::decode($text);
	for (split /\n/, $text) {
		if (/^(#|$)/) {
			next;
		} elsif (/^$when  = (.*)/) {
			push @events, [time_of($1), split ' ', $2];
		} elsif (/^$when  +(\w+) +([HW]+) +(\S+) +(\S+) +(\S+) +(.*)/) {
			$name = read_post(time_of($1), $2, $3, $4, $5, $6, $7);
		} elsif (/^  $when  (\w+) ?(.*)/) {
			read_more($name, time_of($1), $2, $3);
		} else {
			die "what is this? $_\n";
		}
	}
	@desk = sort { $a->[0] <=> $b->[0] } @desk;
	@events = sort { $a->[0] <=> $b->[0] } @events;
}

# What is to be in the mail: {digest}{moment of a message}{post} = title.
sub title_at
{
	my ($post, $time) = @_;
	return (map { $_->[1] } grep { $_->[0] <= $time } @{ $post->{titles} })
	    [-1];
}

sub expected
{
	my %all;
	for my $name (keys %posts) {
		my $post = $posts{$name};
		for my $digest (qw(daily weekly)) {
			next if $post->{$digest} eq '-';
			my $slot = time_of($post->{$digest});
			$all{$digest}{$slot}{$name} = title_at($post, $slot);
		}
		$all{alarm}{ $post->{at} }{$name} =
		    title_at($post, $post->{at}) if $post->{alarm} eq 'yes';
		$all{alarm}{ $post->{again} }{$name} =
		    title_at($post, $post->{again}) if $post->{again};
	}
	return \%all;
}

# The world: a site, a server, a folder with the configuration.
my ($dir, $here) = ("$tmp/site", "$tmp/month");
my ($url, $server, $place);

sub desk
{
	my (@done) = @_;
	spew("$tmp/desk", encode_json([map { [strftime('%F %T', gmtime $_->[0]),
		$_->[1], $_->[2], { %{ $_->[3] // {} }, defined $_->[3]{date}
		? (date => strftime('%F %T', gmtime $_->[3]{date})) : () }] }
	    @done]));
	site($dir, qw(tool eval), "$tests/wordpress/desk.php", "$tmp/desk");
}

sub open_world
{
	$url = begin($dir, '--no-seed');
	site($dir, qw(tool option timezone_string Europe/Berlin));
	desk([0, 'empty', '']);
	$server = mail_server(qw(anna ben cleo dora));
	mkdir $here;
	my %is = (SITE => $url, PORT => $server->{start},
	    USER => $server->{user}, SECRET => $server->{secret},
	    AUTHORITY => $server->{ca});
	spew("$here/feedloom.lua", slurp("$tests/wordpress/month.lua") =~
	    s/\b(SITE|PORT|USER|SECRET|AUTHORITY)\b/$is{$1}/gr);
	$place = -s "$dir.log";
}

# "WHOM: MESSAGE-ID" of the files that have come since this was called last.
my (%seen, %arrived); # files; the run after which each was there

sub arrived
{
	my ($time) = @_;
	my @new;
	mail_settled() or die "the server does not come to an end\n";
	for my $file (glob "$server->{mail}/*/new/*") {
		my ($box, $key) = $file =~ m{([^/]+)/new/([^/]+)$};
		next if $seen{$file}++;
		$arrived{"$box/$key"} = $time;
		my ($id) = slurp($file) =~ /^Message-ID:\s*<(.*)>/mi;
		push @new, "$box: $id";
	}
	return @new;
}

# The same of those that are known to be sent.
sub known
{
	my ($status, $out, $err) = run({}, 'sqlite3', "$here/feedloom.db",
	    "SELECT substr(recipient, 1, instr(recipient, '\@') - 1) || ': ' ||"
	    . ' message_id FROM delivery JOIN message ON message.id ='
	    . ' delivery.message WHERE state = 2');
	die $err if $status;
	return split /\n/, $out;
}

my @odd;   # what runs said
my %twice; # what came, and a run that was killed did not know it

sub cron
{
	my ($time, @before) = @_;
	my ($status, $out, $err) = run({ dir => $here }, @before, $feedloom,
	    'run', '--at', strftime('%FT%TZ', gmtime $time));
	return ($status, split /\n/, $out . $err);
}

sub hear
{
	my ($time, $status, @lines) = @_;
	push @odd, map { from_time($time) . " $_" } @lines if $status == 1;
	push @odd, from_time($time) . " status $status @lines"
	    if $status > 1 || $status == 0 && @lines;
}

sub run_once
{
	my ($time) = @_;
	hear($time, cron($time));
	arrived($time);
}

# One has its turn, one waits for that, and one is sent away.
sub run_at_once
{
	my ($time) = @_;
	my @pids;
	for my $wait ('', '--wait', '--wait') {
		my $pid = fork // die;
		push @pids, $pid and next if $pid;
		open STDERR, '>', "$tmp/at-once";
		chdir $here;
		exec $feedloom, 'run', '--at',
		    strftime('%FT%TZ', gmtime $time), $wait || ();
	}
	my @status = map { waitpid $_, 0; $? >> 8 } @pids;
	is("@status[1, 2]", '0 0', 'at once: those that wait end well');
	like($status[0], qr/^(0|75)$/, 'and the other one, or it went away');
	my @new = arrived($time);
	my %once = map { $_ => 1 } @new;
	is(scalar @new, scalar keys %once, 'and nothing comes twice');
}

# Killed at once or later; what had come, and is not known, comes again.
my ($kills, $cut) = (0, 0);

sub run_killed
{
	my ($time, $call, $n) = @_;
	my ($status, @lines) = cron($time, qw(strace -f -o), "$tmp/trace",
	    '-e', "inject=$call:signal=KILL:when=$n");
	my @new = arrived($time);
	my %known = map { $_ => 1 } known();
	my @unknown = grep { !$known{$_} } @new;
	$kills++;
	$cut++ if $status == 137;
	cmp_ok(scalar @unknown, '<=', 1, from_time($time)
	    . ", $call $n: one at most has come and is not known");
	$twice{$_}++ for @unknown;
	note(from_time($time) . " $call $n: status $status, came: "
	    . scalar(@new) . ', not known: ' . scalar @unknown);
}

# One event of the table, up to the run at $time.
my %special; # of a run: what it is instead
my $cron = 1;

sub happen
{
	my ($time, $what, @words) = @_;
	if ($what eq 'down' || $what eq 'up') {
		my ($status, undef, $err) =
		    postfix($what eq 'up' ? 'start' : 'stop');
		die $err if $status;
	} elsif ($what eq 'refuse') {
		my $whom = shift @words;
		mail_refuses(defined $whom ? "/^$whom\@/ @words\n" : '');
	} elsif ($what eq 'off' || $what eq 'on') {
		$cron = $what eq 'on';
	} elsif ($what eq 'at' || $what eq 'kill') {
		push @{ $special{$time} }, [$what, @words];
	}
}

my @runs; # moments

sub month
{
	my @days = map { sprintf '03-%02d', $_ } 1 .. 31;
	push @days, map { sprintf '04-%02d', $_ } 1 .. 6;
	my @todo = @events;
	for my $time (map { my $day = $_; map { time_of("$day $_:00") } @hours }
	    @days) {
		next if $time < time_of($first) || $time > time_of($last);
		my @done;
		push @done, shift @desk while @desk && $desk[0][0] <= $time;
		desk(@done) if @done;
		happen(@{ shift @todo }) while @todo && $todo[0][0] <= $time;
		next unless $cron;
		push @runs, $time;
		my @special = @{ $special{$time} // [] };
		if (!@special) {
			run_once($time);
		} elsif ($special[0][0] eq 'at') {
			run_at_once($time);
		} else {
			run_killed($time + 600 * $_, @{ $special[$_] }[1, 2])
			    for 0 .. $#special;
			run_once($time + 60 * $_) for 30, 45, 60;
		}
	}
}

# The mail.
my (%found, %by_id); # {digest}{moment}; {id}: [messages]

sub read_mail
{
	my ($status, $out, $err) = run({}, "$tests/wordpress/mails.py",
	    $server->{mail}, $url);
	die $err if $status;
	for my $mail (@{ decode_json($out) }) {
		my $digest = $mail->{head}{'x-feedloom-digest'};
		$mail->{digest} = $digest;
		push @{ $found{$digest}{ $mail->{when} } }, $mail;
		push @{ $by_id{ $mail->{id} } }, $mail;
	}
}

# Lines "SLOT POST: TITLE" of what a digest should say, or does.
sub lines_of
{
	my ($digest, $slots) = @_;
	my @lines;
	for my $slot (sort { $a <=> $b } keys %$slots) {
		my $posts = $slots->{$slot};
		push @lines, map { from_time($slot) . " $_->[0]: $_->[1]" }
		    sort { $a->[0] cmp $b->[0] } @$posts;
	}
	return join "\n", @lines, '';
}

sub check_posts
{
	my ($digest, $expected) = @_;
	my %should = map { my $is = $expected->{$_};
		$_ => [map { [$_, $is->{$_}] } keys %$is] } keys %$expected;
	my (%does, @links);
	for my $slot (keys %{ $found{$digest} }) {
		my $mail = $found{$digest}{$slot}[0];
		$does{$slot} = [map { my ($name, $title) = @$_;
			$title //= $mail->{head}{subject};
			[$name, $title] } @{ $mail->{posts} }];
		my $text = join ' ', sort map { $_->[0] } @{ $mail->{posts} };
		push @links, "$text, not $_" for
		    grep { $_ ne $text } join ' ', @{ $mail->{links} };
	}
	is(lines_of($digest, \%does), lines_of($digest, \%should),
	    "$digest: each post is where it must be, once");
	is("@links", '', "$digest: the HTML parts have the same posts");
}

# [digest, moment, whom, when it should be there, or undef, and by when].
sub deliveries
{
	my ($expected) = @_;
	my (%late, %lost, @all);
	for (@events) {
		my ($time, $what, @words) = @$_;
		next if $what !~ /^(late|lost)$/;
		my $digest = shift @words;
		my $slot = shift @words;
		$slot .= ' ' . shift @words if $words[0] =~ /^\d/;
		for my $who (@words) {
			my $key = join ' ', $digest, time_of($slot), $who;
			$what eq 'late' ? ($late{$key} = $time)
			    : $lost{$key}++;
		}
	}
	for my $digest (keys %to) {
		for my $slot (keys %{ $expected->{$digest} }) {
			for my $who (@{ $to{$digest} }) {
				my $key = "$digest $slot $who";
				my $from = $late{$key} // $slot;
				my ($at) = grep { $_ >= $from } @runs;
				push @all, [$digest, $slot, $who, $lost{$key}
				    ? (undef, undef) : ($at, $late{$key}
				    || $special{$at} ? $at + 86400 : $at)];
			}
		}
	}
	return @all;
}

sub check_deliveries
{
	my ($expected) = @_;
	my @wrong;
	for (deliveries($expected)) {
		my ($digest, $slot, $who, $from, $by) = @$_;
		my @mine = grep { $_->{box} eq $who }
		    @{ $found{$digest}{$slot} // [] };
		my $name = "$digest " . from_time($slot) . " $who";
		my $most = 1;
		$most += $twice{"$who: " . ($mine[0]{id} =~ s/^<|>$//gr)} // 0
		    if @mine;
		push @wrong, "$name: " . scalar @mine
		    if @mine != (defined $from ? $most : 0);
		my ($at) = sort { $a <=> $b }
		    map { $arrived{ $_->{file} } } @mine;
		push @wrong, "$name: at " . from_time($at) if defined $from
		    && defined $at && ($at < $from || $at > $by);
	}
	is(join("\n", sort @wrong), '',
	    'each has each message, once, and when it must come');
	my @extra = map { my $d = $_; map { from_time($_) } grep {
		!$expected->{$d}{$_} } keys %{ $found{$d} } } keys %found;
	is("@extra", '', 'and there are no others');
}

sub check_heads
{
	my (%is, @ids);
	for my $digest (keys %found) {
		for my $slot (keys %{ $found{$digest} }) {
			my @mails = @{ $found{$digest}{$slot} };
			my %ids = map { $_->{id} => 1 } @mails;
			push @ids, keys %ids;
			for my $mail (@mails) {
				$is{list}{$digest}{ $mail->{head}{'list-id'} }++;
				$is{thread}{$digest}{
				    (split ' ', $mail->{head}{references})[0] }++;
			}
		}
	}
	my %count;
	$count{$_}++ for @ids;
	is(join(' ', grep { $count{$_} > 1 } keys %count), '',
	    'each message has a name of its own');
	is(scalar(grep { my %sent = map { $_->{sent} => 1 } @$_;
		keys %sent > 1 } values %by_id), 0, 'and one name, one message');
	my @lists = map { keys %$_ } values %{ $is{list} };
	is(join(' ', sort @lists), join(' ', map { "<$_.mail.example>" }
	    sort keys %to), 'each digest is a list');
	my @threads = map { keys %$_ } values %{ $is{thread} };
	is(scalar @threads, scalar keys %to, 'and a thread');
	is(scalar(grep { $by_id{$_} } @threads), 0,
	    'whose begin is none of them');
	for my $post (grep { $_->{again} } values %posts) {
		my ($one, $two) = map { $found{alarm}{ $post->{$_} }[0] }
		    qw(at again);
		is($two->{head}{'in-reply-to'}, $one->{id},
		    'an edited post answers itself');
	}
}

sub check_forms
{
	my @mails = map { @$_ } values %by_id;
	my %wrong;
	for (@mails) {
		my $name = "$_->{digest} $_->{file}";
		push @{ $wrong{'no 8-bit'} }, $name if $_->{high};
		push @{ $wrong{'lines'} }, $name if $_->{longest} > 998;
		push @{ $wrong{'a field once'} }, $name if @{ $_->{twice} };
		push @{ $wrong{'defects'} }, "$name: @{ $_->{defects} }"
		    if @{ $_->{defects} };
		push @{ $wrong{'parts'} }, "@{ $_->{types} }" if
		    "@{ $_->{types} }" ne
		    'multipart/alternative text/plain text/html';
	}
	is(join("\n", @{ $wrong{$_} // [] }), '', "the form: $_") for
	    'no 8-bit', 'lines', 'a field once', 'defects', 'parts';
}

sub check_said
{
	my @expected = map { my ($time, undef, @words) = @$_;
		from_time($time) . " @words" } grep { $_->[1] eq 'say' } @events;
	my @heard = map { my $line = $_;
		(grep { index($line, $_) == 0 } @expected)[0] // $line } @odd;
	is(join("\n", @heard), join("\n", @expected), 'runs say what they must');
}

read_table();
my $began = time;
eval {
	my $expected = expected();
	open_world();
	month();
	read_mail();
	cmp_ok(scalar keys %twice, '>', 0, 'some kills were in that moment');
	check_said();
	check_posts($_, $expected->{$_}) for sort keys %to;
	check_deliveries($expected);
	check_heads();
	check_forms();
	note(scalar(keys %posts) . ' posts, ' . @runs . ' runs, '
	    . @{ (requests("$dir.log", $place))[0] } . ' requests, '
	    . keys(%by_id) . ' messages, ' . keys(%arrived) . " times, $kills "
	    . "kills that cut $cut, " . (time - $began) . ' seconds');
};
is($@, '', 'to the end');
system('cp', '-a', "$tmp/postfix/mail", $ENV{KEEP}) if $ENV{KEEP};
finish($dir);
done_testing();
