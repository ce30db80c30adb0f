#!/usr/bin/perl
# The cron job against a real WordPress: a day of it in fast-forward, which is
# written down in tests/wordpress/day.table, with two web servers; and what a
# run without news costs.  WORDPRESS names the program that starts a site.
use strict;
use warnings;
use lib 'tests/lib';
use Digest::MD5 qw(md5_hex);
use Feedloom;
use POSIX qw(strftime);
use Test::More;
use Text::ParseWords qw(shellwords);
use Time::HiRes qw(sleep time);
use WordPress;

plan skip_all => no_wordpress() if no_wordpress();

# The files of a folder: name => what it is, and what is in it.
sub outputs
{
	my ($dir) = @_;
	my %files;
	for my $file (grep { !m{/feedloom[^/]*$} }
	    glob "$dir/* $dir/.[!.]*") {
		my @is = (stat $file)[1, 7];
		$files{ $file =~ s/.*\///r } =
		    [join(' ', @is, (Time::HiRes::stat($file))[9]),
			md5_hex(slurp($file))];
	}
	return \%files;
}

# Those that were written; '=' behind one with the bytes that it had.
sub written
{
	my ($old, $new) = @_;
	my @files = grep { !$old->{$_} || $old->{$_}[0] ne $new->{$_}[0] }
	    keys %$new;
	$_ .= $old->{$_} && $old->{$_}[1] eq $new->{$_}[1] ? '=' : ''
	    for @files;
	return join(' ', sort @files, map { "-$_" } grep { !$new->{$_} }
	    keys %$old);
}

# The feeds of a configuration: name => [path, output...].
sub feeds
{
	my ($text) = @_;
	my %feeds;
	for (split /^(?=feed )/m, $text) {
		my ($name) = /^feed "([^"]+)"/ or next;
		my ($path) = /"SITE([^"]+)"/;
		$feeds{$name} = [$path, /\["([^"]+)"\]/g];
	}
	return \%feeds;
}

