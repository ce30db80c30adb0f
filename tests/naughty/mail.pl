#!/usr/bin/perl
# What MIME::Parser reads in messages that each stand behind their length: lines
# "field NAME TEXT" and "part TYPE ID BYTES", all in hexadecimal, and "end".  For
# tests/naughty/message.t.
use strict;
use warnings;
use Encode qw(decode encode);
use MIME::Parser;

sub say_line
{
	my ($kind, @values) = @_;
	print join(' ', $kind, map { unpack 'H*', $_ } @values), "\n";
}

# A field as a reader sees it who takes it for text.
sub say_field
{
	my ($head, $name) = @_;
	my $text = $head->get($name);
	$text =~ s/\r?\n(?=[ \t])//g;
	$text =~ s/^ +|\r?\n\z//g;
	say_line('field', $name, encode('UTF-8', decode('MIME-Header', $text)));
}

sub say_parts
{
	my ($entity) = @_;
	if ($entity->parts) {
		say_parts($_) for $entity->parts;
		return;
	}
	my $id = $entity->head->get('Content-Id') // '';
	$id =~ s/\s+\z//;
	say_line('part', $entity->mime_type, $id,
	    $entity->bodyhandle->as_string);
}

my $parser = MIME::Parser->new;
$parser->output_to_core(1);
$parser->tmp_to_core(1);
# It warns of each body whose last line has no end.
local $SIG{__WARN__} = sub { warn $_[0] unless $_[0] =~ /uninitialized/ };
binmode STDIN;
while (defined(my $length = <STDIN>)) {
	read STDIN, my $data, $length or die 'no message';
	my $entity = $parser->parse_data(\$data);
	say_field($entity->head, $_) for $entity->head->tags;
	say_parts($entity);
	print "end\n";
}
