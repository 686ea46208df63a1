import type { QueryFinding } from '../../core/model/query.ts';
import type { KustoNode } from '../parser/load.ts';
import { atOf } from '../parser/tree.ts';

export const refuse = (rule: string, message: string, node?: KustoNode): QueryFinding => finding('refuse', rule, message, node);
export const warn = (rule: string, message: string, node?: KustoNode): QueryFinding => finding('warn', rule, message, node);

function finding(verdict: QueryFinding['verdict'], rule: string, message: string, node: KustoNode | undefined): QueryFinding {
  return { rule, verdict, message, ...(node === undefined ? {} : { at: atOf(node) }) };
}
