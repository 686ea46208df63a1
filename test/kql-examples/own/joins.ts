import { example, owners, runs } from './example.ts';

const few = `${runs}${owners}let Slow = Runs | where Took > 20 | project Name, Took;\n`;

/** Slow has test 30, test 28 and build 40. */
export const joinExamples = [
  example(
    `${few}Slow | join kind=inner Owners on Name | project Name, Took, Owner`,
    'Name Took Owner',
    'test | 30 | Ben',
    'test | 30 | Cyd',
    'test | 28 | Ben',
    'test | 28 | Cyd',
    'build | 40 | Ada',
  ),
  // Without a kind one row of each key stays on the left: the first.
  example(
    `${few}Slow | join Owners on Name | project Name, Took, Owner`,
    'Name Took Owner',
    'test | 30 | Ben',
    'test | 30 | Cyd',
    'build | 40 | Ada',
  ),
  example(`${few}Slow | join kind=innerunique Owners on Name | count`, 'Count', '3'),
  example(
    `${few}Owners | join kind=leftouter Slow on Name | project Owner, Took`,
    'Owner Took',
    'Ada | 40',
    'Ben | 30',
    'Ben | 28',
    'Cyd | 30',
    'Cyd | 28',
    'Dov |',
  ),
  example(
    `${few}Slow | join kind=rightouter Owners on Name | project Owner, Took`,
    'Owner Took',
    'Ada | 40',
    'Ben | 30',
    'Ben | 28',
    'Cyd | 30',
    'Cyd | 28',
    'Dov |',
  ),
  example(
    `${few}Runs | distinct Name | join kind=fullouter Owners on Name | project Name, Name1`,
    'Name Name1',
    'build | build',
    'test | test',
    'test | test',
    'deploy |',
    '| lint',
  ),
  example(`${few}Runs | distinct Name | join kind=leftanti Owners on Name`, 'Name', 'deploy'),
  example(`${few}Runs | distinct Name | join kind=leftsemi Owners on Name`, 'Name', 'build', 'test'),
  example(`${few}Runs | join kind=rightsemi Owners on Name | project Owner`, 'Owner', 'Ada', 'Ben', 'Cyd'),
  example(`${few}Runs | join kind=rightanti Owners on Name | project Owner`, 'Owner', 'Dov'),
  example(`${few}Slow | join hint.strategy=broadcast Owners on Name | count`, 'Count', '3'),
  example(`${few}Slow | join hint.strategy=shuffle Owners on Name | count`, 'Count', '3'),
  example(`${few}Slow | join hint.strategy=broadcast kind=inner Owners on Name | count`, 'Count', '5'),
  example(`${few}Slow | join kind=inner hint.strategy=shuffle Owners on Name | count`, 'Count', '5'),
  example(
    `${few}Owners | project-rename Kind = Name | join kind=inner Slow on $left.Kind == $right.Name | project Kind, Name, Took | top 1 by Took`,
    'Kind Name Took',
    'build | build | 40',
  ),
  example(
    `${few}Slow | join kind=inner (Slow | summarize Longest = max(Took) by Name) on Name | where Took == Longest`,
    'Name Took Name1 Longest',
    'test | 30 | test | 30',
    'build | 40 | build | 40',
  ),
  example(`${few}Slow | lookup Owners on Name | project Name, Owner, Floor | where Name == 'build'`, 'Name Owner Floor', 'build | Ada | 2'),
  example(
    `${few}Runs | summarize count() by Name | lookup kind=leftouter (Owners | summarize Who = make_list(Owner) by Name) on Name | where Name != 'build'`,
    'Name count_ Who',
    'test | 2 | ["Ben","Cyd"]',
    'deploy | 1 |',
  ),
];
