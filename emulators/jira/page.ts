import type { EmulatedIssue } from './issues.ts';

/** The issue as a person sees it: where the link in an incident's message leads. */
export function issuePage(issue: EmulatedIssue): string {
  const paragraphs = textsOf(issue.description).map((words) => `<p>${escape(words)}</p>`);
  const labels = issue.labels.map((label) => `<li>${escape(label)}</li>`).join('');
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escape(issue.key)} ${escape(issue.summary)}</title>
<style>
body { font: 16px/1.5 system-ui, sans-serif; color: #172b4d; background: #f7f8f9; margin: 0; }
header { background: #0c66e4; color: #fff; padding: 0.75rem 1.5rem; }
main { max-width: 46rem; margin: 1.5rem auto; padding: 1.5rem 2rem; background: #fff; border: 1px solid #dcdfe4; border-radius: 8px; }
h1 { font-size: 1.4rem; margin: 0.25rem 0 1rem; overflow-wrap: anywhere; }
p { overflow-wrap: anywhere; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 0.25rem 1.5rem; margin: 1.5rem 0 0; }
dt { color: #44546f; }
dd { margin: 0; }
ul { list-style: none; display: flex; flex-wrap: wrap; gap: 0.5rem; margin: 0; padding: 0; }
li { background: #f1f2f4; border-radius: 4px; padding: 0 0.5rem; }
</style>
</head>
<body>
<header>JIRA (local stand-in)</header>
<main>
<div>${escape(issue.project)} / ${escape(issue.key)}</div>
<h1>${escape(issue.summary)}</h1>
${paragraphs.join('\n')}
<dl>
<dt>Type</dt><dd>${escape(issue.type)}</dd>
<dt>Status</dt><dd>To Do</dd>
<dt>Component</dt><dd>${escape(issue.components.join(', ')) || '–'}</dd>
<dt>Labels</dt><dd><ul>${labels}</ul></dd>
<dt>Created</dt><dd>${new Date(issue.createdAt).toISOString().slice(0, 16).replace('T', ' ')} UTC</dd>
</dl>
</main>
</body>
</html>
`;
}

/** The words of each paragraph. */
function textsOf(node: unknown): readonly string[] {
  if (typeof node !== 'object' || node === null) return [];
  if ('type' in node && node.type === 'paragraph') return [wordsOf(node)];
  return 'content' in node && Array.isArray(node.content) ? node.content.flatMap((child: unknown) => textsOf(child)) : [];
}

function wordsOf(node: unknown): string {
  if (typeof node !== 'object' || node === null) return '';
  if ('text' in node && typeof node.text === 'string') return node.text;
  return 'content' in node && Array.isArray(node.content) ? node.content.map((child: unknown) => wordsOf(child)).join('') : '';
}

const escape = (words: string): string => words.replaceAll(/[&<>"']/gu, (character) => `&#${character.codePointAt(0) ?? 0};`);
