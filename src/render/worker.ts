import { createDraw } from './draw.ts';

/** What a worker thread runs; it is a world of its own, and keeps its letters and its Chart.js between pictures. */
export const drawChart = createDraw();
