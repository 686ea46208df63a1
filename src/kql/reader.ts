import { analyse } from './analyse/index.ts';
import { chainTooLong, tooLongChain } from './belt/size.ts';
import { KqlFailure } from './failure.ts';
import { lower, notAQuery } from './lower/index.ts';
import { globalsFor } from './parser/globals.ts';
import { isKnownWrong } from './parser/known-wrong.ts';
import type { KustoCode } from './parser/load.ts';
import { columnsOf, diagnosticsOf, isCommand, parseAndAnalyse } from './parser/tree.ts';
import type { Fault, Planned } from './planned.ts';
import type { Answer, Question, ThreadData } from './worker-messages.ts';

export interface Reader {
  readonly answer: (question: Question) => Answer;
  readonly warmUp: () => void;
}

/** Reads queries in the thread that calls it, for as long as it takes: only for worker threads. */
export function createReader({ schemas, allowedPlaces, aliases }: ThreadData): Reader {
  const globals = globalsFor(schemas);
  return {
    answer: (question) => {
      switch (question.kind) {
        case 'analyse':
          return { kind: 'analysis', analysis: analyse(question.text, { globals, schemas, allowedPlaces, aliases, now: question.now }) };
        case 'plan':
          return {
            kind: 'planned',
            planned: isCommand(question.text) ? command : plan(parseAndAnalyse(question.text, globals), question.text),
          };
      }
    },
    // The parser builds its tables at the first use: half of what a first query would otherwise wait for.
    warmUp: () => {
      parseAndAnalyse('T | where x > ago(1h) | summarize count() by bin(x, 5m) | order by x asc', globals);
    },
  };
}

/** Not even read: that takes the parser longer than anybody waits. */
const command: Planned = {
  kind: 'faulty',
  faults: [{ kind: 'unsupported', message: notAQuery('Command'), at: undefined, code: undefined }],
};

function plan(code: KustoCode, text: string): Planned {
  const errors = diagnosticsOf(code).filter(({ severity }) => severity === 'error');
  const faults = errors
    .filter((found) => !isKnownWrong(found, code))
    .map(
      ({ stage, message, at, code }): Fault =>
        code === chainTooLong ? { kind: 'limit', message: tooLongChain.message, at, code } : { kind: stage, message, at, code },
    );
  if (faults.length > 0) return { kind: 'faulty', faults };
  try {
    return { kind: 'plan', plan: lower(code, text), columns: columnsOf(code.ResultType) };
  } catch (error) {
    if (!(error instanceof KqlFailure)) throw error;
    return { kind: 'faulty', faults: [{ kind: error.kind, message: error.message, at: error.at, code: error.code }] };
  }
}
