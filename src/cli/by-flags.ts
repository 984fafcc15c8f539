/** Options of a program and the flags that set them, where they are not called alike. */
const FLAGS: Readonly<Record<string, string>> = { latencies: "latency" };

/** Options of `plan` that a flag sets. */
const OPTION =
  /^plan: (retrainCost|job|stakes|value|policies|baseline|prefix|training|feedbackDelay|periods|latencies|seed)(\[\d+\])?: /;

/** An error of `plan` as whoever typed flags knows it: it speaks of `--retrain-cost` where it spoke of `plan: retrainCost`. */
export function byFlags(error: unknown): unknown {
  if (error instanceof RangeError || error instanceof TypeError)
    error.message = error.message.replace(OPTION, (_, name: string) => {
      const flag = FLAGS[name] ?? name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
      return `--${flag}: `;
    });
  return error;
}
