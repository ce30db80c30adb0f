# What the tests of the program share: run it, read and write files.
package Feedloom;
use strict;
use warnings;
use Cwd qw(abs_path getcwd);
use Exporter qw(import);
use File::Basename qw(dirname);
use File::Temp qw(tempdir);

our @EXPORT = qw($feedloom $tests $tmp feedloom run slurp spew validate);

our $tests = abs_path(dirname(__FILE__) . '/..');
our $feedloom = $ENV{FEEDLOOM} // "$tests/../build/plain/feedloom";
our $tmp = tempdir('feedloom-XXXXXX', TMPDIR => 1, CLEANUP => 1);

sub slurp
{
	my ($name) = @_;
	open my $file, '<:raw', $name or die "$name: $!";
	local $/;
	my $text = <$file>;
	close $file;
	return $text // '';
}

sub spew
{
	my ($name, $text) = @_;
	open my $file, '>:raw', $name or die "$name: $!";
	print $file $text;
	close $file or die "$name: $!";
}

# run({ stdin => FILE, env => {}, dir => DIR, out => FILE, seconds => N },
# COMMAND...) gives (status, standard output, standard error); status is 128 + N
# for a signal.  Nothing here takes five minutes, if it does not say more.
sub run
{
	my ($how, @command) = @_;
	my $out = $how->{out} // "$tmp/.out";
	my $pid = fork // die "fork: $!";
	if ($pid == 0) {
		open STDIN, '<', $how->{stdin} // '/dev/null' or exit 127;
		open STDOUT, '>', $out or exit 127;
		open STDERR, '>', "$tmp/.err" or exit 127;
		chdir $how->{dir} or exit 127 if defined $how->{dir};
		%ENV = (%ENV, %{ $how->{env} // {} });
		alarm($how->{seconds} // 300);
		exec { $command[0] } @command or exit 127;
	}
	waitpid $pid, 0;
	my $status = $? & 127 ? 128 + ($? & 127) : $? >> 8;
	return ($status, $out eq "$tmp/.out" ? slurp($out) : '',
	    slurp("$tmp/.err"));
}

# The program, with an optional first argument as run() takes it.
sub feedloom
{
	my $how = ref $_[0] ? shift : {};
	return run($how, $feedloom, @_);
}

# What tests/validate/FORMAT says against the files; '' is good, undef when
# there is no such checker here.
sub validate
{
	my ($format, @files) = @_;
	my ($status, $out, $err) = run({}, "$tests/validate/$format", @files);
	return if $status == 77;
	$out =~ s/^[^\n]*: note: [^\n]*\n//mg;
	return $status == 0 && $out eq '' ? '' : "status $status\n$out$err";
}

1;
