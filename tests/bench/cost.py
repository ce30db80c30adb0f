"""Commands and what they cost: processor time, clock, memory, by rounds."""

import os
import shutil
import statistics
import subprocess
import sys


class Command:
    """What is measured: words, or several commands with "|" between them."""

    def __init__(self, *words, input=None, times=1, into=None):
        self.words = [str(word) for word in words]
        self.input = input
        self.times = times
        self.into = into  # a folder that is empty before each run

    def run(self, cost, output=os.devnull):
        """Seconds of processor, seconds of clock, KiB; all of one run."""
        if self.into is not None:
            shutil.rmtree(self.into, ignore_errors=True)
            os.makedirs(self.into)
        options = ["-n", str(self.times), "-o", output]
        if self.input is not None:
            options += ["-i", self.input]
        done = subprocess.run(
            [cost, *options, *self.words],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        if done.returncode != 0:
            words = " ".join(self.words[:12])
            sys.exit(f"status {done.returncode}: {words}\n{done.stderr[:2000]}")
        cpu, wall, peak = done.stdout.split()
        return Sample(
            float(cpu) / self.times, float(wall) / self.times, int(peak)
        )


class Sample:
    def __init__(self, cpu, wall, peak):
        self.cpu, self.wall, self.peak = cpu, wall, peak


class Spread:
    """The median of some numbers, with the least and the most."""

    def __init__(self, numbers):
        numbers = list(numbers)
        self.median = statistics.median(numbers)
        self.least, self.most = min(numbers), max(numbers)


class Race:
    """Commands that are run in turn, each once in a round."""

    def __init__(self, cost, commands):
        self.cost = cost
        self.commands = commands
        self.samples = {name: [] for name in commands}

    def warm(self, outputs):
        """A run that does not count; its output goes where outputs says."""
        for name, command in self.commands.items():
            command.run(self.cost, outputs.get(name, os.devnull))

    def run(self, rounds):
        for _ in range(rounds):
            for name, command in self.commands.items():
                self.samples[name].append(command.run(self.cost))

    def of(self, name, what="cpu"):
        return Spread(getattr(s, what) for s in self.samples[name])

    def ratio(self, name, other, what="cpu"):
        """How many times NAME is as dear as OTHER, by rounds."""
        pairs = zip(self.samples[name], self.samples[other])
        return Spread(getattr(a, what) / getattr(b, what) for a, b in pairs)

    def difference(self, name, other):
        """By how many seconds of processor NAME is dearer, by rounds."""
        pairs = zip(self.samples[name], self.samples[other])
        return Spread(a.cpu - b.cpu for a, b in pairs)

    def peak(self, name):
        """MiB."""
        return max(sample.peak for sample in self.samples[name]) / 1024
