# A real mail server: Postfix of Debian on loopback, with a folder of its own,
# TLS and AUTH.  What it takes it puts into Maildirs.  It is started here and
# ended here, and is nobody else's.
package Postfix;
use strict;
use warnings;
use Exporter qw(import);
use Feedloom;
use IO::Socket::INET;

our @EXPORT = qw(mail_refuses mail_server mail_settled no_mail_server postfix);

my $here = "$tmp/postfix";
my $runs = 0;

# Why there can be none, or undef.
sub no_mail_server
{
	return 'not root' if $> != 0;
	for my $program (qw(/usr/sbin/postfix /usr/sbin/saslpasswd2)) {
		return "there is no $program" unless -x $program;
	}
	return defined getpwnam('postfix') ? undef : 'there is no user postfix';
}

# Its "start" and "stop": as run().
sub postfix
{
	my ($verb) = @_;
	my @end = run({}, '/usr/sbin/postfix', '-c', "$here/etc", $verb);
	$runs = $verb eq 'start' ? 1 : 0 if $end[0] == 0;
	return @end;
}

END {
	my $status = $?;
	postfix('stop') if $runs;
	$? = $status;
}

# A port that nobody has.
sub free_port
{
	my $socket = IO::Socket::INET->new(Listen => 1,
	    LocalAddr => '127.0.0.1') or die "no socket: $@";
	return $socket->sockport;
}

# Its certificate, its one user, and that user's password.
sub secrets
{
	my ($uid) = @_;
	run({}, qw(openssl req -x509 -newkey ec -pkeyopt
	    ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=localhost
	    -addext subjectAltName=DNS:localhost -keyout), "$here/key", '-out',
	    "$here/ca");
	spew("$here/secret", 's3cret');
	chmod 0600, "$here/secret";
	run({ stdin => "$here/secret" }, qw(/usr/sbin/saslpasswd2 -p -c -f),
	    "$here/passwords", qw(-u mail.example me));
	chown $uid, -1, "$here/passwords";
	spew("$here/etc/sasl/smtpd.conf", <<"CONF");
pwcheck_method: auxprop
auxprop_plugin: sasldb
sasldb_path: $here/passwords
mech_list: DIGEST-MD5 CRAM-MD5 PLAIN LOGIN
CONF
}

# What is refused from now on, after RCPT and after DATA: lines of access(5),
# such as "/^a@/ 450 4.2.0 later".  It reads them when it starts.
sub mail_refuses
{
	my ($rcpt, $data) = @_;
	my $again = $runs;
	postfix('stop') if $again;
	spew("$here/rcpt", $rcpt);
	spew("$here/data", $data // '');
	postfix('start') if $again;
}

sub main_cf
{
	return <<"CONF";
compatibility_level = 3.6
queue_directory = $here/spool
data_directory = $here/data_directory
command_directory = /usr/sbin
daemon_directory = /usr/lib/postfix/sbin
maillog_file = $here/log
maillog_file_prefixes = /tmp, /var
myhostname = mail.example
mydestination =
mynetworks =
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
virtual_mailbox_domains = x.example
virtual_mailbox_base = $here/mail
virtual_mailbox_maps = regexp:$here/maps
virtual_uid_maps = static:65534
virtual_gid_maps = static:65534
alias_maps =
local_recipient_maps =
smtpd_tls_cert_file = $here/ca
smtpd_tls_key_file = $here/key
smtpd_tls_auth_only = yes
smtpd_sasl_auth_enable = yes
smtpd_sasl_local_domain = mail.example
smtpd_relay_restrictions = permit_sasl_authenticated, reject
smtpd_recipient_restrictions = check_recipient_access regexp:$here/rcpt,
    permit_sasl_authenticated, reject
smtpd_sender_restrictions =
smtpd_client_restrictions = permit_sasl_authenticated, reject
smtpd_data_restrictions = check_recipient_access regexp:$here/data
smtpd_forbid_bare_newline = yes
CONF
}

sub master_cf
{
	my ($start, $tls) = @_;
	return <<"CONF";
127.0.0.1:$start inet n - n - - smtpd -o smtpd_tls_security_level=encrypt
127.0.0.1:$tls inet n - n - - smtpd -o smtpd_tls_wrappermode=yes
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
proxymap unix - - n - - proxymap
error unix - - n - - error
retry unix - - n - - error
virtual unix - n n - - virtual
anvil unix - - n - 1 anvil
postlog unix-dgram n - n - 1 postlogd
CONF
}

# Sets it up and starts it, with a Maildir NAME for each NAME@x.example; nobody
# else is known there.  Its ports, for STARTTLS ("start") and for TLS ("tls");
# "user", and the files "secret" (the password) and "ca"; the folder "mail" of
# the Maildirs; and its "log".
sub mail_server
{
	my (@names) = @_;
	my $uid = getpwnam('postfix');
	my ($start, $tls) = map { free_port() } 1, 2;
	chmod 0755, $tmp;
	mkdir $here;
	mkdir "$here/$_" for qw(etc etc/sasl spool data_directory mail);
	chown $uid, -1, "$here/data_directory";
	chown 65534, -1, "$here/mail";
	secrets($uid);
	spew("$here/maps", join '',
	    map { "/^$_\@x\\.example\$/ $_/\n" } @names);
	mail_refuses('');
	spew("$here/etc/main.cf", main_cf());
	spew("$here/etc/master.cf", master_cf($start, $tls));
	my ($status, undef, $err) = postfix('start');
	die "$err" . (-e "$here/log" ? slurp("$here/log") : '') if $status;
	return { start => $start, tls => $tls, user => 'me@mail.example',
		secret => "$here/secret", ca => "$here/ca",
		mail => "$here/mail", log => "$here/log" };
}

# When all that it took is in Maildirs; false if that does not come about.
sub mail_settled
{
	for (1 .. 600) {
		return 1 unless grep { -f } glob
		    "$here/spool/{maildrop,incoming,active,deferred/*}/*";
		select undef, undef, undef, 0.05;
	}
	return 0;
}

1;
