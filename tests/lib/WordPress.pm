# What the tests with a real WordPress share.  The variable WORDPRESS names the
# program that starts a site; each stands behind tests/wordpress/watch, which
# writes down what it is asked.
package WordPress;
use strict;
use warnings;
use Exporter qw(import);
use Feedloom;
use IPC::Open2;

our @EXPORT = qw(begin finish no_wordpress requests site);

my $start = $ENV{WORDPRESS};
my %sites; # folder of each that runs, and the watcher before it

# Why there can be none, or undef.
sub no_wordpress
{
	return defined $start && -x $start ? undef
	    : 'WORDPRESS does not name a program that starts a WordPress';
}

# A command of the site's; what it prints.
sub site
{
	my ($dir, @command) = @_;
	my ($status, $out, $err) = run({}, $start, $dir, @command);
	die "$start @command: $status\n$err" if $status != 0;
	chomp $out;
	return $out;
}

# A site behind the watcher, and under its address, which is returned.
sub begin
{
	my ($dir, @options) = @_;
	my $pid = open2(my $out, my $in, "$tests/wordpress/watch", "$dir.log");
	chomp(my $port = <$out>);
	$sites{$dir} = [$pid, $in];
	my $url = site($dir, 'start', @options, '--public-url',
	    "http://127.0.0.1:$port");
	my ($behind) = site($dir, 'status') =~ /:(\d+)$/;
	print $in "$behind\n";
	$in->flush;
	return $url;
}

sub finish
{
	my ($dir) = @_;
	my ($pid, $in) = @{ delete $sites{$dir} // return };
	run({}, $start, $dir, 'destroy');
	close $in;
	waitpid $pid, 0;
}

# What was started is ended, however the test ends.
$SIG{$_} = sub { exit 1 } for qw(HUP INT TERM);
END {
	my $status = $?;
	finish($_) for keys %sites;
	$? = $status;
}

# Requests since a place in the log: [path, "?304"]; and the place behind them.
sub requests
{
	my ($log, $from) = @_;
	my (%at, @all);
	for (split /\n/, substr slurp($log), $from) {
		if (/^(\d+) (\d+)$/) {
			my ($n, $code) = ($1, $2);
			$at{$n}[1] =~ s/-$/$code/ if $at{$n};
		} elsif (/^(\d+) GET (\S+)( \?)?$/) {
			push @all, $at{$1} = [$2, $3 ? '?-' : '-'];
		} else {
			push @all, [$_, ''];
		}
	}
	return \@all, -s $log;
}

1;
