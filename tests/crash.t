#!/usr/bin/perl
# Crashes: `feedloom run` killed at each call that writes, or that call failing
# (strace(1) does it).  Whatever happens: each output is the old or the new one,
# a failure is told, and the next run ends where one would have that nothing
# happened to.  Cases are a sample, evenly taken; with FULL=1 all of them.
use strict;
use warnings;
use lib 'tests/lib';
use Crash;
use Digest::MD5 qw(md5_hex);
use Feedloom;
use File::Basename qw(dirname);
use IO::Socket::INET;
use Test::More;

my $SAMPLE = 80;
my @TIMES = map { "2026-07-01T$_:00:00Z" } qw(08 10 12);

# What happens at the Nth of them: that one, or from there on.
my @FATES = ('signal=KILL:when=%d', map { ("error=$_:when=%d",
	"error=$_:when=%d+") } qw(ENOSPC EIO EROFS));

need_strace();
mkdir "$tmp/in";

sub write_source
{
	my ($name, @posts) = @_;
	my $items = join '', map {
		my ($number, $more) = split /(?=!)/;
		"<item><title>Post $_</title><guid isPermaLink=\"false\">" .
		    "$name-$number</guid><link>https://example.org/$number" .
		    "</link><pubDate>Mon, 0$number Jun 2026 10:00:00 GMT" .
		    "</pubDate><description>About $_</description></item>\n"
	} @posts;
	spew("$tmp/in/$name", '<rss version="2.0"><channel>' .
	    "<title>$name</title><link>https://example.org/</link>" .
	    "<description>d</description>\n$items</channel></rss>\n");
}

# Gives files of $tmp/in, each with a validator, and 304 to who has it.
sub serve
{
	my ($socket) = @_;
	$SIG{PIPE} = 'IGNORE';
	while (1) {
		my $client = $socket->accept or next;
		my $head = '';
		while (my $line = <$client>) {
			last if $line =~ /^\r?\n/;
			$head .= $line;
		}
		my ($name) = $head =~ m{^GET /(\w+)} or next;
		my $body = slurp("$tmp/in/$name");
		my $tag = '"' . md5_hex($body) . '"';
		my $has = $head =~ /^If-None-Match: \Q$tag\E/mi;
		print $client 'HTTP/1.1 ', $has ? '304 Same' : '200 OK',
		    "\r\nETag: $tag\r\nConnection: close\r\n",
		    $has ? '' : 'Content-Length: ' . length($body) . "\r\n",
		    "\r\n", $has ? '' : $body;
		close $client;
	}
}

my $socket = IO::Socket::INET->new(Listen => 5, LocalAddr => '127.0.0.1')
    or die "no socket: $@";
my $server = fork // die "fork: $!";
if ($server == 0) {
	serve($socket);
	exit 0;
}
my $port = $socket->sockport;
close $socket;
END {
	if ($server) {
		my $status = $?;
		kill 'TERM', $server;
		waitpid $server, 0;
		$? = $status;
	}
}

# A folder with a configuration, whose sources are not in it.
sub make_world
{
	my ($dir) = @_;
	mkdir $dir;
	spew("$dir/feedloom.lua", <<"LUA");
settings { output = "public/made", state = "state/feedloom.db" }
feed "harbour" {
  source = { url = "http://127.0.0.1:$port/harbour", allow_private = true },
  accumulate = 100,
  publish = { ["harbour.json"] = "json", ["deep/harbour.atom"] = "atom" },
}
feed "news" {
  source = "$tmp/in/news",
  publish = { ["news.html"] = "html" },
}
LUA
}

# What is remembered, but for when; '' when there is no database.
sub remembered
{
	my ($dir) = @_;
	my $ask = 'PRAGMA integrity_check; SELECT feed.name, hex(entry.id),' .
	    ' hex(content), published, updated, news, present' .
	    ' FROM feed JOIN entry ON feed.id = entry.feed ORDER BY 1, 2;' .
	    ' SELECT name, key, part, size, quote(bytes)' .
	    ' FROM feed JOIN document ON feed.id = feed ORDER BY 1, 2, 3;' .
	    ' SELECT name, key, etag FROM feed JOIN source' .
	    ' ON feed.id = feed ORDER BY 1, 2;' .
	    ' SELECT name, failures, recipe, held FROM feed ORDER BY 1';
	return '' unless -s "$dir/state/feedloom.db";
	my ($status, $out, $err) =
	    run({}, 'sqlite3', "$dir/state/feedloom.db", $ask);
	$out =~ s/(X'\w+')/md5_hex($1)/ge;
	return "$status\n$out$err";
}

