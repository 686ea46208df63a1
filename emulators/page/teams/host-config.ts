/** How Teams draws Adaptive Cards, near enough. Colours are variables of styles/teams-card.css, where light and dark are told apart. */
export const hostConfig = {
  fontFamily: 'inherit',
  fontSizes: { small: 12, default: 14, medium: 14, large: 18, extraLarge: 24 },
  fontWeights: { lighter: 300, default: 400, bolder: 600 },
  spacing: { small: 8, default: 12, medium: 16, large: 20, extraLarge: 24, padding: 12 },
  separator: { lineThickness: 1, lineColor: 'var(--line)' },
  supportsInteractivity: true,
  imageSizes: { small: 32, medium: 52, large: 100 },
  containerStyles: {
    default: { backgroundColor: 'var(--ac-default-ground)', foregroundColors: colours() },
    emphasis: { backgroundColor: 'var(--ac-emphasis-ground)', foregroundColors: colours() },
    good: { backgroundColor: 'var(--ac-good-ground)', foregroundColors: colours() },
    attention: { backgroundColor: 'var(--ac-attention-ground)', foregroundColors: colours() },
    warning: { backgroundColor: 'var(--ac-warning-ground)', foregroundColors: colours() },
    accent: { backgroundColor: 'var(--ac-accent-ground)', foregroundColors: colours() },
  },
  actions: {
    maxActions: 6,
    spacing: 'default',
    buttonSpacing: 8,
    showCard: { actionMode: 'inline', inlineTopMargin: 12 },
    actionsOrientation: 'horizontal',
    actionAlignment: 'left',
  },
  factSet: {
    title: { color: 'default', size: 'default', isSubtle: false, weight: 'bolder', wrap: true, maxWidth: 180 },
    value: { color: 'default', size: 'default', isSubtle: false, weight: 'default', wrap: true },
    spacing: 12,
  },
  table: { cellSpacing: 6 },
  inputs: { allowDynamicallyFilteredChoiceSet: true, debounceTimeInMilliSeconds: 200 },
};

function colours(): object {
  const shades = (name: string): object => ({ default: `var(--ac-${name})`, subtle: `var(--ac-${name === 'default' ? 'subtle' : name})` });
  return {
    default: shades('default'),
    dark: shades('default'),
    light: shades('light'),
    accent: shades('accent'),
    good: shades('good'),
    warning: shades('warning'),
    attention: shades('attention'),
  };
}
