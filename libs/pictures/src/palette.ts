/**
 * Okabe and Ito's colours (2008), told apart by every kind of colour vision; the yellow is left out, which no white
 * background shows, and each has a lighter or darker twin for a dark page.
 */
export const HUES = {
  ink: { light: '#1f2328', dark: '#f0f3f6' },
  grey: { light: '#6e7781', dark: '#9aa4af' },
  blue: { light: '#0072b2', dark: '#56b4e9' },
  orange: { light: '#c98600', dark: '#f0b429' },
  green: { light: '#008763', dark: '#2ecc9b' },
  red: { light: '#c24e00', dark: '#ff8a4c' },
  purple: { light: '#b0588b', dark: '#e29ac4' },
  sky: { light: '#2b93cf', dark: '#8fd0f5' },
} as const;

export type Hue = keyof typeof HUES;

/** A style sheet with a class for each hue; `s-` strokes, `f-` fills. */
export function styleSheet(): string {
  const of = (side: 'light' | 'dark') =>
    Object.entries(HUES)
      .map(([name, hue]) => `.s-${name}{stroke:${hue[side]}}.f-${name}{fill:${hue[side]}}`)
      .join('');
  const frame = (paper: string, line: string, halo: string) =>
    `.paper{fill:${paper}}.grid{stroke:${line}}.halo{stroke:${halo}}`;
  return (
    `text{font-family:"DejaVu Sans","Segoe UI",Helvetica,Arial,sans-serif;font-size:12px}` +
    `.title{font-size:15px;font-weight:600}.panel{font-size:13px;font-weight:600}.small{font-size:11px}` +
    `.halo{stroke-width:3px;stroke-linejoin:round;paint-order:stroke}` +
    `${frame('#ffffff', '#d8dee4', '#ffffff')}${of('light')}` +
    `@media (prefers-color-scheme:dark){${frame('#0d1117', '#30363d', '#0d1117')}${of('dark')}}`
  );
}
