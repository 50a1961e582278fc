#!/usr/bin/env python3
"""Ledger of N purchase lines in CSV: our rate + split + gap in one run, beside the one group-by of DuckDB and polars.

Makes the data with a fixed seed, runs each program as a process of its own, several times in turn, and prints CPU seconds,
wall seconds and peak memory as medians, and the ratio of CPU to the faster peer. Needs: pip install duckdb polars.

    cargo bench --no-run --bench ledger && python3 benches/ledger.py [--lines 200000] [--runs 5]
"""
import argparse, csv, glob, os, random, resource, statistics, subprocess, sys, tempfile, time

OUTPUT = os.path.join(tempfile.gettempdir(), f"ledger-bench-{os.getpid()}")
GROUP_BY = {
    "duckdb": """
import duckdb, sys
folder = sys.argv[1]
duckdb.sql("SET threads TO 1")
rows = duckdb.sql(f'''
  SELECT p."采购方" AS buyer, p."产品" AS product,
         CASE WHEN b."生产地" = s."生产地" THEN 'county'
              WHEN b."生产地" // 100 = s."生产地" // 100 THEN 'city'
              WHEN b."生产地" // 10000 = s."生产地" // 10000 THEN 'province' ELSE 'far' END AS tier,
         sum(p."采购额(万元)") AS amount
  FROM read_csv('{folder}/采购.csv') p
  JOIN read_csv('{folder}/企业.csv') b ON p."采购方" = b."企业ID"
  JOIN read_csv('{folder}/企业.csv') s ON p."供应商" = s."企业ID"
  GROUP BY ALL''').fetchnumpy()
print(len(rows["amount"]), float(rows["amount"].sum()))
""",
    "polars": """
import os, sys
os.environ["POLARS_MAX_THREADS"] = "1"
import polars as pl
folder = sys.argv[1]
firms = pl.scan_csv(f"{folder}/企业.csv").select("企业ID", "生产地")
rows = (pl.scan_csv(f"{folder}/采购.csv")
  .join(firms.rename({"生产地": "b"}), left_on="采购方", right_on="企业ID")
  .join(firms.rename({"生产地": "s"}), left_on="供应商", right_on="企业ID")
  .with_columns(pl.when(pl.col("b") == pl.col("s")).then(pl.lit("county"))
    .when(pl.col("b") // 100 == pl.col("s") // 100).then(pl.lit("city"))
    .when(pl.col("b") // 10000 == pl.col("s") // 10000).then(pl.lit("province")).otherwise(pl.lit("far")).alias("tier"))
  .group_by("采购方", "产品", "tier").agg(pl.col("采购额(万元)").sum()).collect())
print(len(rows), rows["采购额(万元)"].sum())
""",
    "python alone": "import sys",
    "import duckdb": "import duckdb",
    "import polars": "import polars",
}


