import { drawPanel, type Panel } from './panel.js';
import { styleSheet } from './palette.js';
import { escapeXml } from './xml.js';

export type { Panel } from './panel.js';

/** Panels beside one another under one title. Sizes in pixels. */
export type Figure = {
  readonly title: string;
  /** one or more lines below the title: what is shown, with which tests, measured on what */
  readonly notes?: readonly string[];
  /** said to those who hear the picture */
  readonly description: string;
  readonly panels: readonly Panel[];
  readonly panelWidth?: number;
  readonly panelHeight?: number;
  /** panels in a row */
  readonly columns?: number;
};

/** A whole SVG file; the same figure gives the same bytes. */
export function figure(given: Figure): string {
  const { title, notes = [], description, panels, panelWidth = 560, panelHeight = 400 } = given;
  const columns = given.columns ?? panels.length;
  const top = 34 + 16 * notes.length;
  const width = columns * panelWidth;
  const height = top + Math.ceil(panels.length / columns) * panelHeight;
  const drawn = panels.map((panel, i) =>
    drawPanel(panel, {
      left: (i % columns) * panelWidth,
      top: top + Math.floor(i / columns) * panelHeight,
      width: panelWidth,
      height: panelHeight,
    }),
  );
  const lines = notes.map(
    (note, i) => `<text class="f-grey" x="16" y="${42 + 16 * i}">${escapeXml(note)}</text>`,
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img">
<title>${escapeXml(title)}</title>
<desc>${escapeXml(description)}</desc>
<style>${styleSheet()}</style>
<rect class="paper" width="${width}" height="${height}" rx="6"/>
<text class="title f-ink" x="16" y="25">${escapeXml(title)}</text>
${[...lines, ...drawn].join('\n')}
</svg>
`;
}
