import { example } from './example.ts';

/** Texts and what looks into them. */
export const textExamples = [
  example(`datatable(s: string)['Pod failed', 'pod ready', 'Podium'] | where s contains 'POD' | count`, 'Count', '3'),
  example(`datatable(s: string)['Pod failed', 'pod ready', 'Podium'] | where s contains_cs 'Pod' | count`, 'Count', '2'),
  example(`datatable(s: string)['Pod failed', 'pod ready', 'Podium'] | where s has 'pod' | count`, 'Count', '2'),
  example(`datatable(s: string)['Pod failed', 'pod ready', 'Podium'] | where s has_cs 'pod'`, 's', 'pod ready'),
  example(`datatable(s: string)['Pod failed', 'pod ready', 'Podium'] | where s !has 'pod'`, 's', 'Podium'),
  example(`datatable(s: string)['Pod failed', 'pod ready', 'Podium'] | where s startswith 'PODI'`, 's', 'Podium'),
  example(`datatable(s: string)['Pod failed', 'pod ready', 'Podium'] | where s !startswith 'pod ' `, 's', 'Podium'),
  example(`datatable(s: string)['Pod failed', 'pod ready', 'Podium'] | where s endswith 'ED'`, 's', 'Pod failed'),
  example(
    `datatable(s: string)['Pod failed', 'pod ready', 'Podium'] | where s matches regex @'^[Pp]od\\s'`,
    's',
    'Pod failed',
    'pod ready',
  ),
  example(`datatable(s: string)['a.b', 'a_b'] | where s has 'b' | count`, 'Count', '2'),
  example(
    `print strcat('a', '-', 7), strlen('four'), tolower('LOUD'), toupper('low')`,
    'print_0 print_1 print_2 print_3',
    'a-7 | 4 | loud | LOW',
  ),
  example(`print substring('abcdef', 2, 3), substring('abcdef', 4)`, 'print_0 print_1', 'cde | ef'),
  example(`print parts = split('a,b,,c', ','), second = split('a,b,,c', ',', 1)`, 'parts second', '["a","b","","c"] | ["b"]'),
  example(`print split('k=v', '=')[1]`, 'print_0', 'v'),
  example(`print indexof('banana', 'an'), indexof('banana', 'an', 2), indexof('banana', 'x')`, 'print_0 print_1 print_2', '1 | 3 | -1'),
  example(`print reverse('stop'), string_size('abc'), string_size('é')`, 'print_0 print_1 print_2', 'pots | 3 | 2'),
  example(`print replace_string('a-b-c', '-', '+'), replace_regex('a1b22', @'\\d+', '#')`, 'print_0 print_1', 'a+b+c | a#b#'),
  example(
    `print extract(@'(\\d+)ms', 1, 'took 250ms'), extract(@'(\\d+)ms', 1, 'took 250ms', typeof(long))`,
    'print_0 print_1',
    '250 | 250',
  ),
  example(
    `print trim(' ', '  in between '), trim_start('-+', '--x-'), trim_end('-+', '--x-')`,
    'print_0 print_1 print_2',
    'in between | x- | --x',
  ),
  example(
    `print tostring(12), tostring(true), tostring(1h), tostring(dynamic({'a': 1}))`,
    'print_0 print_1 print_2 print_3',
    '12 | true | 01:00:00 | {"a":1}',
  ),
  example(
    `print toint('42'), toint('x'), tolong('9000000000'), todouble('2.5'), toreal(3)`,
    'print_0 print_1 print_2 print_3 print_4',
    '42 | | 9000000000 | 2.5 | 3',
  ),
  example(`print countof('aaa', 'a'), strcat_delim('/', 'a', 'b', 3), strrep('ab', 2)`, 'print_0 print_1 print_2', '3 | a/b/3 | abab'),
  example(
    `datatable(line: string)['id=7 took 12ms ok', 'id=x took 1ms ok', 'nothing'] | parse line with 'id=' id: long ' took ' ms: int 'ms ' word | project id, ms, word`,
    'id ms word',
    '7 | 12 | ok',
    '| |',
    '| |',
  ),
  example(
    `datatable(line: string)['GET /a 200 5', 'POST /b 500 9'] | parse line with * ' ' path ' ' code: int * | project path, code`,
    'path code',
    '/a | 200',
    '/b | 500',
  ),
  example(
    `datatable(line: string)['GET /a 200', 'none'] | parse-where line with verb ' ' path ' ' code: int | project verb, path, code`,
    'verb path code',
    'GET | /a | 200',
  ),
  example(
    `datatable(line: string)['n=5 ok', 'n=? ok'] | parse kind=relaxed line with 'n=' n: long ' ' word | project n, word`,
    'n word',
    '5 | ok',
    '| ok',
  ),
  example(`datatable(line: string)['took  17 ms'] | parse kind=regex line with @'took\\s+' n: long @'\\s*ms' | project n`, 'n', '17'),
  example(
    `print text = 'a=1; b=two words; c=3' | parse-kv text as (a: int, b: string, d: string) with (pair_delimiter=';', kv_delimiter='=') | project a, b, d`,
    'a b d',
    '1 | two words |',
  ),
];
