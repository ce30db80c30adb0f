# What the tests of `run` share: a site, feeds on it, and runs at a moment.
package Cron;
use strict;
use warnings;
use Exporter qw(import);
use Feedloom;
use File::Find qw(find);
use File::Path qw(make_path);
use File::Basename qw(dirname);
use IPC::Open2;
use JSON::PP;
use POSIX qw(strftime);

our @EXPORT = qw($port $site asked at converted cron database failing folder
    gone listing page published rss source_of);

our $site = "$tmp/site";
mkdir $site or die "$site: $!";
my $pid = open2(my $from, my $to, '/usr/bin/python3', "$tests/run/site.py",
    $site);
our $port = <$from> + 0;
my $read = 0;

END {
	my $status = $?;
	close $to;
	waitpid $pid, 0;
	$? = $status;
}

# The page at a path of the site, from now on: lines of its head, then its body.
sub page
{
	my ($path, $body, @head) = @_;
	make_path(dirname("$site/$path"));
	spew("$site/.new", join("\n", 'Content-Type: application/rss+xml', @head)
	    . "\n\n$body");
	rename "$site/.new", "$site/$path" or die "$path: $!";
}

sub gone
{
	my ($path) = @_;
	unlink "$site/$path" or die "$path: $!";
}

# What was asked since this was called last: paths with the validators that
# were sent, sorted.
sub asked
{
	return () if !-e "$site/.log";
	open my $file, '<', "$site/.log" or die;
	seek $file, $read, 0;
	my @lines = map { decode_json($_) } <$file>;
	$read = tell $file;
	return sort map { my $r = $_; join ' ', $r->{path}, map {
	    defined $r->{$_} ? "$_=$r->{$_}" : () }
	    qw(if-none-match if-modified-since post) } @lines;
}

# RSS with entries of these ids, the newest first, published on following days
# of January; a list in the place of an id is one with its title.
sub rss
{
	my ($title, @ids) = @_;
	my $items = '';
	my $day = @ids;
	for my $id (@ids) {
		my ($guid, $name) = ref $id ? @$id : ($id, "Post $id");
		my ($number) = $guid =~ /(\d+)$/;
		my $date = strftime('%a, %d %b %Y 06:00:00 +0000', 0, 0, 6,
		    $number // $day, 0, 126);
		$day--;
		$items .= <<XML;
<item><title>$name</title><link>https://news.example/$guid</link>
<guid isPermaLink="false">$guid</guid><pubDate>$date</pubDate>
<description>Words of $name.</description></item>
XML
	}
	return <<XML;
<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0"><channel><title>$title</title>
<link>https://news.example/</link><description>News</description>
$items</channel></rss>
XML
}

# The source of a path of the site, as the configuration has it.
sub source_of
{
	my ($path) = @_;
	return "{ url = \"http://127.0.0.1:$port/$path\", "
	    . 'allow_private = true }';
}

# A new folder with a configuration in it; <a.xml> is the source of that path,
# and what stands in front of a line with --- goes to the settings.
sub folder
{
	my ($name, $text) = @_;
	my $dir = "$tmp/$name";
	my $settings = $text =~ s/\A(.*?)^---\n//ms ? $1 : '';
	mkdir $dir if !-e $dir;
	$text =~ s/<([^>\s]+)>/source_of($1)/ge;
	spew("$dir/feedloom.lua", "settings { pause = \"0 seconds\", "
	    . "output = \"public\", $settings }\n$text");
	return $dir;
}

# So many minutes after six o'clock on the first of March.
sub at
{
	my ($minutes) = @_;
	return strftime('%Y-%m-%dT%H:%M:%SZ',
	    gmtime(1772344800 + int($minutes * 60)));
}

# A run at that minute; (status, standard error), where the site is SITE.
sub cron
{
	my ($dir, $minutes, @words) = @_;
	my $how = ref $words[0] ? shift @words : {};
	my ($status, $out, $err) =
	    feedloom({ dir => $dir, env => { STATE_DIRECTORY => '',
		XDG_CONFIG_HOME => "$tmp/none" }, %$how },
	    'run', '--at', at($minutes), @words);
	$err =~ s/127\.0\.0\.1:$port\b/SITE/g;
	$err =~ s/\Q$dir\E/DIR/g;
	return ($status, $out . $err);
}

sub published
{
	my ($dir, $name) = @_;
	return -e "$dir/public/$name" ? slurp("$dir/public/$name") : undef;
}

# What convert makes of a text that is from a path of the site.
sub converted
{
	my ($text, $format, $path, @words) = @_;
	spew("$tmp/.in", $text);
	my ($status, $out, $err) = feedloom('convert', '-q', '-t', $format,
	    '--base', "http://127.0.0.1:$port/$path", @words, "$tmp/.in");
	return $out;
}

# Each file below a folder, but the database: number, time, size and name.
sub listing
{
	my ($dir) = @_;
	my @all;
	find({ no_chdir => 1, wanted => sub {
		return if m{/feedloom\.db[^/]*$};
		my @st = lstat;
		push @all, join ' ', s/^\Q$dir\E//r, @st[1, 2],
		    -d _ ? () : @st[7, 9];
	} }, $dir);
	return join "\n", sort @all;
}

# One value of the database.
sub database
{
	my ($dir, $query) = @_;
	my ($status, $out, $err) = run({}, '/usr/bin/python3', '-c', <<'PY',
import sqlite3, sys
db = sqlite3.connect("file:" + sys.argv[1] + "?mode=ro", uri=True)
print(*(v for row in db.execute(sys.argv[2]) for v in row), end="")
PY
	    "$dir/feedloom.db", $query);
	return $out . $err;
}

# What is remembered of a feed that fails.
sub failing
{
	my ($dir, $name) = @_;
	my $text = database($dir,
	    "SELECT failures || ' ' || ifnull(last_error, '') FROM feed "
	    . "WHERE name = '$name'");
	return $text =~ s/127\.0\.0\.1:$port\b/SITE/gr;
}

1;
