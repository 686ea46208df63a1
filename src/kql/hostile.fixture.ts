/** Declared functions inside functions: each level doubles what the parser does. */
export function nestOfFunctions(levels: number): string {
  return `let f=()${'{let g=()'.repeat(levels)}{print 1}${';g()}'.repeat(levels)};f()`;
}

/** Texts that pass the checks of length and depth and are made to keep a parser busy, by what they are. */
export const hostileTexts: readonly { readonly name: string; readonly text: string }[] = [
  { name: 'a nest of functions in 637 characters', text: nestOfFunctions(44) },
  { name: 'a nest of functions, each called twice', text: `let f=()${'{let g=()'.repeat(20)}{print 1}${';union g(),g()}'.repeat(20)};f()` },
  { name: 'a chain of 1,990 calls', text: `print x = ${'pi()+'.repeat(1_990)}1` },
  { name: 'a chain of 1,300 operators', text: `requests${'|take 1'.repeat(1_300)}` },
  { name: 'in with 4,900 terms', text: `requests|where itemCount in (${Array.from({ length: 4_900 }, () => '1').join()})` },
  { name: '900 conditions', text: `requests|where ${Array.from({ length: 900 }, () => 'id==1').join(' or ')}` },
  { name: '90 levels of unknown functions', text: `print ${'x('.repeat(90)}1${')'.repeat(90)}` },
  { name: '60 joins', text: `requests${'|join kind=inner (requests) on id'.repeat(60)}` },
  { name: '12 levels of functions that call twice', text: doubling(12) },
  { name: 'brackets that never close', text: `requests | where ${'('.repeat(99)}` },
  { name: 'minus 1,000 times', text: `print ${'-'.repeat(1_000)}1` },
];

function doubling(levels: number): string {
  const functions = Array.from({ length: levels }, (_, level) => `let f${level + 1}=(a:long){f${level}(a)+f${level}(a+1)};`);
  return `let f0=(a:long){a};${functions.join('')}requests | where timestamp > ago(f${levels}(1)*1d) | take f${levels}(1)`;
}
