#!/bin/sh
# Will a flight be 15 minutes late? Three million US flights (vega-datasets), replayed at several latencies and planned.
#
# The first table has the price of each latency: every row is a model that learned from flights up to so many rows ago, with the
# step size that was best for that latency on the first tenth of the log. The plan then asks how often to retrain where one
# retraining costs as much as 5 units of loss, here nats.
set -eu
cd "$(dirname "$0")/.."
lowstakes() { node dist/src/cli.js "$@"; }
late() {
  command=$1
  shift
  lowstakes "$command" node_modules/vega-datasets/data/flights-3m.parquet --quiet --target "delay>=15" \
    --features "distance/1000, hour(date), origin, destination" "$@"
}

late replay --latency 1,100,10000
late plan --periods 100,1000,10000 --retrain-cost 5