def make(folder, lines, seed=42, firms=None):
    rng = random.Random(seed)
    codes = [int(row["code"]) for row in csv.DictReader(open("assets/codes/admin_divisions_2024.csv", encoding="utf-8"))
             if row["level"] == "county"]
    local = [c for c in codes if c // 100 == 3413]
    firms = firms or max(50, lines // 10)
    products = 400
    with open(f"{folder}/说明.csv", "w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([["项目", "内容"], ["标题", "合成台账 synthetic ledger"], ["本地范围", "341300"]])
    with open(f"{folder}/企业.csv", "w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        out.writerow(["企业ID", "企业名称", "生产地"])
        for f in range(firms):
            out.writerow([f"F{f:07d}", f"合成企业{f:07d}", rng.choice(local) if f % 3 == 0 else rng.choice(codes)])
    with open(f"{folder}/产能.csv", "w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        out.writerow(["企业名称", "产品", "产量产值(万元)", "产能(万元)"])
        for f in range(0, firms, 3):
            output = rng.randrange(100, 9000)
            out.writerow([f"F{f:07d}", f"产品{rng.randrange(products):04d}", output, output + rng.randrange(0, 2000)])
    with open(f"{folder}/采购.csv", "w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        out.writerow(["采购方", "供应商", "产品", "采购额(万元)", "年份", "合同号"])
        for i in range(lines):
            buyer = 3 * int(rng.paretovariate(1.2) * 20) % firms
            supplier = int(rng.random() ** 2 * firms)
            amount = "" if rng.random() < 0.02 else round(rng.lognormvariate(4, 1.5), 2)
            out.writerow([f"F{buyer:07d}", f"F{supplier:07d}", f"产品{int(rng.random() ** 2 * products):04d}",
                          amount, 2024, f"C{i:09d}"])


def timed(command):
    start = time.perf_counter()
    pid = os.posix_spawn(command[0], command, {**os.environ, "LIANTU_BENCH_THREADS": "1"},
                         file_actions=[(os.POSIX_SPAWN_OPEN, 1, OUTPUT, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)])
    _, status, usage = os.wait4(pid, 0)
    wall = time.perf_counter() - start
    if status:
        sys.exit(f"{command} failed")
    return usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss / 1024


def checked(outputs):
    """All three must have seen the same rows: the peers' groups and sums agree, and our sum of all lines with theirs."""
    bought = next(float(line.split()[1]) for line in outputs["ours"].splitlines() if line.startswith("bought")) / 1e4
    groups = {peer: int(outputs[peer].split()[0]) for peer in ("duckdb", "polars")}
    sums = {peer: float(outputs[peer].split()[1]) for peer in ("duckdb", "polars")}
    if len(set(groups.values())) > 1 or any(abs(total / bought - 1) > 1e-9 for total in sums.values()):
        sys.exit(f"the programs saw different rows: {groups} {sums} ours {bought}")
    print(f"same rows: {groups['polars']} groups, {bought:.2f} 万元 in all three")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lines", type=int, default=200_000)
    parser.add_argument("--runs", type=int, default=5)
    options = parser.parse_args()
    ours = max(glob.glob("target/release/deps/ledger-*[!.d]"), key=os.path.getmtime)
    with tempfile.TemporaryDirectory() as folder:
        make(folder, options.lines)
        size = os.path.getsize(f"{folder}/采购.csv") / 1e6
        print(f"{options.lines} purchase lines, {size:.1f} MB CSV, one thread each, medians of {options.runs} runs in turn")
        commands = {"liantu read+rate+split+gap": [os.path.abspath(ours), folder]}
        for name, text in GROUP_BY.items():
            commands[name] = [sys.executable, "-c", text, folder]
        seen = {name: [] for name in commands}
        outputs = {}
        for run in range(options.runs + 1):
            for name, command in commands.items():
                figures = timed(command)
                if run:
                    seen[name].append(figures)
                outputs["ours" if name.startswith("liantu") else name] = open(OUTPUT, encoding="utf-8").read().strip()
        print(outputs["ours"])
        checked(outputs)
        os.remove(OUTPUT)
        median = {name: [statistics.median(column) for column in zip(*rows)] for name, rows in seen.items()}
        for name, (cpu, wall, memory) in median.items():
            print(f"{name:<28} {cpu:7.3f} CPU s {wall:7.3f} s {memory:8.1f} MB")
        cpu = median["liantu read+rate+split+gap"][0]
        whole = min(("duckdb", "polars"), key=lambda peer: median[peer][0])
        bare = {peer: median[peer][0] - median[f"import {peer}"][0] for peer in ("duckdb", "polars")}
        inner = min(bare, key=bare.get)
        print(f"ratio of CPU, whole process: {cpu / median[whole][0]:.2f} of {whole}")
        print(f"ratio of CPU, peer's start and import taken off: {cpu / bare[inner]:.2f} of {inner}")


if __name__ == "__main__":
    main()
