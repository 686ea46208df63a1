import { example, runs } from './example.ts';

const three = `let T = datatable(k: string, v: long)['a', 3, 'a', 5, 'b', 5, 'b', 9];\n`;

/** Rows that look at their neighbours, series, and the rarer operators. */
export const sequenceExamples = [
  example(`${three}T | serialize n = row_number() | project n, v`, 'n v', '1 | 3', '2 | 5', '3 | 5', '4 | 9'),
  example(`${three}T | serialize n = row_number(10, k != prev(k)) | project n`, 'n', '10', '11', '10', '11'),
  example(
    `${three}T | serialize | extend Change = v - prev(v), Coming = next(v) | project Change, Coming`,
    'Change Coming',
    '| 5',
    '2 | 5',
    '0 | 9',
    '4 |',
  ),
  example(`${three}T | serialize | project p = prev(v, 2, 0), n = next(v, 1, -1)`, 'p n', '0 | 5', '0 | 5', '3 | 9', '5 | -1'),
  example(
    `${three}T | serialize s = row_cumsum(v), r = row_cumsum(v, k != prev(k)) | project s, r`,
    's r',
    '3 | 3',
    '8 | 8',
    '13 | 5',
    '22 | 14',
  ),
  example(
    `${three}T | sort by v asc | extend d = row_rank_dense(v), m = row_rank_min(v) | project v, d, m`,
    'v d m',
    '3 | 1 | 1',
    '5 | 2 | 2',
    '5 | 2 | 2',
    '9 | 3 | 4',
  ),
  example(
    `datatable(t: datetime)[datetime(2024-05-01 10:00), datetime(2024-05-01 10:03), datetime(2024-05-01 10:20)] | serialize s = row_window_session(t, 1h, 5m) | project s`,
    's',
    '2024-05-01 10:00',
    '2024-05-01 10:00',
    '2024-05-01 10:20',
  ),
  example(
    `${runs}Runs | make-series n = count() on At from datetime(2024-05-01) to datetime(2024-05-04) step 1d`,
    'n At',
    '[4,2,0] | ["2024-05-01T00:00:00.0000000Z","2024-05-02T00:00:00.0000000Z","2024-05-03T00:00:00.0000000Z"]',
  ),
  example(
    `${runs}Runs | make-series Longest = max(Took) default=-1 on At from datetime(2024-05-01) to datetime(2024-05-03) step 1d by Name | project Name, Longest`,
    'Name Longest',
    'build | [14.5,40]',
    'test | [30,28]',
    'deploy | [5,-1]',
  ),
  example(`range x from 1 to 9 step 1 | where x != 5 | make-series sum(x) on x from 0 to 10 step 3 | project sum_x`, 'sum_x', '[3,7,21,9]'),
  example(
    `print s = dynamic([1, 3, 5, 7]) | project series_fit_line(s)`,
    'series_fit_line_s_rsquare series_fit_line_s_slope series_fit_line_s_variance series_fit_line_s_rvariance series_fit_line_s_interception series_fit_line_s_line_fit',
    '1 | 2 | 6.66666666666667 | 0 | -1 | [1,3,5,7]',
  ),
  // Two straight pieces: 0 to 3 rising by one, then rising by five.
  example(
    `print s = dynamic([0, 1, 2, 3, 10, 15, 20, 25]) | extend (Square, Split) = series_fit_2lines(s) | project Square, Split`,
    'Square Split',
    '1 | 4',
  ),
  example(`print series_stats_dynamic(dynamic([2, 8, 5])).max_idx`, 'print_0', '1'),
  example(
    `print series_add(dynamic([1, 2]), dynamic([10, 20])), series_multiply(dynamic([2, 3]), dynamic([4, 5])), series_greater(dynamic([1, 9]), dynamic([5, 5]))`,
    'print_0 print_1 print_2',
    '[11,22] | [8,15] | [false,true]',
  ),
  example(
    `print series_fill_forward(dynamic([null, 1, null, 4])), series_fill_backward(dynamic([1, null, 4])), series_fill_const(dynamic([1, null]), 0), series_fill_linear(dynamic([1, null, 5]))`,
    'print_0 print_1 print_2 print_3',
    '[null,1,1,4] | [1,4,4] | [1,0] | [1,3,5]',
  ),
  example(
    `print series_fir(dynamic([2, 4, 6]), dynamic([1, 1])), series_iir(dynamic([1, 2, 3]), dynamic([1]), dynamic([1, -1]))`,
    'print_0 print_1',
    '[1,3,5] | [1,3,6]',
  ),
  example(
    `${runs}Runs | top-nested 1 of Name by sum(Took), top-nested 2 of Code by count()`,
    'Name aggregated_Name Code aggregated_Code',
    'build | 67 | 0 | 2',
    'build | 67 | 2 | 1',
  ),
  example(`${runs}Runs | top-nested 1 of Name with others='rest' by count()`, 'Name aggregated_Name', 'build | 3', 'rest | 3'),
  example(`${runs}Runs | top-hitters 1 of Name`, 'Name approximate_count_Name', 'build | 3'),
  example(
    `${runs}Runs | evaluate pivot(Name, sum(Took), Code)`,
    'Code build deploy test',
    '0 | 27 | 5 | 28',
    '1 | 0 | 0 | 30',
    '2 | 40 | 0 | 0',
  ),
  example(`datatable(d: dynamic)[dynamic({'b': 1, 'a': 'x'}), dynamic({'b': 2})] | evaluate bag_unpack(d)`, 'a b', 'x | 1', '| 2'),
  example(
    `range x from 1 to 4 step 1 | scan declare (total: long = 0) with (step s: true => total = x + s.total;)`,
    'x total',
    '1 | 1',
    '2 | 3',
    '3 | 6',
    '4 | 10',
  ),
  example(
    `datatable(t: long, e: string)[1, 'on', 2, 'x', 3, 'off', 4, 'y', 5, 'on'] | serialize | scan with_match_id=m with (step a: e == 'on'; step b: e == 'off';) | project t, m`,
    't m',
    '1 | 0',
    '3 | 0',
    '5 | 1',
  ),
  example(`${three}T | partition by k (top 1 by v) | project k, v`, 'k v', 'a | 5', 'b | 9'),
  example(`${three}T | sample 2 | count`, 'Count', '2'),
];