# The lines of two texts that are only in one of them.
sub differences
{
	my ($is, $was) = @_;
	my %is = map { $_ => 1 } split /\n/, $is;
	my %was = map { $_ => 1 } split /\n/, $was;
	return join "\n", (map { "+$_" } grep { !$was{$_} } sort keys %is),
	    (map { "-$_" } grep { !$is{$_} } sort keys %was);
}

# What is remembered in a database that is to stay as it is, its log included.
sub remembered_now
{
	my ($dir) = @_;
	copy_world("$dir/state", "$tmp/look-state");
	system("rm -rf $tmp/look && mkdir $tmp/look && " .
	    "mv $tmp/look-state $tmp/look/state") == 0 or die;
	return remembered("$tmp/look");
}

sub go
{
	my ($dir, $time, @before) = @_;
	my ($status, $out, $err) = run({ dir => $dir }, @before, $feedloom,
	    'run', '--at', $time);
	return ($status, "$out$err");
}

# What was not on the disk yet when something was built upon it: a file's bytes
# when it took its place, a folder's names when a feed was remembered.
sub too_early
{
	my ($log, $dir) = @_;
	my (%loose, %early);
	for (split /\n/, slurp($log)) {
		next unless / = \d+$/;
		if (/^f(?:data)?sync\(\d+<(.*?)>/) {
			delete $loose{$1};
		} elsif (/^renameat\(\d+<(.*?)>, "(.*?)", \d+<(.*?)>/) {
			$early{"$1/$2"} = 1 if $loose{"$1/$2"};
			$loose{$3} = 1;
		} elsif (/^mkdir\("(.*?)"/) {
			$loose{ dirname($1) } = 1;
		} elsif (/^mkdirat\(\d+<(.*?)>/) {
			$loose{$1} = 1;
		} elsif (/^write\(\d+<(\Q$dir\E.*?)>/) {
			$loose{$1} = 1;
		} elsif (/^pwrite64\(\d+<.*-wal>/) {
			$early{$_} = 1 for keys %loose;
		}
	}
	return join ' ', sort keys %early;
}

# Two scenes: nothing was there before, and an earlier run was.
write_source('harbour', 1 .. 5);
write_source('news', 1 .. 5);
make_world("$tmp/first");
copy_world("$tmp/first", "$tmp/changed");
my ($status, $said) = go("$tmp/changed", $TIMES[0]);
is("$status $said", '0 ', 'an earlier run');
is((stat "$tmp/changed/state")[2] & 0777, 0700, 'the state is for nobody else');
write_source('harbour', 3, 4, '5!', 6, 7);
write_source('news', '2!', 4, 5, 6);

my (%scenes, @cases);
for my $name (qw(first changed)) {
	my $dir = "$tmp/$name-good";
	copy_world("$tmp/$name", $dir);
	($status, $said) = go($dir, $TIMES[1], qw(strace -y -o), "$tmp/calls");
	is("$status $said", '0 ', "$name: a run that nothing happens to");
	is(too_early("$tmp/calls", $dir), '', "$name: step by step on the disk");
	is(scalar(() = slurp("$tmp/calls") =~ /^renameat\(/mg), 3,
	    "$name: three files take their place");
	copy_world("$tmp/$name", $dir);
	go($dir, $TIMES[1], qw(strace -f -q -o), "$tmp/calls");
	$scenes{$name} = { old => files("$tmp/$name/public"),
		new => files("$dir/public"), knows => remembered($dir) };
	is(scalar keys %{ $scenes{$name}{new} }, 3, "$name: three outputs");
	push @cases, cases($name, count_calls("$tmp/calls"), @FATES);
}
my $json = $scenes{changed}{new}{'made/harbour.json'};
like($json, qr/Post 1"/, 'what has left is kept');
like($json, qr/Post 5!"/, 'what was changed is there');
unlike($json, qr/Post 5"/, 'and no more as it was');
like($scenes{changed}{new}{'made/news.html'}, qr/Post 6</, 'what is new, too');
unlike($scenes{changed}{new}{'made/news.html'}, qr/Post 3</, 'what left is not');

my $TEMPORARY = qr{(?:^|/)\.[^/]+\.feedloom-[a-z2-7]{6}$};

# What is wrong with outputs of which each may be the old or the new one.
sub wrong_outputs
{
	my ($scene, $is, $killed) = @_;
	my @wrong;
	for my $file (sort keys %$is) {
		next if $killed && $file =~ $TEMPORARY;
		push @wrong, "$file is neither the old nor the new one"
		    unless grep { ($_->{$file} // '') eq $is->{$file} }
		    $scene->{old}, $scene->{new};
	}
	push @wrong, map { "$_ is gone" }
	    grep { !exists $is->{$_} } sort keys %{ $scene->{old} };
	return @wrong;
}

sub is_new
{
	my ($scene, $is) = @_;
	return join("\0", map { ($_, $is->{$_}) } sort keys %$is) eq
	    join("\0", map { ($_, $scene->{new}{$_}) }
	    sort keys %{ $scene->{new} });
}

# What is wrong with how a failure was told; trace is strace's, with what was
# done to the program.
sub wrong_word
{
	my ($scene, $dir, $status, $said, $trace) = @_;
	if ($status == 0) {
		return if is_new($scene, files("$dir/public")) &&
		    remembered_now($dir) eq $scene->{knows};
		return 'exit 0, and not all is done';
	}
	return "exit $status" unless $status =~ /^(?:1|73|74|75|78)$/;
	return if $trace =~ /write\(2<.*INJECTED/;
	my ($what) = $trace =~ m{\Q$dir\E/(public|state)[^\n]*INJECTED};
	my $told = !defined $what ? qr/^(?:harbour|news|feedloom): ./m :
	    $what eq 'public' ? qr/^(?:harbour|news): .*'(?:\Q$dir\E\/public\b|[^\/])/m :
	    qr/^(?:harbour|news|feedloom): .*'\Q$dir\E\/state\b/m;
	return if $said =~ $told;
	return join "\n", 'it is not told what failed:',
	    $trace =~ /^.*INJECTED.*$/mg;
}

my %count = (killed => 0, failed => 0, missed => 0, left => 0);

# Does one case and gives what is wrong.
sub try_case
{
	my ($name, $who, $call, $n, $fate) = @{ $_[0] };
	my $scene = $scenes{$name};
	my $dir = "$tmp/case";
	my $inject = "inject=$call:" . sprintf $fate, $n;
	copy_world("$tmp/$name", $dir);
	my ($status, $said) = go($dir, $TIMES[1], 'strace', '-y',
	    $who eq 'all' ? '-f' : (), '-o', "$tmp/calls", '-e',
	    "trace=$call", '-e', $inject);
	my $trace = slurp("$tmp/calls");
	my $kills = $fate =~ /KILL/;
	my $hit = $trace =~ ($kills ? qr/killed by SIGKILL/ : qr/INJECTED/);
	$count{ !$hit ? 'missed' : $kills ? 'killed' : 'failed' }++;
	my $is = files("$dir/public");
	my $killed = $kills && $status == 128 + 9;
	my @wrong = wrong_outputs($scene, $is, $killed);
	push @wrong, wrong_word($scene, $dir, $status, $said, $trace)
	    unless $killed;
	$count{left}++ if grep { $_ =~ $TEMPORARY } keys %$is;

	my ($next, $words) = go($dir, $TIMES[2]);
	push @wrong, "the next run: $next $words" if "$next $words" ne '0 ';
	push @wrong, 'the next run leaves other outputs: ' .
	    join ' ', sort keys %{ files("$dir/public") }
	    unless is_new($scene, files("$dir/public"));
	my $knows = remembered($dir);
	push @wrong, "the next run knows:\n" .
	    differences($knows, $scene->{knows}) if $knows ne $scene->{knows};
	my $state = join ' ', sort keys %{ files("$dir/state") };
	push @wrong, "the next run leaves beside its database: $state"
	    if $state ne 'feedloom.db feedloom.db.lock';
	push @wrong, "(the run: $status $said)" if @wrong;
	return @wrong;
}

my $all = @cases;
@cases = sample($SAMPLE, @cases);
my $bad = 0;
for my $case (@cases) {
	my @wrong = try_case($case);
	next unless @wrong;
	$bad++;
	fail(join ' ', @$case);
	diag(join "\n", @wrong);
}
is($bad, 0, scalar(@cases) . " of $all cases are as they should be");
note("$count{killed} kills ($count{left} left a temporary), $count{failed} " .
    "failures, $count{missed} that nothing met");
cmp_ok($count{missed}, '<=', @cases / 10, 'most met what they were meant for');
done_testing();
