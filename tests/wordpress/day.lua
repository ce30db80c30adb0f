-- The feeds of tests/wordpress/day.table; SITE and PLUGINS are put in.
settings {
  output = "public",
  pause = "0 seconds",
  contact = "editors@example.org",
  plugin_path = { "PLUGINS" },
}

defaults {
  every = "15 minutes",
  timeout = "6 seconds",
  through = { "wordpress" },
}

feed "tag" {
  source = { url = "SITE/tag/new-harbour/feed/", allow_private = true },
  publish = {
    ["tag.json"] = "json",
    ["tag.atom"] = "atom",
    ["tag.html"] = "html",
    ["tag.txt"] = "text",
  },
}

feed "tag-atom" {
  source = { url = "SITE/tag/new-harbour/feed/atom/", allow_private = true },
  publish = {
    ["tag-atom.json"] = "json",
    ["tag-atom.atom"] = "atom",
    ["tag-atom.html"] = "html",
    ["tag-atom.txt"] = "text",
  },
}

feed "main" {
  source = { url = "SITE/feed/", allow_private = true },
  publish = {
    ["main.json"] = "json",
    ["main.atom"] = "atom",
    ["main.html"] = "html",
    ["main.txt"] = "text",
  },
}

feed "main-atom" {
  every = "5 minutes",
  source = { url = "SITE/feed/atom/", allow_private = true },
  publish = {
    ["main-atom.json"] = "json",
    ["main-atom.atom"] = "atom",
  },
}

feed "comments" {
  source = { url = "SITE/comments/feed/", allow_private = true },
  publish = {
    ["comments.json"] = "json",
    ["comments.txt"] = "text",
  },
}

feed "ice" {
  source = { url = "SITE/tag/ice-watch/feed/", allow_private = true },
  publish = {
    ["ice.json"] = "json",
    ["ice.html"] = "html",
  },
}
