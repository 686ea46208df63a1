import { example, owners, runs } from './example.ts';

/** Summarize and its aggregates. */
export const groupExamples = [
  example(`${runs}Runs | summarize count() by Name`, 'Name count_', 'build | 3', 'test | 2', 'deploy | 1'),
  example(
    `${runs}Runs | summarize count(), avg(Took) by Name`,
    'Name count_ avg_Took',
    'build | 3 | 22.333333333333332',
    'test | 2 | 29',
    'deploy | 1 | 5',
  ),
  example(`${runs}Runs | summarize Total = sum(Took), min(Took), max(Took)`, 'Total min_Took max_Took', '130 | 5 | 40'),
  example(`${runs}Runs | summarize dcount(Name), dcountif(Name, Code > 0)`, 'dcount_Name dcountif_Name', '3 | 2'),
  example(
    `${runs}Runs | summarize countif(Code == 0), sumif(Took, Name == 'test'), maxif(Took, Code == 0)`,
    'countif_ sumif_Took maxif_Took',
    '4 | 58 | 28',
  ),
  example(`${runs}Runs | summarize minif(Took, Name != 'deploy'), avgif(Took, Code > 0)`, 'minif_Took avgif_Took', '12.5 | 35'),
  // Nearest rank of 5, 12.5, 14.5, 28, 30, 40: the third of six; the second and the sixth.
  example(`${runs}Runs | summarize percentile(Took, 50)`, 'percentile_Took_50', '14.5'),
  example(`${runs}Runs | summarize percentiles(Took, 25, 90)`, 'percentile_Took_25 percentile_Took_90', '12.5 | 40'),
  example(`${runs}Runs | summarize p = percentiles_array(Took, 0, 100)`, 'p', '[5,40]'),
  example(
    `datatable(Value: int, Weight: int)[10, 1, 20, 7, 30, 2] | summarize percentilew(Value, Weight, 50), a = percentilesw_array(Value, Weight, 5, 95)`,
    'percentile_Value_50 a',
    '20 | [10,30]',
  ),
  example(`${runs}Runs | summarize arg_max(Took, Name, Code)`, 'Took Name Code', '40 | build | 2'),
  example(`${runs}Runs | summarize arg_min(Took, Name)`, 'Took Name', '5 | deploy'),
  example(
    `${runs}Runs | summarize arg_max(At, *) by Name | project Name, Took, Code | sort by Name asc`,
    'Name Took Code',
    'build | 40 | 2',
    'deploy | 5 | 0',
    'test | 28 | 0',
  ),
  example(`${runs}Runs | where Name == 'build' | summarize makelist(Took)`, 'list_Took', '[12.5,14.5,40]'),
  example(`${runs}Runs | summarize makelist(Code, 2)`, 'list_Code', '[0,1]'),
  example(`${runs}Runs | summarize make_set(Code)`, 'set_Code', '[0,1,2]'),
  example(
    `${runs}Runs | summarize make_list_if(Name, Code > 0), make_set_if(Name, Took > 13)`,
    'list_Name set_Name',
    '["test","build"] | ["test","build"]',
  ),
  example(`${owners}Owners | summarize make_list(Floor), make_list_with_nulls(Floor)`, 'list_Floor list_Floor1', '[2,3,1] | [2,3,null,1]'),
  example(`${runs}Runs | where Name == 'deploy' | summarize any(Name)`, 'any_Name', 'deploy'),
  example(`${runs}Runs | where Name == 'deploy' | summarize take_any(Name, Took)`, 'Name Took', 'deploy | 5'),
  example(
    `${owners}Owners | summarize sum(Floor), avg(Floor), count(), countif(isnull(Floor))`,
    'sum_Floor avg_Floor count_ countif_',
    '6 | 2 | 4 | 1',
  ),
  example(
    `${owners}Owners | where Floor > 9 | summarize count(), sum(Floor), max(Floor), make_list(Floor)`,
    'count_ sum_Floor max_Floor list_Floor',
    '0 | 0 | | []',
  ),
  example(`${owners}Owners | where Floor > 9 | summarize count() by Owner | count`, 'Count', '0'),
  example(
    `${runs}Runs | summarize Rounded = round(avg(Took), 1), Share = 100.0 * countif(Code > 0) / count()`,
    'Rounded Share',
    '21.7 | 33.333333333333336',
  ),
  example(
    `range x from 1 to 4 step 1 | summarize stdev(x), variance(x), stdevp(x), variancep(x)`,
    'stdev_x variance_x stdevp_x variancep_x',
    '1.29099444873581 | 1.66666666666667 | 1.11803398874989 | 1.25',
  ),
  example(
    `range x from 1 to 4 step 1 | summarize stdevif(x, x < 3), varianceif(x, x < 3)`,
    'stdevif_x varianceif_x',
    '0.707106781186548 | 0.5',
  ),
  example(
    `range x from 1 to 4 step 1 | extend y = 2 * x | summarize covariance(x, y), covariancep(x, y)`,
    'covariance_x_y covariancep_x_y',
    '3.33333333333333 | 2.5',
  ),
  example(
    `datatable(n: long)[12, 10, 14] | summarize a = binary_all_and(n), o = binary_all_or(n), x = binary_all_xor(n)`,
    'a o x',
    '8 | 14 | 8',
  ),
  example(
    `datatable(b: dynamic)[dynamic({'x': 1}), dynamic({'y': 2, 'x': 3}), dynamic('no bag')] | summarize make_bag(b)`,
    'bag_b',
    '{"x":1,"y":2}',
  ),
  example(
    `datatable(s: timespan)[1h, 3h, timespan(null)] | summarize sum(s), avg(s), max(s)`,
    'sum_s avg_s max_s',
    '04:00:00 | 02:00:00 | 03:00:00',
  ),
  example(
    `datatable(t: datetime)[datetime(2024-01-01), datetime(2024-01-03)] | summarize min(t), max(t), avg(t)`,
    'min_t max_t avg_t',
    '2024-01-01 | 2024-01-03 | 2024-01-02',
  ),
  example(`datatable(s: string)['b', 'a', 'c'] | summarize min(s), max(s)`, 'min_s max_s', 'a | c'),
  example(`datatable(n: long)[9007199254740993, 9007199254740993] | summarize sum(n)`, 'sum_n', '18014398509481986'),
  example(`range x from 1 to 100 step 1 | summarize count() by Bucket = bin(x, 40)`, 'Bucket count_', '0 | 39', '40 | 40', '80 | 21'),
  example(
    `${runs}Runs | summarize Sum = sum(Took) by Day = startofday(At), Name | where Name == 'test'`,
    'Day Name Sum',
    '2024-05-01 | test | 30',
    '2024-05-02 | test | 28',
  ),
  example(`${runs}Runs | summarize by Code | sort by Code asc`, 'Code', '0', '1', '2'),
  example(
    `datatable(x: long)[1, 1, 2] | summarize count_distinct(x), count_distinctif(x, x > 1)`,
    'count_distinct_x count_distinctif_x',
    '2 | 1',
  ),
  // Sketches keep everything here, so that what is read from them is exact.
  example(
    `range x from 1 to 8 step 1 | summarize h = hll(x % 3), t = tdigest(x) by half = x > 4
      | summarize h = hll_merge(h), t = tdigest_merge(t)
      | project dcount_hll(h), percentile_tdigest(t, 50), rank = percentrank_tdigest(t, 2)`,
    'dcount_hll_h percentile_tdigest_t rank',
    '3 | 4 | 25',
  ),
  example(`print a = 1 | extend t = 2 | summarize take_any(a, t), arg_max(t, a)`, 'a t t1 a1', '1 | 2 | 2 | 1'),
];
