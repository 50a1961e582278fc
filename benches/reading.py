#!/usr/bin/env python3
"""Ledgers from csv, parquet and xlsx to our checked data set, beside DuckDB, polars and python-calamine that only read them.

Called by `cargo bench --bench reading`, which makes the files. Each program is a process of its own with one thread, in turn,
several times; printed are medians of CPU seconds (user and system) and of peak memory, and the ratio of CPU to the faster peer.
Needs duckdb and polars in python3; python-calamine is put into target/calamine where it is missing.
"""
import argparse, os, resource, statistics, subprocess, sys, time

HERE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
FOLDER = os.path.join(HERE, "target", "reading")
PEERS = {
    "csv": {
        "duckdb": "import duckdb, sys; duckdb.sql('SET threads TO 1; SET enable_progress_bar = false'); duckdb.sql(f\"CREATE TABLE t AS FROM read_csv('{sys.argv[1]}')\"); "
                  "print(*duckdb.sql('SELECT count(*), sum(\"采购额(万元)\") FROM t').fetchall()[0])",
        "polars": "import polars as pl, sys; t = pl.read_csv(sys.argv[1]); print(len(t), t['采购额(万元)'].sum())",
    },
    "parquet": {
        "duckdb": "import duckdb, sys; duckdb.sql('SET threads TO 1; SET enable_progress_bar = false'); duckdb.sql(f\"CREATE TABLE t AS FROM read_parquet('{sys.argv[1]}')\"); "
                  "print(*duckdb.sql('SELECT count(*), sum(\"采购额(万元)\") FROM t').fetchall()[0])",
        "polars": "import polars as pl, sys; t = pl.read_parquet(sys.argv[1]); print(len(t), t['采购额(万元)'].sum())",
    },
    "xlsx": {
        "python-calamine": "import sys; from python_calamine import CalamineWorkbook; "
                           "t = CalamineWorkbook.from_path(sys.argv[1]).get_sheet_by_index(0).to_python(); "
                           "print(len(t) - 1, sum(row[5] for row in t[1:] if row[5] != ''))",
    },
}


def run(command):
    """CPU seconds, wall seconds, peak megabytes and the output of a process."""
    start = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.PIPE, env={**os.environ, "POLARS_MAX_THREADS": "1"}) as process:
        output = process.stdout.read().decode()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"{command} failed")
    return usage.ru_utime + usage.ru_stime, time.perf_counter() - start, usage.ru_maxrss / 1024, output.split()


def calamine():
    """A python that has python-calamine."""
    python = os.path.join(HERE, "target", "calamine", "bin", "python")
    if not os.path.exists(python):
        subprocess.run([sys.executable, "-m", "venv", os.path.join(HERE, "target", "calamine")], check=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "python-calamine"], check=True)
    return python


def make(kind, ours, lines):
    """The file of a kind, made once for each size."""
    path = os.path.join(FOLDER, f"采购{lines}.{kind}")
    if os.path.exists(path):
        return path
    if kind == "parquet":
        # By a process of its own, so that its memory does not stay with this one.
        text = "import polars as pl, sys; pl.read_csv(sys.argv[1]).write_parquet(sys.argv[2])"
        run([sys.executable, "-c", text, make("csv", ours, lines), path + ".part"])
    else:
        run([ours, f"make-{kind}", path + ".part", str(lines)])
    os.rename(path + ".part", path)
    return path


def compare(kind, ours, lines, runs):
    path = make(kind, ours, lines)
    print(f"{kind}: {lines} lines, {os.path.getsize(path) / 1e6:.1f} MB, one thread each, medians of {runs} runs in turn")
    python = calamine() if kind == "xlsx" else sys.executable
    commands = {"liantu": [ours, "read", path]}
    commands |= {peer: [python, "-c", text, path] for peer, text in PEERS[kind].items()}
    seen = {name: [] for name in commands}
    for turn in range(runs + 1):
        for name, command in commands.items():
            *figures, output = run(command)
            # The first turn only warms the page cache.
            if turn:
                seen[name].append((*figures, output))
    outputs = {name: rows[0][3] for name, rows in seen.items()}
    rows, money = int(outputs["liantu"][0]), float(outputs["liantu"][1])
    for name, output in outputs.items():
        if int(output[0]) != rows or abs(float(output[1]) / money - 1) > 1e-9:
            sys.exit(f"the programs saw different rows: {outputs}")
    median = {name: [statistics.median(row[at] for row in rows) for at in range(3)] for name, rows in seen.items()}
    for name, (cpu, wall, memory) in median.items():
        print(f"  {name:<16} {cpu:8.3f} CPU s {wall:8.3f} s {memory:8.1f} MB")
    peer = min(PEERS[kind], key=lambda name: median[name][0])
    ratios = sorted(mine[0] / theirs[0] for mine, theirs in zip(seen["liantu"], seen[peer]))
    print(f"  ratio of CPU to {peer}: {median['liantu'][0] / median[peer][0]:.2f} (turn by turn {ratios[0]:.2f} to {ratios[-1]:.2f})")
    print(f"  {' '.join(outputs['liantu'])}", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("ours")
    parser.add_argument("--lines", type=int, default=1_000_000, help="of the csv and parquet ledgers")
    parser.add_argument("--rows", type=int, default=200_000, help="of the xlsx ledger")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--only", default="csv,parquet,xlsx")
    options = parser.parse_args()
    os.makedirs(FOLDER, exist_ok=True)
    for kind in options.only.split(","):
        compare(kind, options.ours, options.rows if kind == "xlsx" else options.lines, options.runs)


if __name__ == "__main__":
    main()
