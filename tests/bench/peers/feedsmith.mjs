// An RSS feed as Atom or JSON Feed, by feedsmith (npm).
// usage: node feedsmith.mjs NODE_MODULES atom|json FILE
import { readFileSync, writeSync } from 'node:fs'
import { createRequire } from 'node:module'

const [modules, format, file] = process.argv.slice(2)
const { parseFeed, generateAtomFeed, generateJsonFeed } =
	createRequire(modules + '/')('feedsmith')
const html = value => value && { value, type: 'html' }

const writers = {
	atom: feed => generateAtomFeed({
		id: feed.link,
		title: { value: feed.title },
		updated: new Date(feed.lastBuildDate),
		links: [{ rel: 'alternate', href: feed.link }],
		entries: feed.items.map(item => ({
			id: item.guid.value,
			title: { value: item.title },
			published: new Date(item.pubDate),
			updated: new Date(item.pubDate),
			authors: item.dc.creators.map(name => ({ name })),
			links: [
				{ rel: 'alternate', href: item.link },
				{ rel: 'replies', href: item.comments },
			],
			categories: item.categories.map(category => ({ term: category.name })),
			summary: html(item.description),
			content: html(item.content.encoded),
			slash: item.slash,
			wfw: item.wfw,
		})),
	}),
	json: feed => JSON.stringify(generateJsonFeed({
		title: feed.title,
		home_page_url: feed.link,
		description: feed.description,
		language: feed.language,
		items: feed.items.map(item => ({
			id: item.guid.value,
			url: item.link,
			title: item.title,
			content_html: item.content.encoded,
			summary: item.description,
			date_published: new Date(item.pubDate),
			authors: item.dc.creators.map(name => ({ name })),
			tags: item.categories.map(category => category.name),
		})),
	})),
}

const { feed } = parseFeed(readFileSync(file, 'utf8'))
const out = Buffer.from(writers[format](feed))
for (let at = 0; at < out.length;)
	at += writeSync(1, out, at)
