#!/usr/bin/env python3
"""`match` on a ledger of N lines and M firms; its transport problems solved by this crate and by OR-Tools in one run.

Makes the data with a fixed seed. Each process runs alone, in turn, on one thread. OR-Tools' SimpleMinCostFlow (cost scaling, C++,
whole numbers) takes the problems firm by firm from the file that the bench writes; its time is the solving alone, without reading
the file or handing over arrays. Values and costs must agree to the unit. Needs: pip install ortools.

    cargo bench --no-run --bench matching && python3 benches/matching.py [--lines 1000000] [--firms 50000] [--places firms]
"""
import argparse, csv, glob, os, random, subprocess, sys, tempfile

PEER = """
import sys, time, numpy as np
from ortools.graph.python import min_cost_flow
lines = open(sys.argv[1]).read().split("\\n")
value = cost = 0
seconds = handing = 0.0
for at in range(0, len(lines) - 2, 3):
    supply, demand, arcs = (np.array(line.split(), dtype=np.int64) for line in lines[at:at + 3])
    if not len(arcs):
        continue
    s, g, km = arcs.reshape(-1, 3).T
    start = time.process_time()
    solver = min_cost_flow.SimpleMinCostFlow()
    n, m = len(supply), len(demand)
    # Whoever is not served is served from outside, dearer than any way of serving it.
    dear = (2 * min(n, m) + 2) * (int(km.max()) + 1)
    big = np.minimum(supply[s], demand[g])
    pairs = solver.add_arcs_with_capacity_and_unit_cost(s, n + g, big, km)
    outside = solver.add_arcs_with_capacity_and_unit_cost(np.full(m, n + m), n + np.arange(m), demand, np.full(m, dear))
    unused = solver.add_arcs_with_capacity_and_unit_cost(np.arange(n), np.full(n, n + m + 1), supply, np.zeros(n, dtype=np.int64))
    idle = solver.add_arc_with_capacity_and_unit_cost(n + m, n + m + 1, int(demand.sum()), 0)
    nodes = np.concatenate([np.arange(n), n + np.arange(m), [n + m, n + m + 1]])
    solver.set_nodes_supplies(nodes, np.concatenate([supply, -demand, [demand.sum(), -supply.sum()]]))
    handing += time.process_time() - start
    start = time.process_time()
    status = solver.solve()
    seconds += time.process_time() - start
    if status != solver.OPTIMAL:
        sys.exit(f"problem {at // 3}: {status}")
    flows = solver.flows(pairs)
    value += int(flows.sum())
    cost += int((flows * km).sum())
print(value, cost, seconds, handing)
"""


def make(folder, lines, firms, places, seed=42):
    rng = random.Random(seed)
    rows = list(csv.DictReader(open("assets/codes/admin_divisions_2024.csv", encoding="utf-8")))
    codes = [int(row["code"]) for row in rows if row["level"] == "county"]
    local = [code for code in codes if code // 100 == 3413]
    products = 400
    os.mkdir(folder)
    with open(f"{folder}/说明.csv", "w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([["项目", "内容"], ["标题", "合成台账 synthetic ledger"], ["本地范围", "341300"]])
    with open(f"{folder}/企业.csv", "w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        out.writerow(["企业ID", "企业名称", "生产地", "经度", "纬度"])
        for f in range(firms):
            own = f % 3 == 0 and places == "firms"
            point = [round(116.5 + rng.random() * 1.4, 4), round(33.3 + rng.random(), 4)] if own else ["", ""]
            out.writerow([f"F{f:07d}", f"合成企业{f:07d}", rng.choice(local) if f % 3 == 0 else rng.choice(codes), *point])
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
            amount = "" if rng.random() < 0.02 else round(rng.lognormvariate(4, 1.5), 2)
            out.writerow([f"F{buyer:07d}", f"F{int(rng.random() ** 2 * firms):07d}",
                          f"产品{int(rng.random() ** 2 * products):04d}", amount, 2024, f"C{i:09d}"])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lines", type=int, default=1_000_000)
    parser.add_argument("--firms", type=int, default=50_000)
    parser.add_argument("--places", choices=["counties", "firms"], default="counties",
                        help="local firms stand at their county's centre, or each at coordinates of its own")
    parser.add_argument("--runs", type=int, default=1)
    options = parser.parse_args()
    ours = os.path.abspath(max(glob.glob("target/release/deps/matching-*[!.d]"), key=os.path.getmtime))
    with tempfile.TemporaryDirectory() as folder:
        make(f"{folder}/data", options.lines, options.firms, options.places)
        for _ in range(options.runs):
            text = subprocess.run([ours, folder], check=True, capture_output=True, text=True).stdout
            print(text, end="")
            said = {line.split()[0]: line.split()[1:] for line in text.splitlines()}
            peer = subprocess.run([sys.executable, "-c", PEER, f"{folder}/flows"], check=True, capture_output=True, text=True)
            value, cost, seconds, handing = peer.stdout.split()
            if [value, cost] != said["flow"]:
                sys.exit(f"the solvers disagree: {said['flow']} ours, {value} {cost} OR-Tools")
            print(f"OR-Tools {float(seconds):.3f} CPU s solving, {float(handing):.3f} CPU s taking the arrays")
            print(f"ratio    {float(said['solve'][0]) / float(seconds):.2f} firm by firm, solver against solver")
            print(f"ratio    {float(said['match'][0]) / float(seconds):.2f} the whole question against OR-Tools' solving")


if __name__ == "__main__":
    main()
