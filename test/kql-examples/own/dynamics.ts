import { example, runs } from './example.ts';

/** Bags, lists and numbers. */
export const dynamicExamples = [
  example(
    `print d = parse_json('{"a": {"b": [10, 20]}, "c": null}') | project d.a.b[1], d.c, d.nothing`,
    'd_a_b_1 d_c d_nothing',
    '20 | |',
  ),
  example(
    `print todynamic('[1, 2]')[0], parse_json('no json'), array_length(dynamic([1, 2, 3]))`,
    'print_0 print_1 print_2',
    '1 | no json | 3',
  ),
  example(
    `${runs}Runs | extend Count = array_length(Tags.steps) | where Count > 1 | project Name, Count`,
    'Name Count',
    'build | 3',
    'test | 2',
  ),
  example(
    `${runs}Runs | mv-expand Step = Tags.steps to typeof(long) | where isnotnull(Step) | summarize sum(Step) by Name`,
    'Name sum_Step',
    'build | 6',
    'test | 15',
  ),
  example(`print a = dynamic([1, 2]), b = dynamic(['x', 'y', 'z']) | mv-expand a, b`, 'a b', '1 | x', '2 | y', '| z'),
  example(`print b = dynamic({'x': 1, 'y': 2}) | mv-expand kind=array b | project b[0], b[1]`, 'b_0 b_1', 'x | 1', 'y | 2'),
  example(`print a = dynamic(['p', 'q']) | mv-expand with_itemindex=i a`, 'a i', 'p | 0', 'q | 1'),
  example(
    `print a = dynamic([4, 1, 3]) | mv-apply n = a to typeof(long) on (top 2 by n | summarize Best = make_list(n))`,
    'a Best',
    '[4,1,3] | [4,3]',
  ),
  example(`print pack('a', 1, 'b', 'two'), pack_array(1, 'x', true)`, 'print_0 print_1', '{"a":1,"b":"two"} | [1,"x",true]'),
  example(
    `print array_concat(dynamic([1]), dynamic([2, 3])), array_slice(dynamic([1, 2, 3, 4]), 1, 2), array_sum(dynamic([1, 2.5]))`,
    'print_0 print_1 print_2',
    '[1,2,3] | [2,3] | 3.5',
  ),
  example(
    `print set_union(dynamic([1, 2]), dynamic([2, 3])), set_difference(dynamic([1, 2]), dynamic([2])), set_intersect(dynamic([1, 2]), dynamic([2, 3]))`,
    'print_0 print_1 print_2',
    '[1,2,3] | [1] | [2]',
  ),
  example(
    `print bag_keys(dynamic({'a': 1, 'b': 2})), bag_merge(dynamic({'a': 1}), dynamic({'a': 2, 'b': 3})), bag_has_key(dynamic({'a': 1}), 'b')`,
    'print_0 print_1 print_2',
    '["a","b"] | {"a":1,"b":3} | false',
  ),
  example(
    `print array_sort_asc(dynamic([3, 1, 2])), array_sort_desc(dynamic([3, 1, 2])), array_index_of(dynamic(['a', 'b']), 'b')`,
    'print_0 print_1 print_2',
    '[1,2,3] | [3,2,1] | 1',
  ),
  example(
    `print gettype(1), gettype('s'), gettype(dynamic([1])), gettype(1.5), gettype(1h)`,
    'print_0 print_1 print_2 print_3 print_4',
    'long | string | array | real | timespan',
  ),
  example(
    `print round(2.345, 2), round(2.5), round(1234.5, -2), floor(2.9, 1), ceiling(2.1), abs(-3), sign(-2.5)`,
    'print_0 print_1 print_2 print_3 print_4 print_5 print_6',
    '2.35 | 3 | 1200 | 2 | 3 | 3 | -1',
  ),
  example(
    `print sqrt(16), pow(2, 10), log10(1000), exp2(3), min_of(3, 1, 2), max_of(3, 1, 2)`,
    'print_0 print_1 print_2 print_3 print_4 print_5',
    '4 | 1024 | 3 | 8 | 1 | 3',
  ),
  example(
    `print isnan(0.0 / 0), isinf(1 / 0.0), 0x1F, 1e3, 10 % 4`,
    'print_0 print_1 print_2 print_3 print_4',
    'true | true | 31 | 1000 | 2',
  ),
  example(
    `print binary_and(12, 10), binary_or(12, 10), binary_xor(12, 10), binary_shift_left(1, 4)`,
    'print_0 print_1 print_2 print_3',
    '8 | 14 | 6 | 16',
  ),
  example(
    `print hash_is_same = hash('a') == hash('a'), guid = tostring(guid(74be27de-1e4e-49d9-b579-fe0b331d3642))`,
    'hash_is_same guid',
    'true | 74be27de-1e4e-49d9-b579-fe0b331d3642',
  ),
];
