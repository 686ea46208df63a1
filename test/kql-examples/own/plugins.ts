import { example } from './example.ts';

/** Two people on three days, and the networks of an office. */
const visits = `let Visits = datatable(Who: string, At: datetime, Door: string)[
  'Ada', datetime(2024-05-01 08:00), 'east',
  'Ben', datetime(2024-05-01 09:00), 'east',
  'Ada', datetime(2024-05-01 17:00), 'west',
  'Ada', datetime(2024-05-02 08:00), 'west',
  'Cyd', datetime(2024-05-03 08:00), 'east'];
`;

const networks = `let Nets = datatable(Net: string, Name: string)['10.1.0.0/16', 'office', '10.1.2.0/24', 'lab', '192.168.0.0/16', 'home'];
`;

/** evaluate: the plug-ins that count, look up and pick rows. */
export const pluginExamples = [
  example(
    `${visits}Visits | evaluate sliding_window_counts(Who, At, datetime(2024-05-01), datetime(2024-05-04), 2d, 1d)`,
    'At Count Dcount',
    '2024-05-01 | 3 | 2',
    '2024-05-02 | 4 | 2',
    '2024-05-03 | 2 | 2',
    '2024-05-04 | 1 | 1',
  ),
  // What came before the start counts for as long as is looked back.
  example(
    `${visits}Visits | evaluate sliding_window_counts(Who, At, datetime(2024-05-02), datetime(2024-05-02 12:00), 2d, 1d, Door)`,
    'At Door Count Dcount',
    '2024-05-02 | east | 2 | 2',
    '2024-05-02 | west | 2 | 1',
  ),
  example(
    `${visits}Visits | evaluate activity_counts_metrics(Who, At, datetime(2024-05-01), datetime(2024-05-03 12:00), 1d)`,
    'At count dcount new_dcount aggregated_dcount',
    '2024-05-01 | 3 | 2 | 2 | 2',
    '2024-05-02 | 1 | 1 | 0 | 2',
    '2024-05-03 | 1 | 1 | 1 | 3',
  ),
  example(
    `range x from 1 to 9 step 1 | evaluate rows_near(x == 4, 1) | union (range x from 1 to 9 step 1 | evaluate rows_near(x == 8, 0, 3)) | sort by x asc`,
    'x',
    '3',
    '4',
    '5',
    '8',
    '9',
  ),
  example(
    `range x from 1 to 12 step 1 | summarize a = hll(x), b = hll(iff(x > 3, x, 4)), c = hll(iff(x < 6, x, 5)) | evaluate dcount_intersect(a, b, c) | project s0, s1, s2`,
    's0 s1 s2',
    '12 | 9 | 2',
  ),
  example(
    `${networks}datatable(Ip: string, Name: string)['10.1.2.3', 'x', '172.16.0.1', 'y', '192.168.7.7', 'z'] | evaluate ipv4_lookup(Nets, Ip, Net)`,
    'Ip Name Net Name1',
    '10.1.2.3 | x | 10.1.0.0/16 | office',
    '10.1.2.3 | x | 10.1.2.0/24 | lab',
    '192.168.7.7 | z | 192.168.0.0/16 | home',
  ),
  example(
    `${networks}datatable(Ip: string)['172.16.0.1', '192.168.7.7'] | evaluate ipv4_lookup(Nets, Ip, Net, return_unmatched = true)`,
    'Ip Net Name',
    '172.16.0.1 | |',
    '192.168.7.7 | 192.168.0.0/16 | home',
  ),
  example(
    `datatable(Ip: string)['2001:db8:1::5', '2001:db9::1'] | evaluate ipv6_lookup((datatable(Net: string)['2001:db8::/32']), Ip, Net)`,
    'Ip Net',
    '2001:db8:1::5 | 2001:db8::/32',
  ),
  // Bins of ten: 0…9, then 0…19, then 10…29 (a window of two).
  example(
    `range i from 0 to 29 step 1 | evaluate rolling_percentile(i, 50, i, 10, 2)`,
    'i rolling_2_percentile_i_50',
    '0 | 4',
    '10 | 9',
    '20 | 19',
  ),
];
