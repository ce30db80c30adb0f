#!/usr/bin/perl
# feedloom check, on the configurations of tests/config: what it says of each
# is in err there, and an empty one means that all is well.  Paths of the copy
# that is checked are written DIR.  UPDATE=1 writes err anew; read it then.
use strict;
use warnings;
use File::Basename qw(basename dirname);
use File::Path qw(make_path);
use lib dirname(__FILE__) . '/lib';
use Feedloom;
use Test::More;

my %quiet = (XDG_CONFIG_HOME => "$tmp/none", HOME => "$tmp/none",
    STATE_DIRECTORY => '');

# A copy whose files nobody else may read.
sub copy
{
	my ($case) = @_;
	my $dir = "$tmp/" . basename($case);
	system 'cp', '-R', $case, $dir;
	system 'chmod', '-R', 'go-rwx,u+w', $dir;
	return $dir;
}

sub check
{
	my ($dir, @words) = @_;
	my ($status, $out, $err) =
	    feedloom({ dir => $dir, env => \%quiet }, 'check', @words);
	$err =~ s/\Q$dir\E/DIR/g;
	return ($status, $out, $err);
}

for my $case (glob "$tests/config/*") {
	next if !-e "$case/feedloom.lua";
	my $name = basename($case);
	# The clock ends these before a count does.
	next if $ENV{VALGRIND} && $name =~ /^(?:endless|grows|memory)$/;
	my $dir = copy($case);
	my @before = sort `find '$dir'`;
	my ($status, $out, $err) = check($dir);
	spew("$case/err", $err) if $ENV{UPDATE};
	is($err, slurp("$case/err"), "$name: what is said");
	is($status, slurp("$case/err") eq '' ? 0 : 78, "$name: the status");
	is($out, '', "$name: nothing on standard output");
	is_deeply([sort `find '$dir'`], \@before, "$name: nothing was made");
}

# Where it is looked for, and how it is called then.
my $feed = 'feed "a" { source = "a.xml", publish = { ["/tmp"] = "json" } }';
my %places = (here => "$tmp/here", own => "$tmp/xdg/feedloom",
    home => "$tmp/home/.config/feedloom", given => "$tmp/given");
make_path(values %places);
spew("$_/feedloom.lua", $feed) for values %places;
my @found = (
	[$places{here}, "$tmp/xdg", 'feedloom.lua'],
	["$tmp/given/..", "$tmp/xdg", "$tmp/xdg/feedloom/feedloom.lua"],
	["$tmp/given/..", '', "$tmp/home/.config/feedloom/feedloom.lua"],
);
for my $found (@found) {
	my ($dir, $xdg, $name) = @$found;
	my ($status, $out, $err) = feedloom({ dir => $dir, env => { %quiet,
	    HOME => "$tmp/home", XDG_CONFIG_HOME => $xdg } }, 'check');
	like($err, qr{^\Q$name\E:1: feed 'a': }, "$name is found");
}
SKIP: {
	skip 'there is a configuration of this machine', 2
	    if -e '/etc/feedloom/feedloom.lua';
	my ($status, $out, $err) = check($tmp);
	is($status, 66, 'no configuration at all');
	like($err, qr/^feedloom: there is no feedloom\.lua here, /,
	    'and that is said');
}
my ($status, $out, $err) = check($tmp, '-c', 'given/feedloom.lua');
like($err, qr{^given/feedloom\.lua:1: feed 'a': 'DIR/given/a\.xml' },
    'files are those beside the one that names them');
($status, $out, $err) = check($tmp, '--config', 'given');
is("$status $err", "66 feedloom: given: is not a file\n", 'a folder');

# Good ones: silent, but for -v.
my $good = "$tmp/good";
is_deeply([check("$tmp", '-c', 'good/feedloom.lua')], [0, '', ''],
    'a good one from elsewhere');
($status, $out, $err) = check($good, '-v');
is($err, <<'END', '-v tells of each feed');
harbour: 1 source, 2 plugins, 3 outputs, every 30 minutes
all.of-it_2: 5 sources, 2 plugins, 1 output, every 1 week
almaty: 1 source, 2 plugins, 1 output, every 30 minutes
astana: 1 source, 2 plugins, 1 output, every 30 minutes
aqtau: 1 source, 2 plugins, 1 output, every 30 minutes
END

($status, $out, $err) = check("$tmp/digest-good", '-v');
like($err, qr/^all: a digest of 2 feeds, a message for each entry
way-2: a digest of 1 feed, 20 entries \(UTC\)$/m, 'and of each digest');
like($err, qr/^weekly: a digest of 2 feeds, Monday 07:00 \(Asia\/Almaty\)$/m,
    'when it is due');
chmod 0644, "$tmp/digest-good/password";
($status, $out, $err) = check("$tmp/digest-good");
like($err, qr{^feedloom\.lua:\d+: digest 'weekly': 'DIR/password' holds a secret, }m,
    'the secret of a server of mail is looked at as well');

# Who else may read secrets, and write what is run.
chmod 0644, "$good/password";
($status, $out, $err) = check($good);
is($err, <<'END', 'a secret that everybody may read');
feedloom.lua:37: feed 'all.of-it_2': 'DIR/password' holds a secret, and everybody may read it: chmod o-r
feedloom.lua:35: feed 'all.of-it_2': 'DIR/password' holds a secret, and everybody may read it: chmod o-r
END
is($status, 0, 'is a warning');
is((check($good, '-q'))[2], '', 'which -q is silent of');
chmod 0600, "$good/password";
chmod 0646, "$good/feedloom.lua";
($status, $out, $err) = check($good);
is($err, "feedloom.lua: everybody may change it: chmod o-w\n",
    'a configuration that everybody may write');
spew("$good/feedloom.lua", <<'END');
feed "a" {
	source = { url = "https://a.example/", headers = {
		["Accept"] = "text/xml",
		["X-Api-Key"] = "secret",
	} },
	publish = { ["a"] = "json" },
}
END
chmod 0644, "$good/feedloom.lua";
($status, $out, $err) = check($good);
is($err, "feedloom.lua:4: feed 'a': 'feedloom.lua' holds a secret, and " .
    "everybody may read it: chmod o-r\n", 'a secret in a configuration');

# The folder of systemd.
($status, $out, $err) = feedloom({ dir => $good, env => { %quiet,
    STATE_DIRECTORY => "$good/export.xml:$tmp" } }, 'check');
like($err, qr{^feedloom\.lua: the state cannot be written in '\Q$good\E/export.xml'}m,
    'STATE_DIRECTORY');

# As many faults as can be read.
spew("$good/feedloom.lua", join '', map { "feed 'a b' { x = $_ }\n" } 1 .. 200);
($status, $out, $err) = check($good);
is($status, 78, 'many faults');
is(scalar(() = $err =~ /\n/g), 101, 'a hundred are told');

# Time does not grow faster than the file does.
my @times;
for my $n (500, 5000) {
	spew("$good/feedloom.lua", join '', map { <<"END" } 1 .. $n);
feed "f$_" {
	source = "https://a.example/$_",
	publish = { ["$_.json"] = "json" },
}
END
	my $begin = (times)[2];
	is((check($good))[0], 0, "$n feeds");
	push @times, (times)[2] - $begin;
}
cmp_ok($times[1], '<', 10 * $times[0] + 1, 'ten times as many');

done_testing;
