"""The others: what is there of them, and how each is called."""

import os
import shutil
import subprocess

from cost import Command

HERE = os.path.dirname(os.path.abspath(__file__))
PLAIN = os.path.join(HERE, "plugins/plain.xsl")


class Peers:
    """Those that are there, by name, and a line on each that is not."""

    def __init__(self, folder):
        self.folder = folder
        self.versions = {}
        self.missing = []
        self.modules = os.path.join(folder, "node_modules")
        self.gofeed = os.path.join(folder, "gofeed")
        self.look("xsltproc", "xsltproc", package="xsltproc")
        self.look("sfeed", "sfeed", package="sfeed")
        self.look("sfeed_json", "sfeed_json", package="sfeed",
                  why="the sfeed here has no sfeed_json")
        self.look("feedparser", *self.python("feedparser"),
                  package="python3-feedparser")
        self.look("feedsmith", *self.node("feedsmith"))
        self.look("gofeed", self.gofeed,
                  package="golang-github-mmcdole-gofeed-dev")

    def look(self, name, *needed, package=None, why=None):
        if all(word and (shutil.which(word) or os.path.exists(word))
               for word in needed):
            self.versions[name] = self.version(name, package)
        else:
            self.missing.append(why or f"{name} is not there")

    def has(self, name):
        return name in self.versions

    def python(self, module):
        script = os.path.join(HERE, "peers", module)
        there = subprocess.run(
            ["/usr/bin/python3", "-c", f"import {module}"],
            stderr=subprocess.DEVNULL,
        )
        return [script if there.returncode == 0 else None]

    def node(self, module):
        return ["node", os.path.join(self.modules, module)]

    def version(self, name, package):
        if name == "feedsmith":
            said = subprocess.run(
                ["node", "-p", f"require('{self.modules}/{name}/package.json')"
                               ".version"],
                stdout=subprocess.PIPE, text=True)
        else:
            said = subprocess.run(
                ["dpkg-query", "-W", "-f", "${Version}", package],
                stdout=subprocess.PIPE, text=True)
        return said.stdout.strip()

    def commands(self, file, names):
        """Commands by name, of those that are there."""
        known = {
            "xsltproc": lambda: Command("xsltproc", "--huge", PLAIN, file),
            "sfeed_atom": lambda: Command(
                "sfeed", "|", "sfeed_atom", input=file),
            "sfeed_json": lambda: Command(
                "sfeed", "|", "sfeed_json", input=file),
            "feedsmith_atom": lambda: self.feedsmith("atom", file),
            "feedsmith_json": lambda: self.feedsmith("json", file),
            "feedparser": lambda: Command(
                os.path.join(HERE, "peers/feedparser"), file),
            "gofeed": lambda: Command(self.gofeed, file),
        }
        return {name: known[name]() for name in names if self.can(name)}

    def can(self, name):
        """sfeed_atom comes with sfeed; sfeed_json does with later ones only."""
        if name == "sfeed_json":
            return self.has(name)
        return self.has(name.removesuffix("_atom").removesuffix("_json"))

    def feedsmith(self, form, file):
        script = os.path.join(HERE, "peers/feedsmith.mjs")
        return Command("node", script, self.modules, form, file)
