// Judges what feedloom writes by parsers that are not ours: commonmark and
// markdown-it (with GitHub's tables and strikethrough) for Markdown, parse5 for
// HTML, js-yaml for front matter.  Reads JSON Lines from standard input and
// answers in JSON Lines, at the end with how many there were:
//   {name, html, markdown}         the text of both must be the same
//   {name, html, markdown, marks}  each letter's marks and blocks, too
//   {name, yaml}                   answered with what the YAML says
'use strict';
const path = require('path');
const readline = require('readline');
const modules = path.join(__dirname, '../../build/node_modules');
const load = (name) => require(path.join(modules, name));
const commonmark = load('commonmark');
const MarkdownIt = load('markdown-it');
const yaml = load('js-yaml');
let parse5;

const attribute = (node, name) =>
	((node.attrs || []).find((a) => a.name === name) || {}).value;

// Elements of a line; all others set off what they hold.
const inline = new Set(('a abbr acronym b bdi bdo big blink cite code custom ' +
	'data del dfn em font i ins kbd label mark marquee math mi mo mn ' +
	'noscript o output q rp rt ruby s samp semantics slot small span ' +
	'strike strong sub sup time tt u var wbr img input').split(' '));

// What no page shows as text.
const silent = new Set(('script style template head title svg button select ' +
	'textarea datalist canvas annotation annotation-xml iframe audio ' +
	'video object embed').split(' '));

// What a medium is called: it becomes a link.
function medium(node) {
	const source = (node.childNodes || []).find((c) =>
		c.nodeName === 'source');
	const url = [attribute(node, 'src'), attribute(node, 'data'),
		source && attribute(source, 'src')].find((u) => u &&
		u !== 'about:blank' && /^\s*(https?:|[^:]*$|\/)/i.test(u));
	const title = attribute(node, 'title');
	if (!url || /wp-embedded-content/.test(attribute(node, 'class') || ''))
		return '';
	return title && title.trim() ? title : url;
}

function gather(node, out, scriptless) {
	const name = node.nodeName;
	if (name === '#text')
		out.push(node.value);
	if (['iframe', 'audio', 'video', 'object', 'embed'].includes(name))
		out.push(medium(node));
	if (name === 'img' && !scriptless)
		out.push(attribute(node, 'alt') || '');
	if (silent.has(name))
		return;
	const gap = inline.has(name) || name[0] === '#' ? '' : ' ';
	out.push(gap);
	for (const child of (node.childNodes || []))
		gather(child, out, scriptless || name === 'noscript');
	out.push(gap);
}

// The words of HTML.  What HTML replaces by U+FFFD we leave out.
function words(html) {
	const out = [];
	gather(parse5.parseFragment(html, { scriptingEnabled: false }), out, false);
	return out.join('').replace(/\uFFFD/g, '')
		.replace(/[\s\u200B\uFEFF]+/g, ' ').trim();
}

const same = { b: 'strong', i: 'em', s: 'del', strike: 'del', cite: 'em',
	dfn: 'em', 'var': 'em', samp: 'code', tt: 'code' };
const marks = new Set('strong em del code a sup sub kbd u mark ins q'.split(' '));
const blocks = new Set(('h1 h2 h3 h4 h5 h6 ul ol li blockquote pre td th ' +
	'hr').split(' '));

// Addresses are the same whatever is percent-encoded in them.
function plain(url) {
	const bytes = Buffer.from(url).toString('latin1');
	const once = (s) => s.replace(/%([0-9A-F]{2})/gi, (x, h) =>
		String.fromCharCode(parseInt(h, 16)));
	return Buffer.from(once(once(bytes)), 'latin1').toString();
}

// Each letter with the elements around it; code has no other marks than links.
function letters(html) {
	const out = [];
	const put = (what, at, some) => out.push(what + ' ' + at.blocks + ' ' +
		at.marks.filter((m) => !some || m[0] === 'a' || m === 'code')
			.sort().join(','));
	const go = (node, at) => {
		const name = same[node.nodeName] || node.nodeName;
		if (name === '#text') {
			for (const c of node.value)
				if (!/[\s\u200B\uFEFF]/.test(c))
					put(c, at, at.marks.includes('code'));
			return;
		}
		if (name === 'img')
			put('image ' + plain(attribute(node, 'src')) + ' ' +
				attribute(node, 'alt').replace(/\s+/g, ' ').trim(),
				{ ...at, marks: at.marks.filter((m) => m[0] === 'a') });
		let inner = at;
		if (blocks.has(name))
			inner = { ...at, blocks: at.blocks + '/' + name };
		if (name === 'hr')
			put('', inner);
		if (marks.has(name)) {
			const mark = name === 'a'
				? 'a ' + plain(attribute(node, 'href')) : name;
			inner = { ...at, marks: [...new Set([...at.marks, mark])] };
		}
		for (const child of (node.childNodes || []))
			go(child, inner);
	};
	go(parse5.parseFragment(html), { blocks: '', marks: [] });
	return out;
}

function differ(got, want) {
	let i = 0;
	while (i < got.length && got[i] === want[i])
		i++;
	const from = Math.max(0, i - 20);
	return JSON.stringify(got.slice(from, i + 20)) + ' is not ' +
		JSON.stringify(want.slice(from, i + 20));
}

const parser = new commonmark.Parser();
const renderer = new commonmark.HtmlRenderer();
const it = new MarkdownIt({ html: true });

function judge(item) {
	const views = { 'markdown-it': it.render(item.markdown) };
	// Tables and strikethrough are no part of CommonMark.
	if (!/^[> \t\d.*)-]*\|.*\|$/m.test(item.markdown) &&
	    !/~~/.test(item.markdown))
		views.commonmark = renderer.render(parser.parse(item.markdown));
	for (const [who, html] of Object.entries(views)) {
		const read = item.marks ? letters : words;
		// Boxes to tick are text to both; random text has none.
		const got = read(item.marks ? html
			: html.replace(/(<li>(?:\s*<p>)?)\[[ x]\] /g, '$1'));
		const want = read(item.html);
		if (String(got) !== String(want))
			return who + ': ' + differ(got, want);
	}
	return undefined;
}

async function main() {
	let count = 0;
	parse5 = await import(path.join(modules, 'parse5/dist/index.js'));
	const input = readline.createInterface({ input: process.stdin,
		crlfDelay: Infinity });
	for await (const line of input) {
		const item = JSON.parse(line);
		const answer = { name: item.name };
		count++;
		try {
			if (item.yaml === undefined)
				answer.wrong = judge(item);
			else
				answer.value = yaml.load(item.yaml);
		} catch (e) {
			answer.wrong = String(e.message).split('\n')[0];
		}
		if (Object.keys(answer).some((k) => k !== 'name' &&
		    answer[k] !== undefined))
			console.log(JSON.stringify(answer));
	}
	console.log(JSON.stringify({ judged: count }));
}
main();
