/** How Teams draws Adaptive Cards, near enough: its fonts, distances and colours in the light theme. */
export const hostConfig = {
  fontFamily: '"Segoe UI", system-ui, -apple-system, "Liberation Sans", sans-serif',
  fontSizes: { small: 12, default: 14, medium: 14, large: 18, extraLarge: 24 },
  fontWeights: { lighter: 300, default: 400, bolder: 600 },
  spacing: { small: 8, default: 12, medium: 16, large: 20, extraLarge: 24, padding: 12 },
  separator: { lineThickness: 1, lineColor: '#e1e1e1' },
  supportsInteractivity: true,
  imageSizes: { small: 32, medium: 52, large: 100 },
  containerStyles: {
    default: { backgroundColor: '#ffffff', foregroundColors: colours() },
    emphasis: { backgroundColor: '#f5f5f5', foregroundColors: colours() },
    good: { backgroundColor: '#e7f2da', foregroundColors: colours() },
    attention: { backgroundColor: '#fcf4f6', foregroundColors: colours() },
    warning: { backgroundColor: '#fbf6d9', foregroundColors: colours() },
    accent: { backgroundColor: '#e9eaf6', foregroundColors: colours() },
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
};

function colours(): object {
  const shades = (colour: string, subtle: string): object => ({ default: colour, subtle });
  return {
    default: shades('#242424', '#616161'),
    dark: shades('#242424', '#616161'),
    light: shades('#ffffff', '#e0e0e0'),
    accent: shades('#5b5fc7', '#7579eb'),
    good: shades('#0e700e', '#107c10'),
    warning: shades('#8a5a00', '#9a6700'),
    attention: shades('#b10e1c', '#c50f1f'),
  };
}
