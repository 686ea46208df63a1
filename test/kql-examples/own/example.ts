/** A query of ours and what the language's rules say it gives, printed as a page would print it. */
export interface Own {
  readonly query: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** `columns` has blanks between the names, a row has “ | ” between its cells. */
export const example = (query: string, columns: string, ...rows: readonly string[]): Own => ({
  query,
  columns: columns.split(' '),
  rows: rows.map((row) => row.split(/ ?\| ?/)),
});

/** Six runs of a build server; the last one has no tags. */
export const runs = `let Runs = datatable(At: datetime, Name: string, Took: real, Code: int, Tags: dynamic)[
  datetime(2024-05-01 08:00), 'build', 12.5, 0, dynamic({'os': 'linux', 'steps': [1, 2, 3]}),
  datetime(2024-05-01 08:20), 'test', 30.0, 1, dynamic({'os': 'linux', 'steps': [4]}),
  datetime(2024-05-01 09:05), 'build', 14.5, 0, dynamic({'os': 'mac', 'steps': []}),
  datetime(2024-05-01 09:40), 'deploy', 5.0, 0, dynamic({'os': 'linux'}),
  datetime(2024-05-02 08:10), 'test', 28.0, 0, dynamic({'os': 'mac', 'steps': [5, 6]}),
  datetime(2024-05-02 10:00), 'build', 40.0, 2, dynamic(null)];
`;

/** Who looks after which kind of run: test has two, deploy nobody, and nothing of kind lint has run. */
export const owners = `let Owners = datatable(Name: string, Owner: string, Floor: int)[
  'build', 'Ada', 2,
  'test', 'Ben', 3,
  'test', 'Cyd', int(null),
  'lint', 'Dov', 1];
`;
