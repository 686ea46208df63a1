import { example, runs } from './example.ts';

/** now() is 2024-05-17 10:20:30 here. */
export const timeExamples = [
  example(`print now(), ago(1h), now(-1d)`, 'print_0 print_1 print_2', '2024-05-17 10:20:30 | 2024-05-17 09:20:30 | 2024-05-16 10:20:30'),
  example(`${runs}Runs | where At > ago(16d) | count`, 'Count', '2'),
  example(
    `print bin(datetime(2024-05-17 10:20:30), 15m), bin(17, 5), bin(2.7, 0.5)`,
    'print_0 print_1 print_2',
    '2024-05-17 10:15 | 15 | 2.5',
  ),
  example(
    `print bin_at(datetime(2024-05-17 10:20), 1d, datetime(2024-01-01 06:00)), bin_at(6.5, 2.5, 7)`,
    'print_0 print_1',
    '2024-05-17 06:00 | 4.5',
  ),
  example(
    `print startofday(datetime(2024-05-17 10:20)), startofweek(datetime(2024-05-17)), startofmonth(datetime(2024-05-17)), startofyear(datetime(2024-05-17))`,
    'print_0 print_1 print_2 print_3',
    '2024-05-17 | 2024-05-12 | 2024-05-01 | 2024-01-01',
  ),
  example(`print endofday(datetime(2024-05-17 10:20))`, 'print_0', '2024-05-17 23:59:59.9999999'),
  example(
    `print format_datetime(datetime(2024-05-07 09:05:03.25), 'yyyy-MM-dd HH:mm:ss.fff'), format_datetime(datetime(2024-05-07), 'd/M/yy')`,
    'print_0 print_1',
    '2024-05-07 09:05:03.250 | 7/5/24',
  ),
  example(`print format_timespan(1d + 2h + 3m, 'd.hh:mm'), format_timespan(90s, 'mm:ss')`, 'print_0 print_1', '1.02:03 | 01:30'),
  example(`print datetime(2024-03-01) - datetime(2024-02-01), 2 * 90m, 1h / 15m`, 'print_0 print_1 print_2', '29.00:00:00 | 03:00:00 | 4'),
  example(
    `print datetime(2024-05-17) + 36h, todatetime('2024-05-17T10:00:00Z'), totimespan('0.12:30:00')`,
    'print_0 print_1 print_2',
    '2024-05-18 12:00 | 2024-05-17 10:00 | 12:30:00',
  ),
  example(
    `print datetime_diff('day', datetime(2024-05-17), datetime(2024-05-01)), datetime_add('month', 1, datetime(2024-01-31))`,
    'print_0 print_1',
    '16 | 2024-02-29',
  ),
  example(
    `print dayofweek(datetime(2024-05-17)), dayofyear(datetime(2024-02-01)), hourofday(datetime(2024-05-17 10:20)), getmonth(datetime(2024-05-17)), getyear(datetime(2024-05-17))`,
    'print_0 print_1 print_2 print_3 print_4',
    '5.00:00:00 | 32 | 10 | 5 | 2024',
  ),
  example(
    `print unixtime_seconds_todatetime(1700000000), make_datetime(2024, 5, 17, 1, 2)`,
    'print_0 print_1',
    '2023-11-14 22:13:20 | 2024-05-17 01:02',
  ),
  example(`${runs}Runs | where At >= datetime(2024-05-02) and At < datetime(2024-05-02 09:00) | project Name`, 'Name', 'test'),
  example(`${runs}Runs | where isnull(ingestion_time()) or ingestion_time() > ago(100d) | count`, 'Count', '6'),
  example(
    `range t from datetime(2024-01-01) to datetime(2024-01-02) step 8h | summarize count(), max(t)`,
    'count_ max_t',
    '4 | 2024-01-02',
  ),
];
