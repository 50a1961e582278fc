#!/usr/bin/env python3
"""`target` on a ledger of N lines and M firms; its base flows solved by this crate and by OR-Tools in one run.

Makes the data with a fixed seed. Each process runs alone, in turn, on one thread. OR-Tools' SimpleMaxFlow (push-relabel, C++)
takes the flows firm by firm from the file that the bench writes; its time is the solving alone, without reading the file or
handing over arrays. Totals must agree to the fen. Needs: pip install ortools.

    cargo bench --no-run --bench target && python3 benches/target.py [--lines 1000000] [--firms 50000]
"""
import argparse, glob, os, subprocess, sys, tempfile

import ledger

PEER = """
import sys, time, numpy as np
from ortools.graph.python import max_flow
lines = open(sys.argv[1]).read().split("\\n")
total = at = 0
seconds = handing = 0.0
while at < len(lines) - 1:
    if lines[at] == "end":
        print(total, seconds, handing)
        total, seconds, handing, at = 0, 0.0, 0.0, at + 1
        continue
    supply, demand, pairs = (np.array(line.split(), dtype=np.int64) for line in lines[at:at + 3])
    at += 3
    if not len(pairs):
        continue
    s, g = pairs.reshape(-1, 2).T
    n, m = len(supply), len(demand)
    start = time.process_time()
    solver = max_flow.SimpleMaxFlow()
    solver.add_arcs_with_capacity(s, n + g, np.minimum(supply[s], demand[g]))
    solver.add_arcs_with_capacity(np.full(n, n + m), np.arange(n), supply)
    solver.add_arcs_with_capacity(n + np.arange(m), np.full(m, n + m + 1), demand)
    handing += time.process_time() - start
    start = time.process_time()
    status = solver.solve(n + m, n + m + 1)
    seconds += time.process_time() - start
    if status != solver.OPTIMAL:
        sys.exit(f"line {at}: {status}")
    total += solver.optimal_flow()
"""


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lines", type=int, default=1_000_000)
    parser.add_argument("--firms", type=int, default=50_000)
    parser.add_argument("--runs", type=int, default=1)
    options = parser.parse_args()
    ours = os.path.abspath(max(glob.glob("target/release/deps/target-*[!.d]"), key=os.path.getmtime))
    with tempfile.TemporaryDirectory() as folder:
        os.mkdir(f"{folder}/data")
        ledger.make(f"{folder}/data", options.lines, firms=options.firms)
        for _ in range(options.runs):
            text = subprocess.run([ours, folder], check=True, capture_output=True, text=True).stdout
            print(text, end="")
            said = [line.split() for line in text.splitlines()]
            flows = [words[1] for words in said if words[0] == "flow"]
            times = {words[0]: float(words[1]) for words in said if words[2:3] == ["CPU"]}
            peer = subprocess.run([sys.executable, "-c", PEER, f"{folder}/flows"], check=True, capture_output=True, text=True)
            rows = [line.split() for line in peer.stdout.splitlines()]
            if [row[0] for row in rows] != flows:
                sys.exit(f"the solvers disagree: {flows} ours, {[row[0] for row in rows]} OR-Tools")
            for (_, seconds, handing), solve, whole in zip(rows, ["solve1", "solve2"], ["target", "county"]):
                seconds = float(seconds)
                print(f"{whole:<8} OR-Tools {seconds:.3f} CPU s solving, {float(handing):.3f} taking the arrays; "
                      f"ratio {times[solve] / seconds:.2f} solver against solver, {times[whole] / seconds:.2f} the whole question")


if __name__ == "__main__":
    main()
