const tones: Readonly<Record<string, string>> = {
  accepted: 'good-text',
  rejected: 'bad-text',
  refused: 'bad-text',
  timeout: 'bad-text',
  waiting: 'warn-text',
  sent: 'warn-text',
};

/** How loudly the state of an order is told. */
export const orderTone = (state: string): string => tones[state] ?? 'muted';
