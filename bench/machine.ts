import { cpus, totalmem } from "node:os";

/** The machine and the versions that numbers were taken on. No host name, no paths. */
export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  readonly memoryGiB: number;
  readonly node: string;
  readonly v8: string;
  readonly date: string;
}

export function machine(): Machine {
  const cores = cpus();
  return {
    cpu: cores[0]?.model.trim() ?? "unknown",
    cores: cores.length,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    node: process.versions.node,
    v8: process.versions.v8,
    date: new Date().toISOString().slice(0, 10),
  };
}

/** One line for the head of a table. */
export function describe({ cpu, cores, memoryGiB, node, v8, date }: Machine): string {
  return `${cpu}, ${cores} cores, ${memoryGiB} GiB; Node ${node} (V8 ${v8}); ${date}`;
}
