import { example } from './example.ts';

const views = `let Short = view () { range n from 1 to 2 step 1 }; let Long = view () { range n from 1 to 4 step 1 }; let Hidden = () { range n from 1 to 9 step 1 };
`;

/** Views, unions over what may not be there, and what the rules say at the edges of functions. */
export const viewExamples = [
  example(`${views}search n == 2`, '$table n', 'Short | 2', 'Long | 2'),
  example(`${views}union withsource=From * | summarize count() by From`, 'From count_', 'Short | 2', 'Long | 4'),
  example(`${views}union isfuzzy=true Short, (Nowhere | where n > 1), No*, Long | count`, 'Count', '6'),
  // The table's own column keeps the name that another one's type would make.
  example(
    `union (print a = 1), (print a = 'x'), (print a_long = 2) | project a_long1, a_string, a_long`,
    'a_long1 a_string a_long',
    '1 | |',
    '| x |',
    '| | 2',
  ),
  example(
    `range k from 1 to 3 step 1 | partition hint.strategy=legacy by k { datatable(n: long)[1, 3, 3] | where n == toscalar(k) | extend k2 = k * 10 }`,
    'n k2',
    '1 | 10',
    '3 | 30',
    '3 | 30',
  ),
  example(
    `set query_bin_auto_size = 10; set query_bin_auto_at = 3; range n from 1 to 14 step 1 | summarize count() by b = bin_auto(n)`,
    'b count_',
    '-7 | 2',
    '3 | 10',
    '13 | 2',
  ),
  example(`set query_bin_auto_size = 1h; print b = bin_auto(datetime(2024-05-01 08:59))`, 'b', '2024-05-01 08:00'),
  // An earlier one of the list goes first, wherever it stands in the text; what is no text replaces nothing.
  example(
    `print a = replace_strings('cab', dynamic(['a', 'ca']), dynamic(['b', 'x'])), b = replace_strings('cab', dynamic(['ca', 'b']), dynamic([7, 'c']))`,
    'a b',
    'cbb | cac',
  ),
  example(`print a = replace_strings('a.b', dynamic(['.', 'b']), dynamic(['b', 'c']))`, 'a', 'abc'),
  example(`print a = indexof_regex('abab', 'b.', -2), b = indexof_regex('abab', 'b', 2)`, 'a b', '| 3'),
  // Half past two is left out when the clocks go forward; it counts as half past three.
  example(
    `print datetime_local_to_utc(datetime(2024-03-31 02:30), 'Europe/Berlin'), datetime_local_to_utc(datetime(2024-03-31 03:30), 'Europe/Berlin')`,
    'print_0 print_1',
    '2024-03-31 00:30 | 2024-03-31 01:30',
  ),
  example(
    `print beta_cdf(2, 1, 1), beta_pdf(0, 1, 1), beta_inv(0.5, -1, 1), beta_inv(2, 1, 1)`,
    'print_0 print_1 print_2 print_3',
    'NaN | NaN | NaN |',
  ),
  example(`print datetime(2024 - 05 - 01), datetime(2024 - 05 - 01 10:30)`, 'print_0 print_1', '2024-05-01 | 2024-05-01 10:30'),
  example(`print format_ipv4_mask('10.1.2.3/8'), format_ipv4_mask('10.1.2.3', 24)`, 'print_0 print_1', '10.0.0.0/8 | 10.1.2.0/24'),
  example(`print b1 = 1, a = 2, b2 = 3, c = 4 | project-by-names 'c', 'b*', dynamic(['a', 'nothing', 'c'])`, 'c b1 b2 a', '4 | 1 | 3 | 2'),
  example(
    `let pick = (T: (a: long), names: dynamic) { T | extend z = a * 2 | project-by-names column_names_of(T), names }; print a = 1, b = 'x' | invoke pick(dynamic(['z']))`,
    'a b z',
    '1 | x | 2',
  ),
  example(
    `datatable(k: dynamic, v: dynamic, t: dynamic)[dynamic(['p', 1, 'q']), dynamic(5), dynamic('p')] | project a = bag_zip(k, v), b = bag_zip(t, v)`,
    'a b',
    '{"p": null, "q": null} |',
  ),
  example(`print a = min_of(int(null), 3, 2), b = max_of(3, int(null)), c = min_of(int(null), int(null))`, 'a b c', '2 | 3 |'),
  // Left to chance, but once for all rows.
  example(`range x from 1 to 50 step 1 | extend g = toscalar(new_guid()) | summarize dcount(g)`, 'dcount_g', '1'),
  // A column that only shows when the plug-in runs goes before what let declared.
  example(`let k = 9; let other = 5; print b = dynamic({'k': 1}) | evaluate bag_unpack(b) | extend z = k + other`, 'k z', '1 | 6'),
];
