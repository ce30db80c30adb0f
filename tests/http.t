#!/usr/bin/perl
# HTTP: what fetch/http.h makes of a server that answers well or badly.  Each
# file of tests/http/*.case is blocks: a comment, lines "? URL MORE" as
# tests/http/ask reads them, all asked for at once, and what it prints of each.
# :A, :B, :T and :O are the server's ports, and CA and OLD certificates of T
# and O.
use strict;
use warnings;
use lib 'tests/lib';
use File::Basename qw(basename dirname);
use Feedloom;
use IPC::Open2;
use Test::More;

my $ask = dirname($ENV{FEEDLOOM_BINARY} // $feedloom) . '/http/ask';
plan skip_all => 'tests/http/ask is not built' unless -x $ask;

# A certificate that nobody signed but itself, for localhost.
my ($made) = run({}, qw(openssl req -x509 -newkey ec -pkeyopt
    ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=localhost -addext),
    'subjectAltName=DNS:localhost', '-keyout', "$tmp/key", '-out', "$tmp/ca");
is($made, 0, 'a certificate is made');
# And one that was good for a day of 2020.
spew("$tmp/ca.conf", <<CONF);
[ca]
default_ca = old
[old]
database = $tmp/old.index
serial = $tmp/old.serial
new_certs_dir = $tmp
policy = any
default_md = sha256
x509_extensions = names
[any]
commonName = supplied
[names]
subjectAltName = DNS:localhost
CONF
spew("$tmp/old.index", '');
spew("$tmp/old.serial", "01\n");
run({}, qw(openssl req -new -subj /CN=localhost -key), "$tmp/key", '-out',
    "$tmp/old.request");
my ($signed, undef, $why) = run({}, qw(openssl ca -batch -notext -selfsign
    -startdate 20200101000000Z -enddate 20200102000000Z -config),
    "$tmp/ca.conf", '-keyfile', "$tmp/key", '-in', "$tmp/old.request", '-out',
    "$tmp/old");
is($signed, 0, 'an old one, too') or diag($why);
my $server = open2(my $out, my $in, '/usr/bin/python3',
    "$tests/http/server.py", "$tmp/ca", "$tmp/old", "$tmp/key");
my @ports = split ' ', <$out>;
is(scalar @ports, 4, 'the server listens');
spew("$tmp/secret", "from a file\n");

sub ported
{
	my ($text) = @_;
	my %port;
	@port{qw(A B T O)} = @ports;
	$text =~ s/:([ABTO])\b/:$port{$1}/g;
	return $text;
}

sub lettered
{
	my ($text) = @_;
	my %letter;
	@letter{qw(A B T O)} = @ports;
	for my $name (keys %letter) {
		$text =~ s/:$letter{$name}\b/:$name/g;
	}
	return $text;
}

# The arguments are those of a line "! ARGUMENT ..." of the block.
sub answers
{
	my ($block, @more) = @_;
	my @lines = map { ported($_) } $block =~ /^\? (.*)$/mg;
	s/ +(?=(?:etag|modified|post|user|password(?:_file)?|header(?:_file)?|source|max|timeout)=|private\b)/\t/g
	    for @lines;
	my ($arguments) = $block =~ /^! (.*)$/m;
	$arguments = ($arguments // '') =~ s/\bCA\b/$tmp\/ca/r =~ s/\bOLD\b/$tmp\/old/r;
	s/\bSECRET\b/$tmp\/secret/ for @lines;
	spew("$tmp/lines", join '', map { "$_\n" } @lines);
	my ($status, $is, $said) = run({ stdin => "$tmp/lines",
		env => { http_proxy => 'http://127.0.0.1:9/',
			https_proxy => 'http://127.0.0.1:9/',
			ALL_PROXY => 'http://127.0.0.1:9/' } },
	    $ask, @more, (map { "also=http://x:$_/" } @ports),
	    split ' ', $arguments);
	return lettered($is) . $said;
}

# All blocks of a file, as they are or should be; more arguments go first.
sub blocks
{
	my ($file, @more) = @_;
	my $all = '';
	for my $block (split /^(?=#)/m, slurp($file)) {
		next if @more && $block =~ /^! .*\b@more\b/m;
		my ($name) = $block =~ /^# (.*)/;
		my @head = $block =~ /^([#?!] ?.*\n)/mg;
		my $is = join('', @head) . "\n" . answers($block, @more) . "\n";
		$all .= $is;
		next if $ENV{UPDATE};
		is($is, $block =~ s/\n+\z/\n\n/r,
		    join ' ', basename($file, '.case') . ": $name", @more);
	}
	return $all;
}

for my $file (sort glob "$tests/http/*.case") {
	my $is = blocks($file);
	if ($ENV{UPDATE}) {
		spew($file, $is =~ s/\n+\z/\n/r);
		pass("$file is updated");
	} elsif ($file !~ /time/) {
		blocks($file, 'fetcher');
	}
}
# What the fetcher asks of the kernel once it is locked in: nothing that it is
# refused, but what it does well without, and no more than it needs.
SKIP: {
	skip 'a sanitizer or valgrind needs more', 3
	    if $ENV{SAN} || $ENV{VALGRIND} || $ENV{UPDATE};
	my ($status) = run({}, 'strace', '-V');
	skip 'no strace', 3 if $status != 0;
	spew("$tmp/lines", join '', map { ported($_) . "\n" }
	    "https://localhost:T/plain\tprivate", "http://none.invalid/",
	    "http://127.0.0.1:A/slow\tprivate\ttimeout=1",
	    "http://127.0.0.1:A/bomb\tprivate");
	run({ stdin => "$tmp/lines", env => { SSL_CERT_FILE => "$tmp/ca" } },
	    'strace', '-f', '-o', "$tmp/trace", $ask, 'fetcher');
	my ($calls) = slurp("$tmp/trace") =~ /SECCOMP_MODE_FILTER.*?\n(.*)/s;
	unlike($calls, qr/SIGSYS|EPERM/, 'nothing is tried that ends it');
	my @refused = $calls =~ /^\d+ +(\w+\([^,\n]*,[^,\n]*).*= -1 E(?:ACCES|NOSYS)/mg;
	is(join(' ', grep { !/^(clone3|socket\(AF_UNIX)|localtime/ } @refused),
	    '', 'little is refused');
	my $times = () = $calls =~ /^\d+ +poll\(/mg;
	cmp_ok($times, '<', 300, 'it waits, and does not go round and round');
}
close $in;
waitpid $server, 0;
done_testing;
