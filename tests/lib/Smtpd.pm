# What the tests of deliveries share: tests/smtp/server.py, which does as it is
# told and notes what it got, with a certificate in $tmp/ca.
package Smtpd;
use strict;
use warnings;
use Exporter qw(import);
use Feedloom;
use IPC::Open2;

our @EXPORT = qw(noted rest server smtp);

my ($in, $out, $port, $pid);

# The way to it, as the configuration says that.
sub smtp
{
	return "smtp { host = \"localhost\", port = $port, " .
	    'tls = "starttls", user = "me", password_file = "secret", ' .
	    "ca_file = \"$tmp/ca\" }";
}

sub command
{
	my ($words) = @_;
	print $in "$words\n";
	$in->flush;
	<$out>;
}

# All is well with it, but for what these rules say.
sub server { command($_) for 'reset', 'auth', @_ }

# Returns when nobody is connected any more.
sub rest { command('rest') }

# Lines about all that happened since this was asked last.
sub noted
{
	print $in "log\n";
	$in->flush;
	my @all;
	while (my $line = <$out>) {
		last if $line eq ".\n";
		push @all, $line =~ s/\n//r;
	}
	return @all;
}

run({}, qw(openssl req -x509 -newkey ec -pkeyopt
    ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=localhost -addext),
    'subjectAltName=DNS:localhost', '-keyout', "$tmp/key", '-out', "$tmp/ca");
$pid = open2($out, $in, '/usr/bin/python3', "$tests/smtp/server.py",
    "$tmp/ca", "$tmp/key");
($port) = split ' ', <$out>;
die 'no server listens' if !$port;

END {
	if ($pid) {
		my $status = $?;
		close $in;
		kill 'TERM', $pid;
		waitpid $pid, 0;
		$? = $status;
	}
}

1;