# The table: blocks of [time, title, { do => [...], ask => [...] }].
sub table
{
	my ($name) = @_;
	my @blocks;
	for (split /\n/, slurp($name)) {
		next if /^(#|\s*$)/;
		if (/^(\d+:\d\d)  (.*)/) {
			push @blocks, [$1, $2, {}];
		} elsif (/^  (with|do|run|ask|write|say|exit) +(.*)/ && @blocks) {
			push @{ $blocks[-1][2]{$1} }, $2;
		} else {
			die "$name:$.: what is this? $_\n";
		}
	}
	return @blocks;
}

# "all ?304, ice ?200" as lines "ice ?200", sorted.
sub asked
{
	my ($feeds, $text) = @_;
	my %ask;
	for (split /, /, $text) {
		my ($name, $form) = split / /;
		$ask{$_} = $form for $name eq 'all' ? keys %$feeds : $name;
	}
	my @lines;
	for my $name (sort keys %ask) {
		my ($form, $times) = split /\*/, $ask{$name};
		push @lines, ("$name $form") x ($times // 1);
	}
	return @lines;
}

# "main, ice.html, -main.txt" as names of files.
sub files
{
	my ($feeds, $text) = @_;
	my %files;
	for (split /, /, $text) {
		my $not = s/^-//;
		my @names = $_ eq 'all' ? keys %$feeds : $_;
		for my $name (map { $feeds->{$_} ? @{ $feeds->{$_} }[1 ..
			    $#{ $feeds->{$_} }] : $_ } @names) {
			$not ? delete $files{$name} : $files{$name}++;
		}
	}
	return join ' ', sort keys %files;
}

# What is said, as [feed, words].
sub said
{
	my ($feeds, @lines) = @_;
	return map {
		my ($feed, $words) = /^([\w-]+): (.*)/;
		map { [$_, $words] } $feed eq 'all' ? sort keys %$feeds : $feed;
	} @lines;
}

# Lines of standard error, each as the table has it where that is in it.
sub heard
{
	my ($err, @said) = @_;
	my @lines;
	for my $line (split /\n/, $err) {
		my ($i) = grep { $line =~ /^\Q$said[$_][0]\E: / &&
			    index($line, $said[$_][1]) != -1 } 0 .. $#said;
		push @lines, defined $i
		    ? join(': ', @{ splice @said, $i, 1 }) : $line;
	}
	return @lines;
}

# One text of all that a table says or that was seen.
sub shown
{
	my ($ask, $files, $said, $exit) = @_;
	return join "\n", (map { "ask   $_" } sort @$ask), "write $files",
	    (map { "say   $_" } sort @$said), "exit  $exit", '';
}

my $second = 0; # of the last edit

sub act
{
	my ($dir, $posts, $line) = @_;
	$line =~ s/ -> (\w+)$//;
	my $name = $1;
	my @words = shellwords($line =~ s/\$(\w+)/$posts->{$1} \/\/ die $1/ger);
	unshift @words, 'tool' if $words[0] ne 'database';
	my $changes = $words[1] =~ /^(edit|post|comment|trash)$/;
	sleep 0.05 while $changes && int(time) == $second;
	my $out = site($dir, @words);
	$second = int time if $changes;
	$posts->{$name} = $out if defined $name;
}

# The numbers of the posts that the table has names for.
sub posts
{
	my ($url) = @_;
	my ($status, $text) = run({}, 'curl', '-s',
	    "$url/tag/new-harbour/feed/");
	my @ids = $text =~ /<guid[^>]*>[^<]*\?p=(\d+)</g;
	return { harbour => $ids[0], vote => $ids[2] };
}

sub day
{
	my ($server, $dir, $url) = @_;
	my $text = slurp("$tests/wordpress/day.lua");
	my $feeds = feeds($text);
	my %name_of = map { $feeds->{$_}[0] => $_ } keys %$feeds;
	$text =~ s/SITE/$url/g;
	$text =~ s/PLUGINS/$tests\/..\/plugins/;
	my $here = "$tmp/day-$server";
	mkdir $here;
	spew("$here/feedloom.lua", $text);
	my $posts = posts($url);
	my $midnight = int(time / 60) * 60;
	my $old = {};
	my $place = -s "$dir.log";
	for (table("$tests/wordpress/day.table")) {
		my ($at, $title, $block) = @$_;
		next if ($block->{with}[0] // $server) ne $server;
		my ($hour, $minute) = split /:/, $at;
		my $then = strftime('%Y-%m-%dT%H:%M:%SZ',
		    gmtime($midnight + 3600 * $hour + 60 * $minute));
		act($dir, $posts, $_) for @{ $block->{do} // [] };
		my ($status, undef, $err) = feedloom({ dir => $here }, 'run',
		    '--at', $then, shellwords($block->{run}[0] // ''));
		(my $asked, $place) = requests("$dir.log", $place);
		my $new = outputs("$here/public");
		my @said = said($feeds, @{ $block->{say} // [] });
		my @asked = map { my $path = $_->[0] =~ s/\?.*//r;
			($name_of{$path} // $path) . " $_->[1]" } @$asked;
		is(shown(\@asked, written($old, $new), [heard($err, @said)],
			$status),
		    shown([asked($feeds, $block->{ask}[0] // '')],
			files($feeds, $block->{write}[0] // ''),
			[map { join ': ', @$_ } @said],
			$block->{exit}[0] // 0),
		    "$server, $at: $title");
		$old = $new;
	}
	for my $format (qw(json atom)) {
		my $says = validate($format, glob "$here/public/*.$format");
		is($says // '', '', "$server: what is left is good $format");
	}
}

# A run without news: ten feeds, ten conditional requests, nothing written but
# the database.  What it costs is printed.
sub quiet
{
	my ($dir, $url) = @_;
	my @paths = map { "$_/" } qw(feed feed/atom comments/feed),
	    map { "$_/feed" } qw(tag/new-harbour tag/ferry tag/weather
	    category/news category/culture author/marta author/siobhan);
	my $here = "$tmp/quiet";
	mkdir $here;
	spew("$here/feedloom.lua", join '', 'settings { pause = "0 seconds" }',
	    map { qq(\nfeed "f$_" { publish = { ["$_.json"] = "json" }, )
		. qq(source = { url = "$url/$paths[$_]", )
		. qq(allow_private = true } }) } 0 .. $#paths);
	my $place = -s "$dir.log";
	my $now = int time;
	my @run = (['run', '--at', strftime('%FT%TZ', gmtime $now)],
	    ['run', '--at', strftime('%FT%TZ', gmtime $now + 3600)],
	    ['run', '--force', '--at', strftime('%FT%TZ', gmtime $now + 7200)]);
	my ($status, undef, $err) = feedloom({ dir => $here }, @{ $run[0] });
	is("$status $err", '0 ', 'ten feeds: the first run');
	(undef, $place) = requests("$dir.log", $place);
	my $old = outputs($here);
	($status, undef, $err) = run({ dir => $here }, qw(strace -f -y -o),
	    "$tmp/trace", '-e', 'trace=/^p?write(v|64|v2)?$,sendfile,splice,'
	    . 'copy_file_range,ftruncate,/^rename,/^link', $feedloom,
	    @{ $run[1] });
	is("$status $err", '0 ', 'the second run');
	(my $asked, $place) = requests("$dir.log", $place);
	is(join("\n", sort map { "@$_" } @$asked),
	    join("\n", sort map { "/$_ ?304" } @paths),
	    'its requests: one for each feed, conditional');
	is(written($old, outputs($here)), '', 'its outputs: none');
	my %bytes = (database => 0, other => 0);
	for (split /\n/, slurp("$tmp/trace")) {
		my ($file, $n) = m{^\d+ +\w+\(\d+<(/[^>]*)>.* = (\d+)$} or next;
		next if $file =~ m{^/(?:memfd:|dev/null)};
		$bytes{ $file =~ m{/feedloom\.db[^/]*$} ? 'database'
		    : 'other' } += $n;
	}
	is($bytes{other}, 0, 'bytes written outside the database: none');
	cmp_ok($bytes{database}, '>', 0, 'and some inside');
	unlike(slurp("$tmp/trace"), qr/^\d+ +(?:re|link)/m,
	    'nothing is renamed');
	my ($wall, @cpu) = (time, (times)[2, 3]);
	feedloom({ dir => $here }, @{ $run[2] }) for 1 .. 10;
	note(sprintf 'ten feeds without news, mean of ten runs: %.0f ms, and '
	    . '%.0f ms of a processor', 100 * (time - $wall),
	    100 * ((times)[2] + (times)[3] - $cpu[0] - $cpu[1]));
	is(scalar @{ (requests("$dir.log", $place))[0] }, 100,
	    'a hundred requests');
	# The site's own share: nearly the same requests by curl.
	my ($tag) = (run({}, 'curl', '-sI', "$url/feed/"))[1] =~
	    /^ETag: ("[^"]*")/mi;
	$wall = time;
	run({}, 'curl', '-s', '-H', "If-None-Match: $tag",
	    map { ('-o', '/dev/null', "$url/$_") } @paths) for 1 .. 3;
	note(sprintf 'the same requests by curl, mean of three: %.0f ms',
	    1000 / 3 * (time - $wall));
}

for my $server (qw(nginx php)) {
	my $dir = "$tmp/$server";
	eval {
		my $url = begin($dir, '--server', $server);
		day($server, $dir, $url);
		quiet($dir, $url) if $server eq 'nginx';
	};
	is($@, '', "$server: to the end");
	finish($dir);
}
done_testing();
