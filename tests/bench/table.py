"""The table: rows of what was measured, with their targets, and its foot."""

import platform
import re
import subprocess
import time

COLUMNS = (
    "task", "ours", "S", "ours / S", "others / ours", "peak", "target", "holds"
)
LIBRARIES = ("libxml2", "libxslt1.1", "liblua5.4-0", "libc6")


class Row:
    """A line of the table; what is not said in it is left empty."""

    def __init__(self, task, ours="", s="", ratio="", others="", peak=""):
        self.cells = [task, ours, s, ratio, others, peak]
        self.targets = []  # words, whether it holds

    def target(self, words, holds):
        self.targets.append((words, holds))

    def missed(self):
        return [words for words, holds in self.targets if not holds]

    def texts(self):
        missed = self.missed()
        holds = "MISS" if missed else "yes" if self.targets else ""
        if missed and len(self.targets) > 1:
            holds += ": " + "; ".join(missed)
        words = "; ".join(words for words, _ in self.targets)
        return self.cells + [words, holds]


def seconds(t):
    if t >= 1:
        return f"{t:.2f} s"
    if t >= 1e-4:
        return f"{t * 1e3:.{2 if t < 0.01 else 1 if t < 0.1 else 0}f} ms"
    return f"{t * 1e6:.2f} µs"


def times(spread):
    """A ratio with the least and the most."""
    def short(x):
        return f"{x:.0f}" if x >= 20 else f"{x:.1f}" if x >= 5 else f"{x:.2f}"
    return (f"{short(spread.median)}"
            f" [{short(spread.least)}..{short(spread.most)}]")


def memory(mebibytes):
    return f"{mebibytes:.0f} MiB"


def show(rows, markdown):
    """The table as lines of Markdown, or in columns for a terminal."""
    lines = [list(COLUMNS)] + [row.texts() for row in rows]
    if markdown:
        lines = [[cell.replace("|", "\\|") for cell in line] for line in lines]
        lines.insert(1, ["---"] * len(COLUMNS))
        for line in lines:
            print("| " + " | ".join(line) + " |")
        return
    widths = [max(len(line[i]) for line in lines) for i in range(len(COLUMNS))]
    for line in lines:
        print("  ".join(c.ljust(w) for c, w in zip(line, widths)).rstrip())


def processor():
    """The name of the processor, and how many there are."""
    with open("/proc/cpuinfo", encoding="utf-8") as file:
        names = re.findall(r"model name\s*: (.*)", file.read())
    name = names[0].strip() if names else platform.machine()
    return f"{name}, {len(names) or 1} processors"


def instruction_set():
    """What of it libraries choose their code by, as valgrind shows it them."""
    with open("/proc/cpuinfo", encoding="utf-8") as file:
        wide = re.search(r"\bavx2\b", file.read())
    return platform.machine() + (" with AVX2" if wide else "")


def versions(packages):
    """Of Debian packages, "NAME VERSION" each; "" elsewhere."""
    try:
        said = subprocess.run(
            ["dpkg-query", "-W", "-f", "${Package} ${Version}, ", *packages],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    except FileNotFoundError:
        return ""
    return said.stdout.rstrip(", ")


def foot(program, notes):
    version = subprocess.check_output([program, "--version"], text=True).strip()
    date = time.strftime("%Y-%m-%d", time.gmtime())
    with open("/proc/loadavg", encoding="utf-8") as file:
        load = file.read().split()[0]
    print()
    print(f"{date}, {version}; {processor()}, load {load} at the end; "
          f"{versions(LIBRARIES)}.")
    for note in notes:
        print(note)
