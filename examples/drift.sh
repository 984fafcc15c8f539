#!/bin/sh
# What does latency cost where the world drifts?
#
# Three simulations of the same learners, at latencies 1 to 1,000, each with a small and a large step size: the aligned model stands still, walks a little every round, and jumps at
# two rounds. Regret is measured against the aligned model of each round, so a model that is late pays for every step that it has not seen.
set -eu
cd "$(dirname "$0")/.."
lowstakes() { node dist/src/cli.js "$@"; }
run() { lowstakes simulate --quiet --rounds 200000 --features 8 --latency 1,10,100,1000 --step-size 0.001,0.01 "$@"; }

echo "It stands still:"
run
echo "It walks:"
run --walk 0.003
echo "It jumps at rounds 70,000 and 140,000:"
run --shifts 70000,140000
