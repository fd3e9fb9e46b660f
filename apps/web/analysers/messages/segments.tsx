import { Button } from '@mantine/core';
import { useState } from 'react';
import { useLanguage, wordOf } from '../../src/texts/language.js';
import { useAnalyserWords } from '../words.js';
import { readSegments } from './read-segments.js';
import { segmentWords } from './segment-words.js';

const atFirst = 40;

/** A message segment by segment: each field under its number and, where it is a usual one, its name. */
export function Segments({ lines }: { lines: readonly string[] }) {
  const say = useAnalyserWords();
  const { language } = useLanguage();
  const [all, setAll] = useState(false);
  const segments = readSegments(lines);
  const shown = all ? segments : segments.slice(0, atFirst);
  const wordFor = (name: string) => (name in segmentWords ? wordOf(segmentWords, name, language) : '');
  return (
    <section className="stack" aria-label={say('segments')}>
      <div className="panel-top">
        <h3>
          {say('segments')} ({segments.length})
        </h3>
        <p className="muted">{say('maskedNote')}</p>
      </div>
      <ol className="segments">
        {shown.map(({ name, fields }, index) => (
          // a message's segments have no names of their own
          // oxlint-disable-next-line react/no-array-index-key
          <li key={index}>
            <span className="segment-name">
              <strong className="code">{name || '?'}</strong> <span className="muted">{wordFor(name)}</span>
            </span>
            <span className="segment-fields">
              {fields.map((field) => (
                <span key={field.name} className="segment-field">
                  <span className="muted">
                    <span className="code">{field.name}</span> {wordFor(field.name)}
                  </span>
                  <span className="code wraps">{field.text}</span>
                </span>
              ))}
            </span>
          </li>
        ))}
      </ol>
      {shown.length < segments.length && (
        <div className="buttons">
          <Button variant="default" size="sm" onClick={() => setAll(true)}>
            {say('moreSegments')} ({segments.length})
          </Button>
        </div>
      )}
    </section>
  );
}
