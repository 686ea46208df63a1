import { Avatar } from './avatar.tsx';
import { titleOf } from './chat.ts';
import type { DemoState, Platform } from './control-api.ts';
import { Icon } from './icons.tsx';
import { Menu } from './menu.tsx';
import type { Unread } from './unread.ts';
import type { Theme } from './use-theme.ts';

const workspaces: readonly { readonly platform: Platform; readonly title: string }[] = [
  { platform: 'slack', title: 'Slack' },
  { platform: 'teams', title: 'Teams' },
];
const none: Unread = { count: 0, mentions: 0 };
const themeNames: Readonly<Record<Theme, string>> = { auto: 'as the system', light: 'light', dark: 'dark' };
const themeIcons = { auto: 'auto', light: 'sun', dark: 'moon' } as const;

/** Which chat; light or dark; as whom one speaks. */
export function Rail(props: {
  readonly platform: Platform;
  readonly unread: Readonly<Record<Platform, Unread>>;
  readonly onPlatform: (platform: Platform) => void;
  readonly theme: Theme;
  readonly onTheme: () => void;
  readonly user: string;
  readonly users: DemoState['users'];
  readonly onUser: (name: string) => void;
}) {
  const { user, users } = props;
  const title = titleOf(users, user);
  return (
    <nav className="rail" aria-label="Workspaces">
      {workspaces.map((one) => {
        // What is unread on the side one looks at is seen at its conversations.
        const { count, mentions } = one.platform === props.platform ? none : props.unread[one.platform];
        return (
          <button
            key={one.platform}
            type="button"
            className="tile"
            aria-pressed={one.platform === props.platform}
            aria-describedby={count > 0 ? `unread-${one.platform}` : undefined}
            onClick={() => props.onPlatform(one.platform)}
          >
            <WorkspaceMark platform={one.platform} />
            <span className="tile-name">{one.title}</span>
            {count === 0 ? undefined : (
              <span id={`unread-${one.platform}`} className={mentions > 0 ? 'count' : 'dot'} aria-label={`${count} unread`} role="img">
                {mentions > 0 ? mentions : ''}
              </span>
            )}
          </button>
        );
      })}
      <button
        type="button"
        className="rail-button rail-low"
        aria-label={`Colours: ${themeNames[props.theme]}`}
        title={`Colours: ${themeNames[props.theme]}`}
        onClick={props.onTheme}
      >
        <Icon name={themeIcons[props.theme]} />
      </button>
      <Menu
        label={`You are ${title}`}
        title={`You are ${title}: change`}
        className="rail-button me"
        items={users.map((one) => ({
          label: one.title,
          note: one.role,
          checked: one.name === user,
          onPick: () => props.onUser(one.name),
        }))}
      >
        <Avatar name={user} title={title} />
      </Menu>
    </nav>
  );
}

/** A drawing of our own for each side: a hash for channels, two heads for a team. */
function WorkspaceMark({ platform }: { readonly platform: Platform }) {
  return (
    <span className={`mark mark-${platform}`} aria-hidden="true">
      {platform === 'slack' ? '#' : <Icon name="team" />}
    </span>
  );
}
