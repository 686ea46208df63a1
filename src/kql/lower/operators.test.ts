import { describe, expect, it } from 'vitest';
import { lowered, planText } from './plan-text.fixture.ts';

const cases: Readonly<Record<string, readonly (readonly [query: string, plan: string])[]>> = {
  'columns and rows': [
    [
      'requests | where duration > 5 and name has "x" | project name, d=duration*2 | take 5',
      'requests | where predicate: and(>(duration, 5), has(name, "x")) | project columns: [name:string=name, d:real=*(duration, 2)] | take count: 5',
    ],
    [
      'requests | extend tolower(name), 1+2, name, duration=2*duration',
      'requests | extend columns: [Column1:string=tolower(name), Column2:long=+(1, 2), name:string=name, duration:real=*(2, duration)]',
    ],
    ['requests | project-away d*, name', 'requests | project-away names: [duration, name]'],
    ['requests | project-keep *a*', 'requests | project-keep names: [timestamp, name, duration, bag]'],
    ['requests | project-rename ts=timestamp', 'requests | project-rename renames: [{ from: timestamp to: ts }]'],
    ['requests | project-reorder d*, name', 'requests | project-reorder names: [duration, name, timestamp, bag]'],
    ['requests | project-reorder * asc', 'requests | project-reorder names: [bag, duration, name, timestamp]'],
    ['requests | project tostring(bag.x), bag.y', 'requests | project columns: [bag_x:string=tostring(bag["x"]), bag_y:dynamic=bag["y"]]'],
    [
      'deps | distinct *',
      'deps | distinct columns: [timestamp:datetime=timestamp, name:string=name, duration:long=duration, id:string=id]',
    ],
    ['requests | count', 'requests | count name: Count'],
    ['requests | sample 5 | sample-distinct 3 of name', 'requests | sample count: 5 | sample-distinct count: 3 of: name:string=name'],
    ['requests | serialize n=row_number() | getschema', 'requests | serialize columns: [n:long=row_number()] | getschema'],
    ['requests | limit 10', 'requests | take count: 10'],
  ],
  order: [
    [
      'requests | sort by name asc, duration | top 3 by timestamp asc nulls last',
      'requests | sort keys: [{ expression: name direction: asc nulls: first }, { expression: duration direction: desc nulls: last }] | top count: 3 keys: [{ expression: timestamp direction: asc nulls: last }]',
    ],
  ],
  sources: [
    ['print 1, a=2, strcat("a")', 'print columns: [print_0:long=1, a:long=2, print_2:string=strcat("a")]'],
    [
      'range t from datetime(2020-01-01) to datetime(2020-01-02) step 1h',
      'range column: t type: datetime from: datetime 0 to: datetime 864000000000 step: timespan 36000000000',
    ],
    [
      'datatable(a:string, b:real, c:datetime)["x", -1, datetime(2020-01-01), "y", real(null), "2020-01-02"]',
      'datatable columns: [{ name: a type: string }, { name: b type: real }, { name: c type: datetime }] values: ["x", real -1, datetime 0, "y", real null, datetime 864000000000]',
    ],
    ['table("requests") | take 1', 'requests | take count: 1'],
  ],
  summarize: [
    [
      'requests | summarize count(), percentiles(duration,5,99.5) by name, bin(timestamp, 1h)',
      'requests | summarize aggregates: [count_:long=count<>, percentile_duration_5:real=percentile<duration, 5>, percentile_duration_99_5:real=percentile<duration, real 99.5>] by: [name:string=name, timestamp:datetime=bin(timestamp, timespan 36000000000)]',
    ],
    [
      'requests | summarize arg_max(timestamp, *) by name',
      'requests | summarize aggregates: [timestamp:datetime=arg_max<timestamp, timestamp>, duration:real=arg_max<timestamp, duration>, bag:dynamic=arg_max<timestamp, bag>] by: [name:string=name]',
    ],
    [
      'requests | summarize arg_max(timestamp, *) by bin(timestamp, 1h)',
      'requests | summarize aggregates: [timestamp1:datetime=arg_max<timestamp, timestamp>, name:string=arg_max<timestamp, name>, duration:real=arg_max<timestamp, duration>, bag:dynamic=arg_max<timestamp, bag>] by: [timestamp:datetime=bin(timestamp, timespan 36000000000)]',
    ],
    [
      'deps | summarize (a,b)=arg_min(timestamp, name), take_any(id, duration), any(name)',
      'deps | summarize aggregates: [a:datetime=arg_min<timestamp, timestamp>, b:string=arg_min<timestamp, name>, id:string=take_any<id, true>, duration:long=take_any<duration, true>, any_name:string=take_any<name>] by: []',
    ],
    [
      'requests | summarize hint.strategy=shuffle round(avg(duration),2), x=countif(name=="a")*1.0/count()',
      'requests | summarize aggregates: [avg_duration:real=round(avg<duration>, 2), x:real=/(*(countif<==(name, "a")>, real 1), count<>)] by: []',
    ],
    [
      'deps | summarize p=percentilesw(duration, 1, 5, 50)',
      'deps | summarize aggregates: [p:long=percentilew<duration, 1, 5>, percentile_duration_50:long=percentilew<duration, 1, 50>] by: []',
    ],
    ['requests | summarize by name', 'requests | summarize aggregates: [] by: [name:string=name]'],
    [
      'deps | summarize covariance(duration, duration) | take 1',
      'deps | summarize aggregates: [covariance_duration:real=covariance<duration, duration>] by: [] | take count: 1 | project-rename renames: [{ from: covariance_duration to: covariance_duration_duration }]',
    ],
  ],
  'functions of several columns': [
    [
      'deps | project (a, b)=series_fit_line(dynamic([1]))',
      'deps | project columns: [a:real=toreal(series_fit_line(dynamic [1])[0]), b:real=toreal(series_fit_line(dynamic [1])[1]), series_fit_line__variance:real=toreal(series_fit_line(dynamic [1])[2]), series_fit_line__rvariance:real=toreal(series_fit_line(dynamic [1])[3]), series_fit_line__interception:real=toreal(series_fit_line(dynamic [1])[4]), series_fit_line__line_fit:dynamic=series_fit_line(dynamic [1])[5]]',
    ],
    ['print a=array_sort_asc(dynamic([2]), dynamic([1]))[1]', 'print columns: [a:dynamic=array_sort_asc(dynamic [2], dynamic [1])[1]]'],
    ['print a=array_sort_asc(dynamic([2,1]))', 'print columns: [a:dynamic=array_sort_asc(dynamic [2,1])]'],
  ],
  join: [
    [
      'requests | project name, duration | join kind=leftouter (deps | project name, id) on name',
      'requests | project columns: [name:string=name, duration:real=duration] | join join: leftouter right: (deps | project columns: [name:string=name, id:string=id]) on: [{ left: name right: name }] output: [{ side: left column: name name: name }, { side: left column: duration name: duration }, { side: right column: name name: name1 }, { side: right column: id name: id }]',
    ],
    [
      'requests | project name | join hint.strategy=broadcast (deps | project id) on $right.id == $left.name',
      'requests | project columns: [name:string=name] | join join: innerunique right: (deps | project columns: [id:string=id]) on: [{ left: name right: id }] output: [{ side: left column: name name: name }, { side: right column: id name: id }]',
    ],
    [
      'requests | project name | join kind=rightanti (deps | project id) on $left.name == $right.id',
      'requests | project columns: [name:string=name] | join join: rightanti right: (deps | project columns: [id:string=id]) on: [{ left: name right: id }] output: [{ side: right column: id name: id }]',
    ],
    [
      'requests | lookup kind=inner deps on name, timestamp',
      'requests | lookup join: inner right: (deps) on: [{ left: name right: name }, { left: timestamp right: timestamp }]',
    ],
  ],
  union: [
    [
      'union withsource=S kind=inner requests, (deps | where id == "x")',
      'union branches: [{ name: requests pipeline: (requests | project-rename renames: [{ from: duration to: duration_real }]) }, { name: deps pipeline: (deps | where predicate: ==(id, "x") | project-rename renames: [{ from: duration to: duration_long }]) }] join: inner sourceColumn: S',
    ],
    [
      'deps | take 1 | union withsource=S (print id="x" | as other)',
      'other := print columns: [id:string="x"]; deps | take count: 1 | union branches: [{ name: other pipeline: (@other) }] join: outer sourceColumn: S inputName: deps',
    ],
    ['union isfuzzy=true requests, Missing', 'union branches: [{ name: requests pipeline: (requests) }] join: outer'],
    ['union req*', 'union branches: [{ name: requests pipeline: (requests) }] join: outer'],
    [
      'let V = view () { deps }; union withsource=S *, deps',
      'union branches: [{ name: requests pipeline: (requests | project-rename renames: [{ from: duration to: duration_real }]) }, { name: deps pipeline: (deps | project-rename renames: [{ from: duration to: duration_long }]) }, { name: V pipeline: (deps | project-rename renames: [{ from: duration to: duration_long }]) }, { name: deps pipeline: (deps | project-rename renames: [{ from: duration to: duration_long }]) }] join: outer sourceColumn: S',
    ],
  ],
  'lists and series': [
    [
      'requests | mv-expand with_itemindex=i bag.x, y=bag to typeof(long) limit 3',
      'requests | mv-expand columns: [bag_x:dynamic=bag["x"], y:long=bag to: long] bagExpansion: bag withItemIndex: i limit: 3',
    ],
    [
      'requests | mv-apply x=bag.a to typeof(long) on (top 2 by x | project y=x, name)',
      'requests | mv-apply columns: [x:long=bag["a"] to: long] pipeline: (… | top count: 2 keys: [{ expression: x direction: desc nulls: last }] | project columns: [y:long=x, name:string=name]) context: [timestamp, duration, bag]',
    ],
    [
      'requests | make-series c=count() default=0, avg(duration) on timestamp from ago(1d) to now() step 1h by name',
      'requests | make-series aggregates: [c:long=count<> fallback: 0, avg_duration:real=avg<duration>] axis: timestamp:datetime=timestamp from: ago(timespan 864000000000) to: now() step: timespan 36000000000 end: excluded by: [name:string=name] nonEmpty: as is',
    ],
    [
      'requests | make-series kind=nonempty avg(duration) on timestamp in range(ago(1d), now(), 1h)',
      'requests | make-series aggregates: [avg_duration:real=avg<duration>] axis: timestamp:datetime=timestamp from: ago(timespan 864000000000) to: now() step: timespan 36000000000 end: included by: [] nonEmpty: nonempty',
    ],
  ],
  'text in columns': [
    [
      'requests | parse kind=regex flags=U name with * "a" b:long "c" d',
      'requests | parse unmatched: keep mode: regex flags: U of: name pattern: [skip, text text: a, b, text text: c, d]',
    ],
    [
      'requests | parse-where name with "x=" x:int ";" *',
      'requests | parse unmatched: drop mode: simple flags:  of: name pattern: [text text: x=, x, text text: ;, skip]',
    ],
    [
      'requests | parse-kv name as (a:string, b:long) with (pair_delimiter=";", kv_delimiter="=", greedy=true)',
      'requests | parse-kv of: name columns: [{ name: a type: string }, { name: b type: long }] options: { pair_delimiter: ; kv_delimiter: = greedy: true }',
    ],
  ],
  'search and find': [
    ['requests | search "err*" and name:"x"', 'requests | search predicate: and(hasprefix(*, "err"), has(name, "x"))'],
    [
      'let ids = deps | project id; search in (requests, ids) name:"*x" or "a*b"',
      'ids := deps | project columns: [id:string=id]; union branches: [{ name: requests pipeline: (requests | where predicate: or(hassuffix(name, "x"), matches regex(*, "(?i)a.*b"))) }, { name: union_arg1 pipeline: (@ids | where predicate: or(hassuffix("", "x"), matches regex(*, "(?i)a.*b"))) }] join: outer sourceColumn: $table',
    ],
    [
      'search kind=case_sensitive in (deps) "*abc*"',
      'union branches: [{ name: deps pipeline: (deps | where predicate: contains_cs(*, "abc")) }] join: outer sourceColumn: $table',
    ],
    [
      'find in (requests, deps) where name == "x" project name, id',
      'union branches: [{ name: requests pipeline: (requests | where predicate: ==(name, "x") | project columns: [name:string=name, id:string=""]) }, { name: deps pipeline: (deps | where predicate: ==(name, "x") | project columns: [name:string=name, id:string=id]) }] join: outer sourceColumn: source_ | project columns: [source_:string=source_, name:string=name, id:string=id]',
    ],
  ],
  'groups of rows': [
    [
      'requests | top-nested 2 of name with others="o" by sum(duration), top-nested of bag by c=count() asc',
      'requests | top-nested levels: [{ count: 2 of: name:string=name others: "o" by: aggregated_name:real=sum<duration> direction: desc }, { of: bag:dynamic=bag by: c:long=count<> direction: asc }]',
    ],
    [
      'requests | top-hitters 2 of name by duration',
      'requests | top-hitters count: 2 of: name:string=name by: duration name: approximate_sum_duration',
    ],
    ['requests | reduce by name with threshold=0.2, characters=" -"', 'requests | reduce of: name threshold: 0.2 characters:  -'],
    ['requests | partition by name (count)', 'requests | partition by: name:string=name pipeline: (… | count name: Count)'],
    [
      'deps | scan with_match_id=m declare(x:long=0, y:string) with (step s1 output=last: true => x = s1.x + 1; step s2 optional: s1.x>1;)',
      'deps | scan declared: [x:long=0, y:string=""] matchId: m steps: [{ name: s1 optional: required output: last condition: true assignments: [x:long=+(s1.x, 1)] }, { name: s2 optional: optional output: all condition: >(s1.x, 1) assignments: [] }]',
    ],
  ],
  'plug-ins': [
    [
      'requests | evaluate pivot(name, sum(duration), timestamp)',
      'requests | evaluate plugin: pivot arguments: [name, sum<duration>, timestamp]',
    ],
    [
      'requests | evaluate bag_unpack(bag) | extend z=foo+1 | project z',
      'requests | evaluate plugin: bag_unpack arguments: [bag] | extend columns: [z:unknown=+(foo, 1)] | project columns: [z:unknown=z]',
    ],
    [
      'requests | evaluate bag_unpack(bag, "p_") : (p_x:long)',
      'requests | evaluate plugin: bag_unpack arguments: [bag, "p_"] schema: { columns: [{ name: p_x type: long }] others: left out }',
    ],
  ],
  render: [
    [
      'requests | take 1 | render timechart with (title="A b", ycolumns=duration, name, ymin=0)',
      'requests | take count: 1 ⇒ timechart title=A b ycolumns=duration,name ymin=0',
    ],
    ['requests | render piechart', 'requests ⇒ piechart'],
  ],
};

describe.each(Object.entries(cases))('%s', (_, list) => {
  it.each(list)('%s', (query, plan) => {
    expect(planText(lowered(query))).toBe(plan);
  });
});
