/** How a thing is doing. `unknown` is never drawn as healthy. */
export type Tone = 'good' | 'warning' | 'bad' | 'unknown' | 'neutral';
