#!/usr/bin/perl
# What stands in a message and where: groups, their order, entries that are the
# same in several feeds, the head.
use strict;
use warnings;
use lib 'tests/lib';
use Feedloom;
use Mail;
use Test::More;

sub attributes
{
	my ($tag) = @_;
	return { map { /(\w+)="(.*)"/ } $tag =~ /\w+="[^"]*"/g };
}

# "GROUP: TITLE (also FEED ADDRESS)" of each entry, as stylesheets get them.
sub page
{
	my ($dir, $digest, @words) = @_;
	my ($status, $out, $err) = feedloom({ dir => $dir }, 'digest', $digest,
	    '--preview', 'page.atom', '--at', '2026-05-03T12:00:00Z', @words);
	return "$status $err" if "$status$err" ne '0';
	my $page = '';
	for (split m{(?=<entry[> ])}, slurp("$dir/page.atom")) {
		next if !/\A<entry/;
		my ($title) = m{<title[^>]*>(.*?)</title>};
		my $note = attributes(/(<loom:edition[^>]*>)/);
		my @also = map { attributes($_) } /(<loom:also[^>]*>)/g;
		$page .= ($note->{group} // '-') . ": $title" . join('', map
		    { ' (also ' . join(' ', $_->{title}, $_->{href} // ())
			. ')' } @also) . "\n";
	}
	return $page;
}

# Four posts of two feeds; zone Almaty, where 1 May, 20:00 UTC, is 2 May.
my $dir = folder('groups', <<'LUA');
feed "harbour" { source = "harbour.xml" }
feed "weather" { source = "weather.xml" }
local groups = { "feed", "category", "author", "day", "none" }
for i = 1, #groups do
  DIGEST(groups[i]) { every = "daily 07:00", timezone = "Asia/Almaty",
    from = { "weather", "harbour" }, group_by = groups[i], only_new = false }
end
DIGEST "one" { from = "harbour", every = "daily", send_empty = true }
DIGEST "two" { every = "daily", send_empty = true }
DIGEST "half" { every = "daily" }
LUA
my $by = '<dc:creator>%s</dc:creator>';
feed($dir, 'harbour',
    { id => 'h1', at => '2026-05-01 06:00', title => 'h1',
	more => '<category>Ships</category><category>Ice</category>'
	    . sprintf $by, 'Saule' },
    { id => 'h2', at => '2026-05-01 20:00', title => 'h2',
	more => '<category>Ice</category>' . sprintf $by, 'Aida' },
    { id => 'h3', at => '2026-05-01 07:00', title => 'h3' });
feed($dir, 'weather',
    { id => 'w1', at => '2026-05-01 05:00', title => 'w1',
	more => '<category>Ships</category>' . sprintf $by, 'Aida' });
my ($status, $said) = cron_at($dir, '2026-05-01 21:00');
is("$status $said", '0 ', 'a run');
is(page($dir, 'feed'), <<'END', 'by feed, as they stand in from, newest first');
Weather: w1
Harbour: h2
Harbour: h3
Harbour: h1
END
is(page($dir, 'category'), <<'END', 'by category, by name, others behind');
Ice: h2
Ships: h1
Ships: w1
Other: h3
END
is(page($dir, 'author'), <<'END', 'by author, the same');
Aida: h2
Aida: w1
Saule: h1
Other: h3
END
is(page($dir, 'day'), <<'END', 'by day, of the zone');
Saturday, 2 May 2026: h2
Friday, 1 May 2026: h3
Friday, 1 May 2026: h1
Friday, 1 May 2026: w1
END
is(page($dir, 'none'), "-: h2\n-: h3\n-: h1\n-: w1\n", 'by nothing');

# What the digest is called: as its feed where that is the only one.
cron_at($dir, '2026-05-02 07:00');
feed($dir, 'harbour', { id => 'h4', at => '2026-05-02 08:00', title => 'h4' });
cron_at($dir, '2026-05-03 07:00');
my $subjects = join '', map { "$_->{head}{subject}\n" }
    map { mails($dir, $_) } 'one', 'two', 'half';
is($subjects, <<'END', 'titles: of the only feed, or of the digest');
Harbour: 0 new, 2 May 2026
Harbour: 1 new, 3 May 2026
two: 0 new, 2 May 2026
two: 1 new, 3 May 2026
half: 1 new, 3 May 2026
END

# The same entry in several feeds: by its address, by its id, by its text.
my $text = join ' ', map { "word$_" } 1 .. 100;
$dir = folder('twins', <<'LUA');
feed "a" { source = "a.xml" }
feed "b" { source = "b.xml" }
feed "c" { source = "c.xml" }
DIGEST "d" { from = { "a", "b", "c" }, every = "daily", only_new = false }
LUA
feed($dir, 'a',
    { id => 'a1', title => 'link', link => 'https://www.news.example/1/' },
    { id => 'a2', title => 'text', text => $text },
    { id => 'same', title => 'id', link => 'https://a.example/id' },
    { id => 'a4', title => 'short', text => 'Nothing new.' },
    { id => 'a5', title => 'query', link => 'https://a.example/?p=5' },
    { id => 'a6', title => 'twice', link => 'https://a.example/6',
	text => $text =~ s/word/term/gr },
    { id => 'a7', title => 'alike', link => 'https://a.example/7',
	text => $text =~ s/word/term/gr });
feed($dir, 'b',
    { id => 'b1', title => 'LINK',
	link => 'https://news.example/1?utm_source=b#more' },
    { id => 'b2', title => 'TEXT', link => 'https://b.example/2',
	text => $text =~ s/word50 /another /r },
    { id => 'b4', title => 'SHORT', text => 'Nothing new.' },
    { id => 'b5', title => 'QUERY', link => 'https://a.example/?p=6' },
    { id => 'b8', title => 'half', text => $text =~ s/word50.*/and so on/r });
feed($dir, 'c',
    { id => 'same', title => 'ID', link => 'https://c.example/id' },
    { id => 'c1', title => 'Link', link => 'http://news.example/1' },
    { id => 'c5', title => 'Query', link => 'https://a.example/?p=5' });
is_deeply([cron_at($dir, '2026-05-02 08:00')], [0, ''], 'a run');
my $want = <<'END';
A: alike
A: id (also C https://c.example/id)
A: link (also B https://news.example/1?utm_source=b#more) (also C http://news.example/1)
A: query (also C)
A: short
A: text (also B https://b.example/2)
A: twice
B: QUERY
B: SHORT
B: half
END
is(join('', sort split /^/, page($dir, 'd')), $want,
    'twins: the first feed has them');
cron_at($dir, '2026-05-03 07:00');
my ($mail) = mails($dir);
is(scalar @{ $mail->{titles} }, 10, 'twins: in the message');
like($mail->{text}, qr/also in B/i, 'twins: in its text');
like($mail->{head}{subject}, qr/^d: 10 new/, 'twins: are not counted');
cron_at($dir, '2026-05-04 07:00');
is(scalar(mails($dir)), 1, 'twins: are not mailed later');
done_testing();
