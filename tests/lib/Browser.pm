# A real browser for tests: it shows a file, and what it says of it is kept.  No
# request leaves the machine: no name is looked up.
package Browser;
use strict;
use warnings;
use Compress::Zlib ();
use Exporter qw(import);
use Feedloom;

our @EXPORT = qw($chromium browse said complaints requests first_pixel);

our ($chromium) = grep { -x $_ } map { ("$_/chromium", "$_/chromium-browser") }
    split /:/, $ENV{PATH};
my $runs = 0;

# A file that was left: out, what the browser printed; err; net; a picture.
sub said
{
	my ($name) = @_;
	return -e "$tmp/$name" ? slurp("$tmp/$name") : '';
}

# Shows a page, which is a whole path.
sub browse
{
	my ($page, @options) = @_;
	my $profile = "$tmp/profile" . $runs++;
	my @command = ('timeout', '60', $chromium, '--headless', '--no-sandbox',
	    '--disable-gpu', '--disable-quic', '--no-first-run',
	    '--disable-background-networking', '--disable-component-update',
	    '--disable-sync', '--hide-scrollbars',
	    '--host-resolver-rules=MAP * ~NOTFOUND',
	    '--enable-logging=stderr', '--log-level=0',
	    "--user-data-dir=$profile", "--log-net-log=$tmp/net", @options,
	    "file://$page");
	unlink "$tmp/net";
	my $pid = fork // die "fork: $!";
	if ($pid == 0) {
		open STDOUT, '>', "$tmp/out" or die "out: $!";
		open STDERR, '>', "$tmp/err" or die "err: $!";
		exec @command or die "$chromium: $!";
	}
	waitpid $pid, 0;
	return $? == 0;
}

# What the page said to the developer: errors, violations of its policy.
sub complaints
{
	return grep { /CONSOLE/ && !/ERR_NAME_NOT_RESOLVED/ }
	    split /\n/, said('err');
}

# Addresses that were asked for, other than the page's own.
sub requests
{
	my $log = said('net');
	my ($type) = $log =~ /"URL_REQUEST_START_JOB":(\d+)/;
	my %seen;
	return () unless defined $type;
	for my $event (grep { /"type":$type\b/ } split /\n/, $log) {
		$seen{$1}++ if $event =~ /"url":"(https?:[^"]*)"/;
	}
	return sort grep { m{//quay\.example/} } keys %seen;
}

# The colour of the first pixel of a picture: a PNG of 8 bit samples.
sub first_pixel
{
	my ($name) = @_;
	my $png = said($name);
	my ($at, $data) = (8, '');
	while ($at + 8 <= length $png) {
		my ($len, $type) = unpack 'N a4', substr $png, $at, 8;
		$data .= substr $png, $at + 8, $len if $type eq 'IDAT';
		$at += 12 + $len;
	}
	return () if $data eq '';
	return unpack 'x C3', Compress::Zlib::uncompress($data);
}

1;
