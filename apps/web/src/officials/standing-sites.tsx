import type { PoolAdvice } from '../server/answers.js';
import { useLanguage } from '../texts/language.js';
import { PoolLinesTable } from './pool-lines-table.js';

/** Sites with more positive tubes than chance explains, each with its own advice. */
export function StandingSites({ sites }: { sites: PoolAdvice['sites'] }) {
  const { texts, formats } = useLanguage();
  const words = texts.prevalence;
  if (sites.length === 0) return <p className="muted">{words.noSites}</p>;
  return (
    <>
      <h3 className="panel-part">{words.sites}</h3>
      <PoolLinesTable
        heading={words.site}
        lastHeading={words.siteAdvice}
        lines={sites.map((site) => ({
          key: site.code,
          heading: (
            <>
              {site.name} <span className="code light">{site.code}</span>
            </>
          ),
          pools: site,
          last: site.best === null ? '—' : formats.number(site.best),
        }))}
      />
    </>
  );
}
