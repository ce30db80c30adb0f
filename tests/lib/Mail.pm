# What the tests of digests share: feeds that change between runs, runs at a
# moment, and the messages that were made.
package Mail;
use strict;
use warnings;
use Exporter qw(import);
use Feedloom;
use JSON::PP;
use Time::Local qw(timegm);

our @EXPORT = qw(bytes_of config feed folder from_time item mails sent
    time_of cron_at);

# "2026-03-29 07:00", of UTC, as seconds since 1970; and back.
sub time_of
{
	my ($text) = @_;
	my ($y, $m, $d, $h, $min) = $text =~ /\A(\d+)-(\d+)-(\d+) (\d+):(\d+)\z/
	    or die $text;
	return timegm(0, $min, $h, $d, $m - 1, $y);
}

sub from_time
{
	my @t = gmtime $_[0];
	return sprintf '%04d-%02d-%02d %02d:%02d', $t[5] + 1900, $t[4] + 1,
	    @t[3, 2, 1];
}

# A new folder with a configuration; files with DIGEST { } have what every
# digest has, unless it says so itself.
sub folder
{
	my ($name, $text) = @_;
	my $dir = "$tmp/$name";
	mkdir $dir or die "$dir: $!";
	config($dir, $text);
	return $dir;
}

sub config
{
	my ($dir, $text) = @_;
	spew("$dir/feedloom.lua", <<'LUA' . $text);
defaults { every = "1 minute" }
local function DIGEST(name)
  return function(keys)
    keys.from = keys.from or "*"
    keys.sender = keys.sender or "Courier <courier@example.org>"
    keys.via = keys.via or mbox "mail.mbox"
    return digest(name)(keys)
  end
end
LUA
}

sub escaped
{
	return $_[0] =~ s/&/&amp;/gr =~ s/</&lt;/gr;
}

# An item of RSS: id, title, at ("2026-03-29 07:00"), link, text (HTML), more
# (XML); what is not said is made of the id.
sub item
{
	my (%is) = @_;
	my $title = escaped($is{title} // "Post $is{id}");
	my $text = escaped($is{text} // "Words of $is{id}.");
	my $link = escaped($is{link} // "https://news.example/$is{id}");
	my $at = '';
	if (defined $is{at}) {
		my ($date, $time) = split / /, $is{at};
		my @day = split /-/, $date;
		my @months = qw(Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec);
		$at = "<pubDate>$day[2] $months[$day[1] - 1] $day[0] "
		    . "$time:00 +0000</pubDate>\n";
	}
	return "<item><title>$title</title>\n<link>$link</link>\n"
	    . "<guid isPermaLink=\"false\">$is{id}</guid>\n$at"
	    . "<description>$text</description>" . ($is{more} // '')
	    . "</item>\n";
}

# The feed NAME.xml of a folder, from now on; its title is the name in capitals.
sub feed
{
	my ($dir, $name, @items) = @_;
	my $title = ucfirst $name;
	spew("$dir/.new", <<"XML");
<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>$title</title>
<link>https://news.example/$name</link><description>News</description>
@{[join '', map { ref $_ ? item(%$_) : $_ } @items]}</channel></rss>
XML
	rename "$dir/.new", "$dir/$name.xml" or die;
}

my $clean = { STATE_DIRECTORY => '', XDG_CONFIG_HOME => '/nonexistent' };

# A run at that moment, of UTC: (status, what it said).
sub cron_at
{
	my ($dir, $at, @words) = @_;
	my $how = ref $words[0] ? shift @words : {};
	my ($status, $out, $err) = feedloom({ dir => $dir, %$how,
	    env => { %$clean, %{ $how->{env} // {} } } },
	    'run', '--at', $at =~ s/ /T/r . ':00Z', @words);
	return ($status, ($out . $err) =~ s/\Q$dir\E/DIR/gr);
}

# All messages of a folder, in their order, as tests/digest/read.py has them; of
# one digest.
sub mails
{
	my ($dir, $digest) = @_;
	my ($status, $out, $err) = run({ env => $clean }, '/usr/bin/python3',
	    "$tests/digest/read.py", $feedloom, $dir);
	die $err if $status;
	return grep { !defined $digest
	    || $_->{head}{'x-feedloom-digest'} eq $digest } @{ decode_json($out) };
}

# "SLOT: TITLE, TITLE" of each message.
sub sent
{
	my (@mails) = @_;
	return join '', map { $_->{head}{'x-feedloom-slot'} . ': '
	    . join(', ', @{ $_->{titles} }) . "\n" } @mails;
}

# All messages, letter by letter.
sub bytes_of
{
	my ($dir) = @_;
	return join '', map { $_->{raw} } mails($dir);
}

1;
