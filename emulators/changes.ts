/** Lets somebody wait until something that changes has become so. */
export class Changes {
  readonly #waiting = new Set<() => void>();

  /** To be called after each change. */
  tell(): void {
    for (const wake of this.#waiting) wake();
  }

  /** Settles when `met` holds, or after `waitMs` of real time. */
  async until(met: () => boolean, waitMs: number): Promise<void> {
    const end = performance.now() + waitMs;
    for (let left = waitMs; !met() && left > 0; left = end - performance.now()) await this.#next(left);
  }

  #next(waitMs: number): Promise<void> {
    return new Promise((resolve) => {
      const wake = (): void => {
        clearTimeout(timer);
        this.#waiting.delete(wake);
        resolve();
      };
      // A poll that is still held must not keep the process from ending.
      const timer = setTimeout(wake, waitMs).unref();
      this.#waiting.add(wake);
    });
  }
}
