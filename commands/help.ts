import { shorten } from '../src/core/clauses.ts';
import { UserError } from '../src/core/errors.ts';
import { replyToSender } from '../src/core/invocation.ts';
import { command } from '../src/services/services.ts';
import { helpOfOne, helpOverview } from '../templates/help.ts';

const examples = ['help', 'help chart'] as const;

export const help = command({
  name: 'help',
  summary: 'Says what I can do, or explains one command.',
  usage: 'help [COMMAND]',
  examples,
  permission: 'viewer',
  changes: 'nothing',
  // Of "help digest add" the first word is the command.
  args: (words) => words.all[1]?.text,
  run: (name, { commands, suggest, place }) => {
    if (name === undefined) return Promise.resolve(replyToSender(helpOverview(commands, place.platform)));
    const found = commands.find((one) => one.name === name.toLowerCase());
    if (found !== undefined) return Promise.resolve(replyToSender(helpOfOne(found)));
    const near = suggest(
      name,
      commands.map((one) => one.name),
    );
    const hint = near === undefined ? '' : ` Did you mean ${near}?`;
    throw new UserError(`No command called “${shorten(name)}”.${hint}`, [near === undefined ? 'help' : `help ${near}`]);
  },
});
