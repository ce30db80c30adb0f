#!/usr/bin/perl
# feedloom init and feedloom feeds: beginnings that work, and OPML of strangers.
use strict;
use warnings;
use Cwd ();
use File::Basename qw(dirname);
use lib dirname(__FILE__) . '/lib';
use Feedloom;
use Test::More;

my %quiet = (XDG_CONFIG_HOME => "$tmp/none", HOME => "$tmp/none",
    STATE_DIRECTORY => '');
my $dirs = 0;

sub fresh
{
	my $dir = "$tmp/d" . $dirs++;
	mkdir $dir or die "$dir: $!";
	return $dir;
}

sub in
{
	my ($dir, @words) = @_;
	return feedloom({ dir => $dir, env => \%quiet }, @words);
}

# The example works as it is.
my $dir = fresh();
my ($status, $out, $err) = in($dir, 'init');
is("$status$err", '0', 'init');
is_deeply([in($dir, 'check')], [0, '', ''], 'the example is a good one');
my $program = readlink('/proc/self/exe') && Cwd::abs_path($ENV{FEEDLOOM_BINARY}
    // $feedloom);
is($out =~ s/\Q$program\E/PROGRAM/gr =~ s/\Q$dir\E/DIR/gr, <<'END', 'what is told');
wrote feedloom.lua

For crontab -e:

*/10 * * * * PROGRAM run --config DIR/feedloom.lua

Or for systemd:

# /etc/systemd/system/feedloom.service
[Unit]
Description=Make feeds
Wants=network-online.target
After=network-online.target

[Service]
Type=oneshot
ExecStart=PROGRAM run --config DIR/feedloom.lua

# /etc/systemd/system/feedloom.timer
[Timer]
OnCalendar=*:0/10
RandomizedDelaySec=60

[Install]
WantedBy=timers.target
END
is_deeply([in($dir, 'feeds')], [0, <<'END', ''], 'feeds');
example  https://example.org/feed/  example.html example.json
END

# Never over what is there.
my $before = slurp("$dir/feedloom.lua");
($status, $out, $err) = in($dir, 'init');
is("$status $out", '73 ', 'a file that is there');
like($err, qr/^feedloom: there is a 'feedloom\.lua' already/, 'is told of');
is(slurp("$dir/feedloom.lua"), $before, 'and stays');
symlink 'nowhere', "$dir/link.lua";
is((in($dir, 'init', 'link.lua'))[0], 73, 'a link to nowhere');
ok(!-e "$dir/nowhere", 'is not followed');
is((in($dir, 'init', 'none/feedloom.lua'))[0], 73, 'a folder that is not there');
is((in($dir, 'init', '-'))[0], 64, 'standard output');
is((in($dir, 'init', 'a', 'b'))[0], 64, 'two files');
is((in($dir, 'init', '--opml'))[0], 64, 'no OPML');

# A path with all that is special.
mkdir "$dir/it's \"100%\" \$x";
($status, $out, $err) = in($dir, 'init', "it's \"100%\" \$x/f.lua");
like($out, qr{ run --config '\Q$dir\E/it'\\''s "100\\%" \$x/f\.lua'\n},
    'a crontab with a strange path');
like($out, qr{ run --config "\Q$dir\E/it's \\"100%%\\" \$\$x/f\.lua"\n},
    'a unit with a strange path');

# OPML.
sub opml
{
	my ($body, @words) = @_;
	my $at = fresh();
	spew("$at/in.opml", '<?xml version="1.0"?><opml version="1.1"><head>' .
	    "<title>T</title></head><body>$body</body></opml>");
	my ($is, $said, $wrong) = in($at, 'init', '--opml', 'in.opml', @words);
	return ($at, $is, $said =~ s/\n\nFor crontab.*//sr, $wrong);
}

sub names
{
	my ($at) = @_;
	return [map { (split)[0] } split /\n/, (in($at, 'feeds'))[1]];
}

($dir, $status, $out, $err) = opml(<<'END');
<outline text="News">
  <outline text="Deep"><outline text="New Harbour" type="rss"
    xmlUrl="https://a.example/1?a=1&amp;b=2"/></outline>
  <outline text="New harbour!" xmlUrl="https://a.example/2"/>
  <outline text="New Harbour 2" xmlURL="https://a.example/3"/>
  <outline title="Новая гавань" xmlUrl=" https://a.example/4 "/>
  <outline text="日本" xmlUrl="https://b.example/5"/>
  <outline text="again" xmlUrl="https://b.example/5"/>
</outline>
<outline text="mail" xmlUrl="mailto:a@b.example"/>
<outline text="secret" xmlUrl="https://user:secret@c.example/"/>
<outline text="file" xmlUrl="file:///etc/passwd"/>
<outline text="relative" xmlUrl="feed.xml"/>
<outline text="none" xmlUrl=""/>
<outline text="a page" htmlUrl="https://d.example/"/>
END
is("$status$err", '0', 'OPML');
is($out, "5 feeds, 1 more that came before, 5 left out: no address of http " .
    "or https, or one with a password\nwrote feedloom.lua", 'is counted');
is_deeply([in($dir, 'check')], [0, '', ''], 'and makes a good configuration');
is((in($dir, 'feeds'))[1], <<'END', 'with these feeds');
new-harbour      'https://a.example/1?a=1&b=2'  new-harbour.json
new-harbour-2    https://a.example/2            new-harbour-2.json
new-harbour-2-2  https://a.example/3            new-harbour-2-2.json
novaya-gavan     https://a.example/4            novaya-gavan.json
b-example        https://b.example/5            b-example.json
END
unlike(slurp("$dir/feedloom.lua"), qr/secret|passwd/, 'and no secrets');
($status, $out, $err) = in($dir, 'feeds', '--opml');
is($out, <<'END', 'OPML of it');
<?xml version="1.0" encoding="UTF-8"?>
<opml version="2.0">
  <head>
    <title>feedloom</title>
  </head>
  <body>
    <outline type="rss" text="new-harbour" xmlUrl="https://a.example/1?a=1&amp;b=2"/>
    <outline type="rss" text="new-harbour-2" xmlUrl="https://a.example/2"/>
    <outline type="rss" text="new-harbour-2-2" xmlUrl="https://a.example/3"/>
    <outline type="rss" text="novaya-gavan" xmlUrl="https://a.example/4"/>
    <outline type="rss" text="b-example" xmlUrl="https://b.example/5"/>
  </body>
</opml>
END
my $again = fresh();
spew("$again/out.opml", $out);
is((in($again, 'init', '--opml', 'out.opml'))[0], 0, 'which is read');
is((in($again, 'feeds', '--opml'))[1], $out, 'and comes out the same');

# What wants to be more than a string.
($dir, $status, $out, $err) = opml(<<'END');
<outline text="]] os.execute('id') --[[" xmlUrl="https://a.example/1&quot;}x&quot;"/>
<outline text="&quot; } feed &quot;x" xmlUrl="https://a.example/\&#10;/'2"/>
<outline text="../../etc/passwd" xmlUrl="https://a.example/3?]]--&#9;"/>
END
is($status, 0, 'hostile strings');
is_deeply([in($dir, 'check')], [0, '', ''], 'are strings');
is_deeply(names($dir), ['os-execute-id', 'feed-x', 'etc-passwd'],
    'and names are names');

# What is no OPML.
for my $case (['<rss><channel/></rss>', 'is no OPML'],
    ['<opml><body/></opml>', 'there is no feed in it'],
    ['<opml><body><outline text="a" xmlUrl="https://a.example/"/>', ''],
    ['<!DOCTYPE o [<!ENTITY a SYSTEM "file:///etc/passwd">]><opml><body>' .
	'<outline text="&a;" xmlUrl="https://a.example/"/></body></opml>', ''],
    ['no XML at all', ''], ['', '']) {
	my ($text, $words) = @$case;
	my $at = fresh();
	spew("$at/in.opml", $text);
	($status, $out, $err) = in($at, 'init', '--opml', 'in.opml');
	is($status, 65, substr($text, 0, 40) . ': refused');
	like($err, qr/\Q$words\E/, 'with words') if $words ne '';
	is(`ls -A '$at'`, "in.opml\n", 'and nothing is written');
}
is((in($dir, 'init', '--opml', 'none.opml', 'x.lua'))[0], 66, 'none there');

# Many of one name take no longer than others do.
my $many = join '', map { "<outline text='a' xmlUrl='https://a.example/$_'/>" }
    1 .. 9000;
my $begin = (times)[2];
($dir, $status, $out, $err) = opml($many);
cmp_ok((times)[2] - $begin, '<', 5, 'nine thousand of one name');
is("$status$err", '0', 'are read');
($dir, $status, $out, $err) = opml($many . $many =~ s/a\.example/b.example/gr);
is($status, 65, 'too many are refused');
like($err, qr/holds more than 10000 feeds/, 'with their number');

done_testing;
