// Random HTML, full of what Markdown would take for marks: JSON Lines of
// {name, html, marks}, so many as the argument says, the same ones each time.
'use strict';
let state = 20240419;
function pick(n) {
	state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
	return Math.floor(state / 65536) % n;
}
const one = (list) => list[pick(list.length)];
const some = (least, most, make) => {
	let out = '';
	for (let n = least + pick(most - least + 1); n > 0; n--)
		out += make();
	return out;
};

const texts = ['a', 'bc', 'x', '1', '22', 'é', '中', 'а', '_', '__', '*', '**',
	'***', '~', '~~', '~~~', '`', '``', '```', '[', '](', '](u)', '[x]',
	'[ ]', '!', '![', '<', '>', '<b>', '&', '&amp;', '&copy;', '&#65;',
	'\\', '\\*', '#', '##', '-', '--', '---', '+', '=', '===', '1.', '12)',
	'(', ')', '"', '\'', ':', '|', '||', '{', '{{', '{{<', '{{%', '}',
	'\u00A0', '\u3000', '\u200B', '😀', '€', '“', '”', '…', '—', '\t',
	'http://x.y/a_b', 'www.x.y', 'a@b.c', 'foo_bar', '_foo_', '*foo*',
	'5*3', 'x^2', '$', '%', '@', '/', '?', ';', ',', '.', '~5', 'C#', ':)',
	'[^1]:', '<!--more-->'];
const escape = (s) => s.replace(/&/g, '&amp;').replace(/</g, '&lt;')
	.replace(/"/g, '&quot;');
const text = () => escape(some(1, 3, () => one(texts) + one(['', '', ' '])));
const alt = () => text().replace(/😀/g, '');
const url = () => 'http://h.example/' + escape(some(0, 5, () => one(['a', '_',
	'*', '(', ')', '&copy;', '&', '=', '?', '%20', '~', '[', ']', '{{<',
	'é'])));

let linked = false;
function link(depth) {
	if (linked)
		return text();
	linked = true;
	const html = `<a href="${url()}">${line(depth)}</a>`;
	linked = false;
	return html;
}

function line(depth) {
	return some(1, 3, () => {
		const name = depth < 2 ? one(['em', 'strong', 'code', 'del', 'b',
			'i', 'sup', 'kbd', 'u', 'a', 'img', 'br', '', '', '']) : '';
		const end = one(['', '', '', ' ', '\n', '&nbsp;']);
		if (name === '')
			return text() + end;
		if (name === 'br')
			return '<br>' + end;
		if (name === 'img')
			return `<img src="${url()}" alt="${alt()}">` + end;
		if (name === 'a')
			return link(depth + 1) + end;
		return `<${name}>${line(depth + 1)}</${name}>` + end;
	});
}

const list = (depth, item) => {
	const start = one(['', '', ' start="0"', ' start="7"', ' start="99"']);
	const name = one(['ul', 'ol']);
	return `<${name}${name === 'ol' ? start : ''}>` + some(1, 3, () =>
		`<li>${item(depth + 1)}</li>`) + `</${name}>`;
};
const item = (depth) => one([() => line(0), () => line(0), () => '',
	() => `<p>${line(0)}</p>`, () => document(depth),
	() => line(0) + list(depth, () => line(0))])();

function table() {
	const columns = 2 + pick(2);
	const row = (cell) => '<tr>' + some(columns, columns, () =>
		`<${cell}>${line(0)}</${cell}>`) + '</tr>';
	return `<table>${row('th')}${some(1, 2, () => row('td'))}</table>`;
}

function document(depth) {
	return some(1, 2, () => '\n' + one(depth > 1
		? [() => `<p>${line(0)}</p>`]
		: [() => `<p>${line(0)}</p>`, () => `<div>${line(0)}</div>`,
			() => `<h${1 + depth}>${line(0)}</h${1 + depth}>`,
			() => list(depth, item), () => list(depth, item),
			() => `<blockquote>${document(depth + 1)}</blockquote>`,
			() => '<pre><code>' + some(1, 4, () => text() + '\n') +
				'</code></pre>', () => '<hr>', table])());
}

for (let i = 1; i <= Number(process.argv[2]); i++)
	console.log(JSON.stringify({ name: `random ${i}`, html: document(0),
		marks: true }));
