import type { CommandSummary } from '../src/core/command.ts';
import { type Block, bold, code, type Document, facts, heading, plain, text } from '../src/core/document.ts';

/** Every command with what it does and one example. `platform`: where it is read. */
export function helpOverview(commands: readonly CommandSummary[], platform: string): Document {
  // Only Slack has slash commands, and none in its threads.
  const hint = platform === 'slack' ? ' In a thread, mention me instead of a slash.' : '';
  const rows = commands.map((one) => ({
    label: one.name,
    value: [plain(`${one.summary} Try `), code(one.examples[0] ?? one.usage)],
  }));
  return {
    summary: `What I can do: ${commands.map((one) => one.name).join(', ')}`,
    blocks: [heading('What I can do'), facts(...rows), text('More about one of them: ', code('help chart'), `.${hint}`)],
  };
}

/** One command in full. */
export function helpOfOne(command: CommandSummary): Document {
  const examples: readonly Block[] = command.examples.map((example) => text(code(example)));
  return {
    summary: `${command.name}: ${command.summary}`,
    blocks: [
      heading(command.name),
      text(command.summary),
      text(bold('Usage '), code(command.usage)),
      text(bold('Examples')),
      ...examples,
      ...(command.permission === 'viewer' ? [] : [text(`Needs the role ${command.permission}.`)]),
    ],
  };
}
