/** Sizes of the terminal's text, in columns and lines; what is cut ends in an ellipsis or says how much is left. */
export const limits = {
  cell: 48,
  rows: 200,
  line: 100,
  options: 20,
} as const;
